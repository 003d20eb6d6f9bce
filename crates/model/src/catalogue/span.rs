//! What the data are about: days far from all others are typing errors, and times that were never set.

use super::Catalogue;
use crate::Date;
use crate::filters::Period;

/// The days that the data are about, and those far from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day of the main part, counted from 1970-01-01.
    pub first: i32,
    /// Last day of the main part.
    pub last: i32,
    /// Days far from it, and how many lines each.
    pub strays: Vec<(i32, u64)>,
}

/// How many lines far from all others are strays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Few {
    /// One in two hundred, or one; all of a single day, up to one in ten.
    OrOfOneDay,
    /// One in two hundred, or one.
    Only,
}

/// Sets days aside that hold hardly any line and lie more than a year, and half as long as the others
/// last, from these. `days` are ascending, each with its number of lines.
pub fn span(days: &[(i32, u64)], few: Few) -> Option<Span> {
    let mut main = days.to_vec();
    let all: u64 = main.iter().map(|(_, lines)| lines).sum();
    let mut strays = vec![];
    while let Some(cut) = cut(&main, all, few) {
        match cut {
            Cut::Front(at) => strays.extend(main.drain(..at)),
            Cut::Back(at) => strays.extend(main.drain(at..)),
        }
    }
    strays.sort_unstable();
    let (first, last) = (main.first()?.0, main.last()?.0);
    Some(Span {
        first,
        last,
        strays,
    })
}

/// The last twelve full months where the data cover twenty-four, else everything. A month counts
/// as full when at most two days are missing at its outer end: shops close.
pub fn usual((first, last): (Date, Date)) -> (Date, Date) {
    const SLACK: i8 = 2;
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let begin = months(first) + i32::from(first.day() > 1 + SLACK);
    let end = months(last) - i32::from(last.day() < last.days_in_month() - SLACK);
    let month = |number: i32| {
        Date::new(
            number.div_euclid(12) as i16,
            (number.rem_euclid(12) + 1) as i8,
            1,
        )
    };
    match (month(end - 11), month(end)) {
        (Ok(from), Ok(to)) if end - begin + 1 >= 24 => {
            (from.max(first), to.last_of_month().min(last))
        }
        _ => (first, last),
    }
}

impl Catalogue {
    /// First and last day of what the data are about, without the days far from all others: as exact
    /// as the months of the ledger and the usual period tell.
    pub fn main(&self) -> (Date, Date) {
        let Some(span) = self.span().filter(|span| !span.strays.is_empty()) else {
            return (self.first, self.last);
        };
        let (first, last) = (
            Date::from_epoch_days(span.first),
            Date::from_epoch_days(span.last),
        );
        let (usual_first, usual_last) = self.usual;
        let first = match usual_first.first_of_month() == first {
            true => usual_first,
            false => first.max(self.first),
        };
        let last = match usual_last.first_of_month() == last {
            true => usual_last,
            false => last.last_of_month().min(self.last),
        };
        (first, last)
    }

    /// The days of a period, not cut to those there are. The data begin and end where most of them are
    /// ([`main`](Self::main)): a single date years after the others is no reason to look at empty years.
    pub fn asked(&self, period: Period) -> (Date, Date) {
        let main = self.main();
        match period {
            Period::Usual => self.usual,
            Period::All => (self.first, self.last),
            // An open end goes no less far than the other end.
            Period::Range { from, to } => {
                let first = match to {
                    Some(to) if to < main.0 => self.first.min(to),
                    _ => main.0,
                };
                let last = match from {
                    Some(from) if from > main.1 => self.last.max(from),
                    _ => main.1,
                };
                (from.unwrap_or(first), to.unwrap_or(last))
            }
            Period::Last(count) => (main.1.plus_days(1 - i32::from(count.max(1))), main.1),
        }
    }

    /// The days of a period that there are; those asked for where there are none.
    pub fn cut(&self, period: Period) -> (Date, Date) {
        let (from, to) = self.asked(period);
        let cut = (from.max(self.first), to.min(self.last));
        if cut.0 <= cut.1 { cut } else { (from, to) }
    }

    /// The day up to which recency is counted where no other one is asked for: the one after these days,
    /// or after the last of them on which anything can have happened.
    pub fn day_after(&self, (first, last): (Date, Date)) -> Date {
        let main = self.main();
        let last = match first > main.1 {
            // Only days far from all others are looked at.
            true => last.min(self.last),
            false => last.min(main.1),
        };
        last.plus_days(1)
    }

    /// The first days of months far from all others, each with its number of lines.
    pub fn strays(&self) -> Vec<(Date, u64)> {
        let strays = self.span().map(|span| span.strays).unwrap_or_default();
        let stray = |(day, lines)| (Date::from_epoch_days(day), lines);
        strays.into_iter().map(stray).collect()
    }

    /// Puts the usual period where the data are, if it is not there; whether that was so.
    pub fn mend(&mut self) -> bool {
        let main = self.main();
        let is_bad = self.usual.0 < main.0 || self.usual.1 > main.1;
        if is_bad {
            self.usual = usual(main);
        }
        is_bad
    }

    fn span(&self) -> Option<Span> {
        let months = self.ledger.months.iter();
        // A catalogue may come from anywhere, and count what nothing holds: no sum of these is too large.
        let most = |lines: u64| lines.min(1 << 40);
        let months =
            months.map(|(first, known, anonymous)| (*first, most(*known) + most(*anonymous)));
        let held = months.filter(|(first, lines)| {
            *lines > 0 && first.last_of_month() >= self.first && *first <= self.last
        });
        let days: Vec<_> = held
            .map(|(first, lines)| (first.to_epoch_days(), lines))
            .collect();
        span(&days, Few::Only)
    }
}

enum Cut {
    Front(usize),
    Back(usize),
}

fn cut(main: &[(i32, u64)], all: u64, allowed: Few) -> Option<Cut> {
    let (first, last) = (main.first()?.0, main.last()?.0);
    let few = |side: &[(i32, u64)]| {
        let lines: u64 = side.iter().map(|(_, lines)| lines).sum();
        let is_one_day = allowed == Few::OrOfOneDay && side.len() == 1;
        lines <= (all / 200).max(1) || (is_one_day && lines * 10 <= all)
    };
    let far = |gap: i32, rest: i32| gap > 366.max(rest / 2);
    // The outermost gap that is wide enough.
    for at in 1..main.len() {
        if !few(&main[..at]) {
            break;
        }
        if far(main[at].0 - main[at - 1].0, last - main[at].0) {
            return Some(Cut::Front(at));
        }
    }
    for at in (1..main.len()).rev() {
        if !few(&main[at..]) {
            break;
        }
        if far(main[at].0 - main[at - 1].0, main[at - 1].0 - first) {
            return Some(Cut::Back(at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    fn strays(days: &[i32]) -> Vec<i32> {
        let counts: Vec<_> = days.iter().map(|&day| (day, 1)).collect();
        let span = span(&counts, Few::OrOfOneDay).unwrap();
        span.strays.into_iter().map(|(day, _)| day).collect()
    }

    #[test]
    fn lonely_days_far_away_are_strays() {
        assert_eq!(strays(&[0, 30, 60, 5000]), [5000]);
        assert_eq!(strays(&[-20000, 0, 1]), [-20000]);
        assert_eq!(strays(&[0, 1, 2]), [0i32; 0]);
    }

    #[test]
    fn seasons_and_long_lives_are_none() {
        // A shop that closed for a year and opened again.
        assert_eq!(strays(&[0, 1, 2, 400, 401, 402]), [0i32; 0]);
        let years: Vec<i32> = (0..2000).step_by(10).chain([2600]).collect();
        assert_eq!(strays(&years), [0i32; 0]);
    }

    #[test]
    fn a_month_that_is_small_beside_the_others_is_none() {
        let months = [(0, 50), (31, 50), (500, 9)];
        let found = |few| span(&months, few).unwrap().strays.len();
        assert_eq!((found(Few::OrOfOneDay), found(Few::Only)), (1, 0));
    }

    #[test]
    fn the_usual_period_is_the_last_twelve_full_months_of_two_years() {
        let check = |first, last, expected| assert_eq!(usual((first, last)), expected);
        check(
            date(2009, 12, 1),
            date(2011, 12, 9),
            (date(2010, 12, 1), date(2011, 11, 30)),
        );
        check(
            date(2010, 12, 1),
            date(2011, 12, 9),
            (date(2010, 12, 1), date(2011, 12, 9)),
        );
        check(
            date(2024, 1, 2),
            date(2025, 12, 30),
            (date(2025, 1, 1), date(2025, 12, 30)),
        );
        check(
            date(2024, 1, 4),
            date(2025, 12, 31),
            (date(2024, 1, 4), date(2025, 12, 31)),
        );
    }
}
