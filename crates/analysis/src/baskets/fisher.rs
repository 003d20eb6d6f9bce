//! Fisher's exact test, one-sided: tails of the hypergeometric distribution.
//!
//! Probabilities by Loader's saddle-point form ("Fast and accurate computation of binomial
//! probabilities", 2000), which keeps full precision for large counts where differences of
//! log-gammas lose it.

use std::f64::consts::PI;

use super::measures::Counts;

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
    let a = binomial(both, then, p);
    let b = binomial(when - both, all - then, p);
    let c = binomial(when, all, p);
    (a + b - c).exp()
}

/// Logarithm of the binomial probability of `x` out of `n`.
fn binomial(x: f64, n: f64, p: f64) -> f64 {
    let q = 1.0 - p;
    if n == 0.0 {
        return 0.0;
    }
    if x == 0.0 {
        return n * (-p).ln_1p();
    }
    if x == n {
        return n * p.ln();
    }
    let exponent = stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance(x, n * p)
        - deviance(n - x, n * q);
    exponent - 0.5 * (2.0 * PI * x * (1.0 - x / n)).ln()
}

/// ln n! − ln(√(2πn) (n/e)ⁿ) of whole numbers.
fn stirling_error(n: f64) -> f64 {
    const SMALL: [f64; 16] = [
        0.0,
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_29,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_09,
        0.016_644_691_189_821_19,
        0.013_876_128_823_070_75,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_1,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
        0.007_573_675_487_951_841,
        0.006_942_840_107_209_53,
        0.006_408_994_188_004_207,
        0.005_951_370_112_758_848,
        0.005_554_733_551_962_801,
    ];
    if let Some(&error) = SMALL.get(n as usize) {
        return error;
    }
    let square = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square)
        / n
}

/// x ln(x/m) + m − x, also where x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() < 0.1 * (x + m) {
        let ratio = (x - m) / (x + m);
        let mut sum = (x - m) * ratio;
        let mut term = 2.0 * x * ratio;
        for odd in (3..2000).step_by(2) {
            term *= ratio * ratio;
            let next = sum + term / f64::from(odd);
            if next == sum {
                break;
            }
            sum = next;
        }
        return sum;
    }
    x * (x / m).ln() + m - x
}
