//! Intervals and p-values that hold at every look, however often one looks.
//!
//! Asymptotic confidence sequences with a normal mixture: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas,
//! Time-uniform central limit theory and asymptotic confidence sequences (2021), and Howard, Ramdas, McAuliffe and
//! Sekhon, Time-uniform, nonparametric, nonasymptotic confidence sequences (2021) for one side. `tuning` is the number
//! of customers, both arms together, at which the interval is tightest.

use super::special::root;
use super::unable::{Setting, check_alpha};
use super::{Effect, Interval, Side, Unable, normal};

/// The usual tuning: 5,000 customers.
pub const TUNING: f64 = 5_000.0;

/// How many standard errors the interval reaches to each side, of `n` customers in both arms.
///
/// # Errors
/// [`Unable::Setting`] of an α that is none (for one side 0.5 and above), or a tuning or `n` that is not above zero.
pub fn reach(n: f64, alpha: f64, side: Side, tuning: f64) -> Result<f64, Unable> {
    check_alpha(alpha)?;
    if side != Side::Both && alpha >= 0.5 {
        return Err(Unable::Setting(Setting::Alpha));
    }
    if !(tuning > 0.0 && n > 0.0) {
        return Err(Unable::Setting(Setting::Count));
    }
    Ok(errors(n, alpha, side, mixing(alpha, side, tuning)))
}

/// ρ of the mixture, squared: the one that makes the interval tightest at `tuning` customers.
fn mixing(alpha: f64, side: Side, tuning: f64) -> f64 {
    let alpha = if side == Side::Both {
        alpha
    } else {
        2.0 * alpha
    };
    let log = -2.0 * alpha.ln();
    (log + (log + 1.0).ln()) / tuning
}

fn errors(n: f64, alpha: f64, side: Side, squared: f64) -> f64 {
    let gathered = n * squared + 1.0;
    let log = match side {
        Side::Both => (gathered.sqrt() / alpha).ln(),
        Side::Greater | Side::Less => (gathered.sqrt() / (2.0 * alpha)).ln_1p(),
    };
    (2.0 * gathered / (n * squared) * log).sqrt()
}

/// Interval that holds the true difference at every look with a chance of 1 − α.
///
/// # Errors
/// As [`reach`].
pub fn interval(effect: &Effect, alpha: f64, side: Side, tuning: f64) -> Result<Interval, Unable> {
    let half = effect.error * reach(f64::from(effect.n), alpha, side, tuning)?;
    Ok(Interval::around(effect.estimate, half, side))
}

/// p-value that may be looked at any time: falls below α at any look with a chance of at most α when there is no
/// difference. `alpha` tunes the mixture. For one side the smallest α whose interval leaves out zero, at most 0.5.
///
/// # Errors
/// As [`reach`].
pub fn p(effect: &Effect, alpha: f64, side: Side, tuning: f64) -> Result<f64, Unable> {
    let n = f64::from(effect.n);
    reach(n, alpha, side, tuning)?;
    let squared = mixing(alpha, side, tuning);
    let gathered = n * squared + 1.0;
    let z = match side {
        Side::Less => -effect.estimate / effect.error,
        Side::Both | Side::Greater => effect.estimate / effect.error,
    };
    if side == Side::Both {
        let exponent = n * squared * z * z / (2.0 * gathered);
        return Ok((gathered.sqrt() * (-exponent).exp()).min(1.0));
    }
    let beyond = |log: f64| z - errors(n, log.exp(), side, squared);
    let (least, most) = (-700.0, 0.5f64.ln());
    Ok(match (beyond(least) > 0.0, beyond(most) > 0.0) {
        (true, _) => least.exp(),
        (_, false) => 0.5,
        _ => root(beyond, least, most).exp(),
    })
}

/// When a test is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Before the end that was planned.
    Running,
    /// At that end, once.
    Planned,
}

/// The hybrid: always valid while it runs, of fixed size at the planned end, which pays for the looks before with a
/// part of α.
///
/// `spent` of α goes to the looks while it runs and the rest to the end, so both together err with at most α.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hybrid {
    /// Error rate of all looks together.
    pub alpha: f64,
    /// Share of it for the looks while it runs, between 0 and 1.
    pub spent: f64,
    /// Customers at which the running interval is tightest: those of the planned end.
    pub tuning: f64,
}

impl Hybrid {
    /// Tuned to the planned end; a fifth of α for the looks before.
    pub fn planned(alpha: f64, customers: f64) -> Self {
        Self {
            alpha,
            spent: 0.2,
            tuning: customers,
        }
    }

    /// Interval at this look.
    ///
    /// # Errors
    /// As [`reach`]; [`Unable::Setting`] when `spent` leaves nothing for one of the two.
    pub fn interval(&self, effect: &Effect, side: Side, look: Look) -> Result<Interval, Unable> {
        match look {
            Look::Running => interval(effect, self.alpha * self.spent, side, self.tuning),
            Look::Planned => effect.interval(self.alpha * (1.0 - self.spent), side),
        }
    }

    /// p-value at this look, to be held against α.
    ///
    /// # Errors
    /// As [`Hybrid::interval`].
    pub fn p(&self, effect: &Effect, side: Side, look: Look) -> Result<f64, Unable> {
        let (p, part) = match look {
            Look::Running => {
                let alpha = self.alpha * self.spent;
                (p(effect, alpha, side, self.tuning)?, self.spent)
            }
            Look::Planned => {
                check_alpha(self.alpha * (1.0 - self.spent))?;
                (effect.p(side), 1.0 - self.spent)
            }
        };
        Ok((p / part).min(1.0))
    }
}

/// How much wider an interval is for holding at every look, as a factor of the one of fixed size.
///
/// # Errors
/// As [`reach`].
pub fn widening(n: f64, alpha: f64, tuning: f64) -> Result<f64, Unable> {
    Ok(reach(n, alpha, Side::Both, tuning)? / normal::upper_quantile(0.5 * alpha))
}
