//! The arithmetic of a scenario: from a sketch and what the link says to a campaign, its power and its year.

use clientele_model::experiments::{OfferKind, Scenario};
use clientele_model::groups::RfmGroup;

use super::baseline::beta;
use super::lifts::{self, Lifts};
use super::merged::together;
use super::past::Bought;
use super::redemption::{Redemption, redeemed};
use super::sketch::Sketch;
use crate::inference::Unable;
use crate::inference::campaign::{Campaign, Cell, Expected, Figure};
use crate::inference::power::{self, Demand, Sizes};

/// Customers of the whole that a group's own rate is drawn by.
const DRAWN_BY: f64 = 100.0;
/// Orders of the whole that a group's own orders are drawn by.
const ORDERS_DRAWN_BY: f64 = 50.0;

/// A group of the customers reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which.
    pub group: RfmGroup,
    /// Lift as measured by a campaign.
    pub measured: Option<f64>,
    /// What is expected of it; its lift's error without what all share.
    pub cell: Cell,
}

/// A scenario in figures.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Customers reached.
    pub reached: u32,
    /// Share who buy anyway; none where nothing is known of it.
    pub rate: f64,
    /// Expected lift.
    pub lift: f64,
    /// Its error.
    pub lift_error: f64,
    /// What an order earns at list price.
    pub order: f64,
    /// What an order is worth at list price.
    pub value: f64,
    /// What the offer costs on an order.
    pub offer: f64,
    /// Share of those who buy anyway who use it.
    pub redeemed: f64,
    /// Where that comes from.
    pub redemption: Redemption,
    /// Cost of a contact.
    pub contact: f64,
    /// The groups reached.
    pub parts: Vec<Part>,
    /// Where the lift comes from.
    pub lifts: Lifts,
    /// The campaign with its test.
    pub campaign: Campaign,
    /// Customers of both arms.
    pub sizes: Sizes,
    /// How sure it shall be.
    pub demand: Demand,
}

/// Share of the goods' value that an offer reaches when nobody says otherwise.
const REACHES: f64 = 1.0;

impl Sums {
    /// The sums of a scenario; `None` where nobody is reached or the history says nothing.
    pub fn of(scenario: &Scenario, sketch: &Sketch, demand: Demand) -> Option<Self> {
        let reached = sketch.reach.reached();
        let baseline = &sketch.baseline;
        let rate = scenario.rate.or(baseline.rate())?;
        if reached == 0 {
            return None;
        }
        let lifts = lifts::expected(&sketch.measured, gives(scenario))
            .unwrap_or_else(|| Lifts::assumed(rate));
        let variance = baseline.variance(rate);
        let mut whole = Order::of(&baseline.sums);
        if baseline.sums.orders <= 0.0 {
            // Nobody ordered: what an order earns has to be said, and is taken for its value.
            let said = scenario.order?;
            whole = Order {
                value: said,
                left: said,
            };
        }
        let (redeemed, redemption) = redeemed(scenario, sketch);
        let contact = scenario.contact.unwrap_or(scenario.via.usual_cost());
        let mut parts: Vec<Part> = Vec::new();
        for (&group, &customers) in &sketch.reach.groups {
            let (n, bought) = baseline.groups.get(&group).copied().unwrap_or_default();
            let own = (f64::from(bought) + DRAWN_BY * rate) / (f64::from(n) + DRAWN_BY);
            let orders = baseline.by_group.get(&group).copied().unwrap_or_default();
            let order = Order::drawn(&orders, &whole);
            let lift = lifts.groups.get(&group).copied().unwrap_or(lifts.common);
            let from = lifts.from.first();
            parts.push(Part {
                group,
                measured: from
                    .and_then(|from| from.groups.get(&group)?.lift())
                    .map(|lift| lift.estimate),
                cell: Cell {
                    customers,
                    rate: beta(own, variance),
                    lift: Figure {
                        mean: lift.estimate,
                        error: lift.error,
                    },
                    margin: Figure {
                        mean: order.left,
                        error: 0.0,
                    },
                    spread: 0.0,
                    offer: order.value,
                    redeemed,
                    contact,
                },
            });
        }
        let all = f64::from(reached);
        let mean = |parts: &[Part], of: fn(&Cell) -> f64| {
            let sum = |part: &Part| f64::from(part.cell.customers) * of(&part.cell);
            parts.iter().map(sum).sum::<f64>() / all
        };
        // Groups together are what the whole is.
        let of_rate = shifted(&parts, rate);
        let of_value = factor(whole.value, mean(&parts, |cell| cell.offer));
        let of_left = match scenario.order {
            Some(_) => 0.0,
            None => factor(whole.left, mean(&parts, |cell| cell.margin.mean)),
        };
        let by_lift = scenario
            .lift
            .map_or(0.0, |lift| lift - mean(&parts, |cell| cell.lift.mean));
        let (n, sum, squares) = baseline.single;
        let spread = match n > 1.0 {
            true => ((squares - sum * sum / n) / (n - 1.0)).max(0.0).sqrt(),
            false => whole.left.abs(),
        };
        let least = parts
            .iter()
            .map(|part| part.cell.lift.error)
            .fold(lifts.shared, f64::min);
        for Part { cell, .. } in &mut parts {
            let rate = of_rate(cell.rate.mean()).clamp(1e-6, 1.0 - 1e-6);
            cell.rate = beta(rate, variance.max(rate * (1.0 - rate) * 1e-6));
            // Nobody can stay away who would not have bought, and no more than all can buy.
            let rate = cell.rate.mean();
            cell.lift.mean = (cell.lift.mean + by_lift).clamp(-rate, 1.0 - rate);
            // What all share is drawn once.
            cell.lift.error = (cell.lift.error.powi(2) - least * least).max(0.0).sqrt();
            cell.margin.mean = scenario.order.unwrap_or(cell.margin.mean * of_left);
            cell.margin.error = spread / baseline.sums.orders.max(1.0).sqrt();
            cell.spread = spread;
            cell.offer = cost(scenario, cell.offer * of_value);
        }
        let mut campaign = Campaign {
            cells: Vec::new(),
            shared: least,
            fixed: scenario.setup,
            sends: scenario.sends,
            held_out: Some(scenario.held),
        };
        campaign.cells = together(&parts);
        let control = (all * scenario.held).round() as u32;
        let lift = mean(&parts, |cell| cell.lift.mean);
        // As set, to the last bit: nothing is nothing.
        let as_set = scenario.lift.filter(|set| (set - lift).abs() < 1e-9);
        let lift = as_set.unwrap_or(lift);
        let own: f64 = parts
            .iter()
            .map(|part| (f64::from(part.cell.customers) * part.cell.lift.error / all).powi(2))
            .sum();
        Some(Self {
            reached,
            rate,
            lift,
            lift_error: (own + least * least).sqrt(),
            order: mean(&parts, |cell| cell.margin.mean),
            value: whole.value,
            offer: mean(&parts, |cell| cell.offer),
            redeemed: redeemed.mean(),
            redemption,
            contact,
            parts,
            lifts,
            campaign,
            sizes: Sizes {
                control,
                treated: reached - control.min(reached),
            },
            demand,
        })
    }

    /// The same without a test: all sends are made.
    pub fn straight(&self) -> Campaign {
        Campaign {
            held_out: None,
            ..self.campaign.clone()
        }
    }

    /// What is expected of the year.
    ///
    /// # Errors
    /// As [`Campaign::check`].
    pub fn expected(&self) -> Result<Expected, Unable> {
        self.campaign.expected()
    }

    /// Chance that the test sees the expected lift.
    pub fn power(&self) -> f64 {
        let treated = (self.rate + self.lift).clamp(0.0, 1.0);
        power::power(self.rate, treated, self.sizes, self.demand.alpha).unwrap_or(0.0)
    }

    /// The smallest lift that the test can tell; none where it can tell nothing.
    pub fn detectable(&self) -> Option<f64> {
        power::detectable(self.rate, self.sizes, self.demand).ok()
    }

    /// Sums over the groups reached, in one send to everybody.
    pub fn sum(&self, of: impl Fn(&Cell) -> f64) -> f64 {
        let sum = |part: &Part| f64::from(part.cell.customers) * of(&part.cell);
        self.parts.iter().map(sum).sum()
    }

    /// Gain of one send to everybody if so many more buy.
    pub fn once(&self, lift: f64) -> f64 {
        self.sum(|cell| lift * (cell.margin.mean - cell.offer) - lost(cell)) - self.campaign.fixed
    }

    /// Discount given without effect in one send to everybody.
    pub fn given(&self) -> f64 {
        self.sum(|cell| cell.rate.mean() * cell.redeemed.mean() * cell.offer)
    }

    /// The lift at which a send neither gains nor loses.
    pub fn break_even(&self) -> Option<f64> {
        self.campaign.break_even_lift().ok()
    }
}

/// Given to those who buy anyway, and for the contact.
pub fn lost(cell: &Cell) -> f64 {
    cell.rate.mean() * cell.redeemed.mean() * cell.offer + cell.contact
}

/// What an offer costs on an order of this value at list price.
pub fn cost(scenario: &Scenario, value: f64) -> f64 {
    let amount = scenario.offer.amount;
    match scenario.offer.kind {
        OfferKind::Percent | OfferKind::Points => {
            amount / 100.0 * scenario.reaches.unwrap_or(REACHES) * value
        }
        OfferKind::Amount | OfferKind::Delivery | OfferKind::Bundle => amount,
        OfferKind::None => 0.0,
    }
}

/// Whether anything is taken off.
pub fn gives(scenario: &Scenario) -> bool {
    scenario.offer.kind != OfferKind::None && scenario.offer.amount > 0.0
}

/// An order at list price.
#[derive(Clone, Copy, Default)]
struct Order {
    /// Goods.
    value: f64,
    /// What it leaves.
    left: f64,
}

impl Order {
    fn of(sums: &Bought) -> Self {
        if sums.orders <= 0.0 {
            return Self::default();
        }
        Self {
            value: (sums.gross + sums.discount) / sums.orders,
            left: sums.left() / sums.orders,
        }
    }

    /// Of a group, drawn towards the whole.
    fn drawn(sums: &Bought, whole: &Self) -> Self {
        let all = sums.orders + ORDERS_DRAWN_BY;
        Self {
            value: (sums.gross + sums.discount + ORDERS_DRAWN_BY * whole.value) / all,
            left: (sums.left() + ORDERS_DRAWN_BY * whole.left) / all,
        }
    }
}

/// What makes of the groups' rates those whose mean is this one: as many times more buy in each, or, where that were more
/// than all of a group, as many times fewer do not.
fn shifted(parts: &[Part], wanted: f64) -> impl Fn(f64) -> f64 + use<> {
    let (mut all, mut buyers, mut most) = (0.0_f64, 0.0_f64, 0.0_f64);
    for Part { cell, .. } in parts {
        let n = f64::from(cell.customers);
        all += n;
        buyers += n * cell.rate.mean();
        most = most.max(cell.rate.mean());
    }
    let is = (buyers / all).clamp(f64::MIN_POSITIVE, 1.0);
    let times = wanted / is;
    let others = (1.0 - wanted) / (1.0 - is).max(f64::MIN_POSITIVE);
    let fits = most * times < 0.999;
    move |rate| match fits {
        true => rate * times,
        false => 1.0 - (1.0 - rate) * others,
    }
}

fn factor(wanted: f64, is: f64) -> f64 {
    match is.abs() > 1e-9 {
        true => wanted / is,
        false => 1.0,
    }
}
