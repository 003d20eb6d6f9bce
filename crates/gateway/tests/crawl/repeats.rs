//! What may stand once only: titles, names of segments, codes in a list, headings of a spreadsheet.

use std::collections::BTreeSet;

use clientele_model::groups::RfmGroup;
use serde_json::Value;

use super::walk::{Walked, key};

/// What stands twice, or under the name of something else.
pub fn found(report: &Value, walked: &Walked) -> Vec<String> {
    let mut found = vec![];
    let of_sentences = walked
        .sentences
        .iter()
        .map(|met| (&met.path, met.it.to_string()));
    let of_texts = walked.texts.iter().map(|met| (&met.path, met.it.clone()));
    let titles = of_sentences
        .chain(of_texts)
        .filter(|(path, _)| key(path).ends_with("title"));
    let mut seen = BTreeSet::new();
    for (path, title) in titles {
        if !title.is_empty() && !seen.insert(title.clone()) {
            found.push(format!("{path} stands twice: {title}"));
        }
    }
    lists(report, "", &mut found);
    let names: Vec<&str> = report["segments"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|segment| segment["name"].as_str())
        .collect();
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            found.push(format!("two segments are called {name}"));
        }
        if name.trim().is_empty() {
            found.push("a segment without a name".to_owned());
        }
        if RfmGroup::ALL
            .iter()
            .any(|group| group.name().eq_ignore_ascii_case(name))
        {
            found.push(format!("a segment is called {name} like an RFM group"));
        }
    }
    if let Some(csv) = report["csv"].as_str() {
        let line = csv
            .trim_start_matches('\u{feff}')
            .lines()
            .next()
            .unwrap_or_default();
        let mut heads = BTreeSet::new();
        for head in line.split(',') {
            if head.is_empty() || !heads.insert(head) {
                found.push(format!("the heading “{head}” of the spreadsheet"));
            }
        }
    }
    found
}

/// Lists of things with a code hold each once.
fn lists(node: &Value, path: &str, found: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            for (name, value) in fields {
                lists(value, &format!("{path}.{name}"), found);
            }
        }
        Value::Array(items) => {
            let mut seen = BTreeSet::new();
            for id in items.iter().filter_map(|item| item.get("id")?.as_str()) {
                if !seen.insert(id) {
                    found.push(format!("{path} holds {id} twice"));
                }
            }
            items.iter().for_each(|item| lists(item, path, found));
        }
        _ => {}
    }
}

#[test]
fn what_stands_twice_is_found() {
    let report = serde_json::json!({
        "series_title": [{"Text": "Sales"}], "curve_title": [{"Text": "Sales"}],
        "segments": [{"name": "Lost"}, {"name": "Lost"}],
        "rows": [{"id": "A"}, {"id": "A"}],
        "csv": "\u{feff}Customer,Spend,Spend\r\n"
    });
    let walked = super::walk::walk(&report);
    let mut said = found(&report, &walked);
    said.sort();
    assert_eq!(
        said,
        [
            ".rows holds A twice",
            "a segment is called Lost like an RFM group",
            "a segment is called Lost like an RFM group",
            "series_title stands twice: Sales",
            "the heading “Spend” of the spreadsheet",
            "two segments are called Lost",
        ]
    );
}
