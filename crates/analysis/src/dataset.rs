//! Transactions in memory: structure of arrays, keyed by position.
//!
//! Orders are sorted by time, lines by order. A customer, product, country, channel or category is
//! its position in its own list. Ledger classes that no panel needs (unreadable, overlap, no
//! price) are counted in the catalogue's ledger and do not stand here.

mod campaigns;
mod held;

use clientele_model::catalogue::{Catalogue, LineClass};
use clientele_model::filters::Dimension;

use crate::numbers::Numbers;

pub use campaigns::{Campaigns, Exposures};
pub use held::{HELD, is_held};

/// "None" for positions that may be missing.
pub const NONE: u32 = u32::MAX;

/// One data set in memory.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// What it is, and its ledger.
    pub catalogue: Catalogue,
    /// Values of the order and product dimensions.
    pub values: Values,
    /// Known customers.
    pub customers: Customers,
    /// Products.
    pub products: Products,
    /// Orders, cancellations included, sorted by time.
    pub orders: Orders,
    /// Lines, sorted by order.
    pub lines: Lines,
    /// Campaigns, and who was in which arm; nothing when the data have none.
    pub campaigns: Campaigns,
}

/// Values of the dimensions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Countries.
    pub countries: Vec<String>,
    /// Channels.
    pub channels: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Tiers.
    pub tiers: Vec<String>,
}

/// Known customers, one per position. Optional columns are empty when the data have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Customers {
    /// Customer number, ascending as text.
    pub id: Vec<String>,
    /// E-mail address; empty text when unknown.
    pub email: Vec<String>,
    /// Tier, or [`NONE`].
    pub tier: Vec<u32>,
    /// Whether e-mails may be sent.
    pub email_opt_in: Vec<bool>,
}

/// Products, one per position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Products {
    /// Product code, ascending as text.
    pub id: Vec<String>,
    /// Name as written most often (ties: the first in alphabetical order), trimmed.
    pub name: Vec<String>,
    /// Category, or [`NONE`]; empty when the data have none.
    pub category: Vec<u32>,
    /// Unit cost in the data set's currency, NaN when unknown; empty when the data have none.
    pub unit_cost: Vec<f64>,
    /// Whether the code is on the service list.
    pub service: Vec<bool>,
}

/// Orders, one per position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Orders {
    /// Order number; empty when they were read from a pack, since no answer names an order.
    pub id: Vec<String>,
    /// Earliest time of its lines: minutes since 1970-01-01 00:00, wall clock.
    pub minute: Vec<i64>,
    /// Customer, or [`NONE`].
    pub customer: Vec<u32>,
    /// Country, or [`NONE`]; empty when the data have none.
    pub country: Vec<u32>,
    /// Channel, or [`NONE`]; empty when the data have none.
    pub channel: Vec<u32>,
    /// Position of its first line; one more entry than orders, the last is the number of lines.
    pub start: Vec<u32>,
}

/// Lines, one per position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// Product.
    pub product: Vec<u32>,
    /// Pieces, whole; below zero for returns.
    pub quantity: Numbers,
    /// Price of one piece before discount, above zero.
    pub price: Numbers,
    /// Discount on the line, above or equal to zero, in currency; empty when the data have none.
    pub discount: Numbers,
    /// See [`Flags`].
    pub flags: Vec<Flags>,
}

/// What a line is: one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flags(pub u8);

impl Flags {
    /// Returned or cancelled.
    pub const RETURN: u8 = 1;
    /// An exact copy of an earlier line of the same order.
    pub const COPY: u8 = 2;

    /// Whether the line is returned or cancelled.
    pub fn is_return(self) -> bool {
        self.0 & Self::RETURN != 0
    }

    /// Whether the line is an exact copy of an earlier one.
    pub fn is_copy(self) -> bool {
        self.0 & Self::COPY != 0
    }
}

/// Position of a code, of a product or a customer, as it is written or else with other letters small and
/// large; the codes ascend.
pub fn coded(ids: &[String], code: &str) -> Option<usize> {
    let same = ids.binary_search_by(|id| id.as_str().cmp(code)).ok();
    same.or_else(|| {
        let wanted = code.to_lowercase();
        ids.iter().position(|id| id.to_lowercase() == wanted)
    })
}

impl Dataset {
    /// Name of a product; its code where the data have no name.
    pub fn product_name(&self, product: u32) -> String {
        let name = &self.products.name[product as usize];
        if name.is_empty() {
            self.products.id[product as usize].clone()
        } else {
            name.clone()
        }
    }

    /// Position of a product by its code; small and large letters are the same.
    pub fn product(&self, code: &str) -> Option<usize> {
        coded(&self.products.id, code)
    }

    /// The values of a dimension, and the position of its value per order, product or customer; empty
    /// when the data have none.
    pub fn dimension(&self, of: Dimension) -> (&[String], &[u32]) {
        let values = &self.values;
        match of {
            Dimension::Country => (&values.countries, &self.orders.country),
            Dimension::Channel => (&values.channels, &self.orders.channel),
            Dimension::Category => (&values.categories, &self.products.category),
            Dimension::Tier => (&values.tiers, &self.customers.tier),
            Dimension::Product => (&self.products.id, &self.lines.product),
        }
    }

    /// The ledger class of a line at `line` of the order at `order`.
    pub fn class(&self, order: usize, line: usize) -> LineClass {
        let known = self.orders.customer[order] != NONE;
        let service = self.products.service[self.lines.product[line] as usize];
        match (service, self.lines.flags[line].is_return(), known) {
            (true, _, _) => LineClass::Service,
            (false, true, true) => LineClass::ReturnKnown,
            (false, true, false) => LineClass::ReturnAnonymous,
            (false, false, true) => LineClass::SaleKnown,
            (false, false, false) => LineClass::SaleAnonymous,
        }
    }
}
