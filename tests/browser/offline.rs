//! Without a network: what was opened before works, and nothing else is kept.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clientele_driver::{Browser, Fault, Server, dist, steady_port};
use sha2::{Digest, Sha256};

use super::{PANELS, PATIENCE, REFUSED, open, shown};

pub const BASE: &str = "/some/where/";

/// Looks again and again until it is so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "this is still not so: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[track_caller]
pub fn until_so(browser: &Browser, expression: &str) {
    browser.wait_until(expression, PATIENCE).unwrap();
}

/// Everything that is kept: the name of its cache and its address.
pub fn kept(browser: &Browser) -> Vec<(String, String)> {
    let script = "const all = []; for (const name of await caches.keys()) { \
                  for (const { url } of await (await caches.open(name)).keys()) all.push([name, url]); } return all;";
    let script = format!("return (async () => {{ {script} }})();");
    let found = browser.run(&script, &[]).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let pairs = found.as_array().unwrap().iter();
    pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

/// The data that are kept, below the folder of data sets.
pub fn kept_data(browser: &Browser) -> Vec<String> {
    let all = kept(browser).into_iter();
    all.filter(|(name, _)| name.ends_with(" data"))
        .filter_map(|(_, url)| Some(url.split_once("/data/")?.1.to_owned()))
        .collect()
}

/// Waits until the page and all that it reads of this data set are kept.
#[track_caller]
pub fn all_kept(browser: &Browser, dataset: &str) {
    until_so(browser, "navigator.serviceWorker.controller");
    let catalogue = dist().join(format!("data/{dataset}/catalogue.json"));
    let catalogue: serde_json::Value =
        serde_json::from_slice(&std::fs::read(catalogue).unwrap()).unwrap();
    let tables = catalogue["files"].as_array().unwrap().len();
    assert!(tables > 3);
    until("every table is kept", || {
        let kept = kept_data(browser);
        let of = kept.iter().filter(|url| url.starts_with(dataset));
        kept.contains(&"index.json".to_owned())
            && kept.contains(&format!("{dataset}/catalogue.json"))
            && of.filter(|url| url.contains("?v=")).count() >= tables
    });
}

/// The build's file whose name begins so.
pub fn file(begin: &str) -> String {
    let names = std::fs::read_dir(dist()).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.find(|name| name.starts_with(begin)).unwrap()
}

pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// The list in a service worker, and what follows it.
pub fn list_of(service_worker: &str) -> (BTreeMap<String, String>, String) {
    let (head, script) = service_worker.split_once('\n').unwrap();
    let (_, list) = head.split_once("const FILES=").unwrap();
    let list = serde_json::from_str(list.trim_end_matches(';')).unwrap();
    (list, script.to_owned())
}

#[test]
fn every_file_of_the_build_is_in_its_list_with_its_sha_256() {
    let (list, _) = list_of(&std::fs::read_to_string(dist().join("sw.js")).unwrap());
    let mut left_out = vec!["404.html", "config.json", "data", "plays.json", "sw.js"];
    for entry in std::fs::read_dir(dist()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(at) = left_out.iter().position(|known| *known == name) {
            left_out.remove(at);
            continue;
        }
        let bytes = std::fs::read(dist().join(&name)).unwrap();
        assert_eq!(list.get(&name), Some(&integrity(&bytes)), "{name}");
    }
    assert!(left_out.is_empty(), "{left_out:?}");
    for begin in ["app-", "worker-part-mining-", "part-data-", "worker-"] {
        let modules = list.keys().filter(|name| name.starts_with(begin));
        assert!(
            modules.clone().any(|name| name.ends_with(".wasm")),
            "{begin}"
        );
    }
}

#[test]
fn what_was_opened_once_works_without_a_network_and_the_rest_says_why_not() {
    let port = steady_port();
    let server = Server::start_on(port, &dist(), BASE).unwrap();
    let browser = Browser::with_service_workers().unwrap();
    open(&browser, &server, "?panel=overview&country=Germany");
    let before = browser.text("main").unwrap();
    all_kept(&browser, "online-retail-ii");
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");

    let url = server.url();
    drop(server);
    let visit = |link: &str| {
        browser.open(&format!("{url}{link}")).unwrap();
        shown(&browser, link);
    };
    browser.reload().unwrap();
    shown(&browser, "overview without a network");
    assert_eq!(browser.text("main").unwrap(), before);
    for panel in PANELS {
        visit(&format!("?panel={panel}"));
    }
    visit("?panel=experiments/plan");
    visit("index.html?panel=data");
    visit("segments");

    let other = "?panel=overview&data=omnichannel";
    browser.open(&format!("{url}{other}")).unwrap();
    until_so(&browser, REFUSED);
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        "The network did not answer, and these data are not kept on this device because they were never opened here. What was opened before still works; open this data set once when you are online."
    );
    let server = Server::start_on(port, &dist(), BASE).unwrap();
    browser.click("main [role=alert] button").unwrap();
    shown(&browser, "the other data set with a network");
    all_kept(&browser, "omnichannel");
    drop(server);
    visit("?panel=experiments&data=omnichannel");
    visit("?panel=overview");
}

/// What hosts answer instead of a file that is not there.
pub fn page_of_the_host() -> Fault {
    Fault::Instead(b"<!doctype html><title>Not found</title><p>There is nothing here.</p>".to_vec())
}

#[test]
fn a_page_of_the_host_instead_of_a_module_is_said_and_never_kept() {
    let port = steady_port();
    let server = Server::start_on(port, &dist(), BASE).unwrap();
    let browser = Browser::with_service_workers().unwrap();
    let part = file("part-data-");
    server.fail(&part, page_of_the_host());
    open(&browser, &server, "?panel=overview");
    // Asked for twice: the second time past the browser's cache.
    let mut asked = 0;
    until("the part is asked for", || {
        let requests = server.take_requests();
        asked += requests.iter().filter(|r| r.path == part).count();
        asked >= 2
    });
    browser.click(".rail ul a[href*=data]").unwrap();
    until_so(&browser, REFUSED);
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        "This part of the page could not be fetched. What you chose is kept; try again when you are online, and if that does not help, reload the page."
    );
    until_so(&browser, "!navigator.serviceWorker.controller");
    let addresses = kept(&browser);
    assert!(
        addresses.iter().all(|(_, url)| !url.ends_with(&part)),
        "{addresses:?}"
    );
    server.mend();
    open(&browser, &server, "?panel=overview");
    all_kept(&browser, "online-retail-ii");
    let url = server.url();
    drop(server);
    browser.open(&format!("{url}?panel=data")).unwrap();
    shown(&browser, "data without a network");
}

#[test]
fn a_data_set_that_its_host_gives_away_no_more_is_forgotten() {
    let server = Server::start(&dist(), BASE).unwrap();
    let browser = Browser::with_service_workers().unwrap();
    let other = "?panel=overview&data=omnichannel";
    let of = |slug: &str| {
        let kept = kept_data(&browser);
        kept.iter().filter(|url| url.starts_with(slug)).count()
    };
    open(&browser, &server, "?panel=overview");
    all_kept(&browser, "online-retail-ii");
    open(&browser, &server, other);
    all_kept(&browser, "omnichannel");
    // A server in trouble, or a network that asks to sign in, takes nothing away: what is kept is shown.
    for fault in [Fault::Status(503), page_of_the_host()] {
        server.fail("data/omnichannel/catalogue.json", fault);
        open(&browser, &server, other);
    }
    server.fail("data/omnichannel/catalogue.json", Fault::Status(404));
    browser.open(&format!("{}{other}", server.url())).unwrap();
    until_so(&browser, REFUSED);
    until("nothing of it is kept", || of("omnichannel") == 0);
    assert!(of("online-retail-ii") > 3);
    let list = br#"[{"slug": "omnichannel", "title": "Only this one"}]"#;
    server.mend();
    server.fail("data/index.json", Fault::Instead(list.to_vec()));
    open(&browser, &server, other);
    until("what is not listed is not kept", || {
        of("online-retail-ii") == 0
    });
    all_kept(&browser, "omnichannel");
}

#[test]
fn nothing_is_kept_in_a_foreign_frame() {
    let server = Server::start(&dist(), BASE).unwrap();
    let folder = std::env::temp_dir().join(format!("clientele-frame-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let inner = server.url().replace("127.0.0.1", "localhost");
    let page = format!("<!doctype html><title>Portal</title><iframe src=\"{inner}\"></iframe>");
    std::fs::write(folder.join("index.html"), page).unwrap();
    let portal = Server::start(&folder, "/").unwrap();
    let browser = Browser::with_service_workers().unwrap();
    browser.open(&portal.url()).unwrap();
    let script = file("offline-");
    let mut asked = Vec::new();
    until("the first answer is there", || {
        asked.extend(server.take_requests());
        asked.iter().any(|request| request.path == script)
    });
    std::thread::sleep(Duration::from_secs(2));
    asked.extend(server.take_requests());
    let looked = |asked: &[clientele_driver::Request]| asked.iter().any(|r| r.path == "sw.js");
    assert!(!looked(&asked), "{asked:?}");

    // The same page in a window of its own.
    browser.open(&inner).unwrap();
    shown(&browser, "outside the frame");
    until("the service worker is asked for", || {
        asked.extend(server.take_requests());
        looked(&asked)
    });
    std::fs::remove_dir_all(folder).unwrap();
}
