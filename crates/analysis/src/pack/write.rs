//! From columns to a compressed Arrow IPC file.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int8Array,
    Int16Array, Int32Array, ListArray, RecordBatch, StringArray, UInt8Array, UInt16Array,
    UInt32Array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{Field, Schema};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use clientele_model::catalogue::CONTRACT;
use clientele_model::failure::Failure;
use clientele_model::table::{Column, ColumnKind};

use super::{Encoded, not_arrow};
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
    rows: u64,
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
    metadata: HashMap<String, String>,
}

impl Writer {
    pub fn new(name: &'static str, rows: usize) -> Self {
        Self {
            name,
            rows: rows as u64,
            fields: Vec::new(),
            columns: Vec::new(),
            metadata: HashMap::from([(CONTRACT_KEY.to_owned(), CONTRACT.to_string())]),
        }
    }

    /// Something about the whole table.
    pub fn note(mut self, key: &str, value: impl ToString) -> Self {
        self.metadata.insert(key.to_owned(), value.to_string());
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
            ColumnRef::Texts(values) => self.texts(name, values.iter()),
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

    pub fn texts<'a>(self, name: &str, values: impl Iterator<Item = &'a str>) -> Self {
        self.with(name, Arc::new(StringArray::from_iter_values(values)))
    }

    fn days(self, name: &str, values: &[Day]) -> Self {
        self.with(name, Arc::new(Date32Array::from(values.to_vec())))
    }

    fn booleans(self, name: &str, values: &[bool]) -> Self {
        self.with(name, Arc::new(BooleanArray::from(values.to_vec())))
    }

    /// Whole numbers in the narrowest width that holds them; [`NONE`] becomes null.
    pub fn counts(self, name: &str, values: &[u32]) -> Self {
        let most = values.iter().filter(|&&v| v != NONE).max();
        let nulls = nulls(values.iter().map(|&v| v != NONE));
        let array: ArrayRef = match most.copied().unwrap_or(0) {
            ..=0xff => {
                let narrow: Vec<u8> = values.iter().map(|&v| v as u8).collect();
                Arc::new(UInt8Array::new(narrow.into(), nulls))
            }
            0x100..=0xffff => {
                let narrow: Vec<u16> = values.iter().map(|&v| v as u16).collect();
                Arc::new(UInt16Array::new(narrow.into(), nulls))
            }
            _ => Arc::new(UInt32Array::new(values.to_vec().into(), nulls)),
        };
        self.with(name, array)
    }

    /// Signed whole numbers in the narrowest width that holds them.
    fn whole(self, name: &str, values: &[i32]) -> Self {
        let fits = |low: i32, high: i32| values.iter().all(|v| (low..=high).contains(v));
        let array: ArrayRef = if fits(-0x80, 0x7f) {
            Arc::new(Int8Array::from_iter_values(values.iter().map(|&v| v as i8)))
        } else if fits(-0x8000, 0x7fff) {
            Arc::new(Int16Array::from_iter_values(
                values.iter().map(|&v| v as i16),
            ))
        } else {
            Arc::new(Int32Array::from(values.to_vec()))
        };
        self.with(name, array)
    }

    /// Amounts; as scaled whole numbers when that loses no bit, since these compress far better.
    /// NaN becomes null.
    pub fn amounts(self, name: &str, values: &[f64]) -> Self {
        let (array, scale) = amounts(values);
        self.scaled(name, array, scale)
    }

    fn lists(mut self, name: &str, lists: &Lists) -> Self {
        let (array, scale) = amounts(&lists.values);
        let field = scaled_field("item", &array, scale);
        let lengths = lists.starts.windows(2);
        let lengths = lengths.map(|pair| (pair[1] - pair[0]) as usize);
        let offsets = OffsetBuffer::from_lengths(lengths);
        let lists = ListArray::new(Arc::new(field), offsets, array, None);
        self.fields
            .push(Field::new(name, lists.data_type().clone(), false));
        self.columns.push(Arc::new(lists));
        self
    }

    fn names(self, name: &str, names: &Names) -> Result<Self, Failure> {
        let keys = UInt32Array::new(
            names.at.clone().into(),
            nulls(names.at.iter().map(|&at| at != NONE)),
        );
        let names = StringArray::from_iter_values(&names.list);
        let array = DictionaryArray::try_new(keys, Arc::new(names))
            .map_err(|error| refused(self.name, &error))?;
        Ok(self.with(name, Arc::new(array)))
    }

    /// The compressed file.
    pub fn finish(self) -> Result<Encoded, Failure> {
        let name = self.name;
        let bytes = self.arrow().map_err(|error| refused(name, &error))?;
        Ok(Encoded {
            table: name,
            rows: self.rows,
            bytes: compressed(&bytes),
        })
    }

    fn arrow(&self) -> Result<Vec<u8>, ArrowError> {
        let schema = Schema::new_with_metadata(self.fields.clone(), self.metadata.clone());
        let schema = Arc::new(schema);
        let batch = RecordBatch::try_new(schema.clone(), self.columns.clone())?;
        let mut writer = FileWriter::try_new(Vec::new(), &schema)?;
        writer.write(&batch)?;
        writer.into_inner()
    }

    fn with(self, name: &str, array: ArrayRef) -> Self {
        self.scaled(name, array, 0)
    }

    fn scaled(mut self, name: &str, array: ArrayRef, scale: u8) -> Self {
        self.fields.push(scaled_field(name, &array, scale));
        self.columns.push(array);
        self
    }
}

fn scaled_field(name: &str, array: &ArrayRef, scale: u8) -> Field {
    let field = Field::new(name, array.data_type().clone(), array.is_nullable());
    if scale == 0 {
        return field;
    }
    field.with_metadata(HashMap::from([(SCALE.to_owned(), scale.to_string())]))
}

fn amounts(values: &[f64]) -> (ArrayRef, u8) {
    let nulls = nulls(values.iter().map(|v| !v.is_nan()));
    let fit = (0..=4).find_map(|scale| Some((scale, scaled(values, scale)?)));
    match fit {
        Some((scale, whole)) => (Arc::new(Int32Array::new(whole.into(), nulls)), scale),
        None => (
            Arc::new(Float64Array::new(values.to_vec().into(), nulls)),
            0,
        ),
    }
}

fn nulls(valid: impl Iterator<Item = bool>) -> Option<NullBuffer> {
    let nulls: NullBuffer = valid.collect::<Vec<bool>>().into();
    (nulls.null_count() > 0).then_some(nulls)
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

fn refused(table: &str, error: &ArrowError) -> Failure {
    not_arrow(table, error.to_string())
}
