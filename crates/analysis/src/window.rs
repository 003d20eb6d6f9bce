//! From filters to days and names that the data set really has: raw parameters are checked here,
//! once.

mod remarks;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Copies, Dimension, Filters, Period, Returns, Spend};

use crate::days::{self, Day, Days};

pub use remarks::remarks;

/// What is looked at, checked against a catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Days looked at, cut to those the data have.
    pub days: Days,
    /// Days compared with; none when the data do not cover them.
    pub before: Option<Shift>,
    /// Recency counts whole days up to this one.
    pub as_of: Day,
    /// Only orders from these countries; all when empty.
    pub countries: BTreeSet<String>,
    /// Only orders through these channels; all when empty.
    pub channels: BTreeSet<String>,
    /// Only lines of products of these categories; all when empty.
    pub categories: BTreeSet<String>,
    /// Only customers of these tiers; all when empty.
    pub tiers: BTreeSet<String>,
    /// Only customers whose spend lies in here.
    pub spend: Spend,
    /// Whether returns are taken off.
    pub returns: Returns,
    /// Whether exact copies of a line count.
    pub copies: Copies,
    /// Service codes that count as goods.
    pub goods: BTreeSet<String>,
}

/// How days compared with lie to the days looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The days compared with.
    pub days: Days,
    /// How a day moves to its counterpart.
    pub by: By,
}

/// How a day moves to its counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// So many days earlier.
    Days(i32),
    /// So many months earlier.
    Months(i32),
}

impl By {
    /// The counterpart of a day.
    pub fn earlier(self, day: Day) -> Day {
        match self {
            Self::Days(count) => day - count,
            Self::Months(count) => days::add_months(day, -count),
        }
    }
}

impl Window {
    /// The window that the data set proposes, every filter at its default.
    pub fn usual(catalogue: &Catalogue) -> Result<Self, Failure> {
        Self::new(&Filters::default(), catalogue)
    }

    /// Checks filters against a catalogue. Seed, lens, `k` and `only` are not looked at.
    ///
    /// # Errors
    /// [`Failure::NoSales`] when the period lies outside the data, [`Failure::NoSuchColumn`] when
    /// a filter needs a column the data set does not have, [`Failure::NoSuchValue`] when none of
    /// the values it lists occurs. A value beside others that do occur stays: it matches nothing.
    pub fn new(filters: &Filters, catalogue: &Catalogue) -> Result<Self, Failure> {
        for of in Dimension::LISTED {
            let is_used = filters.listed(of).is_some_and(|values| !values.is_empty());
            if is_used && !catalogue.has.dimension(of) {
                return Err(Failure::NoSuchColumn {
                    column: of.one().to_owned(),
                });
            }
        }
        if let Some(unknown) = filters.unknown(catalogue).into_iter().find(|u| u.all) {
            return Err(Failure::NoSuchValue {
                of: unknown.of,
                values: unknown.values,
            });
        }
        let main = Days::of(catalogue.main());
        let days = period(filters.period, catalogue)?;
        let as_of = filters.as_of.unwrap_or(catalogue.day_after(days.dates()));
        Ok(Self {
            days,
            before: before(filters.against, days).filter(|shift| covered(shift.days, main)),
            as_of: days::from_date(as_of),
            countries: filters.countries.clone(),
            channels: filters.channels.clone(),
            categories: filters.categories.clone(),
            tiers: filters.tiers.clone(),
            spend: filters.spend,
            returns: filters.returns,
            copies: filters.copies,
            goods: filters.goods.clone(),
        })
    }

    /// The values of a dimension that are let through, all when empty; nothing for what no filter
    /// lists.
    pub fn listed(&self, of: Dimension) -> Option<&BTreeSet<String>> {
        match of {
            Dimension::Country => Some(&self.countries),
            Dimension::Channel => Some(&self.channels),
            Dimension::Category => Some(&self.categories),
            Dimension::Tier => Some(&self.tiers),
            Dimension::Product => None,
        }
    }

    /// The same window over the days compared with, when there are any.
    pub fn earlier(&self) -> Option<Self> {
        let shift = self.before?;
        Some(Self {
            days: shift.days,
            before: None,
            as_of: shift.days.last + 1,
            ..self.clone()
        })
    }
}

impl Window {
    /// As [`earlier`](Self::earlier), cut to the days the data have.
    pub fn earlier_within(&self, catalogue: &Catalogue) -> Option<Self> {
        let data = Days::of((catalogue.first, catalogue.last));
        let window = self.earlier()?;
        let days = Days {
            first: window.days.first.max(data.first),
            last: window.days.last.min(data.last),
        };
        (days.first <= days.last).then_some(Self { days, ..window })
    }

    /// A window with the days it is compared with, where the data cover them.
    pub fn compared(self, against: Against, catalogue: &Catalogue) -> Self {
        let main = Days::of(catalogue.main());
        Self {
            before: before(against, self.days).filter(|shift| covered(shift.days, main)),
            ..self
        }
    }
}

/// The days of a period, cut to those of the data.
fn period(period: Period, catalogue: &Catalogue) -> Result<Days, Failure> {
    let data = Days::of((catalogue.first, catalogue.last));
    let days = Days::of(catalogue.asked(period));
    let cut = Days {
        first: days.first.max(data.first),
        last: days.last.min(data.last),
    };
    if cut.first > cut.last {
        let (from, to) = match period {
            Period::Range { from, to } => (from, to),
            Period::Usual | Period::All | Period::Last(_) => (None, None),
        };
        let (first, last) = catalogue.main();
        return Err(Failure::NoSales {
            from,
            to,
            first,
            last,
        });
    }
    Ok(cut)
}

fn before(against: Against, days: Days) -> Option<Shift> {
    let by = match against {
        Against::Nothing => return None,
        Against::Year => By::Months(12),
        Against::Before => match whole_months(days) {
            Some(months) => By::Months(months),
            None => By::Days(days.count()),
        },
    };
    // The counterpart ends a day before the counterpart of the day after: February fits as well.
    let days = Days {
        first: by.earlier(days.first),
        last: by.earlier(days.last + 1) - 1,
    };
    (days.first <= days.last).then_some(Shift { days, by })
}

/// How many months, when the days are whole ones.
fn whole_months(days: Days) -> Option<i32> {
    if !days::begins_month(days.first) || !days::begins_month(days.last + 1) {
        return None;
    }
    let (first, next) = (days::to_date(days.first), days::to_date(days.last + 1));
    let months =
        |date: clientele_model::Date| i32::from(date.year()) * 12 + i32::from(date.month());
    Some(months(next) - months(first))
}

/// Whether the data reach far enough back: a comparison with days before the first line would
/// claim growth that nobody knows of. A shop may be closed on the first few days of a year, so 3 %
/// of the days may be missing at the start.
fn covered(days: Days, data: Days) -> bool {
    data.first - days.first <= days.count() * 3 / 100 && days.first <= data.last
}
