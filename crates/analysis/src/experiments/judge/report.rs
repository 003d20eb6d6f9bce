//! The report, put together from its parts.

use clientele_model::experiments::{Arm as ArmLine, ArmEffect, Ledger, ResultReport, Verdict};
use clientele_model::words::Sentence;

use super::effects::{How, Told, measured};
use super::facts::Found;
use super::groups::Cut;
use super::measures::value_of;
use super::parts::Parts;
use super::split::{before, shares, split};
use super::totals::{Arm, Value};
use super::{remarks, unread};
use crate::inference::multiple;

/// What the arms other than the one held back are called when they are put together.
pub const TOGETHER: &str = "All others together";

/// The report.
pub fn report(found: &Found, ledger: Ledger) -> ResultReport {
    let choices = &found.choices;
    let settled = found.settled;
    let arms = &found.sums.arms;
    let control = &arms[settled.control];
    let treated = treated(found);
    let how = How {
        alpha: choices.alpha,
        is_over: settled.spans.days >= settled.planned,
        days: settled.spans.judged(),
        has_groups: found.cuts.contains(&Cut::Rfm),
    };
    let sizes: Vec<u32> = arms.iter().map(|arm| arm.customers).collect();
    let planned = shares(arms.len(), settled.control, choices.held);
    let split = split(&found.names, &sizes, &planned);
    let (lines, compared) = lines(found, &treated, &planned);
    let mut report = ResultReport {
        headline: Sentence::new(),
        context: Sentence::new(),
        remarks: remarks::remarks(found, control, &treated),
        choices: choices.clone(),
        campaigns: found.campaigns.clone(),
        campaign: found.campaign.clone(),
        window: settled.spans.window,
        days: settled.spans.days,
        arms: lines,
        compared,
        verdict: Verdict::Broken,
        why: Sentence::new(),
        reasons: Vec::new(),
        next: Vec::new(),
        narrower: None,
        before: before(control, &treated),
        measures_title: Sentence::new(),
        measures_note: Sentence::new(),
        guardrails_title: Sentence::new(),
        course: None,
        after: None,
        cuts: Vec::new(),
        examples: Vec::new(),
        impact: None,
        sensitivity: None,
        others: Vec::new(),
        ledger,
        how: Vec::new(),
        measures: Vec::new(),
        split,
    };
    if report.split.is_broken {
        unread::broken(&mut report, found);
        return report;
    }
    let goal = value_of(choices.goal);
    let parts = Parts::new(found, control, &treated, goal, how);
    match parts.goal() {
        None => unread::nothing(&mut report, found),
        Some(_) => {
            report.others = others(found, goal, how.alpha);
            parts.fill(&mut report);
        }
    }
    report
}

/// The arm that is compared with the one held back, or all others together.
fn treated(found: &Found) -> Arm {
    let arms = &found.sums.arms;
    if let Some(at) = found.settled.compared {
        return arms[at].clone();
    }
    let nobody = Arm::empty(found.settled.spans.days);
    treated_at(found).fold(nobody, |all, at| all.and(&arms[at]))
}

/// Positions of the arms other than the one held back.
pub fn treated_at(found: &Found) -> impl Iterator<Item = usize> + '_ {
    let control = found.settled.control;
    (0..found.sums.arms.len()).filter(move |at| *at != control)
}

/// The arms, the one held back first, and which of them is compared with it.
fn lines(found: &Found, treated: &Arm, planned: &[f64]) -> (Vec<ArmLine>, u32) {
    let line = |name: &str, arm: &Arm, share: f64| ArmLine {
        name: name.to_owned(),
        customers: arm.customers,
        share,
        buyers: arm.bought().hits,
        of: None,
    };
    let one = |at: usize| line(&found.names[at], &found.sums.arms[at], planned[at]);
    let mut lines = vec![one(found.settled.control)];
    let mut compared = 1;
    match found.settled.compared {
        None => {
            let share = treated_at(found).map(|at| planned[at]).sum();
            lines.push(line(TOGETHER, treated, share));
        }
        Some(wanted) => {
            let place = treated_at(found).position(|at| at == wanted);
            compared = place.map_or(1, |place| place as u32 + 1);
        }
    }
    lines.extend(treated_at(found).map(one));
    (lines, compared)
}

/// Every arm against the one held back, where there are more than two.
fn others(found: &Found, value: Value, alpha: f64) -> Vec<ArmEffect> {
    let arms = &found.sums.arms;
    if arms.len() < 3 {
        return Vec::new();
    }
    let control = arms[found.settled.control].all(value);
    let rows: Vec<(usize, Told, f64)> = treated_at(found)
        .filter_map(|at| {
            let (told, p, _) = measured(value, control, arms[at].all(value), alpha)?;
            Some((at, told, p))
        })
        .collect();
    let p: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let rows = rows.into_iter().zip(multiple::holm(&p));
    rows.map(|((at, told, _), corrected)| ArmEffect {
        name: found.names[at].clone(),
        effect: told.triple(),
        corrected,
    })
    .collect()
}
