//! Fisher's exact test, one-sided: tails of the hypergeometric distribution.
//!
//! Probabilities by Loader's saddle-point form, which keeps full precision for large counts.

use super::measures::Counts;
use crate::inference::special::binomial;

/// The chance of `both` or more baskets with A and C when neither tells of the other.
pub fn more(counts: Counts) -> f64 {
    tail(counts, true)
}

/// The chance of `both` or fewer.
pub fn fewer(counts: Counts) -> f64 {
    tail(counts, false)
}

/// Terms smaller than this share of the sum end it.
const SMALL: f64 = 1e-17;

/// Sums the tail from `both` outwards when that is away from the mean, else the other tail, which
/// is the shorter one.
fn tail(counts: Counts, upwards: bool) -> f64 {
    let Counts {
        all,
        when,
        then,
        both,
    } = counts;
    let low = (u64::from(when) + u64::from(then)).saturating_sub(u64::from(all)) as u32;
    let high = when.min(then);
    if both > high {
        return if upwards { 0.0 } else { 1.0 };
    }
    if both < low {
        return if upwards { 1.0 } else { 0.0 };
    }
    let mean = f64::from(when) * f64::from(then) / f64::from(all.max(1));
    let beyond = if upwards {
        f64::from(both) > mean
    } else {
        f64::from(both) < mean
    };
    if beyond {
        return outwards(counts, low, high, upwards).min(1.0);
    }
    // The other tail begins at the neighbour.
    if (upwards && both == low) || (!upwards && both == high) {
        return 1.0;
    }
    let both = if upwards { both - 1 } else { both + 1 };
    (1.0 - outwards(Counts { both, ..counts }, low, high, !upwards)).clamp(0.0, 1.0)
}

fn outwards(counts: Counts, low: u32, high: u32, upwards: bool) -> f64 {
    let (all, when, then) = (
        f64::from(counts.all),
        f64::from(counts.when),
        f64::from(counts.then),
    );
    let first = probability(counts);
    let (mut sum, mut term) = (1.0, 1.0);
    let mut at = counts.both;
    while if upwards { at < high } else { at > low } {
        let k = f64::from(at);
        if upwards {
            term *= (when - k) * (then - k) / ((k + 1.0) * (all - when - then + k + 1.0));
            at += 1;
        } else {
            term *= k * (all - when - then + k) / ((when - k + 1.0) * (then - k + 1.0));
            at -= 1;
        }
        sum += term;
        if term < SMALL * sum {
            break;
        }
    }
    first * sum
}

/// Probability that `both` of the `when` baskets are among the `then` out of `all`.
fn probability(counts: Counts) -> f64 {
    let all = f64::from(counts.all);
    let (when, then, both) = (
        f64::from(counts.when),
        f64::from(counts.then),
        f64::from(counts.both),
    );
    if counts.when == 0 {
        return 1.0;
    }
    let p = when / all;
    if p >= 1.0 {
        return 1.0;
    }
    let q = 1.0 - p;
    let a = binomial(both, then, p, q);
    let b = binomial(when - both, all - then, p, q);
    let c = binomial(when, all, p, q);
    (a + b - c).exp()
}
