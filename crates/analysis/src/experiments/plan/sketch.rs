//! A scenario without its money: whom it reaches, what they do anyway, and what earlier campaigns brought. It is kept under
//! what it depends on, so that a slider of the offer, its costs or the lift moves nothing but sums.

use std::sync::Arc;

use clientele_model::experiments::Scenario;

use super::audience::{Audience, Reach, Rule, reach};
use super::baseline::{Baseline, Counting};
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

/// A sketch that is made step by step: whom it reaches, one window of the past after the other, one campaign after the other.
pub struct Sketching {
    scenario: Scenario,
    audience: Audience,
    ground: Arc<Ground>,
    windows: Option<Counting>,
    campaigns: std::vec::IntoIter<(u32, Day)>,
    sketch: Sketch,
}

impl Sketching {
    /// Begins, with a send on that day.
    pub fn new(scenario: Scenario, audience: Audience, ground: Arc<Ground>, day: Day) -> Self {
        let Ground { past, seen, .. } = &*ground;
        let sketch = Sketch {
            reach: reach(&scenario, &audience, past, seen, day),
            is_by_rule: audience.rule != Rule::Today,
            ..Sketch::default()
        };
        Self {
            windows: Some(Counting::new(&scenario, past)),
            campaigns: campaigns(past, seen, scenario.window as Day).into_iter(),
            scenario,
            audience,
            ground,
            sketch,
        }
    }

    /// One step; the sketch after the last.
    pub fn step(&mut self) -> Option<Sketch> {
        let (scenario, audience, ground) = (&self.scenario, &self.audience, &*self.ground);
        if let Some(windows) = &mut self.windows {
            if let Some(baseline) = windows.step(scenario, audience, ground) {
                self.sketch.baseline = baseline;
                self.windows = None;
            }
            return None;
        }
        let Some(of) = self.campaigns.next() else {
            return Some(std::mem::take(&mut self.sketch));
        };
        let measured = measured(of, audience, ground, scenario.window as Day);
        self.sketch.measured.push(measured);
        None
    }
}

impl Sketch {
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
