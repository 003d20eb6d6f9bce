//! The sentences about a test as a whole: headline, context, why.

use clientele_model::experiments::{Measure, MeasureRow, ResultReport, Role, Stand, Verdict};
use clientele_model::words::{Sentence, agreeing};

use super::measures::Measured;
use super::parts::Parts;
use super::totals::Value;
use super::{formulas, next, words};

/// What the goal's reason is called.
pub fn goal_title(value: Value, stand: Stand) -> Sentence {
    let (met, missed, open) = match value {
        Value::Bought => (
            "More people bought",
            "Fewer people bought",
            "Whether more people bought is open",
        ),
        Value::Orders => (
            "There were more orders",
            "There were fewer orders",
            "Whether there were more orders is open",
        ),
        Value::Revenue => (
            "Customers brought more revenue",
            "Customers brought less revenue",
            "Whether customers brought more revenue is open",
        ),
        Value::Margin => (
            "Customers brought more profit",
            "Customers brought less profit",
            "Whether customers brought more profit is open",
        ),
    };
    Sentence::from(match stand {
        Stand::Holds => met,
        Stand::Broken => missed,
        Stand::Open | Stand::Unknown => open,
    })
}

/// Its figures.
pub fn goal_about(goal: &Measured) -> Sentence {
    let MeasureRow {
        measure,
        control,
        treated,
        chance,
        ..
    } = goal.row;
    let words = words::value(Sentence::new(), measure, treated).text(" against ");
    let words = words::value(words, measure, control).text(": ");
    let words = words::told(words, measure, goal.effects.counts);
    match chance {
        Some(chance) => words::odds(words.text("; it helps in "), chance).text(" such cases"),
        None => words,
    }
}

/// What a guardrail's reason is called.
pub fn guard_title(row: &MeasureRow, stand: Stand) -> Sentence {
    let words = Sentence::new().name(&row.name);
    match stand {
        Stand::Holds => words.text(" stays within its limit"),
        Stand::Open => words.text(" is open"),
        Stand::Broken => words.text(" is beyond its limit"),
        Stand::Unknown => words.text(": not in the file"),
    }
}

/// "2.4 more buyers among 100".
pub fn brought(words: Sentence, value: Value, effect: f64) -> Sentence {
    let (more, fewer) = match value {
        Value::Bought => (" more buyers among 100", " fewer buyers among 100"),
        Value::Orders => (
            " more orders among 100 customers",
            " fewer orders among 100 customers",
        ),
        Value::Revenue => (" more revenue per customer", " less revenue per customer"),
        Value::Margin => (" more profit per customer", " less profit per customer"),
    };
    let words = match value {
        Value::Bought | Value::Orders => words.number(100.0 * effect.abs(), 1),
        Value::Revenue | Value::Margin => words.money(effect.abs()),
    };
    words.text(if effect >= 0.0 { more } else { fewer })
}

/// "brought more buyers".
fn open(value: Value) -> &'static str {
    match value {
        Value::Bought => "brought more buyers",
        Value::Orders => "brought more orders",
        Value::Revenue => "brought more revenue",
        Value::Margin => "brought more profit",
    }
}

/// "The share who bought moved by ".
fn moved(value: Value) -> &'static str {
    match value {
        Value::Bought => "The share who bought moved by ",
        Value::Orders => "Orders per customer moved by ",
        Value::Revenue => "Revenue per customer moved by ",
        Value::Margin => "Profit per customer moved by ",
    }
}

/// Fills in everything that is said of a test that could be read.
pub fn say(
    report: &mut ResultReport,
    parts: &Parts<'_>,
    goal: &Measured,
    stand: Stand,
    needed: f64,
) {
    report.headline = headline(report, goal, stand);
    report.context = context(report, parts, goal);
    report.why = why(report, stand);
    report.next = next::next(report, parts, needed);
    report.measures_title = measures_title(report, goal, stand);
    report.measures_note = measures_note(goal, parts.how.alpha);
    report.how = formulas::formulas(report, parts, goal);
}

/// What is in doubt besides the goal.
struct Doubts {
    profit: bool,
    after: bool,
    guards: u64,
}

impl Doubts {
    fn of(report: &ResultReport) -> Self {
        let guards = report
            .measures
            .iter()
            .filter(|row| row.role == Role::Guardrail);
        let open = guards.filter(|row| row.stand == Some(Stand::Open));
        Self {
            profit: open.clone().any(|row| row.key == "margin"),
            after: report
                .after
                .as_ref()
                .is_some_and(|after| after.stand == Stand::Open),
            guards: open.count() as u64,
        }
    }
}

fn headline(report: &ResultReport, goal: &Measured, stand: Stand) -> Sentence {
    let words = verdict(report);
    let words = match stand {
        Stand::Holds | Stand::Broken => brought(
            words.text(" brought "),
            goal.value,
            goal.effects.counts.effect,
        ),
        Stand::Open | Stand::Unknown => {
            let words = opening(report).text("it cannot be told whether “");
            words
                .name(&report.campaign.name)
                .text("” ")
                .text(open(goal.value))
        }
    };
    let doubts = Doubts::of(report);
    match (report.verdict, stand) {
        (Verdict::RollBack, Stand::Holds | Stand::Open) => match broken_reason(report) {
            Some(reason) => words.text(", and ").text(reason),
            None => words,
        },
        (Verdict::Ship, _) => words.text(", and nothing that was measured speaks against it"),
        (_, Stand::Holds) if doubts.profit => words.text(", but it is not sure that it pays"),
        (_, Stand::Holds) if doubts.after => {
            words.text(", but some orders may only have come earlier")
        }
        (_, Stand::Holds) if doubts.guards > 0 => words.text(", but not everything is settled"),
        (Verdict::KeepRunning, _) => words.text(" so far"),
        _ => words,
    }
}

/// "Keep running: ".
fn opening(report: &ResultReport) -> Sentence {
    let word = report.verdict.word();
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    Sentence::from(first.unwrap_or_default() + letters.as_str()).text(": ")
}

/// "Keep running: “Spring coupon”".
fn verdict(report: &ResultReport) -> Sentence {
    opening(report)
        .text("“")
        .name(&report.campaign.name)
        .text("”")
}

/// The first reason that does not hold, to go on with.
fn broken_reason(report: &ResultReport) -> Option<String> {
    let mut broken = report
        .reasons
        .iter()
        .filter(|reason| reason.stand == Stand::Broken);
    broken.next().map(|reason| words::uncapital(&reason.title))
}

fn context(report: &ResultReport, parts: &Parts<'_>, goal: &Measured) -> Sentence {
    let judged = parts.found.judged();
    let words = were_split(judged)
        .text(" at random on ")
        .day(report.campaign.day)
        .text(". ")
        .text(moved(goal.value));
    let words = words::told(words, goal.row.measure, goal.effects.counts).text(".");
    let mut others = report.measures.iter().filter(|row| row.key == "margin");
    let profit = others.next().filter(|_| goal.value != Value::Margin);
    match profit.and_then(|row| row.ways.iter().find(|way| way.counts)) {
        Some(way) => {
            let words = words.text(" Profit per customer moved by ");
            let words = words::change(words, Measure::Money, way.effect);
            let words = words.text("; anything from ");
            words::range(words, Measure::Money, way.low, way.high).text(" fits the data.")
        }
        None => words,
    }
}

/// "5,702 customers were split".
pub fn were_split(customers: u32) -> Sentence {
    Sentence::new()
        .counted(customers, "customer")
        .text(agreeing(customers, " was split", " were split"))
}

fn why(report: &ResultReport, stand: Stand) -> Sentence {
    let doubts = Doubts::of(report);
    let words = Sentence::from(match stand {
        Stand::Holds => "The goal is met",
        Stand::Broken => "The goal is missed",
        Stand::Open | Stand::Unknown => "The goal is open",
    });
    match report.verdict {
        Verdict::Ship => words.text(" and no guardrail is in doubt."),
        Verdict::RollBack => match broken_reason(report) {
            Some(reason) if stand != Stand::Broken => words.text(", but ").text(reason).text("."),
            _ => words.text(", and that is more than chance."),
        },
        Verdict::KeepRunning | Verdict::Narrower => {
            let mut clauses = vec![words];
            if doubts.guards > 0 {
                let open = Sentence::new().counted(doubts.guards, "guardrail");
                clauses.push(open.text(agreeing(doubts.guards, " is open", " are open")));
            }
            if doubts.after {
                clauses.push("part of the lead may only be orders that came earlier".into());
            }
            if report.after.is_none() {
                clauses.push("the days after the window are still to come".into());
            }
            words::joined(clauses).text(".")
        }
        Verdict::Broken => Sentence::from("The split is off."),
    }
}

fn measures_title(report: &ResultReport, goal: &Measured, stand: Stand) -> Sentence {
    let words = match stand {
        Stand::Holds | Stand::Broken => {
            brought(Sentence::new(), goal.value, goal.effects.counts.effect)
                .text(", more than chance makes")
        }
        Stand::Open | Stand::Unknown => {
            Sentence::from("Chance alone could make the difference that was seen")
        }
    };
    match (Doubts::of(report).profit, stand) {
        (true, Stand::Holds | Stand::Broken) => words.text("; what became of profit is not sure"),
        (true, _) => words.text(", and what became of profit is not sure either"),
        (false, _) => words,
    }
}

fn measures_note(goal: &Measured, alpha: f64) -> Sentence {
    let sure = Sentence::from("Bars hold the true difference in ")
        .number(100.0 * (1.0 - alpha), 0)
        .text(" of 100 tests.");
    let percent = |words: Sentence, share: f64| words.number(100.0 * share, 0).text("%");
    match goal.row.relative {
        Some((effect, low, high)) => {
            let words = percent(sure.text(" Relative to those held back: "), effect);
            let words = percent(words.text(" ("), low);
            percent(words.text(" to "), high).text(").")
        }
        None => sure,
    }
}
