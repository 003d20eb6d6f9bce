//! Files made to break their reader, or cut on their way: each has its sentence, and takes no more memory
//! than a few times its own size.

use super::*;
use crate::archives::tests::{gzip, zip};
use crate::read_workbook::tests::book;

#[track_caller]
fn refused(name: &str, bytes: Vec<u8>, sentence: &str) {
    let said = make(request([text(name, bytes)])).unwrap_err().to_string();
    assert_eq!(said, sentence);
}

#[test]
fn a_cell_in_the_last_corner_of_a_sheet_costs_nothing() {
    let heading = |column: &str, text: &str| {
        format!(r#"<c r="{column}1" t="inlineStr"><is><t>{text}</t></is></c>"#)
    };
    let headings = [
        ("A", "order_id"),
        ("B", "date"),
        ("C", "sku"),
        ("D", "qty"),
        ("E", "price"),
        ("F", "customer_id"),
    ]
    .map(|(column, text)| heading(column, text))
    .concat();
    let line = r#"<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>45296</v></c><c r="C2"><v>5</v></c><c r="D2"><v>1</v></c><c r="E2"><v>2.5</v></c><c r="F2"><v>7</v></c></row>"#;
    let corner = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let rows = format!(r#"<row r="1">{headings}</row>{line}{corner}"#);
    let dataset = make(request([text("x.xlsx", book(&[], &rows))])).unwrap();
    assert_eq!(dataset.catalogue.ledger.read, 1);
    assert!(
        decided(&dataset).contains(
            &"Cells without a heading above them, in column XFD, were left out.".to_owned()
        )
    );
}

#[test]
fn a_line_without_end_is_refused() {
    refused(
        "x.csv",
        vec![b'a'; 2 << 20],
        "The file x.csv has headings but no lines. Nothing was written; export it again.",
    );
    refused(
        "x.csv",
        b"a,".repeat(1 << 20),
        "The file x.csv is a text with more than 16,384 columns, which is not supported. Nothing was written; save it as CSV or Parquet.",
    );
    // Few letters that would be many cells.
    let headings: Vec<String> = (0..16_000).map(|at| format!("c{at}")).collect();
    let mut many = headings.join(",").into_bytes();
    many.extend(b"\na".repeat(100_000));
    refused(
        "x.csv",
        many,
        "The file x.csv is a text whose lines have far fewer values than headings, which is not supported. Nothing was written; save it as CSV or Parquet.",
    );
}

#[test]
fn bombs_are_refused_also_where_a_workbook_should_be() {
    let noughts = vec![b'0'; 70 << 20];
    let bomb = "The archive x.xlsx unpacks to more than 64 MB, which is too much for its size. Nothing was written; unpack it and use the files themselves.";
    refused("x.xlsx", gzip(&noughts), bomb);
    refused("x.xlsx", zip(&[("xl/sheet1.xml", &noughts)]), bomb);
}

#[test]
fn half_a_file_is_refused_in_every_form() {
    let orders = b"order_id,date,sku,qty,unit_price,customer_id\n1,2024-01-01,A,1,2.5,7\n";
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let damaged =
        "The archive x is incomplete or damaged. Nothing was written; copy or export it again.";
    refused("x", half(gzip(orders)), damaged);
    refused("x", half(zip(&[("orders.csv", orders)])), damaged);
    refused(
        "x",
        half(zstd::encode_all(&orders[..], 3).unwrap()),
        damaged,
    );
    refused(
        "x.xlsx",
        half(book(&[], r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)),
        "The file x.xlsx is not a complete workbook: it was cut off or damaged. Nothing was written; copy or export it again.",
    );
}

#[test]
fn other_archives_are_named() {
    for (bytes, what) in [
        (&b"Rar!\x1a\x07\x00"[..], "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\xfd7zXZ\0", "an XZ archive"),
        (b"BZh91AY&SY", "a bzip2 archive"),
    ] {
        refused(
            "x",
            bytes.to_vec(),
            &format!(
                "The file x is {what}, which is not supported. Nothing was written; save it as CSV or Parquet."
            ),
        );
    }
}

#[test]
fn an_archive_of_several_months_is_several_files() {
    let month = |month: u32| {
        format!(
            "order_id,date,sku,qty,unit_price,customer_id\n{month},2024-0{month}-01,A,1,2.5,7\n"
        )
    };
    let archive = zip(&[
        ("2024/january.csv", month(1).as_bytes()),
        ("2024/february.csv", month(2).as_bytes()),
        ("2024/february copy.csv", month(2).as_bytes()),
    ]);
    let dataset = make(request([text("year.zip", archive)])).unwrap();
    assert_eq!(dataset.catalogue.orders, 2);
    assert_eq!(dataset.catalogue.ledger.source, "january.csv; february.csv");
    assert!(decided(&dataset).contains(
        &"february copy.csv holds the same as february.csv and was left out.".to_owned()
    ));
}
