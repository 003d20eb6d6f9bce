//! "Most", "least", "best" and the direction of a change, worked out again over the whole list.

use clientele_model::words::{Piece, Sentence};
use serde_json::Value;

use super::sums::at;
use super::walk::sentence;

/// Titles whose name or direction is not that of the figures.
pub fn wrong(report: &Value) -> Vec<String> {
    let mut found = vec![];
    found.extend(direction(report));
    found.extend(places(report));
    found.extend(best_sellers(report));
    found.extend(segments(report));
    found
}

fn said(report: &Value, path: &str) -> Option<Sentence> {
    sentence(at(report, path)?)
}

fn names(sentence: &Sentence) -> Vec<&str> {
    let pieces = sentence.0.iter();
    let names = pieces.filter_map(|piece| match piece {
        Piece::Name(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The headline goes where revenue went.
fn direction(report: &Value) -> Option<String> {
    let (now, then) = (
        at(report, "now.revenue")?.as_f64()?,
        at(report, "then.revenue")?.as_f64()?,
    );
    let words = said(report, "headline")?.to_string().to_lowercase();
    let first = words
        .split(|c: char| !c.is_alphabetic())
        .find_map(|word| match word {
            "rose" | "grew" | "gained" | "up" | "climbed" => Some(true),
            "fell" | "shrank" | "lost" | "down" | "dropped" => Some(false),
            _ => None,
        })?;
    (first != (now > then)).then(|| format!("revenue went from {then} to {now}: {words}"))
}

/// Who gained and who lost most among the places.
fn places(report: &Value) -> Option<String> {
    let title = said(report, "places_title")?;
    let words = title.to_string();
    let gain = |place: &Value| Some(place["now"].as_f64()? - place["then"].as_f64()?);
    let named: Vec<(&str, f64)> = at(report, "places")?
        .as_array()?
        .iter()
        .filter(|place| {
            let name = place["name"].as_str().unwrap_or_default().to_lowercase();
            !["", "unspecified", "unknown", "other"].contains(&name.as_str())
        })
        .filter_map(|place| Some((place["name"].as_str()?, gain(place)?)))
        .collect();
    let most = named.iter().max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let least = named.iter().min_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let is_named = |name: &str| names(&title).contains(&name);
    (words.contains(" gained ") && !is_named(most) || words.contains(" lost ") && !is_named(least))
        .then(|| format!("{most} gained and {least} lost most: {words}"))
}

/// A list of best sellers begins with the best.
fn best_sellers(report: &Value) -> Option<String> {
    let list = at(report, "products")?.as_array()?;
    let revenue: Option<Vec<f64>> = list
        .iter()
        .map(|row| row.get("revenue")?.as_f64())
        .collect();
    let revenue = revenue?;
    let sorted = revenue.windows(2).all(|pair| pair[0] >= pair[1]);
    (!sorted).then(|| "best sellers are not in the order of their revenue".to_owned())
}

/// Superlatives in what is said of segments, by the mean customer or by the typical one.
fn segments(report: &Value) -> Vec<String> {
    let list = at(report, "segments").and_then(Value::as_array);
    let list: Vec<&Value> = list.into_iter().flatten().collect();
    let features = report["features"].as_array();
    let spend =
        features.and_then(|all| all.iter().position(|feature| feature["key"] == "monetary"));
    let mean = |segment: &Value| {
        Some(segment.get("revenue")?.as_f64()? / segment.get("customers")?.as_f64()?)
    };
    let median = |segment: &Value| segment["profile"][spend?]["quantiles"][2].as_f64();
    let all = |of: &dyn Fn(&Value) -> Option<f64>| -> Option<Vec<f64>> {
        list.iter().map(|segment| of(segment)).collect()
    };
    let measures: Vec<Vec<f64>> = [all(&mean), all(&median)].into_iter().flatten().collect();
    let is_end = |at: usize, end: fn(f64, f64) -> bool| {
        let is_end = |of: &Vec<f64>| of.iter().all(|&other| end(of[at], other));
        measures.is_empty() || measures.iter().any(is_end)
    };
    let mut found = vec![];
    for (at, segment) in list.iter().enumerate() {
        let mut words = segment["name"].as_str().unwrap_or_default().to_lowercase();
        if let Some(about) = sentence(&segment["about"]) {
            words += &format!(" {}", about.to_string().to_lowercase());
        }
        let says = |part: &str| words.contains(part);
        if (says("spend most") || says("biggest spend")) && !is_end(at, |own, other| own >= other) {
            found.push(format!("others spend more: {words}"));
        }
        if says("spend least") && !is_end(at, |own, other| own <= other) {
            found.push(format!("others spend less: {words}"));
        }
    }
    found
}

#[test]
fn a_superlative_that_is_not_one_is_found() {
    let place = |name: &str, now: f64, then: f64| serde_json::json!({"name": name, "now": now, "then": then});
    let report = serde_json::json!({
        "now": {"revenue": 90.0}, "then": {"revenue": 100.0},
        "headline": [{"Text": "Revenue rose "}, {"Change": 0.1}],
        "places": [place("A", 10.0, 5.0), place("B", 10.0, 2.0), place("C", 1.0, 9.0)],
        "places_title": [{"Name": "A"}, {"Text": " gained "}, {"Money": 5.0}],
        "products": [{"revenue": 1.0}, {"revenue": 2.0}],
        "segments": [
            {"name": "Those who spend most", "revenue": 10.0, "customers": 10},
            {"name": "Those who spend least", "revenue": 100.0, "customers": 10},
        ]
    });
    assert_eq!(
        wrong(&report),
        [
            "revenue went from 100 to 90: revenue rose 10%",
            "B gained and C lost most: A gained 5.00",
            "best sellers are not in the order of their revenue",
            "others spend more: those who spend most",
            "others spend less: those who spend least",
        ]
    );
}
