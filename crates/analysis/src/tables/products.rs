//! One row per product with at least one sale in the window, most revenue first.

use crate::texts::Texts;

/// The columns of `model::table::PRODUCTS` as a structure of arrays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductsTable {
    /// How many products were sold; more than rows when only the first are kept.
    pub sold: u32,
    /// Revenue of all products sold, net of returns unless those are left out of sight.
    pub revenue: f64,
    /// Whether revenue is net of returns.
    pub returns_netted: bool,
    /// Names behind `category`; empty when the data have none.
    pub categories: Vec<String>,
    /// Product code.
    pub id: Texts,
    /// Name, as written most often.
    pub name: Texts,
    /// Position in `categories`, or `NONE`.
    pub category: Vec<u32>,
    /// Goods sold, after discount.
    pub gross: Vec<f64>,
    /// Goods returned, above zero.
    pub returned: Vec<f64>,
    /// Pieces sold.
    pub units: Vec<f64>,
    /// Distinct orders with it.
    pub orders: Vec<u32>,
    /// Distinct known customers who bought it.
    pub customers: Vec<u32>,
}
