//! A day of the calendar.
//!
//! Three small numbers and the text `YYYY-MM-DD`: all a question needs. A date library brings time
//! zones, spans and formats along, and a fifth of the page's weight with them; one is the twin in
//! the tests.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the proleptic Gregorian calendar in the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: i8,
    day: i8,
}

/// The text or the numbers are not a day of the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day of the years 1 to 9999, written YYYY-MM-DD")
    }
}

impl std::error::Error for NotADate {}

/// A day known while the code is written.
///
/// # Panics
/// When there is no such day; in a constant this is a compile error.
pub const fn date(year: i16, month: i8, day: i8) -> Date {
    match Date::new(year, month, day) {
        Ok(date) => date,
        Err(NotADate) => panic!("there is no such day"),
    }
}

impl Date {
    /// 0001-01-01.
    pub const MIN: Self = date(1, 1, 1);
    /// 9999-12-31.
    pub const MAX: Self = date(9999, 12, 31);

    /// The day with these numbers; months and days count from 1.
    ///
    /// # Errors
    /// When the calendar has no such day.
    pub const fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADate> {
        if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 {
            return Err(NotADate);
        }
        if day > length(year, month) {
            return Err(NotADate);
        }
        Ok(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// Day of the month, from 1.
    pub const fn day(self) -> i8 {
        self.day
    }

    /// How many days the month of this day has.
    pub const fn days_in_month(self) -> i8 {
        length(self.year, self.month)
    }

    /// The first day of this day's month.
    pub const fn first_of_month(self) -> Self {
        Self { day: 1, ..self }
    }

    /// The last day of this day's month.
    pub const fn last_of_month(self) -> Self {
        Self {
            day: self.days_in_month(),
            ..self
        }
    }

    /// Days since 1970-01-01, below zero before it.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    pub const fn to_epoch_days(self) -> i32 {
        let (month, day) = (self.month as i32, self.day as i32);
        let year = self.year as i32 - (month <= 2) as i32;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01; what lies outside the years 1 to 9999 is cut to
    /// [`Date::MIN`] and [`Date::MAX`].
    ///
    /// Source: as [`Date::to_epoch_days`], `civil_from_days`.
    pub fn from_epoch_days(days: i32) -> Self {
        let shifted = days.clamp(Self::MIN.to_epoch_days(), Self::MAX.to_epoch_days()) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = (shifted_month + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        Self {
            year: year as i16,
            month: month as i8,
            day: day as i8,
        }
    }

    /// The day so many days later, or earlier when below zero; cut as [`Date::from_epoch_days`].
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_epoch_days(self.to_epoch_days().saturating_add(days))
    }
}

const fn length(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Reads `YYYY-MM-DD` and nothing looser: one day, one text.
impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(NotADate);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |sum, &digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + i16::from(digit - b'0'))
                    .ok_or(NotADate)
            })
        };
        Self::new(
            number(&[y1, y2, y3, y4])?,
            number(&[m1, m2])? as i8,
            number(&[d1, d2])? as i8,
        )
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `Cow` reads a text whether or not it can be borrowed.
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_agrees_with_a_date_library() {
        let mut theirs = jiff::civil::date(1, 1, 1);
        for at in Date::MIN.to_epoch_days()..=Date::MAX.to_epoch_days() {
            let ours = Date::from_epoch_days(at);
            assert_eq!(
                (ours.year(), ours.month(), ours.day()),
                (theirs.year(), theirs.month(), theirs.day())
            );
            assert_eq!(ours.to_epoch_days(), at);
            assert_eq!(ours.days_in_month(), theirs.days_in_month());
            theirs = theirs.tomorrow().unwrap_or(theirs);
        }
        assert_eq!(date(1970, 1, 1).to_epoch_days(), 0);
        assert_eq!(Date::from_epoch_days(i32::MAX), Date::MAX);
        assert_eq!(Date::MIN.plus_days(i32::MIN), Date::MIN);
    }

    #[test]
    fn a_day_has_one_text() {
        for at in (Date::MIN.to_epoch_days()..=Date::MAX.to_epoch_days()).step_by(97) {
            let day = Date::from_epoch_days(at);
            let text = day.to_string();
            assert_eq!(text.parse(), Ok(day));
            let (year, month, dom) = (day.year(), day.month(), day.day());
            assert_eq!(text, jiff::civil::date(year, month, dom).to_string());
            let json = serde_json::to_string(&day).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), day);
        }
        for text in [
            "",
            "2011",
            "2011-2-03",
            "2011-02-29",
            "2011-13-01",
            "2011-00-01",
            "2011-01-00",
            "0000-01-01",
            "20110203",
            "2011-02-03T00",
            "+011-02-03",
            "２011-0",
            "2011/02/03",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
        let error = serde_json::from_str::<Date>("\"yesterday\"").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("not a day of the years 1 to 9999, written YYYY-MM-DD")
        );
    }
}
