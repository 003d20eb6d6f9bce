//! What is being looked at: the one value behind every link.
//!
//! Laws, tested as properties: what is printed is read back as the same value with no notice; any
//! text at all can be read; equal values print equal. A part of a link that cannot be used is left
//! at its default and named in a [`Notice`].

mod mining;
mod params;
mod stated;
mod unknown;

use std::collections::BTreeSet;
use std::fmt;

use crate::Date;
use serde::{Deserialize, Serialize};

use crate::closed::words;
use crate::link::{Link, Notice};
use crate::selection::Chosen;

pub use crate::link::{decode, encoded};
pub use mining::{
    Floor, Level, MAX_LENGTH, MAX_ROWS, Mining, Rules, USUAL_LENGTH, USUAL_ROWS, USUAL_WITHIN,
};
pub use params::FILTERS;
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
    pub only: Vec<Chosen>,
    /// Service codes that are to count as goods.
    pub goods: BTreeSet<String>,
    /// Whether exact copies of a line count.
    pub copies: Copies,
    /// Which segmentation is in force.
    pub by: Segmentation,
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
            by: Segmentation::Found,
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

words! {
    /// Which days they are compared with.
    Against {
        /// The period of equal length just before (twelve full months: the twelve before).
        Before = "before",
        /// The same days one year earlier: `against=year`.
        Year = "year",
        /// Nothing: `against=none`.
        Nothing = "none",
    }
}

/// A range of spend, in the data set's currency, both ends included: `spend=100..5000`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// At least so much.
    pub low: Option<f64>,
    /// At most so much.
    pub high: Option<f64>,
}

impl Spend {
    /// The smaller end first: whoever types them the wrong way round means the same range.
    pub fn sorted(self) -> Self {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low > high => Self {
                low: Some(high),
                high: Some(low),
            },
            _ => self,
        }
    }
}

words! {
    /// What happens to returns.
    Returns {
        /// Taken off revenue.
        Netted = "netted",
        /// Left out: `returns=off`.
        Off = "off",
    }
}

words! {
    /// What happens to exact copies of a line.
    Copies {
        /// Counted like any line.
        Kept = "kept",
        /// Left out: `copies=off`.
        Off = "off",
    }
}

words! {
    /// Which segmentation is in force: on every panel the same.
    #[derive(Default)]
    Segmentation {
        /// Segments found in the data.
        #[default]
        Found = "found",
        /// The eleven groups of the RFM rule: `by=rfm`.
        Rfm = "rfm",
    }
}

words! {
    /// Which measures segments are made from.
    Lens {
        /// Recency, frequency, monetary.
        Value = "value",
        /// Those, and how they buy: `lens=behaviour`.
        Behaviour = "behaviour",
    }
}

impl Filters {
    /// Reads a query string, with or without its question mark. Never fails: what cannot be used is
    /// left at its default and named.
    pub fn parse(query: &str) -> (Self, Vec<Notice>) {
        let mut link = Link::default();
        let query = query.strip_prefix('?').unwrap_or(query);
        let parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
        let notices = link.read_parts(&parts, None);
        (link.filters, notices)
    }
}

/// The canonical query string: declared order, defaults left out.
impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut query = String::new();
        FILTERS
            .iter()
            .for_each(|param| param.print(self, &mut query));
        f.write_str(&query)
    }
}

/// How many selections may stand inside one another.
pub const MAX_ONLY: usize = 4;

/// How many values one filter may list.
pub const MAX_VALUES: usize = 200;
