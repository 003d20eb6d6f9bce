//! What a campaign brings in a year: what is known of its segments, and the answer in closed form.
//!
//! In a segment of N customers whose share p buys anyway, an offer wins a further share θ. Each order won brings its margin
//! less the offer; of those who would have bought anyway, a share r uses the offer, too:
//!
//! gain of a send = Σ N (θ (m − g) − p r g − c) − F
//!
//! Everything but costs is uncertain. [`super::simulation`] draws it; this is its twin where a formula exists.

use serde::{Deserialize, Serialize};

use super::unable::Setting;
use super::{Beta, Unable, normal};

/// A figure with what is not known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its mean.
    pub mean: f64,
    /// Its standard error: how far the truth may be.
    pub error: f64,
}

impl Figure {
    fn square(&self) -> f64 {
        self.mean * self.mean + self.error * self.error
    }
}

/// A segment, in one send.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// N: customers who are written to.
    pub customers: u32,
    /// p: share who buy within the window without an offer.
    pub rate: Beta,
    /// θ: further share who buy because of the offer, −1 to 1.
    pub lift: Figure,
    /// m: margin of an order at list price.
    pub margin: Figure,
    /// Deviation of that margin from order to order.
    pub spread: f64,
    /// g: what the offer costs on an order that uses it.
    pub offer: f64,
    /// r: share of orders that come anyway and use the offer.
    pub redeemed: Beta,
    /// c: cost of a contact.
    pub contact: f64,
}

/// A campaign over a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its segments.
    pub cells: Vec<Cell>,
    /// Error of the lift that all segments share, besides their own.
    pub shared: f64,
    /// F: cost of a send.
    pub fixed: f64,
    /// Sends in a year.
    pub sends: u32,
    /// Share held out when the first send is a test, after which the others are sent or not; none when all are sent anyway.
    pub held_out: Option<f64>,
}

/// What is expected of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Mean gain.
    pub mean: f64,
    /// Deviation of the gain; none with a test, after which it has two humps.
    pub deviation: Option<f64>,
    /// Chance that the sends after the test are made; one without a test.
    pub rolled_out: f64,
}

impl Expected {
    /// Chance of a loss when gains are normal; none with a test.
    pub fn chance_of_loss(&self) -> Option<f64> {
        self.deviation
            .map(|deviation| normal::cdf(-self.mean / deviation))
    }
}

impl Cell {
    /// Mean gain of a contact.
    pub(super) fn per_contact(&self) -> f64 {
        self.won() - self.lost()
    }

    /// Of orders won.
    fn won(&self) -> f64 {
        self.lift.mean * self.kept()
    }

    /// Margin of an order won, less the offer.
    pub(super) fn kept(&self) -> f64 {
        self.margin.mean - self.offer
    }

    /// Given to those who buy anyway, and for the contact.
    pub(super) fn lost(&self) -> f64 {
        self.rate.mean() * self.redeemed.mean() * self.offer + self.contact
    }

    /// Variance of a difference in conversion seen with so many treated and held out.
    pub(super) fn noise(&self, treated: f64, control: f64) -> f64 {
        let of = |rate: f64| rate * (1.0 - rate);
        let rate = self.rate.mean();
        of((rate + self.lift.mean).clamp(0.0, 1.0)) / treated + of(rate) / control
    }
}

impl Beta {
    /// Mean of the square.
    fn square(&self) -> f64 {
        self.mean() * (self.a + 1.0) / (self.a + self.b + 1.0)
    }
}

impl Campaign {
    /// Refuses what cannot be.
    ///
    /// # Errors
    /// [`Unable::Nothing`] without segments, customers or sends; [`Unable::Setting`]; [`Unable::Impossible`] when a figure is
    /// no number; [`Unable::TooFew`] when the test leaves a segment without customers in an arm.
    pub fn check(&self) -> Result<(), Unable> {
        if self.cells.is_empty() || self.sends == 0 {
            return Err(Unable::Nothing);
        }
        let mut finite = self.fixed.is_finite();
        for cell in &self.cells {
            if cell.customers == 0 {
                return Err(Unable::Nothing);
            }
            let Cell { lift, margin, .. } = cell;
            let figures = [lift.mean, margin.mean, cell.offer, cell.contact];
            finite &= figures.iter().all(|figure| figure.is_finite());
            let errors = [lift.error, margin.error, cell.spread, self.shared];
            if errors
                .iter()
                .any(|error| !(*error >= 0.0 && error.is_finite()))
            {
                return Err(Unable::Setting(Setting::Spread));
            }
            let betas = [cell.rate.a, cell.rate.b, cell.redeemed.a, cell.redeemed.b];
            if betas.iter().any(|part| !(*part > 0.0 && part.is_finite())) {
                return Err(Unable::Setting(Setting::Rate));
            }
            if let Some(held_out) = self.held_out {
                if !(held_out > 0.0 && held_out < 1.0) {
                    return Err(Unable::Setting(Setting::Shares));
                }
                let (treated, control) = arms(cell, held_out);
                if treated < 1.0 || control < 1.0 {
                    return Err(Unable::TooFew {
                        customers: cell.customers,
                        needed: (1.0 / held_out.min(1.0 - held_out)).ceil() as u32,
                    });
                }
            }
        }
        match finite {
            true => Ok(()),
            false => Err(Unable::Impossible),
        }
    }

    /// What is expected, in closed form: everything independent but the shared error of the lift, and no share is cut off at
    /// 0 or 1. After a test the others are sent when the gain seen in it is above zero, margins and costs being as expected.
    ///
    /// # Errors
    /// As [`Campaign::check`].
    pub fn expected(&self) -> Result<Expected, Unable> {
        self.check()?;
        let sum = |of: &dyn Fn(&Cell, f64) -> f64| {
            self.cells
                .iter()
                .map(|cell| of(cell, cell.customers.into()))
                .sum::<f64>()
        };
        let sends = f64::from(self.sends);
        let once = sum(&|cell, n| n * cell.per_contact()) - self.fixed;
        // What the gain of a send moves by with the lifts.
        let shared = self.shared * sum(&|cell, n| n * cell.kept());
        let lifts = sum(&|cell, n| (n * cell.kept() * cell.lift.error).powi(2)) + shared * shared;
        let Some(held_out) = self.held_out else {
            let known = sum(&|cell, n| self.own_variance(cell, n * sends, n * sends));
            return Ok(Expected {
                mean: sends * once,
                deviation: Some((sends * sends * shared * shared + known).sqrt()),
                rolled_out: 1.0,
            });
        };
        let noise = sum(&|cell, n| {
            let (treated, control) = arms(cell, held_out);
            (n * cell.kept()).powi(2) * cell.noise(treated, control)
        });
        let seen = (lifts + noise).sqrt();
        let first = sum(&|cell, _| arms(cell, held_out).0 * cell.per_contact()) - self.fixed;
        let (go, later) = match seen > 0.0 {
            true => {
                let z = once / seen;
                (
                    normal::cdf(z),
                    once * normal::cdf(z) + lifts / seen * normal::density(z),
                )
            }
            false => (f64::from(u8::from(once > 0.0)), once.max(0.0)),
        };
        Ok(Expected {
            mean: first + (sends - 1.0) * later,
            deviation: None,
            rolled_out: go,
        })
    }

    /// Variance of a segment's gain over `n` contacts, but for the shared error of the lift: what is not known of it, and
    /// chance in who buys.
    fn own_variance(&self, cell: &Cell, n: f64, contacts: f64) -> f64 {
        let Cell {
            lift,
            margin,
            rate,
            redeemed,
            offer,
            ..
        } = cell;
        let kept = cell.kept();
        let kept_square = kept * kept + margin.error * margin.error;
        // Of the shared part only its product with the margin's error is left for here.
        let lift_square = lift.square() + self.shared * self.shared;
        let of_won =
            lift_square * kept_square - (lift.mean * kept).powi(2) - (self.shared * kept).powi(2);
        let given = rate.mean() * redeemed.mean();
        let of_given = rate.square() * redeemed.square() - given * given;
        let unknown = n * n * (of_won + offer * offer * of_given);
        // Chance: an order is won by one, given to another, or neither.
        let size = size_of(lift.mean, lift_square - lift.mean * lift.mean);
        let won = size * (cell.spread * cell.spread + kept_square) - lift_square * kept_square;
        let taken = offer * offer * (given - rate.square() * redeemed.square());
        let either = 2.0 * offer * kept * given * lift.mean;
        unknown + contacts * (won + taken + either)
    }

    /// The lift, the same in all segments, at which a send neither gains nor loses.
    ///
    /// # Errors
    /// As [`Campaign::check`]; [`Unable::Unreachable`] when orders bring less than the offer costs.
    pub fn break_even_lift(&self) -> Result<f64, Unable> {
        self.check()?;
        let (mut lost, mut kept) = (self.fixed, 0.0);
        for cell in &self.cells {
            let n = f64::from(cell.customers);
            lost += n * cell.lost();
            kept += n * cell.kept();
        }
        match kept > 0.0 {
            true => Ok(lost / kept),
            false => Err(Unable::Unreachable),
        }
    }

    /// How many times as costly the offer may be before a send loses, when it wins as much as it does.
    ///
    /// # Errors
    /// As [`Campaign::check`]; [`Unable::Unreachable`] when nothing is given, or nothing may be.
    pub fn break_even_offer(&self) -> Result<f64, Unable> {
        self.check()?;
        let (mut left, mut given) = (-self.fixed, 0.0);
        for cell in &self.cells {
            let n = f64::from(cell.customers);
            left += n * (cell.lift.mean * cell.margin.mean - cell.contact);
            given += n * cell.offer * (cell.lift.mean + cell.rate.mean() * cell.redeemed.mean());
        }
        match given > 0.0 && left > 0.0 {
            true => Ok(left / given),
            false => Err(Unable::Unreachable),
        }
    }
}

/// Treated and held-out customers of a segment in the test.
pub(super) fn arms(cell: &Cell, held_out: f64) -> (f64, f64) {
    let control = (f64::from(cell.customers) * held_out).round();
    (f64::from(cell.customers) - control, control)
}

/// Mean of |x| of a normal x.
fn size_of(mean: f64, variance: f64) -> f64 {
    if variance <= 0.0 {
        return mean.abs();
    }
    let deviation = variance.sqrt();
    let z = mean / deviation;
    2.0 * deviation * normal::density(z) + mean * (1.0 - 2.0 * normal::cdf(-z))
}
