//! Effects by segment: whether they differ at all, and what to believe of each.

use super::special::root;
use super::unable::Setting;
use super::{Unable, chi_squared};

/// An effect that was seen in a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The difference.
    pub estimate: f64,
    /// Its standard error, above zero.
    pub error: f64,
}

/// Test of "the effect is the same in every segment".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interaction {
    /// Cochran's Q: squared distances from the common effect, in standard errors.
    pub q: f64,
    /// Segments less one.
    pub df: u32,
    /// Chance of a Q at least as large when segments do not differ.
    pub p: f64,
    /// The common effect, each segment weighted by its precision.
    pub common: f64,
    /// Its standard error.
    pub error: f64,
}

/// Cochran's Q over segments. Cochran, The combination of estimates from different experiments (1954).
///
/// # Errors
/// [`Unable::Nothing`] with fewer than two segments; [`Unable::Setting`] of an error that is not above zero.
pub fn interaction(seen: &[Seen]) -> Result<Interaction, Unable> {
    check(seen)?;
    let (common, precision) = combined(seen, 0.0);
    let q = seen
        .iter()
        .map(|s| ((s.estimate - common) / s.error).powi(2))
        .sum();
    let df = seen.len() as u32 - 1;
    Ok(Interaction {
        q,
        df,
        p: chi_squared::upper(q, f64::from(df)),
        common,
        error: precision.sqrt().recip(),
    })
}

/// What to believe of each segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// Effects drawn towards the common one, and their errors, none larger than what was seen. In the order given.
    pub segments: Vec<Seen>,
    /// The common effect.
    pub common: f64,
    /// Its standard error.
    pub error: f64,
    /// Deviation of true effects between segments.
    pub spread: f64,
}

/// Empirical Bayes: true effects are normal around a common one, which is estimated, too.
///
/// The spread of true effects maximises the profile likelihood times the spread itself (Chung, Rabe-Hesketh, Dorie, Gelman
/// and Liu, A nondegenerate penalized likelihood estimator for variance parameters in multilevel models, 2013), because the
/// usual estimates are often zero with few segments and would draw all of them onto one line. An error holds that of the
/// common effect; it is at most what was seen, for B² V ≤ B s² where B = s²/(s² + τ²) and V ≤ s² + τ².
///
/// # Errors
/// As [`interaction`].
pub fn shrink(seen: &[Seen]) -> Result<Shrunk, Unable> {
    check(seen)?;
    let spread = spread(seen);
    let (common, precision) = combined(seen, spread * spread);
    let segments = seen.iter().map(|s| {
        let own = s.error * s.error;
        let drawn = own / (own + spread * spread);
        let variance = own * (1.0 - drawn) + drawn * drawn / precision;
        Seen {
            estimate: s.estimate + drawn * (common - s.estimate),
            error: variance.sqrt().min(s.error),
        }
    });
    Ok(Shrunk {
        segments: segments.collect(),
        common,
        error: precision.sqrt().recip(),
        spread,
    })
}

fn check(seen: &[Seen]) -> Result<(), Unable> {
    if seen.len() < 2 {
        return Err(Unable::Nothing);
    }
    if seen.iter().any(|s| !(s.error > 0.0 && s.error.is_finite())) {
        return Err(Unable::Setting(Setting::Spread));
    }
    match seen.iter().all(|s| s.estimate.is_finite()) {
        true => Ok(()),
        false => Err(Unable::Impossible),
    }
}

/// Mean weighted by precision when true effects vary by `between`, and the precision of it.
fn combined(seen: &[Seen], between: f64) -> (f64, f64) {
    let weight = |s: &Seen| 1.0 / (s.error * s.error + between);
    let all: f64 = seen.iter().map(weight).sum();
    let sum: f64 = seen.iter().map(|s| weight(s) * s.estimate).sum();
    (sum / all, all)
}

/// Where the slope of ln τ + ln L(τ), with the common effect at its best, is zero: τ² = x.
fn spread(seen: &[Seen]) -> f64 {
    // The slope by x, times 2x: 1 − Σ x/(s² + x) + Σ x d²/(s² + x)². Positive at 0, negative far out with two segments or more.
    let slope = |log: f64| {
        let x = log.exp();
        let (common, _) = combined(seen, x);
        let part = |s: &Seen| {
            let total = s.error * s.error + x;
            let distance = s.estimate - common;
            x / total * (distance * distance / total - 1.0)
        };
        1.0 + seen.iter().map(part).sum::<f64>()
    };
    let errors = seen.iter().map(|s| s.error);
    let estimates = || seen.iter().map(|s| s.estimate);
    let range = estimates().fold(f64::MIN, f64::max) - estimates().fold(f64::MAX, f64::min);
    let low = 2.0 * errors.clone().fold(f64::MAX, f64::min).ln() - 20.0;
    let high = 2.0 * (errors.fold(0.0, f64::max) + range).ln() + 20.0;
    (0.5 * root(slope, low, high)).exp()
}
