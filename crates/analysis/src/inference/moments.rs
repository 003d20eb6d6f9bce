//! What is known of an arm: sums of one value or two per customer, and from them its mean and variance.

use super::Unable;

/// Sums of one value per customer. They add up over parts (segments, days, files).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Customers.
    pub n: u32,
    /// Sum of the values.
    pub sum: f64,
    /// Sum of their squares.
    pub squares: f64,
}

impl Sums {
    /// Of the values of these customers.
    pub fn of(values: &[f64]) -> Self {
        let mut sums = Self::default();
        values.iter().for_each(|&value| sums.push(value));
        sums
    }

    /// One customer more.
    pub fn push(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// These and those.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    /// Mean per customer; zero when there are none.
    pub fn mean(&self) -> f64 {
        self.sum / f64::from(self.n.max(1))
    }

    /// Sum of squared differences from the mean.
    pub(super) fn deviations(&self) -> f64 {
        (self.squares - self.sum * self.mean()).max(0.0)
    }

    /// Sample variance, over n − 1; zero of fewer than two customers.
    pub fn variance(&self) -> f64 {
        self.deviations() / f64::from(self.n.max(2) - 1)
    }
}

/// Sums of two values per customer: `y` is what is judged, `x` goes with it (spend before, or the denominator
/// of a ratio).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Of what is judged.
    pub y: Sums,
    /// Of what goes with it, of the same customers.
    pub x: Sums,
    /// Sum of the products.
    pub products: f64,
}

impl Pairs {
    /// Of the values of these customers, `y` first.
    pub fn of(values: &[(f64, f64)]) -> Self {
        let mut pairs = Self::default();
        values.iter().for_each(|&(y, x)| pairs.push(y, x));
        pairs
    }

    /// One customer more.
    pub fn push(&mut self, y: f64, x: f64) {
        self.y.push(y);
        self.x.push(x);
        self.products += y * x;
    }

    /// These and those.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            y: self.y.and(other.y),
            x: self.x.and(other.x),
            products: self.products + other.products,
        }
    }

    /// Sum of the products of differences from both means.
    pub(super) fn co_deviations(&self) -> f64 {
        self.products - self.y.sum * self.x.mean()
    }

    /// Sample covariance, over n − 1; zero of fewer than two customers.
    pub fn covariance(&self) -> f64 {
        self.co_deviations() / f64::from(self.y.n.max(2) - 1)
    }

    /// Correlation of the two values, −1 to 1; zero where one of them does not vary.
    pub fn correlation(&self) -> f64 {
        let spread = (self.y.deviations() * self.x.deviations()).sqrt();
        match spread > 0.0 {
            true => (self.co_deviations() / spread).clamp(-1.0, 1.0),
            false => 0.0,
        }
    }
}

/// An arm as a test sees it: so many customers, the mean of a value and its variance between customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Customers.
    pub n: u32,
    /// Mean per customer, adjusted or not.
    pub mean: f64,
    /// Variance between customers.
    pub variance: f64,
    /// Mean before any adjustment: what relative differences are relative to.
    pub baseline: f64,
}

impl Arm {
    /// Of a value per customer.
    ///
    /// # Errors
    /// [`Unable::TooFew`] below two customers, [`Unable::Impossible`] when a sum is no number.
    pub fn mean(sums: Sums) -> Result<Self, Unable> {
        Self::checked(sums.n, sums.mean(), sums.variance())
    }

    /// Of a yes or no per customer: `hits` said yes. The variance is p (1 − p).
    ///
    /// # Errors
    /// As [`Arm::mean`]; [`Unable::Impossible`] also when there are more hits than customers.
    pub fn share(hits: u32, n: u32) -> Result<Self, Unable> {
        if hits > n {
            return Err(Unable::Impossible);
        }
        let mean = f64::from(hits) / f64::from(n.max(1));
        Self::checked(n, mean, mean * (1.0 - mean))
    }

    /// Of a ratio of two sums, such as discount to list value: its variance by the delta method.
    ///
    /// # Errors
    /// As [`Arm::mean`]; [`Unable::NoBaseline`] when the denominators add up to zero.
    pub fn ratio(pairs: Pairs) -> Result<Self, Unable> {
        let (over, under) = (pairs.y.mean(), pairs.x.mean());
        if under == 0.0 {
            return Err(Unable::NoBaseline);
        }
        let ratio = over / under;
        let variance = pairs.y.variance() + ratio * ratio * pairs.x.variance()
            - 2.0 * ratio * pairs.covariance();
        Self::checked(pairs.y.n, ratio, variance.max(0.0) / (under * under))
    }

    /// Of moments that are at hand, checked.
    ///
    /// # Errors
    /// As [`Arm::mean`].
    pub fn checked(n: u32, mean: f64, variance: f64) -> Result<Self, Unable> {
        if !(mean.is_finite() && variance.is_finite()) || variance < 0.0 {
            return Err(Unable::Impossible);
        }
        if n < 2 {
            return Err(Unable::TooFew {
                customers: n,
                needed: 2,
            });
        }
        Ok(Self {
            n,
            mean,
            variance,
            baseline: mean,
        })
    }

    /// Variance of the mean.
    pub(super) fn of_mean(&self) -> f64 {
        self.variance / f64::from(self.n)
    }
}
