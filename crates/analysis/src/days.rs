//! Days as whole numbers since 1970-01-01: what tables compute with.

use clientele_model::Date;

/// Days since 1970-01-01, negative before it.
pub type Day = i32;

/// Minutes in a day.
pub const MINUTES: i64 = 1440;

/// First and last day, both included; the first is not after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Days {
    /// From calendar dates.
    pub fn of((first, last): (Date, Date)) -> Self {
        Self {
            first: from_date(first),
            last: from_date(last),
        }
    }

    /// How many days.
    pub fn count(self) -> i32 {
        self.last - self.first + 1
    }

    /// Whether the day is one of these.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// As calendar dates.
    pub fn dates(self) -> (Date, Date) {
        (to_date(self.first), to_date(self.last))
    }
}

/// The day on which a minute since 1970-01-01 00:00 lies.
pub fn of_minute(minute: i64) -> Day {
    // Packs hold years a calendar can print; beyond them a day saturates instead of wrapping.
    minute
        .div_euclid(MINUTES)
        .clamp(i64::from(DAY_MIN), i64::from(DAY_MAX)) as Day
}

/// 0001-01-01 and 9999-12-31: outside them dates are cut to these.
const DAY_MIN: Day = -719_162;
const DAY_MAX: Day = 2_932_896;

/// Days since 1970-01-01. (Howard Hinnant, "chrono-compatible low-level date algorithms".)
pub fn from_date(date: Date) -> Day {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The calendar date; days outside the years 1 to 9999 are cut to them.
pub fn to_date(day: Day) -> Date {
    let shifted = day.clamp(DAY_MIN, DAY_MAX) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = (shifted_month + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    jiff::civil::date(year as i16, month as i8, day as i8)
}

/// The same day so many months later, or the month's last day when it is shorter.
pub fn add_months(day: Day, months: i32) -> Day {
    let date = to_date(day);
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    if !(1..=9999).contains(&year) {
        return if year < 1 { DAY_MIN } else { DAY_MAX };
    }
    let first = jiff::civil::date(year as i16, month as i8, 1);
    from_date(first) + i32::from(date.day().min(first.days_in_month())) - 1
}

/// Whether the day is the first of a month.
pub fn begins_month(day: Day) -> bool {
    to_date(day).day() == 1
}

/// Day of the week, 0 is Monday.
pub fn weekday(day: Day) -> i32 {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_dates_are_inverse_over_all_years() {
        assert_eq!(from_date(date(1970, 1, 1)), 0);
        assert_eq!(from_date(date(1, 1, 1)), DAY_MIN);
        assert_eq!(from_date(date(9999, 12, 31)), DAY_MAX);
        for day in (DAY_MIN..=DAY_MAX).step_by(17) {
            assert_eq!(from_date(to_date(day)), day);
        }
        let mut day = date(2000, 2, 27);
        for at in from_date(day)..from_date(day) + 800 {
            assert_eq!(to_date(at), day);
            assert_eq!(
                weekday(at),
                i32::from(day.weekday().to_monday_zero_offset())
            );
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let check = |from: Date, months, expected: Date| {
            assert_eq!(to_date(add_months(from_date(from), months)), expected);
        };
        check(date(2011, 12, 1), -12, date(2010, 12, 1));
        check(date(2012, 2, 29), 12, date(2013, 2, 28));
        check(date(2011, 3, 31), -1, date(2011, 2, 28));
        check(date(2011, 1, 15), -1, date(2010, 12, 15));
    }

    #[test]
    fn minutes_before_1970_belong_to_the_day_before() {
        assert_eq!(of_minute(-1), -1);
        assert_eq!(of_minute(1439), 0);
        assert_eq!(of_minute(i64::MAX), DAY_MAX);
    }
}
