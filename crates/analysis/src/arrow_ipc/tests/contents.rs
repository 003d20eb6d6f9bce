//! What is said of broken batches and dictionaries, word for word.

use arrow::datatypes::DataType;
use arrow::ipc::Type;

use super::craft::{self, Crafted, field, ints, names};
use super::*;

#[test]
fn broken_batches() {
    let good = Crafted::new((2, 0), &[&[], &ints(&[1, 2])]);
    let mut more_rows = good.clone();
    more_rows.rows = 3;
    let shape = "a batch does not fit the columns";
    batch(DataType::Int32, &more_rows, shape);
    batch(DataType::Utf8, &good, shape);
    batch(
        DataType::Boolean,
        &Crafted::new((-1, 0), &[&[], &[0; 8]]),
        shape,
    );
    batch(
        DataType::Boolean,
        &Crafted::new((1, -1), &[&[], &[0; 8]]),
        shape,
    );
    let mut extra = good.clone();
    extra.push(&[]);
    batch(DataType::Int32, &extra, shape);
    let mut extra = good.clone();
    extra.nodes.push((0, 0));
    batch(DataType::Int32, &extra, shape);
    let mut none = good.clone();
    none.nodes.clear();
    batch(DataType::Int32, &none, shape);

    let rows = "a batch promises more rows than it holds";
    batch(
        DataType::Boolean,
        &Crafted::new((65, 0), &[&[], &[0; 8]]),
        rows,
    );
    batch(
        DataType::Boolean,
        &Crafted::new((i64::MAX, 0), &[&[], &[0; 8]]),
        rows,
    );
    let nothing = Crafted {
        rows: 1,
        ..Crafted::default()
    };
    check(&craft::stream(vec![], &[nothing.batch()]), rows);

    let cut = "column “x” is cut";
    batch(
        DataType::Int32,
        &Crafted::new((3, 0), &[&[], &ints(&[1, 2])]),
        cut,
    );
    batch(
        DataType::Boolean,
        &Crafted::new((9, 0), &[&[], &[1], &[0]]),
        cut,
    );
    batch(
        DataType::Int32,
        &Crafted::new((9, 1), &[&[1], &ints(&[0; 9])]),
        cut,
    );
    for (offset, length) in [(0, 100), (-8, 8), (0, -1), (i64::MAX, i64::MAX), (100, 0)] {
        let mut outside = good.clone();
        outside.buffers[1] = (offset, length);
        batch(DataType::Int32, &outside, cut);
    }

    let gaps = "column “x” miscounts its gaps";
    batch(
        DataType::Int32,
        &Crafted::new((2, 1), &[&[3], &ints(&[1, 2])]),
        gaps,
    );
    batch(
        DataType::Int32,
        &Crafted::new((2, 2), &[&[1], &ints(&[1, 2])]),
        gaps,
    );
    batch(
        DataType::Int32,
        &Crafted::new((2, 3), &[&[0], &ints(&[1, 2])]),
        gaps,
    );
    batch(
        DataType::Int32,
        &Crafted::new((2, i64::MAX), &[&[0], &ints(&[1, 2])]),
        gaps,
    );
}

#[test]
fn too_many_rows() {
    let bits = vec![0; MOST_ROWS / 8 + 1];
    let most = MOST_ROWS as i64;
    batch(
        DataType::Boolean,
        &Crafted::new((most + 1, 0), &[&[], &bits]),
        "it has more rows than can be held",
    );
    let half = Crafted::new((most / 2 + 1, 0), &[&[], &bits]).batch();
    check(
        &craft::stream(field(DataType::Boolean), &[half.clone(), half]),
        "it has more rows than can be held",
    );
}

#[test]
fn broken_texts() {
    let text = |offsets: &[i32], bytes: &[u8], expected: &str| {
        let rows = offsets.len() as i64 - 1;
        let crafted = Crafted::new((rows, 0), &[&[], &ints(offsets), bytes]);
        batch(DataType::Utf8, &crafted, expected);
        batch(DataType::Binary, &crafted, expected);
    };
    let order = "column “x” has its offsets out of order";
    text(&[0, 2, 1], b"abc", order);
    text(&[-1, 2, 3], b"abc", order);
    text(&[3, 0], b"abc", order);
    text(&[0, 4], b"abc", "column “x” is cut");
    let not_text = "column “x” holds bytes that are not UTF-8";
    text(&[0, 1], b"\xff", not_text);
    text(&[0, 1, 2], "ß".as_bytes(), not_text);
    let missing = Crafted::new((2, 0), &[&[], &ints(&[0, 1]), b"abcdefgh"]);
    batch(DataType::Utf8, &missing, order);
    let long =
        |offsets: &[i64]| -> Vec<u8> { offsets.iter().flat_map(|v| v.to_le_bytes()).collect() };
    let beyond = Crafted::new((1, 0), &[&[], &long(&[0, i64::MAX]), b"abc"]);
    batch(DataType::LargeUtf8, &beyond, "column “x” is cut");
}

#[test]
fn broken_lists() {
    let kind = DataType::new_list(DataType::UInt8, true);
    let list = |offsets: &[i32], items: i64, expected: &str| {
        let rows = offsets.len() as i64 - 1;
        let mut crafted = Crafted::new((rows, 0), &[&[], &ints(offsets), &[], &[1, 2, 3]]);
        crafted.nodes.push((items, 0));
        batch(kind.clone(), &crafted, expected);
    };
    list(&[0, 2, 1], 3, "column “x” has its offsets out of order");
    list(&[-1, 2], 3, "column “x” has its offsets out of order");
    list(&[0, 3], 2, "column “x” is cut");
    list(&[0, 4], 4, "column “x” is cut");
    list(&[0, i32::MAX], 3, "column “x” is cut");
}

/// Only the items that lists have are taken.
#[test]
fn lists_may_begin_anywhere() {
    let kind = DataType::new_list(DataType::UInt8, true);
    let mut crafted = Crafted::new(
        (2, 0),
        &[&[], &ints(&[1, 2, 4]), &[0b101], &[1, 2, 3, 4, 5]],
    );
    crafted.rows = 2;
    crafted.nodes = vec![(2, 0), (5, 3)];
    let bytes = craft::stream(field(kind), &[crafted.batch(), crafted.batch()]);
    let table = Table::read(&bytes).unwrap();
    let Values::List { starts, item } = &table.columns[0].values else {
        panic!()
    };
    assert_eq!(starts, &[0, 1, 3, 4, 6]);
    assert!(matches!(&item.values, Values::UInt8(values) if *values == [2, 3, 4, 2, 3, 4]));
    assert_eq!(item.nulls, [0, 2, 3, 5]);
}

#[test]
fn broken_and_replaced_dictionaries() {
    let given = Crafted::new((2, 0), &[&[], &ints(&[0, 1, 2]), b"ab"]);
    let positions =
        |positions: &[u8]| Crafted::new((positions.len() as i64, 0), &[&[], positions]).batch();
    let read = |messages: &[Vec<u8>]| craft::stream(field(names()), messages);
    let outside = "column “x” points outside its names";
    check(
        &read(&[given.dictionary(0, false), positions(&[0, 2])]),
        outside,
    );
    check(&read(&[positions(&[0])]), outside);
    check(
        &read(&[given.dictionary(9, false)]),
        "a dictionary belongs to no column",
    );
    let below = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    let messages = [given.dictionary(0, false), positions(&[255])];
    check(&craft::stream(field(below), &messages), outside);

    // A shorter dictionary replaces a longer one.
    let other = Crafted::new((1, 0), &[&[], &ints(&[0, 1]), b"b"]);
    let (given, other) = (given.dictionary(0, false), other.dictionary(0, false));
    check(
        &read(&[given.clone(), other.clone(), positions(&[1])]),
        outside,
    );
    let bytes = read(&[given, positions(&[0, 1]), other, positions(&[0])]);
    let table = Table::read(&bytes).unwrap();
    let Values::Dictionary { id, positions, .. } = &table.columns[0].values else {
        panic!()
    };
    assert_eq!(positions, &[0, 1, 1]);
    assert_eq!(table.names(*id), ["a", "b"]);
}

/// arrow-rs does not write such a file.
#[test]
fn names_given_twice() {
    let texts = |bytes: &[u8]| Crafted::new((2, 0), &[&[], &ints(&[0, 1, 2]), bytes]);
    let (first, second) = (texts(b"ab"), texts(b"cd"));
    let file =
        |second: Vec<u8>| craft::file(field(names()), &[first.dictionary(0, false), second], 1);
    let grown = Table::read(&file(second.dictionary(0, true))).unwrap();
    assert_eq!(grown.names(0), ["a", "b", "c", "d"]);
    check(
        &file(second.dictionary(0, false)),
        "the names of column “x” are given twice",
    );
}

/// However often the same bytes are named, they are used once: else a small file could fill the
/// memory.
#[test]
fn bytes_named_again_and_again() {
    let shared = "the same bytes are used twice";
    check(&[craft::repetitive(), craft::end()].concat(), shared);
    let given = Crafted::new((2, 0), &[&[], &ints(&[0, 1, 2]), b"ab"]).dictionary(0, true);
    let file = |times| craft::file(field(names()), std::slice::from_ref(&given), times);
    assert!(ours(&file(1)).is_ok());
    check(&file(3), shared);
    let mut batch = Crafted::new((2, 1), &[&[1, 0, 0, 0, 0, 0, 0, 0]]);
    batch.buffers.push((0, 8));
    check(
        &craft::stream(field(DataType::Int32), &[batch.batch()]),
        shared,
    );
}

/// Their positions are of 32 bits, since the schema does not say.
#[test]
fn columns_that_share_names() {
    let names = Crafted::new((2, 0), &[&[], &ints(&[0, 1, 2]), b"ab"]).dictionary(5, false);
    let mut rows = Crafted::new((3, 0), &[&[], &ints(&[0, 1, 1]), &[], &ints(&[1, 0, 1])]);
    rows.nodes.push((3, 0));
    let bytes = [
        craft::sharing(&[Type::Utf8, Type::Utf8]),
        names,
        rows.batch(),
        craft::end(),
    ];
    let columns = ours(&bytes.concat()).unwrap().columns;
    let texts = |texts: [&str; 3]| texts.map(|text| Cell::Text(text.to_owned())).to_vec();
    assert_eq!(columns[0].2, texts(["a", "b", "b"]));
    assert_eq!(columns[1].2, texts(["b", "a", "b"]));
    let schema = craft::sharing(&[Type::Utf8, Type::Binary]);
    check(
        &[schema, craft::end()].concat(),
        "columns disagree about the names they share",
    );
}
