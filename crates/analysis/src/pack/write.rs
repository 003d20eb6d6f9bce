//! From columns to a compressed Arrow IPC file.

use std::collections::BTreeMap;

use clientele_model::catalogue::CONTRACT;
use clientele_model::failure::Failure;
use clientele_model::table::{Column, ColumnKind};
use clientele_model::words::counted;

use super::{Encoded, not_arrow};
use crate::arrow_ipc::write::{self, Column as Written, Kind, bits};
use crate::columns::{ColumnRef, Columns, Lists, Names};
use crate::dataset::NONE;
use crate::days::Day;
use crate::numbers::scaled;

/// Field metadata: a whole number stands for itself divided by ten to this power.
pub(super) const SCALE: &str = "scale";

/// Schema metadata: the contract version the file was written for.
pub(super) const CONTRACT_KEY: &str = "contract";

/// A table on its way into a file.
pub(super) struct Writer {
    name: &'static str,
    rows: usize,
    columns: Vec<Written>,
    notes: BTreeMap<String, String>,
}

impl Writer {
    pub fn new(name: &'static str, rows: usize) -> Self {
        Self {
            name,
            rows,
            columns: Vec::new(),
            notes: BTreeMap::from([(CONTRACT_KEY.to_owned(), CONTRACT.to_string())]),
        }
    }

    /// Something about the whole table.
    pub fn note(mut self, key: &str, value: impl ToString) -> Self {
        self.notes.insert(key.to_owned(), value.to_string());
        self
    }

    /// A set of columns; an optional one is left out where the data have none.
    pub fn columns(mut self, columns: &Columns<'_>) -> Result<Self, Failure> {
        for (column, values) in columns.iter() {
            if !column.is_optional || !values.is_empty() {
                self = self.column(column, values)?;
            }
        }
        Ok(self)
    }

    fn column(self, column: &Column, values: ColumnRef<'_>) -> Result<Self, Failure> {
        let name = column.name;
        Ok(match values {
            ColumnRef::Texts(values) => self.texts(name, values.iter())?,
            ColumnRef::Names(names) => self.names(name, names)?,
            ColumnRef::Days(values) => self.days(name, values),
            ColumnRef::Bools(values) => self.booleans(name, values),
            ColumnRef::Counts(values) => self.counts(name, values),
            ColumnRef::Amounts(values) => self.amounts(name, values),
            ColumnRef::Lists(lists) => self.lists(name, lists),
            ColumnRef::Packed(values) => match column.kind {
                ColumnKind::U32 => {
                    let values: Vec<u32> = values.iter().map(|value| value as u32).collect();
                    self.counts(name, &values)
                }
                ColumnKind::I32 => {
                    let values: Vec<i32> = values.iter().map(|value| value as i32).collect();
                    self.whole(name, &values)
                }
                _ => self.amounts(name, &values.to_vec()),
            },
        })
    }

    /// Texts.
    ///
    /// # Errors
    /// When they are more than 2 GB.
    pub fn texts<'a>(
        self,
        name: &str,
        values: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Failure> {
        match Written::texts(name, values) {
            Some(column) => Ok(self.with(column)),
            None => Err(too_long(self.name, name)),
        }
    }

    fn days(self, name: &str, values: &[Day]) -> Self {
        let bytes = values.iter().flat_map(|day| day.to_le_bytes()).collect();
        self.with(Written::of(name, Kind::Day, values.len(), bytes))
    }

    fn booleans(self, name: &str, values: &[bool]) -> Self {
        let bytes = bits(values.iter().copied());
        self.with(Written::of(name, Kind::Bool, values.len(), bytes))
    }

    /// Whole numbers in the narrowest width that holds them; [`NONE`] becomes null.
    pub fn counts(self, name: &str, values: &[u32]) -> Self {
        let most = values.iter().filter(|&&v| v != NONE).max();
        let bytes = match most.copied().unwrap_or(0) {
            ..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        let all = low(values.iter().map(|value| value.to_le_bytes()), bytes);
        let kind = Kind::Whole(8 * bytes as i32, false);
        let column = Written::of(name, kind, values.len(), all);
        self.with(column.with_gaps(values.iter().map(|&v| v != NONE)))
    }

    /// Signed whole numbers in the narrowest width that holds them.
    fn whole(self, name: &str, values: &[i32]) -> Self {
        let fits = |low: i32, high: i32| values.iter().all(|v| (low..=high).contains(v));
        let bytes = if fits(-0x80, 0x7f) {
            1
        } else if fits(-0x8000, 0x7fff) {
            2
        } else {
            4
        };
        let all = low(values.iter().map(|value| value.to_le_bytes()), bytes);
        let kind = Kind::Whole(8 * bytes as i32, true);
        self.with(Written::of(name, kind, values.len(), all))
    }

    /// Amounts; as scaled whole numbers when that loses no bit, since these compress far better.
    /// NaN becomes null.
    pub fn amounts(self, name: &str, values: &[f64]) -> Self {
        self.with(amounts(name, values))
    }

    fn lists(self, name: &str, lists: &Lists) -> Self {
        let ends = lists.starts.iter().flat_map(|start| start.to_le_bytes());
        let mut ends: Vec<u8> = ends.collect();
        let rows = lists.starts.len().saturating_sub(1);
        if ends.is_empty() {
            ends.extend([0; 4]);
        }
        let mut column = Written::of(name, Kind::List, rows, ends);
        column.within = Some(Box::new(amounts("item", &lists.values)));
        self.with(column)
    }

    fn names(self, name: &str, names: &Names) -> Result<Self, Failure> {
        let is_there = |&at: &u32| at == NONE || (at as usize) < names.list.len();
        if !names.at.iter().all(is_there) {
            let detail = format!("a place in “{name}” lies behind the last name");
            return Err(not_arrow(self.name, detail));
        }
        let Some(list) = Written::texts(name, names.list.iter().map(String::as_str)) else {
            return Err(too_long(self.name, name));
        };
        let all = names.at.iter().flat_map(|at| at.to_le_bytes()).collect();
        let mut column = Written::of(name, Kind::Name, names.at.len(), all);
        column = column.with_gaps(names.at.iter().map(|&at| at != NONE));
        column.within = Some(Box::new(list));
        Ok(self.with(column))
    }

    /// The compressed file.
    ///
    /// # Errors
    /// When columns are of different lengths.
    pub fn finish(self) -> Result<Encoded, Failure> {
        if let Some(other) = self.columns.iter().find(|column| column.rows != self.rows) {
            let (name, rows) = (&other.name, other.rows);
            let has = counted(rows as u64, "row");
            let detail = format!("column “{name}” has {has}, not {}", self.rows);
            return Err(not_arrow(self.name, detail));
        }
        Ok(Encoded {
            table: self.name,
            rows: self.rows as u64,
            bytes: compressed(&self.arrow()),
        })
    }

    /// The file before it is compressed.
    pub(super) fn arrow(&self) -> Vec<u8> {
        write::file(&self.columns, self.rows, &self.notes)
    }

    fn with(mut self, column: Written) -> Self {
        self.columns.push(column);
        self
    }
}

/// The lowest so many bytes of each.
fn low(values: impl Iterator<Item = [u8; 4]>, bytes: usize) -> Vec<u8> {
    let low = values.flat_map(|value| value.into_iter().take(bytes));
    low.collect()
}

fn amounts(name: &str, values: &[f64]) -> Written {
    let fit = (0..=4).find_map(|scale| Some((scale, scaled(values, scale)?)));
    let mut column = match &fit {
        Some((_, whole)) => {
            let bytes = whole.iter().flat_map(|value| value.to_le_bytes()).collect();
            Written::of(name, Kind::Whole(32, true), values.len(), bytes)
        }
        None => {
            let bytes = values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect();
            Written::of(name, Kind::Double, values.len(), bytes)
        }
    };
    if let Some((scale @ 1.., _)) = fit {
        column.note = Some((SCALE, scale.to_string()));
    }
    column.with_gaps(values.iter().map(|value| !value.is_nan()))
}

fn too_long(table: &str, column: &str) -> Failure {
    not_arrow(table, format!("the texts in “{column}” are more than 2 GB"))
}

/// A million real lines are 2.4 MB in gzip and 3.9 MB in the lz4 that Arrow itself offers; its
/// zstd is C and cannot be built for wasm. So whole files are in gzip, whose checksum also tells
/// when they are damaged or cut.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    gzip(bytes, 6)
}

/// Bytes in gzip, at a level from 0 to 10.
pub fn gzip(bytes: &[u8], level: u8) -> Vec<u8> {
    // Deflated by a compressor that is named, so that the same input gives the same bytes: which one flate2 takes
    // depends on what else is compiled. No name, no time, no system.
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    gzip.extend(miniz_oxide::deflate::compress_to_vec(bytes, level));
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    gzip.extend(sum.sum().to_le_bytes());
    gzip.extend(sum.amount().to_le_bytes());
    gzip
}
