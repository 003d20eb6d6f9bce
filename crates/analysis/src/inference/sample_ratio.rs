//! Whether the arms are as large as they were meant to be. Where they are not, something is broken and no effect can be
//! told: the check comes before every verdict.

use super::unable::Setting;
use super::{Unable, chi_squared};

/// Below this chance the split is broken. Small, because one looks every day.
pub const ALARM: f64 = 0.001;

/// How the sizes of the arms agree with the shares that were planned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleRatio {
    /// χ² of sizes against shares.
    pub chi_squared: f64,
    /// Arms with a share, less one.
    pub df: u32,
    /// Chance of sizes at least as far off.
    pub p: f64,
    /// Customers expected in the smallest arm; below five p is a rough guess.
    pub least: f64,
    /// Customers in arms that were to have none. They are in no other figure; any is a fault of its own.
    pub stray: u32,
}

impl SampleRatio {
    /// Whether the sizes are beyond chance.
    pub fn is_broken(&self) -> bool {
        self.p < ALARM
    }
}

/// χ² of the sizes of arms against their shares, which need not add up to one. An arm with share 0 is left out, with its
/// customers and its degree of freedom.
///
/// # Errors
/// [`Unable::Nothing`] with fewer than two arms that have a share; [`Unable::Setting`] of shares that are none;
/// [`Unable::TooFew`] without customers.
pub fn sample_ratio(customers: &[u32], shares: &[f64]) -> Result<SampleRatio, Unable> {
    let valid = |share: &f64| share.is_finite() && *share >= 0.0;
    if customers.len() != shares.len() || !shares.iter().all(valid) {
        return Err(Unable::Setting(Setting::Shares));
    }
    let arms = || {
        customers
            .iter()
            .zip(shares)
            .filter(|(_, share)| **share > 0.0)
    };
    let df = arms().count().saturating_sub(1) as u32;
    if df == 0 {
        return Err(Unable::Nothing);
    }
    let all: f64 = arms().map(|(n, _)| f64::from(*n)).sum();
    if all == 0.0 {
        return Err(Unable::TooFew {
            customers: 0,
            needed: 1,
        });
    }
    let whole: f64 = arms().map(|(_, share)| share).sum();
    let expected = |share: &f64| all * share / whole;
    let chi_squared = arms()
        .map(|(n, share)| (f64::from(*n) - expected(share)).powi(2) / expected(share))
        .sum();
    let strays = customers
        .iter()
        .zip(shares)
        .filter(|(_, share)| **share == 0.0);
    Ok(SampleRatio {
        chi_squared,
        df,
        p: chi_squared::upper(chi_squared, f64::from(df)),
        least: arms()
            .map(|(_, share)| expected(share))
            .fold(f64::INFINITY, f64::min),
        stray: strays.map(|(n, _)| n).sum(),
    })
}
