//! Outliers: one cap for all arms. A cap for each arm would itself make a difference between them.

use super::Unable;
use super::unable::Setting;

/// The usual share of buyers that stays as it is.
pub const KEPT: f64 = 0.999;

/// A cap on what one customer counts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// Values above are counted as this.
    pub at: f64,
    /// Customers with a value above zero, of all arms.
    pub buyers: u32,
    /// How many of them are above the cap.
    pub capped: u32,
    /// Customers with a value below zero (refunds), which stay as they are.
    pub negative: u32,
}

impl Cap {
    /// A value as it counts.
    pub fn apply(&self, value: f64) -> f64 {
        value.min(self.at)
    }
}

/// The cap at a share (such as 0.999) of the values above zero, pooled over `arms`: the smallest value that so many do
/// not exceed. Of fewer than a thousand buyers 99.9 % are all, and nothing is capped.
///
/// # Errors
/// [`Unable::Nothing`] when nobody bought; [`Unable::Impossible`] when a value is no number; [`Unable::Setting`].
pub fn cap(arms: &[&[f64]], kept: f64) -> Result<Cap, Unable> {
    if !(kept > 0.0 && kept <= 1.0) {
        return Err(Unable::Setting(Setting::Rate));
    }
    let values = || arms.iter().flat_map(|arm| arm.iter().copied());
    if values().any(|value| !value.is_finite()) {
        return Err(Unable::Impossible);
    }
    let mut bought: Vec<f64> = values().filter(|&value| value > 0.0).collect();
    // Whole up to the last bits: 0.999 of 1,000 is 999.
    let place = (kept * bought.len() as f64 - 1e-9).ceil().max(1.0) as usize - 1;
    if place >= bought.len() {
        return Err(Unable::Nothing);
    }
    let (_, &mut at, _) = bought.select_nth_unstable_by(place, f64::total_cmp);
    Ok(Cap {
        at,
        buyers: bought.len() as u32,
        capped: bought.iter().filter(|&&value| value > at).count() as u32,
        negative: values().filter(|&value| value < 0.0).count() as u32,
    })
}
