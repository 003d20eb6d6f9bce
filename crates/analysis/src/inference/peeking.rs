//! What looking often does to a test that has no difference to find.

use super::Unable;
use super::normal;
use super::unable::Setting;

/// Step of the sum over values that are still inside the limits, in deviations of what one look adds.
const STEP: f64 = 0.1;

/// Beyond this many deviations a look adds nothing.
const FAR: f64 = 8.5;

/// Chance that a test without a difference is ever beyond its limit: `limits` are those of looks at equal distances, in
/// standard errors, either way. Five looks at 1.96 give 14.2 %.
///
/// By recursion over the looks, not draws: Armitage, McPherson and Rowe, Repeated significance tests on accumulating data
/// (1969), with Simpson's rule.
///
/// # Errors
/// [`Unable::Nothing`] without a look, [`Unable::Setting`] of a limit that is not above zero.
pub fn false_alarms(limits: &[f64]) -> Result<f64, Unable> {
    if limits.is_empty() {
        return Err(Unable::Nothing);
    }
    if limits
        .iter()
        .any(|limit| !(*limit > 0.0 && limit.is_finite()))
    {
        return Err(Unable::Setting(Setting::Spread));
    }
    // Values of the sum so far, each with its density times its weight. Before the first look all of it is at zero.
    let mut inside = vec![(0.0, 1.0)];
    let mut found = 0.0;
    for (look, limit) in (1u32..).zip(limits) {
        let edge = limit * f64::from(look).sqrt();
        let leaves = |&(at, weight): &(f64, f64)| {
            weight * (normal::upper(edge - at) + normal::upper(edge + at))
        };
        found += inside.iter().map(leaves).sum::<f64>();
        let edge = edge.min(FAR * f64::from(look).sqrt());
        // An even number of steps.
        let steps = 2 * (edge / STEP).ceil().max(1.0) as u32;
        let step = 2.0 * edge / f64::from(steps);
        let next = (0..=steps).map(|node| {
            let at = step * f64::from(node) - edge;
            let near = inside.iter().filter(|(from, _)| (at - from).abs() < FAR);
            let density: f64 = near
                .map(|(from, weight)| weight * normal::density(at - from))
                .sum();
            let simpson = match node {
                0 => 1.0,
                node if node == steps => 1.0,
                node if node % 2 == 1 => 4.0,
                _ => 2.0,
            };
            (at, density * simpson * step / 3.0)
        });
        inside = next.collect();
    }
    Ok(found.min(1.0))
}
