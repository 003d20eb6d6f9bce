//! What selections come down to.

use clientele_model::failure::Failure;
use clientele_model::filters::{Lens, Level};
use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;

use super::buyers::{Buyers, Holds};
use crate::features::measures;
use crate::rfm::Scores;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// A way to find the customers of a selection.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Everybody.
    Everyone,
    /// Those of an RFM group.
    Group(RfmGroup),
    /// Those with these scores of recency and frequency.
    Scores(u8, u8),
    /// Those with a measure, named by its key, from the first bound to below the second.
    Measure(String, Option<f64>, Option<f64>),
    /// Those of a segment, which is made in steps.
    Segment(String),
    /// Those who ordered something.
    Buyers(Buyers),
    /// Those in every one of these and not in that.
    Without(Vec<Self>, Box<Self>),
}

impl Meaning {
    /// What a selection means.
    pub fn of(only: &Only) -> Self {
        match only {
            Only::Everyone => Self::Everyone,
            Only::Rfm(group) => Self::Group(*group),
            Only::Cell { recency, frequency } => Self::Scores(*recency, *frequency),
            Only::Segment(slug) => Self::Segment(slug.clone()),
            Only::Band { feature, low, high } => Self::Measure(feature.clone(), *low, *high),
            Only::Ordered(from, to) => Self::Buyers(Buyers::within(*from, *to)),
            Only::New(from, to) => Self::Buyers(Buyers::within(*from, *to).first_then()),
            Only::Returning(from, to) => Self::Buyers(Buyers::within(*from, *to).first_before()),
            Only::Country(name) => Self::bought(Holds::Country, name),
            Only::Channel(name) => Self::bought(Holds::Channel, name),
            Only::Category(name) => Self::bought(Holds::Category, name),
            Only::Product(id) => Self::bought(Holds::Product, id),
            Only::Bought { level, all, but } => {
                let item = match level {
                    Level::Product => Holds::Product,
                    Level::Category => Holds::Category,
                };
                let all = all.iter().map(|id| Self::bought(item, id));
                Self::Without(all.collect(), Box::new(Self::bought(item, but)))
            }
        }
    }

    fn bought(holds: fn(String) -> Holds, name: &str) -> Self {
        Self::Buyers(Buyers::of(holds(name.to_owned())))
    }

    /// Whose orders must be known, in a fixed order; none when figures of customers are enough.
    pub fn buyers(&self) -> Vec<&Buyers> {
        match self {
            Self::Everyone
            | Self::Group(_)
            | Self::Scores(..)
            | Self::Measure(..)
            | Self::Segment(_) => Vec::new(),
            Self::Buyers(buyers) => vec![buyers],
            Self::Without(all, but) => {
                let parts = all.iter().chain([&**but]);
                parts.flat_map(Self::buyers).collect()
            }
        }
    }

    /// The customers meant among those of the table, which may be nobody. `buyers` tells who
    /// ordered something.
    ///
    /// # Errors
    /// [`Failure::NoSuchColumn`] when there is no such measure, [`Failure::NoSegment`] for a segment,
    /// which whoever makes segments must find, and what `buyers` says.
    pub fn find(
        &self,
        among: &CustomersTable,
        buyers: &dyn Fn(&Buyers) -> Result<CustomerSet, Failure>,
    ) -> Result<CustomerSet, Failure> {
        let keep = |test: &dyn Fn(usize) -> bool| {
            let rows = (0..among.len()).filter(|&row| test(row));
            rows.map(|row| among.position[row]).collect()
        };
        Ok(match self {
            Self::Everyone => among.set(),
            Self::Group(group) => {
                let scores = Scores::of(among);
                keep(&|row| scores.group(row) == *group)
            }
            Self::Scores(recency, frequency) => {
                let scores = Scores::of(among);
                keep(&|row| scores.recency[row] == *recency && scores.frequency[row] == *frequency)
            }
            Self::Measure(key, low, high) => {
                let values = measure(key, among)?;
                keep(&|row| {
                    let value = values.get(row).copied().unwrap_or(f64::NAN);
                    !value.is_nan()
                        && low.is_none_or(|low| value >= low)
                        && high.is_none_or(|high| value < high)
                })
            }
            Self::Segment(slug) => {
                return Err(Failure::NoSegment { name: slug.clone() });
            }
            Self::Buyers(who) => buyers(who)?,
            Self::Without(all, but) => {
                let mut set = among.set();
                for part in all {
                    set.keep(&part.find(among, buyers)?);
                }
                set.remove(&but.find(among, buyers)?);
                set
            }
        })
    }
}

/// The measure with that key, one value per row; NaN where it is missing.
fn measure(key: &str, among: &CustomersTable) -> Result<Vec<f64>, Failure> {
    measures(among, Lens::Behaviour)
        .into_iter()
        .find(|measure| measure.key == key)
        .map(|measure| measure.values)
        .ok_or_else(|| Failure::NoSuchColumn {
            column: key.to_owned(),
        })
}
