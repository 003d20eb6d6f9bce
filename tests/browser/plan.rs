//! The panel “Plan a test”, as a visitor uses it.

use clientele_driver::{Browser, Theme};

use super::{PATIENCE, downloads, headline, open, saved, serve, show, shown, shuts_nobody_out};

/// The link of the panel.
const LINK: &str = "?panel=experiments/plan&data=omnichannel";

/// The year is simulated, and the last part of the panel is there.
const WHOLE: &str = "document.querySelector('main .paper') && !document.querySelector('main [aria-busy=true]') \
                     && [...document.querySelectorAll('main .chart-sub')].some((p) => p.textContent.includes('simulated year'))";

#[track_caller]
fn until(browser: &Browser, what: &str) {
    browser.wait_until(what, PATIENCE).unwrap();
}

/// Types into a field of the form, whose more settings are open.
#[track_caller]
fn type_into(browser: &Browser, id: &str, text: &str) {
    let script = "document.querySelector('.ask.more').open = true; \
                  const field = document.getElementById(arguments[0]); field.value = arguments[1]; \
                  field.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(script, &[id.into(), text.into()]).unwrap();
}

/// Draws a slider through some values and lets it go.
#[track_caller]
fn draw(browser: &Browser, id: &str, values: &[&str]) {
    let script = "const slider = document.getElementById(arguments[0]); \
                  for (const value of [...arguments].slice(1)) { \
                      slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); } \
                  slider.dispatchEvent(new Event('change', { bubbles: true }));";
    let mut all = vec![id.into()];
    all.extend(values.iter().map(|value| (*value).into()));
    browser.run(script, &all).unwrap();
}

#[test]
fn a_plan_answers_and_its_controls_write_the_link_and_change_the_answer() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, WHOLE);
    let before = headline(&browser);
    assert!(
        browser
            .text(".figures")
            .unwrap()
            .contains("Chance of a loss")
    );

    // A drag is one step, whatever it passes through.
    draw(&browser, "sends", &["6", "9", "12"]);
    until(&browser, "location.search.includes('sends=12')");
    shown(&browser, "twelve sends");
    until(
        &browser,
        "document.querySelector('output[for=sends]').textContent.startsWith('12')",
    );
    until(
        &browser,
        &format!("document.querySelector('h1').textContent !== {before:?}"),
    );
    browser.back().unwrap();
    until(&browser, "!location.search.includes('sends=')");
    shown(&browser, "as before");
    // The years are simulated anew.
    until(
        &browser,
        &format!("document.querySelector('h1').textContent === {before:?}"),
    );

    // A value that cannot be used is named below its field, and nothing changes.
    type_into(&browser, "field-contact", "cheap");
    until(
        &browser,
        "document.querySelector('#wrong-contact').textContent === '“cheap” cannot be used here: type an amount such as 0.02. What was set before still counts.'",
    );
    let search = browser.run("return location.search;", &[]).unwrap();
    assert!(!search.as_str().unwrap().contains("contact"));
    type_into(&browser, "field-contact", "0,95");
    until(&browser, "location.search.includes('contact=0.95')");
    until(
        &browser,
        "!document.querySelector('#wrong-contact').textContent",
    );
    type_into(&browser, "field-contact", "");
    until(&browser, "!location.search.includes('contact')");
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn plans_stand_side_by_side_and_another_becomes_the_plan() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, WHOLE);
    until(
        &browser,
        "document.querySelectorAll('article.scen').length === 1",
    );
    browser.click(".add-way .btn").unwrap();
    until(&browser, "location.search.includes('vs=')");
    until(
        &browser,
        "document.querySelectorAll('article.scen').length === 2",
    );
    // The plan changes, its copy does not.
    let none = "const kind = document.getElementById('offer-kind'); kind.value = 'none'; \
                kind.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(none, &[]).unwrap();
    until(&browser, "/[?&]offer=none/.test(location.search)");
    shown(&browser, "a message alone");
    browser.click(".make-plan").unwrap();
    until(
        &browser,
        "/vs=[^&]*offer/.test(decodeURIComponent(location.search)) && !/[?&]offer=/.test(location.search)",
    );
    shown(&browser, "the copy is the plan");
    until(
        &browser,
        "document.getElementById('offer-kind').value === 'percent'",
    );
    browser.click(".scen .btn[aria-label='Remove B']").unwrap();
    until(&browser, "!location.search.includes('vs=')");
    until(
        &browser,
        "document.querySelectorAll('article.scen').length === 1",
    );
    assert!(browser.take_console().unwrap().is_empty());
}

#[test]
fn plans_are_saved_taken_along_and_brought_back() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("plans");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, &format!("{LINK}&window=14&label=spring"));
    until(&browser, WHOLE);
    browser.click(".save-plan").unwrap();
    until(
        &browser,
        "document.querySelector('.saved-plans tbody a')?.textContent === 'spring'",
    );
    browser
        .run(
            "document.querySelector('.saved-plans .list-tools button').click();",
            &[],
        )
        .unwrap();
    let file = std::fs::read_to_string(saved(&folder, "plans.json")).unwrap();
    assert!(
        file.contains("\"salt\": \"spring\"") && file.contains("window=14"),
        "{file}"
    );

    browser.click(".saved-plans td .btn").unwrap();
    until(&browser, "!document.querySelector('.saved-plans tbody')");
    let bring = "const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'plans.json')); \
                 const input = document.querySelector('.file-btn input'); input.files = data.files; \
                 input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(bring, &["[{\"name\": 1}]".into()]).unwrap();
    until(
        &browser,
        "document.querySelector('.notices')?.textContent.includes('This file holds no plans that can be read. Nothing was added and your plans are as they were; choose a file that “Export” made.')",
    );
    browser.run(bring, &[file.into()]).unwrap();
    until(
        &browser,
        "document.querySelector('.saved-plans tbody a')?.textContent === 'spring'",
    );
    open(&browser, &server, LINK);
    until(&browser, WHOLE);
    browser.click(".saved-plans tbody a").unwrap();
    until(
        &browser,
        "location.search.includes('window=14') && location.search.includes('label=spring')",
    );
    shown(&browser, "the saved plan");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn lists_of_a_plan_come_when_they_are_asked_for() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("lists");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, &format!("{LINK}&label=spring"));
    until(&browser, WHOLE);
    browser.click(".lists-btn").unwrap();
    until(
        &browser,
        "document.querySelectorAll('.balance tbody tr').length > 3",
    );
    until(
        &browser,
        "document.querySelectorAll('.file .arm').length >= 2",
    );
    until(
        &browser,
        "document.querySelector('.paper').textContent.includes('salt')",
    );
    browser.click(".file .arm").unwrap();
    let list = std::fs::read_to_string(saved(&folder, ".csv")).unwrap();
    assert!(list.lines().count() > 10, "{list}");
    browser.click(".file .manifest").unwrap();
    let manifest = std::fs::read_to_string(saved(&folder, "manifest.json")).unwrap();
    assert!(manifest.contains("salt"), "{manifest}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn planning_shuts_nobody_out() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for link in [LINK, "?panel=experiments/plan"] {
        for width in [1440, 390] {
            show(&browser, width, Theme::Light);
            open(&browser, &server, &format!("{link}&vs=offer%3Dnone#why"));
            until(&browser, WHOLE);
            browser
                .run("document.querySelector('.ask.more').open = true;", &[])
                .unwrap();
            shuts_nobody_out(&browser, width, link);
        }
    }
}
