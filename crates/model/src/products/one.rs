//! The report about one product.

use serde::{Deserialize, Serialize};

use super::{Options, Place, ProductLine};
use crate::Date;
use crate::groups::RfmGroup;
use crate::overview::Unit;
use crate::selection::Only;
use crate::words::Sentence;

/// One product. `/products?product=22423`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductReport {
    /// First and last day looked at.
    pub period: (Date, Date),
    /// First and last day compared with.
    pub before: Option<(Date, Date)>,
    /// The cut-offs and measure the report was made with.
    pub options: Options,
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// The product, as in the list.
    pub product: ProductLine,
    /// Products sold, which it is one of.
    pub sold: u32,
    /// What to do in two or three words; empty without a class.
    pub advice: String,
    /// What to do and why; empty without a class.
    pub policy: String,
    /// Length of the buckets.
    pub unit: Unit,
    /// Sales over time, in order, no bucket missing.
    pub series: Vec<ProductBucket>,
    /// Title of the sales over time.
    pub series_title: Sentence,
    /// Seasonal index per calendar month, January first: 1 is an average month. From every full
    /// month of the data up to the last day looked at since the first sale; empty with fewer than
    /// twelve.
    pub season: Vec<f64>,
    /// Title of the season.
    pub season_title: Sentence,
    /// Who bought it: RFM groups with customers, best first.
    pub groups: Vec<GroupBuyers>,
    /// Title of the groups.
    pub groups_title: Sentence,
    /// Box now and in the periods before, latest first, five at most.
    pub history: Vec<HistoryPoint>,
    /// Who bought it; opens the side sheet.
    pub of: Only,
}

/// A product in one bucket of time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductBucket {
    /// First and last day, cut to the period.
    pub days: (Date, Date),
    /// Whether the period cuts it short.
    pub partial: bool,
    /// Revenue, net of returns unless those are left out of sight.
    pub revenue: f64,
    /// Pieces sold, less those that came back then unless returns are left out of sight.
    pub units: f64,
    /// Orders with it.
    pub orders: u32,
    /// Average price of a piece sold, after discount and before returns; none without a sale.
    pub price: Option<f64>,
}

/// An RFM group's appetite for a product.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupBuyers {
    /// Which.
    pub group: RfmGroup,
    /// Customers of the group.
    pub customers: u32,
    /// Of those, the ones who bought the product.
    pub buyers: u32,
    /// Buyers as a share of the group.
    pub reach: f64,
    /// Reach over the reach among all known customers: 2 is twice as likely.
    pub index: f64,
}

/// A product in a period before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// First and last day.
    pub period: (Date, Date),
    /// Box; none when not sold, or without value.
    pub place: Option<Place>,
    /// Revenue.
    pub revenue: f64,
    /// Pieces sold, less those that came back unless returns are left out of sight.
    pub units: f64,
    /// Coefficient of variation of pieces kept per full period.
    pub cv: Option<f64>,
}
