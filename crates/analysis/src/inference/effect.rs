//! The difference between two arms: absolute or relative, with its interval and its p-value.
//!
//! Welch's test. A relative difference is divided by the size of the control's mean, so that of a negative
//! one (a loss) it keeps the sign of the change; its error is by the delta method. Relative and absolute
//! answers to the same data may differ in what they are sure of.

use super::unable::check_alpha;
use super::{Arm, Unable, student};

/// What a difference is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// In the value's own unit.
    Absolute,
    /// As a share of the size of the control's mean.
    Relative,
}

/// Which differences speak against "no difference".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Either way.
    Both,
    /// Only where the treated have more.
    Greater,
    /// Only where they have less.
    Less,
}

/// A range; an end may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Around a value, open where `side` has no end.
    pub(super) fn around(value: f64, half: f64, side: Side) -> Self {
        let low = match side {
            Side::Less => f64::NEG_INFINITY,
            Side::Both | Side::Greater => value - half,
        };
        let high = match side {
            Side::Greater => f64::INFINITY,
            Side::Both | Side::Less => value + half,
        };
        Self { low, high }
    }

    /// Whether a value is inside, ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A difference that was seen, treated less control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The difference.
    pub estimate: f64,
    /// Its standard error, above zero.
    pub error: f64,
    /// Degrees of freedom of the error; infinite where it is a large-sample one.
    pub df: f64,
    /// Customers behind it, of both arms.
    pub n: u32,
}

impl Effect {
    /// Checked: an error of zero is no answer.
    ///
    /// # Errors
    /// [`Unable::NoSpread`], [`Unable::Impossible`].
    pub fn checked(estimate: f64, variance: f64, df: f64, n: u32) -> Result<Self, Unable> {
        if !(estimate.is_finite() && variance.is_finite()) || df.is_nan() {
            return Err(Unable::Impossible);
        }
        if variance <= 0.0 {
            return Err(Unable::NoSpread);
        }
        Ok(Self {
            estimate,
            error: variance.sqrt(),
            df,
            n,
        })
    }

    /// Interval that holds the true difference in 1 − α of all samples of a size fixed before.
    ///
    /// # Errors
    /// [`Unable::Setting`] of an α that is none.
    pub fn interval(&self, alpha: f64, side: Side) -> Result<Interval, Unable> {
        check_alpha(alpha)?;
        let tail = if side == Side::Both {
            0.5 * alpha
        } else {
            alpha
        };
        let half = student::upper_quantile(tail, self.df) * self.error;
        Ok(Interval::around(self.estimate, half, side))
    }

    /// Chance of a difference at least as large as this one when there is none.
    pub fn p(&self, side: Side) -> f64 {
        self.p_beyond(0.0, side)
    }

    /// Chance of a difference at least as far from `null` as this one when `null` is the truth.
    pub fn p_beyond(&self, null: f64, side: Side) -> f64 {
        let t = (self.estimate - null) / self.error;
        match side {
            Side::Both => 2.0 * student::upper(t.abs(), self.df),
            Side::Greater => student::upper(t, self.df),
            Side::Less => student::cdf(t, self.df),
        }
    }

    /// The difference in means seen.
    ///
    /// # Errors
    /// [`Unable::NoSpread`] when neither arm varies; [`Unable::NoBaseline`] when a relative difference has a
    /// control of zero.
    pub fn between(control: Arm, treated: Arm, scale: Scale) -> Result<Self, Unable> {
        let (a, b) = (control.of_mean(), treated.of_mean());
        let squared = |arm: Arm| arm.of_mean() * arm.of_mean() / f64::from(arm.n - 1);
        // Satterthwaite's degrees of freedom, of the plain difference on either scale.
        let df = (a + b) * (a + b) / (squared(control) + squared(treated));
        let n = control.n + treated.n;
        let difference = treated.mean - control.mean;
        if a + b <= 0.0 {
            return Err(Unable::NoSpread);
        }
        match scale {
            Scale::Absolute => Self::checked(difference, a + b, df, n),
            Scale::Relative => {
                let base = control.baseline;
                if base == 0.0 {
                    return Err(Unable::NoBaseline);
                }
                let variance = relative_variance(a, base, b, treated.baseline);
                Self::checked(difference / base.abs(), variance, df, n)
            }
        }
    }
}

/// Delta method: variance of a relative difference from the variances of both means.
fn relative_variance(of_control: f64, control: f64, of_treated: f64, treated: f64) -> f64 {
    let square = control * control;
    of_treated / square + of_control * treated * treated / (square * square)
}
