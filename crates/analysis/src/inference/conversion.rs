//! Two shares of customers who did something: pooled z and Newcombe's interval.

use super::unable::check_alpha;
use super::{Interval, Unable, normal};
use crate::stats::score_interval;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who did.
    pub hits: u32,
    /// Of these.
    pub n: u32,
}

impl Share {
    /// The share, 0 to 1.
    pub fn rate(&self) -> f64 {
        f64::from(self.hits) / f64::from(self.n.max(1))
    }

    fn check(&self) -> Result<(), Unable> {
        if self.hits > self.n {
            return Err(Unable::Impossible);
        }
        match self.n {
            0 => Err(Unable::TooFew {
                customers: 0,
                needed: 1,
            }),
            _ => Ok(()),
        }
    }
}

/// A test of two shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PooledZ {
    /// Difference in standard errors, positive where the treated did more.
    pub z: f64,
    /// Chance of one at least as large, either way, when there is none.
    pub p: f64,
}

/// Pooled z test of two shares: the error under "no difference", from the share of both arms together.
///
/// # Errors
/// [`Unable::TooFew`] of an empty arm; [`Unable::NoSpread`] when nobody or everybody did; [`Unable::Impossible`].
pub fn pooled_z(control: Share, treated: Share) -> Result<PooledZ, Unable> {
    control.check()?;
    treated.check()?;
    let (a, b) = (f64::from(control.n), f64::from(treated.n));
    let pooled = (f64::from(control.hits) + f64::from(treated.hits)) / (a + b);
    let variance = pooled * (1.0 - pooled) * (1.0 / a + 1.0 / b);
    if variance <= 0.0 {
        return Err(Unable::NoSpread);
    }
    let z = (treated.rate() - control.rate()) / variance.sqrt();
    let p = 2.0 * normal::upper(z.abs());
    Ok(PooledZ { z, p })
}

/// Interval of the difference of two shares, treated less control, which also holds when nobody or everybody did.
/// Newcombe, Interval estimation for the difference between independent proportions (1998), method 10.
///
/// # Errors
/// [`Unable::TooFew`] of an empty arm; [`Unable::Impossible`]; [`Unable::Setting`] of an α that is none.
pub fn newcombe(control: Share, treated: Share, alpha: f64) -> Result<Interval, Unable> {
    control.check()?;
    treated.check()?;
    check_alpha(alpha)?;
    let z = normal::upper_quantile(0.5 * alpha);
    let ends = |share: Share| score_interval(f64::from(share.hits), f64::from(share.n), z);
    let (a, b) = (control.rate(), treated.rate());
    let ((a_low, a_high), (b_low, b_high)) = (ends(control), ends(treated));
    Ok(Interval {
        low: b - a - (b - b_low).hypot(a_high - a),
        high: b - a + (b_high - b).hypot(a - a_low),
    })
}
