//! Customers as points on two understandable axes.

use clientele_model::segments::Scatter;

use super::basis::Basis;
use super::found::Found;
use crate::order::sort_by;
use crate::rfm::quantile;
use crate::stats::ascend;

/// Points of a picture at most.
const POINTS: usize = 1_000;
/// Customers from which a grid of density is drawn as well.
const DENSE: usize = 4_000;
/// Columns and rows of that grid.
const GRID: (usize, usize) = (Scatter::GRID.0 as usize, Scatter::GRID.1 as usize);

/// Points, drawn by a hash of the customer: the same customers for the same seed.
pub(super) fn scatter(basis: &Basis, found: &Found, seed: u32) -> Scatter {
    let table = &basis.table;
    let days = |row: usize| f64::from(table.recency(row));
    let spend = |row: usize| table.monetary(row);
    let bounds = bounds(basis);
    let mut drawn: Vec<(u64, u32)> = (0..table.len())
        .map(|row| {
            (
                hash(u64::from(seed) << 32 | u64::from(table.position[row])),
                row as u32,
            )
        })
        .collect();
    if drawn.len() > POINTS {
        drawn.select_nth_unstable(POINTS);
        drawn.truncate(POINTS);
    }
    sort_by(&mut drawn, Ord::cmp);
    let points = drawn
        .iter()
        .map(|&(_, row)| {
            let row = row as usize;
            (
                days(row).clamp(bounds[0], bounds[1]) as f32,
                spend(row).clamp(bounds[2], bounds[3]) as f32,
                found.labels[row],
            )
        })
        .collect();
    Scatter {
        points,
        each: table.len() as f64 / drawn.len().max(1) as f64,
        density: if table.len() > DENSE {
            density(basis, found, bounds)
        } else {
            Vec::new()
        },
        bounds,
    }
}

/// Ends of the axes: one day or more; spend from the lowest half per cent of what is above zero.
fn bounds(basis: &Basis) -> [f64; 4] {
    let table = &basis.table;
    let latest = (0..table.len())
        .map(|row| f64::from(table.recency(row)))
        .fold(1.0, f64::max);
    let mut spend: Vec<f64> = (0..table.len())
        .map(|row| table.monetary(row))
        .filter(|&value| value > 0.0)
        .collect();
    ascend(&mut spend);
    let low = quantile(&spend, 0.005).max(1.0);
    let high = spend.last().copied().unwrap_or(1.0).max(low * 2.0);
    [1.0, latest.max(2.0), low, high]
}

fn density(basis: &Basis, found: &Found, bounds: [f64; 4]) -> Vec<(u8, u8, u8, u32)> {
    let k = found.segments.len();
    let mut counts = vec![0u32; GRID.0 * GRID.1 * k];
    let place = |value: f64, low: f64, high: f64, cells: usize| {
        let part = (value.max(low) / low).ln() / (high / low).ln();
        ((part * cells as f64) as usize).min(cells - 1)
    };
    for row in 0..basis.table.len() {
        let column = place(
            f64::from(basis.table.recency(row)),
            bounds[0],
            bounds[1],
            GRID.0,
        );
        let line = place(basis.table.monetary(row), bounds[2], bounds[3], GRID.1);
        counts[(line * GRID.0 + column) * k + usize::from(found.labels[row])] += 1;
    }
    counts
        .chunks_exact(k.max(1))
        .enumerate()
        .filter_map(|(cell, counts)| {
            let sum: u32 = counts.iter().sum();
            let leads = (0..counts.len()).rev().max_by_key(|&at| counts[at])?;
            (sum > 0).then_some((
                (cell % GRID.0) as u8,
                (cell / GRID.0) as u8,
                leads as u8,
                sum,
            ))
        })
        .collect()
}

/// SplitMix64 (Steele et al. 2014).
fn hash(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
