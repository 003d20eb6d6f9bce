//! A new build of the page: it waits until the visitor takes it, and what is kept stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clientele_driver::{Browser, Server, Theme, dist, steady_port};

use super::offline::{BASE, all_kept, file, integrity, kept_data, list_of, until, until_so};
use super::{open, show, shown, shuts_nobody_out};

/// The notice about versions.
const VERSION: &str = "document.querySelector('.notices #version p')?.textContent";

const READY: &str =
    "A new version is ready. Your filters and all data that are kept on this device stay.";

/// The caches of builds, in the order of their making.
fn builds(browser: &Browser) -> Vec<String> {
    let names = browser.run("return caches.keys();", &[]).unwrap();
    let names = names.as_array().unwrap().iter();
    names
        .filter_map(|name| name.as_str())
        .filter(|name| name.contains(" build "))
        .map(str::to_owned)
        .collect()
}

/// Makes the same page as of another build: each file that is named by its content has another name, and the page says so.
fn next_build() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("clientele-next-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(dist().join("data"), folder.join("data")).unwrap();
    let names = std::fs::read_dir(dist()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name != "data").collect();
    let is_hash =
        |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hashes = names
        .iter()
        .flat_map(|name| name.split(['-', '.']).filter(is_hash));
    let hashes: BTreeSet<&str> = hashes.collect();
    let renamed = |text: &str| {
        hashes.iter().fold(text.to_owned(), |text, hash| {
            text.replace(hash, &hash.chars().rev().collect::<String>())
        })
    };
    let mut list = BTreeMap::new();
    for name in &names {
        let mut bytes = std::fs::read(dist().join(name)).unwrap();
        if name.ends_with(".html") || name.ends_with(".js") {
            let text = renamed(&String::from_utf8(bytes).unwrap());
            bytes = text
                .replace("</head>", "<meta name=\"build\" content=\"next\"></head>")
                .into_bytes();
        }
        let name = renamed(name);
        if !["sw.js", "404.html", "config.json", "plays.json"].contains(&name.as_str()) {
            list.insert(name.clone(), integrity(&bytes));
        }
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let (_, script) = list_of(&std::fs::read_to_string(dist().join("sw.js")).unwrap());
    let list = serde_json::to_string(&list).unwrap();
    let text = format!("const BUILD=\"next\";const FILES={list};\n{script}");
    std::fs::write(folder.join("sw.js"), text).unwrap();
    folder
}

#[test]
fn a_new_version_waits_for_the_visitor_and_other_tabs_keep_theirs() {
    let (port, next) = (steady_port(), next_build());
    let server = Server::start_on(port, &dist(), BASE).unwrap();
    let browser = Browser::with_service_workers().unwrap();
    open(&browser, &server, "?panel=overview&country=Germany");
    all_kept(&browser, "online-retail-ii");
    let [first, second] = browser.open_tab().unwrap();
    open(&browser, &server, "?panel=overview&country=Germany");
    browser
        .run("localStorage.setItem('clientele.kept', 'yes');", &[])
        .unwrap();
    drop(server);
    let server = Server::start_on(port, &next, BASE).unwrap();

    let look = "return navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => true);";
    browser.run(look, &[]).unwrap();
    until_so(&browser, &format!("{VERSION} === '{READY}'"));
    let is_next = "document.querySelector('meta[name=build][content=next]')";
    // Until it is taken, the page stays the one it was, also when it is loaded again.
    browser.reload().unwrap();
    shown(&browser, "again");
    until_so(&browser, &format!("{VERSION} === '{READY}'"));
    until_so(&browser, &format!("!{is_next}"));
    for width in [1440, 390] {
        shuts_nobody_out(&browser, width, "a new version");
    }
    show(&browser, 1440, Theme::Light);
    until_so(&browser, &format!("{VERSION} === '{READY}'"));
    let data = kept_data(&browser);
    server.take_requests();
    browser.click("#version .btn").unwrap();
    until_so(&browser, is_next);
    shown(&browser, "the new version");
    until_so(&browser, "location.search.includes('country=Germany')");
    until_so(&browser, &format!("!{VERSION}"));
    until_so(&browser, "localStorage.getItem('clientele.kept') === 'yes'");
    assert_eq!(kept_data(&browser), data);

    // The other tab was not loaded again, and finds the parts of its own build, which no server has any more.
    browser.switch_to(&first).unwrap();
    until_so(
        &browser,
        &format!(
            "{VERSION} === 'A new version is in use in another tab. This tab keeps its own until you reload it; your filters stay.'"
        ),
    );
    until_so(&browser, &format!("!{is_next}"));
    for panel in ["data", "baskets"] {
        browser
            .click(&format!(".rail ul a[href*={panel}]"))
            .unwrap();
        shown(&browser, panel);
    }
    let asked = server.take_requests();
    let old = |path: &str| path == file("part-data-") || path == file("worker-part-mining-");
    assert!(!asked.iter().any(|request| old(&request.path)), "{asked:?}");
    assert_eq!(builds(&browser).len(), 2);

    // When no tab shows it any more, it goes.
    browser.close_tab(&second).unwrap();
    browser.reload().unwrap();
    shown(&browser, "the only tab");
    until("one build is kept", || builds(&browser).len() == 1);
    assert!(builds(&browser)[0].ends_with(" build next"));
    drop(server);
    browser.reload().unwrap();
    shown(&browser, "the new version without a network");
    until_so(&browser, is_next);
    std::fs::remove_dir_all(next).unwrap();
}
