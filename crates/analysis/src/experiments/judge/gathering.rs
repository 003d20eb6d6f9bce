//! Everybody added up by arm, in steps: what is known of costs, then the arms, then what the answer hangs on.

use super::sensitivity::{Caps, Tried};
use super::totals::{Arm, Costs, Sheet};

/// Sums on their way.
#[derive(Default)]
pub struct Gathering {
    /// What is known of costs.
    pub costs: Costs,
    /// Sums by arm.
    pub arms: Vec<Arm>,
    /// Caps on what one customer counts for.
    pub caps: Caps,
    /// The same with one choice changed.
    pub tried: Tried,
    /// The largest amount of one customer.
    pub largest: f64,
    /// What customers are capped by.
    values: Vec<f64>,
    stage: Stage,
    next: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Stage {
    #[default]
    Costs,
    Arms,
    Usual,
    Lower,
    Tried,
    Done,
}

impl Gathering {
    /// Goes on with so many customers; `gross` has what each earned with returns left out of sight. Returns whether it
    /// is done.
    pub fn step(&mut self, sheet: &Sheet<'_>, gross: &[f64], customers: usize) -> bool {
        let all = sheet.exposed.len();
        let end = all.min(self.next.saturating_add(customers));
        let now = self.next..end;
        match self.stage {
            Stage::Costs => {
                for outcome in now.filter_map(|at| sheet.outcome(at)) {
                    self.costs.add(&outcome);
                }
            }
            Stage::Arms => {
                sheet.add(&mut self.arms, &self.costs, now.clone());
                let outcomes = now.filter_map(|at| sheet.outcome(at));
                let of_margin = self.tried.of_margin;
                let values = outcomes.map(|outcome| match of_margin {
                    true => self.costs.margin(&outcome),
                    false => outcome.revenue,
                });
                self.values.extend(values);
            }
            Stage::Usual => {
                self.caps.usual = Caps::usual(&self.values);
                self.largest = self.values.iter().copied().fold(0.0, f64::max);
            }
            Stage::Lower => self.caps.lower = Caps::lower(&std::mem::take(&mut self.values)),
            Stage::Tried => self.tried.add(sheet, &self.costs, &self.caps, gross, now),
            Stage::Done => return true,
        }
        let is_walk = matches!(self.stage, Stage::Costs | Stage::Arms | Stage::Tried);
        self.next = end;
        if is_walk && end < all {
            return false;
        }
        self.next = 0;
        self.stage = match self.stage {
            Stage::Costs => {
                let arms = sheet.exposed.arms.len();
                self.arms = vec![Arm::empty(sheet.spans.days); arms];
                self.tried = Tried::new(arms, self.costs.are_known());
                Stage::Arms
            }
            Stage::Arms => Stage::Usual,
            Stage::Usual => Stage::Lower,
            Stage::Lower => Stage::Tried,
            Stage::Tried | Stage::Done => Stage::Done,
        };
        self.stage == Stage::Done
    }
}
