//! Two tabs that keep, rename and delete data sets at the same moment lose nothing.

use clientele_model::opening::READER;
use serde_json::json;

use super::shop;
use super::trouble::Real;
use super::*;

/// The names of all data sets in this tab's list.
fn titles(page: &Real) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.own-sets .set-list b')].map((b) => b.textContent).sort();";
    serde_json::from_value(page.browser.run(script, &[]).unwrap()).unwrap()
}

#[track_caller]
fn lists(page: &Real, names: &[&str]) {
    let wanted = json!(names);
    page.truth(&format!(
        "JSON.stringify([...document.querySelectorAll('.own-sets .set-list b')].map((b) => b.textContent).sort()) === {:?}",
        wanted.to_string()
    ));
}

/// Presses a button of the data set of this name.
fn press(page: &Real, words: &str, title: &str) {
    let script = "document.querySelector(`[aria-label^=\"${arguments[0]}\"][aria-label$=\"${arguments[1]}\"]`).click();";
    page.browser
        .run(script, &[words.into(), title.into()])
        .unwrap();
}

/// Types another name and leaves it there.
fn rename(page: &Real, title: &str, new: &str) {
    press(page, "Rename", title);
    page.truth("document.activeElement === document.querySelector('.set-list .field')");
    let script = "const name = document.querySelector('.set-list .field'); name.value = arguments[0]; \
                  name.dispatchEvent(new Event('input', { bubbles: true }));";
    page.browser.run(script, &[new.into()]).unwrap();
}

const LISTED: &str = "[...document.querySelectorAll('.views button')][1]?.click();";

#[test]
fn two_tabs_at_once_lose_nothing() {
    let page = Real::of(serve(), Browser::start().unwrap(), "?panel=overview");
    let [first, second] = page.browser.open_tab().unwrap();
    open(&page.browser, &page.server, "?panel=overview");
    // The same file is read in both, and loaded in both within a moment.
    for tab in [&first, &second] {
        page.browser.switch_to(tab).unwrap();
        page.drop("shop.csv", &shop(), 1);
        page.is_read();
    }
    for tab in [&second, &first] {
        page.browser.switch_to(tab).unwrap();
        page.browser
            .run("document.querySelector('.load .primary').click();", &[])
            .unwrap();
    }
    let mut links = Vec::new();
    for tab in [&first, &second] {
        page.browser.switch_to(tab).unwrap();
        page.truth("decodeURIComponent(location.search).includes('data=own/')");
        shown(&page.browser, "a shop of one's own");
        page.says("It is kept on this device, for this browser only.");
        links.push(page.browser.url().unwrap());
    }
    assert_ne!(links[0], links[1]);
    // Each is whole: it answers in the other tab after a reload.
    for (tab, link) in [&first, &second].into_iter().zip(links.iter().rev()) {
        page.browser.switch_to(tab).unwrap();
        page.browser.open(link).unwrap();
        shown(&page.browser, link);
    }
    for tab in [&first, &second] {
        page.browser.switch_to(tab).unwrap();
        open(&page.browser, &page.server, "?panel=data");
        page.browser.run(LISTED, &[]).unwrap();
        page.truth("document.querySelectorAll('.own-sets .set-list b').length === 2");
    }
    let both = titles(&page);
    let [one, other] = [both[0].clone(), both[1].clone()];

    // One data set gets two names at once: it has one of them afterwards, and is whole.
    for (tab, new) in [(&first, "Shop A"), (&second, "Shop B")] {
        page.browser.switch_to(tab).unwrap();
        rename(&page, &one, new);
    }
    for tab in [&first, &second] {
        page.browser.switch_to(tab).unwrap();
        page.browser
            .run(
                "[...document.querySelectorAll('.set-list .btn')].find((b) => b.textContent === 'Rename').click();",
                &[],
            )
            .unwrap();
    }
    page.truth("![...document.querySelectorAll('.set-list .field')].length");
    let renamed = "[...document.querySelectorAll('.own-sets .set-list b')].find((b) => b.textContent.startsWith('Shop '))?.textContent";
    page.truth(renamed);
    let new = page
        .browser
        .run(&format!("return {renamed};"), &[])
        .unwrap();
    let new = new.as_str().unwrap().to_owned();
    page.browser.switch_to(&first).unwrap();
    let mut names = [new.as_str(), other.as_str()];
    names.sort_unstable();
    lists(&page, &names);

    // One is deleted while the other gets a name.
    page.browser.switch_to(&first).unwrap();
    press(&page, "Delete from this device:", &new);
    page.browser.switch_to(&second).unwrap();
    rename(&page, &other, "The shop");
    for (tab, button) in [(&first, "Delete"), (&second, "Rename")] {
        page.browser.switch_to(tab).unwrap();
        page.browser
            .run(
                "[...document.querySelectorAll('.set-list .btn')].find((b) => b.textContent === arguments[0]).click();",
                &[button.into()],
            )
            .unwrap();
    }
    for tab in [&first, &second] {
        page.browser.switch_to(tab).unwrap();
        lists(&page, &["The shop"]);
        // Nobody is told that the browser cleared what somebody deleted.
        assert!(
            !page
                .browser
                .text("main")
                .unwrap()
                .contains("cleared by the browser")
        );
    }
    page.browser.click(".own-sets .set-list a").unwrap();
    page.truth("decodeURIComponent(location.search).includes('data=own/')");
    shown(&page.browser, "what is left");
    assert_eq!(page.browser.take_console().unwrap(), [""; 0]);
    page.browser.close_tab(&first).unwrap();
}

/// Two threads that read files, as of two tabs, each told all of these one after the other; what each answered.
fn told_at_once(page: &Real, messages: [Vec<ToReader>; 2]) -> [Vec<FromReader>; 2] {
    let bytes = messages.map(|all| all.iter().map(wire::encode).collect::<Vec<_>>());
    let script = "
        const script = document.querySelector('meta[name=clientele-worker]').content;
        return Promise.all(arguments[0].map((all) => new Promise((done) => {
          let said;
          const reader = new Worker(script, { name: arguments[1] });
          reader.onmessage = ({ data }) => {
            if (!said) {
              // It listens.
              said = [];
              for (const bytes of all) reader.postMessage([Uint8Array.from(bytes).buffer]);
            } else if (said.push([...new Uint8Array(data[0])]) === all.length) {
              reader.terminate();
              done(said);
            }
          };
        })));";
    let said = page
        .browser
        .run(script, &[json!(bytes), READER.into()])
        .unwrap();
    let said: [Vec<Vec<u8>>; 2] = serde_json::from_value(said).unwrap();
    said.map(|all| {
        let decoded = all.iter().map(|bytes| wire::decode(bytes).unwrap());
        decoded.collect()
    })
}

#[test]
fn a_list_is_whole_while_another_tab_gives_names() {
    const TIMES: usize = 60;
    let page = Real::of(serve(), Browser::start().unwrap(), "?panel=overview");
    for _ in 0..2 {
        page.drop("shop.csv", &shop(), 1);
        page.load();
    }
    let rename = |at: usize| ToReader::Rename {
        slug: "own/shop-2".to_owned(),
        title: format!("Name {at} {}", "of a shop ".repeat(at % 7)),
    };
    let names = (0..TIMES).map(rename).collect();
    let [_, lists] = told_at_once(&page, [names, vec![ToReader::List; TIMES]]);
    for list in lists {
        let FromReader::Sets(sets) = list else {
            panic!("{list:?}");
        };
        let slugs: Vec<_> = sets.iter().map(|set| &*set.slug).collect();
        assert_eq!(slugs, ["own/shop", "own/shop-2"]);
    }
    // Two names at once: each is taken, one after the other, and the data set stays whole.
    let names = || (0..TIMES).map(rename).collect::<Vec<_>>();
    let answers = told_at_once(&page, [names(), names()]);
    for answer in answers.iter().flatten() {
        let FromReader::Sets(sets) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(sets.len(), 2);
    }
    page.browser
        .open(&format!(
            "{}?panel=overview&data=own%2Fshop-2",
            page.server.url()
        ))
        .unwrap();
    shown(&page.browser, "the data set with its last name");
}
