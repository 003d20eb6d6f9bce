//! A scenario without its money: whom it reaches, what they do anyway, and what earlier campaigns brought. It is kept under
//! what it depends on, so that a slider of the offer, its costs or the lift moves nothing but sums.

use clientele_model::experiments::Scenario;

use super::audience::{Audience, Reach, reach};
use super::baseline::Baseline;
use super::ground::Ground;
use super::lifts::{Measured, campaigns, measured};
use crate::days::Day;

/// A scenario without its money.
#[derive(Default)]
pub struct Sketch {
    /// Who is reached.
    pub reach: Reach,
    /// What they do anyway.
    pub baseline: Baseline,
    /// What earlier campaigns brought, the latest first.
    pub measured: Vec<Measured>,
    /// Whether members of days before are known by the rule, not by who is among them today.
    pub is_by_rule: bool,
}

impl Sketch {
    /// Counts.
    pub fn of(scenario: &Scenario, audience: &Audience, ground: &Ground, day: Day) -> Self {
        let Ground { past, seen, .. } = ground;
        let window = scenario.window as Day;
        let able = campaigns(past, seen, window).into_iter();
        Self {
            reach: reach(scenario, audience, past, seen, day),
            baseline: Baseline::of(scenario, audience, ground),
            measured: able
                .map(|of| measured(of, audience, ground, window))
                .collect(),
            is_by_rule: audience.rule != super::audience::Rule::Today,
        }
    }

    /// What it depends on, besides the filters and the data.
    pub fn key(scenario: &Scenario, day: Day) -> String {
        let Scenario {
            who,
            window,
            rested,
            floor,
            tested,
            via,
            ..
        } = scenario;
        let who = who.as_ref().map(ToString::to_string);
        format!(
            "{who:?} {window} {rested} {floor:?} {tested} {} {day}",
            via.needs_opt_in()
        )
    }
}
