//! What is written by arrow-rs is read as arrow-rs reads it; what is broken ends in a sentence.

mod contents;
mod craft;
mod damage;
mod sentences;
mod twins;
mod write;
mod written;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimeUnit, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReader, StreamReader};

use super::*;
use crate::dataset::NONE;

/// A value as both readers see it.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Null,
    Bool(bool),
    Whole(i128),
    /// The bits, so that NaN is itself.
    Float(u64),
    Text(String),
    List(Vec<Cell>),
}

/// Names, notes and rows of a table.
#[derive(Debug, PartialEq)]
struct Content {
    rows: usize,
    notes: Vec<(String, String)>,
    columns: Vec<(String, Option<String>, Vec<Cell>)>,
}

/// As this crate reads it.
fn ours(bytes: &[u8]) -> Result<Content, Broken> {
    let table = Table::read(bytes)?;
    let columns = table.columns.iter().map(|column| {
        let note = column.note("note").map(str::to_owned);
        (column.name.clone(), note, our_cells(&table, column))
    });
    let mut notes = table.metadata.clone();
    notes.sort();
    Ok(Content {
        rows: table.rows,
        notes,
        columns: columns.collect(),
    })
}

fn our_cells(table: &Table, column: &Column) -> Vec<Cell> {
    let whole = |values: Vec<i128>| values.into_iter().map(Cell::Whole).collect();
    let mut cells: Vec<Cell> = match &column.values {
        Values::Bool(values) => values.iter().map(|&v| Cell::Bool(v)).collect(),
        Values::Int8(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::Int16(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::Int32(values) | Values::Date32(values) => {
            whole(values.iter().map(|&v| v.into()).collect())
        }
        Values::Int64(values) | Values::Timestamp(_, values) => {
            whole(values.iter().map(|&v| v.into()).collect())
        }
        Values::UInt8(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::UInt16(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::UInt32(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::UInt64(values) => whole(values.iter().map(|&v| v.into()).collect()),
        Values::Float32(values) => {
            let bits = |&v: &f32| Cell::Float(v.to_bits().into());
            values.iter().map(bits).collect()
        }
        Values::Float64(values) => values.iter().map(|v| Cell::Float(v.to_bits())).collect(),
        Values::Text { texts, .. } => texts.iter().map(|v| Cell::Text(v.to_owned())).collect(),
        Values::Dictionary { id, positions, .. } => {
            let names = table.names(*id);
            let name = |&at: &u32| match at {
                NONE => Cell::Null,
                at => Cell::Text(names[at as usize].clone()),
            };
            positions.iter().map(name).collect()
        }
        Values::List { starts, item } => {
            let items = our_cells(table, item);
            let list = |cut: &[u32]| Cell::List(items[cut[0] as usize..cut[1] as usize].to_vec());
            starts.windows(2).map(list).collect()
        }
    };
    assert!(column.nulls.is_sorted());
    for &at in &column.nulls {
        cells[at as usize] = Cell::Null;
    }
    cells
}

/// As arrow-rs reads it.
fn theirs(bytes: &[u8]) -> Result<Content, ArrowError> {
    let (schema, batches): (_, Vec<RecordBatch>) = if bytes.starts_with(frames::MAGIC) {
        let reader = FileReader::try_new(std::io::Cursor::new(bytes), None)?;
        (reader.schema(), reader.collect::<Result<_, _>>()?)
    } else {
        let reader = StreamReader::try_new(bytes, None)?;
        (reader.schema(), reader.collect::<Result<_, _>>()?)
    };
    let columns = schema.fields().iter().enumerate().map(|(at, field)| {
        let arrays = batches.iter().map(|batch| their_cells(batch.column(at)));
        let note = field.metadata().get("note").cloned();
        (field.name().clone(), note, arrays.flatten().collect())
    });
    let notes = schema.metadata().iter();
    let mut notes: Vec<_> = notes.map(|(k, v)| (k.clone(), v.clone())).collect();
    notes.sort();
    Ok(Content {
        rows: batches.iter().map(RecordBatch::num_rows).sum(),
        notes,
        columns: columns.collect(),
    })
}

fn whole<T: ArrowPrimitiveType<Native: Into<i128>>>(array: &ArrayRef, at: usize) -> Cell {
    Cell::Whole(array.as_primitive::<T>().value(at).into())
}

fn their_cells(array: &ArrayRef) -> Vec<Cell> {
    if let Some(array) = array.as_any_dictionary_opt() {
        if array.values().is_empty() {
            return vec![Cell::Null; array.len()];
        }
        let (keys, names) = (array.normalized_keys(), their_cells(array.values()));
        let cell = |(at, &key): (usize, &usize)| match array.is_null(at) {
            true => Cell::Null,
            false => names[key].clone(),
        };
        return keys.iter().enumerate().map(cell).collect();
    }
    let cell = |at: usize| {
        if array.is_null(at) {
            return Cell::Null;
        }
        match array.data_type() {
            DataType::Boolean => Cell::Bool(array.as_boolean().value(at)),
            DataType::Float32 => Cell::Float(
                array
                    .as_primitive::<Float32Type>()
                    .value(at)
                    .to_bits()
                    .into(),
            ),
            DataType::Float64 => {
                Cell::Float(array.as_primitive::<Float64Type>().value(at).to_bits())
            }
            DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(at).to_owned()),
            DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(at).to_owned()),
            DataType::Binary => text(array.as_binary::<i32>().value(at)),
            DataType::LargeBinary => text(array.as_binary::<i64>().value(at)),
            DataType::List(_) => Cell::List(their_cells(&array.as_list::<i32>().value(at))),
            DataType::Int8 => whole::<Int8Type>(array, at),
            DataType::Int16 => whole::<Int16Type>(array, at),
            DataType::Int32 => whole::<Int32Type>(array, at),
            DataType::Int64 => whole::<Int64Type>(array, at),
            DataType::UInt8 => whole::<UInt8Type>(array, at),
            DataType::UInt16 => whole::<UInt16Type>(array, at),
            DataType::UInt32 => whole::<UInt32Type>(array, at),
            DataType::UInt64 => whole::<UInt64Type>(array, at),
            DataType::Date32 => whole::<Date32Type>(array, at),
            DataType::Timestamp(TimeUnit::Second, _) => whole::<TimestampSecondType>(array, at),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                whole::<TimestampMillisecondType>(array, at)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                whole::<TimestampMicrosecondType>(array, at)
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                whole::<TimestampNanosecondType>(array, at)
            }
            kind => unreachable!("{kind} is not written here"),
        }
    };
    (0..array.len()).map(cell).collect()
}

fn text(bytes: &[u8]) -> Cell {
    Cell::Text(String::from_utf8(bytes.to_vec()).unwrap())
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(ours(bytes).unwrap_err().to_string(), expected);
}

/// One batch of a column `x` is refused.
#[track_caller]
fn batch(kind: DataType, batch: &craft::Crafted, expected: &str) {
    check(
        &craft::stream(craft::field(kind), &[batch.batch()]),
        expected,
    );
}
