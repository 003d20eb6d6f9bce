//! Where the page does not start, and how it is started from a stick.

use std::path::{Path, PathBuf};

use clientele_driver::{Browser, Fault, Page, Program, Server, Theme, dist, root};

use super::offline::{BASE, page_of_the_host, until_so};
use super::{PATIENCE, datasets, shown};

#[test]
fn a_page_that_cannot_start_says_so_whichever_file_is_missing() {
    for (name, kind, words) in [
        (
            "app-",
            ".wasm",
            "This page could not start: a file is missing",
        ),
        (
            "app-",
            ".js",
            "Otherwise the network is slow, or a file is missing",
        ),
    ] {
        let server = Server::start(&dist(), BASE).unwrap();
        let browser = Browser::start().unwrap();
        let names = std::fs::read_dir(dist()).unwrap();
        for name in names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|file| file.starts_with(name) && file.ends_with(kind))
        {
            server.fail(&name, page_of_the_host());
        }
        browser.open(&server.url()).unwrap();
        until_so(
            &browser,
            &format!("document.body.innerText.includes('{words}')"),
        );
    }
}

#[test]
fn opened_as_a_file_the_page_says_what_to_do() {
    let browser = Browser::start().unwrap();
    let page = dist().join("index.html").canonicalize().unwrap();
    browser.open(&format!("file://{}", page.display())).unwrap();
    let words = "it was opened as a file, and browsers do not let such a page load its program or its data. Start the small server that came with it";
    until_so(
        &browser,
        &format!("document.body.innerText.includes('{words}')"),
    );
}

/// The folder that is unpacked from the offline demo.
fn unpacked(name: &str, page: &Path) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("clientele-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let server = root().join("xtask/offline-demo/serve.py");
    std::fs::copy(server, folder.join("serve.py")).unwrap();
    std::os::unix::fs::symlink(page, folder.join("page")).unwrap();
    folder
}

#[test]
fn the_server_of_the_offline_demo_shows_the_page_to_this_computer() {
    let folder = unpacked("stick", &dist());
    let mut command = std::process::Command::new("python3");
    // A browser is opened, which here is one that does nothing.
    command
        .arg(folder.join("serve.py"))
        .arg("0")
        .env("BROWSER", "true");
    let program = Program::start(&command).unwrap();
    let address = program.told(PATIENCE, |line| {
        let (_, rest) = line.split_once("Clientele is at ")?;
        Some(rest.split_once(" on this computer")?.0.to_owned())
    });
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=data", address.unwrap()))
        .unwrap();
    shown(&browser, "from the stick");
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");
    assert_eq!(datasets().len(), 2);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn something_is_there_within_a_second_on_a_slow_line_and_a_slow_processor() {
    let server = Server::start(&dist(), BASE).unwrap();
    let browser = Browser::start().unwrap();
    browser.forget_files().unwrap();
    browser.slow_down(4.0).unwrap();
    browser.slow_line(400, 100).unwrap();
    browser.open(&server.url()).unwrap();
    let script =
        "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9;";
    let painted = browser.run(script, &[]).unwrap().as_f64().unwrap();
    browser.slow_down(1.0).unwrap();
    browser.set_offline(false).unwrap();
    assert!(painted < 1000.0, "{painted} ms");
}

#[test]
fn what_is_seen_first_has_the_colours_of_the_frame_and_goes_when_the_page_is_there() {
    let server = Server::start(&dist(), BASE).unwrap();
    let browser = Browser::start().unwrap();
    let names = std::fs::read_dir(dist()).unwrap();
    for name in names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| file.starts_with("app-") && file.ends_with(".wasm"))
    {
        server.fail(&name, Fault::Late(std::time::Duration::from_secs(3)));
    }
    let first = "addEventListener('DOMContentLoaded', () => { const start = document.getElementById('start'); \
                 window.first = [start.innerText, getComputedStyle(start).backgroundColor]; });";
    browser.before_each_page(first).unwrap();
    for (theme, colour) in [
        (Theme::Light, "rgb(247, 247, 245)"),
        (Theme::Dark, "rgb(17, 19, 22)"),
    ] {
        browser.forget_files().unwrap();
        browser
            .show(Page {
                width: 1440,
                height: 900,
                theme,
            })
            .unwrap();
        browser
            .open(&format!("{}?panel=data", server.url()))
            .unwrap();
        shown(&browser, "after a late program");
        let seen = browser.run("return window.first;", &[]).unwrap();
        let words = seen[0].as_str().unwrap();
        assert!(
            words.starts_with("Clientele") && words.contains("Loading the page"),
            "{words}"
        );
        assert_eq!(seen[1], colour);
        until_so(
            &browser,
            &format!(
                "!document.getElementById('start') && getComputedStyle(document.body).backgroundColor === '{colour}'"
            ),
        );
    }
}

#[test]
fn an_address_that_goes_on_behind_the_page_shows_what_it_means_or_says_so() {
    let server = Server::start(&dist(), BASE).unwrap();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}data/?country=France", server.url()))
        .unwrap();
    shown(&browser, "with a slash behind it");
    let address = browser.url().unwrap();
    assert!(address.ends_with("?panel=data&country=France"), "{address}");
    browser.open(&format!("{}data/5", server.url())).unwrap();
    until_so(
        &browser,
        "document.querySelector('.notices .notice')?.textContent.includes('There is no panel “data/5” here, so the Overview is shown.')",
    );
}

#[test]
fn what_is_seen_first_has_the_theme_of_the_frame_or_the_one_that_was_chosen() {
    let server = Server::start(&dist(), BASE).unwrap();
    let browser = Browser::start().unwrap();
    let first = "addEventListener('DOMContentLoaded', () => { \
                 window.first = getComputedStyle(document.getElementById('start')).backgroundColor; });";
    browser.before_each_page(first).unwrap();
    let (light, dark) = ("rgb(247, 247, 245)", "rgb(17, 19, 22)");
    for (system, chosen, link, colour) in [
        (
            Theme::Light,
            "system",
            "?panel=data&embed=1&theme=dark",
            dark,
        ),
        (
            Theme::Dark,
            "system",
            "?panel=data&embed=1&theme=light",
            light,
        ),
        // A frame takes nothing from what was chosen elsewhere, and the page nothing from a word in its address.
        (Theme::Light, "dark", "?panel=data&embed=1", light),
        (Theme::Light, "dark", "?panel=data", dark),
        (Theme::Dark, "light", "?panel=data&theme=dark", light),
        (Theme::Dark, "system", "?panel=data", dark),
    ] {
        browser
            .show(Page {
                width: 1440,
                height: 900,
                theme: system,
            })
            .unwrap();
        browser
            .open(&format!("{}words.html", server.url()))
            .unwrap();
        browser
            .run(
                "localStorage.setItem('clientele.theme', arguments[0]);",
                &[chosen.into()],
            )
            .unwrap();
        browser.open(&format!("{}{link}", server.url())).unwrap();
        shown(&browser, link);
        let seen = browser.run("return window.first;", &[]).unwrap();
        assert_eq!(seen, colour, "{link}, {system:?}, {chosen}");
        // And it stays.
        until_so(
            &browser,
            &format!("getComputedStyle(document.body).backgroundColor === '{colour}'"),
        );
    }
}
