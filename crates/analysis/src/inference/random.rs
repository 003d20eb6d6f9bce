//! Draws from distributions, the same on every machine: logarithms and powers are libm's, not the platform's.
//!
//! Nearly every draw costs one random number, a table or a few multiplications; logarithms are left to the few that a quick
//! look cannot decide. Nothing is approximated: counts are binomial however many are expected.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use rand::RngCore;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Beta;
use super::special::stirling_error;

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
        match n * p < MANY {
            true => self.few_hits(n, p),
            false => self.many_hits(n, p),
        }
    }

    /// By inversion: chances of none, one, two … are taken off until nothing is left.
    fn few_hits(&mut self, n: f64, p: f64) -> f64 {
        let odds = p / (1.0 - p);
        let mut left = self.uniform();
        let (mut hits, mut chance) = (0.0, misses_alone(n, p));
        while left > chance {
            left -= chance;
            hits += 1.0;
            if hits > n {
                // What rounding left of it.
                return n;
            }
            chance *= (n + 1.0) * odds / hits - odds;
        }
        hits
    }

    /// By rejection: Hörmann, The generation of binomial random variates (1993), algorithm BTRS.
    fn many_hits(&mut self, n: f64, p: f64) -> f64 {
        let deviation = (n * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * deviation;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        loop {
            let u = self.uniform() - 0.5;
            let v = 1.0 - self.uniform();
            let edge = 0.5 - u.abs();
            let hits = ((2.0 * a / edge + b) * u + n * p + 0.5).floor();
            if edge >= 0.07 && (0.92 - v) * b >= 4.2 {
                return hits;
            }
            if !(0.0..=n).contains(&hits) {
                continue;
            }
            let odds = p / (1.0 - p);
            let mode = ((n + 1.0) * p).floor();
            let height = v * (2.83 + 5.1 / b) * deviation / (a / (edge * edge) + b);
            let misses = |hits: f64| n - hits + 1.0;
            if (hits - mode).abs() <= NEAR {
                // How much rarer than the mode they are, by the quotients of neighbours.
                let (mut at, to) = (hits.min(mode), hits.max(mode));
                let (mut over, mut under) = (1.0, 1.0);
                while at < to {
                    at += 1.0;
                    over *= misses(at) * odds;
                    under *= at;
                }
                let is_below = match hits > mode {
                    true => height * under <= over,
                    false => height * over <= under,
                };
                if is_below {
                    return hits;
                }
                continue;
            }
            let chance = (mode + 0.5) * libm::log((mode + 1.0) / (odds * misses(mode)))
                + (n + 1.0) * libm::log(misses(mode) / misses(hits))
                + (hits + 0.5) * libm::log(odds * misses(hits) / (hits + 1.0))
                + stirling_error(mode + 1.0)
                + stirling_error(misses(mode))
                - stirling_error(hits + 1.0)
                - stirling_error(misses(hits));
            if libm::log(height) <= chance {
                return hits;
            }
        }
    }
}

/// Expected hits from which a count is drawn by rejection.
const MANY: f64 = 10.0;

/// So near to the mode chances are multiplied rather than told by logarithms; no product is too large for that.
const NEAR: f64 = 24.0;

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
