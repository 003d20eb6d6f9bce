//! What to believe of a difference after seeing it: the normal posterior.

use super::unable::{Setting, check_alpha};
use super::{Effect, Interval, Side, Unable, normal};

/// What is believed before: a normal distribution of the difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Its mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// What is believed after: normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Mean of the difference.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
}

/// What each choice may cost, in units of the difference: the mean of what is lost where it is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// Of staying with the control: E[max(d, 0)].
    pub of_control: f64,
    /// Of going with the treatment: E[max(−d, 0)].
    pub of_treatment: f64,
}

impl Belief {
    /// After this difference; without a prior every difference was as likely before.
    ///
    /// # Errors
    /// [`Unable::Setting`] of a prior without spread.
    pub fn after(effect: Effect, prior: Option<Prior>) -> Result<Self, Unable> {
        let seen = 1.0 / (effect.error * effect.error);
        let Some(prior) = prior else {
            return Ok(Self {
                mean: effect.estimate,
                deviation: effect.error,
            });
        };
        if !(prior.variance > 0.0 && prior.mean.is_finite()) {
            return Err(Unable::Setting(Setting::Spread));
        }
        let before = 1.0 / prior.variance;
        let precision = seen + before;
        Ok(Self {
            mean: (seen * effect.estimate + before * prior.mean) / precision,
            deviation: precision.sqrt().recip(),
        })
    }

    /// Chance that the difference is above zero, 0 to 1.
    pub fn chance_to_win(&self) -> f64 {
        normal::cdf(self.mean / self.deviation)
    }

    /// Interval that holds the difference with a chance of 1 − α.
    ///
    /// # Errors
    /// [`Unable::Setting`] of an α that is none.
    pub fn interval(&self, alpha: f64) -> Result<Interval, Unable> {
        check_alpha(alpha)?;
        let half = normal::upper_quantile(0.5 * alpha) * self.deviation;
        Ok(Interval::around(self.mean, half, Side::Both))
    }

    /// What each choice may cost.
    pub fn risk(&self) -> Risk {
        let z = self.mean / self.deviation;
        Risk {
            of_control: self.deviation * above(z),
            of_treatment: self.deviation * above(-z),
        }
    }
}

/// E[max(X, 0)] of a normal X with mean `z` and deviation one. Far below zero φ − |z| Φ loses all digits, and
/// Mills' ratio is written out as a series.
fn above(z: f64) -> f64 {
    if z > -30.0 {
        return (normal::density(z) + z * normal::cdf(z)).max(0.0);
    }
    let square = z * z;
    normal::density(z) / square * (1.0 - 3.0 / square * (1.0 - 5.0 / square * (1.0 - 7.0 / square)))
}
