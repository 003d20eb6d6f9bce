//! The sentences: headline, why, what to do next, and names of formulas.

use clientele_model::experiments::{Measure, MeasureRow, ResultReport, Stand, Verdict};
use clientele_model::words::{Sentence, agreeing};

use super::effects::{How, Told};
use super::measures::Measured;
use super::report::Found;
use super::totals::Value;
use super::words;

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
fn brought(words: Sentence, value: Value, effect: f64) -> Sentence {
    let more = |more: &str, fewer: &str| {
        match effect >= 0.0 {
            true => more,
            false => fewer,
        }
        .to_owned()
    };
    let size = effect.abs();
    match value {
        Value::Bought => words
            .number(100.0 * size, 1)
            .text(more(" more buyers among 100", " fewer buyers among 100")),
        Value::Orders => words.number(100.0 * size, 1).text(more(
            " more orders of 100 customers",
            " fewer orders of 100 customers",
        )),
        Value::Revenue => words.money(size).text(more(
            " more revenue per customer",
            " less revenue per customer",
        )),
        Value::Margin => words.money(size).text(more(
            " more profit per customer",
            " less profit per customer",
        )),
    }
}

fn open(value: Value) -> &'static str {
    match value {
        Value::Bought => "brought more buyers",
        Value::Orders => "brought more orders",
        Value::Revenue => "brought more revenue",
        Value::Margin => "brought more profit",
    }
}

/// Fills in everything that is said of a test that could be read.
pub fn say(
    report: &mut ResultReport,
    found: &Found,
    goal: &Measured,
    stand: Stand,
    needed: f64,
    available: u32,
    how: How,
) {
    report.headline = headline(report, goal, stand);
    report.context = context(report, found, goal);
    report.why = why(report, stand);
    report.next = next(report, found, goal, needed, available, how);
    report.measures_title = measures_title(report, goal, stand);
    report.measures_note = measures_note(goal);
    report.how = formulas(report, found, goal);
}

fn headline(report: &ResultReport, goal: &Measured, stand: Stand) -> Sentence {
    let verdict = Sentence::from(capital(report.verdict.word())).text(": ");
    let name = report.campaign.name.clone();
    let effect = goal.effects.counts.effect;
    let words = match stand {
        Stand::Holds | Stand::Broken => {
            brought(verdict.name(name).text(" brought "), goal.value, effect)
        }
        Stand::Open | Stand::Unknown => verdict
            .text("it cannot be told whether ")
            .name(name)
            .text(" ")
            .text(open(goal.value)),
    };
    let doubts = doubts(report);
    match (report.verdict, stand) {
        (Verdict::Ship, _) => words.text(", and nothing speaks against it"),
        (Verdict::RollBack, Stand::Holds) => match broken(report) {
            Some(title) => words.text(", but ").text(title),
            None => words,
        },
        (_, Stand::Holds) if doubts.profit => words.text(", but it is not sure that it pays"),
        (_, Stand::Holds) if doubts.after => {
            words.text(", but some orders may only have come earlier")
        }
        (_, Stand::Holds) if doubts.any => words.text(", but not everything is settled"),
        _ => words,
    }
}

fn broken(report: &ResultReport) -> Option<String> {
    let mut broken = report
        .reasons
        .iter()
        .filter(|reason| reason.stand == Stand::Broken);
    let title = broken.next()?.title.to_string();
    let mut letters = title.chars();
    let first = letters.next()?;
    Some(first.to_lowercase().chain(letters).collect())
}

struct Doubts {
    profit: bool,
    after: bool,
    any: bool,
}

fn doubts(report: &ResultReport) -> Doubts {
    let open = |key: &str| {
        let row = report.measures.iter().find(|row| row.key == key);
        row.is_some_and(|row| row.stand == Some(Stand::Open))
    };
    Doubts {
        profit: open("margin"),
        after: report
            .after
            .as_ref()
            .is_some_and(|after| after.stand == Stand::Open),
        any: report
            .reasons
            .iter()
            .any(|reason| reason.stand == Stand::Open),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn context(report: &ResultReport, found: &Found, goal: &Measured) -> Sentence {
    let judged: u32 = found.arms.iter().map(|arm| arm.customers).sum();
    let words = Sentence::new()
        .counted(judged, "customer")
        .text(agreeing(judged, " was", " were"))
        .text(" split at random on ")
        .day(report.campaign.day)
        .text(". ");
    let words = match goal.value {
        Value::Bought => words.text("The share who bought moved by "),
        Value::Orders => words.text("Orders per customer moved by "),
        Value::Revenue => words.text("Revenue per customer moved by "),
        Value::Margin => words.text("Profit per customer moved by "),
    };
    let words = words::told(words, goal.row.measure, goal.effects.counts).text(".");
    let profit = report.measures.iter().find(|row| row.key == "margin");
    let profit = profit.filter(|_| goal.value != Value::Margin);
    match profit.and_then(|row| row.ways.iter().find(|way| way.counts)) {
        Some(way) => {
            let words = words::change(
                words.text(" Profit per customer moved by "),
                Measure::Money,
                way.effect,
            );
            words::range(
                words.text("; anything from "),
                Measure::Money,
                way.low,
                way.high,
            )
            .text(" fits the data.")
        }
        None => words,
    }
}

fn why(report: &ResultReport, stand: Stand) -> Sentence {
    let open = report
        .measures
        .iter()
        .filter(|row| row.stand == Some(Stand::Open))
        .count() as u64;
    let goal = match stand {
        Stand::Holds => "The goal is met",
        Stand::Broken => "The goal is missed",
        Stand::Open | Stand::Unknown => "The goal is open",
    };
    match report.verdict {
        Verdict::Ship => Sentence::from("The goal is met and no guardrail is in doubt."),
        Verdict::RollBack => match broken(report) {
            Some(title) => Sentence::from("For certain: ").text(title).text("."),
            None => Sentence::from(goal).text("."),
        },
        Verdict::KeepRunning | Verdict::Narrower => {
            let mut words = Sentence::from(goal);
            if open > 0 {
                words = words
                    .text(", ")
                    .counted(open, "guardrail")
                    .text(agreeing(open, " is", " are"))
                    .text(" open");
            }
            if report
                .after
                .as_ref()
                .is_some_and(|after| after.stand == Stand::Open)
            {
                words = words.text(", and part of the lead may only be orders that came earlier");
            }
            if report.after.is_none() {
                words = words.text(", and the days after the window are still to come");
            }
            words.text(".")
        }
        Verdict::Broken => Sentence::from("The split is off."),
    }
}

fn next(
    report: &ResultReport,
    found: &Found,
    goal: &Measured,
    needed: f64,
    available: u32,
    how: How,
) -> Vec<Sentence> {
    let mut next = Vec::new();
    let judged = f64::from(found.arms.iter().map(|arm| arm.customers).sum::<u32>());
    match report.verdict {
        Verdict::Ship => {
            next.push(Sentence::from("Send it to everybody who may be reached."));
        }
        Verdict::RollBack => {
            next.push(Sentence::from("Do not send it again as it is."));
        }
        Verdict::KeepRunning if !how.is_over => {
            let left = found.planned.saturating_sub(found.spans.days);
            next.push(
                Sentence::from("Let it run for ")
                    .counted(left, "more day")
                    .text(", then look again."),
            );
        }
        Verdict::KeepRunning | Verdict::Narrower => {
            let left = (2 * found.spans.window).saturating_sub(found.spans.days);
            if report
                .after
                .as_ref()
                .is_none_or(|after| after.stand == Stand::Open)
                && left > 0
            {
                next.push(
                    Sentence::from("Look again in ")
                        .counted(left, "day")
                        .text(", so that orders that came earlier are not counted as more orders."),
                );
            }
            if needed.is_finite() && needed > 0.0 {
                next.push(settle(needed, judged, available, found));
            } else if !needed.is_finite() {
                next.push(Sentence::from(
                    "No number of customers settles a difference of nothing. Test something that may do more.",
                ));
            }
        }
        Verdict::Broken => {}
    }
    if let Some(narrower) = &report.narrower {
        let told = Told {
            effect: narrower.effect.0,
            low: narrower.effect.1,
            high: narrower.effect.2,
        };
        let words = Sentence::from("Ask a narrower question: among the ")
            .counted(narrower.customers, "customer")
            .text(" of “")
            .name(&narrower.name)
            .text("” it did ");
        next.push(
            words::told(words, narrower.measure, told)
                .text(". This was found by looking at the results, so it needs a test of its own."),
        );
    } else if report.verdict == Verdict::Narrower {
        next.push(Sentence::from(
            "Plan a new test with an offer that may do more, or with customers who may respond more: this one cannot be settled here.",
        ));
    }
    let _ = goal;
    next
}

fn settle(needed: f64, judged: f64, available: u32, found: &Found) -> Sentence {
    let round = |count: f64| {
        let step = 10_f64.powf((count.log10().floor() - 2.0).max(0.0));
        (count / step).ceil() * step
    };
    let words = Sentence::from("To settle what is open, about ")
        .counted(round(needed) as u64, "customer")
        .text(" would be needed; this test had ")
        .count(judged as u64);
    match (found.pace, available) {
        (Some(pace), _) if pace > 0.0 && needed > judged => {
            let days = ((needed - judged) / pace).ceil();
            words
                .text(". At this pace that takes ")
                .counted(days as u64, "more day")
                .text(".")
        }
        (_, u32::MAX) => words.text("."),
        _ => words
            .text(", and ")
            .counted(available, "customer")
            .text(" of today may be reached."),
    }
}

fn measures_title(report: &ResultReport, goal: &Measured, stand: Stand) -> Sentence {
    let words = match stand {
        Stand::Holds | Stand::Broken => {
            brought(Sentence::new(), goal.value, goal.effects.counts.effect)
                .text(" are more than chance")
        }
        Stand::Open | Stand::Unknown => {
            Sentence::from("Chance alone could make the difference seen")
        }
    };
    match doubts(report).profit {
        true => words.text("; what became of profit is not sure"),
        false => words,
    }
}

fn measures_note(goal: &Measured) -> Sentence {
    match goal.row.relative {
        Some((effect, low, high)) => Sentence::from("Relative to those held back: ")
            .number(100.0 * effect, 0)
            .text("% (")
            .number(100.0 * low, 0)
            .text("% to ")
            .number(100.0 * high, 0)
            .text("%)."),
        None => Sentence::new(),
    }
}

fn formulas(report: &ResultReport, found: &Found, goal: &Measured) -> Vec<(String, Sentence)> {
    let mut how: Vec<(String, Sentence)> = Vec::new();
    let mut say = |what: &str, words: Sentence| how.push((what.to_owned(), words));
    if goal.value == Value::Bought
        && let Some(way) = report.measures.first().and_then(|row| row.ways.first())
    {
        say(
            "Buyers",
            Sentence::from("Pooled z, p ")
                .number(way.p, 4)
                .text("; Newcombe’s interval; chance to help by Beta–Binomial with a flat prior. Holm over the goal and the other measures, guardrails apart."),
        );
    }
    say(
        "Revenue, profit, orders",
        "Welch’s test per customer; relative differences by the delta method.".into(),
    );
    say(
        "Past spend",
        "CUPED on what was spent, less returns, in the 365 days before; θ pooled over arms; who had no order has 0.".into(),
    );
    say(
        "Within groups",
        "Post-stratified by RFM group of the day before the send; both together by least squares within groups.".into(),
    );
    say(
        "Any-day interval",
        "Asymptotic confidence sequence tuned to 5,000 customers. Looked at while it runs: a fifth of α for the looks before the planned end.".into(),
    );
    say(
        "Split",
        Sentence::from("χ² ")
            .number(report.split.chi_squared, 3)
            .text(" with ")
            .counted(report.split.df, "degree")
            .text(" of freedom, p ")
            .number(report.split.p, 3)
            .text("."),
    );
    say(
        "Groups",
        "Empirical Bayes around a common effect; Benjamini–Hochberg over the groups of a cut; differences between groups by Cochran’s Q.".into(),
    );
    say(
        "Guardrails",
        "Non-inferiority, one-sided at half of α, so that they agree with the interval shown; outside the correction.".into(),
    );
    say(
        "What would settle it",
        "Customers in arms of these proportions, power 80%, at the error that was measured.".into(),
    );
    let _ = found;
    how
}

/// A test whose split is off, or in which nothing varies.
pub fn unread(report: &mut ResultReport, found: &Found) {
    let judged: u32 = found.arms.iter().map(|arm| arm.customers).sum();
    report.context = Sentence::new()
        .counted(judged, "customer")
        .text(agreeing(judged, " was", " were"))
        .text(" split on ")
        .day(report.campaign.day)
        .text(".");
    if report.split.is_broken {
        report.verdict = Verdict::Broken;
        report.headline = Sentence::from("Broken: the split of ")
            .name(report.campaign.name.clone())
            .text(" is off, so no effect can be trusted");
        report.why = report.split.title.clone();
        report.reasons = vec![clientele_model::experiments::Reason {
            stand: Stand::Broken,
            title: "The split is off".into(),
            about: report.split.note.clone(),
        }];
        report.next = vec![
            Sentence::from(
                "Find out how customers were drawn and who was left out of the file: bounces, opt-outs and customers without a purchase are the usual causes.",
            ),
            Sentence::from(
                "If the arms were not planned to be of equal size, say what was planned: held=10 for a tenth held back.",
            ),
        ];
        return;
    }
    report.verdict = Verdict::KeepRunning;
    report.headline = Sentence::from("Keep running: nobody in ")
        .name(report.campaign.name.clone())
        .text(" has bought so far, so nothing can be told");
    report.why = "Nothing varies between the customers, so there is nothing to compare.".into();
    report.reasons = vec![clientele_model::experiments::Reason {
        stand: Stand::Open,
        title: "Nothing to compare".into(),
        about: report.split.note.clone(),
    }];
    report.next = vec!["Wait until somebody has bought, or choose another window.".into()];
}
