//! Why there is no answer.

/// Why something cannot be computed. A small value, told apart so that a study can say each in a sentence of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unable {
    /// An arm, a stratum or a sample holds fewer customers than the answer needs.
    TooFew {
        /// How many there are.
        customers: u32,
        /// How many it takes.
        needed: u32,
    },
    /// Nothing varies, so nothing can be told apart from chance: nobody bought, everybody bought, or all spent the same.
    NoSpread,
    /// The control's mean is zero, so that there is no relative difference.
    NoBaseline,
    /// A sum is infinite or not a number, or sums contradict each other (more buyers than customers).
    Impossible,
    /// A setting is outside what it may be, such as a share of two or an error rate of zero.
    Setting(Setting),
    /// No sample is large enough: the lift asked for is zero, or takes a share beyond 0 or 1.
    Unreachable,
    /// There is nothing to combine: no strata, segments, arms or values.
    Nothing,
}

/// A setting that is outside what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The error rate α: above 0, below 1; one-sided always-valid intervals take one below 0.5.
    Alpha,
    /// Power: above α, below 1.
    Power,
    /// A rate of conversion: 0 to 1.
    Rate,
    /// Shares or weights of arms: none negative, and one above zero.
    Shares,
    /// A spread, scale or prior: above zero.
    Spread,
    /// A number of customers, looks or runs: at least one.
    Count,
}

/// Refuses an error rate that is none.
pub(super) fn check_alpha(alpha: f64) -> Result<(), Unable> {
    match alpha > 0.0 && alpha < 1.0 {
        true => Ok(()),
        false => Err(Unable::Setting(Setting::Alpha)),
    }
}
