//! How effects are written: signs, points, the words of a verdict and of where something stands.

use clientele_model::experiments::{
    Arm, Measure, MeasureRow, ResultReport, Role, Stand, Verdict, Way,
};

use crate::charts::Ink;
use crate::format::Format;
use crate::icon::{CROSS, WARN};
use crate::names::named;

/// A value as it is, not a change: "16.6%", "€13.43".
pub(super) fn level(fmt: &Format, measure: Measure, v: f64) -> String {
    if !v.is_finite() {
        return "–".to_owned();
    }
    match measure {
        Measure::Share => format!("{}%", fmt.number(v * 100.0, 1)),
        Measure::Money => amount(fmt, v),
        Measure::Number => fmt.number(v, 2),
    }
}

/// A change with its sign, without its unit where that is points: "+2.4", "−€1.75".
pub(super) fn change(fmt: &Format, measure: Measure, v: f64) -> String {
    if !v.is_finite() {
        return "–".to_owned();
    }
    match measure {
        Measure::Share => fmt.signed(v * 100.0, 1),
        Measure::Money if v > 0.0 => format!("+{}", amount(fmt, v)),
        Measure::Money => amount(fmt, v),
        Measure::Number => fmt.signed(v, 2),
    }
}

/// The same with its unit: "+2.4 points".
pub(super) fn with_unit(fmt: &Format, measure: Measure, v: f64) -> String {
    let words = change(fmt, measure, v);
    match measure {
        Measure::Share if v.is_finite() => format!("{words} points"),
        _ => words,
    }
}

/// An interval: "+0.5 to +4.2".
pub(super) fn between(fmt: &Format, measure: Measure, low: f64, high: f64) -> String {
    if !low.is_finite() && !high.is_finite() {
        return "cannot be told".to_owned();
    }
    let end = |v| change(fmt, measure, v);
    match (low.is_finite(), high.is_finite()) {
        (false, _) => format!("up to {}", end(high)),
        (_, false) => format!("from {}", end(low)),
        _ => format!("{} to {}", end(low), end(high)),
    }
}

/// An effect with its unit and its interval: "+2.4 points (+0.5 to +4.2)".
pub(super) fn effect(fmt: &Format, measure: Measure, of: (f64, f64, f64)) -> String {
    let (v, low, high) = of;
    let (v, span) = (with_unit(fmt, measure, v), between(fmt, measure, low, high));
    format!("{v} ({span})")
}

/// A change on an axis.
pub(super) fn tick(fmt: &Format, measure: Measure, v: f64) -> String {
    let whole = |v: f64| (v - v.round()).abs() < 1e-6;
    match measure {
        Measure::Share if whole(v * 100.0) => fmt.signed(v * 100.0, 0),
        Measure::Money if whole(v) => fmt.money_short(v),
        Measure::Number if whole(v) => fmt.signed(v, 0),
        measure if v == 0.0 => level(fmt, measure, 0.0),
        measure => change(fmt, measure, v),
    }
}

/// What an axis of changes counts.
pub(super) fn axis(fmt: &Format, row: Option<&MeasureRow>, measure: Measure) -> String {
    let is_goal = row.is_some_and(|row| row.key == "bought");
    match measure {
        Measure::Share if is_goal => "Points: more buyers among 100".to_owned(),
        Measure::Share => "Points".to_owned(),
        Measure::Money => format!("{} per customer", fmt.currency().unwrap_or("Amount")),
        Measure::Number => "Per customer".to_owned(),
    }
}

/// An amount: small ones to the last unit.
fn amount(fmt: &Format, v: f64) -> String {
    if v.abs() < 100.0 {
        fmt.money_exact(v)
    } else {
        fmt.money_short(v)
    }
}

/// The goal.
pub(super) fn goal(r: &ResultReport) -> Option<&MeasureRow> {
    let mut all = r.measures.iter();
    all.find(|row| row.role == Role::Goal)
        .or_else(|| r.measures.first())
}

/// What the goal is counted in.
pub(super) fn goal_measure(r: &ResultReport) -> Measure {
    goal(r).map_or(Measure::Share, |row| row.measure)
}

/// What is shown beside the goal: the profit, or who bought where the profit is the goal.
pub(super) fn second(r: &ResultReport) -> Option<&MeasureRow> {
    let goal = goal(r)?;
    let of = |key: &str| {
        r.measures
            .iter()
            .find(|row| row.key == key && row.key != goal.key)
    };
    of("margin").or_else(|| of("bought"))
}

/// The way that counts.
pub(super) fn counting(row: &MeasureRow) -> Option<&Way> {
    let mut ways = row.ways.iter();
    ways.find(|way| way.counts).or_else(|| row.ways.first())
}

/// How the customers who were written to are called.
pub(super) fn treated(r: &ResultReport) -> String {
    let arm = r.arms.get(r.compared as usize);
    match (r.arms.len() > 2 && r.choices.arm.is_some(), arm) {
        (true, Some(arm)) => named(&arm.name),
        _ => "Got it".to_owned(),
    }
}

/// The arms by themselves: without the line that puts all but the first together, which only tests of three or more have.
pub(super) fn arms(r: &ResultReport) -> impl Iterator<Item = &Arm> {
    let together = (r.arms.len() > 2 && r.choices.arm.is_none()).then_some(r.compared as usize);
    let arms = r.arms.iter().enumerate();
    arms.filter(move |(at, _)| Some(*at) != together)
        .map(|(_, arm)| arm)
}

/// How many customers are judged.
pub(super) fn judged(r: &ResultReport) -> u32 {
    arms(r).map(|arm| arm.customers).sum()
}

/// How an arm is called, by its place among them.
pub(super) fn arm(r: &ResultReport, at: usize, arm: &Arm) -> String {
    match at {
        0 => HELD_BACK.to_owned(),
        _ if r.arms.len() == 2 => treated(r),
        _ => named(&arm.name),
    }
}

/// How those are called who were not.
pub(super) const HELD_BACK: &str = "Held back";

/// A campaign's name, or its code where it has none.
pub(super) fn campaign(r: &ResultReport) -> String {
    let c = &r.campaign;
    named(if c.name.is_empty() { &c.id } else { &c.name })
}

/// A verdict in a word or two.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ship => "Ship",
        Verdict::KeepRunning => "Keep running",
        Verdict::Narrower => "Repeat, narrower",
        Verdict::RollBack => "Roll back",
        Verdict::Broken => "Broken",
    }
}

/// When it is given.
pub(super) fn when(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ship => "goal met, no guardrail in doubt",
        Verdict::KeepRunning => "something is still in doubt, and time would settle it",
        Verdict::Narrower => "too few customers to settle it for everybody: ask about fewer",
        Verdict::RollBack => "goal missed, or a guardrail broken",
        Verdict::Broken => "the split is off: no effect can be trusted",
    }
}

/// Its icon and the class of its colour.
pub(super) fn look(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Ship => ("M4 14V2.500M4 3h8.500L10.500 5.750 12.500 8.500H4", "good"),
        Verdict::KeepRunning => (
            "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.500V8l2.500 1.500",
            "warn",
        ),
        Verdict::Narrower => ("M2.500 3h11L9.500 8v4l-3 1.500V8L2.500 3Z", "warn"),
        Verdict::RollBack => (
            "M5.500 3 2.500 6l3 3M2.500 6h7a3.500 3.500 0 0 1 0 7H6",
            "bad",
        ),
        Verdict::Broken => (WARN, "bad"),
    }
}

/// Where something stands: its sign, the class of its colour, and the word.
pub(super) fn sign(stand: Stand) -> (&'static str, &'static str, &'static str) {
    match stand {
        Stand::Holds => ("M3 8.500 6.500 12 13 4.500", "good", "holds"),
        Stand::Open => (
            "M5.500 6.200a2.500 2.500 0 1 1 3.700 2.200c-.8.400-1.200.9-1.200 1.800M8 12.700v.1",
            "warn",
            "open",
        ),
        Stand::Broken => (CROSS, "bad", "broken"),
        Stand::Unknown => ("M4.500 8h7", "", "not in the file"),
    }
}

/// Where the goal stands: an interval on one side of zero settles it. Nothing for another measure.
pub(super) fn met(row: &MeasureRow) -> Option<Stand> {
    let way = counting(row).filter(|_| row.role == Role::Goal)?;
    Some(match way {
        way if way.low > 0.0 => Stand::Holds,
        way if way.high < 0.0 => Stand::Broken,
        _ => Stand::Open,
    })
}

/// Where a measure stands, in a word: a goal is met or missed, a guardrail holds or is broken.
pub(super) fn stands(row: &MeasureRow, stand: Stand) -> &'static str {
    match (row.role, stand) {
        (Role::Goal, Stand::Holds) => "met",
        (Role::Goal, Stand::Broken) => "missed",
        _ => sign(stand).2,
    }
}

/// A name inside a sentence: without its capital, unless it is an abbreviation.
pub(super) fn inside(name: &str) -> String {
    let mut letters = name.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_uppercase() => {
            format!("{first}{second}{}", letters.as_str())
        }
        (Some(first), second) => {
            let first = first.to_ascii_lowercase();
            format!(
                "{first}{}{}",
                second.map(String::from).unwrap_or_default(),
                letters.as_str()
            )
        }
        _ => String::new(),
    }
}

/// The colour of a mark for where something stands.
pub(super) fn ink(stand: Stand) -> Ink {
    match stand {
        Stand::Holds => Ink::Good,
        Stand::Open => Ink::Warn,
        Stand::Broken => Ink::Bad,
        Stand::Unknown => Ink::Compare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_inside_a_sentence_keeps_its_capitals_where_it_is_an_abbreviation() {
        assert_eq!(inside("Where they usually buy"), "where they usually buy");
        assert_eq!(inside("RFM group"), "RFM group");
        assert_eq!(inside("Étage"), "Étage");
        assert_eq!((inside("A"), inside("")), ("a".to_owned(), String::new()));
    }
}
