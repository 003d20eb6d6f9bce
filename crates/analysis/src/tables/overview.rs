//! Key figures of the window and of the days compared with: in all, per bucket, per country, per
//! channel.

use clientele_model::overview::Unit;

use crate::days::Days;

/// Figures of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewTable {
    /// What one bucket is.
    pub unit: Unit,
    /// Buckets of the window, in order of time, none missing.
    pub buckets: Vec<Days>,
    /// Names behind `countries`.
    pub countries: Vec<String>,
    /// Names behind `channels`.
    pub channels: Vec<String>,
    /// The window.
    pub now: Side,
    /// The days compared with.
    pub then: Option<Side>,
}

/// Figures of one side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// Over the whole side.
    pub all: Sums,
    /// Per bucket.
    pub buckets: Vec<Sums>,
    /// Per country, in the order of the names.
    pub countries: Vec<Sums>,
    /// Per channel, in the order of the names.
    pub channels: Vec<Sums>,
}

/// One row of `model::table::OVERVIEW`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Goods sold, after discount.
    pub gross: f64,
    /// Goods returned, above zero.
    pub returned: f64,
    /// Discount given, above zero.
    pub discount: f64,
    /// Goods sold without a customer number.
    pub anonymous_gross: f64,
    /// Goods returned without a customer number.
    pub anonymous_returned: f64,
    /// Distinct orders with at least one sale.
    pub orders: u32,
    /// Distinct known customers with at least one order.
    pub customers: u32,
    /// Of those, the ones whose first order of all is in here.
    pub new_customers: u32,
}
