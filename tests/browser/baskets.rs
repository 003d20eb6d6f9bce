//! The Baskets panel, as a visitor uses it.

use clientele_driver::{Browser, Theme};

use super::{PATIENCE, downloads, headline, open, saved, serve, show, shown, shuts_nobody_out};

/// The link of the panel.
const LINK: &str = "?panel=baskets";
/// The made-up retailer, which has categories.
const WITH_CATEGORIES: &str = "?panel=baskets&data=omnichannel";
/// Rows of the rule table that are in the page.
const ROWS: &str = "document.querySelectorAll('.rules-rows tbody tr:not(.gap)').length";

#[track_caller]
fn until(browser: &Browser, expression: &str) {
    browser.wait_until(expression, PATIENCE).unwrap();
}

fn number(browser: &Browser, expression: &str) -> u64 {
    let found = browser.run(&format!("return {expression};"), &[]).unwrap();
    found.as_u64().unwrap()
}

/// How many rules the table would show, had it room for all.
fn rules(browser: &Browser) -> u64 {
    number(
        browser,
        "+document.querySelector('.rules-rows table').getAttribute('aria-rowcount') - 1",
    )
}

/// Types into a field as a visitor does.
fn type_into(browser: &Browser, field: &str, text: &str, event: &str) {
    let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
                  field.dispatchEvent(new Event(arguments[2], { bubbles: true }));";
    browser
        .run(script, &[field.into(), text.into(), event.into()])
        .unwrap();
}

/// Chooses by the words of a segmented control.
fn choose(browser: &Browser, words: &str) {
    let script = "[...document.querySelectorAll('.seg-control label')] \
                  .find((label) => label.textContent.trim().startsWith(arguments[0])).querySelector('input').click();";
    browser.run(script, &[words.into()]).unwrap();
}

#[test]
fn the_rail_opens_it_and_it_shows_cards_rules_and_pictures() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, "?panel=overview");
    browser.click(".rail ul a[href*=baskets]").unwrap();
    until(&browser, "location.search.startsWith('?panel=baskets')");
    shown(&browser, "baskets");
    let finding = headline(&browser);
    assert!(finding.contains("of orders with"), "{finding}");
    assert_eq!(
        number(&browser, "document.querySelectorAll('.bundle').length"),
        6
    );
    assert!(rules(&browser) > 1_000);
    assert!(number(&browser, ROWS) < 60, "only rows in view are there");
    until(
        &browser,
        "document.querySelectorAll('.offers-lists li').length > 3",
    );
    until(
        &browser,
        "document.querySelectorAll('.chart .drawing svg').length === 4",
    );
    let console = browser.take_console().unwrap();
    assert!(console.is_empty(), "{console:?}");
}

#[test]
fn rules_are_there_while_the_rest_is_counted_and_stay_as_they_are() {
    let server = serve();
    let browser = Browser::start().unwrap();
    // The first report that stands, as it was seen.
    let watch = "window.early = []; new MutationObserver(() => { const rest = document.querySelector('.rest'); \
                 if (rest && window.early.length === 0) window.early = [rest, document.querySelector('h1')].map((e) => e.textContent); }) \
                 .observe(document, { childList: true, subtree: true });";
    browser.before_each_page(watch).unwrap();
    open(&browser, &server, LINK);
    shown(&browser, "baskets");
    until(&browser, "document.getElementById('next')");
    let early = browser.run("return window.early;", &[]).unwrap();
    let texts: Vec<&str> = early
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|text| text.as_str())
        .collect();
    let said = "What brings in most together and what customers buy next are still being counted. What is shown stays.";
    assert_eq!(texts, [said, &headline(&browser)]);
    until(&browser, "!document.querySelector('.rest')");
}

#[test]
fn the_table_is_searched_on_either_side_sorted_scrolled_and_downloaded() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("rules");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, LINK);
    until(&browser, &format!("{ROWS} > 5"));
    let all = rules(&browser);

    type_into(&browser, ".rules-find input", "teacup regency", "input");
    until(
        &browser,
        "[...document.querySelectorAll('.rules-rows tbody tr:not(.gap) th')].every((th) => /teacup/i.test(th.textContent))",
    );
    let some = rules(&browser);
    assert!(some > 3 && some < all, "{some} of {all}");
    type_into(
        &browser,
        ".rules-find label:nth-child(3) input",
        "green",
        "input",
    );
    until(
        &browser,
        "[...document.querySelectorAll('.rules-rows tbody tr:not(.gap) th span')].every((then) => /green/i.test(then.textContent))",
    );
    assert!(rules(&browser) < some);
    browser.click(".rules .chart-tools button").unwrap();
    let text = std::fs::read_to_string(saved(&folder, "_rules_2011-11-30.csv")).unwrap();
    assert_eq!(text.lines().count() as u64, rules(&browser) + 1);
    assert!(text.contains("Zhang") && text.contains("GREEN REGENCY TEACUP"));
    type_into(
        &browser,
        ".rules-find label:nth-child(3) input",
        "",
        "input",
    );
    type_into(&browser, ".rules-find input", "", "input");
    until(
        &browser,
        &format!(
            "document.querySelector('.rules-rows table').getAttribute('aria-rowcount') == {all} + 1"
        ),
    );

    let lifts = "[...document.querySelectorAll('.rules-rows tbody tr:not(.gap) td:nth-child(5)')].map((td) => parseFloat(td.textContent))";
    browser.click(".rules-rows th:nth-child(5) .sort").unwrap();
    until(
        &browser,
        &format!(
            "document.querySelector('.rules-rows th:nth-child(5)').ariaSort === 'descending' && ((l) => l[0] > 10 && l.every((v, i) => !i || v <= l[i - 1]))({lifts})"
        ),
    );
    browser.click(".rules-rows th:nth-child(5) .sort").unwrap();
    until(
        &browser,
        &format!("((l) => l.every((v, i) => !i || v >= l[i - 1]))({lifts})"),
    );

    browser
        .run(
            "const all = document.querySelector('.rules-rows'); all.scrollTop = all.scrollHeight;",
            &[],
        )
        .unwrap();
    until(
        &browser,
        &format!(
            "document.querySelector('.rules-rows tr[aria-rowindex=\"{}\"]')",
            all + 1
        ),
    );
    assert!(number(&browser, ROWS) < 60);
    browser.click(".rules .switch input").unwrap();
    until(
        &browser,
        "document.querySelectorAll('.rules-rows thead th').length === 11",
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_hundred_thousand_rules_scroll_and_only_those_in_view_are_in_the_page() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}&rows=100000"));
    until(&browser, &format!("{ROWS} > 5"));
    let all = rules(&browser);
    assert!(all > 90_000, "{all}");
    // Fifty steps of many screens; each is drawn before the next.
    let script = "const all = document.querySelector('.rules-rows'); \
                  window.most_rows = 0; let step = 0; \
                  const next = () => { window.most_rows = Math.max(window.most_rows, all.querySelectorAll('tbody tr:not(.gap)').length); \
                  if (step++ < 50) { all.scrollTop += 4_000; requestAnimationFrame(next); } else { window.scrolled = true; } }; \
                  requestAnimationFrame(next);";
    browser.run(script, &[]).unwrap();
    until(&browser, "window.scrolled");
    assert!(number(&browser, "window.most_rows") < 60);
    until(
        &browser,
        "+document.querySelector('.rules-rows tbody tr:not(.gap)').getAttribute('aria-rowindex') > 3000",
    );
    assert!(number(&browser, ROWS) < 60);
}

#[test]
fn a_card_a_rule_and_a_mark_open_the_sheet_with_their_customers() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(
        &browser,
        "document.querySelectorAll('.chart .hits button').length > 10",
    );
    for mark in [
        ".bundle .whole",
        ".rules-rows .whole",
        ".chart .hits button",
    ] {
        browser
            .run(
                "document.querySelector(arguments[0]).click();",
                &[mark.into()],
            )
            .unwrap();
        until(
            &browser,
            "document.querySelector('dialog.sheet[open] .stat-row')",
        );
        let customers = browser.text("dialog.sheet .stat-row dd").unwrap();
        assert!(customers.contains('%'), "{mark}: {customers}");
        // Whoever bought the first and not the second can be offered it.
        let title = browser.text("#sheet-title").unwrap();
        assert!(
            title.starts_with("Bought ") && title.contains(", not "),
            "{mark}: {title}"
        );
        let about = browser.text("dialog.sheet header p").unwrap();
        assert!(
            about.contains(" and not ") && about.ends_with("to offer it to."),
            "{mark}: {about}"
        );
        browser.click("dialog.sheet [aria-label=Close]").unwrap();
        until(&browser, "!document.querySelector('dialog.sheet[open]')");
    }
    // Everything is narrowed to them, and the link keeps it.
    browser
        .run("document.querySelector('.bundle .whole').click();", &[])
        .unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    let count =
        "return document.querySelector('dialog.sheet .stat-row dd').firstChild.textContent;";
    let count = browser.run(count, &[]).unwrap();
    browser.click(".sheet-foot .primary").unwrap();
    until(&browser, "location.search.includes('only=bought.product.')");
    browser.reload().unwrap();
    shown(&browser, "narrowed to them after loading again");
    let chip = browser.text(".chip-only b").unwrap();
    assert!(
        chip.starts_with("bought ") && chip.contains(", not "),
        "{chip}"
    );
    browser.click(".rail ul a[href*=segments]").unwrap();
    until(&browser, "location.search.startsWith('?panel=segments')");
    shown(&browser, "segments of them");
    let said = browser.text("main .headline").unwrap();
    assert!(said.contains(count.as_str().unwrap()), "{count}: {said}");
    open(&browser, &server, LINK);
    until(&browser, "document.querySelector('.rules-rows .whole')");
    browser
        .run("document.querySelector('.rules-rows .whole').click();", &[])
        .unwrap();
    until(
        &browser,
        "document.querySelector('dialog.sheet[open] .stat-row')",
    );
    browser.click("dialog.sheet [aria-label=Close]").unwrap();
    // The rule that was opened has chosen the product of the recommendations.
    let name = browser.text(".rules-rows .whole b").unwrap();
    until(
        &browser,
        &format!(
            "document.querySelector('.offers-pick select').selectedOptions[0].textContent === {name:?}"
        ),
    );
}

#[test]
fn the_level_stands_in_the_link_and_is_kept() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, WITH_CATEGORIES);
    let products = headline(&browser);
    choose(&browser, "Categories");
    until(&browser, "location.search.includes('level=category')");
    shown(&browser, "categories");
    let categories = headline(&browser);
    assert_ne!(products, categories);
    browser.reload().unwrap();
    shown(&browser, "categories again");
    assert_eq!(headline(&browser), categories);
    browser.back().unwrap();
    until(&browser, "!location.search.includes('level')");
    shown(&browser, "products again");
    assert_eq!(headline(&browser), products);
}

#[test]
fn rules_among_champions_are_other_rules() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    let context = browser.text("main .headline p").unwrap();
    open(&browser, &server, &format!("{LINK}&only=rfm.champions"));
    assert_eq!(browser.text(".chip-only b").unwrap(), "Champions");
    assert_ne!(browser.text("main .headline p").unwrap(), context);
    until(&browser, &format!("{ROWS} > 5"));
}

#[test]
fn floors_that_nothing_reaches_say_why_and_the_way_back() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}&support=0.9"));
    let why = browser.text(".no-rules p").unwrap();
    assert!(why.starts_with("There is no rule because"), "{why}");
    assert_eq!(number(&browser, ROWS), 0);
    browser.click(".no-rules button").unwrap();
    until(&browser, "!location.search.includes('support')");
    shown(&browser, "automatic floors");
    until(&browser, &format!("{ROWS} > 5"));
}

#[test]
fn the_analysts_part_sets_floors_by_hand_and_the_link_remembers() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(&browser, &server, &format!("{LINK}#why"));
    until(&browser, "document.querySelector('.mining-fields input')");
    type_into(&browser, ".mining-fields input", "2%", "change");
    until(&browser, "location.search.includes('support=0.02')");
    shown(&browser, "a floor by hand");
    until(
        &browser,
        "document.querySelector('.mining-fields input').value === '2%'",
    );
    until(
        &browser,
        "document.querySelector('.how .cmd code').textContent.includes('support=0.02')",
    );
    type_into(&browser, ".mining-fields input", "much", "change");
    until(&browser, "document.querySelector('.notices .notice')");
    browser.click(".mining .chart-head button").unwrap();
    until(&browser, "!location.search.includes('support')");
}

#[test]
fn nobody_is_shut_out_of_the_panel_or_its_analysts_part() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for width in [1440, 390] {
        show(&browser, width, Theme::Light);
        for more in ["", "&support=0.9"] {
            // The address is another each time, so that the page is loaded again.
            open(&browser, &server, &format!("{LINK}&seed={width}{more}#why"));
            until(&browser, "document.querySelector('.mining-fields input')");
            shuts_nobody_out(&browser, width, &format!("{LINK}{more}"));
        }
    }
}
