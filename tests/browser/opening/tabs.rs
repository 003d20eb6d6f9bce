//! Two tabs that keep data sets at the same moment lose nothing.

use super::super::headline;
use super::shop;
use super::trouble::Real;
use super::*;

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
        page.says("It is kept on this device, packed to ");
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
    assert_eq!(page.browser.take_console().unwrap(), [""; 0]);
    page.browser.close_tab(&first).unwrap();
}

const TYPED: &str = "
    const field = document.querySelector('.own-sets input.field');
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

#[test]
fn two_tabs_that_rename_one_at_the_same_moment_lose_nothing_and_the_later_name_holds() {
    let page = Real::of(serve(), Browser::start().unwrap(), "?panel=overview");
    let [first, second] = page.browser.open_tab().unwrap();
    open(&page.browser, &page.server, "?panel=overview");
    page.drop("shop.csv", &shop(), 1);
    page.load();
    let link = page.browser.url().unwrap();
    let said = headline(&page.browser);
    let tabs = [
        (&first, "Name of the first"),
        (&second, "Name of the second"),
    ];
    for (tab, name) in tabs {
        page.browser.switch_to(tab).unwrap();
        open(&page.browser, &page.server, "?panel=data");
        page.truth("document.querySelector('.own-sets .set-list li')");
        page.browser.click("[aria-label^='Rename']").unwrap();
        page.truth("document.querySelector('.own-sets input.field')");
        page.browser.run(TYPED, &[name.into()]).unwrap();
    }
    for (tab, _) in tabs {
        page.browser.switch_to(tab).unwrap();
        let press = "[...document.querySelectorAll('.own-sets .btn')].find((b) => b.textContent === 'Rename').click();";
        page.browser.run(press, &[]).unwrap();
    }
    // Both tabs come to say the one name that the device has, with no word of failure.
    let names = "document.querySelector('.own-sets .set-list b')?.textContent";
    for (tab, _) in tabs {
        page.browser.switch_to(tab).unwrap();
        page.truth(&format!("{names} === 'Name of the second'"));
        page.truth("!document.querySelector('.own-sets .notice.bad')");
    }
    // It answers as before.
    page.browser.open(&link).unwrap();
    shown(&page.browser, &link);
    assert_eq!(headline(&page.browser), said);
    page.truth("document.querySelector('.dataset b').textContent === 'Name of the second'");
    page.browser.close_tab(&first).unwrap();
}

#[test]
fn a_name_waits_for_a_tab_that_writes_and_keeps_what_it_wrote() {
    let page = Real::of(serve(), Browser::start().unwrap(), "?panel=overview");
    page.drop("shop.csv", &shop(), 1);
    page.load();
    // Another thread has the catalogue open, changes it, and lets it go after a while.
    let holder = "
        const source = `onmessage = async () => {
            const own = await (await navigator.storage.getDirectory()).getDirectoryHandle('own');
            const folder = await own.getDirectoryHandle((await own.keys().next()).value);
            const head = await (await folder.getFileHandle('catalogue.json')).createSyncAccessHandle();
            const bytes = new Uint8Array(head.getSize());
            head.read(bytes);
            postMessage('open');
            setTimeout(() => {
                const catalogue = JSON.parse(new TextDecoder().decode(bytes));
                catalogue.about = 'Meanwhile. ' + catalogue.about;
                const now = new TextEncoder().encode(JSON.stringify(catalogue));
                head.truncate(0); head.write(now, { at: 0 }); head.flush(); head.close();
                postMessage('done');
            }, 1000);
        };`;
        window.heard = [];
        window.holder = new Worker(URL.createObjectURL(new Blob([source])));
        window.holder.onmessage = (event) => window.heard.push(event.data);
        window.holder.postMessage(0);";
    open(&page.browser, &page.server, "?panel=data");
    page.truth("document.querySelector('.own-sets .set-list li')");
    page.browser.run(holder, &[]).unwrap();
    page.truth("window.heard?.includes('open')");
    page.browser.click("[aria-label^='Rename']").unwrap();
    page.browser.run(TYPED, &["Renamed".into()]).unwrap();
    let press = "[...document.querySelectorAll('.own-sets .btn')].find((b) => b.textContent === 'Rename').click();";
    page.browser.run(press, &[]).unwrap();
    page.truth("document.querySelector('.own-sets .set-list b')?.textContent === 'Renamed'");
    let both = "
        const own = await (await navigator.storage.getDirectory()).getDirectoryHandle('own');
        const folder = await own.getDirectoryHandle((await own.keys().next()).value);
        const file = await (await folder.getFileHandle('catalogue.json')).getFile();
        const catalogue = JSON.parse(await file.text());
        return [catalogue.title, catalogue.about.startsWith('Meanwhile. ')];";
    let both = format!("return (async () => {{ {both} }})()");
    assert_eq!(
        page.browser.run(&both, &[]).unwrap(),
        serde_json::json!(["Renamed", true])
    );
}
