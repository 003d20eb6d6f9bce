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

/// Outside these dates are cut to them.
const DAY_MIN: Day = Date::MIN.to_epoch_days();
const DAY_MAX: Day = Date::MAX.to_epoch_days();

/// Days since 1970-01-01.
pub fn from_date(date: Date) -> Day {
    date.to_epoch_days()
}

/// The calendar date; days outside the years 1 to 9999 are cut to them.
pub fn to_date(day: Day) -> Date {
    Date::from_epoch_days(day)
}

/// The same day so many months later, or the month's last day when it is shorter.
pub fn add_months(day: Day, months: i32) -> Day {
    let date = to_date(day);
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    if !(1..=9999).contains(&year) {
        return if year < 1 { DAY_MIN } else { DAY_MAX };
    }
    let Ok(first) = Date::new(year as i16, month as i8, 1) else {
        return day;
    };
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
    use clientele_model::date;

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(weekday(from_date(date(2011, 12, 5))), 0);
        assert_eq!(weekday(from_date(date(2011, 12, 11))), 6);
        assert_eq!(weekday(DAY_MIN), 0);
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
