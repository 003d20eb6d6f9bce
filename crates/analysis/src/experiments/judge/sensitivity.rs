//! What the answer hangs on: the same question with one choice changed at a time.

use clientele_model::experiments::{Measure, Sensitivity};
use clientele_model::words::Sentence;

use super::doings::Outcome;
use super::effects::adjusted;
use super::groups::NOWHERE;
use super::totals::{Costs, Sheet};
use crate::inference::{Arm as Moments, Effect, Pairs, Scale, Side, winsor};

/// A choice that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// None.
    AsJudged,
    /// The largest 0.1 % of buyers count as the largest of the others.
    Capped,
    /// The largest 1 %.
    CappedMore,
    /// Unknown customers are left out.
    Known,
    /// Only those with an order in the year before.
    Ordered,
    /// Half the window.
    Half,
    /// Half as much again.
    Long,
    /// Returns are not taken off.
    Gross,
}

/// All.
pub const CHOICES: [Choice; 8] = [
    Choice::AsJudged,
    Choice::Capped,
    Choice::CappedMore,
    Choice::Known,
    Choice::Ordered,
    Choice::Half,
    Choice::Long,
    Choice::Gross,
];

/// Caps of what one customer counts for; none where nothing is capped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Caps {
    /// At 99.9 % of buyers.
    pub usual: Option<winsor::Cap>,
    /// At 99 %.
    pub lower: Option<winsor::Cap>,
}

impl Caps {
    /// One cap for all arms.
    pub fn of(values: &[f64]) -> Self {
        Self {
            usual: winsor::cap(&[values], winsor::KEPT).ok(),
            lower: winsor::cap(&[values], 0.99).ok(),
        }
    }
}

/// Sums of every choice, by arm.
pub struct Tried {
    /// Whether profit is looked at, else revenue.
    pub of_margin: bool,
    /// Per arm and choice.
    pub sums: Vec<[Pairs; CHOICES.len()]>,
}

impl Tried {
    /// Nobody in so many arms.
    pub fn new(arms: usize, of_margin: bool) -> Self {
        Self {
            of_margin,
            sums: vec![[Pairs::default(); CHOICES.len()]; arms],
        }
    }

    /// What is looked at.
    pub fn value(&self, outcome: &Outcome, costs: &Costs) -> f64 {
        match self.of_margin {
            true => costs.margin(outcome),
            false => outcome.revenue,
        }
    }

    /// Adds some customers.
    pub fn add(
        &mut self,
        sheet: &Sheet<'_>,
        costs: &Costs,
        caps: &Caps,
        gross: &[f64],
        customers: std::ops::Range<usize>,
    ) {
        for at in customers {
            let Some(outcome) = sheet.outcome(at) else {
                continue;
            };
            let doings = sheet.doings;
            let (value, before) = (self.value(&outcome, costs), doings.spent[at]);
            let capped = |cap: &Option<winsor::Cap>| cap.map_or(value, |cap| cap.apply(value));
            let sums = &mut self.sums[usize::from(sheet.exposed.arm[at])];
            for (choice, pairs) in CHOICES.iter().zip(sums) {
                let value = match choice {
                    Choice::AsJudged => value,
                    Choice::Capped => capped(&caps.usual),
                    Choice::CappedMore => capped(&caps.lower),
                    Choice::Known if doings.is_known[at] => value,
                    Choice::Ordered if sheet.cells[at] != NOWHERE => value,
                    Choice::Known | Choice::Ordered => continue,
                    Choice::Half => doings.half[at],
                    Choice::Long => doings.long[at],
                    Choice::Gross => gross.get(at).copied().unwrap_or(f64::NAN),
                };
                pairs.push(value, before);
            }
        }
    }
}

/// Which rows can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scope {
    /// Days judged.
    pub days: u32,
    /// Half the window, where another window can be told.
    pub half: Option<u32>,
    /// Half as much again, where it can be told.
    pub long: Option<u32>,
    /// Whether what returns took off is known.
    pub gross: bool,
    /// The agreed limit.
    pub limit: Option<f64>,
    /// Chance of a false alarm.
    pub alpha: f64,
}

/// The report's rows. `control` and `treated` hold the sums of every choice.
pub fn sensitivity(
    control: &[Pairs; CHOICES.len()],
    treated: &[Pairs; CHOICES.len()],
    of_margin: bool,
    caps: &Caps,
    scope: Scope,
) -> Option<Sensitivity> {
    let told = |effect: Option<Effect>| {
        let effect = effect?;
        let interval = effect.interval(scope.alpha, Side::Both).ok()?;
        Some((effect.estimate, interval.low, interval.high))
    };
    let judged = control[0].y.n + treated[0].y.n;
    let mut rows: Vec<(String, u32, (f64, f64, f64))> = Vec::new();
    for (at, choice) in CHOICES.iter().enumerate() {
        let (a, b) = (control[at], treated[at]);
        let name = match choice {
            Choice::AsJudged => "As judged".to_owned(),
            Choice::Capped => match caps.usual {
                Some(cap) if cap.capped > 0 => "Largest 0.1% of buyers cut down".to_owned(),
                _ => continue,
            },
            Choice::CappedMore => match caps.lower {
                Some(cap) if cap.capped > 0 => "Largest 1% of buyers cut down".to_owned(),
                _ => continue,
            },
            Choice::Known if a.y.n + b.y.n < judged => "Unknown customers left out".to_owned(),
            Choice::Ordered if a.y.n + b.y.n < judged => {
                "Only customers with an order in the year before".to_owned()
            }
            Choice::Half => match scope.half {
                Some(days) => format!("Window of {days} days"),
                None => continue,
            },
            Choice::Long => match scope.long {
                Some(days) => format!("Window of {days} days"),
                None => continue,
            },
            Choice::Gross if scope.gross => "Returns not taken off".to_owned(),
            Choice::Known | Choice::Ordered | Choice::Gross => continue,
        };
        if let Some(told) = told(adjusted(a, b)) {
            rows.push((name, a.y.n + b.y.n, told));
        }
        if *choice == Choice::AsJudged {
            let plain = Moments::mean(a.y).ok().zip(Moments::mean(b.y).ok());
            let plain = plain.and_then(|(a, b)| Effect::between(a, b, Scale::Absolute).ok());
            if let Some(told) = told(plain) {
                rows.push(("Past spend not taken into account".to_owned(), judged, told));
            }
        }
    }
    let first = rows.first()?.2;
    let limit = scope.limit.filter(|_| of_margin);
    let settled = |(_, low, high): (f64, f64, f64)| {
        let line = limit.unwrap_or(0.0);
        (low > line, high < line)
    };
    let others: Vec<&str> = rows
        .iter()
        .filter(|row| settled(row.2) != settled(first))
        .map(|row| row.0.as_str())
        .collect();
    let what = match of_margin {
        true => "profit",
        false => "revenue",
    };
    let answer = match settled(first) {
        (true, _) => " stays on the right side",
        (_, true) => " stays on the wrong side",
        _ => " stays open",
    };
    let title = match others.first() {
        None => Sentence::from("No single choice changes the answer: ")
            .text(what)
            .text(answer)
            .text(" either way"),
        Some(name) => Sentence::from("The answer about ")
            .text(what)
            .text(" hangs on a choice: “")
            .name(*name)
            .text("” changes it"),
    };
    let note = match caps.usual {
        Some(cap) if cap.capped > 0 => {
            Sentence::from("One choice changed at a time. The cap is one for all arms, ")
                .money(cap.at)
                .text(", and cuts down ")
                .counted(cap.capped, "customer")
                .text(".")
        }
        _ => Sentence::from(
            "One choice changed at a time. There are too few buyers for a cap at 99.9% to cut anybody down.",
        ),
    };
    Some(Sensitivity {
        title,
        note,
        measure: Measure::Money,
        limit,
        rows,
    })
}
