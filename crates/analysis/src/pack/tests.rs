//! Files come back as they were, and broken ones end in a sentence.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::ipc::writer::{FileWriter, StreamWriter};
use clientele_model::table::Column;
use clientele_model::table::columns::CUSTOMERS;
use proptest::prelude::*;

use super::*;
use crate::columns::{ColumnMut, ColumnsMut};
use crate::dataset::{Campaigns, Exposures, NONE, Orders};
use crate::tables::sample::{self, datasets};
use crate::texts::Texts;

fn parts(files: &[Encoded]) -> Result<Parts, Failure> {
    let mut parts = Parts::default();
    for file in files {
        parts.supply(file.table, &file.bytes)?;
    }
    Ok(parts)
}

fn small() -> Dataset {
    let line = |product, flags| sample::Line {
        product,
        quantity: 3,
        pence: 250,
        discount: 10,
        flags,
    };
    let order = |day, customer, lines| sample::Order {
        day,
        customer,
        country: 1,
        channel: 2,
        lines,
    };
    sample::dataset(vec![
        order(10, Some(1), vec![line(0, 0), line(1, 0)]),
        order(200, Some(2), vec![line(0, 0)]),
        order(201, None, vec![line(3, 0), line(3, 2)]),
        order(300, Some(2), vec![line(0, 1)]),
    ])
}

/// What gzip holds.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(bytes);
    std::io::Read::read_to_end(&mut gzip, &mut out).unwrap();
    out
}

fn file<'a>(files: &'a [Encoded], table: &str) -> &'a Encoded {
    files.iter().find(|file| file.table == table).unwrap()
}

#[track_caller]
fn same(a: &Dataset, b: &Dataset) {
    assert_eq!(a.values, b.values);
    assert_eq!(a.customers, b.customers);
    // Order numbers stay in the file.
    assert!(a.orders.id.is_empty() || a.orders.id == b.orders.id);
    let id = b.orders.id.clone();
    assert_eq!(
        Orders {
            id,
            ..a.orders.clone()
        },
        b.orders
    );
    assert_eq!(a.lines, b.lines);
    // NaN is not equal to itself.
    assert_eq!(format!("{:?}", a.products), format!("{:?}", b.products));
}

/// One campaign that everything is told of, and one without a name or exposures.
fn campaigns() -> Campaigns {
    let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
    Campaigns {
        id: texts(["autumn", "spring"]),
        name: texts(["autumn", "Spring coupon"]),
        day: vec![15_000, 15_100],
        window: vec![28, 14],
        offer: texts(["", "15% off"]),
        exposures: Exposures {
            campaign: vec![1, 1],
            customer: ["c1", "nobody"].into_iter().collect(),
            arm: vec![1, 0],
            arms: texts(["control", "treated"]),
            exposed: vec![15_100, 15_101],
            converted: vec![1, NONE],
            revenue: vec![12.5, f64::NAN],
            ..Exposures::default()
        },
    }
}

#[test]
fn campaigns_are_read_back_where_there_are_some() {
    let data = Dataset {
        campaigns: campaigns(),
        ..small()
    };
    let mut files = encode(&data).unwrap();
    let read = |files: &[Encoded]| {
        let of = |table| &files.iter().find(|file| file.table == table).unwrap().bytes;
        campaigns::read(of("campaigns"), of("exposures"))
    };
    // NaN is not equal to itself.
    let words = |campaigns: &Campaigns| format!("{campaigns:?}");
    assert_eq!(words(&read(&files).unwrap()), words(&data.campaigns));
    // A pack without them.
    assert_eq!(encode(&small()).unwrap().len() + 2, files.len());
    // A file of other campaigns.
    let other = Campaigns {
        id: vec!["summer".to_owned(), "winter".to_owned()],
        ..campaigns()
    };
    let other = campaigns::encode(&other).unwrap();
    let at = files
        .iter()
        .position(|file| file.table == "campaigns")
        .unwrap();
    files[at] = other[0].clone();
    assert_eq!(
        read(&files).unwrap_err().to_string(),
        "The file exposures.arrow is damaged or incomplete (a campaign is not in the list). What is on the page is kept; reload, or make the pack again."
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_written_is_read_back(data in datasets()) {
        let files = encode(&data).unwrap();
        let mut parts = parts(&files).unwrap();
        let window = Window::usual(&data.catalogue).unwrap();
        let mut tables = Tables::of(&data, &window, None);
        tables.products = tables.products.first(USUAL_PRODUCTS);
        prop_assert_eq!(parts.usual(), Some(tables));
        let read = parts.dataset(&data.catalogue).unwrap().unwrap();
        same(&read, &data);
        prop_assert!(parts.dataset(&data.catalogue).is_none());
    }

    /// Whatever happens to bytes, there is an answer or a sentence: the checksum tells before the
    /// content is looked at.
    #[test]
    fn damage_never_panics(
        table in 0..7usize,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let data = small();
        let files = encode(&data).unwrap();
        let mut bytes = files[table].bytes.clone();
        for (at, to) in hits {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        let mut parts = parts(&files).unwrap();
        if parts.supply(files[table].table, &bytes).is_ok() {
            let read = parts.dataset(&data.catalogue).unwrap().unwrap();
            same(&read, &data);
        }
    }

    #[test]
    fn a_cut_file_is_named(table in 0..7usize, at in any::<prop::sample::Index>()) {
        let files = encode(&small()).unwrap();
        for bytes in [files[table].bytes.clone(), plain(&files[table].bytes)] {
            let cut = at.index(bytes.len());
            let failure = Parts::default().supply(files[table].table, &bytes[..cut]).unwrap_err();
            let what = format!("{}.arrow", files[table].table);
            prop_assert!(
                matches!(&failure, Failure::NotArrow { what: named, .. } if *named == what),
                "{failure}"
            );
        }
    }
}

#[track_caller]
fn check(table: &str, bytes: &[u8], expected: &str) {
    let failure = Parts::default().supply(table, bytes).unwrap_err();
    assert_eq!(failure.to_string(), expected);
}

#[test]
fn broken_files_say_what_is_wrong() {
    check(
        "lines",
        b"<!doctype html>",
        "The file lines.arrow is damaged or incomplete (it does not begin like an Arrow file). What is on the page is kept; reload, or make the pack again.",
    );
    let files = encode(&small()).unwrap();
    let orders = plain(&file(&files, "orders").bytes);
    check(
        "lines",
        &orders,
        "The file lines.arrow has no column “product”. Make the pack again with this version.",
    );
    check(
        "orders",
        &orders[..orders.len() / 2],
        "The file orders.arrow is damaged or incomplete (its end is missing). What is on the page is kept; reload, or make the pack again.",
    );
    let half = &file(&files, "orders").bytes;
    check(
        "orders",
        &half[..half.len() / 2],
        "The file orders.arrow is damaged or incomplete (it cannot be unpacked to its end). What is on the page is kept; reload, or make the pack again.",
    );
    let wrong = write::Writer::new("lines", 1)
        .texts("product", ["x"].into_iter())
        .unwrap()
        .counts("flags", &[0])
        .finish()
        .unwrap();
    check(
        "lines",
        &wrong.bytes,
        "The file lines.arrow is damaged or incomplete (column “product” is of kind Utf8). What is on the page is kept; reload, or make the pack again.",
    );
    let newer = write::Writer::new("lines", 1)
        .note("contract", 7)
        .counts("flags", &[0])
        .finish()
        .unwrap();
    check(
        "lines",
        &newer.bytes,
        "This data set was made for a newer version (contract 7; this page reads up to 1). Reload the page, or make the pack again with this version.",
    );
}

#[test]
fn tables_of_different_packs_do_not_fit_together() {
    let data = small();
    let other = sample::dataset(vec![]);
    let (files, others) = (encode(&data).unwrap(), encode(&other).unwrap());
    for (table, what) in [
        ("orders", "lines"),
        ("products", "lines"),
        ("lines", "lines"),
    ] {
        let mut parts = parts(&files).unwrap();
        parts.supply(table, &file(&others, table).bytes).unwrap();
        let result = parts.dataset(&data.catalogue).unwrap();
        let named = format!("{what}.arrow");
        assert!(
            matches!(&result, Err(Failure::NotArrow { what, .. }) if *what == named),
            "{table}: {result:?}"
        );
    }
}

#[test]
fn the_same_data_make_the_same_files() {
    assert_eq!(encode(&small()).unwrap(), encode(&small()).unwrap());
}

/// A column that may have gaps.
fn gaps(name: &'static str) -> &'static Column {
    Box::leak(Box::new(Column {
        name,
        has_gaps: true,
        ..CUSTOMERS[0]
    }))
}

fn read_one<'a>(
    bytes: &[u8],
    column: &'static Column,
    place: impl Into<ColumnMut<'a>>,
) -> Result<(), Failure> {
    let mut source = Source::read("customers", bytes)?;
    source.fill(ColumnsMut(vec![(column, place.into())]))
}

/// A database cannot know the contract, and answers in wider numbers.
#[test]
fn a_stream_is_a_table_without_a_contract() {
    let fields = vec![
        Field::new("orders", DataType::UInt64, true),
        Field::new("units", DataType::Int64, true),
        Field::new("name", DataType::Binary, false),
        Field::new("lines", DataType::UInt64, false),
    ];
    let schema = Arc::new(Schema::new(fields));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt64Array::from(vec![Some(3), None])),
        Arc::new(Int64Array::from(vec![-4, 1 << 31])),
        Arc::new(BinaryArray::from(vec!["ß".as_bytes(), b""])),
        Arc::new(UInt64Array::from(vec![1, 1 << 32])),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&batch).unwrap();
    let stream = writer.into_inner().unwrap();
    let bytes = [&stream[..], &2_u64.to_le_bytes()].concat();

    let (mut orders, mut units): (Vec<u32>, Vec<f64>) = Default::default();
    let mut name = Texts::default();
    read_one(&bytes, gaps("orders"), &mut orders).unwrap();
    read_one(&bytes, gaps("units"), &mut units).unwrap();
    read_one(&bytes, gaps("name"), &mut name).unwrap();
    assert_eq!(orders, [3, NONE]);
    assert_eq!(units, [-4.0, 2_147_483_648.0]);
    assert_eq!(name.iter().collect::<Vec<_>>(), ["ß", ""]);
    assert_eq!(
        read_one(&bytes, gaps("lines"), &mut orders)
            .unwrap_err()
            .to_string(),
        "The file customers.arrow is damaged or incomplete (column “lines” has a number out of range). What is on the page is kept; reload, or make the pack again.",
    );
    assert_eq!(
        read_one(&bytes, gaps("orders"), &mut vec![true])
            .unwrap_err()
            .to_string(),
        "The file customers.arrow is damaged or incomplete (column “orders” has gaps). What is on the page is kept; reload, or make the pack again.",
    );
    check(
        "customers",
        &stream[..stream.len() - 8],
        "The file customers.arrow is damaged or incomplete (the stream was cut before its end). What is on the page is kept; reload, or make the pack again.",
    );
    let mut writer = FileWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&batch).unwrap();
    check(
        "customers",
        &writer.into_inner().unwrap(),
        "The file customers.arrow is damaged or incomplete (it does not say its contract version). What is on the page is kept; reload, or make the pack again.",
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        bomb.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    check(
        "customers",
        &bomb,
        "The file customers.arrow is damaged or incomplete (it cannot be unpacked to its end). What is on the page is kept; reload, or make the pack again.",
    );
}
