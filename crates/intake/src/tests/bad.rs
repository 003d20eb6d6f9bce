//! Inputs that are broken: each has its sentence, or its lines are named in the ledger.

use super::*;

const HEADINGS: &str = "order_id,date,sku,qty,unit_price,customer_id";

/// A CSV file with our headings.
fn csv(lines: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", lines.join("\n"))
}

#[track_caller]
fn refused(text: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(from_text(text).unwrap_err().to_string(), expected);
}

#[test]
fn files_that_cannot_be_read_say_so() {
    refused(
        "",
        "The file x.csv is empty. Nothing was written; export it again.",
    );
    refused(
        HEADINGS,
        "The file x.csv has headings but no lines. Nothing was written; export it again.",
    );
    refused(
        b"PK\x03\x04....",
        "The archive x.csv is incomplete or damaged. Nothing was written; copy or export it again.",
    );
}

#[test]
fn a_cut_parquet_file_says_so() {
    let mut file = root("data/online_retail.parquet");
    file.name = "x.parquet".to_owned();
    file.bytes.truncate(file.bytes.len() / 2);
    let said = make(request([file])).unwrap_err().to_string();
    assert!(
        said.starts_with("The file x.parquet is not a complete Parquet file ("),
        "{said}"
    );
    assert!(
        said.ends_with("). Nothing was written; copy or export it again."),
        "{said}"
    );
}

#[test]
fn a_workbook_that_is_cut_or_locked_says_so() {
    let mut file = root("crates/intake/tests/cases/inputs/workbook-title-rows.xlsx");
    file.name = "x.xlsx".to_owned();
    file.bytes.truncate(file.bytes.len() / 2);
    assert_eq!(
        make(request([file])).unwrap_err().to_string(),
        "The file x.xlsx is not a complete workbook: it was cut off or damaged. Nothing was written; copy or export it again."
    );
    let mut bytes = b"\xd0\xcf\x11\xe0 ".to_vec();
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(
        make(request([text("x.xlsx", bytes)]))
            .unwrap_err()
            .to_string(),
        "The workbook x.xlsx is protected with a password. Nothing was written; open it in a spreadsheet program, remove the password and save it again."
    );
}

#[test]
fn missing_columns_are_named_with_those_there_are() {
    refused(
        "order_id,date,sku,qty\n1,2024-01-01,A,1\n",
        "The file x.csv has no unit price column. Nothing was written; say which column holds it with --map price=COLUMN, or with --map amount=COLUMN the total of each line. Its columns are: order_id, date, sku, qty.",
    );
    refused(
        "date,sku,qty,price\n2024-01-01,A,1,1\n",
        "The file x.csv has no order number column. Nothing was written; say which column holds it with --map order=COLUMN. Its columns are: date, sku, qty, price.",
    );
    let mut wanted = request([fixture("mapped.csv")]);
    wanted.mapped.push("order=Nummer".parse().unwrap());
    assert_eq!(
        make(wanted).unwrap_err().to_string(),
        "--map order=Nummer names a column that mapped.csv does not have. Nothing was written; its columns are: Bon, Quand, Quoi, Combien, Combien coûte, Qui, Remise."
    );
    let mut wanted = request([fixture("mapped.csv")]);
    for text in ["order=Bon", "price=Combien", "price=Combien coûte"] {
        wanted.mapped.push(text.parse().unwrap());
    }
    assert_eq!(
        make(wanted).unwrap_err().to_string(),
        "--map names two columns for price: Combien and Combien coûte. Nothing was written; keep one of them (only discount may have several, which are added up)."
    );
    let mut wanted = request([fixture("online_retail.csv")]);
    wanted.customers = Some(fixture("dunnhumby.csv"));
    wanted.products = Some(fixture("customers.csv"));
    assert_eq!(
        make(wanted).unwrap_err().to_string(),
        "The file customers.csv has no product column. Nothing was written; rename one of its columns to product_id, product_code, variant_sku, sku, stock_code, item_id, product, id. Its columns are: Customer ID, Email, Tier, Email opt-in, Sign-up date."
    );
    refused(
        "order_id,date,sku,qty,unit_price,qty\n1,2024-01-01,A,1,1,2\n",
        "The heading “qty” appears twice in x.csv, and the two columns hold different values. Nothing was written; rename or remove one of them.",
    );
}

#[test]
fn columns_of_the_wrong_type_are_named() {
    refused(
        csv(&["1,2024-01-01,A,one,1,7", "2,2024-01-02,A,two,1,7"]),
        "Column “qty” of x.csv should be the quantity, but it holds text such as “one”. Nothing was written; choose another column with --map quantity=COLUMN.",
    );
    refused(
        csv(&["1,soon,A,1,1,7", "2,later,A,1,1,7"]),
        "Column “date” of x.csv should be the time, but it holds text such as “soon”. Nothing was written; choose another column with --map time=COLUMN.",
    );
    let mut wanted = request([root("data/online_retail.parquet")]);
    for text in ["price=InvoiceDate", "time=InvoiceDate"] {
        wanted.mapped.push(text.parse().unwrap());
    }
    assert_eq!(
        make(wanted).unwrap_err().to_string(),
        "Column “InvoiceDate” of online_retail.parquet should be the unit price, but it holds times. Nothing was written; choose another column with --map price=COLUMN."
    );
}

#[test]
fn quotation_marks_must_be_closed() {
    refused(
        csv(&[
            "1,2024-01-01,A,1,1,7",
            "2,2024-01-01,\"B,1,1,7",
            "3,2024-01-01,C,1,1,7",
        ]),
        "The quotation mark opened on line 3 of x.csv is never closed. Nothing was written; close or remove it, or export the file again.",
    );
}

#[test]
fn dates_that_can_be_read_two_ways_are_refused() {
    refused(
        csv(&["1,1/2/2024,A,1,1,7"]),
        "The dates in column “date” of x.csv, such as 1/2/2024, may have the day or the month first. Nothing was written; say which with --dates dmy or --dates mdy.",
    );
    refused(
        csv(&["1,13/2/2024,A,1,1,7", "2,2/13/2024,A,1,1,7"]),
        "The dates in column “date” of x.csv are written in two ways: 13/2/2024 has the day first, 2/13/2024 the month. Nothing was written; write every date as YYYY-MM-DD.",
    );
}

#[test]
fn lines_that_cannot_be_read_are_counted_and_named() {
    let dataset = from_text(csv(&[
        "1,2024-01-01,A,1,2.5,7",
        "2,2999-01-01,A,1,2.5,7",
        "3,13/1/2024,A,1,2.5,7",
        "4,2024-01-01,A,1,NaN,7",
        "5,2024-01-01,A,1,inf,7",
        "6,2024-01-01,A,1.5,2.5,7",
        "7,2024-01-01,A,0,2.5,7",
        ",2024-01-01,A,1,2.5,7",
        "9,2024-01-01,,1,2.5,7",
        "10,,A,1,2.5,7",
        "11,2024-01-01,A,,2.5,7",
        "12,2024-01-01,A",
        "13,2024-01-01,A,1,2.5,7,8",
        "14,2024-01-01,A,1,,7",
        "15,2024-01-01,A,9999999999,1,7",
        "16,1924-01-01,A,1,1,7",
    ]))
    .unwrap();
    let say = |line: u64, why: &str| (line, why.to_owned());
    assert_eq!(
        dataset.catalogue.ledger.unreadable,
        [
            say(3, "the date 2999-01-01 is in the future"),
            say(4, "the date “13/1/2024” is not written like the others"),
            say(5, "the unit price “NaN” is not a finite number"),
            say(6, "the unit price “inf” is not a finite number"),
            say(8, "the quantity is zero"),
            say(9, "it has no order number"),
            say(10, "it has no product"),
            say(11, "it has no time"),
            say(12, "it has no quantity"),
            say(13, "it has 3 values where the headings are 6"),
            say(14, "it has 7 values where the headings are 6"),
            say(16, "the quantity “9999999999” is too large"),
            say(17, "the date 1924-01-01 is before 1970"),
        ]
    );
    // A line without a price was read well: nothing was sold.
    assert_eq!(classes(&dataset.catalogue), [13, 0, 1, 0, 0, 0, 0, 2]);
}

#[test]
fn nothing_readable_and_nothing_sold_are_refused() {
    refused(
        csv(&[",2024-01-01,A,1,1,7", ",2024-01-02,A,1,1,7"]),
        "None of the 2 lines of x.csv can be read; line 2: it has no order number. Nothing was written; say with --map which column is which.",
    );
    refused(
        csv(&["1,2024-01-01,A,1,0,7", "2,2024-01-01,A,-1,2,7"]),
        "No line of x.csv is a sale: of 2 lines read, none has a quantity and a price above zero. Nothing was written; say with --map which columns hold quantity and price.",
    );
}

#[test]
fn mixed_encodings_are_read() {
    let mut bytes = csv(&["1,2024-01-01,caf\u{e9},1,1,7"]).into_bytes();
    bytes.extend(b"2,2024-01-02,caf\xe9,1,1,7\n");
    let dataset = from_text(bytes).unwrap();
    assert_eq!(dataset.products.id, ["CAFÉ"]);
}
