//! A campaign from the first thought to the verdict, by somebody who only reads what the page says.

use std::fmt::Write;
use std::path::Path;

use clientele_driver::Browser;

use super::recovered::{column, hundredths, table};
use super::result::until;
use super::result_file::{drop, says};
use super::truths::WAY;
use super::{downloads, headline, open, saved, serve, shown};

/// What the test makes happen: one in so many of each arm buys. Eight more among a hundred where the message came.
const BUYS_HELD_BACK: usize = 10;
const BUYS_TREATED: (usize, usize) = (9, 50);

/// The day on which it was sent, as the result says: far enough back for the data to reach beyond its end.
const SENT: &str = "2025-09-15";

/// Chooses in a list by the beginning of the words.
#[track_caller]
fn choose(browser: &Browser, id: &str, words: &str) {
    let script = "const list = document.getElementById(arguments[0]); \
                  const option = [...list.options].find((o) => o.textContent.startsWith(arguments[1])); \
                  list.value = option.value; list.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(script, &[id.into(), words.into()]).unwrap();
}

/// Draws a slider to a value.
fn draw(browser: &Browser, id: &str, value: &str) {
    let script = "const slider = document.getElementById(arguments[0]); slider.value = arguments[1]; \
                  for (const name of ['input', 'change']) slider.dispatchEvent(new Event(name, { bubbles: true }));";
    browser.run(script, &[id.into(), value.into()]).unwrap();
}

/// The plan's year is simulated.
#[track_caller]
fn planned(browser: &Browser) {
    shown(browser, "a plan");
    until(
        browser,
        "[...document.querySelectorAll('main .chart-sub')].some((p) => p.textContent.includes('simulated year'))",
    );
}

/// Downloads a list of the split; its customers.
#[track_caller]
fn list(browser: &Browser, folder: &Path, arm: &str) -> Vec<String> {
    let press = format!("[aria-label^='Download'][aria-label$='-{arm}.csv']");
    browser.click(&press).unwrap();
    let text = std::fs::read_to_string(saved(folder, &format!("-{arm}.csv"))).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("customer,arm,segment,point"));
    let customer = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[1], arm, "{line}");
        cells[0].to_owned()
    };
    lines.map(customer).collect()
}

/// Who bought, of so many, with exactly this share of them buying.
fn buyers(customers: &[String], (of, all): (usize, usize)) -> Vec<bool> {
    let before = |at: usize| at * of / all;
    (0..customers.len())
        .map(|at| before(at + 1) > before(at))
        .collect()
}

#[test]
fn a_campaign_is_planned_split_and_judged_from_the_page_alone() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("walk");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, "?panel=overview&data=omnichannel");

    // Plan: whom, with what. The answer is a sentence.
    browser.click(".rail ul a[href*=experiments]").unwrap();
    planned(&browser);
    choose(&browser, "who", "Loyal");
    until(&browser, "location.search.includes('who=rfm.')");
    planned(&browser);
    choose(&browser, "offer-kind", "Per cent off");
    draw(&browser, "offer-size", "15");
    until(&browser, "location.search.includes('offer=')");
    planned(&browser);
    // So few customers cannot tell what is expected: the page says so, and what would do.
    until(
        &browser,
        "document.querySelector('.instead')?.textContent.includes('This test cannot tell what is expected of it. What would do:')",
    );
    choose(&browser, "who", "All customers");
    until(&browser, "!location.search.includes('who=')");
    planned(&browser);
    let said = headline(&browser);
    assert!(said.len() > 20, "{said}");
    for part in [
        "Expected gain a year",
        "Chance of a loss",
        "The test can tell",
    ] {
        let figures = browser.text(".figures").unwrap();
        assert!(figures.contains(part), "{part} in {figures}");
    }
    browser.click(".save-plan").unwrap();
    until(&browser, "document.querySelector('.saved-plans tbody a')");

    // Split: two lists, and how to repeat the draw.
    browser.click(".lists-btn").unwrap();
    until(
        &browser,
        "document.querySelectorAll('.file .arm').length === 2",
    );
    let held_back = list(&browser, &folder, "control");
    let treated = list(&browser, &folder, "treatment");
    browser.click(".file .manifest").unwrap();
    let manifest = std::fs::read(saved(&folder, "-manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let counted = |arm: usize| manifest["arms"][arm]["customers"].as_u64().unwrap() as usize;
    assert_eq!([counted(0), counted(1)], [held_back.len(), treated.len()]);

    // It is sent, and what came of it is written down.
    let mut file = String::from("customer,arm,exposed_at,converted,revenue\n");
    let mut shares = Vec::new();
    for (name, customers, of) in [
        ("control", &held_back, (1, BUYS_HELD_BACK)),
        ("treatment", &treated, BUYS_TREATED),
    ] {
        let bought = buyers(customers, of);
        let count = bought.iter().filter(|&&bought| bought).count();
        shares.push(count as f64 / customers.len() as f64);
        for (at, (customer, bought)) in customers.iter().zip(bought).enumerate() {
            let revenue = if bought { 20 + at % 40 } else { 0 };
            writeln!(
                file,
                "{customer},{name},{SENT},{},{revenue}",
                u8::from(bought)
            )
            .unwrap();
        }
    }

    // Judge: the same customers come back, and the page says what happened.
    browser.run("scrollTo(0, 0);", &[]).unwrap();
    browser.click(".subbar .tab[href*=result]").unwrap();
    shown(&browser, "judge");
    until(&browser, "document.querySelector('.result-file input')");
    drop(&browser, "spring-letter.csv", &file);
    says(
        &browser,
        "lines of spring-letter.csv were read: 1 campaign, 2 arms.",
    );
    until(
        &browser,
        "location.search.includes('campaign=spring-letter')",
    );
    until(
        &browser,
        "document.querySelector('.judge-pick b')?.textContent === 'spring-letter'",
    );
    shown(&browser, "a verdict");
    until(&browser, super::result::WHOLE);
    // What was put in comes out.
    let effects = table(&browser, "less held back, with 95% intervals");
    let row = effects
        .iter()
        .find(|row| row.iter().any(|cell| cell == WAY));
    let [effect, low, high] = ["Effect", "From", "To"]
        .map(|heading| hundredths(&row.unwrap()[column(&effects, heading)]));
    let more = shares[1] - shares[0];
    assert!((effect - more).abs() < 0.0006, "{effect}, not {more}");
    assert!(0.0 < low && low < 0.08 && 0.08 < high, "{low} to {high}");
    let (word, said) = (browser.text(".judge-word").unwrap(), headline(&browser));
    assert!(said.starts_with(&word), "{word}: {said}");
    assert!(said.contains("brought 8.0 more buyers among 100"), "{said}");
    assert!(browser.take_console().unwrap().is_empty());
    std::fs::remove_dir_all(&folder).unwrap();
}
