//! Where the page does not start, and how it is started from a stick.

use std::path::{Path, PathBuf};

use clientele_driver::{Browser, Program, Server, dist, root};

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
    let words = "it was opened as a file, and browsers let no page that is opened like this load its program or its data. Start the small server that came with it";
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
