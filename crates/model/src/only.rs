//! A selection of customers: what a mark on a chart stands for.
//!
//! Every mark is an audience. The same value opens the side sheet and, in a link, narrows
//! everything to these customers (`only=rfm.champions`).

use std::fmt;
use std::str::FromStr;

use crate::filters::{Level, MAX_LENGTH};
use crate::{Date, decimal};
use serde::{Deserialize, Serialize};

use crate::groups::RfmGroup;

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
}

impl Only {
    /// The customers who bought an item.
    pub fn buyers(level: Level, id: String) -> Self {
        match level {
            Level::Product => Self::Product(id),
            Level::Category => Self::Category(id),
        }
    }
}

/// The part of a link that was to be a selection cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a selection of customers")]
pub struct NotASelection;

impl fmt::Display for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |bound: &Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
        match self {
            Self::Everyone => f.write_str("everyone"),
            Self::Rfm(group) => write!(f, "rfm.{}", group.slug()),
            Self::Cell { recency, frequency } => write!(f, "cell.{recency}.{frequency}"),
            Self::Segment(slug) => write!(f, "segment.{slug}"),
            Self::Band { feature, low, high } => {
                write!(f, "band.{feature}.{}..{}", end(low), end(high))
            }
            Self::Ordered(from, to) => write!(f, "ordered.{from}.{to}"),
            Self::New(from, to) => write!(f, "new.{from}.{to}"),
            Self::Returning(from, to) => write!(f, "returning.{from}.{to}"),
            Self::Country(name) => write!(f, "country.{name}"),
            Self::Channel(name) => write!(f, "channel.{name}"),
            Self::Category(name) => write!(f, "category.{name}"),
            Self::Product(id) => write!(f, "product.{id}"),
            Self::Bought { level, all, but } => {
                write!(f, "bought.{}.", level.word())?;
                all.iter()
                    .try_for_each(|id| write!(f, "{}~", escaped(id)))?;
                write!(f, "{NOT}~{}", escaped(but))
            }
        }
    }
}

impl FromStr for Only {
    type Err = NotASelection;

    fn from_str(text: &str) -> Result<Self, NotASelection> {
        if text == "everyone" {
            return Ok(Self::Everyone);
        }
        let (kind, rest) = text.split_once('.').ok_or(NotASelection)?;
        if rest.is_empty() {
            return Err(NotASelection);
        }
        match kind {
            "rfm" => RfmGroup::from_slug(rest)
                .map(Self::Rfm)
                .ok_or(NotASelection),
            "cell" => {
                let (recency, frequency) = rest.split_once('.').ok_or(NotASelection)?;
                Ok(Self::Cell {
                    recency: score(recency)?,
                    frequency: score(frequency)?,
                })
            }
            "segment" => Ok(Self::Segment(rest.to_owned())),
            "band" => {
                let (feature, range) = rest.split_once('.').ok_or(NotASelection)?;
                let (low, high) = range.split_once("..").ok_or(NotASelection)?;
                if feature.is_empty() {
                    return Err(NotASelection);
                }
                Ok(Self::Band {
                    feature: feature.to_owned(),
                    low: bound(low)?,
                    high: bound(high)?,
                })
            }
            "ordered" => days(rest).map(|(from, to)| Self::Ordered(from, to)),
            "new" => days(rest).map(|(from, to)| Self::New(from, to)),
            "returning" => days(rest).map(|(from, to)| Self::Returning(from, to)),
            "country" => Ok(Self::Country(rest.to_owned())),
            "channel" => Ok(Self::Channel(rest.to_owned())),
            "category" => Ok(Self::Category(rest.to_owned())),
            "product" => Ok(Self::Product(rest.to_owned())),
            "bought" => {
                let (level, items) = rest.split_once('.').ok_or(NotASelection)?;
                let mut all: Vec<String> = items.split('~').map(plain).collect();
                let (but, not) = (all.pop(), all.pop());
                let many = 1..usize::from(MAX_LENGTH);
                match but {
                    Some(but)
                        if not.as_deref() == Some(NOT)
                            && many.contains(&all.len())
                            && !all.contains(&String::new())
                            && !but.is_empty() =>
                    {
                        Ok(Self::Bought {
                            level: Level::of(level).ok_or(NotASelection)?,
                            all,
                            but,
                        })
                    }
                    _ => Err(NotASelection),
                }
            }
            _ => Err(NotASelection),
        }
    }
}

/// Stands before the item that was not bought.
const NOT: &str = "not";

/// A name that holds no `~`, which stands between names.
fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace('~', "%7E")
}

/// The name that was escaped.
fn plain(name: &str) -> String {
    name.replace("%7E", "~").replace("%25", "%")
}

fn score(text: &str) -> Result<u8, NotASelection> {
    match text.as_bytes() {
        [digit @ b'1'..=b'5'] => Ok(digit - b'0'),
        _ => Err(NotASelection),
    }
}

fn bound(text: &str) -> Result<Option<f64>, NotASelection> {
    if text.is_empty() {
        return Ok(None);
    }
    decimal::parse(text).map(Some).ok_or(NotASelection)
}

fn days(text: &str) -> Result<(Date, Date), NotASelection> {
    let (from, to) = text.split_once('.').ok_or(NotASelection)?;
    let (from, to): (Date, Date) = (
        from.parse().map_err(|_| NotASelection)?,
        to.parse().map_err(|_| NotASelection)?,
    );
    if from <= to {
        Ok((from, to))
    } else {
        Err(NotASelection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_read_what_they_print() {
        for text in [
            "everyone",
            "rfm.cannot-lose-them",
            "cell.5.3",
            "segment.champions",
            "band.recency.30..90",
            "band.monetary...0.5",
            "band.monetary.-12.25..",
            "ordered.2011-04-01.2011-04-30",
            "new.2011-04-01.2011-04-30",
            "returning.2011-04-01.2011-04-30",
            "country.St. Kitts",
            "channel.store",
            "category.Home & Garden",
            "product.gift_0001_40",
            "bought.product.22386~not~85123A",
            "bought.product.22386~not~not",
            "bought.category.Home & Garden~St. ives~not~50%25 off%7E",
        ] {
            let only: Only = text
                .parse()
                .unwrap_or_else(|_| panic!("{text} should be readable"));
            assert_eq!(only.to_string(), text);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            ".",
            "rfm",
            "rfm.",
            "rfm.kings",
            "cell.0.1",
            "cell.5",
            "cell.55.1",
            "band.x",
            "band.x.1-2",
            "band..1..2",
            "band.x.NaN..",
            "ordered.2011-04-30.2011-04-01",
            "new.2011-4-1.2011-05-01",
            "planet.Mars",
            "bought.product.22386",
            "bought.product.not~22386",
            "bought.product.~not~22386",
            "bought.product.1~not~",
            "bought.planet.1~not~2",
            "bought.product.1~2~3~4~5~6~not~7",
        ] {
            assert_eq!(text.parse::<Only>(), Err(NotASelection), "{text}");
        }
    }
}
