//! What a figure is of: an average before returns beside revenue after them, shares of revenue of known customers, and
//! measures that not every customer has.

use clientele_model::words::Sentence;
use serde_json::Value;

use super::sums::at;
use super::walk::sentence;

/// Figures that are not said to be what they are.
pub fn wrong(report: &Value) -> Vec<String> {
    let mut found = average_orders(report);
    found.extend(shares_of_revenue(report));
    found.extend(measures(report));
    found
}

fn said(report: &Value, key: &str) -> String {
    let words = report.get(key).and_then(sentence);
    words.as_ref().map_or_else(String::new, Sentence::to_string)
}

/// Where something came back, an average order is said to be before returns: revenue beside it is after them.
fn average_orders(report: &Value) -> Vec<String> {
    let returned = |side: &str| at(report, side).and_then(Value::as_f64).unwrap_or(0.0);
    if returned("now.returned") <= 0.0 && returned("then.returned") <= 0.0 {
        return vec![];
    }
    let mut found = vec![];
    for key in ["headline", "context"] {
        let words = said(report, key);
        let parts: Vec<&str> = words.split("average order").skip(1).collect();
        if parts
            .iter()
            .any(|rest| !rest.starts_with(" before returns"))
        {
            found.push(format!(
                "{key}: an average order before or after returns? {words}"
            ));
        }
    }
    found
}

/// Segments share the revenue of known customers, which is said.
fn shares_of_revenue(report: &Value) -> Option<String> {
    let revenue = report.get("segments").and(report["revenue"].as_f64())?;
    let words = said(report, "context");
    let is_said = words.contains("Shares of revenue are of the ");
    (is_said != (revenue > 0.0)).then(|| format!("of which revenue are shares? {words}"))
}

/// Customers with a measure: those of all segments are all there are.
fn measures(report: &Value) -> Vec<String> {
    let list = |key: &str| report.get(key).and_then(Value::as_array).cloned();
    let (Some(features), Some(segments)) = (list("features"), list("segments")) else {
        return vec![];
    };
    let mut found = vec![];
    for (place, feature) in features.iter().enumerate() {
        let known = |segment: &Value| segment["profile"][place]["known"].as_u64();
        let of_segments: Option<Vec<u64>> = segments.iter().map(known).collect();
        let sum = of_segments.map(|all| all.iter().sum::<u64>());
        if sum != feature["all"]["known"].as_u64() {
            let (key, all) = (&feature["key"], &feature["all"]["known"]);
            found.push(format!(
                "{all} customers have {key}, of all segments {sum:?}"
            ));
        }
    }
    found
}

#[test]
fn figures_that_are_not_said_to_be_what_they_are_are_found() {
    let text = |words: &str| serde_json::json!([{ "Text": words }]);
    let overview = |words: &str| serde_json::json!({"now": {"returned": 3.0}, "headline": text("Revenue grew"), "context": text(words)});
    assert_eq!(
        wrong(&overview("the average order before returns was 3.")),
        Vec::<String>::new()
    );
    assert_eq!(wrong(&overview("the average order was 3.")).len(), 1);
    let segments = |words: &str, known: u64| {
        serde_json::json!({
            "revenue": 7.0, "context": text(words),
            "features": [{"key": "gap", "all": {"known": 5}}],
            "segments": [{"profile": [{"known": 3}]}, {"profile": [{"known": known}]}],
        })
    };
    let whole = "Two groups. Shares of revenue are of the 7 they brought.";
    assert_eq!(wrong(&segments(whole, 2)), Vec::<String>::new());
    assert_eq!(wrong(&segments("Two groups.", 3)).len(), 2);
}
