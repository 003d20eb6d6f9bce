//! The links that are asked: every panel with every parameter of the tables, and what reports link to themselves.

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::FILTERS;
use clientele_model::link::encoded;
use clientele_model::question::{AnyQuestion, Panel};

/// Parameters that only some panels read.
const ONLY_ON: [(&str, &[&str]); 11] = [
    ("lens", &["segments", "overview"]),
    ("k", &["segments"]),
    ("seed", &["segments"]),
    ("support", &["baskets"]),
    ("confidence", &["baskets"]),
    ("level", &["baskets"]),
    ("length", &["baskets"]),
    ("within", &["baskets"]),
    ("largest", &["baskets"]),
    ("rules", &["baskets"]),
    ("rows", &["baskets"]),
];

/// Panels that answer without being told more.
const PLAIN: [&str; 5] = ["overview", "segments", "products", "baskets", "values"];

/// What a parameter whose meaning is not known here may take.
const TRIED: [&str; 12] = [
    "all",
    "auto",
    "off",
    "on",
    "none",
    "rfm",
    "found",
    "behaviour",
    "1",
    "2",
    "0.5",
    "40",
];

/// Values worth trying for a parameter.
fn values(key: &str, of: &Catalogue) -> Vec<String> {
    let name = |values: &[clientele_model::catalogue::Value]| -> Vec<String> {
        let ends = [values.first(), values.last()];
        let mut names: Vec<String> = ends.into_iter().flatten().map(|v| v.name.clone()).collect();
        names.dedup();
        names
    };
    let (first, last) = of.usual;
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match key {
        "data" => vec![],
        "from" | "to" => vec![format!(
            "{}-{:02}-15",
            first.year(),
            (first.month() + 5) % 12 + 1
        )],
        "asof" => vec![of.last.to_string()],
        "last" => texts(&["1", "60", "200"]),
        "against" => texts(&["year", "none"]),
        "country" => name(&of.countries),
        "channel" => name(&of.channels),
        "category" => name(&of.categories),
        "tier" => name(&of.tiers),
        "spend" => texts(&["100..500", "..50", "5000.."]),
        "only" => vec![
            "rfm.champions".to_owned(),
            "rfm.lost".to_owned(),
            "cell.5.5".to_owned(),
            "band.frequency.1..2".to_owned(),
            format!("new.{first}.{last}"),
        ],
        // Says under what "only" was chosen: see the links of reports.
        "under" => vec![],
        "goods" => texts(&["POST"]),
        "k" => texts(&["2", "6"]),
        "seed" => texts(&["7"]),
        "support" => texts(&["0.02"]),
        "length" | "page" => texts(&["2"]),
        "within" => texts(&["30"]),
        "largest" => texts(&["6"]),
        "rows" => texts(&["5"]),
        "by" => texts(&["units", "margin", "found", "rfm"]),
        "a" => texts(&["50"]),
        "b" => texts(&["99"]),
        "x" => texts(&["0.3"]),
        "y" => texts(&["2"]),
        "box" => texts(&["AX", "CZ", "N"]),
        "demand" => texts(&["lumpy"]),
        "stage" => texts(&["growing", "discontinued"]),
        "sort" => texts(&["cv", "name"]),
        "find" => texts(&["bag", "zzzz"]),
        // These need the data: see the links of reports.
        "product" | "customer" | "of" => vec![],
        _ => texts(&TRIED),
    }
}

/// Every panel with every parameter that it reads, one at a time.
pub fn from_tables(of: &Catalogue) -> Vec<String> {
    let mut links = vec!["/data".to_owned()];
    for panel in PLAIN {
        links.push(format!("/{panel}"));
        let own = Panel::of(panel)
            .unwrap()
            .declared()
            .params
            .iter()
            .map(|param| param.key);
        for key in FILTERS.iter().map(|param| param.key).chain(own) {
            let elsewhere = ONLY_ON
                .iter()
                .any(|(only, on)| *only == key && !on.contains(&panel));
            if elsewhere {
                continue;
            }
            // Finding segments takes longest: one value of each kind will do.
            let most = if panel == "segments" && key != "k" {
                1
            } else {
                usize::MAX
            };
            for value in values(key, of).into_iter().take(most) {
                links.push(format!("/{panel}?{key}={}", encoded(&value)));
            }
        }
    }
    links.push("/segments?lens=behaviour&last=200".to_owned());
    links.push("/baskets?level=category&rules=all".to_owned());
    links.retain(|link| is_readable(link));
    links
}

/// Whether every part of a link says something.
pub fn is_readable(link: &str) -> bool {
    AnyQuestion::parse(link).is_ok_and(|(_, notices)| notices.is_empty())
}

/// The same link with one part more.
pub fn and(link: &str, part: &str) -> String {
    let sign = if link.contains('?') { '&' } else { '?' };
    format!("{link}{sign}{part}")
}

/// The link's filters on another panel.
pub fn on(panel: &str, link: &str) -> String {
    match link.split_once('?') {
        Some((_, query)) => format!("/{panel}?{query}"),
        None => format!("/{panel}"),
    }
}

#[test]
fn every_parameter_is_tried_on_the_panels_that_read_it() {
    let text = include_str!("../../../../public/data/omnichannel/catalogue.json");
    let of: Catalogue = serde_json::from_str(text).unwrap();
    let links = from_tables(&of);
    assert!(links.len() >= 100, "{}", links.len());
    for param in FILTERS
        .iter()
        .filter(|param| !["data", "under"].contains(&param.key))
    {
        let part = format!("?{}=", param.key);
        assert!(
            links.iter().any(|link| link.contains(&part)),
            "{}",
            param.key
        );
    }
    assert!(!is_readable("/overview?nonsense=1"));
    assert_eq!(on("segments", "/overview?last=60"), "/segments?last=60");
    assert_eq!(and("/overview", "last=60"), "/overview?last=60");
}
