//! The share of those who would buy anyway and use the offer.

use clientele_model::experiments::Scenario;

use super::baseline::beta;
use super::sketch::Sketch;
use crate::inference::{Beta, Seen as Estimate, normal};

/// When nothing is known: a half, and anything may be.
const UNKNOWN: Beta = Beta { a: 2.0, b: 2.0 };

/// Where the share of those who buy anyway and use the offer comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Redemption {
    /// The link says it.
    Set,
    /// Measured in this campaign, with its standard error.
    Measured(u32, Estimate),
    /// Nothing is known of it.
    Unknown,
}

/// The share of those who buy anyway and use the offer: as set, or as the latest campaign that gave something measured it.
pub fn redeemed(scenario: &Scenario, sketch: &Sketch) -> (Beta, Redemption) {
    if let Some(share) = scenario.redeemed {
        return (beta(share, 4e-4), Redemption::Set);
    }
    let mut gave = sketch.measured.iter().filter(|one| one.gave == Some(true));
    let measured = gave.find_map(|one| Some((one.campaign, one.all.redeemed()?)));
    match measured {
        Some((campaign, seen)) => {
            let (mean, variance) = within_one(seen);
            (beta(mean, variance), Redemption::Measured(campaign, seen))
        }
        None => (UNKNOWN, Redemption::Unknown),
    }
}

/// Mean and variance of a normal cut to shares, 0 to 1.
fn within_one(of: Estimate) -> (f64, f64) {
    let error = of.error.max(1e-6);
    let (low, high) = (-of.estimate / error, (1.0 - of.estimate) / error);
    let inside = (normal::cdf(high) - normal::cdf(low)).max(1e-12);
    let (at_low, at_high) = (normal::density(low), normal::density(high));
    let shift = (at_low - at_high) / inside;
    let variance = 1.0 + (low * at_low - high * at_high) / inside - shift * shift;
    let mean = (of.estimate + error * shift).clamp(0.0, 1.0);
    (mean, (error * error * variance).max(1e-6))
}
