//! Draws from distributions, the same on every machine: logarithms and powers are libm's, not the platform's.
//!
//! Nearly every draw costs one random number, a table or a few multiplications; logarithms are left to the few that a quick
//! look cannot decide.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use rand::RngCore;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Beta;

/// Layers of equal area under the normal curve.
const LAYERS: usize = 256;
/// Where the lowest layer goes over into the tail.
const TAIL: f64 = 3.654_152_885_361_009;
/// Area of each layer, under exp(−x²/2). Both are those of Doornik, An improved Ziggurat method to generate normal random
/// samples (2005), for so many layers.
const AREA: f64 = 4.928_673_233_974_655e-3;

/// Ends of the layers, from the lowest up, and the height of the curve there.
struct Layers {
    ends: [f64; LAYERS + 1],
    heights: [f64; LAYERS + 1],
}

static NORMAL: LazyLock<Layers> = LazyLock::new(|| {
    let height = |x: f64| libm::exp(-0.5 * x * x);
    let (mut ends, mut end) = ([0.0; LAYERS + 1], TAIL);
    // The lowest is as wide as a rectangle of its area would be, tail and all.
    ends[0] = AREA / height(TAIL);
    for to in &mut ends[1..LAYERS] {
        *to = end;
        end = (-2.0 * libm::log(AREA / end + height(end))).sqrt();
    }
    Layers {
        heights: ends.map(height),
        ends,
    }
});

/// What draws.
pub struct Draws {
    rng: Xoshiro256PlusPlus,
    normal: &'static Layers,
}

impl Draws {
    /// With the random numbers of one purpose.
    pub fn new(rng: Xoshiro256PlusPlus) -> Self {
        Self {
            rng,
            normal: &NORMAL,
        }
    }

    /// From 0, below 1.
    fn uniform(&mut self) -> f64 {
        // As a signed number, which it never is: processors are quicker with those.
        (self.rng.next_u64() >> 11) as i64 as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Logarithm of a number above 0, up to 1.
    fn log_uniform(&mut self) -> f64 {
        libm::log(1.0 - self.uniform())
    }

    /// Standard normal, by Marsaglia and Tsang's ziggurat.
    pub fn normal(&mut self) -> f64 {
        loop {
            let bits = self.rng.next_u64();
            // The layer is told by bits that the place in it does not use.
            let layer = (bits & (LAYERS as u64 - 1)) as usize;
            let share = (bits >> 11) as i64 as f64 * (1.0 / (1u64 << 52) as f64) - 1.0;
            let Layers { ends, heights } = self.normal;
            let x = share * ends[layer];
            if x.abs() < ends[layer + 1] {
                return x;
            }
            if layer == 0 {
                return self.tail().copysign(x);
            }
            let (low, high) = (heights[layer], heights[layer + 1]);
            if low + (high - low) * self.uniform() < libm::exp(-0.5 * x * x) {
                return x;
            }
        }
    }

    /// Beyond the lowest layer's end: Marsaglia, Generating a variable from the tail of the normal distribution (1964).
    fn tail(&mut self) -> f64 {
        loop {
            let beyond = -self.log_uniform() / TAIL;
            if -2.0 * self.log_uniform() >= beyond * beyond {
                return TAIL + beyond;
            }
        }
    }

    /// Gamma of scale one. Marsaglia and Tsang, A simple method for generating gamma variables (2000).
    fn gamma(&mut self, of: Gamma) -> f64 {
        let smaller = match of.inverse {
            Some(inverse) => libm::exp(self.log_uniform() * inverse),
            None => 1.0,
        };
        let Gamma { d, c, .. } = of;
        loop {
            let z = self.normal();
            let v = 1.0 + c * z;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let square = z * z;
            let u = 1.0 - self.uniform();
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v))
            {
                return d * v * smaller;
            }
        }
    }

    /// A share.
    pub fn share(&mut self, of: &Shares) -> f64 {
        let (a, b) = (self.gamma(of.a), self.gamma(of.b));
        a / (a + b)
    }

    /// Hits out of `n`, each with chance `p`; `n` is whole.
    pub fn hits(&mut self, n: f64, p: f64) -> f64 {
        if p > 0.5 {
            return n - self.hits(n, 1.0 - p);
        }
        if p <= 0.0 || n <= 0.0 {
            return 0.0;
        }
        match n * p * (1.0 - p) < MANY {
            true => self.few_hits(n, p),
            false => self.many_hits(n, p),
        }
    }

    /// By inversion: chances of none, one, two … are taken off until nothing is left.
    fn few_hits(&mut self, n: f64, p: f64) -> f64 {
        let odds = p / (1.0 - p);
        let above = (n + 1.0) * odds;
        let mut left = self.uniform();
        let (mut hits, mut chance) = (0.0, misses_alone(n, p));
        while left > chance {
            left -= chance;
            hits += 1.0;
            if hits > n {
                // What rounding left of it.
                return n;
            }
            chance *= above / hits - odds;
        }
        hits
    }

    /// By the quantile of a normal draw.
    fn many_hits(&mut self, n: f64, p: f64) -> f64 {
        let z = self.normal();
        (quantile(n, p, z) + 0.5).floor().clamp(0.0, n)
    }
}

/// Variance of hits from which a count is drawn by its quantile.
const MANY: f64 = 12.0;

/// Hits out of `n`, each with chance `p`, that are to all counts what `z` is to the standard normal; to be rounded. Cornish and
/// Fisher, Moments and cumulants in the specification of distributions (1937), to the fourth cumulant; cumulants of whole numbers
/// are those of a smooth curve after Sheppard's corrections. From a variance of [`MANY`] on no chance of so many hits or fewer is
/// off by more than one in ten thousand; what ten thousand runs can tell is fifty times as coarse.
fn quantile(n: f64, p: f64, z: f64) -> f64 {
    let (q, square) = (1.0 - p, z * z);
    let variance = n * p * q;
    let of_curve = variance - 1.0 / 12.0;
    let deviation = of_curve.sqrt();
    let one = 1.0 / deviation;
    // Third and fourth cumulants, in deviations.
    let third = (q - p) * variance * one * one;
    let fourth = ((1.0 - 6.0 * p * q) * variance + 1.0 / 120.0) * one * one * one;
    let bent = fourth * (square - 3.0) / 24.0 - third * third * one * (2.0 * square - 5.0) / 36.0;
    n * p + (deviation + bent) * z + third * (square - 1.0) / 6.0
}

/// Chance of no hit among `n`, each with chance `p`.
fn misses_alone(n: f64, p: f64) -> f64 {
    const FEW: f64 = 1_024.0;
    if n > FEW {
        return libm::exp(n * libm::log1p(-p));
    }
    let (mut left, mut power, mut chance) = (n as u32, 1.0 - p, 1.0);
    while left > 0 {
        if left % 2 == 1 {
            chance *= power;
        }
        power *= power;
        left /= 2;
    }
    chance
}

/// A gamma distribution, made ready.
#[derive(Clone, Copy)]
struct Gamma {
    d: f64,
    c: f64,
    /// Below a shape of one the inverse of the shape; it is then drawn of one more.
    inverse: Option<f64>,
}

impl Gamma {
    fn new(shape: f64) -> Self {
        let inverse = (shape < 1.0).then(|| 1.0 / shape);
        let d = shape + f64::from(u8::from(inverse.is_some())) - 1.0 / 3.0;
        Self {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            inverse,
        }
    }
}

/// A beta distribution, made ready.
pub struct Shares {
    a: Gamma,
    b: Gamma,
}

impl Shares {
    /// Both parts are above zero.
    pub fn new(of: Beta) -> Self {
        Self {
            a: Gamma::new(of.a),
            b: Gamma::new(of.b),
        }
    }
}
