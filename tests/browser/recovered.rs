//! The campaigns of the made-up retailer, judged on the page: what they were made with lies inside the intervals it prints.

use clientele_driver::Browser;

use super::result::{WHOLE, until};
use super::truths::{self, BANDS, Told, WAY};
use super::{open, serve};

/// The cells of the table behind the picture whose second line has these words, with the headings first.
#[track_caller]
pub(super) fn table(browser: &Browser, words: &str) -> Vec<Vec<String>> {
    let figure = format!(
        "[...document.querySelectorAll('main figure')].find((f) => f.querySelector('.chart-sub').textContent.includes({words:?}))"
    );
    until(browser, &format!("{figure}?.querySelector('.as-table')"));
    let switch = format!("{figure}.querySelector('.as-table:not(:checked)')?.click();");
    browser.run(&switch, &[]).unwrap();
    until(browser, &format!("{figure}.querySelector('tbody tr')"));
    let cells = format!(
        "return [...{figure}.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));"
    );
    serde_json::from_value(browser.run(&cells, &[]).unwrap()).unwrap()
}

/// The column with this heading.
#[track_caller]
pub(super) fn column(table: &[Vec<String>], heading: &str) -> usize {
    let found = table[0].iter().position(|cell| cell == heading);
    found.unwrap_or_else(|| panic!("{heading} is none of {:?}", table[0]))
}

/// A number as the page writes it, in hundredths: "+2.4 points", "16.6%".
#[track_caller]
pub(super) fn hundredths(cell: &str) -> f64 {
    let plain: String = cell
        .replace('−', "-")
        .chars()
        .filter(|c| c.is_ascii_digit() || "-.".contains(*c))
        .collect();
    let number: f64 = plain.parse().unwrap_or_else(|_| panic!("{cell:?}"));
    number / 100.0
}

/// What the page prints of a campaign.
#[track_caller]
fn told(browser: &Browser, campaign: &str) -> Told {
    let effects = table(browser, "less held back, with 95% intervals");
    let (way, low, high) = ("Way", "From", "To");
    let [way, low, high] = [way, low, high].map(|heading| column(&effects, heading));
    // The goal stands first: more buyers.
    let goal = effects[1..].iter().find(|row| row[way] == WAY).unwrap();
    let mut lower = BANDS.to_owned();
    lower[..1].make_ascii_lowercase();
    let cut = table(browser, &format!("by {lower}: effect with 95% intervals"));
    let control = column(&cut, "Held back");
    let ends = [
        ["Measured from, points", "Measured to, points"],
        ["From, points", "To, points"],
    ]
    .map(|ends| ends.map(|heading| column(&cut, heading)));
    let bands = cut[1..].iter().map(|row| {
        let told = ends.map(|[low, high]| (hundredths(&row[low]), hundredths(&row[high])));
        (row[0].clone(), hundredths(&row[control]), told)
    });
    Told {
        campaign: campaign.to_owned(),
        whole: (hundredths(&goal[low]), hundredths(&goal[high])),
        bands: bands.collect(),
    }
}

#[test]
fn what_the_campaigns_were_made_with_lies_in_the_intervals_that_are_printed() {
    let server = serve();
    let browser = Browser::start().unwrap();
    for (campaign, ..) in truths::WHOLE {
        let link = format!("?panel=experiments/result&data=omnichannel&campaign={campaign}");
        open(&browser, &server, &link);
        until(&browser, WHOLE);
        truths::recovered(told(&browser, campaign));
    }
    // Nothing was made to happen by the last, and nothing is claimed.
    let word = browser.text(".judge-word").unwrap();
    assert_ne!(word, "Ship");
    assert!(browser.take_console().unwrap().is_empty());
}
