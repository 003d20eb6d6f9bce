//! The page of one customer, as a visitor uses it, and the side sheet in the link.

use clientele_driver::{Browser, Key};

use super::{PATIENCE, headline, open, serve, shown};

#[track_caller]
fn until(browser: &Browser, what: &str) {
    if let Err(why) = browser.wait_until(what, PATIENCE) {
        panic!("{what}: {why}");
    }
}

#[track_caller]
fn is_clean(browser: &Browser) {
    let violations = browser.violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn a_customer_is_found_by_number_and_has_a_page_of_their_own() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=segments");
    browser.click("main a[href*='panel=customer']").unwrap();
    shown(&browser, "the field");
    browser.write("#who", "12347").unwrap();
    browser.press(Key::Enter).unwrap();
    until(&browser, "location.search.includes('who=12347')");
    until(&browser, "document.querySelector('.facts-of .stat-row dd')");
    shown(&browser, "the customer");
    let said = headline(&browser);
    assert!(said.starts_with("Customer 12347 spent "), "{said}");
    // The segment follows; what is offered has its reason.
    until(
        &browser,
        "document.querySelectorAll('[aria-labelledby=in-segment] tbody tr').length > 2",
    );
    until(
        &browser,
        "document.querySelector('main .offers .offers-lists li')",
    );
    browser
        .run("document.querySelector('.orders-of summary').click();", &[])
        .unwrap();
    until(
        &browser,
        "document.querySelectorAll('.orders-of details[open] tbody tr').length > 1",
    );
    is_clean(&browser);
    let order = browser.text(".orders-of summary").unwrap();
    assert!(order.contains("47 lines, £1,294.32, Iceland"), "{order}");
    let course = browser.text("main .chart .chart-title").unwrap();
    assert_eq!(course, "Ordered in 6 of 12 months");
    // A reload and the command line show the same; back leads to the field.
    browser.reload().unwrap();
    shown(&browser, "the same customer");
    assert_eq!(headline(&browser), said);
    browser.back().unwrap();
    until(&browser, "!location.search.includes('who=')");
    until(
        &browser,
        "document.querySelector('main h1').textContent === 'Find a customer'",
    );
    is_clean(&browser);
}

#[test]
fn a_customer_is_opened_from_a_list_and_by_address() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=segments&data=omnichannel");
    browser
        .run(
            "document.querySelector('.seg-table tbody button').click();",
            &[],
        )
        .unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] tbody th a')",
    );
    let number = browser.text("dialog.sheet tbody th a").unwrap();
    browser
        .run(
            "document.querySelector('dialog.sheet tbody th a').click();",
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('panel=customer')");
    until(&browser, "!document.querySelector('dialog.sheet')");
    shown(&browser, "from the list");
    assert!(headline(&browser).starts_with(&format!("Customer {number} spent ")));
    // The e-mail address stands on the page and finds the same customer, in any letters.
    let address = browser.text(".facts-of .policy .muted").unwrap();
    let address = address.split(" · ").next().unwrap().to_uppercase();
    assert!(address.contains('@'), "{address}");
    browser.clear("#who").unwrap();
    browser.write("#who", &address).unwrap();
    browser.press(Key::Enter).unwrap();
    until(&browser, "location.search.includes('%40')");
    shown(&browser, "by address");
    assert!(headline(&browser).starts_with(&format!("Customer {number} spent ")));
    is_clean(&browser);
}

#[test]
fn nobody_of_that_number_is_one_sentence() {
    let server = serve();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=customer&who=nobody", server.url()))
        .unwrap();
    until(&browser, super::REFUSED);
    assert_eq!(
        browser.text("main [role=alert] p").unwrap(),
        "There is no customer “nobody” under these filters. Check how it is written, or widen the period."
    );
    is_clean(&browser);
}

#[test]
fn the_sheet_stands_in_the_link_and_back_closes_it() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    browser.click("nav a[href*=segments]").unwrap();
    until(
        &browser,
        "document.querySelector('.seg-table tbody button')",
    );
    shown(&browser, "segments");
    let click = || {
        let script = "document.querySelector('.seg-table tbody button').click();";
        browser.run(script, &[]).unwrap();
        until(
            &browser,
            "document.querySelector('dialog.sheet[open] .stat-row')",
        );
        until(&browser, "location.search.includes('sheet=segment.')");
    };
    let is_closed =
        "!document.querySelector('dialog.sheet') && !location.search.includes('sheet=')";
    click();
    browser.back().unwrap();
    until(&browser, is_closed);
    until(&browser, "location.search.includes('panel=segments')");
    browser.forward().unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    // Whoever loads the page anew, or opens its link elsewhere, sees the same.
    let name = browser.text("#sheet-title").unwrap();
    browser.reload().unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    assert_eq!(browser.text("#sheet-title").unwrap(), name);
    browser.press(Key::Escape).unwrap();
    until(&browser, is_closed);
    // Closing takes the step back that opening made: one more leads to the panel before.
    shown(&browser, "segments again");
    browser
        .open(&format!("{}?panel=overview", server.url()))
        .unwrap();
    shown(&browser, "overview");
    browser.click("nav a[href*=segments]").unwrap();
    shown(&browser, "segments");
    until(
        &browser,
        "document.querySelector('.seg-table tbody button')",
    );
    click();
    browser.press(Key::Escape).unwrap();
    until(&browser, is_closed);
    browser.back().unwrap();
    until(&browser, "location.search.includes('panel=overview')");
    is_clean(&browser);
}

#[test]
fn the_rfm_rule_stands_in_the_link_and_back_leaves_it() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=segments");
    until(
        &browser,
        "document.querySelector('.seg-table tbody button')",
    );
    browser
        .run(
            "[...document.querySelectorAll('main .seg-control label')].find((one) => one.textContent.includes('RFM')).querySelector('input').click();",
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('by=rfm')");
    browser.back().unwrap();
    until(&browser, "!location.search.includes('by=rfm')");
}
