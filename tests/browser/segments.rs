//! The Segments panel, as a visitor uses it.

use clientele_driver::{Browser, Theme};

use super::{PATIENCE, downloads, headline, open, saved, serve, show, shown, shuts_nobody_out};

/// The link of the panel.
const LINK: &str = "?panel=segments";

/// How many rows the list has.
const ROWS: &str = "document.querySelectorAll('.seg-table tbody tr').length";

/// Every score is there.
pub(super) const COMPLETE: &str =
    "document.querySelector('.board') && !document.querySelector('main [aria-busy=true]')";

fn rows(browser: &Browser) -> u64 {
    let count = browser.run(&format!("return {ROWS};"), &[]).unwrap();
    count.as_u64().unwrap()
}

/// Clicks the choice of a segmented control by its words.
fn choose(browser: &Browser, words: &str) {
    let script = "[...document.querySelectorAll('.seg-control label')] \
                  .find((label) => label.textContent.trim().startsWith(arguments[0])).querySelector('input').click();";
    browser.run(script, &[words.into()]).unwrap();
}

#[test]
fn a_link_holds_the_number_of_groups_and_what_is_open() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}&k=4#why"));
    assert_eq!(rows(&browser), 4);
    browser.wait_until(COMPLETE, PATIENCE).unwrap();
    browser
        .wait_until(
            "document.querySelectorAll('.how .drawing svg').length >= 2",
            PATIENCE,
        )
        .unwrap();
    let command = browser.text(".how .cmd code").unwrap();
    assert!(
        command.starts_with("clientele ask PACK '/segments") && command.contains("k=4"),
        "{command}"
    );
}

#[test]
fn the_lens_and_the_number_of_groups_are_steps_that_back_undoes() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}#why"));
    let (first, groups) = (headline(&browser), rows(&browser));

    choose(&browser, "How they buy, too");
    browser
        .wait_until("location.search.includes('lens=behaviour')", PATIENCE)
        .unwrap();
    shown(&browser, "the other lens");
    browser.back().unwrap();
    browser
        .wait_until("!location.search.includes('lens')", PATIENCE)
        .unwrap();
    shown(&browser, "back to the first lens");
    assert_eq!((headline(&browser), rows(&browser)), (first, groups));

    let other = if groups == 3 { 4 } else { 3 };
    choose(&browser, &other.to_string());
    browser
        .wait_until(
            &format!("location.search.includes('k={other}') && {ROWS} === {other}"),
            PATIENCE,
        )
        .unwrap();
    browser.reload().unwrap();
    shown(&browser, "the same number of groups after loading again");
    assert_eq!(rows(&browser), other);
}

#[test]
fn either_segmentation_is_a_list_whose_rows_open_the_sheet() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    let found = rows(&browser);
    choose(&browser, "By RFM rule");
    browser
        .wait_until(&format!("{ROWS} > 5 && {ROWS} <= 11"), PATIENCE)
        .unwrap();
    choose(&browser, "Found in the data");
    browser
        .wait_until(&format!("{ROWS} === {found}"), PATIENCE)
        .unwrap();
    let name = browser.text(".seg-table .whole").unwrap();
    browser.click(".seg-table .whole").unwrap();
    browser
        .wait_until(
            "document.querySelector('dialog.sheet[open] .stat-row')",
            PATIENCE,
        )
        .unwrap();
    assert_eq!(browser.text("dialog.sheet h2").unwrap(), name);
}

#[test]
fn a_picture_has_a_table_behind_it_marks_that_open_and_files_with_its_name() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("segments");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, LINK);
    browser
        .wait_until("document.querySelector('.chart .drawing svg')", PATIENCE)
        .unwrap();
    browser
        .run("document.querySelector('.chart .as-table').click();", &[])
        .unwrap();
    let behind = "document.querySelectorAll('.chart:has(.as-table:checked) tbody tr').length";
    // One row a segment, and one for all customers.
    browser
        .wait_until(&format!("{behind} === {ROWS} + 1"), PATIENCE)
        .unwrap();
    browser
        .run("document.querySelector('.chart .as-table').click();", &[])
        .unwrap();

    for (place, ending) in [(1, ".svg"), (2, ".csv"), (0, ".png")] {
        let script = "document.querySelectorAll('.chart .menu')[0].querySelectorAll('button')[arguments[0]].click();";
        browser.run(script, &[place.into()]).unwrap();
        let file = saved(&folder, ending);
        assert!(std::fs::metadata(&file).unwrap().len() > 100, "{file:?}");
    }

    browser
        .run(
            "document.querySelector('.chart .hits button').click();",
            &[],
        )
        .unwrap();
    browser
        .wait_until(
            "document.querySelector('dialog.sheet[open] .stat-row')",
            PATIENCE,
        )
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_report_can_be_kept_and_says_what_the_page_shows() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("report");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, &format!("{LINK}#why"));
    browser.wait_until(COMPLETE, PATIENCE).unwrap();
    browser.click(".how .after button").unwrap();
    let text = std::fs::read_to_string(saved(&folder, ".json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let segments = report["segments"].as_array().unwrap();
    assert_eq!(segments.len() as u64, rows(&browser));
    let name = browser.text(".seg-table .whole").unwrap();
    assert_eq!(segments[0]["name"].as_str().unwrap(), name);
    assert_eq!(report["why"]["complete"], true);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_analysts_part_shuts_nobody_out_either() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for width in [1440, 390] {
        show(&browser, width, Theme::Light);
        // The address is another each time, so that the page is loaded again.
        open(&browser, &server, &format!("{LINK}&seed={width}#why"));
        browser.wait_until(COMPLETE, PATIENCE).unwrap();
        shuts_nobody_out(&browser, width, LINK);
    }
}

#[test]
fn too_few_customers_is_one_plain_sentence_with_a_way_out() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let link = format!("{}{LINK}&spend=50000..", server.url());
    browser.open(&link).unwrap();
    browser
        .wait_until("document.querySelector('main [role=alert] p')", PATIENCE)
        .unwrap();
    let sentence = browser.text("main [role=alert] p").unwrap();
    assert!(
        sentence.ends_with("Widen the period or remove a filter."),
        "{sentence}"
    );
}

#[test]
fn a_segment_has_an_offer_with_its_reason() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    let click = |css: &str| {
        let script = "document.querySelector(arguments[0]).click();";
        browser.run(script, &[css.into()]).unwrap();
    };
    let until = |what: &str| browser.wait_until(what, PATIENCE).unwrap();
    click(".seg-table tbody button");
    until("document.querySelector('dialog.sheet[open] #offer')");
    // Nothing is worked out before somebody asks.
    assert_eq!(
        browser
            .run(
                "return performance.getEntriesByName('clientele.offer.asked').length;",
                &[]
            )
            .unwrap(),
        0
    );
    browser.click("#offer summary").unwrap();
    until("document.querySelector('#offer .offers-lists li')");
    let words = browser.text("#offer").unwrap();
    assert!(
        words.contains("What to offer them") && words.contains("of all customers"),
        "{words}"
    );

    let violations = browser.violations().unwrap();
    assert!(violations.is_empty(), "{}", violations.join("\n"));

    click("#offer .offers-lists .link");
    until("location.search.startsWith('?panel=products') && location.search.includes('product=')");
    shown(&browser, "the page of what is offered");
    until("!document.querySelector('dialog.sheet')");
    assert!(browser.take_console().unwrap().is_empty());
}
