//! How surely a test of means (revenue, margin, orders per customer) tells a difference.

use super::power::{Demand, Sizes};
use super::special::{root, stirling_error};
use super::unable::{Setting, check_alpha};
use super::{Effect, Side, Unable, normal, student};

/// A value per customer before the campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// Mean, not zero.
    pub mean: f64,
    /// Variance between customers, the same in both arms.
    pub variance: f64,
}

/// Chance that a difference of `estimate` with this error is beyond `reach` standard errors, either way.
pub fn beyond(estimate: f64, error: f64, reach: f64) -> f64 {
    let z = estimate / error;
    normal::cdf(z - reach) + normal::cdf(-z - reach)
}

/// Standard error of a relative lift, by the delta method as in [`Effect::between`].
///
/// # Errors
/// As [`Effect::between`]; [`Unable::TooFew`] below two customers an arm.
pub fn relative_error(baseline: Baseline, lift: f64, sizes: Sizes) -> Result<f64, Unable> {
    error_at(baseline, lift, sizes.control.into(), sizes.treated.into())
}

/// The same of sizes that need not be whole.
pub fn error_at(baseline: Baseline, lift: f64, control: f64, treated: f64) -> Result<f64, Unable> {
    if baseline.mean == 0.0 {
        return Err(Unable::NoBaseline);
    }
    let square = baseline.mean * baseline.mean;
    let grown = (1.0 + lift) * (1.0 + lift);
    let variance = baseline.variance / square * (1.0 / treated + grown / control);
    Effect::checked(lift, variance, f64::INFINITY, 0).map(|effect| effect.error)
}

/// Chance that a relative lift is told, large-sample.
///
/// # Errors
/// As [`relative_error`].
pub fn power(baseline: Baseline, lift: f64, sizes: Sizes, alpha: f64) -> Result<f64, Unable> {
    check_alpha(alpha)?;
    let error = relative_error(baseline, lift, sizes)?;
    Ok(beyond(lift, error, normal::upper_quantile(0.5 * alpha)))
}

/// The smallest relative lift that is told as surely as demanded.
///
/// # Errors
/// As [`relative_error`]; [`Unable::Unreachable`] when none is, since the error grows with the lift.
pub fn detectable(baseline: Baseline, sizes: Sizes, demand: Demand) -> Result<f64, Unable> {
    let (control, treated) = (f64::from(sizes.control), f64::from(sizes.treated));
    detectable_at(baseline, control, treated, demand, 1.0)
}

/// The same of sizes that need not be whole, and errors that count `widening` times.
pub fn detectable_at(
    baseline: Baseline,
    control: f64,
    treated: f64,
    demand: Demand,
    widening: f64,
) -> Result<f64, Unable> {
    demand.check()?;
    let (alpha, beta) = demand.quantiles();
    error_at(baseline, 0.0, control, treated)?;
    // (z_α + z_β)² = lift² / error², a square equation in the lift.
    let needed =
        (widening * (alpha + beta)).powi(2) * baseline.variance / (baseline.mean * baseline.mean);
    let (of_control, of_treated) = (needed / control, needed / treated);
    let square = 1.0 - of_control;
    if square <= 0.0 {
        return Err(Unable::Unreachable);
    }
    let both = of_control + of_treated;
    Ok((of_control + (of_control * of_control + square * both).sqrt()) / square)
}

/// Customers of the control for telling a relative lift; the treated are `ratio` times as many. Not made whole.
///
/// # Errors
/// As [`relative_error`]; [`Unable::Unreachable`] of a lift of zero.
pub fn size(baseline: Baseline, lift: f64, ratio: f64, demand: Demand) -> Result<f64, Unable> {
    demand.check()?;
    if lift == 0.0 {
        return Err(Unable::Unreachable);
    }
    let (alpha, beta) = demand.quantiles();
    let error = error_at(baseline, lift, 1.0, ratio)?;
    Ok(((alpha + beta) * error / lift).powi(2))
}

/// Power of Student's t test for a difference of `d` deviations, exact for normal values: what small arms can tell.
///
/// # Errors
/// [`Unable::TooFew`] below two customers an arm, [`Unable::Setting`].
pub fn t_power(d: f64, control: f64, treated: f64, alpha: f64, side: Side) -> Result<f64, Unable> {
    check_alpha(alpha)?;
    if !(control >= 2.0 && treated >= 2.0) {
        return Err(Unable::TooFew {
            customers: control.min(treated) as u32,
            needed: 2,
        });
    }
    let df = control + treated - 2.0;
    let shift = d * (control * treated / (control + treated)).sqrt();
    let tail = if side == Side::Both {
        0.5 * alpha
    } else {
        alpha
    };
    let limit = student::upper_quantile(tail, df);
    let above = |shift: f64| noncentral_upper(limit, df, shift);
    Ok(match side {
        Side::Both => above(shift) + above(-shift),
        Side::Greater => above(shift),
        Side::Less => above(-shift),
    })
}

/// Customers per arm of the same, in equal arms. Not made whole.
///
/// # Errors
/// As [`t_power`]; [`Unable::Unreachable`] of a `d` of zero.
pub fn t_size(d: f64, demand: Demand) -> Result<f64, Unable> {
    demand.check()?;
    if d == 0.0 {
        return Err(Unable::Unreachable);
    }
    if !d.is_finite() {
        return Err(Unable::Setting(Setting::Spread));
    }
    let missing = |n: f64| t_power(d, n, n, demand.alpha, Side::Both).unwrap_or(0.0) - demand.power;
    let (alpha, beta) = demand.quantiles();
    let large = 2.0 * ((alpha + beta) / d).powi(2);
    if missing(2.0) >= 0.0 {
        return Ok(2.0);
    }
    let mut high = large + 4.0;
    while missing(high) < 0.0 {
        high *= 2.0;
    }
    Ok(root(missing, 2.0, high))
}

/// Chance that noncentral t exceeds `limit` > 0: mean of Φ(shift − limit s) over s, the root of χ²/df, by equal steps in ln s.
fn noncentral_upper(limit: f64, df: f64, shift: f64) -> f64 {
    let half = 0.5 * df;
    // Density of u = ln s: 2 (df/2)^(df/2) / Γ(df/2) e^(df u − df e^2u / 2), highest at u = 0.
    let front = -stirling_error(half) + 0.5 * (half * 2.0 / std::f64::consts::PI).ln();
    let density = |u: f64| (front + df * u - half * (2.0 * u).exp_m1()).exp();
    let step = (0.25 / df.sqrt()).min(0.05);
    let node = |at: i32| {
        let u = step * f64::from(at);
        (
            density(u),
            density(u) * normal::cdf(shift - limit * u.exp()),
        )
    };
    let far = 1e-18 * density(0.0);
    let out = |sign: i32| {
        (0..)
            .map(move |at| node(sign * at))
            .take_while(move |n| n.0 > far)
    };
    let parts = out(1).chain(out(-1).skip(1));
    parts.map(|part| part.1 * step).sum()
}
