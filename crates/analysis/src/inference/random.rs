//! Draws from distributions, the same on every machine: logarithms and roots are libm's, not the platform's.

use rand::{Rng, RngCore};

use super::Beta;

/// From 0, below 1.
fn uniform(rng: &mut impl RngCore) -> f64 {
    rng.r#gen::<f64>()
}

/// Standard normal, by Marsaglia's polar method.
pub fn normal(rng: &mut impl RngCore) -> f64 {
    loop {
        let (u, v) = (2.0 * uniform(rng) - 1.0, 2.0 * uniform(rng) - 1.0);
        let square = u * u + v * v;
        if square > 0.0 && square < 1.0 {
            return u * (-2.0 * libm::log(square) / square).sqrt();
        }
    }
}

/// Gamma of scale one. Marsaglia and Tsang, A simple method for generating gamma variables (2000).
fn gamma(rng: &mut impl RngCore, shape: f64) -> f64 {
    if shape < 1.0 {
        let smaller = libm::pow(1.0 - uniform(rng), 1.0 / shape);
        return gamma(rng, shape + 1.0) * smaller;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = normal(rng);
        let v = (1.0 + c * z).powi(3);
        if v > 0.0 && libm::log(1.0 - uniform(rng)) < 0.5 * z * z + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

/// A share.
pub fn beta(rng: &mut impl RngCore, of: Beta) -> f64 {
    let (a, b) = (gamma(rng, of.a), gamma(rng, of.b));
    a / (a + b)
}

/// Expected hits (or misses) from which a count is drawn as normal.
const MANY: f64 = 30.0;

/// Hits out of `n`, each with chance `p`: by waiting times where few are expected, else normal and made whole.
pub fn binomial(rng: &mut impl RngCore, n: f64, p: f64) -> f64 {
    if p > 0.5 {
        return n - binomial(rng, n, 1.0 - p);
    }
    if p <= 0.0 || n <= 0.0 {
        return 0.0;
    }
    if n * p >= MANY {
        let drawn = n * p + normal(rng) * (n * p * (1.0 - p)).sqrt();
        return drawn.round().clamp(0.0, n);
    }
    let miss = libm::log1p(-p);
    let (mut at, mut hits) = (0.0, 0.0);
    loop {
        at += (libm::log(1.0 - uniform(rng)) / miss).floor() + 1.0;
        if at > n {
            return hits;
        }
        hits += 1.0;
    }
}
