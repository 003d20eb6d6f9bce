//! What a contact brings, group by group, and what may get worse.

use clientele_model::experiments::{CellRow, Cells, GuardrailBudget, Scenario};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::found::Way;
use super::sums::{Part, Sums, lost};
use super::words::rounded;

/// 95 % of a normal, in deviations.
const SURE: f64 = 1.959_963_984_540_054;
/// Groups of fewer customers are not held up as an example.
const FEW: u32 = 20;

/// What a contact brings.
pub fn cells(way: &Way, sums: &Sums) -> Cells {
    let rows: Vec<CellRow> = sums
        .parts
        .iter()
        .map(|part| row(part, sums, &way.scenario))
        .collect();
    let many = || rows.iter().filter(|row| row.reached >= FEW);
    let best = many().max_by(|a, b| a.each.total_cmp(&b.each));
    let worst = many().min_by(|a, b| a.each.total_cmp(&b.each));
    let brings = |words: Sentence, row: &CellRow| match row.each >= 0.0 {
        true => words
            .name(&row.name)
            .text(" bring ")
            .money(row.each)
            .text(" a contact"),
        false => words
            .name(&row.name)
            .text(" cost ")
            .money(-row.each)
            .text(" a contact"),
    };
    let (title, next) = match (best, worst) {
        (Some(best), Some(worst)) if best.name != worst.name => {
            let title = brings(brings(Sentence::new(), best).text(", "), worst);
            let next = match best.each > 0.0 {
                true => Sentence::from("The next 100 contacts should go to ")
                    .name(&best.name)
                    .text(": ")
                    .money(rounded(100.0 * best.each))
                    .text(" are expected of them, before set-up."),
                false => {
                    Sentence::from("No group pays for a contact: the next 100 should not be made.")
                }
            };
            (title, next)
        }
        (Some(only), _) => (
            brings(Sentence::new(), only),
            match only.each > 0.0 {
                true => Sentence::from("The next 100 contacts bring ")
                    .money(rounded(100.0 * only.each))
                    .text(", before set-up."),
                false => Sentence::from("The next 100 contacts should not be made."),
            },
        ),
        _ => (
            Sentence::from("The groups are too small to be compared"),
            Sentence::new(),
        ),
    };
    Cells {
        title,
        note: "The expected lift is drawn towards the shop's the more, the less a group tells by itself; so small groups do not shout.".into(),
        next,
        rows,
    }
}

fn row(part: &Part, sums: &Sums, scenario: &Scenario) -> CellRow {
    let cell = &part.cell;
    let kept = cell.margin.mean - cell.offer;
    let each = cell.lift.mean * kept - lost(cell);
    let error = cell.lift.error.hypot(sums.campaign.shared);
    let of = match &scenario.who {
        None | Some(Only::Everyone) => Some(Only::Rfm(part.group)),
        Some(Only::Rfm(group)) if *group == part.group => Some(Only::Rfm(part.group)),
        Some(_) => None,
    };
    CellRow {
        name: part.group.name().to_owned(),
        of,
        reached: cell.customers,
        rate: cell.rate.mean(),
        measured: part.measured,
        lift: cell.lift.mean,
        error,
        each,
        low: each - SURE * error * kept.abs(),
        high: each + SURE * error * kept.abs(),
    }
}

/// What may get worse, and by how much.
pub fn guardrails(way: &Way, sums: &Sums) -> Vec<GuardrailBudget> {
    let (earned, customers) = way.sketch.baseline.year;
    let once = sums.once(sums.lift_by_value());
    let mut budgets = Vec::new();
    if customers > 0 {
        let value = earned / f64::from(customers);
        let words = Sentence::from("A customer of these brings ")
            .money(value)
            .text(" in the days looked at, so that is what one who no longer may be written to can cost.");
        let words = match value > 0.0 && once > 0.0 {
            true => words
                .text(" A send pays for ")
                .count((once / value).floor() as u64)
                .text(" of them among the ")
                .count(sums.reached.into())
                .text(" written to."),
            false => words.text(" A send that is expected to lose pays for none."),
        };
        budgets.push(GuardrailBudget {
            name: "Unsubscribed".to_owned(),
            words,
        });
    }
    budgets
}

impl Sums {
    /// The lift of all groups at which a send gains what it does by each group's own.
    fn lift_by_value(&self) -> f64 {
        let kept = self.sum(|cell| cell.margin.mean - cell.offer);
        let won = self.sum(|cell| cell.lift.mean * (cell.margin.mean - cell.offer));
        match kept.abs() > 0.0 {
            true => won / kept,
            false => 0.0,
        }
    }
}
