//! How products bought together are looked for: the analyst's part of a link. Everything is chosen
//! from the data when absent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::decimal;

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

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Level {
    /// A product.
    #[default]
    Product,
    /// A category: `level=category`.
    Category,
}

impl Level {
    /// As it stands in links.
    pub fn word(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
        }
    }

    /// The level of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Product, Self::Category]
            .into_iter()
            .find(|level| level.word() == word)
    }
}

/// Which rules are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rules {
    /// Those that tell something new and are beyond chance.
    #[default]
    Telling,
    /// All that reach the floors: `rules=all`.
    All,
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
        if let Some(orders) = super::parse::whole(text) {
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

impl Mining {
    /// Name and text of each part that is not at its default, in canonical order.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut pair = |name, value: Option<String>| pairs.extend(value.map(|text| (name, text)));
        pair("support", self.support.map(|floor| floor.to_string()));
        pair("confidence", self.confidence.map(|share| share.to_string()));
        let category = self.level == Level::Category;
        pair("level", category.then(|| self.level.word().to_owned()));
        pair("length", self.length.map(|length| length.to_string()));
        pair("within", self.within.map(|days| days.to_string()));
        pair("largest", self.largest.map(|items| items.to_string()));
        let all = self.rules == Rules::All;
        pair("rules", all.then(|| "all".to_owned()));
        pair("rows", self.rows.map(|rows| rows.to_string()));
        pairs
    }

    /// Takes one part of a link, or nothing when it cannot be read.
    pub(super) fn take(&mut self, key: &str, value: &str) -> Option<()> {
        let within = |low: u32, high: u32| {
            super::parse::whole(value).filter(|number| (low..=high).contains(number))
        };
        match (key, value) {
            ("support" | "confidence" | "length" | "within" | "largest", "auto") => {}
            ("support", text) => self.support = Some(Floor::parse(text)?),
            ("confidence", text) => {
                let share = decimal::parse(text).filter(|share| (0.0..=1.0).contains(share))?;
                // Minus nought is nought: equal values print equal.
                self.confidence = Some(share + 0.0);
            }
            ("level", word) => self.level = Level::of(word)?,
            ("length", _) => self.length = Some(within(2, u32::from(MAX_LENGTH))? as u8),
            ("within", _) => self.within = Some(within(1, 3_650)? as u16),
            ("largest", _) => self.largest = Some(within(2, 1_000_000)?),
            ("rules", "telling") => self.rules = Rules::Telling,
            ("rules", "all") => self.rules = Rules::All,
            ("rows", _) => self.rows = Some(within(1, MAX_ROWS)?),
            _ => return None,
        }
        Some(())
    }
}
