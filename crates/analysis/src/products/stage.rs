//! Stage of a product's life.
//!
//! The rule, in this order, over the full periods of the window (none is told with fewer than six):
//! - *discontinued*: not sold for [`LONGER`] times its longest wait between two days with a sale, and for
//!   [`QUIET`] days at least, where it was sold on [`OFTEN`] days or more: its own waits tell, as three
//!   quiet weeks are usual for one product and the end of another (a test over real data has the share that was
//!   sold again);
//! - *new*: first sold of all within the last five full periods, so that it has fewer than six;
//! - *growing* or *declining*: its pieces and its share of all pieces in the later half of its periods are both
//!   at least one and a half times, or both at most two thirds of, those in the earlier half (an odd period in
//!   the middle is left out). The share, so that a season all products have is no growth; the pieces, so that
//!   the season of others is no decline;
//! - *established*: everything else.

use clientele_model::overview::Unit;
use clientele_model::products::Stage;

use crate::assortment::{Assortment, Detail, ENOUGH};

/// A product is gone when it waited for its next sale so many times longer than ever before,
pub const LONGER: f64 = 3.0;

/// and so many days at least,
pub const QUIET: u32 = 90;

/// if it was sold on so many days, so that its longest wait is known.
pub const OFTEN: u32 = 10;

/// What is so many times as much as before has grown.
const GROWN: f64 = 1.5;

/// What is at most so many times as much as before has declined.
const DECLINED: f64 = 2.0 / 3.0;

/// When a product is in a stage, in a sentence.
pub fn meaning(stage: Stage, unit: Unit) -> String {
    let periods = match unit {
        Unit::Month => "months",
        Unit::Day | Unit::Week => "weeks",
    };
    let halves = format!(
        "In the later half of its full {periods} since the first sale, its pieces and its share of all pieces sold are both"
    );
    match stage {
        Stage::New => format!("First sold fewer than {ENOUGH} full {periods} ago."),
        Stage::Growing => {
            format!("{halves} at least one and a half times those in the earlier half.")
        }
        Stage::Declining => format!("{halves} at most two thirds of those in the earlier half."),
        Stage::Established => {
            "It holds its ground, or gains and loses less than the growing and declining do."
                .to_owned()
        }
        Stage::Discontinued => format!(
            "Not sold for {LONGER} times its longest wait between two days with a sale, and {QUIET} days at \
             least: taken out of the range, or out of stock?"
        ),
    }
}

/// The stage of every row; none where the lines are not there or the window is too short.
pub fn stages(assortment: &Assortment) -> Vec<Option<Stage>> {
    let rows = assortment.table.len();
    let (Some(detail), true) = (&assortment.detail, assortment.periods.len() >= ENOUGH) else {
        return vec![None; rows];
    };
    let sums = running(detail, assortment.periods.len());
    (0..rows)
        .map(|row| stage(assortment, detail, &sums, row))
        .collect()
}

/// Pieces of all products up to each period, that one left out.
fn running(detail: &Detail, width: usize) -> Vec<f64> {
    let mut sums = vec![0.0; width + 1];
    for pieces in detail.pieces.chunks_exact(width) {
        for (sum, &sold) in sums[1..].iter_mut().zip(pieces) {
            *sum += f64::from(sold);
        }
    }
    for at in 1..sums.len() {
        sums[at] += sums[at - 1];
    }
    sums
}

fn is_gone(detail: &Detail, row: usize) -> bool {
    let quiet = f64::from(detail.until - detail.last[row]);
    let least = (LONGER * f64::from(detail.longest_wait[row])).max(f64::from(QUIET));
    detail.sale_days[row] >= OFTEN && quiet >= least
}

fn stage(assortment: &Assortment, detail: &Detail, sums: &[f64], row: usize) -> Option<Stage> {
    let periods = &assortment.periods;
    let width = periods.len();
    if is_gone(detail, row) {
        return Some(Stage::Discontinued);
    }
    let own = assortment.table.steady.periods[row] as usize;
    if own < ENOUGH {
        return Some(Stage::New);
    }
    let (pieces, _) = assortment.series(row);
    let part = |from: usize, to: usize| {
        let sold: f64 = pieces[from..to].iter().map(|&sold| f64::from(sold)).sum();
        let all = sums[to] - sums[from];
        [sold, if all > 0.0 { sold / all } else { 0.0 }]
    };
    let half = own / 2;
    let (earlier, later) = (
        part(width - own, width - own + half),
        part(width - half, width),
    );
    if earlier[0] == 0.0 && later[0] == 0.0 {
        return None;
    }
    let both = |test: &dyn Fn(f64, f64) -> bool| {
        let mut pairs = later.iter().zip(&earlier);
        pairs.all(|(&later, &earlier)| test(later, earlier))
    };
    Some(if both(&|later, earlier| later >= GROWN * earlier) {
        Stage::Growing
    } else if both(&|later, earlier| later <= DECLINED * earlier) {
        Stage::Declining
    } else {
        Stage::Established
    })
}
