//! What a contact brings, group by group.

use clientele_model::experiments::{CellRow, Cells, Scenario};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::found::Way;
use super::sums::{Part, Sums, lost};
use super::words::rounded;
use crate::inference::campaign::Cell;

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
    let many = || (rows.iter().zip(&sums.parts)).filter(|(row, _)| row.reached >= FEW);
    let by_each = |a: &(&CellRow, &Part), b: &(&CellRow, &Part)| a.0.each.total_cmp(&b.0.each);
    let (title, next) = match (many().max_by(by_each), many().min_by(by_each)) {
        (Some(best), Some(worst)) if best.0.name != worst.0.name => compared(best, worst, sums),
        (Some((only, _)), _) => (
            brings(Sentence::new(), only),
            match only.each > 0.0 {
                true => Sentence::from("The next 100 contacts are expected to bring ")
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

/// "Champions bring 1.94 a contact".
fn brings(words: Sentence, row: &CellRow) -> Sentence {
    let words = words.name(&row.name);
    match row.each >= 0.0 {
        true => words.text(" bring ").money(row.each),
        false => words.text(" cost ").money(-row.each),
    }
    .text(" a contact")
}

/// Title, and where the next 100 contacts should go: to a group by name only where its lead over the last is more than doubt.
fn compared(
    best: (&CellRow, &Part),
    worst: (&CellRow, &Part),
    sums: &Sums,
) -> (Sentence, Sentence) {
    let ((best, of_best), (worst, of_worst)) = (best, worst);
    let is_told = best.each - worst.each > SURE * doubt(of_best, of_worst, sums);
    let title = brings(brings(Sentence::new(), best).text(", "), worst);
    let next = match (best.each > 0.0, is_told) {
        (true, true) => Sentence::from("The next 100 contacts should go to ")
            .name(&best.name)
            .text(": ")
            .money(rounded(100.0 * best.each))
            .text(" are expected of them, before set-up."),
        (true, false) => {
            Sentence::from("No group is surely better than another. Most is expected of ")
                .name(&best.name)
                .text(": ")
                .money(rounded(100.0 * best.each))
                .text(" from 100 contacts, before set-up.")
        }
        (false, _) => Sentence::from(
            "No group is expected to pay for a contact: the next 100 should not be made.",
        ),
    };
    match is_told {
        true => (title, next),
        false => (
            title.text(", but chance alone could make that difference"),
            next,
        ),
    }
}

/// Standard error of the difference of what a contact brings in two groups: the doubt that both share counts as far as one
/// keeps more of an order than the other.
fn doubt(one: &Part, other: &Part, sums: &Sums) -> f64 {
    let kept = |part: &Part| part.cell.margin.mean - part.cell.offer;
    let own = |part: &Part| part.cell.lift.error * kept(part);
    let shared = sums.campaign.shared * (kept(one) - kept(other));
    own(one).hypot(own(other)).hypot(shared)
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

impl Sums {
    /// Gain of one send to everybody, each group with the lift that is expected of it.
    pub fn one_send(&self) -> f64 {
        let won = |cell: &Cell| cell.lift.mean * (cell.margin.mean - cell.offer) - lost(cell);
        self.sum(won) - self.campaign.fixed
    }
}
