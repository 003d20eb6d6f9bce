//! The normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Density at `z`.
pub fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Chance of a value up to `z`.
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// Chance of a value beyond `z`.
pub fn upper(z: f64) -> f64 {
    cdf(-z)
}

/// The value with a chance of `p` below it; −∞ and ∞ at 0 and 1.
///
/// Abramowitz and Stegun 26.2.23 for a start, then Halley's steps.
pub fn quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -lower_quantile(1.0 - p);
    }
    lower_quantile(p)
}

/// The value with a chance of `p` beyond it, exact also where 1 − p is not.
pub fn upper_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return lower_quantile(1.0 - p);
    }
    -lower_quantile(p)
}

fn lower_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    let t = (-2.0 * p.ln()).sqrt();
    let over = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let under = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = over / under - t;
    for _ in 0..3 {
        let step = (cdf(z) - p) / density(z);
        if !step.is_finite() {
            break;
        }
        z -= step / (1.0 + 0.5 * z * step);
    }
    z
}
