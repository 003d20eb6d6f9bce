//! One sentence per segment that says who belongs.

use clientele_model::segments::{FeatureUnit, Rule};
use clientele_model::words::{Piece, Sentence};

use super::basis::Basis;
use super::found::Found;
use super::tree::{Binned, Bound};
use crate::features::Measure;

/// A rule per segment, in their order.
pub(super) fn rules(basis: &Basis, found: &Found) -> Vec<Rule> {
    let binned = Binned::new(&basis.measures, &basis.prepared, &basis.order);
    (0..found.segments.len())
        .map(|at| {
            let branch = binned.best(&|row| usize::from(found.labels[row]) == at);
            Rule {
                words: words(&basis.measures, &branch.bounds),
                coverage: branch.coverage,
                precision: branch.precision,
            }
        })
        .collect()
}

fn words(measures: &[Measure], bounds: &[Bound]) -> Sentence {
    if bounds.is_empty() {
        return Sentence::from("No short rule tells them apart");
    }
    let mut sentence = Sentence::new();
    for (at, bound) in bounds.iter().enumerate() {
        if at > 0 {
            sentence = sentence.text(if at + 1 == bounds.len() {
                " and "
            } else {
                ", "
            });
        }
        sentence = one(sentence, &measures[bound.measure], bound);
    }
    if let Some(Piece::Text(first)) = sentence.0.first_mut() {
        let mut letters = first.chars();
        if let Some(letter) = letters.next() {
            *first = letter.to_uppercase().chain(letters).collect();
        }
    }
    sentence
}

fn one(sentence: Sentence, measure: &Measure, bound: &Bound) -> Sentence {
    let whole = |value: f64| value.max(0.0) as u64;
    match (measure.key.as_str(), bound.low, bound.high) {
        ("recency", None, Some(high)) => sentence
            .text("last order within ")
            .count(whole(high))
            .text(days(high)),
        ("recency", Some(low), None) => sentence
            .text("last order more than ")
            .count(whole(low))
            .text(days(low))
            .text(" ago"),
        ("recency", Some(low), Some(high)) => sentence
            .text("last order ")
            .count(whole(low) + 1)
            .text(" to ")
            .counted(whole(high), "day")
            .text(" ago"),
        ("frequency", None, Some(high)) if high <= 1.0 => sentence.text("one order"),
        ("frequency", None, Some(high)) => sentence.text("at most ").counted(whole(high), "order"),
        ("frequency", Some(low), None) => sentence.text("more than ").counted(whole(low), "order"),
        ("frequency", Some(low), Some(high)) if low + 1.0 == high => {
            sentence.counted(whole(high), "order")
        }
        ("frequency", Some(low), Some(high)) => sentence
            .count(whole(low) + 1)
            .text(" to ")
            .counted(whole(high), "order"),
        ("monetary", None, Some(high)) => sentence.text("spent at most ").money(high),
        ("monetary", Some(low), None) => sentence.text("spent more than ").money(low),
        ("monetary", Some(low), Some(high)) => {
            sentence.text("spent ").money(low).text(" to ").money(high)
        }
        (_, low, high) => {
            let sentence = sentence.text(lower(&measure.label));
            match (low, high) {
                (None, Some(high)) => value(sentence.text(" at most "), measure.unit, high),
                (Some(low), None) => value(sentence.text(" above "), measure.unit, low),
                (Some(low), Some(high)) => {
                    let sentence = value(sentence.text(" between "), measure.unit, low);
                    value(sentence.text(" and "), measure.unit, high)
                }
                (None, None) => sentence,
            }
        }
    }
}

/// A label inside a sentence.
pub(super) fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A value in the measure's unit.
pub(super) fn value(sentence: Sentence, unit: FeatureUnit, value: f64) -> Sentence {
    match unit {
        FeatureUnit::Money => sentence.money(value),
        FeatureUnit::Share => sentence.share(value),
        FeatureUnit::Days | FeatureUnit::Count if value.fract() == 0.0 && value >= 0.0 => {
            sentence.count(value as u64)
        }
        FeatureUnit::Days | FeatureUnit::Count => sentence.number(value, 1),
    }
}

fn days(count: f64) -> &'static str {
    if count == 1.0 { " day" } else { " days" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures() -> Vec<Measure> {
        [
            ("recency", "Days since the last order", FeatureUnit::Days),
            ("frequency", "Orders", FeatureUnit::Count),
            ("monetary", "Spend", FeatureUnit::Money),
            ("online_share", "Share of orders online", FeatureUnit::Share),
        ]
        .map(|(key, label, unit)| Measure {
            key: key.to_owned(),
            label: label.to_owned(),
            unit,
            used: true,
            values: vec![],
        })
        .to_vec()
    }

    #[track_caller]
    fn check(bounds: &[(usize, Option<f64>, Option<f64>)], expected: &str) {
        let bounds: Vec<Bound> = bounds
            .iter()
            .map(|&(measure, low, high)| Bound { measure, low, high })
            .collect();
        assert_eq!(words(&measures(), &bounds).to_string(), expected);
    }

    #[test]
    fn rules_are_sentences() {
        check(&[], "No short rule tells them apart");
        check(
            &[(0, None, Some(30.0)), (1, Some(5.0), None)],
            "Last order within 30 days and more than 5 orders",
        );
        check(
            &[
                (0, Some(30.0), Some(90.0)),
                (1, None, Some(1.0)),
                (2, None, Some(500.0)),
            ],
            "Last order 31 to 90 days ago, one order and spent at most 500.00",
        );
        check(&[(1, Some(1.0), Some(2.0))], "2 orders");
        check(&[(0, Some(1.0), None)], "Last order more than 1 day ago");
        check(&[(3, Some(0.6), None)], "Share of orders online above 60%");
        check(
            &[(2, Some(100.0), Some(900.0)), (3, Some(0.2), Some(0.6))],
            "Spent 100.00 to 900.00 and share of orders online between 20% and 60%",
        );
    }
}
