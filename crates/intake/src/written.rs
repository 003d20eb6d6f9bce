//! One date as a shop writes it.

use clientele_model::Date;

use crate::dates::at_midnight;
use crate::day_month::DayMonth;

/// What a date says before day and month are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Year first: no doubt possible. The day, and minutes since midnight.
    Year(Date, i64),
    /// Two numbers, then the year.
    Pair {
        /// The first number, 1 to 31.
        first: i8,
        /// The second number, 1 to 31.
        second: i8,
        /// The year.
        year: i16,
        /// Minutes since midnight.
        minute: i64,
        /// A full stop between them is only used where the day stands first.
        dotted: bool,
    },
}

impl Written {
    /// The minute since 1970-01-01 00:00, once it is known which way round day and month stand;
    /// nothing when there is no such day.
    pub fn settled(self, order: DayMonth) -> Option<i64> {
        match self {
            Written::Year(date, minute) => Some(at_midnight(date) + minute),
            Written::Pair {
                first,
                second,
                year,
                minute,
                ..
            } => {
                let (day, month) = match order {
                    DayMonth::DayFirst => (first, second),
                    DayMonth::MonthFirst => (second, first),
                };
                let date = Date::new(year, month, day).ok()?;
                Some(at_midnight(date) + minute)
            }
        }
    }
}

/// Reads one date, with or without a time of day; a time zone is left aside, because shops think
/// in the wall clock of their own country.
pub fn parse(text: &str) -> Option<Written> {
    let text = text.trim();
    let split = text.find(['T', ' ']).unwrap_or(text.len());
    let (day, clock) = text.split_at(split);
    let minute = clock_minute(clock.trim_start_matches(['T', ' ']))?;
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| day[range].parse::<i16>().ok();
        let date = Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()?;
        return Some(Written::Year(date, minute));
    }
    let separator = day.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = day.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [a, b, c].iter().any(|p| !(1..=4).contains(&p.len())) {
        return None;
    }
    let number = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse::<i16>().ok())?
    };
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    if a.len() == 4 {
        let date = Date::new(first, i8::try_from(second).ok()?, i8::try_from(third).ok()?).ok()?;
        return Some(Written::Year(date, minute));
    }
    let year = match c.len() {
        2 => 2000 + third,
        4 => third,
        _ => return None,
    };
    let small = |number: i16| i8::try_from(number).ok().filter(|n| (1..=31).contains(n));
    let (first, second) = (small(first)?, small(second)?);
    (first <= 12 || second <= 12).then_some(Written::Pair {
        first,
        second,
        year,
        minute,
        dotted: separator == '.',
    })
}

/// Minutes since midnight of "8:26", "08:26:00.5", "8:26 PM", "08:26:00Z", "08:26 +0100"; an empty
/// text is midnight.
fn clock_minute(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut parts = clock.split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    if let Some(seconds) = parts.next() {
        let seconds: f64 = seconds.parse().ok()?;
        if !(0.0..=60.0).contains(&seconds) {
            return None;
        }
    }
    let hour = match rest.trim().to_ascii_uppercase().as_str() {
        "AM" | "A.M." if hour == 12 => 0,
        "PM" | "P.M." if hour < 12 => hour + 12,
        _ => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}
