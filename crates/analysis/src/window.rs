//! From filters to days and names that the data set really has: raw parameters are checked here,
//! once.

use std::collections::BTreeSet;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Copies, Filters, Period, Returns, Spend};

use crate::days::{self, Day, Days};

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
    /// [`Failure::Nothing`] when the period lies outside the data, [`Failure::NoSuchColumn`] when
    /// a filter needs a column the data set does not have, [`Failure::NoSuchValue`] when none of
    /// the values it lists occurs. A value beside others that do occur stays: it matches nothing.
    pub fn new(filters: &Filters, catalogue: &Catalogue) -> Result<Self, Failure> {
        let has = catalogue.has;
        for (used, there, column) in [
            (!filters.countries.is_empty(), has.country, "country"),
            (!filters.channels.is_empty(), has.channel, "channel"),
            (!filters.categories.is_empty(), has.category, "category"),
            (!filters.tiers.is_empty(), has.tier, "tier"),
        ] {
            if used && !there {
                return Err(Failure::NoSuchColumn {
                    column: column.to_owned(),
                });
            }
        }
        if let Some(unknown) = filters.unknown(catalogue).into_iter().find(|u| u.all) {
            return Err(Failure::NoSuchValue {
                of: unknown.of,
                values: unknown.values,
            });
        }
        let data = Days::of((catalogue.first, catalogue.last));
        let days = period(filters.period, catalogue, data)?;
        let as_of = match filters.as_of {
            Some(date) => days::from_date(date),
            None => days.last.min(data.last) + 1,
        };
        Ok(Self {
            days,
            before: before(filters.against, days).filter(|shift| covered(shift.days, data)),
            as_of,
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
        let data = Days::of((catalogue.first, catalogue.last));
        Self {
            before: before(against, self.days).filter(|shift| covered(shift.days, data)),
            ..self
        }
    }
}

fn period(period: Period, catalogue: &Catalogue, data: Days) -> Result<Days, Failure> {
    let days = match period {
        Period::Usual => Days::of(catalogue.usual),
        Period::All => data,
        Period::Range { from, to } => Days {
            first: from.map_or(data.first, days::from_date),
            last: to.map_or(data.last, days::from_date),
        },
        Period::Last(count) => Days {
            first: data.last - i32::from(count.max(1)) + 1,
            last: data.last,
        },
    };
    let cut = Days {
        first: days.first.max(data.first),
        last: days.last.min(data.last),
    };
    if cut.first > cut.last {
        return Err(Failure::Nothing);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample::catalogue;
    use clientele_model::catalogue::Value;
    use clientele_model::date;

    /// Data of two years and nine days, as the real data set has.
    fn real() -> Catalogue {
        catalogue(
            date(2009, 12, 1),
            date(2011, 12, 9),
            (date(2010, 12, 1), date(2011, 11, 30)),
        )
    }

    #[track_caller]
    fn check(query: &str, period: &str, before: &str, as_of: &str) {
        let (filters, _) = Filters::parse(query);
        let window = Window::new(&filters, &real()).unwrap();
        let print = |days: Days| {
            let (first, last) = days.dates();
            format!("{first} {last}")
        };
        let then = window.before.map(|shift| print(shift.days));
        assert_eq!(print(window.days), period);
        assert_eq!(then.as_deref().unwrap_or("none"), before);
        assert_eq!(days::to_date(window.as_of).to_string(), as_of);
    }

    #[test]
    fn periods_are_cut_to_the_data_and_compared_with_what_is_covered() {
        check(
            "",
            "2010-12-01 2011-11-30",
            "2009-12-01 2010-11-30",
            "2011-12-01",
        );
        check(
            "against=none",
            "2010-12-01 2011-11-30",
            "none",
            "2011-12-01",
        );
        check(
            "against=year",
            "2010-12-01 2011-11-30",
            "2009-12-01 2010-11-30",
            "2011-12-01",
        );
        check("period=all", "2009-12-01 2011-12-09", "none", "2011-12-10");
        check(
            "from=2011-02-01&to=2011-02-28",
            "2011-02-01 2011-02-28",
            "2011-01-01 2011-01-31",
            "2011-03-01",
        );
        check(
            "from=2011-02-01&to=2011-02-28&against=year",
            "2011-02-01 2011-02-28",
            "2010-02-01 2010-02-28",
            "2011-03-01",
        );
        check(
            "from=2011-12-01&to=2012-05-05",
            "2011-12-01 2011-12-09",
            "2011-11-22 2011-11-30",
            "2011-12-10",
        );
        check(
            "last=1",
            "2011-12-09 2011-12-09",
            "2011-12-08 2011-12-08",
            "2011-12-10",
        );
        check(
            "last=90&asof=2012-01-01",
            "2011-09-11 2011-12-09",
            "2011-06-13 2011-09-10",
            "2012-01-01",
        );
        // The data begin in the middle of what this would be compared with.
        check(
            "from=2010-02-01&to=2010-04-30",
            "2010-02-01 2010-04-30",
            "none",
            "2010-05-01",
        );
    }

    #[test]
    fn what_the_data_do_not_have_is_said() {
        let check = |query: &str, has: bool, expected: &str| {
            let mut catalogue = real();
            catalogue.has.channel = has;
            let (filters, _) = Filters::parse(query);
            let failure = Window::new(&filters, &catalogue).unwrap_err();
            assert_eq!(failure.to_string(), expected);
        };
        let nothing = "No sale matches these filters. Widen the period or remove a filter.";
        check("from=2015-01-01", true, nothing);
        check(
            "channel=app",
            false,
            "This data set has no channel, so the filter on it cannot be used. Remove it.",
        );
    }

    #[test]
    fn values_that_do_not_occur_are_named() {
        let mut catalogue = real();
        let value = |name: &str| Value {
            name: name.to_owned(),
            customers: 1,
        };
        catalogue.countries = vec![value("France")];
        catalogue.tiers = vec![value("Gold")];
        let check = |query: &str, expected: Result<&[&str], &str>| {
            let (filters, _) = Filters::parse(query);
            let said = Window::new(&filters, &catalogue).map(|_| {
                let unknown = filters.unknown(&catalogue);
                unknown.iter().map(ToString::to_string).collect::<Vec<_>>()
            });
            let said = said.map_err(|failure| failure.to_string());
            let expected = expected.map(|words| words.iter().map(|w| w.to_string()).collect());
            assert_eq!(said, expected.map_err(str::to_owned));
        };
        check("country=France&tier=Gold", Ok(&[]));
        check(
            "country=France&country=Mars&tier=Gold&tier=a&tier=b&tier=c&tier=d&tier=e",
            Ok(&[
                "“Mars” is not a country of this data set and was left out of the filter.",
                "“a”, “b”, “c” and 2 more are not tiers of this data set and were left out of the filter.",
            ]),
        );
        // Said before anything about the period: this is what keeps every sale out.
        check(
            "country=France&tier=gold&from=2015-01-01",
            Err(
                "“gold” is not a tier of this data set, so no sale matches. Remove it from the filters.",
            ),
        );
    }
}
