//! Which of the scenarios brings most, as far as their ranges tell.

use clientele_model::experiments::Scenario;
use clientele_model::words::Sentence;

use super::found::Way;
use super::scenario::Gain;
use super::words::rounded;

/// Title of the scenarios: the one that brings most by name only where its lead is more than doubt.
pub fn title(ways: &[Way], currency: &str) -> Sentence {
    let able: Vec<(&Way, Gain)> = ways
        .iter()
        .filter_map(|way| Some((way, way.gain()?)))
        .collect();
    let Some(best) = able.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean)) else {
        return "None of these can be computed".into();
    };
    let (way, gain) = best;
    let words = Sentence::new().name(way.name(currency));
    let a_year = |words: Sentence| words.money(rounded(gain.mean)).text(" a year");
    if able.len() == 1 {
        return a_year(words.text(": "));
    }
    let does = match gain.mean >= 0.0 {
        true => " brings most",
        false => " loses least",
    };
    let close: Vec<&Way> = able
        .iter()
        .filter(|other| !std::ptr::eq(other.0, *way) && !is_ahead(best, other))
        .map(|(other, _)| *other)
        .collect();
    let Some(first) = close.first() else {
        return a_year(words.text(does).text(": "));
    };
    let words = a_year(words.text(" is expected to").text(match gain.mean >= 0.0 {
        true => " bring most, ",
        false => " lose least, ",
    }));
    let words = words.text(", but cannot be told apart from ");
    match close.len() {
        1 => words.name(first.name(currency)),
        _ => words.text("the others"),
    }
}

/// What stands below the scenarios.
pub fn note(plan: &Way) -> Sentence {
    let note = Sentence::from(
        "Gain of a year by lift, all sends made; the figures beside it are those of the year that begins with the test.",
    );
    match plan.year {
        Some(_) => note,
        None => note.text(
            " Until the years are simulated, ranges and chances of a loss are those of a year without a test.",
        ),
    }
}

/// Whether one surely brings more than the other: by its mean where both do the same to the same customers, and differ in
/// what a send costs; else where the lower end of the difference is above zero, the doubts of both squared and added
/// (Zou and Donner's MOVER, 2008).
fn is_ahead(one: &(&Way, Gain), other: &(&Way, Gain)) -> bool {
    let lead = one.1.mean - other.1.mean;
    if does_the_same(&one.0.scenario, &other.0.scenario) {
        return lead > 0.0;
    }
    let doubt = (one.1.mean - one.1.low).hypot(other.1.high - other.1.mean);
    lead > doubt
}

/// Whether customers get the same, so that the same lift is expected of it whatever it turns out to be.
fn does_the_same(one: &Scenario, other: &Scenario) -> bool {
    let of_the_year = |of: &Scenario| Scenario {
        contact: None,
        setup: 0.0,
        ..of.clone()
    };
    of_the_year(one) == of_the_year(other)
}
