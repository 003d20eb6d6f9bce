//! The functions behind the distributions: parts of the gamma function, incomplete beta and gamma.
//!
//! Probabilities stand in Loader's saddle-point form ("Fast and accurate computation of binomial
//! probabilities", 2000), which keeps full precision for large counts where differences of log-gammas
//! lose it. The continued fractions are Lentz's, as in Numerical Recipes 6.2 and 6.4.

use std::f64::consts::PI;

/// Where a fraction or a series has come to rest.
const SETTLED: f64 = 1e-16;

/// Terms after which it is given up: far more than a thousand million customers need.
const TERMS: u32 = 100_000;

/// What stands for zero in a denominator.
const TINY: f64 = 1e-300;

/// Logarithm of the binomial probability of `x` out of `n`, each with chance `p` (and `q` = 1 − p). Neither
/// `x` nor `n` need be whole.
pub fn binomial(x: f64, n: f64, p: f64, q: f64) -> f64 {
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

/// ln Γ(n + 1) − ln(√(2πn) (n/e)ⁿ), for n > 0.
pub fn stirling_error(n: f64) -> f64 {
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
    if n < SMALL.len() as f64 {
        return match n.fract() == 0.0 {
            true => SMALL[n as usize],
            false => libm::lgamma(n + 1.0) - (n + 0.5) * n.ln() + n - 0.5 * (2.0 * PI).ln(),
        };
    }
    let square = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square)
        / n
}

/// x ln(x/m) + m − x, also where x is near m.
pub fn deviance(x: f64, m: f64) -> f64 {
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

/// Both parts of the regularised incomplete beta function: I(a, b) up to `x`, and what is beyond it. `y` is
/// 1 − x, given apart so that an `x` next to one loses nothing. `a` and `b` are above zero.
pub fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let n = a + b;
    let front = beta_front(a, b, x, y);
    if x < (a + 1.0) / (n + 2.0) {
        let lower = (front * beta_fraction(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// x^a y^b / B(a, b), by the binomial probability of a out of a + b. `y` is 1 − x.
pub fn beta_front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    // Told by the smaller part, of which one less its share loses nothing.
    let log = match a <= b {
        true => binomial(a, n, x, y),
        false => binomial(b, n, y, x),
    };
    (log + (a * (b / n)).ln()).exp()
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let off_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in 1..TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / off_zero(1.0 + even * d);
        c = off_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / off_zero(1.0 + odd * d);
        c = off_zero(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() <= SETTLED {
            break;
        }
    }
    fraction
}

/// Both parts of the regularised incomplete gamma function of `a` > 0: up to `x`, and what is beyond it.
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    // x^a e^−x / Γ(a), by the Poisson probability of a at mean x.
    let poisson = -stirling_error(a) - deviance(a, x) - 0.5 * (2.0 * PI * a).ln();
    let front = (poisson + a.ln()).exp();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        for step in 1..TERMS {
            term *= x / (a + f64::from(step));
            sum += term;
            if term < sum * SETTLED {
                break;
            }
        }
        let lower = (front * sum).min(1.0);
        return (lower, 1.0 - lower);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..TERMS {
        let i = f64::from(step);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() <= SETTLED {
            break;
        }
    }
    let upper = (front * fraction).min(1.0);
    (1.0 - upper, upper)
}

/// Where `f` crosses zero between `low` and `high`, of which one is below zero and the other above. As near
/// as the numbers allow. Chandrupatla, A new hybrid quadratic/bisection algorithm (1997).
pub fn root(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut a, mut b) = (high, low);
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc);
    let mut share = 0.5;
    for _ in 0..200 {
        let x = a + share * (b - a);
        let fx = f(x);
        if (fx > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc, b, fb) = (b, fb, a, fa);
        }
        (a, fa) = (x, fx);
        let (best, at_best) = if fa.abs() < fb.abs() {
            (a, fa)
        } else {
            (b, fb)
        };
        let near = (2.0 * f64::EPSILON * best.abs() + TINY) / (b - a).abs();
        if near > 0.5 || at_best == 0.0 {
            return best;
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        let curved = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        share = match curved {
            true => {
                fa / (fb - fa) * fc / (fb - fc)
                    + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            }
            false => 0.5,
        };
        share = share.clamp(near, 1.0 - near);
    }
    a
}
