//! The reader against that of arrow-rs: every kind of value, written in every way.

use arrow::array::types::{self, ArrowTimestampType, Int8Type};
use arrow::array::*;
use arrow::datatypes::{DataType, Field as ArrowField, Schema, TimeUnit, i256};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Encoding;
use parquet::data_type::{Int96, Int96Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

const LINES: i64 = 3000;

/// Whole numbers that are not there now and then, neither rise nor fall, and come again.
fn drawn(line: i64) -> Option<i64> {
    let drawn = line
        .wrapping_mul(0x5851_f42d_4c95_7f2d)
        .rotate_left(29)
        .rem_euclid(7919);
    (line % 13 != 5).then_some(drawn)
}

fn column<A: FromIterator<Option<i64>> + Array + 'static>() -> ArrayRef {
    Arc::new((0..LINES).map(drawn).collect::<A>())
}

fn stamps<T: ArrowTimestampType>(zone: Option<&str>) -> ArrayRef {
    let times = (0..LINES).map(|line| drawn(line).map(|at| (at - 4000) * 100_000_007));
    let times = PrimitiveArray::<T>::from_iter(times);
    Arc::new(times.with_timezone_opt(zone.map(str::to_owned)))
}

/// A column of every kind that is read.
fn kinds() -> Vec<(&'static str, ArrayRef)> {
    let numbers = || (0..LINES).map(|line| drawn(line).map(|at| at as f64 / 8.0 - 300.0));
    let texts = || (0..LINES).map(|line| drawn(line).map(|at| format!("Tea {} é", at % 700)));
    let decimals = |digits, scale| {
        let all = (0..LINES).map(|line| drawn(line).map(|at| i128::from(at - 4000) * 1237));
        let all = Decimal128Array::from_iter(all);
        Arc::new(all.with_precision_and_scale(digits, scale).unwrap()) as ArrayRef
    };
    let small = |line| drawn(line).map(|at| (at % 100) as i8);
    vec![
        (
            "truth",
            Arc::new(BooleanArray::from_iter(
                (0..LINES).map(|line| drawn(line).map(|at| at % 3 > 0)),
            )),
        ),
        ("i8", Arc::new(Int8Array::from_iter((0..LINES).map(small)))),
        (
            "i16",
            Arc::new(Int16Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| -(at as i16))),
            )),
        ),
        (
            "i32",
            Arc::new(Int32Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| (at as i32) * -270_007)),
            )),
        ),
        ("i64", column::<Int64Array>()),
        (
            "u8",
            Arc::new(UInt8Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| (at % 256) as u8)),
            )),
        ),
        (
            "u16",
            Arc::new(UInt16Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| at as u16 * 8)),
            )),
        ),
        (
            "u32",
            Arc::new(UInt32Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| u32::MAX - at as u32)),
            )),
        ),
        (
            "u64",
            Arc::new(UInt64Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| at as u64 * 4)),
            )),
        ),
        (
            "f32",
            Arc::new(Float32Array::from_iter(
                numbers().map(|v| v.map(|v| v as f32)),
            )),
        ),
        ("f64", Arc::new(Float64Array::from_iter(numbers()))),
        ("d9", decimals(9, 2)),
        ("d18", decimals(18, 4)),
        ("d38", decimals(38, 3)),
        ("utf8", Arc::new(StringArray::from_iter(texts()))),
        ("large", Arc::new(LargeStringArray::from_iter(texts()))),
        ("view", Arc::new(StringViewArray::from_iter(texts()))),
        (
            "category",
            Arc::new(
                (0..LINES)
                    .map(|l| drawn(l).map(|at| if at % 2 > 0 { "odd" } else { "even" }))
                    .collect::<DictionaryArray<Int8Type>>(),
            ),
        ),
        (
            "date32",
            Arc::new(Date32Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| at as i32 + 9000)),
            )),
        ),
        (
            "date64",
            Arc::new(Date64Array::from_iter(
                (0..LINES).map(|l| drawn(l).map(|at| (at + 9000) * 86_400_000)),
            )),
        ),
        ("s", stamps::<types::TimestampSecondType>(None)),
        (
            "ms",
            stamps::<types::TimestampMillisecondType>(Some("+02:00")),
        ),
        ("us", stamps::<types::TimestampMicrosecondType>(Some("UTC"))),
        ("ns", stamps::<types::TimestampNanosecondType>(None)),
        ("full", Arc::new(Int64Array::from_iter_values(0..LINES))),
        (
            "empty",
            Arc::new(StringArray::from(vec![None::<&str>; LINES as usize])),
        ),
    ]
}

fn written(columns: &[(&str, ArrayRef)], properties: WriterProperties) -> Vec<u8> {
    let fields = columns.iter().map(|(name, of)| {
        let has_none = of.logical_null_count() > 0 || *name == "empty";
        ArrowField::new(*name, of.data_type().clone(), has_none)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let all = columns.iter().map(|(_, of)| of.clone()).collect();
    let batch = RecordBatch::try_new(schema.clone(), all).unwrap();
    let mut writer = ArrowWriter::try_new(vec![], schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// What arrow-rs reads: minutes of times, numbers as they print, and texts.
fn twin(bytes: &[u8]) -> Vec<Vec<String>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes.to_vec())).unwrap();
    let reader = reader.with_batch_size(1 << 20).build().unwrap();
    let mut all: Vec<Vec<String>> = vec![];
    for batch in reader {
        let batch = batch.unwrap();
        all.resize(batch.num_columns(), vec![]);
        for (cells, column) in all.iter_mut().zip(batch.columns()) {
            cells.extend(shown(column));
        }
    }
    all
}

fn shown(column: &ArrayRef) -> Vec<String> {
    let minutes = |seconds: i64| seconds.div_euclid(60).to_string();
    let per = |unit: &TimeUnit| match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    };
    let longs = match column.data_type() {
        DataType::Timestamp(..) | DataType::Date64 => {
            let data = column.to_data();
            data.buffers()[0].typed_data::<i64>()[data.offset()..].to_vec()
        }
        _ => vec![],
    };
    let whole = |at: usize| longs[at];
    let options = FormatOptions::new();
    // Not for times, whose zones it does not know.
    let text = ArrayFormatter::try_new(column, &options).ok();
    (0..column.len())
        .map(|at| match column.data_type() {
            _ if column.is_null(at) => String::new(),
            DataType::Timestamp(unit, zone) => {
                let shift = if zone.as_deref() == Some("+02:00") {
                    7200
                } else {
                    0
                };
                minutes(whole(at).div_euclid(per(unit)) + shift)
            }
            DataType::Date32 => {
                let days = column.as_primitive::<types::Date32Type>().value(at);
                (i64::from(days) * 1440).to_string()
            }
            DataType::Date64 => minutes(whole(at) / 1000),
            DataType::Float32 => {
                f64::from(column.as_primitive::<types::Float32Type>().value(at)).to_string()
            }
            DataType::Float64 => column
                .as_primitive::<types::Float64Type>()
                .value(at)
                .to_string(),
            DataType::Decimal128(_, scale) => {
                let value = column.as_primitive::<types::Decimal128Type>().value(at);
                (value as f64 * 10f64.powi(-i32::from(*scale))).to_string()
            }
            _ => text.as_ref().unwrap().value(at).to_string(),
        })
        .collect()
}

/// What this reader reads, in the same way.
fn ours(bytes: &[u8]) -> Vec<Vec<String>> {
    let table = read(bytes.to_vec(), "x.parquet", None).unwrap();
    let columns = table.columns.iter().map(|column| match column {
        Column::Time(all) => all
            .iter()
            .map(|at| at.map(|at| at.to_string()).unwrap_or_default())
            .collect(),
        other => {
            let texts = other.texts().unwrap();
            (0..table.numbers.len())
                .map(|line| texts.at(line).to_owned())
                .collect()
        }
    });
    columns.collect()
}

#[track_caller]
fn same(bytes: &[u8], what: &str) {
    let names = read(bytes.to_vec(), "x.parquet", None).unwrap().headings;
    for ((name, ours), twin) in names.iter().zip(ours(bytes)).zip(twin(bytes)) {
        let first = ours.iter().zip(&twin).position(|(a, b)| a != b);
        let shown = first.map(|at| (at, ours[at].clone(), twin[at].clone()));
        assert_eq!((ours.len(), shown), (twin.len(), None), "{what} {name}");
    }
}

#[test]
fn every_kind_of_value_is_read_as_arrow_reads_it() {
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for dictionary in [true, false] {
            for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
                let properties = WriterProperties::builder()
                    .set_writer_version(version)
                    .set_dictionary_enabled(dictionary)
                    .set_dictionary_page_size_limit(4000)
                    .set_compression(compression)
                    .set_max_row_group_row_count(Some(1100))
                    .set_data_page_row_count_limit(170)
                    .set_write_batch_size(90)
                    .build();
                let what = format!("{version:?} {dictionary} {compression}");
                same(&written(&kinds(), properties), &what);
            }
        }
    }
}

#[test]
fn values_are_read_however_they_are_written() {
    for (encoding, names) in [
        (
            Encoding::DELTA_BINARY_PACKED,
            &[
                "i8", "i32", "u32", "i64", "u64", "date32", "us", "d9", "d18", "full",
            ][..],
        ),
        (
            Encoding::DELTA_LENGTH_BYTE_ARRAY,
            &["utf8", "large", "view", "empty"],
        ),
        (
            Encoding::DELTA_BYTE_ARRAY,
            &["utf8", "view", "d38", "empty"],
        ),
        (
            Encoding::BYTE_STREAM_SPLIT,
            &["i32", "i64", "f32", "f64", "d38"],
        ),
        (Encoding::RLE, &["truth"]),
    ] {
        let kinds: Vec<_> = kinds()
            .into_iter()
            .filter(|(name, _)| names.contains(name))
            .collect();
        assert_eq!(kinds.len(), names.len());
        let properties = WriterProperties::builder()
            .set_writer_version(WriterVersion::PARQUET_2_0)
            .set_dictionary_enabled(false)
            .set_encoding(encoding)
            .set_data_page_row_count_limit(210)
            .set_write_batch_size(70)
            .build();
        same(&written(&kinds, properties), &encoding.to_string());
    }
}

#[test]
fn times_of_twelve_bytes_are_read_as_arrow_reads_them() {
    let schema = parse_message_type("message of { required int96 time; }").unwrap();
    let mut writer = SerializedFileWriter::new(vec![], Arc::new(schema), Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let times: Vec<Int96> = (0..50)
        .map(|at: u32| {
            let mut time = Int96::new();
            time.set_data(at * 40_000_000, at * 300, 2_440_000 + at * 700);
            time
        })
        .collect();
    column
        .typed::<Int96Type>()
        .write_batch(&times, None, None)
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    same(&writer.into_inner().unwrap(), "int96");
}

#[test]
fn what_is_not_read_is_named() {
    let one = || Int64Array::from(vec![1]);
    let lists = ListArray::from_iter_primitive::<types::Int64Type, _, _>([Some([Some(1)])]);
    let field = Arc::new(ArrowField::new("x", DataType::Int64, false));
    let records = StructArray::from(vec![(field, Arc::new(one()) as ArrayRef)]);
    let wide = Decimal256Array::from(vec![i256::from_i128(7)]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("records", Arc::new(records)),
        ("bytes", Arc::new(BinaryArray::from(vec![&b"x"[..]]))),
        ("lists", Arc::new(lists)),
        (
            "values of type Duration(µs)",
            Arc::new(DurationMicrosecondArray::from(vec![1])),
        ),
        (
            "values of type Time64(ns)",
            Arc::new(Time64NanosecondArray::from(vec![1])),
        ),
        (
            "values of type Time32(ms)",
            Arc::new(Time32MillisecondArray::from(vec![1])),
        ),
        ("values of type Decimal256(76, 10)", Arc::new(wide)),
        ("values of type Null", Arc::new(NullArray::new(1))),
        ("whole numbers", Arc::new(one())),
    ];
    let table = read(written(&columns, WriterProperties::default()), "x", None).unwrap();
    for (name, column) in table.headings.iter().zip(&table.columns) {
        assert_eq!((column.kind(), column.len()), (name.as_str(), 1));
    }
}
