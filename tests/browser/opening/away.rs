//! No network at all, from the first visit on: a file becomes segments, a list of customers, and is there the next time.

use clientele_driver::{Server, dist, steady_port};

use super::super::offline::{BASE, all_kept, until_so};
use super::super::{downloads, headline, open_filter, saved};
use super::shop;
use super::trouble::Real;
use super::*;

#[test]
fn the_whole_way_needs_no_network_after_the_first_visit() {
    let port = steady_port();
    let server = Server::start_on(port, &dist(), BASE).unwrap();
    let browser = Browser::with_service_workers().unwrap();
    let folder = downloads("away");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, "?panel=overview");
    all_kept(&browser, "online-retail-ii");
    let url = server.url();
    let page = Real { browser, server };
    // From here on nobody answers, and the browser knows that it is offline.
    let Real { browser, server } = page;
    drop(server);
    browser.set_offline(true).unwrap();
    let page = Real {
        browser,
        server: Server::start(&dist(), BASE).unwrap(),
    };
    page.drop("shop-2024.csv", &shop(), 1);
    page.load();
    page.browser.click(".good-news a.link").unwrap();
    page.truth("location.search.includes('panel=segments')");
    shown(&page.browser, "segments");

    // A filter.
    let chip = open_filter(&page.browser, "Country");
    page.truth(&format!(
        "{chip}.querySelectorAll('.check input').length > 1"
    ));
    let choose = format!(
        "[...{chip}.querySelectorAll('.check')].find((c) => c.textContent.includes('France')).querySelector('input').click();"
    );
    page.browser.run(&choose, &[]).unwrap();
    page.truth("location.search.includes('country=France')");
    shown(&page.browser, "one country");
    page.browser
        .run(&format!("{chip}.open = false;"), &[])
        .unwrap();

    // A segment, and its customers as a list.
    page.browser.click(".seg-table .whole").unwrap();
    page.truth("document.querySelector('dialog.sheet[open] .stat-row')");
    let buttons = "[...document.querySelectorAll('dialog.sheet .sheet-foot .btn')].find((b) => b.textContent.includes('Download CSV'))";
    page.browser
        .run(&format!("{buttons}.click();"), &[])
        .unwrap();
    let list = std::fs::read_to_string(saved(&folder, ".csv")).unwrap();
    assert!(list.lines().count() > 5, "{list}");
    page.browser.press(Key::Escape).unwrap();
    page.truth("!document.querySelector('dialog.sheet')");

    // The next time.
    let named = headline(&page.browser);
    let link = page.browser.url().unwrap();
    assert!(link.starts_with(&url), "{link}");
    page.browser.reload().unwrap();
    shown(&page.browser, "after a reload");
    assert_eq!(headline(&page.browser), named);
    for panel in ["overview", "products", "baskets", "data"] {
        page.browser
            .click(&format!(".rail ul a[href*='panel={panel}']"))
            .unwrap();
        page.truth(&format!("location.search.includes('panel={panel}')"));
        shown(&page.browser, panel);
    }
    until_so(
        &page.browser,
        "decodeURIComponent(location.search).includes('data=own/')",
    );
    page.browser.set_offline(false).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}
