//! The narrower question: a group for whom the open question is settled.

use clientele_model::experiments::{Measure, Narrower, Stand};
use clientele_model::selection::Only;

use super::cuts::Worked;
use super::effects::{Told, adjusted, measured};
use super::groups::{Cut, band};
use super::guardrails::stand;
use super::totals::{Arm, Value};
use crate::inference::{Pairs, Worse};

/// Some groups of a cut together.
struct Candidate {
    name: String,
    of: Option<Only>,
    groups: Vec<usize>,
}

fn candidates(cut: Cut) -> Vec<Candidate> {
    let one = |at: usize| Candidate {
        name: cut.group(at).to_owned(),
        of: cut.only(at),
        groups: vec![at],
    };
    match cut {
        Cut::Rfm => (0..cut.groups() - 1).map(one).collect(),
        Cut::Channel => (0..cut.groups() - 1).map(one).collect(),
        Cut::Discount => vec![
            Candidate {
                name: "Half or more bought at a discount".to_owned(),
                of: Some(band(Some(0.5), None)),
                groups: vec![3],
            },
            Candidate {
                name: "At least a quarter bought at a discount".to_owned(),
                of: Some(band(Some(0.25), None)),
                groups: vec![2, 3],
            },
            Candidate {
                name: "Never bought at a discount".to_owned(),
                of: cut.only(0),
                groups: vec![0],
            },
        ],
    }
}

/// The largest group whose goal is surely met and whose profit surely stays within the limit; where profit
/// settles for none, the largest whose goal is met. Only of a cut whose groups differ by more than chance.
pub fn narrower(
    cuts: &[Worked],
    goal: (Value, Measure),
    arms: (&Arm, &Arm),
    margin: Option<f64>,
    alpha: f64,
) -> Option<Narrower> {
    let (control, treated) = arms;
    let mut best: Option<(bool, u32, Narrower)> = None;
    for worked in cuts.iter().filter(|worked| worked.differs(alpha)) {
        let by = |arm: &Arm, value: Value, groups: &[usize]| {
            let all = arm.by(worked.cut, value);
            groups
                .iter()
                .fold(Pairs::default(), |sum, &at| sum.and(all[at]))
        };
        for candidate in candidates(worked.cut) {
            let sides = |value: Value| {
                (
                    by(control, value, &candidate.groups),
                    by(treated, value, &candidate.groups),
                )
            };
            let (a, b) = sides(goal.0);
            let Some((told, ..)) = measured(goal.0, a, b, alpha) else {
                continue;
            };
            if told.low <= 0.0 {
                continue;
            }
            let settles = margin.is_none_or(|limit| {
                let (a, b) = sides(Value::Margin);
                adjusted(a, b)
                    .is_some_and(|effect| stand(&effect, limit, Worse::Less, alpha) == Stand::Holds)
            });
            let customers = a.y.n + b.y.n;
            let is_better = best
                .as_ref()
                .is_none_or(|(settled, most, _)| (settles, customers) > (*settled, *most));
            if is_better {
                best = Some((
                    settles,
                    customers,
                    found(candidate, customers, told, goal.1),
                ));
            }
        }
    }
    best.map(|(.., narrower)| narrower)
}

fn found(candidate: Candidate, customers: u32, told: Told, measure: Measure) -> Narrower {
    Narrower {
        of: candidate.of,
        name: candidate.name,
        customers,
        effect: told.triple(),
        measure,
    }
}
