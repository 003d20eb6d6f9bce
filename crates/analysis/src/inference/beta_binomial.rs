//! What to believe of two shares after seeing them: beta distributions, and the difference of the two.
//!
//! By quadrature, not draws: over the logit of the surer share, where the density falls off smoothly on both sides whatever
//! the counts.

use serde::{Deserialize, Serialize};

use super::belief::Risk;
use super::special::{beta_front, incomplete_beta, root};
use super::unable::check_alpha;
use super::{Interval, Share, Unable, beta};

/// A beta distribution of a share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beta {
    /// Hits, and those of the prior.
    pub a: f64,
    /// Misses, and those of the prior.
    pub b: f64,
}

impl Beta {
    /// Every share is as likely.
    pub const FLAT: Self = Self { a: 1.0, b: 1.0 };

    /// After so many of so many.
    ///
    /// # Errors
    /// [`Unable::Impossible`] when there are more hits than customers.
    pub fn after(self, seen: Share) -> Result<Self, Unable> {
        let misses = seen.n.checked_sub(seen.hits).ok_or(Unable::Impossible)?;
        Ok(Self {
            a: self.a + f64::from(seen.hits),
            b: self.b + f64::from(misses),
        })
    }

    /// Mean share.
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// Interval that holds the share with a chance of 1 − α, as much left out below as above.
    ///
    /// # Errors
    /// [`Unable::Setting`] of an α that is none.
    pub fn interval(&self, alpha: f64) -> Result<Interval, Unable> {
        check_alpha(alpha)?;
        Ok(Interval {
            low: beta::quantile(0.5 * alpha, self.a, self.b),
            high: beta::quantile(1.0 - 0.5 * alpha, self.a, self.b),
        })
    }
}

/// The difference of two shares, treated less control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaDifference {
    control: Beta,
    treated: Beta,
}

impl BetaDifference {
    /// Of what is believed of both.
    pub fn new(control: Beta, treated: Beta) -> Self {
        Self { control, treated }
    }

    /// Chance that the treated's share is the higher one, 0 to 1.
    pub fn chance_to_win(&self) -> f64 {
        let (control, treated) = (self.control, self.treated);
        match self.control_is_surer() {
            true => control.mean_of(None, |x, y| treated.parts(x, y).1),
            false => treated.mean_of(None, |x, y| control.parts(x, y).0),
        }
    }

    /// Mean difference.
    pub fn mean(&self) -> f64 {
        self.treated.mean() - self.control.mean()
    }

    /// Chance that the difference is at most `d`.
    pub fn cdf(&self, d: f64) -> f64 {
        let (control, treated) = (self.control, self.treated);
        // Where the other share is 0 or 1 its part has a kink.
        let kink = |below: f64| if below > 0.0 { below } else { 1.0 + below };
        match self.control_is_surer() {
            true => control.mean_of(Some(kink(-d)), |x, y| treated.parts(x + d, y - d).0),
            false => treated.mean_of(Some(kink(d)), |x, y| control.parts(x - d, y + d).1),
        }
    }

    /// Interval that holds the difference with a chance of 1 − α, as much left out below as above.
    ///
    /// # Errors
    /// [`Unable::Setting`] of an α that is none.
    pub fn interval(&self, alpha: f64) -> Result<Interval, Unable> {
        check_alpha(alpha)?;
        let quantile = |p: f64| root(|d| self.cdf(d) - p, -1.0, 1.0);
        Ok(Interval {
            low: quantile(0.5 * alpha),
            high: quantile(1.0 - 0.5 * alpha),
        })
    }

    /// What each choice may cost, in shares of customers.
    pub fn risk(&self) -> Risk {
        let (control, treated) = (self.control, self.treated);
        // The mean of a share as far as it is below x: ∫ t f(t) dt.
        let below = |of: Beta, x, y| of.mean() * incomplete_beta(of.a + 1.0, of.b, x, y).0;
        // E[max(control − treated, 0)].
        let of_treatment = match self.control_is_surer() {
            true => control.mean_of(None, |x, y| {
                x * treated.parts(x, y).0 - below(treated, x, y)
            }),
            false => treated.mean_of(None, |x, y| {
                control.mean() - below(control, x, y) - x * control.parts(x, y).1
            }),
        };
        let of_treatment = of_treatment.max(0.0);
        Risk {
            of_control: (self.mean() + of_treatment).max(0.0),
            of_treatment,
        }
    }

    /// The sum is over the share that is known better: at its scale the chances of the other are smooth.
    fn control_is_surer(&self) -> bool {
        self.control.deviation() <= self.treated.deviation()
    }
}

/// Nodes and weights of Gauss and Legendre on half of −1 to 1.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// Width of a panel in deviations of the logit.
const PANEL: f64 = 0.5;

/// A density this much below the highest ends the sum.
const NEGLIGIBLE: f64 = 1e-18;

impl Beta {
    /// Chances of a share up to `x` and beyond; `y` is 1 − x. Either may be below zero.
    fn parts(&self, x: f64, y: f64) -> (f64, f64) {
        incomplete_beta(self.a, self.b, x, y)
    }

    /// Deviation of the logit, about.
    fn deviation(&self) -> f64 {
        (1.0 / self.a + 1.0 / self.b).sqrt()
    }

    /// Mean of a function of the share `x` and of 1 − x, by panels of eight nodes over the logit; one panel ends at `kink`,
    /// where the function is not smooth.
    fn mean_of(&self, kink: Option<f64>, of: impl Fn(f64, f64) -> f64) -> f64 {
        let width = PANEL * self.deviation();
        let middle = (self.a / self.b).ln();
        let kink = kink.map(|x| (x / (1.0 - x)).ln()).filter(|t| t.is_finite());
        // Edges of panels stand at whole widths from the kink.
        let from = kink.map_or(middle, |kink| middle - (middle - kink).rem_euclid(width));
        let density = |t: f64| {
            let (x, y) = (1.0 / (1.0 + (-t).exp()), 1.0 / (1.0 + t.exp()));
            // The density of the logit is x y times that of the share.
            (x, y, beta_front(self.a, self.b, x, y))
        };
        let least = NEGLIGIBLE * density(middle).2;
        let (mut sum, mut all) = (0.0, 0.0);
        let mut panel = |left: f64| {
            let center = left + 0.5 * width;
            for (node, weight) in NODES {
                for sign in [-1.0, 1.0] {
                    let (x, y, density) = density(center + 0.5 * width * sign * node);
                    all += weight * density;
                    sum += weight * density * of(x, y);
                }
            }
            density(center).2 > least
        };
        let mut at = 0;
        while panel(from + width * f64::from(at)) {
            at += 1;
        }
        at = -1;
        while panel(from + width * f64::from(at)) {
            at -= 1;
        }
        sum / all
    }
}
