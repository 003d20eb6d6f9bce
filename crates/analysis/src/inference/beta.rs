//! The beta distribution, of shares; `a` and `b` are above zero.

use super::special::{incomplete_beta, root};

/// Chance of a share up to `x`.
pub fn cdf(x: f64, a: f64, b: f64) -> f64 {
    incomplete_beta(a, b, x, 1.0 - x).0
}

/// The share with a chance of `p` below it.
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    // Ends where the other part is small are found by that part.
    let middle = incomplete_beta(a, b, 0.5, 0.5).0;
    if p > middle {
        return 1.0
            - root(
                |y| incomplete_beta(a, b, 1.0 - y, y).1 - (1.0 - p),
                0.0,
                0.5,
            );
    }
    root(|x| incomplete_beta(a, b, x, 1.0 - x).0 - p, 0.0, 0.5)
}
