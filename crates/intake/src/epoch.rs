//! Times that are numbers: days as spreadsheets count them, and seconds since 1970.

use crate::dates::date_of;

/// What numbers in a column of times count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// Days, as spreadsheets count them from 1900, or some from 1904; the part of a day is the time.
    Days {
        /// Whether they count from 1904.
        from_1904: bool,
    },
    /// Seconds, or so many parts of one, since 1970-01-01 00:00 UTC.
    Since1970 {
        /// How many of them make a second.
        per_second: u64,
    },
}

/// Day number of 1970-01-01 in a spreadsheet.
fn day_of_1970(from_1904: bool) -> f64 {
    if from_1904 { 24_107.0 } else { 25_569.0 }
}

impl Epoch {
    /// What all of these numbers can count; nothing when they count nothing known. Workbooks say whether days
    /// count from 1904.
    pub fn of(numbers: &[f64], from_1904: bool) -> Option<Self> {
        let within = |from: f64, to: f64| {
            !numbers.is_empty() && numbers.iter().all(|n| (from..to).contains(n))
        };
        let since = |per_second: u64| {
            // 1980 to 2100.
            let unit = per_second as f64;
            within(3.1e8 * unit, 4.1e9 * unit).then_some(Self::Since1970 { per_second })
        };
        match () {
            // 1970 to 2064.
            () if within(day_of_1970(from_1904), day_of_1970(from_1904) + 34_431.0) => {
                Some(Self::Days { from_1904 })
            }
            () => since(1)
                .or_else(|| since(1_000))
                .or_else(|| since(1_000_000))
                .or_else(|| since(1_000_000_000)),
        }
    }

    /// The minute since 1970-01-01 00:00.
    pub fn minute(self, number: f64) -> Option<i64> {
        let minute = match self {
            // Half a second, so that 10:30 is not one minute less.
            Self::Days { from_1904 } => (number - day_of_1970(from_1904)) * 1440.0 + 0.5 / 60.0,
            Self::Since1970 { per_second } => number / per_second as f64 / 60.0,
        };
        minute.is_finite().then_some(minute.floor() as i64)
    }

    /// What was taken, with an example.
    pub fn sentence(self, heading: &str, example: f64) -> String {
        let day = date_of(self.minute(example).unwrap_or(0));
        match self {
            Self::Days { from_1904 } => format!(
                "“{heading}”: day numbers of a spreadsheet, counted from {} ({example} is {day}).",
                if from_1904 { 1904 } else { 1900 }
            ),
            Self::Since1970 { per_second } => {
                let unit = match per_second {
                    1 => "seconds",
                    1_000 => "milliseconds",
                    1_000_000 => "microseconds",
                    _ => "nanoseconds",
                };
                format!("“{heading}”: {unit} since 1970 in UTC ({example} is {day}).")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::at_midnight;
    use clientele_model::date;

    #[test]
    fn numbers_count_days_or_seconds() {
        let day = at_midnight(date(2024, 1, 5));
        let check = |number: f64, epoch: Epoch, minute: i64| {
            let from_1904 = epoch == Epoch::Days { from_1904: true };
            assert_eq!(Epoch::of(&[number], from_1904), Some(epoch));
            assert_eq!(epoch.minute(number), Some(day + minute), "{number}");
        };
        check(45296.0, Epoch::Days { from_1904: false }, 0);
        check(45296.4375, Epoch::Days { from_1904: false }, 630);
        check(43834.0, Epoch::Days { from_1904: true }, 0);
        check(1_704_450_600.0, Epoch::Since1970 { per_second: 1 }, 630);
        check(
            1_704_450_600_000.0,
            Epoch::Since1970 { per_second: 1_000 },
            630,
        );
        assert_eq!(Epoch::of(&[45296.0, 7.0], false), None);
        assert_eq!(Epoch::of(&[], false), None);
        assert_eq!(
            Epoch::Days { from_1904: false }.sentence("date", 45296.0),
            "“date”: day numbers of a spreadsheet, counted from 1900 (45296 is 2024-01-05)."
        );
    }
}
