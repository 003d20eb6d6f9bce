//! The frame: filters, theme, table views, the side sheet, small screens, other people's pages.

use clientele_driver::{Browser, Fault, Key, Page, Server, Theme};

use super::{PANELS, PATIENCE, WHOLE, below, headline, numbers, open, open_filter, serve, shown};

fn start() -> (Server, Browser) {
    (serve(), Browser::start().unwrap())
}

#[track_caller]
fn truth(browser: &Browser, condition: &str) {
    browser
        .wait_until(condition, PATIENCE)
        .unwrap_or_else(|why| panic!("{condition}: {why}"));
}

fn run(browser: &Browser, script: &str) -> serde_json::Value {
    browser.run(script, &[]).unwrap()
}

/// Opens the chip of the countries and chooses the first.
#[track_caller]
fn choose_the_first_country(browser: &Browser) {
    let chip = open_filter(browser, "Country");
    choose(browser, &chip, 0);
}

/// Chooses the value at this place of an open filter.
#[track_caller]
fn choose(browser: &Browser, filter: &str, place: usize) {
    let value = format!("{filter}.querySelectorAll('.check input')[{place}]");
    truth(browser, &value);
    run(browser, &format!("{value}.click();"));
}

#[test]
fn numbers_behind_values_are_customers_under_the_other_filters() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=overview&data=omnichannel");
    let countries = open_filter(&browser, "Country");
    let all = numbers(&browser, &countries);
    assert_eq!(
        below(&browser, &countries),
        "None chosen: all countries count. Numbers: customers under the other filters"
    );
    // What is chosen here changes none of the numbers here, nor does it take them away for a while.
    choose(&browser, &countries, 1);
    truth(&browser, "location.search.includes('country=')");
    let there =
        format!("[...{countries}.querySelectorAll('.check .n')].every((n) => n.textContent)");
    assert_eq!(run(&browser, &format!("return {there};")), true);
    assert_eq!(numbers(&browser, &countries), all);
    assert_eq!(
        below(&browser, &countries),
        "Numbers: customers under the other filters"
    );
    let channels = open_filter(&browser, "Channel");
    numbers(&browser, &channels);
    choose(&browser, &channels, 1);
    truth(&browser, "location.search.includes('channel=')");
    let countries = open_filter(&browser, "Country");
    let fewer = numbers(&browser, &countries);
    assert_eq!(fewer.len(), all.len());
    assert!(
        fewer.iter().zip(&all).all(|(fewer, all)| fewer <= all) && fewer[0] < all[0],
        "{fewer:?} of {all:?}"
    );
    let wrong = browser.violations().unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_filter_works_without_numbers_and_says_so() {
    let (server, browser) = start();
    server.fail("data/omnichannel/lines.arrow", Fault::Status(500));
    open(&browser, &server, "?panel=overview&data=omnichannel");
    let countries = open_filter(&browser, "Country");
    truth(
        &browser,
        &format!("{countries}.querySelector('.foot').textContent.includes('No numbers')"),
    );
    assert_eq!(
        below(&browser, &countries),
        "None chosen: all countries count. No numbers: customers could not be counted"
    );
    choose(&browser, &countries, 1);
    truth(&browser, "location.search.includes('country=')");
    assert_eq!(
        below(&browser, &countries),
        "No numbers: customers could not be counted"
    );
}

#[test]
fn a_choice_applies_at_once_stands_in_the_link_and_back_undoes_it() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=overview");
    let before = headline(&browser);
    choose_the_first_country(&browser);
    truth(&browser, "location.search.includes('country=')");
    shown(&browser, "one country");
    truth(&browser, "!document.querySelector('button.reset').disabled");
    browser.reload().unwrap();
    shown(&browser, "one country again");
    truth(&browser, "location.search.includes('country=')");
    browser.click("button.reset").unwrap();
    truth(&browser, "!location.search.includes('country=')");
    browser.back().unwrap();
    truth(&browser, "location.search.includes('country=')");
    browser.back().unwrap();
    truth(&browser, "!location.search.includes('country=')");
    shown(&browser, "no country");
    assert_eq!(headline(&browser), before);
}

#[test]
fn filters_are_remembered_until_a_link_says_otherwise() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=overview&country=Germany");
    open(&browser, &server, "");
    truth(&browser, "location.search.includes('country=Germany')");
    open(&browser, &server, "?panel=overview&country=France");
    truth(&browser, "!location.search.includes('Germany')");
}

#[test]
fn escape_closes_a_popover_and_gives_the_focus_back() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=overview");
    browser.click("details.chip summary").unwrap();
    truth(&browser, "document.querySelector('details.chip[open]')");
    browser.press(Key::Escape).unwrap();
    truth(&browser, "!document.querySelector('details.chip[open]')");
    truth(
        &browser,
        "document.activeElement.matches('details.chip summary')",
    );
}

#[test]
fn the_theme_is_switched_and_remembered() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=data");
    browser.click("[aria-label^=Theme]").unwrap();
    truth(
        &browser,
        "document.documentElement.dataset.theme === 'light'",
    );
    browser.click("[aria-label^=Theme]").unwrap();
    truth(
        &browser,
        "document.documentElement.dataset.theme === 'dark'",
    );
    browser.reload().unwrap();
    truth(
        &browser,
        "document.documentElement.dataset.theme === 'dark'",
    );
}

#[test]
fn every_picture_has_a_table_and_downloads() {
    let (server, browser) = start();
    for panel in PANELS {
        open(&browser, &server, &format!("?panel={panel}"));
        truth(&browser, WHOLE);
        let figures = "document.querySelectorAll('figure.chart').length";
        truth(
            &browser,
            &format!(
                "document.querySelectorAll('figure .drawing svg').length === {figures} && {figures} > 1"
            ),
        );
        truth(
            &browser,
            &format!("document.querySelectorAll('figure .menu button').length === 3 * {figures}"),
        );
        run(
            &browser,
            "document.querySelectorAll('figure .as-table').forEach(s => s.click());",
        );
        truth(
            &browser,
            &format!(
                "document.querySelectorAll('figure .table-wrap tbody tr th').length >= {figures}"
            ),
        );
        let violations = browser.violations().unwrap();
        assert!(
            violations.is_empty(),
            "{panel} as tables:\n{}",
            violations.join("\n")
        );
    }
}

#[test]
fn a_mark_opens_its_sheet_and_everything_narrows_to_it() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=overview");
    run(
        &browser,
        "document.querySelector('main .hits button').click();",
    );
    truth(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    browser.click("dialog.sheet .primary").unwrap();
    truth(&browser, "!document.querySelector('dialog.sheet')");
    truth(&browser, "location.search.includes('only=')");
    shown(&browser, "narrowed");
    browser.click(".chip-only").unwrap();
    truth(&browser, "!location.search.includes('only=')");
}

#[test]
fn a_small_screen_has_its_bar_below() {
    let (server, browser) = start();
    browser
        .show(Page {
            width: 390,
            height: 844,
            theme: Theme::Light,
        })
        .unwrap();
    open(&browser, &server, "?panel=overview");
    truth(
        &browser,
        "document.querySelector('.rail').getBoundingClientRect().bottom >= innerHeight - 1",
    );
    truth(
        &browser,
        "document.querySelector('.rail').getBoundingClientRect().top > innerHeight - 120",
    );
}

#[test]
fn somebody_elses_page_shows_a_panel_without_the_rail() {
    let (server, browser) = start();
    open(&browser, &server, "?panel=segments&embed=1");
    truth(&browser, "!document.querySelector('nav.rail')");
}

#[test]
fn reset_is_there_on_a_phone_once_something_is_set_and_takes_all_of_it_back() {
    let (server, browser) = start();
    browser
        .show(Page {
            width: 390,
            height: 844,
            theme: Theme::Light,
        })
        .unwrap();
    open(&browser, &server, "?panel=products");
    truth(
        &browser,
        "!document.querySelector('button.reset').checkVisibility()",
    );
    open(
        &browser,
        &server,
        "?panel=products&country=France&a=50&last=200",
    );
    let seen = "const reset = document.querySelector('button.reset'); const at = reset.getBoundingClientRect(); \
                return [reset.innerText, reset.checkVisibility(), at.left >= 0 && at.right <= innerWidth, at.width >= 36];";
    assert_eq!(
        run(&browser, seen),
        serde_json::json!(["Reset", true, true, true])
    );
    browser.click("button.reset").unwrap();
    truth(
        &browser,
        "!/country=|a=50|last=/.test(location.search) && location.search.includes('panel=products')",
    );
    truth(
        &browser,
        "!document.querySelector('button.reset').checkVisibility()",
    );
    shown(&browser, "as usual");
}

#[test]
fn the_first_steps_are_told_until_they_are_closed_and_never_again() {
    let (server, browser) = start();
    let there = "document.querySelector('.hint')?.textContent.startsWith('New here?')";
    let gone = "!document.querySelector('.hint')";
    open(&browser, &server, "?panel=overview");
    truth(&browser, there);
    browser.click(".rail a[href*='panel=data']").unwrap();
    shown(&browser, "data");
    truth(&browser, there);
    browser
        .click("[aria-label='Close the first steps']")
        .unwrap();
    truth(&browser, gone);
    for _ in 0..2 {
        browser.reload().unwrap();
        shown(&browser, "again");
        truth(&browser, gone);
    }
    // The words it leads to are there, whatever comes of it.
    truth(&browser, "document.querySelector('a[href=\"words.html\"]')");
}

#[test]
fn where_nothing_can_be_stored_the_first_steps_stay_closed_for_the_visit() {
    let (server, browser) = start();
    let denied = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    browser.before_each_page(denied).unwrap();
    open(&browser, &server, "?panel=overview");
    browser
        .click("[aria-label='Close the first steps']")
        .unwrap();
    let gone = "!document.querySelector('.hint')";
    truth(&browser, gone);
    browser.click(".rail a[href*='panel=data']").unwrap();
    shown(&browser, "data");
    truth(&browser, gone);
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");
}

#[test]
fn a_click_whose_effect_is_far_below_goes_there_and_says_what_is_there() {
    let (server, browser) = start();
    for width in [1440, 390] {
        browser
            .show(Page {
                width,
                height: 800,
                theme: Theme::Light,
            })
            .unwrap();
        open(&browser, &server, "?panel=products");
        truth(&browser, "document.querySelector('#list [role=status]')");
        let all = run(
            &browser,
            "return document.querySelector('#list [role=status]').textContent;",
        );
        let far = "document.querySelector('#list').getBoundingClientRect().top > innerHeight";
        truth(&browser, far);
        run(
            &browser,
            "document.querySelector('main figure .hits button').click();",
        );
        truth(&browser, "/box=|pick=|class=/.test(location.search)");
        let near = "(() => { const at = document.querySelector('#list .chart-title').getBoundingClientRect(); \
                    return at.top >= 0 && at.bottom <= innerHeight; })()";
        truth(&browser, near);
        // What is heard and what is read are the same words.
        let says = format!("document.querySelector('#list [role=status]').textContent !== {all}");
        truth(&browser, &says);
    }
}

#[test]
fn the_switch_of_data_sets_says_in_words_that_they_are_on_their_way() {
    let (server, browser) = start();
    let words = "document.querySelector('.switcher summary').innerText";
    let late = Fault::Late(std::time::Duration::from_secs(4));
    server.fail("data/index.json", late);
    browser
        .open(&format!("{}?panel=data", server.url()))
        .unwrap();
    truth(
        &browser,
        &format!("{words}.trim() === 'Loading the data sets'"),
    );
    shown(&browser, "late");
    truth(&browser, &format!("{words}.startsWith('Online Retail II')"));
    server.fail("data/index.json", Fault::Status(500));
    browser.reload().unwrap();
    truth(&browser, &format!("{words}.trim() === 'Data sets'"));
}
