//! From a perhaps compressed, perhaps damaged Arrow IPC file or stream to columns.

use std::io::Read;

use clientele_model::catalogue::CONTRACT;
use clientele_model::failure::Failure;
use flate2::read::GzDecoder;

use super::write::{CONTRACT_KEY, SCALE};
use super::{file_name, not_arrow};
use crate::arrow_ipc::{self, Column, Form, Values};
use crate::dataset::NONE;
use crate::days::Day;
use crate::numbers::Numbers;
use crate::texts::Texts;

/// More than this is not taken from one file: 50 million lines.
const MOST_BYTES: u64 = 1 << 30;

/// A file or stream that was read.
pub(crate) struct Source {
    table: String,
    content: arrow_ipc::Table,
}

impl Source {
    /// Reads a file of a pack, or a stream of a database: Arrow IPC, perhaps in gzip. A file says
    /// for which contract it was made; a database cannot know.
    pub fn read(table: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let plain;
        // A server may have taken the gzip off on the way; its checksum was then checked there.
        let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
            plain = inflated(table, bytes)?;
            &plain
        } else {
            bytes
        };
        let content = arrow_ipc::Table::read(bytes);
        let content = content.map_err(|broken| not_arrow(table, broken.to_string()))?;
        if content.form == Form::File {
            check_contract(table, &content)?;
        }
        Ok(Self {
            table: table.to_owned(),
            content,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.content.rows
    }

    /// Whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        self.content.column(column).is_some()
    }

    /// Names of all columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> + '_ {
        self.content
            .columns
            .iter()
            .map(|column| column.name.as_str())
    }

    /// Something about the whole table.
    pub fn note<T: std::str::FromStr>(&self, key: &str) -> Result<T, Failure> {
        self.content
            .note(key)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| self.damaged(format!("no readable note “{key}”")))
    }

    /// A failure about this file.
    pub fn damaged(&self, detail: impl Into<String>) -> Failure {
        not_arrow(&self.table, detail.into())
    }

    pub fn texts(&self, column: &str) -> Result<Texts, Failure> {
        self.texts_of(column).cloned()
    }

    pub fn strings(&self, column: &str) -> Result<Vec<String>, Failure> {
        let texts = self.texts_of(column)?;
        Ok(texts.iter().map(str::to_owned).collect())
    }

    pub fn days(&self, column: &str) -> Result<Vec<Day>, Failure> {
        let column = self.filled(column)?;
        match &column.values {
            Values::Date32(days) => Ok(days.clone()),
            _ => Err(self.wrong(column)),
        }
    }

    pub fn booleans(&self, column: &str) -> Result<Vec<bool>, Failure> {
        let column = self.filled(column)?;
        match &column.values {
            Values::Bool(values) => Ok(values.clone()),
            _ => Err(self.wrong(column)),
        }
    }

    /// Unsigned whole numbers of any width; null becomes [`NONE`].
    pub fn counts(&self, column: &str) -> Result<Vec<u32>, Failure> {
        let column = self.column(column)?;
        let mut values: Vec<u32> = match &column.values {
            Values::UInt8(values) => widened(values),
            Values::UInt16(values) => widened(values),
            Values::UInt32(values) => values.clone(),
            Values::UInt64(values) => self.narrowed(column, values, NONE)?,
            _ => return Err(self.wrong(column)),
        };
        blank(column, &mut values, NONE);
        Ok(values)
    }

    /// Amounts; null becomes NaN.
    pub fn amounts(&self, column: &str) -> Result<Vec<f64>, Failure> {
        self.unscaled(self.column(column)?)
    }

    /// As [`Source::counts`], without a copy where that can be. Ask for a column once.
    pub fn take_counts(&mut self, column: &str) -> Result<Vec<u32>, Failure> {
        if let Some(found) = self.content.column_mut(column)
            && let Values::UInt32(values) = &mut found.values
            && found.nulls.is_empty()
        {
            return Ok(std::mem::take(values));
        }
        self.counts(column)
    }

    /// Whole numbers or amounts, without gaps or infinities, in as little memory as they need. Ask
    /// for a column once.
    pub fn take_numbers(&mut self, column: &str) -> Result<Numbers, Failure> {
        let digits = self.digits(self.filled(column)?)?;
        match self
            .content
            .column_mut(column)
            .map(|found| &mut found.values)
        {
            Some(Values::Int8(values)) => Ok(Numbers::bytes(std::mem::take(values), digits)),
            Some(Values::Int32(values)) => Ok(Numbers::whole(std::mem::take(values), digits)),
            Some(Values::Int16(values)) => Ok(Numbers::whole(widened(values), digits)),
            Some(Values::UInt8(values)) => Ok(Numbers::whole(widened(values), digits)),
            Some(Values::UInt16(values)) => Ok(Numbers::whole(widened(values), digits)),
            _ => Ok(self.finite(column)?.into()),
        }
    }

    /// Lists of amounts: all values, and where each list starts (one more entry than rows).
    pub fn lists(&self, column: &str) -> Result<(Vec<f64>, Vec<u32>), Failure> {
        let column = self.filled(column)?;
        match &column.values {
            Values::List { starts, item } => Ok((self.unscaled(item)?, starts.clone())),
            _ => Err(self.wrong(column)),
        }
    }

    /// Unsigned whole numbers of any width, without gaps.
    pub fn numbers(&self, column: &str) -> Result<Vec<u32>, Failure> {
        let values = self.counts(column)?;
        if values.contains(&NONE) {
            return Err(self.damaged(format!("column “{column}” has gaps")));
        }
        Ok(values)
    }

    /// Amounts without gaps or infinities.
    pub fn finite(&self, column: &str) -> Result<Vec<f64>, Failure> {
        let values = self.amounts(column)?;
        if values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(self.damaged(format!("column “{column}” has gaps")))
        }
    }

    /// Positions in a list of names, and the names.
    pub fn names(&self, column: &str) -> Result<(Vec<u32>, Vec<String>), Failure> {
        let column = self.column(column)?;
        match &column.values {
            Values::Dictionary { id, positions, .. } => {
                Ok((positions.clone(), self.content.names(*id).to_vec()))
            }
            _ => Err(self.wrong(column)),
        }
    }

    fn unscaled(&self, column: &Column) -> Result<Vec<f64>, Failure> {
        let factor = 10f64.powi(i32::from(self.digits(column)?));
        let mut values: Vec<f64> = match &column.values {
            Values::Float32(values) => widened(values),
            Values::Float64(values) => values.clone(),
            Values::Int8(values) => divided(values, factor, f64::from),
            Values::Int16(values) => divided(values, factor, f64::from),
            Values::Int32(values) => divided(values, factor, f64::from),
            Values::Int64(values) => divided(values, factor, |v| v as f64),
            Values::UInt8(values) => divided(values, factor, f64::from),
            Values::UInt16(values) => divided(values, factor, f64::from),
            Values::UInt32(values) => divided(values, factor, f64::from),
            Values::UInt64(values) => divided(values, factor, |v| v as f64),
            _ => return Err(self.wrong(column)),
        };
        blank(column, &mut values, f64::NAN);
        Ok(values)
    }

    /// To which power of ten the whole numbers of a column are divided.
    fn digits(&self, column: &Column) -> Result<u8, Failure> {
        match column.note(SCALE).map(str::parse::<u8>) {
            None => Ok(0),
            Some(Ok(digits @ 0..=9)) => Ok(digits),
            Some(_) => {
                let name = &column.name;
                Err(self.damaged(format!("column “{name}” has no readable scale")))
            }
        }
    }

    fn texts_of(&self, column: &str) -> Result<&Texts, Failure> {
        let column = self.filled(column)?;
        match &column.values {
            Values::Text { texts, .. } => Ok(texts),
            _ => Err(self.wrong(column)),
        }
    }

    fn column(&self, column: &str) -> Result<&Column, Failure> {
        self.content
            .column(column)
            .ok_or_else(|| Failure::MissingColumn {
                what: file_name(&self.table),
                column: column.to_owned(),
            })
    }

    /// A column that has a value in every row.
    fn filled(&self, column: &str) -> Result<&Column, Failure> {
        let column = self.column(column)?;
        if column.nulls.is_empty() {
            Ok(column)
        } else {
            Err(self.damaged(format!("column “{}” has gaps", column.name)))
        }
    }

    /// Numbers that fit into fewer bits; what stands in a gap may be anything and becomes `gap`.
    fn narrowed<S: Copy, T: Copy + TryFrom<S>>(
        &self,
        column: &Column,
        values: &[S],
        gap: T,
    ) -> Result<Vec<T>, Failure> {
        let values = values.iter().enumerate();
        values
            .map(|(at, &value)| match T::try_from(value) {
                Ok(value) => Ok(value),
                Err(_) if column.nulls.binary_search(&(at as u32)).is_ok() => Ok(gap),
                Err(_) => {
                    let name = &column.name;
                    Err(self.damaged(format!("column “{name}” has a number out of range")))
                }
            })
            .collect()
    }

    fn wrong(&self, column: &Column) -> Failure {
        let (name, kind) = (&column.name, column.values.kind());
        self.damaged(format!("column “{name}” is of kind {kind}"))
    }
}

fn widened<S: Copy, T: From<S>>(values: &[S]) -> Vec<T> {
    values.iter().map(|&value| T::from(value)).collect()
}

fn divided<T: Copy>(values: &[T], factor: f64, float: impl Fn(T) -> f64) -> Vec<f64> {
    values.iter().map(|&value| float(value) / factor).collect()
}

/// Puts `none` where the column has no value.
fn blank<T: Copy>(column: &Column, values: &mut [T], none: T) {
    for &at in &column.nulls {
        values[at as usize] = none;
    }
}

fn inflated(table: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    // The last four bytes hold the plain size; it is only a hint, the reader checks everything.
    let hint = match bytes {
        [.., a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => 0,
    };
    let mut plain = Vec::with_capacity(hint.min(bytes.len().saturating_mul(40)));
    GzDecoder::new(bytes)
        .take(MOST_BYTES)
        .read_to_end(&mut plain)
        .map_err(|_| not_arrow(table, "it cannot be unpacked to its end"))?;
    Ok(plain)
}

fn check_contract(table: &str, content: &arrow_ipc::Table) -> Result<(), Failure> {
    match content.note(CONTRACT_KEY).map(str::parse::<u32>) {
        Some(Ok(theirs)) if theirs > CONTRACT => Err(Failure::Newer {
            theirs,
            ours: CONTRACT,
        }),
        Some(Ok(_)) => Ok(()),
        _ => Err(not_arrow(table, "it does not say its contract version")),
    }
}
