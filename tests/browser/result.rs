//! The panel that judges a result, as a visitor uses it.

use clientele_driver::{Browser, Key, Server, Theme};

use super::{PATIENCE, fits, headline, open, serve, show, shown};

/// The link of the panel, on the data set that has campaigns.
const LINK: &str = "?panel=experiments/result&data=omnichannel";

/// The last part of the panel is there.
pub(super) const WHOLE: &str =
    "document.querySelector('.judge-paper .signs') && document.querySelector('.how')";

#[track_caller]
pub(super) fn until(browser: &Browser, what: &str) {
    browser.wait_until(what, PATIENCE).unwrap();
}

fn start(link: &str) -> (Server, Browser) {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, link);
    until(&browser, WHOLE);
    (server, browser)
}

/// Types into a field of the settings.
fn type_into(browser: &Browser, name: &str, text: &str) {
    let script = "const field = document.querySelector(`.judge-settings [name=${arguments[0]}]`); \
                  field.value = arguments[1]; field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(script, &[name.into(), text.into()]).unwrap();
}

#[test]
fn results_of_both_campaigns_are_judged_and_the_link_says_which() {
    let (_server, browser) = start(LINK);
    until(
        &browser,
        "document.querySelectorAll('.judge-scale li[aria-current]').length === 1 \
         && document.querySelector('.judge-word').textContent === document.querySelector('.judge-scale [aria-current] b').textContent",
    );
    let first = headline(&browser);
    browser.click(".judge-pick summary").unwrap();
    until(
        &browser,
        "document.querySelectorAll('.judge-one input').length > 1",
    );
    browser
        .run(
            "document.querySelector('.judge-one input:not(:checked)').click();",
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('campaign=')");
    shown(&browser, "the other campaign");
    until(
        &browser,
        &format!("document.querySelector('main .headline h1').textContent !== {first:?}"),
    );
    until(&browser, WHOLE);
    browser.back().unwrap();
    until(&browser, "!location.search.includes('campaign=')");
    until(
        &browser,
        &format!("document.querySelector('main .headline h1').textContent === {first:?}"),
    );
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn results_follow_the_goal_and_the_window_and_back_undoes_them() {
    let (_server, browser) = start(LINK);
    let measure = "document.querySelector('.judge-effects tbody th').textContent";
    let before = browser.run(&format!("return {measure};"), &[]).unwrap();
    browser
        .run(
            "document.querySelector('.judge-settings').open = true; \
             [...document.querySelectorAll('.judge-goal label')].find((l) => l.textContent.trim() === 'Orders').querySelector('input').click();",
            &[],
        )
        .unwrap();
    until(&browser, "location.search.includes('goal=orders')");
    shown(&browser, "another goal");
    until(&browser, &format!("{measure} !== {before}"));

    type_into(&browser, "window", "14");
    until(&browser, "location.search.includes('window=14')");
    shown(&browser, "another window");
    until(
        &browser,
        "document.querySelector('.judge-settings summary').textContent.includes('14 days')",
    );
    until(
        &browser,
        "document.querySelector('.judge-paper code').textContent.includes('window=14')",
    );
    browser.back().unwrap();
    until(&browser, "!location.search.includes('window=14')");
    until(
        &browser,
        "document.querySelector('.judge-settings [name=window]').value === ''",
    );
    browser.back().unwrap();
    until(&browser, "!location.search.includes('goal=')");
    until(&browser, &format!("{measure} === {before}"));

    // What cannot be used is said where it was typed, and changes nothing.
    type_into(&browser, "window", "soon");
    until(
        &browser,
        "document.querySelector('#wrong-window').textContent === '“soon” cannot be used: it must be a whole number of days \
         from 1 to 365. What counted before still counts.'",
    );
    until(&browser, "!location.search.includes('window=')");
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn results_open_the_customers_behind_a_group_and_lead_to_the_next_plan() {
    let (_server, browser) = start(LINK);
    let groups = "[...document.querySelectorAll('figure')].find((f) => f.querySelector('.hits button') && f.textContent.includes('as measured'))";
    until(&browser, groups);
    browser
        .run(
            &format!("{groups}.querySelector('.hits button').click();"),
            &[],
        )
        .unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    browser.press(Key::Escape).unwrap();
    until(&browser, "!document.querySelector('dialog.sheet')");
    // Where a narrower question is worth asking, its plan is a link that says for whom.
    let plan = "document.querySelector('.judge-next a.primary')?.getAttribute('href') ?? 'who='";
    until(&browser, &format!("({plan}).includes('who=')"));
}

#[test]
fn results_account_for_every_row_of_the_file() {
    let (_server, browser) = start(LINK);
    // Arms add up in every row that has them, and one row is what is judged: all of both arms.
    let adds = "[...document.querySelectorAll('.judge-ledger tbody tr')].every((row) => { \
                    const [all, treated, held] = [...row.querySelectorAll('.num')].map((cell) => Number(cell.textContent.replace(/[^0-9]/g, '') || NaN)); \
                    return Number.isNaN(treated) || treated + held === all; \
                }) && document.querySelectorAll('.judge-ledger tbody tr').length > 2";
    until(&browser, adds);
    let judged = "return document.querySelector('.judge-ledger tr.total .num').textContent;";
    let judged = browser.run(judged, &[]).unwrap();
    let said = browser.text("article.judge-paper .cells").unwrap();
    let judged = judged.as_str().unwrap();
    assert!(judged.len() > 3, "{judged}");
    assert!(said.contains(&format!("read, {judged} judged")), "{said}");
}

#[test]
fn results_shut_nobody_out() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for (width, theme) in [(1440, Theme::Light), (390, Theme::Dark)] {
        show(&browser, width, theme);
        open(&browser, &server, LINK);
        until(&browser, WHOLE);
        let unfold = "document.querySelectorAll('main details').forEach((d) => { d.open = !d.matches('.chip, .menu'); });";
        browser.run(unfold, &[]).unwrap();
        until(&browser, "document.querySelector('.how .cmd')");
        let violations = browser.violations().unwrap();
        assert!(
            violations.is_empty(),
            "{LINK} at {width} px:\n{}",
            violations.join("\n")
        );
        fits(&browser, LINK);
    }
}
