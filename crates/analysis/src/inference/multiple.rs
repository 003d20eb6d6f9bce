//! Many tests at once: p-values that answer for all of them.

use crate::stats::order;

/// Holm's adjusted p-values, in the order given: below α they keep the chance of any false finding below α. Holm, A simple
/// sequentially rejective multiple test procedure (1979).
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut most = 0.0_f64;
    for (at, &row) in order(p).iter().enumerate() {
        let row = row as usize;
        most = most.max(p[row] * (p.len() - at) as f64).min(1.0);
        adjusted[row] = most;
    }
    adjusted
}

/// Adjusted p-values of `family` tests, of which those not at hand count as 1, in the order given: below α they keep the
/// share of false findings among all findings below α. Benjamini and Hochberg, Controlling the false discovery rate (1995).
pub fn benjamini_hochberg(p: &[f64], family: u64) -> Vec<f64> {
    let family = family.max(p.len() as u64) as f64;
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (at, &row) in order(p).iter().enumerate().rev() {
        let row = row as usize;
        least = least.min(p[row] * family / (at + 1) as f64);
        adjusted[row] = least;
    }
    adjusted
}

/// How many of the smallest p-values are findings by Benjamini and Hochberg at `alpha`: `ascending` are those at hand of
/// `family` tests, smallest first.
pub fn findings(
    ascending: impl DoubleEndedIterator<Item = f64> + ExactSizeIterator,
    family: u64,
    alpha: f64,
) -> usize {
    let family = family.max(ascending.len() as u64).max(1) as f64;
    let mut last = ascending.enumerate().rev();
    last.find(|(at, p)| *p <= alpha * (at + 1) as f64 / family)
        .map_or(0, |(at, _)| at + 1)
}
