//! From a perhaps compressed, perhaps damaged Arrow IPC file to columns.

use std::io::{Cursor, Read};

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, ListArray, RecordBatch, StringArray,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{
    DataType, Date32Type, Field, Float64Type, Int8Type, Int16Type, Int32Type, SchemaRef, UInt8Type,
    UInt16Type, UInt32Type,
};
use arrow::ipc::reader::FileReader;
use clientele_model::catalogue::CONTRACT;
use clientele_model::failure::Failure;
use flate2::read::GzDecoder;

use super::write::{CONTRACT_KEY, SCALE};
use super::{file_name, not_arrow};
use crate::dataset::NONE;
use crate::days::Day;
use crate::texts::Texts;

/// More than this is not taken from one file: 50 million lines.
const MOST_BYTES: u64 = 1 << 30;

/// A file that was read.
pub(super) struct Source {
    table: String,
    batch: RecordBatch,
}

impl Source {
    /// Reads a file: Arrow IPC, usually in gzip.
    pub fn read(table: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let plain;
        // A server may have taken the gzip off on the way; its checksum was then checked there.
        let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
            plain = inflated(table, bytes)?;
            &plain
        } else {
            bytes
        };
        check_frame(table, bytes)?;
        let broken = |error: arrow::error::ArrowError| not_arrow(table, error.to_string());
        let reader = FileReader::try_new(Cursor::new(bytes), None).map_err(broken)?;
        let schema = reader.schema();
        check_contract(table, &schema)?;
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        let batch = match <[RecordBatch; 1]>::try_from(batches) {
            Ok([batch]) => batch,
            Err(batches) => concat_batches(&schema, &batches).map_err(broken)?,
        };
        Ok(Self {
            table: table.to_owned(),
            batch,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        self.batch.column_by_name(column).is_some()
    }

    /// Names of all columns.
    pub fn columns(&self) -> impl Iterator<Item = String> + '_ {
        let fields: Vec<String> = self
            .batch
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        fields.into_iter()
    }

    /// Something about the whole table.
    pub fn note<T: std::str::FromStr>(&self, key: &str) -> Result<T, Failure> {
        self.batch
            .schema_ref()
            .metadata()
            .get(key)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| self.damaged(format!("no readable note “{key}”")))
    }

    /// A failure about this file.
    pub fn damaged(&self, detail: impl Into<String>) -> Failure {
        not_arrow(&self.table, detail.into())
    }

    pub fn texts(&self, column: &str) -> Result<Texts, Failure> {
        let array = self.texts_array(column)?;
        Ok((0..array.len()).map(|at| array.value(at)).collect())
    }

    pub fn strings(&self, column: &str) -> Result<Vec<String>, Failure> {
        let array = self.texts_array(column)?;
        Ok((0..array.len())
            .map(|at| array.value(at).to_owned())
            .collect())
    }

    pub fn days(&self, column: &str) -> Result<Vec<Day>, Failure> {
        let array = self.column(column)?;
        self.filled(column, array)?;
        match array.data_type() {
            DataType::Date32 => Ok(array.as_primitive::<Date32Type>().values().to_vec()),
            kind => Err(self.wrong(column, kind)),
        }
    }

    pub fn booleans(&self, column: &str) -> Result<Vec<bool>, Failure> {
        let array = self.column(column)?;
        self.filled(column, array)?;
        match array.as_any().downcast_ref::<BooleanArray>() {
            Some(array) => Ok((0..array.len()).map(|at| array.value(at)).collect()),
            None => Err(self.wrong(column, array.data_type())),
        }
    }

    /// Unsigned whole numbers of any width; null becomes [`NONE`].
    pub fn counts(&self, column: &str) -> Result<Vec<u32>, Failure> {
        let array = self.column(column)?;
        let mut values: Vec<u32> = match array.data_type() {
            DataType::UInt8 => widened(array.as_primitive::<UInt8Type>().values()),
            DataType::UInt16 => widened(array.as_primitive::<UInt16Type>().values()),
            DataType::UInt32 => array.as_primitive::<UInt32Type>().values().to_vec(),
            kind => return Err(self.wrong(column, kind)),
        };
        blank(array, &mut values, NONE);
        Ok(values)
    }

    /// Signed whole numbers of any width.
    pub fn whole(&self, column: &str) -> Result<Vec<i32>, Failure> {
        let array = self.column(column)?;
        self.filled(column, array)?;
        match array.data_type() {
            DataType::Int8 => Ok(widened(array.as_primitive::<Int8Type>().values())),
            DataType::Int16 => Ok(widened(array.as_primitive::<Int16Type>().values())),
            DataType::Int32 => Ok(array.as_primitive::<Int32Type>().values().to_vec()),
            kind => Err(self.wrong(column, kind)),
        }
    }

    /// Amounts; null becomes NaN.
    pub fn amounts(&self, column: &str) -> Result<Vec<f64>, Failure> {
        let array = self.column(column)?;
        let schema = self.batch.schema();
        let field = schema.field_with_name(column);
        let field = field.map_err(|error| self.damaged(error.to_string()))?;
        self.unscaled(column, array, field)
    }

    /// Lists of amounts: all values, and where each list starts (one more entry than rows).
    pub fn lists(&self, column: &str) -> Result<(Vec<f64>, Vec<u32>), Failure> {
        let array = self.column(column)?;
        self.filled(column, array)?;
        let Some(lists) = array.as_any().downcast_ref::<ListArray>() else {
            return Err(self.wrong(column, array.data_type()));
        };
        let DataType::List(field) = lists.data_type() else {
            return Err(self.wrong(column, lists.data_type()));
        };
        let values = self.unscaled(column, lists.values(), field)?;
        // The reader checked that offsets ascend and lie within the values.
        let start = lists.value_offsets().iter().map(|&at| at as u32).collect();
        Ok((values, start))
    }

    /// Positions in a list of names, and the names.
    pub fn names(&self, column: &str) -> Result<(Vec<u32>, Vec<String>), Failure> {
        let array = self.column(column)?;
        let Some(array) = array.as_any().downcast_ref::<DictionaryArray<UInt32Type>>() else {
            return Err(self.wrong(column, array.data_type()));
        };
        let Some(names) = array.values().as_any().downcast_ref::<StringArray>() else {
            return Err(self.wrong(column, array.values().data_type()));
        };
        let names: Vec<String> = (0..names.len())
            .map(|at| names.value(at).to_owned())
            .collect();
        let mut positions = array.keys().values().to_vec();
        blank(array.keys(), &mut positions, NONE);
        let inside = |&at: &u32| at == NONE || (at as usize) < names.len();
        if !positions.iter().all(inside) {
            return Err(self.damaged(format!("column “{column}” points outside its names")));
        }
        Ok((positions, names))
    }

    fn unscaled(&self, column: &str, array: &ArrayRef, field: &Field) -> Result<Vec<f64>, Failure> {
        let scale = match field.metadata().get(SCALE).map(|text| text.parse::<u8>()) {
            None => 0,
            Some(Ok(scale @ 0..=9)) => scale,
            Some(_) => return Err(self.damaged(format!("column “{column}” has no readable scale"))),
        };
        let mut values: Vec<f64> = match array.data_type() {
            DataType::Float64 => array.as_primitive::<Float64Type>().values().to_vec(),
            DataType::Int32 => {
                let factor = 10f64.powi(i32::from(scale));
                let whole = array.as_primitive::<Int32Type>().values();
                whole.iter().map(|&v| f64::from(v) / factor).collect()
            }
            kind => return Err(self.wrong(column, kind)),
        };
        blank(array, &mut values, f64::NAN);
        Ok(values)
    }

    fn texts_array(&self, column: &str) -> Result<&StringArray, Failure> {
        let array = self.column(column)?;
        self.filled(column, array)?;
        let texts = array.as_any().downcast_ref::<StringArray>();
        texts.ok_or_else(|| self.wrong(column, array.data_type()))
    }

    fn column(&self, column: &str) -> Result<&ArrayRef, Failure> {
        self.batch
            .column_by_name(column)
            .ok_or_else(|| Failure::MissingColumn {
                what: file_name(&self.table),
                column: column.to_owned(),
            })
    }

    fn filled(&self, column: &str, array: &ArrayRef) -> Result<(), Failure> {
        match array.null_count() {
            0 => Ok(()),
            _ => Err(self.damaged(format!("column “{column}” has gaps"))),
        }
    }

    fn wrong(&self, column: &str, kind: &DataType) -> Failure {
        self.damaged(format!("column “{column}” is of kind {kind}"))
    }
}

fn widened<S: Copy, T: From<S>>(values: &[S]) -> Vec<T> {
    values.iter().map(|&value| T::from(value)).collect()
}

/// Puts `none` where the array has no value.
fn blank<T: Copy>(array: &dyn Array, values: &mut [T], none: T) {
    if let Some(nulls) = array.nulls() {
        for (at, value) in values.iter_mut().enumerate() {
            if nulls.is_null(at) {
                *value = none;
            }
        }
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

/// Begin, end and the length of the footer: what a cut file lacks.
fn check_frame(table: &str, bytes: &[u8]) -> Result<(), Failure> {
    const MAGIC: &[u8] = b"ARROW1";
    if !bytes.starts_with(MAGIC) {
        return Err(not_arrow(table, "it does not begin like an Arrow file"));
    }
    let Some(([.., a, b, c, d], MAGIC)) = bytes.split_at_checked(bytes.len() - MAGIC.len()) else {
        return Err(not_arrow(table, "its end is missing"));
    };
    let footer = i32::from_le_bytes([*a, *b, *c, *d]);
    match usize::try_from(footer) {
        Ok(footer) if footer + 20 <= bytes.len() => Ok(()),
        _ => Err(not_arrow(table, "its footer is cut")),
    }
}

fn check_contract(table: &str, schema: &SchemaRef) -> Result<(), Failure> {
    let contract = schema.metadata().get(CONTRACT_KEY);
    match contract.map(|text| text.parse::<u32>()) {
        Some(Ok(theirs)) if theirs > CONTRACT => Err(Failure::Newer {
            theirs,
            ours: CONTRACT,
        }),
        Some(Ok(_)) => Ok(()),
        _ => Err(not_arrow(table, "it does not say its contract version")),
    }
}
