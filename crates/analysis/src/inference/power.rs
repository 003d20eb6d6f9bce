//! Before a test: how many customers it takes, what it can tell, and how surely.
//!
//! Shares by the pooled z test that judges them later: 5 % against 5.5 % takes 31,234 customers an arm. Cohen's h, another
//! formula in use, says 31,217. Every answer counts differences both ways (two-sided).

use super::special::root;
use super::unable::{Setting, check_alpha};
use super::{Unable, normal};

/// Customers of both arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Held out.
    pub control: u32,
    /// Who get the offer.
    pub treated: u32,
}

/// How sure a test shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Chance of finding a difference where there is none.
    pub alpha: f64,
    /// Chance of finding the one that is there.
    pub power: f64,
}

impl Demand {
    /// 5 % and 80 %.
    pub const USUAL: Self = Self {
        alpha: 0.05,
        power: 0.8,
    };

    /// Refuses what is no demand.
    pub(super) fn check(&self) -> Result<(), Unable> {
        check_alpha(self.alpha)?;
        match self.power > self.alpha && self.power < 1.0 {
            true => Ok(()),
            false => Err(Unable::Setting(Setting::Power)),
        }
    }

    /// z of both errors.
    pub(super) fn quantiles(&self) -> (f64, f64) {
        (
            normal::upper_quantile(0.5 * self.alpha),
            normal::upper_quantile(1.0 - self.power),
        )
    }
}

/// Customers per arm for telling a conversion of `control` from one of `treated` (0 to 1); `held_out` of all customers
/// are the control.
///
/// # Errors
/// [`Unable::Setting`] of rates or shares that are none; [`Unable::Unreachable`] when both rates are the same or it takes
/// more customers than there are.
pub fn sizes(control: f64, treated: f64, held_out: f64, demand: Demand) -> Result<Sizes, Unable> {
    let (wanted, ratio) = (
        exact_size(control, treated, held_out, demand)?,
        (1.0 - held_out) / held_out,
    );
    // Whole up to the last bits, so that a size just met is not exceeded.
    let whole = |n: f64| (n * (1.0 - 1e-12)).ceil();
    let (a, b) = (whole(wanted), whole(wanted * ratio));
    match a + b < f64::from(u32::MAX) {
        true => Ok(Sizes {
            control: a as u32,
            treated: b as u32,
        }),
        false => Err(Unable::Unreachable),
    }
}

/// The control's size, before it is made whole.
pub fn exact_size(
    control: f64,
    treated: f64,
    held_out: f64,
    demand: Demand,
) -> Result<f64, Unable> {
    demand.check()?;
    check_rates(control, treated)?;
    if !(held_out > 0.0 && held_out < 1.0) {
        return Err(Unable::Setting(Setting::Shares));
    }
    let difference = treated - control;
    if difference == 0.0 {
        return Err(Unable::Unreachable);
    }
    let (alpha, beta) = demand.quantiles();
    let ratio = (1.0 - held_out) / held_out;
    let pooled = (control + ratio * treated) / (1.0 + ratio);
    let under_none = (pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio)).sqrt();
    let under_some = (control * (1.0 - control) + treated * (1.0 - treated) / ratio).sqrt();
    Ok(((alpha * under_none + beta * under_some) / difference).powi(2))
}

/// Chance that the test tells these two conversions apart.
///
/// # Errors
/// As [`sizes`]; [`Unable::TooFew`] of an empty arm.
pub fn power(control: f64, treated: f64, sizes: Sizes, alpha: f64) -> Result<f64, Unable> {
    check_alpha(alpha)?;
    check_rates(control, treated)?;
    let (a, b) = (f64::from(sizes.control), f64::from(sizes.treated));
    if sizes.control.min(sizes.treated) == 0 {
        return Err(Unable::TooFew {
            customers: 0,
            needed: 1,
        });
    }
    let pooled = (a * control + b * treated) / (a + b);
    let under_none = (pooled * (1.0 - pooled) * (1.0 / a + 1.0 / b)).sqrt();
    let under_some = (control * (1.0 - control) / a + treated * (1.0 - treated) / b).sqrt();
    if under_some <= 0.0 {
        return Err(Unable::NoSpread);
    }
    let limit = normal::upper_quantile(0.5 * alpha) * under_none;
    let difference = treated - control;
    let beyond = |sign: f64| normal::cdf((sign * difference - limit) / under_some);
    Ok(beyond(1.0) + beyond(-1.0))
}

/// The smallest difference in conversion above `control` that these arms tell as surely as demanded: with 1,000
/// customers, the share that must buy more.
///
/// # Errors
/// As [`power`]; [`Unable::Unreachable`] when even everybody buying would not do.
pub fn detectable(control: f64, sizes: Sizes, demand: Demand) -> Result<f64, Unable> {
    demand.check()?;
    power(control, control.max(0.5), sizes, demand.alpha)?;
    let room = 1.0 - control;
    let missing = |lift: f64| {
        let found = power(control, (control + lift).min(1.0), sizes, demand.alpha);
        found.unwrap_or(0.0) - demand.power
    };
    let most = room * (1.0 - 1e-12);
    if room <= 0.0 || missing(most) < 0.0 {
        return Err(Unable::Unreachable);
    }
    Ok(root(missing, 0.0, most))
}

/// How many more customers must buy because of the offer so that these arms tell it: whole customers among the treated.
///
/// # Errors
/// As [`detectable`].
pub fn more_buyers(control: f64, sizes: Sizes, demand: Demand) -> Result<u32, Unable> {
    let lift = detectable(control, sizes, demand)?;
    Ok((lift * f64::from(sizes.treated) * (1.0 - 1e-12)).ceil() as u32)
}

fn check_rates(control: f64, treated: f64) -> Result<(), Unable> {
    let valid = |rate: f64| (0.0..=1.0).contains(&rate);
    match valid(control) && valid(treated) {
        true => Ok(()),
        false => Err(Unable::Setting(Setting::Rate)),
    }
}
