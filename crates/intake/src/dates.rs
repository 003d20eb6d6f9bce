//! A column of dates, as shops write them, to minutes.

use clientele_model::Date;

use crate::column::{Column, MISSING, Texts};
use crate::day_month::{DayMonth, decide};
use crate::fields::Field;
use crate::trouble::Trouble;
use crate::written::{Written, parse};
use crate::wrong::{Wrong, shown};

/// "No time" for a line whose time is missing or wrong.
pub const NO_TIME: i64 = i64::MIN;

/// Times of one field, one per line, [`NO_TIME`] where missing or wrong; and what is wrong where.
#[derive(Debug, Default)]
pub struct Times {
    /// Minutes since 1970-01-01 00:00, wall clock.
    pub minutes: Vec<i64>,
    /// Line and reason, ascending.
    pub wrong: Vec<(usize, Wrong)>,
}

/// Reads a column as times. Times after the end of `today` are wrong.
///
/// # Errors
/// When the column holds no dates at all, or day and month cannot be told apart.
pub fn read(
    column: &Column,
    heading: &str,
    file: &str,
    told: Option<DayMonth>,
    today: Date,
) -> Result<Times, Trouble> {
    match column {
        Column::Text(texts) => from_texts(texts, heading, file, told, today),
        Column::Time(values) => Ok(checked(values.iter().map(|v| v.unwrap_or(NO_TIME)), today)),
        Column::Whole(_) | Column::Number(_) => match column.texts() {
            // Dates such as 20101201 are numbers to Parquet.
            Some(texts) => from_texts(&texts, heading, file, told, today)
                .map_err(|_| wrong_type(column, heading, file)),
            None => Err(wrong_type(column, heading, file)),
        },
        Column::Other(..) => Err(wrong_type(column, heading, file)),
    }
}

fn wrong_type(column: &Column, heading: &str, file: &str) -> Trouble {
    Trouble::WrongType {
        file: file.to_owned(),
        column: heading.to_owned(),
        holds: column.kind().to_owned(),
        field: Field::Time,
    }
}

fn checked(minutes: impl Iterator<Item = i64>, today: Date) -> Times {
    let mut times = Times::default();
    let end = i64::from(day_number(today) + 1) * 1440;
    for (line, minute) in minutes.enumerate() {
        let wrong = match minute {
            NO_TIME => None,
            minute if minute >= end => Some(Wrong::Future(date_of(minute))),
            minute if minute < 0 => Some(Wrong::Ancient(date_of(minute))),
            _ => None,
        };
        times
            .minutes
            .push(if wrong.is_some() { NO_TIME } else { minute });
        times.wrong.extend(wrong.map(|wrong| (line, wrong)));
    }
    times
}

/// Every distinct text is read once.
fn from_texts(
    texts: &Texts,
    heading: &str,
    file: &str,
    told: Option<DayMonth>,
    today: Date,
) -> Result<Times, Trouble> {
    let written: Vec<Option<Written>> = texts.values().map(parse).collect();
    if texts.distinct() > 0 && written.iter().all(Option::is_none) {
        return Err(wrong_type(&Column::Text(texts.clone()), heading, file));
    }
    let mut lines = [0u64; 2];
    for &code in texts.codes.iter().filter(|&&code| code != MISSING) {
        match written[code as usize] {
            Some(Written::Year(..)) => lines[0] += 1,
            Some(Written::Pair { .. }) => lines[1] += 1,
            None => {}
        }
    }
    // The form most lines have is the form of the column; the others are not guessed at.
    let pairs = lines[1] > lines[0];
    let order = match (pairs, told) {
        (false, _) => DayMonth::DayFirst,
        (true, Some(told)) => told,
        (true, None) => decide(texts, &written, heading, file)?,
    };
    let minutes: Vec<Result<i64, Wrong>> = texts
        .values()
        .zip(&written)
        .map(|(text, written)| match (written, pairs) {
            (Some(Written::Year(date, minute)), false) => Ok(minute + at_midnight(*date)),
            (Some(pair @ Written::Pair { .. }), true) => pair
                .settled(order)
                .ok_or_else(|| Wrong::NotADate(shown(text))),
            (Some(_), _) => Err(Wrong::OtherForm(shown(text))),
            (None, _) => Err(Wrong::NotADate(shown(text))),
        })
        .collect();
    let mut times = checked(
        texts.codes.iter().map(|&code| match code {
            MISSING => NO_TIME,
            code => *minutes[code as usize].as_ref().unwrap_or(&NO_TIME),
        }),
        today,
    );
    for (line, &code) in texts.codes.iter().enumerate() {
        if code != MISSING
            && let Err(wrong) = &minutes[code as usize]
        {
            times.wrong.push((line, wrong.clone()));
        }
    }
    times.wrong.sort_by_key(|(line, _)| *line);
    Ok(times)
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    clientele_analysis::days::from_date(date)
}

/// The day on which a minute lies.
pub fn date_of(minute: i64) -> Date {
    clientele_analysis::days::to_date(clientele_analysis::days::of_minute(minute))
}

/// The minute at which a day begins.
pub fn at_midnight(date: Date) -> i64 {
    i64::from(day_number(date)) * 1440
}

#[cfg(test)]
mod tests {
    use super::*;
    use clientele_model::date;

    fn minutes(texts: &[&str], told: Option<DayMonth>) -> Result<Times, Trouble> {
        let texts: Texts = texts.iter().copied().collect();
        read(
            &Column::Text(texts),
            "When",
            "x.csv",
            told,
            date(2026, 1, 1),
        )
    }

    #[track_caller]
    fn check(texts: &[&str], expected: &[(Date, i64)]) {
        let times = minutes(texts, None).unwrap();
        assert_eq!(times.wrong, []);
        let expected: Vec<i64> = expected.iter().map(|(d, m)| at_midnight(*d) + m).collect();
        assert_eq!(times.minutes, expected);
    }

    #[test]
    fn dates_read_as_shops_write_them() {
        let day = date(2010, 12, 1);
        check(
            &[
                "2010-12-01",
                "2010-12-01T08:26",
                "2010-12-01 08:26:59.9",
                "2010/12/1 8:26",
                "20101201",
                "2010-12-01 08:26:00 +0100",
                "2010-12-01T08:26:00Z",
            ],
            &[
                (day, 0),
                (day, 506),
                (day, 506),
                (day, 506),
                (day, 0),
                (day, 506),
                (day, 506),
            ],
        );
        check(
            &["12/1/2010 8:26", "12/13/2010 8:26 PM"],
            &[(day, 506), (date(2010, 12, 13), 1226)],
        );
        check(
            &["1/12/10", "13/12/10 12:05 am"],
            &[(day, 0), (date(2010, 12, 13), 5)],
        );
        check(&["1.12.2010"], &[(day, 0)]);
        check(&["3/3/2010"], &[(date(2010, 3, 3), 0)]);
    }

    #[test]
    fn dates_that_read_both_ways_are_not_guessed() {
        let say = |texts: &[&str]| minutes(texts, None).unwrap_err().to_string();
        assert_eq!(
            say(&["1/2/2010", "3/3/2010"]),
            "The dates in column “When” of x.csv, such as 1/2/2010, may have the day or the month first. Nothing was written; say which with --dates dmy or --dates mdy."
        );
        assert_eq!(
            say(&["1/2/2010", "13/1/2010", "1/14/2010"]),
            "The dates in column “When” of x.csv are written in two ways: 13/1/2010 has the day first, 1/14/2010 the month. Nothing was written; write every date as YYYY-MM-DD."
        );
        let told = minutes(&["1/2/2010"], Some(DayMonth::MonthFirst)).unwrap();
        assert_eq!(date_of(told.minutes[0]), date(2010, 1, 2));
        assert_eq!(
            "ymd".parse::<DayMonth>().unwrap_err().to_string(),
            "choose dmy (day first) or mdy (month first)"
        );
    }

    #[test]
    fn dates_that_cannot_be_are_named() {
        let times = minutes(
            &[
                "2010-12-01",
                "2010-12-02",
                "13/1/2010",
                "2010-02-30",
                "soon",
                "2999-01-01",
                "1066-10-14",
                "",
            ],
            None,
        )
        .unwrap();
        let say: Vec<String> = times
            .wrong
            .iter()
            .map(|(line, wrong)| format!("{line}: {wrong}"))
            .collect();
        assert_eq!(
            say,
            [
                "2: the date “13/1/2010” is not written like the others",
                "3: “2010-02-30” is not a date",
                "4: “soon” is not a date",
                "5: the date 2999-01-01 lies in the future",
                "6: the date 1066-10-14 lies before 1970",
            ]
        );
        assert_eq!(
            minutes(&["a", "b"], None).unwrap_err().to_string(),
            "The column “When” of x.csv is to be the time, but it holds text. Nothing was written; choose another column with --map time=COLUMN."
        );
    }
}
