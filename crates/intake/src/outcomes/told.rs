//! Columns of days, amounts and answers: read where they stand in plain form, else by whoever reads order files.

use clientele_analysis::dataset::NONE;
use clientele_analysis::days::{Day, from_date, of_minute};
use clientele_model::Date;

use super::cells::Cells;
use super::{MOST, Unread};
use crate::column::Column;
use crate::dates::{self, NO_TIME};
use crate::fields::Field;
use crate::numbers::{self, Place, Style};
use crate::said::Said;
use crate::tokens::{Role, is_no, is_none};
use crate::trouble::Trouble;
use crate::values::is_yes;

/// A column of days.
pub struct Days {
    /// Where it stands.
    pub at: usize,
    /// One per row, once settled.
    pub values: Vec<Day>,
    is_plain: bool,
    /// The day read last: neighbours share it.
    last: Option<([u8; 10], Day)>,
}

impl Days {
    /// The column that stands there, of about so many rows.
    pub fn new(at: usize, about: usize) -> Self {
        Self {
            at,
            values: Vec::with_capacity(about),
            is_plain: true,
            last: None,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, text: &str) {
        let day = if self.is_plain { self.day(text) } else { None };
        self.is_plain &= day.is_some();
        self.values.extend(day);
    }

    /// `2025-04-15`, perhaps with a time of day behind it.
    fn day(&mut self, text: &str) -> Option<Day> {
        let (front, rest) = text.as_bytes().split_first_chunk::<10>()?;
        let is_time = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
        let is_alone = match rest {
            [] => true,
            [b' ' | b'T', time @ ..] => time.iter().all(is_time),
            _ => false,
        };
        if !is_alone {
            return None;
        }
        if let Some((before, day)) = &self.last
            && before == front
        {
            return Some(*day);
        }
        let date: Date = std::str::from_utf8(front).ok()?.parse().ok()?;
        let day = from_date(date);
        self.last = Some((*front, day));
        Some(day)
    }

    /// Reads the column anew where it is not in plain form.
    pub fn settle(
        &mut self,
        cells: &Cells<'_>,
        lines: &[u64],
        today: Date,
        said: &mut Vec<String>,
    ) -> Result<(), Unread> {
        if self.is_plain {
            return Ok(());
        }
        let heading = cells.heading(self.at);
        let column = Column::Text(cells.column(self.at, lines)?);
        let mut more = Said::default();
        let told = dates::Told {
            order: None,
            today,
            from_1904: false,
        };
        let times = dates::read(&column, &heading, cells.file, told, &mut more);
        let times = times.map_err(|trouble| Unread::Day {
            file: cells.file.to_owned(),
            column: heading.clone(),
            why: why(trouble),
        })?;
        if let Some((row, wrong)) = times.wrong.first() {
            let line = lines.get(*row).copied().unwrap_or(0);
            return Err(Unread::Day {
                file: cells.file.to_owned(),
                column: heading,
                why: format!("on line {line} {wrong}"),
            });
        }
        if let Some(row) = times.minutes.iter().position(|minute| *minute == NO_TIME) {
            let line = lines.get(row).copied().unwrap_or(0);
            return Err(Unread::Day {
                file: cells.file.to_owned(),
                column: heading,
                why: format!("line {line} has none"),
            });
        }
        said.extend(more.into_sentences());
        self.values = times.minutes.into_iter().map(of_minute).collect();
        Ok(())
    }
}

/// Why days cannot be read.
fn why(trouble: Trouble) -> String {
    match trouble {
        Trouble::Ambiguous { example, .. } => {
            format!("{example} may have the day or the month first")
        }
        Trouble::TwoOrders {
            day_first,
            month_first,
            ..
        } => format!("{day_first} has the day first, {month_first} the month"),
        Trouble::WrongType { holds, .. } => format!("it holds {holds}"),
        _ => "it holds something else".to_owned(),
    }
}

/// A column of amounts.
pub struct Amounts {
    field: Field,
    /// Where it stands.
    pub at: usize,
    /// One per row, NaN where it is not known, once settled.
    pub values: Vec<f64>,
    is_plain: bool,
}

impl Amounts {
    /// The column that stands there, of about so many rows.
    pub fn new(field: Field, at: usize, about: usize) -> Self {
        Self {
            field,
            at,
            values: Vec::with_capacity(about),
            is_plain: true,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, text: &str) {
        let amount = if self.is_plain { amount(text) } else { None };
        self.is_plain &= amount.is_some();
        self.values.extend(amount);
    }

    /// Reads the column anew where it is not in plain form.
    pub fn settle(
        &mut self,
        cells: &Cells<'_>,
        lines: &[u64],
        said: &mut Vec<String>,
    ) -> Result<(), Unread> {
        let file = || cells.file.to_owned();
        let line = |row: usize| lines.get(row).copied().unwrap_or(0);
        if !self.is_plain {
            let heading = cells.heading(self.at);
            let column = Column::Text(cells.column(self.at, lines)?);
            let place = Place {
                field: self.field,
                heading: &heading,
                file: cells.file,
            };
            let mut more = Said::default();
            let read = numbers::read(&column, place, &Style::default(), &mut more);
            let read = read.map_err(|_| Unread::Column {
                file: file(),
                column: heading.clone(),
                form: "numbers",
                such: "numbers as 12.50",
            })?;
            if let Some((row, wrong)) = read.wrong.first() {
                return Err(Unread::Amount {
                    file: file(),
                    line: line(*row),
                    why: wrong.to_string(),
                });
            }
            said.extend(more.into_sentences());
            self.values = read.values;
        }
        match self.values.iter().position(|amount| amount.abs() > MOST) {
            None => Ok(()),
            Some(row) => Err(Unread::Amount {
                file: file(),
                line: line(row),
                why: format!(
                    "the {} {} is more than any customer would pay",
                    self.field.plain(),
                    self.values[row]
                ),
            }),
        }
    }
}

/// A number that nobody can read in two ways: digits, and behind a point one or two, or none at all.
fn amount(text: &str) -> Option<f64> {
    if text.is_empty() {
        return Some(f64::NAN);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=12).contains(&whole.len()) && (1..=2).contains(&rest.len());
    if !(fits && is_number(whole) && is_number(rest)) {
        return None;
    }
    let number = |part: &str| {
        part.bytes()
            .fold(0.0, |sum, byte| sum * 10.0 + f64::from(byte - b'0'))
    };
    let hundredths = if rest.len() == 1 { 10.0 } else { 1.0 };
    // Both are whole, so that the quotient is the number nearest to what is written.
    let amount = (number(whole) * 100.0 + number(rest) * hundredths) / 100.0;
    Some(if digits.len() < text.len() {
        -amount
    } else {
        amount
    })
}

/// Yes, no, or nothing; none where it is neither.
pub fn answer(text: &str) -> Option<u32> {
    if is_none(text, Role::Value) {
        return Some(NONE);
    }
    if is_yes(text) {
        return Some(1);
    }
    if is_no(text) {
        return Some(0);
    }
    // How often, as some programs tell it.
    let count = amount(text).filter(|count| *count >= 0.0)?;
    Some(u32::from(count > 0.0))
}
