//! The chi-squared distribution.

use super::special::incomplete_gamma;

/// Chance of a value beyond `x`, of `df` squared normal values added up.
pub fn upper(x: f64, df: f64) -> f64 {
    if df <= 0.0 {
        return 1.0;
    }
    incomplete_gamma(0.5 * df, 0.5 * x).1
}
