//! The Products panel, as a visitor uses it.

use clientele_driver::{Browser, Key, Theme};

use super::{PATIENCE, REFUSED, fits, headline, open, serve, show, shown};

/// The link of the panel.
const LINK: &str = "?panel=products";

/// The list, with at least one product.
const LISTED: &str = "document.querySelector('.products tbody tr')";

#[track_caller]
fn until(browser: &Browser, what: &str) {
    browser.wait_until(what, PATIENCE).unwrap();
}

#[test]
fn products_boxes_list_their_products_and_the_address_keeps_it() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    browser.click("nav a[href*=products]").unwrap();
    until(
        &browser,
        "document.querySelectorAll('main .chart:first-of-type .hits button').length === 9",
    );
    until(&browser, LISTED);
    assert!(headline(&browser).contains("products"));

    browser
        .run(
            "document.querySelector('main .chart .hits button').click();",
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('box=AX')");
    until(
        &browser,
        "document.querySelector('#list h2').textContent.includes('AX')",
    );
    browser.reload().unwrap();
    shown(&browser, "the same box after loading again");
    until(&browser, LISTED);
    assert!(browser.text("#list h2").unwrap().contains("AX"));

    let count = "document.querySelector('#list h2').textContent";
    let before = browser.run(&format!("return {count};"), &[]).unwrap();
    browser
        .run("document.querySelector('.cut input').focus();", &[])
        .unwrap();
    browser.press(Key::Left).unwrap();
    until(&browser, "location.search.includes('a=79')");
    shown(&browser, "another cut-off");
    until(
        &browser,
        "document.querySelector('.cut b').textContent.includes('79')",
    );
    // A lower end of class A: the box that is listed holds fewer products.
    until(&browser, &format!("{count} !== {before}"));
    browser.back().unwrap();
    until(&browser, "!location.search.includes('a=79')");
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn products_are_found_by_part_of_a_name_and_open_their_page_and_their_customers() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, LISTED);
    let script = "const field = document.querySelector('#find'); field.value = arguments[0]; \
                  field.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.run(script, &["a".into()]).unwrap();
    until(
        &browser,
        "document.querySelectorAll('.found li a').length > 1",
    );
    browser
        .run("document.querySelector('#find').focus();", &[])
        .unwrap();
    browser.press(Key::Down).unwrap();
    until(
        &browser,
        "document.activeElement.matches('.found li:first-child a')",
    );
    browser.press(Key::Enter).unwrap();
    until(&browser, "location.search.includes('product=')");
    until(&browser, "document.querySelector('.facts-of .customers')");
    until(&browser, "!document.querySelector('.found')");
    browser.click(".facts-of .customers").unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    browser.press(Key::Escape).unwrap();
    until(&browser, "!document.querySelector('dialog.sheet')");
    browser.click(".back-link").unwrap();
    until(&browser, "!location.search.includes('product=')");
    until(&browser, LISTED);
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn products_that_are_not_known_are_one_sentence_with_a_way_back() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let link = format!("{}{LINK}&product=no-such-thing", server.url());
    browser.open(&link).unwrap();
    until(&browser, REFUSED);
    let words = browser.text("main [role=alert] p").unwrap();
    assert!(words.contains("no-such-thing"), "{words}");
    browser.click(".back-link").unwrap();
    until(&browser, LISTED);
}

#[test]
fn products_pages_shut_nobody_out() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, LISTED);
    let page = "return document.querySelector('.products tbody a').getAttribute('href');";
    let page = browser.run(page, &[]).unwrap();
    let page = page.as_str().unwrap().to_owned();
    for (width, theme) in [(1440, Theme::Light), (390, Theme::Dark)] {
        show(&browser, width, theme);
        for link in [LINK, &page] {
            open(&browser, &server, link);
            let violations = browser.violations().unwrap();
            assert!(
                violations.is_empty(),
                "{link} at {width} px:\n{}",
                violations.join("\n")
            );
            fits(&browser, link);
        }
    }
}
