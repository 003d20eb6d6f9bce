//! How products bought together are looked for: the analyst's part of a link. Everything is chosen
//! from the data when absent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::closed::words;
use crate::decimal;
use crate::link::whole;

/// How products bought together are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mining {
    /// In how many orders a set of products must stand together; chosen from the data when absent.
    pub support: Option<Floor>,
    /// The least confidence of a rule, between 0 and 1; chosen from the data when absent.
    pub confidence: Option<f64>,
    /// Whether products or their categories are looked at.
    pub level: Level,
    /// The most products of a set, 2 to 6; 4 when absent.
    pub length: Option<u8>,
    /// Days within which a later purchase counts as the next one; 90 when absent.
    pub within: Option<u16>,
    /// Orders with more distinct products are left out; chosen from the data when absent.
    pub largest: Option<u32>,
    /// Whether rules that a shorter rule makes needless, or that chance explains, are shown.
    pub rules: Rules,
    /// How many rules a report lists at most; 2,000 when absent.
    pub rows: Option<u32>,
}

/// The most products of a set when a link names none.
pub const USUAL_LENGTH: u8 = 4;
/// The most products of a set that may be asked for.
pub const MAX_LENGTH: u8 = 6;
/// Days within which a later purchase counts when a link names none.
pub const USUAL_WITHIN: u16 = 90;
/// How many rules a report lists when a link names no number.
pub const USUAL_ROWS: u32 = 2_000;
/// How many rules a report lists at most.
pub const MAX_ROWS: u32 = 200_000;

/// In how many orders a set of products must stand together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Floor {
    /// A share of the orders, above 0 and below 1: `support=0.005`.
    Share(f64),
    /// A number of orders, at least 1: `support=190`.
    Orders(u32),
}

words! {
    /// What an item is.
    #[derive(Default)]
    Level {
        /// A product.
        #[default]
        Product = "product",
        /// A category: `level=category`.
        Category = "category",
    }
}

words! {
    /// Which rules are shown.
    #[derive(Default)]
    Rules {
        /// Those that tell something new and are beyond chance.
        #[default]
        Telling = "telling",
        /// All that reach the floors: `rules=all`.
        All = "all",
    }
}

impl fmt::Display for Floor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(share) => share.fmt(f),
            Self::Orders(orders) => orders.fmt(f),
        }
    }
}

impl Floor {
    /// Reads a share below 1 or a whole number of orders.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(orders) = whole(text) {
            return (orders > 0).then_some(Self::Orders(orders));
        }
        let share = decimal::parse(text)?;
        (share > 0.0 && share < 1.0).then_some(Self::Share(share))
    }

    /// The least number of orders out of so many.
    pub fn orders(self, of: u32) -> u32 {
        match self {
            // The least whole number that reaches the share; 0.5 % of 1,000 is 5 and not 6.
            Self::Share(share) => ((share * f64::from(of) - 1e-9).ceil() as u32).max(1),
            Self::Orders(orders) => orders.max(1),
        }
    }
}
