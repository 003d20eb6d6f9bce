//! Post-stratification: arms compared within each segment, and the segments put together by their size.
//!
//! What segments differ in is not noise then. The shares of segments count as drawn (multinomial), so that the interval
//! is one of the customers such a campaign reaches, not of these only. With a value from before, the difference within a
//! segment is that of a regression on arm and value (ordinary least squares, one slope a segment).

use super::effect::{Effect, Scale};
use super::moments::Pairs;
use super::{Arm, Unable};

/// One segment: both arms. `x` is used by [`Method::Adjusted`] alone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stratum {
    /// Control.
    pub control: Pairs,
    /// Treated.
    pub treated: Pairs,
}

/// What else is done within a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Nothing: means are compared.
    Plain,
    /// CUPED: means adjusted by what was known before.
    Adjusted,
}

/// Fewer customers than this in an arm, and a segment joins others of its kind.
const SMALLEST: u32 = 5;

/// Moments of control mean and difference: their means and the variances and covariance of these.
#[derive(Clone, Copy)]
struct Moments {
    control: f64,
    difference: f64,
    of_control: f64,
    of_difference: f64,
    between: f64,
}

/// The difference with segments as strata.
///
/// Segments with fewer than five customers in an arm are put together, and with the smallest other one if they are still
/// too few.
///
/// # Errors
/// [`Unable::Nothing`] without strata; [`Unable::TooFew`] when all of them together are; as [`Effect::between`].
pub fn post_stratified(strata: &[Stratum], method: Method, scale: Scale) -> Result<Effect, Unable> {
    let strata = joined(strata)?;
    let count = |stratum: &Stratum| f64::from(stratum.control.y.n + stratum.treated.y.n);
    let n: f64 = strata.iter().map(count).sum();
    let parts: Result<Vec<(f64, Moments)>, Unable> = strata
        .iter()
        .map(|stratum| {
            let within = match method {
                Method::Plain => plain(stratum)?,
                Method::Adjusted => adjusted(stratum)?,
            };
            Ok((count(stratum) / n, within))
        })
        .collect();
    let parts = parts?;
    let sum = |of: &dyn Fn(f64, &Moments) -> f64| parts.iter().map(|(w, m)| of(*w, m)).sum::<f64>();
    let control = sum(&|w, m| w * m.control);
    let difference = sum(&|w, m| w * m.difference);
    // Variance within segments, and that of the segments' shares.
    let of_control = sum(&|w, m| w * w * m.of_control + w * (m.control - control).powi(2) / n);
    let of_difference =
        sum(&|w, m| w * w * m.of_difference + w * (m.difference - difference).powi(2) / n);
    let between = sum(&|w, m| {
        w * w * m.between + w * (m.control - control) * (m.difference - difference) / n
    });
    let slopes = f64::from(u8::from(method == Method::Adjusted));
    let df = n - (2.0 + slopes) * strata.len() as f64;
    match scale {
        Scale::Absolute => Effect::checked(difference, of_difference, df, n as u32),
        Scale::Relative if control == 0.0 => Err(Unable::NoBaseline),
        Scale::Relative => {
            let (by_control, by_difference) = (-difference / (control * control), 1.0 / control);
            let variance = by_control * by_control * of_control
                + by_difference * by_difference * of_difference
                + 2.0 * by_control * by_difference * between;
            Effect::checked(difference / control.abs(), variance, df, n as u32)
        }
    }
}

fn plain(stratum: &Stratum) -> Result<Moments, Unable> {
    let (a, b) = (Arm::mean(stratum.control.y)?, Arm::mean(stratum.treated.y)?);
    Ok(Moments {
        control: a.mean,
        difference: b.mean - a.mean,
        of_control: a.of_mean(),
        of_difference: a.of_mean() + b.of_mean(),
        between: -a.of_mean(),
    })
}

/// Least squares of y on [1, arm, x − x̄] by sums alone.
fn adjusted(stratum: &Stratum) -> Result<Moments, Unable> {
    let (a, b) = (stratum.control, stratum.treated);
    let within = a.x.deviations() + b.x.deviations();
    if within <= 0.0 {
        return plain(stratum);
    }
    let theta = (a.co_deviations() + b.co_deviations()) / within;
    let (of_a, of_b) = (f64::from(a.y.n), f64::from(b.y.n));
    let n = of_a + of_b;
    let both = a.and(b);
    let middle = both.x.mean();
    let left = |pairs: Pairs| {
        pairs.y.deviations() + theta * theta * pairs.x.deviations()
            - 2.0 * theta * pairs.co_deviations()
    };
    let noise = (left(a) + left(b)).max(0.0) / (n - 3.0);
    // The normal equations with x taken out.
    let total = both.x.deviations();
    let lean = of_b * (b.x.mean() - middle);
    let arm = of_b - lean * lean / total;
    let determinant = n * arm - of_b * of_b;
    // The mean of x, at which the control is told, is itself drawn.
    let of_middle = total / (n - 1.0) / n;
    Ok(Moments {
        control: a.y.mean() - theta * (a.x.mean() - middle),
        difference: b.y.mean() - a.y.mean() - theta * (b.x.mean() - a.x.mean()),
        of_control: noise * arm / determinant + (theta * theta + noise / within) * of_middle,
        of_difference: noise * n / determinant,
        between: -noise * of_b / determinant,
    })
}

/// Strata large enough to be compared within.
fn joined(strata: &[Stratum]) -> Result<Vec<Stratum>, Unable> {
    let fewest = |stratum: &Stratum| stratum.control.y.n.min(stratum.treated.y.n);
    let customers = |stratum: &Stratum| stratum.control.y.n + stratum.treated.y.n;
    let and = |a: Stratum, b: &Stratum| Stratum {
        control: a.control.and(b.control),
        treated: a.treated.and(b.treated),
    };
    if strata.is_empty() {
        return Err(Unable::Nothing);
    }
    let (mut large, small): (Vec<Stratum>, Vec<Stratum>) = strata
        .iter()
        .partition(|stratum| fewest(stratum) >= SMALLEST);
    if small.is_empty() {
        return Ok(large);
    }
    let rest = small.iter().fold(Stratum::default(), and);
    if fewest(&rest) >= SMALLEST {
        large.push(rest);
        return Ok(large);
    }
    match large.iter_mut().min_by_key(|stratum| customers(stratum)) {
        Some(smallest) => *smallest = and(*smallest, &rest),
        None => {
            return Err(Unable::TooFew {
                customers: fewest(&rest),
                needed: SMALLEST,
            });
        }
    }
    Ok(large)
}
