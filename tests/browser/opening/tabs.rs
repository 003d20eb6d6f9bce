//! Two tabs that keep data sets at the same moment lose nothing.

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
