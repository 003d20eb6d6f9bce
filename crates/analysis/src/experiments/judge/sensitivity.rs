//! What the answer hangs on: the same question with one choice changed at a time.

use clientele_model::experiments::{Measure, Sensitivity};
use clientele_model::words::{Sentence, counted};

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
    /// One cap for all arms, at 99.9 % of those with a value above zero.
    pub fn usual(values: &[f64]) -> Option<winsor::Cap> {
        winsor::cap(&[values], winsor::KEPT).ok()
    }

    /// The same at 99 %.
    pub fn lower(values: &[f64]) -> Option<winsor::Cap> {
        winsor::cap(&[values], 0.99).ok()
    }
}

/// Sums of every choice, by arm.
#[derive(Default)]
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
            let value = match self.of_margin {
                true => costs.margin(&outcome),
                false => outcome.revenue,
            };
            let before = doings.spent[at];
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
                    Choice::Gross if self.of_margin => gross.get(at).copied().unwrap_or(f64::NAN),
                    Choice::Gross => doings.gross[at],
                };
                pairs.push(value, before);
            }
        }
    }
}

/// What the rows are made from.
pub struct Rows<'a> {
    /// Sums of every choice of those held back.
    pub control: &'a [Pairs; CHOICES.len()],
    /// Those of the treated.
    pub treated: &'a [Pairs; CHOICES.len()],
    /// Whether they are of profit, else of revenue.
    pub of_margin: bool,
    /// Half the window, where another window can be told.
    pub half: Option<u32>,
    /// Half as much again, where it can be told.
    pub long: Option<u32>,
    /// Whether what returns took off is known.
    pub gross: bool,
    /// Whether there is past spend to be counted.
    pub has_past: bool,
    /// The agreed limit.
    pub limit: Option<f64>,
    /// Chance of a false alarm.
    pub alpha: f64,
}

/// A row: words, customers, effect with its interval.
type Row = (String, u32, (f64, f64, f64));

impl Rows<'_> {
    fn told(&self, effect: Option<Effect>) -> Option<(f64, f64, f64)> {
        let effect = effect?;
        let interval = effect.interval(self.alpha, Side::Both).ok()?;
        Some((effect.estimate, interval.low, interval.high))
    }

    /// What a choice is called; nothing where it changes nothing or cannot be told.
    fn name(&self, choice: Choice, customers: u32, judged: u32) -> Option<String> {
        let window = |days: u32| format!("Window of {}", counted(days, "day"));
        let fewer = customers < judged;
        match choice {
            Choice::AsJudged => Some("As judged".to_owned()),
            Choice::Capped => Some("Largest 0.1% of buyers cut down".to_owned()),
            Choice::CappedMore => Some("Largest 1% of buyers cut down".to_owned()),
            Choice::Known => fewer.then(|| "Unknown customers left out".to_owned()),
            Choice::Ordered => (fewer && self.has_past)
                .then(|| "Only customers with an order in the year before".to_owned()),
            Choice::Half => self.half.map(window),
            Choice::Long => self.long.map(window),
            Choice::Gross => self.gross.then(|| "Returns not taken off".to_owned()),
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let judged = self.control[0].y.n + self.treated[0].y.n;
        for (choice, (a, b)) in CHOICES
            .into_iter()
            .zip(self.control.iter().zip(self.treated))
        {
            let customers = a.y.n + b.y.n;
            if let Some(name) = self.name(choice, customers, judged)
                && let Some(told) = self.told(adjusted(*a, *b))
            {
                rows.push((name, customers, told));
            }
            if choice == Choice::AsJudged && self.has_past {
                let plain = Moments::mean(a.y).ok().zip(Moments::mean(b.y).ok());
                let plain = plain.and_then(|(a, b)| Effect::between(a, b, Scale::Absolute).ok());
                let name = "Past spend not taken into account".to_owned();
                rows.extend(self.told(plain).map(|told| (name, judged, told)));
            }
        }
        rows
    }
}

/// The report's part; nothing where nothing varies.
pub fn sensitivity(of: &Rows<'_>, caps: &Caps) -> Option<Sensitivity> {
    let rows = of.rows();
    let line = of.limit.unwrap_or(0.0);
    let settled = |(_, low, high): (f64, f64, f64)| (low > line, high < line);
    let judged = settled(rows.first()?.2);
    let other = rows.iter().find(|row| settled(row.2) != judged);
    let what = match of.of_margin {
        true => "profit",
        false => "revenue",
    };
    let answer = match judged {
        (true, _) => " stays on the right side either way",
        (_, true) => " stays on the wrong side either way",
        _ => " stays open either way",
    };
    let title = match other {
        None => Sentence::from("No single choice changes the answer: ")
            .text(what)
            .text(answer),
        Some((name, ..)) => Sentence::from("The answer about ")
            .text(what)
            .text(" depends on a choice: “")
            .name(name)
            .text("” changes it"),
    };
    let note = Sentence::from("One choice changed at a time. ");
    let note = match caps.usual {
        Some(cap) if cap.capped > 0 => note
            .text("The largest 0.1% of buyers of all arms count as ")
            .money(cap.at)
            .text(" each: ")
            .counted(cap.capped, "customer")
            .text("."),
        Some(cap) => note
            .text("Among ")
            .counted(cap.buyers, "buyer")
            .text(" nobody is in the largest 0.1%, so that cap changes nothing."),
        None => note.text("Nobody has anything that could be cut down."),
    };
    Some(Sensitivity {
        title,
        note,
        measure: Measure::Money,
        limit: of.limit,
        rows,
    })
}
