//! CUPED: what was known of customers before, taken off their value.
//!
//! y − θ (x − x̄) with θ = Cov(y, x) / Var(x) of both arms together leaves the difference where it is on average and
//! its variance at 1 − ρ² of what it was. Deng, Xu, Kohavi and Walker, Improving the sensitivity of online controlled
//! experiments by utilizing pre-experiment data (2013).

use super::moments::Pairs;
use super::{Arm, Unable};

/// Both arms after adjustment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// Control.
    pub control: Arm,
    /// Treated.
    pub treated: Arm,
    /// How much of the value goes with one unit of what was known before.
    pub theta: f64,
    /// Correlation ρ of both, −1 to 1: the variance is about 1 − ρ² of what it was.
    pub correlation: f64,
}

/// Adjusts the means of `y` by `x`, which must be from before the campaign. Where `x` does not vary, nothing changes.
///
/// # Errors
/// As [`Arm::mean`].
pub fn cuped(control: Pairs, treated: Pairs) -> Result<Adjusted, Unable> {
    let both = control.and(treated);
    let spread = both.x.variance();
    let theta = match spread > 0.0 {
        true => both.covariance() / spread,
        false => 0.0,
    };
    let middle = both.x.mean();
    let arm = |pairs: Pairs| {
        let plain = Arm::mean(pairs.y)?;
        let variance =
            plain.variance + theta * theta * pairs.x.variance() - 2.0 * theta * pairs.covariance();
        let mean = plain.mean - theta * (pairs.x.mean() - middle);
        let adjusted = Arm::checked(plain.n, mean, variance.max(0.0))?;
        Ok(Arm {
            baseline: plain.mean,
            ..adjusted
        })
    };
    Ok(Adjusted {
        control: arm(control)?,
        treated: arm(treated)?,
        theta,
        correlation: both.correlation(),
    })
}
