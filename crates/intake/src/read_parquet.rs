//! Parquet files, in columns.

mod pages;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::array::types::{
    Int32Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, DictionaryArray, PrimitiveArray};
use arrow::datatypes::{self as types, DataType, Field, Schema, TimeUnit};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};

use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;

use crate::column::{Column, Texts};
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::zones::Clock;

use pages::Groups;

const BATCH: usize = 64 * 1024;

/// Reads a Parquet file; `zone` is that of the shop.
///
/// # Errors
/// When the file is cut or damaged.
pub fn read(bytes: Vec<u8>, file: &str, zone: Option<&str>) -> Result<Table, Trouble> {
    // The library takes some figures of a damaged file for granted. Where a panic ends the program its last words say so.
    let read = AssertUnwindSafe(|| read_trusting(bytes, file, zone));
    catch_unwind(read).unwrap_or_else(|_| {
        Err(Trouble::NotParquet {
            file: file.to_owned(),
            detail: "a page in it contradicts itself".to_owned(),
        })
    })
}

fn read_trusting(bytes: Vec<u8>, file: &str, zone: Option<&str>) -> Result<Table, Trouble> {
    let input = Bytes::from(bytes);
    let broken = |detail: String| Trouble::NotParquet {
        file: file.to_owned(),
        detail,
    };
    let metadata = ArrowReaderMetadata::load(&input, ArrowReaderOptions::new())
        .map_err(|error| broken(error.to_string()))?;
    // Texts come as dictionaries: each distinct one is then looked up once per batch.
    let options =
        ArrowReaderOptions::new().with_schema(Arc::new(as_dictionaries(metadata.schema())));
    let schema = match ArrowReaderMetadata::try_new(metadata.metadata().clone(), options) {
        Ok(metadata) => metadata.schema().clone(),
        Err(_) => metadata.schema().clone(),
    };
    let claims = metadata.metadata().file_metadata().num_rows();
    let reader = reader(input, metadata.metadata().clone(), &schema)
        .map_err(|error| broken(error.to_string()))?;
    let mut columns: Vec<Column> = schema
        .fields()
        .iter()
        .map(|field| empty(field.data_type()))
        .collect();
    let mut said = Said::default();
    let clocks = clocks(&schema, zone, &mut said);
    let mut rows = 0;
    for batch in reader {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        rows += batch.num_rows();
        for ((column, values), clock) in columns.iter_mut().zip(batch.columns()).zip(&clocks) {
            append(column, values, clock);
        }
    }
    if i64::try_from(rows) != Ok(claims) {
        return Err(broken(format!(
            "it says it has {claims} lines and has {rows}"
        )));
    }
    Ok(Table {
        file: file.to_owned(),
        headings: schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect(),
        columns,
        numbers: (1..=rows as u64).collect(),
        ragged: vec![],
        from_1904: false,
        said,
    })
}

/// Reads every column, as the types of this schema.
fn reader(
    input: Bytes,
    metadata: Arc<ParquetMetaData>,
    schema: &Schema,
) -> Result<ParquetRecordBatchReader, ParquetError> {
    let levels = parquet_to_arrow_field_levels(
        metadata.file_metadata().schema_descr(),
        ProjectionMask::all(),
        Some(schema.fields()),
    )?;
    let groups = Groups::of(input, metadata)?;
    ParquetRecordBatchReader::try_new_with_row_groups(&levels, &groups, BATCH, None)
}

fn as_dictionaries(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(Field::new(field.name(), texts, field.is_nullable()))
        }
        _ => field.clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}

fn empty(kind: &DataType) -> Column {
    use DataType::*;
    match kind {
        Utf8 | LargeUtf8 | Utf8View | Boolean => Column::Text(Texts::default()),
        Dictionary(key, value) if **key == Int32 && **value == Utf8 => {
            Column::Text(Texts::default())
        }
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 => Column::Whole(vec![]),
        Float32 | Float64 | Decimal128(..) => Column::Number(vec![]),
        Timestamp(..) | Date32 | Date64 => Column::Time(vec![]),
        Binary | LargeBinary | BinaryView | FixedSizeBinary(_) => {
            Column::Other("bytes".to_owned(), 0)
        }
        List(_) | LargeList(_) | FixedSizeList(..) => Column::Other("lists".to_owned(), 0),
        Struct(_) | Map(..) => Column::Other("records".to_owned(), 0),
        other => Column::Other(format!("values of type {other}"), 0),
    }
}

fn append(column: &mut Column, values: &ArrayRef, clock: &Clock) {
    match column {
        Column::Text(texts) => append_texts(texts, values),
        Column::Whole(all) => append_whole(all, values),
        Column::Number(all) => append_numbers(all, values),
        Column::Time(all) => append_times(all, values, clock),
        Column::Other(_, lines) => *lines += values.len(),
    }
}

fn append_texts(texts: &mut Texts, values: &ArrayRef) {
    match values.data_type() {
        DataType::Dictionary(..) => append_dictionary(texts, values.as_dictionary::<Int32Type>()),
        DataType::LargeUtf8 => each(values.as_string::<i64>().iter(), texts),
        DataType::Utf8View => each(values.as_string_view().iter(), texts),
        DataType::Boolean => {
            let words = values.as_boolean().iter();
            each(
                words.map(|v| v.map(|v| if v { "true" } else { "false" })),
                texts,
            );
        }
        _ => each(values.as_string::<i32>().iter(), texts),
    }
}

fn each<'a>(values: impl Iterator<Item = Option<&'a str>>, texts: &mut Texts) {
    for value in values {
        match value {
            Some(value) => texts.push(value),
            None => texts.push_missing(),
        }
    }
}

fn append_dictionary(texts: &mut Texts, values: &DictionaryArray<Int32Type>) {
    let words = values.values().as_string::<i32>();
    let codes: Vec<u32> = (0..words.len())
        .map(|at| match words.value(at).trim() {
            text if words.is_null(at) || text.is_empty() => crate::column::MISSING,
            text => texts.code(text),
        })
        .collect();
    let keys = values.keys();
    texts
        .codes
        .extend((0..keys.len()).map(|at| match keys.is_null(at) {
            true => crate::column::MISSING,
            false => codes[keys.value(at) as usize],
        }));
}

fn mapped<T: ArrowPrimitiveType, V>(
    all: &mut Vec<Option<V>>,
    values: &PrimitiveArray<T>,
    convert: impl Fn(T::Native) -> V,
) {
    all.extend(values.iter().map(|value| value.map(&convert)));
}

fn append_whole(all: &mut Vec<Option<i64>>, values: &ArrayRef) {
    match values.data_type() {
        DataType::Int8 => mapped(all, values.as_primitive::<types::Int8Type>(), i64::from),
        DataType::Int16 => mapped(all, values.as_primitive::<types::Int16Type>(), i64::from),
        DataType::Int32 => mapped(all, values.as_primitive::<Int32Type>(), i64::from),
        DataType::UInt8 => mapped(all, values.as_primitive::<types::UInt8Type>(), i64::from),
        DataType::UInt16 => mapped(all, values.as_primitive::<types::UInt16Type>(), i64::from),
        DataType::UInt32 => mapped(all, values.as_primitive::<types::UInt32Type>(), i64::from),
        // Order numbers of 64 bits: the largest ones cannot be told from i64::MAX.
        DataType::UInt64 => mapped(all, values.as_primitive::<types::UInt64Type>(), |v| {
            i64::try_from(v).unwrap_or(i64::MAX)
        }),
        _ => mapped(all, values.as_primitive::<types::Int64Type>(), |v| v),
    }
}

fn append_numbers(all: &mut Vec<Option<f64>>, values: &ArrayRef) {
    match values.data_type() {
        DataType::Float32 => mapped(all, values.as_primitive::<types::Float32Type>(), f64::from),
        DataType::Decimal128(_, scale) => {
            let unit = 10f64.powi(-i32::from(*scale));
            mapped(all, values.as_primitive::<types::Decimal128Type>(), |v| {
                v as f64 * unit
            });
        }
        _ => mapped(all, values.as_primitive::<types::Float64Type>(), |v| v),
    }
}

fn append_times(all: &mut Vec<Option<i64>>, values: &ArrayRef, clock: &Clock) {
    let per_minute = |per: i64| move |v: i64| clock.wall(v.div_euclid(per)).div_euclid(60);
    match values.data_type() {
        DataType::Date32 => mapped(all, values.as_primitive::<types::Date32Type>(), |v| {
            i64::from(v) * 1440
        }),
        DataType::Date64 => mapped(all, values.as_primitive::<types::Date64Type>(), |v| {
            v.div_euclid(60_000)
        }),
        DataType::Timestamp(TimeUnit::Second, _) => mapped(
            all,
            values.as_primitive::<TimestampSecondType>(),
            per_minute(1),
        ),
        DataType::Timestamp(TimeUnit::Millisecond, _) => mapped(
            all,
            values.as_primitive::<TimestampMillisecondType>(),
            per_minute(1000),
        ),
        DataType::Timestamp(TimeUnit::Microsecond, _) => mapped(
            all,
            values.as_primitive::<TimestampMicrosecondType>(),
            per_minute(1_000_000),
        ),
        _ => mapped(
            all,
            values.as_primitive::<TimestampNanosecondType>(),
            per_minute(1_000_000_000),
        ),
    }
}

/// The clock of every column of times. A column that knows its zone shows what the clock there showed; one
/// that says UTC, what the clock of the shop showed, where its zone was told.
fn clocks(schema: &Schema, told: Option<&str>, said: &mut Said) -> Vec<Clock> {
    let clock = |field: &Arc<Field>| {
        let DataType::Timestamp(_, Some(zone)) = field.data_type() else {
            return Clock::Fixed(0);
        };
        let utc = matches!(Clock::of(zone), Some(Clock::Fixed(0)));
        let taken = if utc {
            told.unwrap_or(&**zone)
        } else {
            &**zone
        };
        match Clock::of(taken) {
            Some(clock) => {
                if !matches!(clock, Clock::Fixed(0)) {
                    said.say(format!(
                        "“{}”: times as the clock showed them in {taken}.",
                        field.name()
                    ));
                }
                clock
            }
            None => {
                said.say(format!(
                    "“{}”: the zone {taken} is not known here; times are those of UTC.",
                    field.name()
                ));
                Clock::Fixed(0)
            }
        }
    };
    schema.fields().iter().map(clock).collect()
}
