//! What is being looked at: the one value behind every link.
//!
//! Laws, tested as properties: what is printed is read back as the same value with no notice; any
//! text at all can be read; equal values print equal. A part of a link that cannot be used is left
//! at its default and named in a [`Notice`].

mod display;
mod mining;
mod parse;
mod unknown;

use std::collections::BTreeSet;

use crate::Date;
use serde::{Deserialize, Serialize};

use crate::only::Only;

pub use display::encoded;
pub use mining::{
    Floor, Level, MAX_LENGTH, MAX_ROWS, Mining, Rules, USUAL_LENGTH, USUAL_ROWS, USUAL_WITHIN,
};
pub use parse::{Notice, NoticeKind, decode};
pub(crate) use unknown::are_not;
pub use unknown::{Dimension, Unknown};

/// The seed used when a link names none.
pub const DEFAULT_SEED: u32 = 42;

/// What is being looked at. Equal filters have equal links, and the other way round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filters {
    /// Which data set, by its folder name; the first one when absent.
    pub dataset: Option<String>,
    /// Which days.
    pub period: Period,
    /// Which days they are compared with.
    pub against: Against,
    /// Recency is counted up to this day; the day after the period when absent.
    pub as_of: Option<Date>,
    /// Only orders from these countries; all when empty.
    pub countries: BTreeSet<String>,
    /// Only orders through these channels; all when empty.
    pub channels: BTreeSet<String>,
    /// Only lines of these categories; all when empty.
    pub categories: BTreeSet<String>,
    /// Only customers of these tiers; all when empty.
    pub tiers: BTreeSet<String>,
    /// Only customers whose spend in the period lies in this range.
    pub spend: Spend,
    /// Whether returns are taken off revenue (the default) or left out of sight.
    pub returns: Returns,
    /// Narrow to these customers, one selection inside the one before; four at most.
    pub only: Vec<Only>,
    /// Service codes that are to count as goods.
    pub goods: BTreeSet<String>,
    /// Whether exact copies of a line count.
    pub copies: Copies,
    /// Which measures segments are made from.
    pub lens: Lens,
    /// How many segments; chosen from the data when absent.
    pub k: Option<u8>,
    /// How products bought together are looked for.
    pub mining: Mining,
    /// Seed of everything random.
    pub seed: u32,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            dataset: None,
            period: Period::Usual,
            against: Against::Before,
            as_of: None,
            countries: BTreeSet::new(),
            channels: BTreeSet::new(),
            categories: BTreeSet::new(),
            tiers: BTreeSet::new(),
            spend: Spend::default(),
            returns: Returns::Netted,
            only: Vec::new(),
            goods: BTreeSet::new(),
            copies: Copies::Kept,
            lens: Lens::Value,
            k: None,
            mining: Mining::default(),
            seed: DEFAULT_SEED,
        }
    }
}

/// Which days are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// What the catalogue proposes: the last twelve full months where there are as many.
    Usual,
    /// Everything there is: `period=all`.
    All,
    /// `from=…&to=…`, both included; an open end reaches to the end of the data.
    Range {
        /// First day.
        from: Option<Date>,
        /// Last day.
        to: Option<Date>,
    },
    /// The last so many days of the data: `last=90`.
    Last(u16),
}

/// Which days they are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// The period of equal length just before (twelve full months: the twelve before).
    Before,
    /// The same days one year earlier: `against=year`.
    Year,
    /// Nothing: `against=none`.
    Nothing,
}

/// A range of spend, in the data set's currency, both ends included: `spend=100..5000`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// At least so much.
    pub low: Option<f64>,
    /// At most so much.
    pub high: Option<f64>,
}

/// What happens to returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Returns {
    /// Taken off revenue.
    Netted,
    /// Left out: `returns=off`.
    Off,
}

/// What happens to exact copies of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Copies {
    /// Counted like any line.
    Kept,
    /// Left out: `copies=off`.
    Off,
}

/// Which measures segments are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lens {
    /// Recency, frequency, monetary.
    Value,
    /// Those, and how they buy: `lens=behaviour`.
    Behaviour,
}

impl Filters {
    /// The same filters narrowed to the customers behind a mark. What an ordinary filter can say
    /// is said by it; the rest goes into `only`.
    pub fn narrowed(&self, selection: &Only) -> Self {
        let mut next = self.clone();
        match selection {
            Only::Everyone => {}
            Only::Country(name) => next.countries = BTreeSet::from([name.clone()]),
            Only::Channel(name) => next.channels = BTreeSet::from([name.clone()]),
            Only::Category(name) => next.categories = BTreeSet::from([name.clone()]),
            other => {
                if next.only.last() != Some(other) && next.only.len() < MAX_ONLY {
                    next.only.push(other.clone());
                }
            }
        }
        next
    }
}

/// How many selections may stand inside one another.
pub const MAX_ONLY: usize = 4;

/// How many values one filter may list.
pub const MAX_VALUES: usize = 200;

/// One key of the link language: the same table feeds the reader, the printer and the help.
pub struct Key {
    /// As it stands in a link.
    pub name: &'static str,
    /// What it means, as a sentence.
    pub doc: &'static str,
}

/// Every key, in canonical order.
pub const KEYS: [Key; 26] = [
    Key {
        name: "data",
        doc: "Which data set.",
    },
    Key {
        name: "period",
        doc: "\"all\" looks at every day there is.",
    },
    Key {
        name: "from",
        doc: "First day, YYYY-MM-DD.",
    },
    Key {
        name: "to",
        doc: "Last day, YYYY-MM-DD.",
    },
    Key {
        name: "last",
        doc: "The last so many days of the data.",
    },
    Key {
        name: "against",
        doc: "\"year\" compares with the year before, \"none\" with nothing.",
    },
    Key {
        name: "asof",
        doc: "The day up to which recency is counted.",
    },
    Key {
        name: "country",
        doc: "Only orders from these countries; repeat the key for more.",
    },
    Key {
        name: "channel",
        doc: "Only orders through these channels.",
    },
    Key {
        name: "category",
        doc: "Only products of these categories.",
    },
    Key {
        name: "tier",
        doc: "Only customers of these tiers.",
    },
    Key {
        name: "spend",
        doc: "Only customers who spent so much, 100..5000; either end may be open.",
    },
    Key {
        name: "returns",
        doc: "\"off\" leaves returns out instead of taking them off revenue.",
    },
    Key {
        name: "only",
        doc: "Only the customers of a selection, such as rfm.champions.",
    },
    Key {
        name: "goods",
        doc: "Service codes that are to count as goods.",
    },
    Key {
        name: "copies",
        doc: "\"off\" leaves exact copies of a line out.",
    },
    Key {
        name: "lens",
        doc: "\"behaviour\" makes segments from how customers buy, too.",
    },
    Key {
        name: "k",
        doc: "How many segments, 2 to 10; \"auto\" chooses from the data.",
    },
    Key {
        name: "support",
        doc: "In how many orders products must stand together: a share such as 0.005, or a number.",
    },
    Key {
        name: "confidence",
        doc: "The least confidence of a rule, 0 to 1.",
    },
    Key {
        name: "level",
        doc: "\"category\" looks at categories bought together.",
    },
    Key {
        name: "length",
        doc: "The most products of a set, 2 to 6.",
    },
    Key {
        name: "within",
        doc: "Days within which a later purchase counts as the next one.",
    },
    Key {
        name: "largest",
        doc: "Orders with more distinct products are left out.",
    },
    Key {
        name: "rules",
        doc: "\"all\" shows needless and chance rules, too.",
    },
    Key {
        name: "rows",
        doc: "How many rules a report lists at most.",
    },
];

/// The key of the seed; it stands last.
pub const SEED_KEY: Key = Key {
    name: "seed",
    doc: "The seed of everything random.",
};
