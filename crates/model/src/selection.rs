//! A selection of customers: what a mark on a chart stands for.
//!
//! Every mark is an audience. The same value opens the side sheet and, in a link, narrows
//! everything to these customers (`only=rfm.champions`).
//!
//! A selection is read among the customers that the filters, and the selections before it, leave:
//! scores, segments and bands are worked out among them. One that everything is narrowed to keeps
//! what it was made under ([`Chosen`]), so that it means the same customers under every later filter.
//! Its text form is a row of [`FORMS`]; who its customers are is worked out in the analysis, in a
//! folder of the same name.

mod algebra;
mod condition;
mod listed;
mod resolved;
mod text;
mod under;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::filters::{Filters, Level, MAX_ONLY};
use crate::groups::RfmGroup;

pub use algebra::{Join, MAX_PARTS};
pub use condition::{Had, When};
pub use listed::{KEY, ListBy, Listed};
pub use resolved::Unresolved;
pub use text::{FORMS, Form};
pub use under::{Chosen, UNDER, Under};

/// Which customers, among those the filters leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Only {
    /// Everybody the filters leave: `everyone`.
    Everyone,
    /// Customers of an RFM group: `rfm.champions`.
    Rfm(RfmGroup),
    /// Customers with these recency and frequency scores, 1–5: `cell.5.3`.
    Cell {
        /// Recency score, 5 is most recent.
        recency: u8,
        /// Frequency score, 5 is most orders.
        frequency: u8,
    },
    /// Customers with these RFM scores, 1–5: `code.5.5.4`.
    Code {
        /// Recency score, 5 is most recent.
        recency: u8,
        /// Frequency score, 5 is most orders.
        frequency: u8,
        /// Monetary score, 5 is most spend.
        monetary: u8,
    },
    /// Customers of a segment, by its slug, under the link's lens, groups and seed:
    /// `segment.champions`.
    Segment(String),
    /// Customers whose feature lies in `low ≤ value < high`: `band.recency.30..90`. The feature
    /// is named by its key; an open end is left empty.
    Band {
        /// Feature key, as in `segments::Feature::key`.
        feature: String,
        /// Lower bound, included.
        low: Option<f64>,
        /// Upper bound, excluded.
        high: Option<f64>,
    },
    /// Customers with an order in these days, both included: `ordered.2011-04-01.2011-04-30`.
    Ordered(Date, Date),
    /// Customers whose first order of all lies in these days: `new.2011-04-01.2011-04-30`.
    New(Date, Date),
    /// Customers with an order in these days who had bought before them:
    /// `returning.2011-04-01.2011-04-30`.
    Returning(Date, Date),
    /// Customers of a country: `country.France`.
    Country(String),
    /// Customers with an order through a channel: `channel.store`.
    Channel(String),
    /// Customers who bought in a category: `category.Home`.
    Category(String),
    /// Customers who bought a product, by its id: `product.22423`.
    Product(String),
    /// Customers of a tier: `tier.Gold`.
    Tier(String),
    /// Customers who may be written to by e-mail: `may.email`.
    MayEmail,
    /// Customers who bought an item so often, so lately, first or last: `had.product.22423~3x~90d~first`.
    Had(Had),
    /// Customers who took part in an arm of a campaign: `arm.SPRING~offer`.
    Arm {
        /// Code of the campaign.
        campaign: String,
        /// Name of the arm.
        arm: String,
    },
    /// Customers who were sent so many campaigns lately: `sent.3x~30d`.
    Sent {
        /// At least so many campaigns, 1 or more; what was held back was not sent.
        times: u16,
        /// Within so many days before the day up to which recency is counted.
        days: u16,
    },
    /// Customers who earned the shop at least so much in the days looked at: `earned.20`. That is margin where every cost
    /// is known, and what was paid otherwise.
    Earned(f64),
    /// Customers of an audience that was saved under this name: `audience.win-back`. Whoever keeps saved
    /// audiences puts its definition in its place ([`Only::resolved`]).
    Saved(String),
    /// Customers of a list that somebody brought as a file: `list.number.0123456789abcdef.pause.csv`.
    Listed(Listed),
    /// Customers who bought every one of some items, in any order, and not another one:
    /// `bought.product.22386~22423~not~85123A`. They are who a rule has something to offer.
    Bought {
        /// What an item is.
        level: Level,
        /// Product codes, or categories: at least one, and no more than the left side of a rule
        /// can hold.
        all: Vec<String>,
        /// The one they did not buy.
        but: String,
    },
    /// Customers of every one of these: `all(rfm.champions,country.France)`. Made by [`Only::all`].
    All(Vec<Self>),
    /// Customers of at least one of these: `any(rfm.champions,rfm.loyal)`. Made by [`Only::any`].
    Any(Vec<Self>),
    /// Everybody but these: `not(product.22423)`. Made by [`Only::but`].
    Not(Box<Self>),
}

impl Only {
    /// The customers who bought an item.
    pub fn buyers(level: Level, id: String) -> Self {
        match level {
            Level::Product => Self::Product(id),
            Level::Category => Self::Category(id),
        }
    }

    /// The codes of the products it speaks of.
    pub fn products(&self) -> Vec<&String> {
        fn of(one: &Only) -> Vec<&String> {
            match one {
                Only::Product(id) => vec![id],
                Only::Had(had) if had.level == Some(Level::Product) => vec![&had.item],
                Only::Bought {
                    level: Level::Product,
                    all,
                    but,
                } => all.iter().chain([but]).collect(),
                _ => Vec::new(),
            }
        }
        self.conditions().into_iter().flat_map(of).collect()
    }
}

impl Filters {
    /// The same filters narrowed to the customers behind a mark. What an ordinary filter can say
    /// is said by it; the rest goes into `only`, with what it was made under.
    pub fn narrowed(&self, selection: &Only) -> Self {
        let mut next = self.clone();
        match selection {
            Only::Everyone => {}
            Only::Country(name) => next.countries = BTreeSet::from([name.clone()]),
            Only::Channel(name) => next.channels = BTreeSet::from([name.clone()]),
            Only::Category(name) => next.categories = BTreeSet::from([name.clone()]),
            other => {
                let chosen = Chosen::under(other, self);
                if next.only.last() != Some(&chosen) && next.only.len() < MAX_ONLY {
                    next.only.push(chosen);
                }
            }
        }
        next.hold(self);
        next
    }
}

/// The part of a link that was to be a selection cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a selection of customers")]
pub struct NotASelection;
