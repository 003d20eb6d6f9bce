//! When each line was: a date, with the time of day beside it, or the number of a day.

use super::{Found, Reader};
use crate::dates::{self, NO_TIME, Times};
use crate::fields::Field;
use crate::lines::Manner;
use crate::said::Said;
use crate::trouble::Trouble;

impl Reader<'_> {
    /// Times of the lines: dates, with the times of day beside them; or day numbers.
    ///
    /// # Errors
    /// When the columns hold something else, or day and month cannot be told apart.
    pub fn times(
        &self,
        manner: &Manner,
        wrong: &mut Found,
        said: &mut Said,
    ) -> Result<Times, Trouble> {
        let Some(at) = self.reading.find(Field::Time) else {
            return self.day_numbers(manner, wrong, said);
        };
        let told = dates::Told {
            order: manner.dates,
            today: manner.today,
            from_1904: self.table.from_1904,
        };
        let heading = &self.table.headings[at];
        let mut times = dates::read(
            &self.table.columns[at],
            heading,
            &self.table.file,
            told,
            said,
        )?;
        if let Some(clock) = self.reading.find(Field::Clock) {
            let clocks = dates::clocks(&self.table.columns[clock]);
            for (minute, clock) in times.minutes.iter_mut().zip(clocks) {
                if *minute != NO_TIME && minute.rem_euclid(1440) == 0 {
                    *minute += clock.unwrap_or(0);
                }
            }
        }
        Ok(times)
    }

    fn day_numbers(
        &self,
        manner: &Manner,
        wrong: &mut Found,
        said: &mut Said,
    ) -> Result<Times, Trouble> {
        let days = self.numbers(Field::DayNumber, wrong, said)?;
        let days = days.unwrap_or_else(|| vec![f64::NAN; self.table.numbers.len()]);
        let clocks = self
            .reading
            .find(Field::Clock)
            .map(|at| dates::clocks(&self.table.columns[at]));
        let start = i64::from(dates::day_number(manner.day_one)) - 1;
        let minutes = days.iter().enumerate().map(|(line, day)| {
            if !(day.is_finite() && day.abs() < 1e5) {
                return NO_TIME;
            }
            let clock = clocks.as_ref().and_then(|clocks| clocks[line]).unwrap_or(0);
            (start + *day as i64) * 1440 + clock
        });
        Ok(Times {
            minutes: minutes.collect(),
            wrong: vec![],
        })
    }
}
