//! A gateway that asks who comes: the page asks for the token, keeps it for its tab, and is held to its own origin.

use std::path::Path;
use std::process::Command;

use clientele_driver::{Browser, Key, Program, dist, root};

use super::{PATIENCE, clientele, shown};

const SECRET: &str = "a-secret-of-the-panels-01";

/// A gateway before packs that opens them to whoever has the secret.
fn gateway(name: &str, dist: &Path, more: &str) -> (Program, String) {
    let name = format!("clientele-sign-in-{name}-{}.toml", std::process::id());
    let file = std::env::temp_dir().join(name);
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndist = {dist:?}\npacks = {:?}\n{more}",
        root().join("public/data")
    );
    std::fs::write(&file, text).unwrap();
    let mut gateway = Command::new(clientele());
    // Which would be shown instead of the folder of this test.
    gateway.env_remove("CLIENTELE_DIST");
    gateway.args(["serve", "--config"]).arg(&file);
    let gateway = Program::start(&gateway).unwrap();
    let address = gateway.told(PATIENCE, |line| {
        let (_, rest) = line.split_once("http://")?;
        Some(format!("http://{}/", rest.split_once('/')?.0))
    });
    (gateway, address.unwrap())
}

const FIELD: &str = "document.querySelector('main form #token')";

fn asks(browser: &Browser) {
    browser.wait_until(FIELD, PATIENCE).unwrap();
}

fn said(browser: &Browser, css: &str) -> String {
    browser
        .wait_until(&format!("document.querySelector('{css}')"), PATIENCE)
        .unwrap();
    browser.text(css).unwrap()
}

#[test]
fn whoever_has_a_token_signs_in_for_this_tab() {
    let token =
        format!("[[token]]\nname = \"panels\"\nsecret = \"{SECRET}\"\ndatasets = [\"*\"]\n");
    let (_gateway, url) = gateway("tab", &dist(), &token);
    let browser = Browser::start().unwrap();
    let link = format!("{url}?panel=segments&data=omnichannel");
    browser.open(&link).unwrap();
    asks(&browser);
    assert_eq!(browser.text("main .empty h1").unwrap(), "Sign in");
    assert_eq!(
        said(&browser, "#token-note"),
        "It is kept until this tab is closed, and never stands in a link."
    );
    let focused = browser
        .run("return document.activeElement.id;", &[])
        .unwrap();
    assert_eq!(focused, "token");
    let wrong = browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
    // A wrong one gets a sentence, and the field is there again.
    browser
        .write("#token", "a-secret-that-nobody-gave")
        .unwrap();
    browser.press(Key::Enter).unwrap();
    let unknown = "This token is not known here. Check that it came whole, without spaces, or ask whoever runs this page for another.";
    let hears = format!("document.querySelector('#token-note')?.textContent === {unknown:?}");
    browser.wait_until(&hears, PATIENCE).unwrap();
    asks(&browser);
    let kept = "return sessionStorage.length + localStorage.length;";
    let before = browser.run(kept, &[]).unwrap();
    // The right one shows the panel.
    browser.write("#token", SECRET).unwrap();
    browser.press(Key::Enter).unwrap();
    shown(&browser, "signed in");
    let everything = "return JSON.stringify([location.href, document.cookie, { ...localStorage }, performance.getEntriesByType('resource').map((of) => of.name)]);";
    let everything = browser.run(everything, &[]).unwrap();
    assert!(
        !everything.as_str().unwrap().contains(SECRET),
        "{everything}"
    );
    assert_eq!(
        browser.run(kept, &[]).unwrap().as_u64(),
        before.as_u64().map(|n| n + 1)
    );
    // A reload in the same tab keeps it.
    browser.reload().unwrap();
    shown(&browser, "after a reload");
    // A new tab asks.
    let [first, second] = browser.open_tab().unwrap();
    browser.switch_to(&second).unwrap();
    browser.open(&link).unwrap();
    asks(&browser);
    assert_eq!(
        said(&browser, "#token-note"),
        "It is kept until this tab is closed, and never stands in a link."
    );
    browser.close_tab(&first).unwrap();
    shown(&browser, "in the first tab");
}

#[test]
fn a_thread_of_the_page_asks_no_other_origin() {
    let (_other, elsewhere) = gateway("elsewhere", &dist(), "origins = [\"http://localhost\"]\n");
    let folder = std::env::temp_dir().join(format!("clientele-probe-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("index.html"),
        "<!doctype html><title>probe</title>",
    )
    .unwrap();
    std::fs::write(folder.join("404.html"), "").unwrap();
    let script = "onmessage = ({ data }) => fetch(data, { mode: 'no-cors' }).then(() => postMessage('went'), () => postMessage('held'));\n";
    std::fs::write(folder.join("probe.js"), script).unwrap();
    let (_gateway, url) = gateway("probe", &folder, "");
    let browser = Browser::start().unwrap();
    browser.open(&url).unwrap();
    let ask = |target: &str| {
        let start = "window.heard = null; const probe = new Worker('probe.js'); probe.onmessage = ({ data }) => { window.heard = data; }; probe.postMessage(arguments[0]);";
        browser.run(start, &[target.into()]).unwrap();
        browser.wait_until("window.heard", PATIENCE).unwrap();
        browser
            .run("return window.heard;", &[])
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(ask("index.html"), "went");
    assert_eq!(ask(&format!("{elsewhere}index.html")), "held");
    std::fs::remove_dir_all(&folder).unwrap();
}
