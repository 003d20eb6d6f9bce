//! Dates as shops write them, and which way round day and month stand.

use std::str::FromStr;

use clientele_model::Date;

use super::column::{Column, MISSING, Texts};
use super::fields::Field;
use super::trouble::Trouble;
use super::wrong::{Wrong, shown};

/// "No time" for a line whose time is missing or wrong.
pub const NO_TIME: i64 = i64::MIN;

/// Which way round day and month stand in dates such as 1/2/2010.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMonth {
    /// The first of February.
    DayFirst,
    /// The second of January.
    MonthFirst,
}

/// `--dates` was given something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose dmy (day first) or mdy (month first)")]
pub struct NotAnOrder;

impl FromStr for DayMonth {
    type Err = NotAnOrder;

    fn from_str(text: &str) -> Result<Self, NotAnOrder> {
        match text {
            "dmy" => Ok(Self::DayFirst),
            "mdy" => Ok(Self::MonthFirst),
            _ => Err(NotAnOrder),
        }
    }
}

/// Times of one field, one per line, [`NO_TIME`] where missing or wrong; and what is wrong where.
#[derive(Debug, Default)]
pub struct Times {
    /// Minutes since 1970-01-01 00:00, wall clock.
    pub minutes: Vec<i64>,
    /// Line and reason, ascending.
    pub wrong: Vec<(usize, Wrong)>,
}

/// What a date says before day and month are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Year first: no doubt possible.
    Year(Date, i64),
    /// Two numbers, then the year.
    Pair {
        first: i8,
        second: i8,
        year: i16,
        minute: i64,
        /// A full stop between them is only used where the day stands first.
        dotted: bool,
    },
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
            (Some(pair @ Written::Pair { .. }), true) => {
                settle(*pair, order).ok_or_else(|| Wrong::NotADate(shown(text)))
            }
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

/// Tells day and month apart from the values that can only be read one way.
fn decide(
    texts: &Texts,
    written: &[Option<Written>],
    heading: &str,
    file: &str,
) -> Result<DayMonth, Trouble> {
    let (mut day, mut month, mut either) = (None, None, None);
    for (text, written) in texts.values().zip(written) {
        let Some(Written::Pair {
            first,
            second,
            dotted,
            ..
        }) = written
        else {
            continue;
        };
        match (*first > 12, *second > 12) {
            (true, false) => day = day.or(Some(text)),
            (false, true) => month = month.or(Some(text)),
            _ if *dotted => day = day.or(Some(text)),
            // Equal numbers read the same both ways.
            _ if first == second => {}
            _ => either = either.or(Some(text)),
        }
    }
    match (day, month, either) {
        (Some(day), Some(month), _) => Err(Trouble::TwoOrders {
            file: file.to_owned(),
            column: heading.to_owned(),
            day_first: day.to_owned(),
            month_first: month.to_owned(),
        }),
        (None, Some(_), _) => Ok(DayMonth::MonthFirst),
        (Some(_), None, _) | (None, None, None) => Ok(DayMonth::DayFirst),
        (None, None, Some(example)) => Err(Trouble::Ambiguous {
            file: file.to_owned(),
            column: heading.to_owned(),
            example: example.to_owned(),
        }),
    }
}

fn settle(pair: Written, order: DayMonth) -> Option<i64> {
    match pair {
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

/// Reads one date, with or without a time of day; a time zone is left aside, because shops think
/// in the wall clock of their own country.
fn parse(text: &str) -> Option<Written> {
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

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    clientele_analysis::days::from_date(date)
}

/// The day on which a minute lies.
pub fn date_of(minute: i64) -> Date {
    clientele_analysis::days::to_date(clientele_analysis::days::of_minute(minute))
}

fn at_midnight(date: Date) -> i64 {
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
