//! What follows from everything that was found: one pure function.

use clientele_model::experiments::{Stand, Verdict};

use crate::inference::{Effect, normal};

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Whether the split is too uneven to be chance.
    pub split_is_broken: bool,
    /// Whether the planned days have passed.
    pub is_over: bool,
    /// The goal: met, open, surely missed.
    pub goal: Stand,
    /// The guardrails.
    pub guards: Vec<Stand>,
    /// The days after the window; unknown before they are in the data.
    pub after: Stand,
    /// Whether more of those days are still to come.
    pub more_days: bool,
    /// Whether as many customers as it takes can be had.
    pub can_settle: bool,
}

/// The verdict.
pub fn verdict(case: &Case) -> Verdict {
    if case.split_is_broken {
        return Verdict::Broken;
    }
    let is = |stand: Stand| case.guards.contains(&stand);
    if case.goal == Stand::Broken || is(Stand::Broken) {
        return Verdict::RollBack;
    }
    if !case.is_over {
        return Verdict::KeepRunning;
    }
    if case.after == Stand::Broken {
        return Verdict::RollBack;
    }
    let goal_is_met = case.goal == Stand::Holds;
    if goal_is_met && !is(Stand::Open) {
        match case.after {
            Stand::Holds => return Verdict::Ship,
            Stand::Open | Stand::Unknown if case.more_days => return Verdict::KeepRunning,
            // Data that end at the window's end, and nothing more to come.
            Stand::Unknown => return Verdict::Ship,
            Stand::Open | Stand::Broken => {}
        }
    }
    match case.can_settle {
        true => Verdict::KeepRunning,
        false => Verdict::Narrower,
    }
}

/// Chance that a test finds what is there.
const POWER: f64 = 0.8;

/// Customers, in arms of this test's proportions, of whom an effect `distance` from its limit is told.
pub fn needed(effect: &Effect, distance: f64, alpha: f64) -> f64 {
    if distance == 0.0 {
        return f64::INFINITY;
    }
    let reach = normal::upper_quantile(0.5 * alpha) + normal::upper_quantile(1.0 - POWER);
    let n = f64::from(effect.n);
    (reach * effect.error / distance).powi(2) * n
}
