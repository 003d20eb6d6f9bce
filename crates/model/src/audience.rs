//! The side sheet's report: who is behind a mark.

use serde::{Deserialize, Serialize};

use crate::words::Sentence;

/// Who is behind a mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceReport {
    /// What the mark is called.
    pub title: String,
    /// One sentence about it.
    pub about: Sentence,
    /// What to know before reading on: values left out of a filter.
    pub remarks: Vec<Sentence>,
    /// Palette place when the mark is a segment or group.
    pub colour: Option<u8>,
    /// How many customers.
    pub customers: u32,
    /// Their share of all customers under the filters.
    pub share: f64,
    /// Their revenue in the period.
    pub revenue: f64,
    /// Its share of all customers' revenue.
    pub revenue_share: f64,
    /// Median spend, orders and days since the last order.
    pub typical: Typical,
    /// Something to act on within them.
    pub notice: Option<(Sentence, crate::only::Only)>,
    /// What they buy: product id, name, share of their orders; most first.
    pub products: Vec<(String, String, f64)>,
    /// The highest spenders, ten at most.
    pub preview: Vec<CustomerRow>,
    /// Whether the engine had to use a ready-made table, so products are left out.
    pub without_products: bool,
}

/// A typical (median) customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Typical {
    /// Days since the last order.
    pub recency: f64,
    /// Orders.
    pub frequency: f64,
    /// Spend.
    pub monetary: f64,
    /// Value of an order.
    pub aov: f64,
}

/// A customer in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// Customer number.
    pub id: String,
    /// Country, or empty.
    pub country: String,
    /// Days since the last order.
    pub recency: u32,
    /// Orders.
    pub orders: u32,
    /// Spend.
    pub spend: f64,
}

/// A file to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Proposed name.
    pub name: String,
    /// How many customers.
    pub rows: u32,
    /// CSV, RFC 4180, UTF-8 with a byte-order mark; cells that a spreadsheet could take for a
    /// formula are neutralised.
    pub csv: String,
}
