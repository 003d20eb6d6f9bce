//! Stage of a product's life.
//!
//! The rule, in this order, over the full periods of the window (none is told with fewer than six):
//! - *discontinued*: no sale in the last three full periods, nor in the days after them;
//! - *new*: first sold of all within the last five full periods, so that it has fewer than six;
//! - *growing* or *declining*: its share of all pieces sold in the later half of its periods is at
//!   least one and a half times, or at most two thirds of, its share in the earlier half (an odd period in the
//!   middle is left out). A share, not a count, so that a season all products have is no growth;
//! - *established*: everything else.

use clientele_model::products::Stage;

use crate::assortment::{Assortment, Detail, ENOUGH};

/// So many full periods without a sale end a product's life.
const SILENT: usize = 3;

/// A share that is so many times the one before has grown.
const GROWN: f64 = 1.5;

/// A share that is at most so many times the one before has declined.
const DECLINED: f64 = 2.0 / 3.0;

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

fn stage(assortment: &Assortment, detail: &Detail, sums: &[f64], row: usize) -> Option<Stage> {
    let periods = &assortment.periods;
    let width = periods.len();
    if detail.last[row] < periods.days[width - SILENT].first {
        return Some(Stage::Discontinued);
    }
    let own = assortment.table.steady.periods[row] as usize;
    if own < ENOUGH {
        return Some(Stage::New);
    }
    let (pieces, _) = assortment.series(row);
    let share = |from: usize, to: usize| {
        let sold: f64 = pieces[from..to].iter().map(|&sold| f64::from(sold)).sum();
        let all = sums[to] - sums[from];
        if all > 0.0 { sold / all } else { 0.0 }
    };
    let half = own / 2;
    let (earlier, later) = (
        share(width - own, width - own + half),
        share(width - half, width),
    );
    if earlier == 0.0 && later == 0.0 {
        return None;
    }
    Some(if later >= GROWN * earlier {
        Stage::Growing
    } else if later <= DECLINED * earlier {
        Stage::Declining
    } else {
        Stage::Established
    })
}
