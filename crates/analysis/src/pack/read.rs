//! From a perhaps compressed, perhaps damaged Arrow IPC file or stream to columns.

use std::io::Read;

use clientele_model::catalogue::CONTRACT;
use clientele_model::failure::Failure;
use flate2::read::GzDecoder;

use super::write::{CONTRACT_KEY, SCALE};
use super::{file_name, not_arrow};
use crate::arrow_ipc::{self, Broken, Column, Form, Values};
use crate::columns::{ColumnMut, ColumnsMut};
use crate::dataset::NONE;
use crate::numbers::Numbers;

/// More than this is not taken from one file: 50 million lines.
const MOST_BYTES: u64 = 1 << 30;

/// What a file may unpack to: a multiple of its size, which the catalogue has said, and so much. Tables take three to five
/// times their size.
const TIMES: u64 = 64;
const ALWAYS: u64 = 16 << 20;

/// A file or stream that was read.
pub(crate) struct Source {
    table: String,
    content: arrow_ipc::Table,
}

impl Source {
    /// Reads a file of a pack, or a stream of a gateway: Arrow IPC, perhaps in gzip. A file says
    /// for which contract it was made, which a database cannot know; behind a stream stands how many rows it has.
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
        match content.form {
            Form::File => check_contract(table, &content)?,
            Form::Stream if content.is_counted => {}
            Form::Stream => return Err(not_arrow(table, Broken::Trailing.to_string())),
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

    /// Moves the values of columns to their places. Columns without a place are left aside; an
    /// optional column that is not there leaves its place as it was.
    pub fn fill(&mut self, columns: ColumnsMut<'_>) -> Result<(), Failure> {
        for (declared, place) in columns.0 {
            if !declared.is_optional || self.has(declared.name) {
                let column = self.take(declared.name)?;
                self.place(column, declared.has_gaps, place)?;
            }
        }
        Ok(())
    }

    /// A column of amounts without gaps or infinities.
    pub fn finite(&mut self, column: &str) -> Result<Vec<f64>, Failure> {
        let column = self.take(column)?;
        self.amounts(column, false)
    }

    /// Takes a column out of the table, so that its values are moved and not copied.
    fn take(&mut self, name: &str) -> Result<Column, Failure> {
        let columns = &mut self.content.columns;
        match columns.iter().position(|column| column.name == name) {
            Some(at) => Ok(columns.remove(at)),
            None => Err(Failure::MissingColumn {
                what: file_name(&self.table),
                column: name.to_owned(),
            }),
        }
    }

    fn place(&self, column: Column, has_gaps: bool, place: ColumnMut<'_>) -> Result<(), Failure> {
        match place {
            ColumnMut::Counts(place) => *place = self.counts(column, has_gaps)?,
            ColumnMut::Amounts(place) => *place = self.amounts(column, has_gaps)?,
            ColumnMut::Names(place) => match column.values {
                Values::Dictionary { id, positions, .. } => {
                    place.list = self.content.names(id).to_vec();
                    place.at = positions;
                }
                other => return Err(self.wrong(&column.name, &other)),
            },
            _ if !column.nulls.is_empty() => return Err(self.gaps(&column.name)),
            ColumnMut::Packed(place) => *place = self.packed(column)?,
            ColumnMut::Texts(place) => match column.values {
                Values::Text { texts, .. } => *place = texts,
                other => return Err(self.wrong(&column.name, &other)),
            },
            ColumnMut::Days(place) => match column.values {
                Values::Date32(days) => *place = days,
                other => return Err(self.wrong(&column.name, &other)),
            },
            ColumnMut::Bools(place) => match column.values {
                Values::Bool(values) => *place = values,
                other => return Err(self.wrong(&column.name, &other)),
            },
            ColumnMut::Lists(place) => match column.values {
                Values::List { starts, item } => {
                    place.values = self.amounts(*item, true)?;
                    place.starts = starts;
                }
                other => return Err(self.wrong(&column.name, &other)),
            },
        }
        Ok(())
    }

    /// Unsigned whole numbers of any width; null becomes [`NONE`] where there may be gaps.
    fn counts(&self, column: Column, has_gaps: bool) -> Result<Vec<u32>, Failure> {
        let Column { name, nulls, .. } = column;
        let mut values: Vec<u32> = match column.values {
            Values::UInt8(values) => widened(&values),
            Values::UInt16(values) => widened(&values),
            Values::UInt32(values) => values,
            Values::UInt64(values) => self.narrowed(&name, &nulls, &values)?,
            other => return Err(self.wrong(&name, &other)),
        };
        blank(&nulls, &mut values, NONE);
        if !has_gaps && values.contains(&NONE) {
            return Err(self.gaps(&name));
        }
        Ok(values)
    }

    /// Amounts; null becomes NaN where there may be gaps. Where there may be none, there is no
    /// infinity either.
    fn amounts(&self, column: Column, has_gaps: bool) -> Result<Vec<f64>, Failure> {
        let factor = 10f64.powi(i32::from(self.digits(&column)?));
        let Column { name, nulls, .. } = column;
        let mut values: Vec<f64> = match column.values {
            Values::Float32(values) => widened(&values),
            Values::Float64(values) => values,
            Values::Int8(values) => divided(&values, factor, f64::from),
            Values::Int16(values) => divided(&values, factor, f64::from),
            Values::Int32(values) => divided(&values, factor, f64::from),
            Values::Int64(values) => divided(&values, factor, |v| v as f64),
            Values::UInt8(values) => divided(&values, factor, f64::from),
            Values::UInt16(values) => divided(&values, factor, f64::from),
            Values::UInt32(values) => divided(&values, factor, f64::from),
            Values::UInt64(values) => divided(&values, factor, |v| v as f64),
            other => return Err(self.wrong(&name, &other)),
        };
        blank(&nulls, &mut values, f64::NAN);
        if has_gaps || values.iter().all(|value| value.is_finite()) {
            Ok(values)
        } else {
            Err(self.gaps(&name))
        }
    }

    /// Whole numbers or amounts, without gaps or infinities, in as little memory as they need.
    fn packed(&self, column: Column) -> Result<Numbers, Failure> {
        let digits = self.digits(&column)?;
        Ok(match column.values {
            Values::Int8(values) => Numbers::bytes(values, digits),
            Values::Int32(values) => Numbers::whole(values, digits),
            Values::Int16(values) => Numbers::whole(widened(&values), digits),
            Values::UInt8(values) => Numbers::whole(widened(&values), digits),
            Values::UInt16(values) => Numbers::whole(widened(&values), digits),
            _ => self.amounts(column, false)?.into(),
        })
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

    /// Numbers that fit into fewer bits; what stands in a gap may be anything.
    fn narrowed(&self, column: &str, nulls: &[u32], values: &[u64]) -> Result<Vec<u32>, Failure> {
        let values = values.iter().enumerate();
        values
            .map(|(at, &value)| match u32::try_from(value) {
                Ok(value) => Ok(value),
                Err(_) if nulls.binary_search(&(at as u32)).is_ok() => Ok(NONE),
                Err(_) => Err(self.damaged(format!("column “{column}” has a number out of range"))),
            })
            .collect()
    }

    fn wrong(&self, column: &str, values: &Values) -> Failure {
        let kind = values.kind();
        self.damaged(format!("column “{column}” is of kind {kind}"))
    }

    fn gaps(&self, column: &str) -> Failure {
        self.damaged(format!("column “{column}” has gaps"))
    }
}

fn widened<S: Copy, T: From<S>>(values: &[S]) -> Vec<T> {
    values.iter().map(|&value| T::from(value)).collect()
}

fn divided<T: Copy>(values: &[T], factor: f64, float: impl Fn(T) -> f64) -> Vec<f64> {
    values.iter().map(|&value| float(value) / factor).collect()
}

/// Puts `none` where there is no value.
fn blank<T: Copy>(nulls: &[u32], values: &mut [T], none: T) {
    for &at in nulls {
        values[at as usize] = none;
    }
}

fn inflated(table: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    // The last four bytes hold the plain size; it is only a hint, the reader checks everything.
    let hint = match bytes {
        [.., a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => 0,
    };
    let most = (bytes.len() as u64 * TIMES + ALWAYS).min(MOST_BYTES);
    let mut plain = Vec::with_capacity(hint.min(bytes.len().saturating_mul(40)));
    let unpacked = GzDecoder::new(bytes).take(most + 1).read_to_end(&mut plain);
    match unpacked {
        Ok(length) if length as u64 <= most => Ok(plain),
        _ => Err(not_arrow(table, "it cannot be unpacked to its end")),
    }
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
