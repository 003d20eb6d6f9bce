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
    // What to do with it stands beside its products.
    assert!(browser.text("#list .policy").unwrap().len() > 20);

    let count = "document.querySelector('#list h2').textContent";
    let before = browser.run(&format!("return {count};"), &[]).unwrap();
    browser
        .run("document.querySelector('.cut').focus();", &[])
        .unwrap();
    browser.press(Key::Left).unwrap();
    until(&browser, "location.search.includes('a=79')");
    shown(&browser, "another cut-off");
    until(
        &browser,
        "((cut) => cut === document.activeElement && cut.ariaValueNow === '79' && cut.ariaValueText === '79% of revenue')\
         (document.querySelector('[role=slider]'))",
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
fn products_cut_offs_are_drawn_along_the_curve_and_set_by_hand() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}#why"));
    until(&browser, "document.querySelectorAll('.cut').length === 2");
    until(&browser, "document.querySelector('.mining-fields input')");
    // Class B is drawn down and to the left, past where class A ends, which it cannot pass.
    let draw = "const cut = document.querySelectorAll('.cut')[1], box = cut.getBoundingClientRect(); \
                const at = (type, dx, dy) => cut.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, \
                    clientX: box.x + 12 + dx, clientY: box.y + 12 + dy })); \
                at('pointerdown', 0, 0); at('pointermove', -20, 4); at('pointermove', ...arguments); at('pointerup', ...arguments);";
    browser.run(draw, &[(-40).into(), 9.into()]).unwrap();
    until(&browser, "/[?&]b=9[0-4]/.test(location.search)");
    shown(&browser, "B drawn elsewhere");
    browser.run(draw, &[(-400).into(), 400.into()]).unwrap();
    until(&browser, "location.search.includes('b=81')");
    shown(&browser, "B as low as can be");
    browser.back().unwrap();
    until(&browser, "/[?&]b=9[0-4]/.test(location.search)");

    let type_into = "const field = document.querySelectorAll('.mining-fields input')[arguments[0]]; field.value = arguments[1]; \
                     field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(type_into, &[2.into(), "0,7".into()]).unwrap();
    until(&browser, "location.search.includes('x=0.7')");
    shown(&browser, "another end of what is steady");
    until(
        &browser,
        "document.querySelector('.how .cmd code').textContent.includes('x=0.7')",
    );
    browser.run(type_into, &[3.into(), "0.2".into()]).unwrap();
    until(&browser, "document.querySelector('.notices .notice')");
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn products_to_act_on_are_listed_and_best_sellers_open_their_page() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, "document.querySelector('.todo li .link')");
    browser.click(".todo li .link").unwrap();
    until(&browser, "location.search.includes('task=protect')");
    shown(&browser, "what to act on");
    let best = "[...document.querySelectorAll('figure')].find((f) => f.textContent.includes('leads; the first'))";
    until(
        &browser,
        &format!("{best}?.querySelectorAll('.hits button').length === 12"),
    );
    browser
        .run(
            &format!("{best}.querySelector('.hits button').click();"),
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('product=')");
    shown(&browser, "the page of the best seller");
    until(&browser, "document.querySelector('.facts-of')");
}

#[test]
fn products_pages_say_what_goes_with_them_and_where_they_stood_before() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let link = format!("{LINK}&product=22423");
    open(&browser, &server, &link);
    until(
        &browser,
        "document.querySelectorAll('.offers-lists li').length > 3",
    );
    // The page was there first.
    let after = "performance.getEntriesByName('clientele.part.done')[0].startTime > \
                 performance.getEntriesByName('clientele.panel.done')[0].startTime";
    until(&browser, after);
    let lists = browser.text(".offers-lists").unwrap();
    assert!(
        lists.contains("Bought with it") && lists.contains("orders with it"),
        "{lists}"
    );
    until(
        &browser,
        "document.querySelectorAll('[aria-labelledby=history] tbody tr').length > 1",
    );
    let first = headline(&browser);
    browser.click(".offers-lists .link").unwrap();
    until(&browser, "!location.search.includes('product=22423')");
    shown(&browser, "the page of what goes with it");
    assert_ne!(headline(&browser), first);
    browser.back().unwrap();
    until(&browser, "location.search.includes('product=22423')");
    shown(&browser, "the first page again");
    assert_eq!(headline(&browser), first);
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
    assert_eq!(
        words,
        "There is no product “no-such-thing” in this data set. Check its code, or look for it by name on Products."
    );
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
