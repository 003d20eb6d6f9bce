//! Differences, ranges and chances in words.

use clientele_model::experiments::Measure;
use clientele_model::words::Sentence;

use super::effects::Told;
pub use crate::experiments::odds::odds;

/// A difference with its sign: "+2.4 points", "−1.75", "+0.02".
pub fn change(words: Sentence, measure: Measure, effect: f64) -> Sentence {
    let words = number(words, measure, effect, true);
    match measure {
        Measure::Share => words.text(" points"),
        Measure::Money | Measure::Number => words,
    }
}

/// An end of a range, without its unit.
fn number(words: Sentence, measure: Measure, value: f64, signed: bool) -> Sentence {
    let plus = |shown: f64, words: Sentence| match signed && shown > 0.0 {
        true => words.text("+"),
        false => words,
    };
    match measure {
        Measure::Share => plus((value * 1e3).round(), words).number(value * 100.0, 1),
        Measure::Money => plus((value * 1e2).round(), words).money(value),
        Measure::Number => plus((value * 1e3).round(), words).number(value, 3),
    }
}

/// "+2.4 points (0.5 to 4.2)".
pub fn told(words: Sentence, measure: Measure, told: Told) -> Sentence {
    let words = change(words, measure, told.effect).text(" (");
    range(words, measure, told.low, told.high).text(")")
}

/// "0.5 to 4.2".
pub fn range(words: Sentence, measure: Measure, low: f64, high: f64) -> Sentence {
    let words = number(words, measure, low, false).text(" to ");
    number(words, measure, high, false)
}

/// A value of an arm: "16.6%", "13.00".
pub fn value(words: Sentence, measure: Measure, value: f64) -> Sentence {
    match measure {
        Measure::Share => words.number(value * 100.0, 1).text("%"),
        Measure::Money => words.money(value),
        Measure::Number => words.number(value, 3),
    }
}

/// Clauses with commas between them, and "and" before the last.
pub fn joined(clauses: Vec<Sentence>) -> Sentence {
    let last = clauses.len().saturating_sub(1);
    let mut words = Sentence::new();
    for (at, clause) in clauses.into_iter().enumerate() {
        words = match at {
            0 => words,
            at if at == last => words.text(", and "),
            _ => words.text(", "),
        };
        words.0.extend(clause.0);
    }
    words
}

/// A sentence with a small letter first, to go on with.
pub fn uncapital(words: &Sentence) -> String {
    let text = words.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
