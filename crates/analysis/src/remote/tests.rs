use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, DictionaryArray, Float64Array, RecordBatch, UInt32Array,
};
use arrow::datatypes::UInt32Type;
use arrow::ipc::writer::StreamWriter;
use clientele_model::filters::Filters;
use clientele_model::table::Aggregate;
use clientele_model::{Date, date};

use super::*;
use crate::days;
use crate::tables::sample;

#[test]
fn what_is_no_whole_table_is_refused() {
    let days = (date(2024, 1, 1), date(2025, 12, 31));
    let catalogue = sample::catalogue(days.0, days.1, days);
    let request = &Request::customers(&Filters::default(), true);
    for bytes in [
        &b""[..],
        b"Code: 241. DB::Exception: (MEMORY_LIMIT_EXCEEDED)",
        b"\xff\xff\xff\xff\0\0\0\0",
    ] {
        let why = Answer::read(request, bytes, &catalogue)
            .unwrap_err()
            .to_string();
        assert!(
            why.starts_with("What came for customers is broken or incomplete ("),
            "{why}"
        );
    }
}

/// A stream of months: customer, first day, days with an order.
fn stream(rows: &[(&str, Date, u32)]) -> Vec<u8> {
    let names: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let names: DictionaryArray<UInt32Type> = names.into_iter().collect();
    let months = rows.iter().map(|row| days::from_date(row.1));
    let counts = || UInt32Array::from_iter_values(rows.iter().map(|row| row.2.count_ones()));
    let amounts = |value: f64| Arc::new(Float64Array::from(vec![value; rows.len()]));
    let columns: [(&str, ArrayRef); 9] = [
        ("customer", Arc::new(names)),
        ("month", Arc::new(Date32Array::from_iter_values(months))),
        ("orders", Arc::new(counts())),
        (
            "days",
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.2))),
        ),
        ("gross", amounts(12.5)),
        ("returned", amounts(0.0)),
        ("discount", amounts(1.5)),
        ("units", amounts(3.0)),
        ("margin", amounts(f64::NAN)),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    let stream = writer.into_inner().unwrap();
    [&stream[..], &(rows.len() as u64).to_le_bytes()].concat()
}

#[test]
fn a_table_with_rows_missing_is_refused() {
    let span = (date(2024, 1, 1), date(2025, 12, 31));
    let catalogue = sample::catalogue(span.0, span.1, span);
    let request = &Request {
        table: Asked::Of(Aggregate::CustomerMonths),
        ..Request::rfm(&Filters::default())
    };
    let sent = stream(&[("a", date(2024, 5, 1), 1), ("b", date(2024, 5, 1), 1)]);
    assert!(Answer::read(request, &sent, &catalogue).is_ok());
    let (stream, _) = sent.split_at(sent.len() - 8);
    let said = |rows: &[u8]| [stream, rows].concat();
    // A batch was lost on the way, or the number behind the end.
    for bytes in [said(&3_u64.to_le_bytes()), said(&[]), said(&[2, 0, 0])] {
        let why = Answer::read(request, &bytes, &catalogue).unwrap_err();
        assert_eq!(
            why.to_string(),
            "What came for customer_months is broken or incomplete (its end is not followed by the number of its rows), so none of it is shown. What is on the page is kept; try again, or tell whoever runs this page."
        );
    }
}

#[test]
fn months_are_read_where_they_are_in_order() {
    let request = Request {
        table: Asked::Of(Aggregate::CustomerMonths),
        filters: Filters::default(),
        product: None,
        campaign: None,
    };
    let span = (date(2024, 1, 1), date(2025, 12, 31));
    let catalogue = sample::catalogue(span.0, span.1, span);
    let read = |rows: &[(&str, Date, u32)]| Answer::read(&request, &stream(rows), &catalogue);
    let (may, june) = (date(2024, 5, 1), date(2024, 6, 1));
    let whole = [("b", may, 0b110), ("b", june, 0), ("a", may, 1 << 30)];
    let Ok(Answer::CustomerMonths(table)) = read(&whole) else {
        panic!("they are in order");
    };
    let named: Vec<&str> = (0..3).map(|row| table.customer.get(row)).collect();
    assert_eq!(named, ["b", "b", "a"]);
    let begun = days::from_date(may);
    assert_eq!(
        (table.first(0), table.last(0)),
        (Some(begun + 1), Some(begun + 2))
    );
    assert_eq!((table.first(1), table.last(1)), (None, None));
    assert_eq!((table.first(2), table.order_days(2)), (Some(begun + 30), 1));
    assert!(table.margin.iter().all(|margin| margin.is_nan()));
    for wrong in [
        // Months out of order, twice, and not by their first day.
        [("b", june, 1), ("b", may, 1)],
        [("b", may, 1), ("b", may, 1)],
        [("b", date(2024, 5, 2), 1), ("b", june, 1)],
        // 31 June.
        [("b", may, 1), ("b", june, 1 << 30)],
    ] {
        let why = read(&wrong).unwrap_err().to_string();
        assert_eq!(
            why,
            "What came for customer_months is broken or incomplete (its months are not in order), so none of it is shown. What is on the page is kept; try again, or tell whoever runs this page."
        );
    }
    let apart = [("b", may, 1), ("a", may, 1), ("b", june, 1)];
    assert!(read(&apart).is_err(), "a customer stands in two places");
}
