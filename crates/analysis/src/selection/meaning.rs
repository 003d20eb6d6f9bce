//! What selections come down to.

use clientele_model::failure::Failure;
use clientele_model::filters::{Dimension, Lens, Level};
use clientele_model::groups::RfmGroup;
use clientele_model::selection::{Listed, Only, Unresolved};

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
    /// Those with these scores of recency, frequency and spend.
    Code([u8; 3]),
    /// Those of a tier.
    Tier(String),
    /// Those who may be written to by e-mail.
    MayEmail,
    /// Those with whom the shop had such dealings.
    Dealing(Dealing),
    /// Those of an audience that somebody saved, who alone can say what it is.
    Saved(String),
    /// Those of a list that somebody brought.
    Listed(Listed),
    /// Those who ordered something.
    Buyers(Buyers),
    /// Those in every one of these.
    All(Vec<Self>),
    /// Those in at least one of these.
    Any(Vec<Self>),
    /// Everybody but those.
    Not(Box<Self>),
}

/// What a shop did with customers, and what came of it: only orders or campaigns themselves tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Dealing {
    /// They took part in an arm of a campaign: its code, and the arm.
    Arm(String, String),
    /// They were sent at least so many campaigns within so many days.
    Sent {
        /// How many.
        times: u16,
        /// Days before the day up to which recency is counted.
        days: u16,
    },
    /// They earned the shop at least so much.
    Earned(f64),
}

/// What tells whom the conditions mean that figures of customers do not tell.
pub trait Known {
    /// Who ordered something.
    ///
    /// # Errors
    /// When the data do not say so.
    fn buyers(&self, who: &Buyers) -> Result<CustomerSet, Failure>;

    /// Who is in a segment.
    ///
    /// # Errors
    /// [`Failure::NoSegment`] when there is none of that name.
    fn segment(&self, slug: &str) -> Result<CustomerSet, Failure>;

    /// With whom the shop had such dealings.
    ///
    /// # Errors
    /// When there is no such campaign or arm.
    fn dealt(&self, dealing: &Dealing) -> Result<CustomerSet, Failure>;

    /// Who is on a list that somebody brought.
    ///
    /// # Errors
    /// When it is not here, or the data have nothing by which its people could be known.
    fn listed(&self, listed: &Listed) -> Result<CustomerSet, Failure>;

    /// Who may be written to by e-mail.
    ///
    /// # Errors
    /// When the data do not say so.
    fn may_email(&self) -> Result<CustomerSet, Failure>;
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
            Only::Code {
                recency,
                frequency,
                monetary,
            } => Self::Code([*recency, *frequency, *monetary]),
            Only::Tier(name) => Self::Tier(name.clone()),
            Only::MayEmail => Self::MayEmail,
            Only::Had(had) => Self::Buyers(Buyers::had(had)),
            Only::Arm { campaign, arm } => {
                Self::Dealing(Dealing::Arm(campaign.clone(), arm.clone()))
            }
            Only::Sent { times, days } => Self::Dealing(Dealing::Sent {
                times: *times,
                days: *days,
            }),
            Only::Earned(least) => Self::Dealing(Dealing::Earned(*least)),
            Only::Saved(name) => Self::Saved(name.clone()),
            Only::Listed(listed) => Self::Listed(listed.clone()),
            Only::Bought { level, all, but } => {
                let item = holds(*level);
                let mut parts: Vec<Self> = all.iter().map(|id| Self::bought(item, id)).collect();
                parts.push(Self::Not(Box::new(Self::bought(item, but))));
                Self::All(parts)
            }
            Only::All(parts) => Self::All(parts.iter().map(Self::of).collect()),
            Only::Any(parts) => Self::Any(parts.iter().map(Self::of).collect()),
            Only::Not(inner) => Self::Not(Box::new(Self::of(inner))),
        }
    }

    fn bought(holds: fn(String) -> Holds, name: &str) -> Self {
        Self::Buyers(Buyers::of(holds(name.to_owned())))
    }

    /// Whether any of the conditions it is put together from is like that.
    pub fn has(&self, is_like: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.has(is_like)),
            Self::Not(inner) => inner.has(is_like),
            one => is_like(one),
        }
    }

    /// Whose orders must be known, in a fixed order; none when figures of customers are enough.
    pub fn buyers(&self) -> Vec<&Buyers> {
        match self {
            Self::Buyers(buyers) => vec![buyers],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::buyers).collect(),
            Self::Not(inner) => inner.buyers(),
            _ => Vec::new(),
        }
    }

    /// The customers meant among those of the table, which may be nobody.
    ///
    /// # Errors
    /// [`Failure::NoSuchColumn`] when there is no such measure, and what `known` says.
    pub fn find(&self, among: &CustomersTable, known: &dyn Known) -> Result<CustomerSet, Failure> {
        let keep = |test: &dyn Fn(usize) -> bool| {
            let rows = (0..among.len()).filter(|&row| test(row));
            rows.map(|row| among.position[row]).collect()
        };
        let scored = |test: &dyn Fn(&Scores, usize) -> bool| {
            let scores = Scores::of(among);
            keep(&|row| test(&scores, row))
        };
        Ok(match self {
            Self::Everyone => among.set(),
            Self::Group(group) => scored(&|scores, row| scores.group(row) == *group),
            Self::Scores(recency, frequency) => scored(&|scores, row| {
                scores.recency[row] == *recency && scores.frequency[row] == *frequency
            }),
            Self::Code(code) => scored(&|scores, row| {
                *code
                    == [
                        scores.recency[row],
                        scores.frequency[row],
                        scores.monetary[row],
                    ]
            }),
            Self::Measure(key, low, high) => {
                let values = measure(key, among)?;
                keep(&|row| {
                    let value = values.get(row).copied().unwrap_or(f64::NAN);
                    !value.is_nan()
                        && low.is_none_or(|low| value >= low)
                        && high.is_none_or(|high| value < high)
                })
            }
            Self::Tier(_) if among.tier.list.is_empty() => {
                return Err(Failure::NoSuchColumn {
                    column: Dimension::Tier.one().to_owned(),
                });
            }
            Self::Tier(name) => keep(&|row| among.tier.get(row) == name),
            Self::MayEmail => known.may_email()?,
            Self::Dealing(dealing) => known.dealt(dealing)?,
            Self::Saved(name) => {
                return Err(Failure::Refused {
                    sentence: Unresolved::Gone(name.clone()).to_string(),
                });
            }
            Self::Listed(listed) => known.listed(listed)?,
            Self::Segment(slug) => known.segment(slug)?,
            Self::Buyers(who) => known.buyers(who)?,
            Self::All(parts) => {
                let mut set = among.set();
                for part in parts {
                    match part {
                        Self::Not(inner) => set.remove(&inner.find(among, known)?),
                        other => set.keep(&other.find(among, known)?),
                    }
                }
                set
            }
            Self::Any(parts) => {
                let mut set = CustomerSet::default();
                for part in parts {
                    set.add(&part.find(among, known)?);
                }
                set
            }
            Self::Not(inner) => {
                let mut set = among.set();
                set.remove(&inner.find(among, known)?);
                set
            }
        })
    }
}

/// That nobody took part in an arm of a campaign.
pub fn no_arm(campaign: &str, arm: &str) -> Failure {
    Failure::Refused {
        sentence: format!(
            "No customer of this data set took part in the arm “{arm}” of a campaign “{campaign}”. Choose one of those on Experiments, or take this line out."
        ),
    }
}

/// What an item of that level is, in an order.
pub(super) fn holds(level: Level) -> fn(String) -> Holds {
    match level {
        Level::Product => Holds::Product,
        Level::Category => Holds::Category,
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
