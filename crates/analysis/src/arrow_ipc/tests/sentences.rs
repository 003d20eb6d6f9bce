//! What is said of broken frames, and of what is not read here, word for word.

use std::sync::Arc;

use arrow::array::Int32Array;
use arrow::datatypes::{DataType, Field, Fields, Schema};
use arrow::ipc::writer::FileWriter;

use super::craft::{self, Crafted, field, ints, names};
use super::*;

fn small_file() -> Vec<u8> {
    let schema = Arc::new(Schema::new(field(DataType::Int32)));
    let column = Arc::new(Int32Array::from(vec![1, 2, 3]));
    let rows = RecordBatch::try_new(schema.clone(), vec![column]).unwrap();
    let mut writer = FileWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&rows).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn broken_frames() {
    check(b"", "it does not begin like an Arrow file");
    check(b"<!doctype html>", "it does not begin like an Arrow file");
    check(b"ARROW1", "its end is missing");
    check(b"ARROW1\0\0", "its end is missing");
    check(b"ARROW1\0\0ARROW1", "its footer cannot be read");
    check(
        b"ARROW1\0\0\xff\xff\xff\xffARROW1",
        "its footer cannot be read",
    );
    check(b"ARROW1\0\0\0\0\0\0ARROW1", "its footer cannot be read");

    let good = Crafted::new((2, 0), &[&[], &ints(&[1, 2])]).batch();
    let whole = craft::stream(field(DataType::Int32), std::slice::from_ref(&good));
    assert_eq!(ours(&whole).unwrap().rows, 2);
    let cut = "the stream was cut before its end";
    check(&whole[..whole.len() - 8], cut);
    check(&whole[..whole.len() - 1], cut);
    check(&whole[..whole.len() - 12], cut);
    check(
        &[&whole[..whole.len() - 8], b"Code: 241. DB::Exception"].concat(),
        cut,
    );
    check(
        &[&whole[..], b"Code: 241"].concat(),
        "its end is not followed by the number of its rows",
    );
    // Part of a table is never taken for all of it, even where its frames are whole.
    assert!(!Table::read(&whole).unwrap().is_counted);
    let counted = |rows: u64| [&whole[..], &rows.to_le_bytes()].concat();
    assert!(Table::read(&counted(2)).unwrap().is_counted);
    for rows in [0, 1, 3, 2 << 32] {
        check(
            &counted(rows),
            "its end is not followed by the number of its rows",
        );
    }
    check(
        &counted(2)[..whole.len() + 7],
        "its end is not followed by the number of its rows",
    );

    let negative = [&whole[..whole.len() - 4], &[0xff; 4]].concat();
    check(&negative, "a message cannot be read");
    let nonsense = [&whole[..whole.len() - 4], &ints(&[8]), &[9; 8]].concat();
    check(&nonsense, "a message cannot be read");

    let place = "a message is out of place";
    check(&craft::end(), place);
    check(&[good, craft::end()].concat(), place);
    let schema = craft::schema(&Schema::new(field(DataType::Int32)));
    check(&craft::stream(field(DataType::Int32), &[schema]), place);
}

#[test]
fn blocks_elsewhere() {
    let bytes = small_file();
    assert_eq!(ours(&bytes).unwrap().rows, 3);
    let begin = |part: &[u8]| bytes.windows(part.len()).position(|window| window == part);
    let schema = begin(&frames::MARKER).unwrap() as i64;
    let end = bytes.len() - 10;
    let footer = i32::from_le_bytes(*bytes[end..].first_chunk().unwrap()) as usize;
    let footer = arrow::ipc::root_as_footer(&bytes[end - footer..end]).unwrap();
    let block = footer.recordBatches().unwrap().get(0);
    let at = begin(&block.0).unwrap();
    let with = |offset: i64, metadata: i64, body: i64| {
        let mut bytes = bytes.clone();
        let block = [offset, metadata, body].map(i64::to_le_bytes).concat();
        bytes[at..at + 24].copy_from_slice(&block);
        bytes
    };
    let (offset, metadata) = (block.offset(), i64::from(block.metaDataLength()));
    let body = block.bodyLength();
    assert_eq!(ours(&with(offset, metadata, body)).unwrap().rows, 3);
    let wrong = "a block is not where the footer says";
    check(&with(i64::MAX, metadata, body), wrong);
    check(&with(-1, metadata, body), wrong);
    check(&with(offset + 8, metadata, body), wrong);
    check(&with(offset, metadata, body - 8), wrong);
    check(&with(offset, metadata, i64::MAX), wrong);
    let place = "a message is out of place";
    check(&with(schema, offset - schema, 0), place);
}

#[test]
fn what_is_not_read_here() {
    let kind = |kind: DataType, expected: &str| check(&craft::stream(field(kind), &[]), expected);
    let inner = Fields::from(vec![Field::new("y", DataType::Int32, true)]);
    kind(
        DataType::Struct(inner),
        "column “x” is of kind Struct, which is not read here",
    );
    kind(
        DataType::Utf8View,
        "column “x” is of kind Utf8View, which is not read here",
    );
    kind(
        DataType::Float16,
        "column “x” is of kind FloatingPoint, which is not read here",
    );
    kind(
        DataType::Date64,
        "column “x” is of kind Date, which is not read here",
    );
    kind(
        DataType::Decimal128(9, 2),
        "column “x” is of kind Decimal, which is not read here",
    );
    let list = "column “x” is of kind List, which is not read here";
    for item in [
        DataType::Utf8,
        names(),
        DataType::new_list(DataType::Int8, true),
    ] {
        kind(DataType::new_list(item, true), list);
    }
    kind(
        DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Int32)),
        "column “x” is of kind Dictionary, which is not read here",
    );
    let mut compressed = Crafted::new((1, 0), &[&[], &ints(&[1])]);
    compressed.compressed = true;
    batch(
        DataType::Int32,
        &compressed,
        "its columns are compressed one by one, which is not read here",
    );
    let mut old = Crafted::new((1, 0), &[&[], &ints(&[1])]);
    old.old = true;
    batch(
        DataType::Int32,
        &old,
        "it is of a version of Arrow that is not read here",
    );
    check(
        &[craft::big_endian(), craft::end()].concat(),
        "its numbers are big-endian, which is not read here",
    );
}
