//! Student's t distribution; `df`, its degrees of freedom, may be broken or infinite.

use super::normal;
use super::special::{incomplete_beta, root};

/// From here on Hill's expansion is as exact as an f64, which the fraction is not.
const LARGE: f64 = 1e4;

/// Chance of a value beyond `t`.
pub fn upper(t: f64, df: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - upper(-t, df);
    }
    if df == f64::INFINITY {
        return normal::upper(t);
    }
    if df > LARGE {
        return normal::upper(like_normal(t, df));
    }
    let square = t * t;
    let whole = df + square;
    0.5 * incomplete_beta(0.5 * df, 0.5, df / whole, square / whole).0
}

/// The normal value with the tail of `t`. Hill, Algorithm 395: Student's t-distribution (1970).
fn like_normal(t: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let w2 = a * (t * t / df).ln_1p();
    let first = (w2 + 3.0) / b;
    let second =
        (((4.0 * w2 + 33.0) * w2 + 240.0) * w2 + 855.0) / (10.0 * b * (b + 0.8 * w2 * w2 + 100.0));
    w2.sqrt() * (1.0 + first - second)
}

/// Chance of a value up to `t`.
pub fn cdf(t: f64, df: f64) -> f64 {
    upper(-t, df)
}

/// The value with a chance of `p` beyond it.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if p > 0.5 {
        return -upper_quantile(1.0 - p, df);
    }
    if p <= 0.0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    if df == f64::INFINITY {
        return normal::upper_quantile(p);
    }
    let mut high = 2.0 * normal::upper_quantile(p).max(1e-9);
    while upper(high, df) > p && high < 1e300 {
        high *= 2.0;
    }
    // Tails are near to straight in logarithms.
    let logarithm = p.ln();
    root(|t| upper(t, df).ln() - logarithm, 0.0, high)
}

/// The value with a chance of `p` below it.
pub fn quantile(p: f64, df: f64) -> f64 {
    -upper_quantile(p, df)
}
