//! Guardrails: a value that must not become worse by more than a limit. Non-inferiority, one-sided; not part of the
//! correction for several metrics, since a guardrail can only stop a campaign.

use super::Unable;
use super::effect::{Effect, Side};
use super::unable::{Setting, check_alpha};

/// Which way is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// More is worse: complaints, discounts, returns.
    More,
    /// Less is worse: margin.
    Less,
}

/// What is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is surely not worse than the limit.
    Holds,
    /// It may be or may not: more customers would tell.
    Open,
    /// It is surely worse than the limit.
    Broken,
}

/// What a guardrail says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guardrail {
    /// What is known.
    pub standing: Standing,
    /// Chance of a difference at least this harmless when the truth is at the limit.
    pub p: f64,
    /// End of the one-sided interval on the side that is worse: at least this good.
    pub at_worst: f64,
}

/// Whether a value stays within `limit` (at least 0, in the effect's unit) of the control.
///
/// # Errors
/// [`Unable::Setting`] of a limit below zero, or an α that is none.
pub fn guardrail(
    effect: &Effect,
    limit: f64,
    worse: Worse,
    alpha: f64,
) -> Result<Guardrail, Unable> {
    check_alpha(alpha)?;
    if !(limit >= 0.0 && limit.is_finite()) {
        return Err(Unable::Setting(Setting::Spread));
    }
    let (null, safe, harmful) = match worse {
        Worse::More => (limit, Side::Less, Side::Greater),
        Worse::Less => (-limit, Side::Greater, Side::Less),
    };
    let p = effect.p_beyond(null, safe);
    let interval = effect.interval(alpha, safe)?;
    let standing = if p < alpha {
        Standing::Holds
    } else if effect.p_beyond(null, harmful) < alpha {
        Standing::Broken
    } else {
        Standing::Open
    };
    Ok(Guardrail {
        standing,
        p,
        at_worst: match worse {
            Worse::More => interval.high,
            Worse::Less => interval.low,
        },
    })
}
