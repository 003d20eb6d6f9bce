//! What a link means: the same to everybody, the same customers, the same segmentation on every panel.

use clientele_driver::{Browser, Server};

use super::{PATIENCE, headline, open, serve, shown};

fn start() -> (Server, Browser) {
    (serve(), Browser::start().unwrap())
}

#[track_caller]
fn until(browser: &Browser, condition: &str) {
    browser
        .wait_until(condition, PATIENCE)
        .unwrap_or_else(|why| panic!("{condition}: {why}"));
}

#[track_caller]
fn value(browser: &Browser, script: &str) -> String {
    let value = browser.run(&format!("return {script};"), &[]).unwrap();
    value.as_str().unwrap_or_default().to_owned()
}

/// Clicks a choice by its words.
#[track_caller]
fn choose(browser: &Browser, words: &str) {
    let script = "[...document.querySelectorAll('main label, .chips label, main button')] \
                  .find((e) => e.textContent.trim().startsWith(arguments[0])).click();";
    browser.run(script, &[words.into()]).unwrap();
}

/// How many customers the list of segments is about.
const CUSTOMERS: &str = "document.querySelector('.seg-bar p').textContent.split(' customers')[0]";

/// How many customers the sheet is about.
const IN_SHEET: &str =
    "document.querySelector('dialog.sheet[open] .stat-row dd').firstChild.textContent";

#[test]
fn a_link_takes_nothing_from_what_was_looked_at_before() {
    let (server, browser) = start();
    for link in ["?panel=segments", "segments", "?embed=0", "?k=auto"] {
        open(
            &browser,
            &server,
            "?panel=overview&country=Germany&by=rfm&copies=off",
        );
        until(
            &browser,
            "localStorage.getItem('clientele.filters').includes('Germany')",
        );
        open(&browser, &server, link);
        assert!(
            !value(&browser, "location.search").contains("Germany"),
            "{link}"
        );
        assert_eq!(
            value(
                &browser,
                "String(document.querySelector('.chip.set, .chip-only'))"
            ),
            "null"
        );
    }
    // The bare address is where one left off.
    open(
        &browser,
        &server,
        "?panel=segments&country=Germany&by=rfm&copies=off",
    );
    open(&browser, &server, "");
    until(
        &browser,
        "location.search.includes('country=Germany&copies=off&by=rfm')",
    );
}

#[test]
fn chosen_customers_stay_chosen_until_they_are_chosen_anew() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=segments&by=rfm");
    browser.click(".seg-table .whole").unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    let chosen = value(&browser, IN_SHEET);
    browser.click("dialog.sheet .primary").unwrap();
    until(
        &browser,
        "location.search.includes('only=rfm.champions') && location.search.includes('&under=')",
    );
    until(&browser, &format!("{CUSTOMERS} === '{chosen}'"));
    shown(&browser, "narrowed");
    assert!(
        value(
            &browser,
            "document.querySelector('.chip-under').textContent"
        )
        .contains("Nov 2011")
    );
    assert_eq!(
        value(&browser, "String(document.querySelector('.chip-anew'))"),
        "null"
    );

    // Under a longer period they are the same, though others would be chosen now.
    browser
        .run("document.querySelector('details.chip').open = true;", &[])
        .unwrap();
    until(&browser, "document.querySelector('.popover')");
    choose(&browser, "All of the data");
    until(
        &browser,
        "location.search.includes('period=all') && document.querySelector('.chip-anew')",
    );
    shown(&browser, "a longer period");
    assert_eq!(value(&browser, CUSTOMERS), chosen);

    // And to whoever gets the link.
    let link = value(&browser, "location.search");
    let other = Browser::start().unwrap();
    open(&other, &server, &link);
    assert_eq!(value(&other, CUSTOMERS), chosen);

    browser.click(".chip-anew").unwrap();
    until(
        &browser,
        "location.search.includes('under=period%3Dall') && !document.querySelector('.chip-anew')",
    );
    until(&browser, &format!("{CUSTOMERS} !== '{chosen}'"));
    browser.click(".chip-only").unwrap();
    until(&browser, "!location.search.includes('only=')");
}

#[test]
fn an_old_link_keeps_its_customers_when_something_is_changed() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=segments&only=rfm.champions");
    let chosen = value(&browser, CUSTOMERS);
    browser
        .run("document.querySelector('details.chip').open = true;", &[])
        .unwrap();
    until(&browser, "document.querySelector('.popover')");
    choose(&browser, "All of the data");
    until(
        &browser,
        "location.search.includes('only=rfm.champions&under=usual')",
    );
    shown(&browser, "a longer period");
    assert_eq!(value(&browser, CUSTOMERS), chosen);
}

#[test]
fn one_segmentation_is_in_force_on_every_panel_and_remembered() {
    let (server, browser) = start();
    let sub = "[...document.querySelectorAll('main .chart-sub')].map((p) => p.textContent).join()";
    open(&browser, &server, "?panel=overview");
    until(
        &browser,
        &format!("{sub}.includes('by segment found in the data')"),
    );
    open(&browser, &server, "?panel=segments");
    let found = headline(&browser);
    choose(&browser, "By RFM rule");
    until(&browser, "location.search.includes('by=rfm')");
    shown(&browser, "the rule");
    let rule = headline(&browser);
    until(
        &browser,
        "document.querySelectorAll('.seg-table tbody tr').length > 5",
    );
    browser.click("nav a[href*=overview]").unwrap();
    until(&browser, "location.search === '?panel=overview&by=rfm'");
    shown(&browser, "the Overview by the rule");
    until(
        &browser,
        &format!("{sub}.includes('by RFM group') && !{sub}.includes('found in the data')"),
    );
    let titles = value(
        &browser,
        "[...document.querySelectorAll('main h2')].map((h) => h.textContent).join()",
    );
    assert!(titles.contains(&rule), "{rule} in {titles}");

    // It is remembered where nothing is asked, and goes with the link.
    open(&browser, &server, "");
    until(&browser, "location.search.includes('by=rfm')");
    open(&browser, &server, "?panel=segments");
    assert_eq!(headline(&browser), found);
}

#[test]
fn a_shared_link_says_what_the_address_leaves_to_the_data() {
    let (server, browser) = start();
    let catch = "Object.defineProperty(navigator, 'clipboard', \
                 { value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } } });";
    browser.before_each_page(catch).unwrap();
    open(
        &browser,
        &server,
        "?panel=segments&k=4&by=rfm&copies=off&last=90",
    );
    browser.click("[aria-label='Share link']").unwrap();
    until(&browser, "window.copied");
    let link = value(&browser, "window.copied.split('?')[1]");
    assert!(link.starts_with("panel=segments&data="), "{link}");
    assert!(link.ends_with("&copies=off&by=rfm&k=4"), "{link}");
    assert!(
        link.contains("&from=2") && link.contains("&to=2") && !link.contains("last="),
        "{link}"
    );
    let before = browser.text("main").unwrap();
    let other = Browser::start().unwrap();
    open(&other, &server, &format!("?{link}"));
    assert_eq!(headline(&other), headline(&browser), "{before}");
}

#[test]
fn where_filters_leave_nothing_a_button_says_the_step_that_helps() {
    let (server, browser) = start();
    let dead_end = |link: &str, sentence: &str, step: &str| {
        browser.open(&format!("{}{link}", server.url())).unwrap();
        until(&browser, super::REFUSED);
        let said = browser.text("main [role=alert] p").unwrap();
        assert!(said.starts_with(sentence), "{said}");
        let violations = browser.violations().unwrap();
        assert!(violations.is_empty(), "{link}:\n{}", violations.join("\n"));
        choose(&browser, step);
        shown(&browser, step);
    };
    dead_end(
        "?panel=overview&from=2031-01-01&to=2031-01-31",
        "There are no sales from 1 Jan 2031 to 31 Jan 2031: the data run from ",
        "Look at the whole period",
    );
    dead_end(
        "?panel=segments&only=segment.kings",
        "There is no segment “kings” under these filters.",
        "Clear the chosen customers",
    );
    dead_end(
        "?panel=baskets&only=band.frequency.90000..",
        "No sale matches these filters.",
        "Clear the chosen customers",
    );
    dead_end(
        "?panel=products&product=nothing",
        "There is no product “nothing” in this data set.",
        "Show all products",
    );
}

#[test]
fn choices_that_change_figures_are_chips_and_said_under_the_headline() {
    let (server, browser) = start();
    open(
        &browser,
        &server,
        "?panel=overview&copies=off&goods=POST&asof=2030-01-01&k=4&returns=off",
    );
    let said = browser.text("main .headline .said").unwrap();
    for part in [
        "counted up to",
        "Returns are left out.",
        "copies of a line are left out.",
        "Postage counts as goods.",
        "4 segments",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let chips = "[...document.querySelectorAll('.chip-only')].map((c) => c.textContent).join('|')";
    for part in [
        "As of ",
        "Copies left out",
        "As goods: Postage",
        "4 segments",
    ] {
        assert!(
            value(&browser, chips).contains(part),
            "{part} in {}",
            value(&browser, chips)
        );
    }
    assert!(
        browser
            .text("main")
            .unwrap()
            .contains("everybody seems to have been away that much longer")
    );
    choose_chip(&browser, "Copies left out");
    until(&browser, "!location.search.includes('copies=')");
    shown(&browser, "with copies");
    assert!(
        !browser
            .text("main .headline .said")
            .unwrap()
            .contains("copies")
    );
}

#[track_caller]
fn choose_chip(browser: &Browser, words: &str) {
    let script = "[...document.querySelectorAll('.chip-only')].find((c) => c.textContent.includes(arguments[0])).click();";
    browser.run(script, &[words.into()]).unwrap();
}
