//! A column of dates, as shops write them, to minutes.

use clientele_model::Date;

use crate::column::{Column, MISSING, Texts};
use crate::day_month::{DayMonth, decide};
use crate::epoch::Epoch;
use crate::fields::Field;
use crate::said::Said;
use crate::tokens::{Role, is_none};
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

/// What is known beside a column of dates.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Which way round year, month and day stand.
    pub order: Option<DayMonth>,
    /// Later days than this one are wrong.
    pub today: Date,
    /// Whether numbers that count days count from 1904.
    pub from_1904: bool,
}

/// Reads a column as times. Times after the end of today are wrong.
///
/// # Errors
/// When the column holds no dates at all, or day and month cannot be told apart.
pub fn read(
    column: &Column,
    heading: &str,
    file: &str,
    told: Told,
    said: &mut Said,
) -> Result<Times, Trouble> {
    match column {
        Column::Text(texts) => from_texts(texts, heading, file, told, said),
        Column::Time(values) => Ok(checked(
            values.iter().map(|v| v.unwrap_or(NO_TIME)),
            told.today,
        )),
        Column::Whole(_) | Column::Number(_) => match column.texts() {
            // Dates such as 20101201 are numbers to Parquet.
            Some(texts) => from_texts(&texts, heading, file, told, said)
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
        holds: column.example(),
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

/// The form of the dates of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Certain,
    Pairs,
    Numbers,
}

impl Form {
    fn of(written: &Written) -> Self {
        match written {
            Written::Day(..) => Self::Certain,
            Written::Pair { .. } => Self::Pairs,
            Written::Number(_) => Self::Numbers,
        }
    }
}

/// Which way round day and month stand in a column, where its values tell, or all of them have the year first
/// and need not tell: then nothing.
pub fn order_of(column: &Column) -> Option<DayMonth> {
    let texts = column.texts()?;
    let written: Vec<Option<Written>> = texts.values().map(parse).collect();
    let is_pair = |written: &Option<Written>| matches!(written, Some(Written::Pair { .. }));
    if !written.iter().any(is_pair) {
        return None;
    }
    decide(&texts, &written, "", "", &mut Said::default()).ok()
}

/// Every distinct text is read once.
fn from_texts(
    texts: &Texts,
    heading: &str,
    file: &str,
    told: Told,
    said: &mut Said,
) -> Result<Times, Trouble> {
    let written: Vec<Option<Written>> = texts.values().map(parse).collect();
    let mut lines = [0u64; 3];
    for &code in texts.codes.iter().filter(|&&code| code != MISSING) {
        if let Some(written) = &written[code as usize] {
            lines[Form::of(written) as usize] += 1;
        }
    }
    let numbers: Vec<f64> = written
        .iter()
        .filter_map(|written| match written {
            Some(Written::Number(number)) => Some(*number),
            _ => None,
        })
        .collect();
    let epoch = Epoch::of(&numbers, told.from_1904);
    if epoch.is_none() {
        lines[Form::Numbers as usize] = 0;
    }
    if texts.distinct() > 0 && lines.iter().all(|&lines| lines == 0) {
        return Err(wrong_type(&Column::Text(texts.clone()), heading, file));
    }
    // The form most lines have is the form of the column; the others are not guessed at.
    let form = [Form::Certain, Form::Pairs, Form::Numbers]
        .into_iter()
        .rev()
        .max_by_key(|&form| lines[form as usize])
        .unwrap_or(Form::Certain);
    let order = match (form, told.order) {
        (Form::Pairs, Some(told)) => told,
        (Form::Pairs, None) => decide(texts, &written, heading, file, said)?,
        _ => DayMonth::DayFirst,
    };
    if let (Form::Numbers, Some(epoch)) = (form, epoch) {
        said.say(epoch.sentence(heading, numbers[0]));
    }
    let minutes: Vec<Result<i64, Option<Wrong>>> = texts
        .values()
        .zip(&written)
        .map(|(text, written)| {
            let Some(written) = written else {
                return Err((!is_none(text, Role::Value)).then(|| Wrong::NotADate(shown(text))));
            };
            let minute = match (written, epoch) {
                _ if Form::of(written) != form => return Err(Some(Wrong::OtherForm(shown(text)))),
                (Written::Number(number), Some(epoch)) => epoch.minute(*number),
                _ => written.settled(order, told.today),
            };
            minute.ok_or_else(|| Some(Wrong::NotADate(shown(text))))
        })
        .collect();
    let mut times = checked(
        texts.codes.iter().map(|&code| match code {
            MISSING => NO_TIME,
            code => *minutes[code as usize].as_ref().unwrap_or(&NO_TIME),
        }),
        told.today,
    );
    for (line, &code) in texts.codes.iter().enumerate() {
        if code != MISSING
            && let Err(Some(wrong)) = &minutes[code as usize]
        {
            times.wrong.push((line, wrong.clone()));
        }
    }
    times.wrong.sort_by_key(|(line, _)| *line);
    Ok(times)
}

/// Minutes since midnight from a column of times of day beside the dates, for the lines that have
/// such: "14:00:00", "2:05 PM", or 1431 without a separator.
pub fn clocks(column: &Column) -> Vec<Option<i64>> {
    let lines = column.len();
    let number = |value: f64| {
        let hhmm = value as i64;
        let fits = value.fract() == 0.0 && (0..2400).contains(&hhmm) && hhmm % 100 < 60;
        fits.then_some(hhmm / 100 * 60 + hhmm % 100)
    };
    match column {
        Column::Text(texts) => {
            let read = |text: &str| match text.parse::<f64>() {
                Ok(value) => number(value),
                Err(_) => match parse(&format!("2000-01-01 {text}")) {
                    Some(Written::Day(_, minute)) => Some(minute),
                    _ => None,
                },
            };
            let known: Vec<Option<i64>> = texts.values().map(read).collect();
            let of = |&code: &u32| known.get(code as usize).copied().flatten();
            texts.codes.iter().map(of).collect()
        }
        Column::Whole(values) => values
            .iter()
            .map(|v| v.and_then(|v| number(v as f64)))
            .collect(),
        Column::Number(values) => values.iter().map(|v| v.and_then(number)).collect(),
        Column::Time(values) => values
            .iter()
            .map(|v| v.map(|v| v.rem_euclid(1440)))
            .collect(),
        Column::Other(..) => vec![None; lines],
    }
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
mod tests;
