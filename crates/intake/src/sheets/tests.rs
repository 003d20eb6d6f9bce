use super::*;
use crate::read_workbook::Sheet;

/// A workbook of sheets of texts; numbers are cells with numbers, and nothing is no cell.
fn book(sheets: &[(&str, &[&[&str]])]) -> Book {
    let mut book = Book::default();
    for (name, rows) in sheets {
        let mut cells = vec![];
        for (row, texts) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*texts) {
                let value = match text.parse() {
                    Ok(number) => Value::Number(number),
                    Err(_) if *text == "=?" => Value::Unworked,
                    Err(_) => Value::Text(book.texts.code(text)),
                };
                if !text.is_empty() {
                    cells.push(Cell { row, column, value });
                }
            }
        }
        book.sheets.push(Sheet {
            name: (*name).to_owned(),
            cells,
        });
    }
    book
}

fn read(book: &Book, sought: Sought) -> Result<Vec<Table>, String> {
    let hints = Hints {
        sought,
        ..Hints::default()
    };
    tables(book, "x.xlsx", hints).map_err(|trouble| trouble.to_string())
}

const ORDERS: &[&[&str]] = &[
    &[
        "order_id",
        "date",
        "sku",
        "qty",
        "unit_price",
        "customer_id",
    ],
    &["1", "45296", "A", "2", "10", "7"],
];
const PEOPLE: &[&[&str]] = &[
    &[
        "customer_id",
        "email",
        "tier",
        "country",
        "phone",
        "account",
    ],
    &["7", "a@b.de", "gold", "DE", "1", "x"],
];

#[test]
fn the_sheet_with_what_is_sought_is_read() {
    let book = book(&[("People", PEOPLE), ("Orders", ORDERS)]);
    let orders = read(&book, Sought::Orders).unwrap();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].headings, ORDERS[0]);
    assert_eq!(orders[0].file, "x.xlsx");
    assert_eq!(
        orders[0].said.sentences(),
        ["x.xlsx: the sheet “People” has other headings than “Orders” and was left out."]
    );
    let people = read(&book, Sought::Customers).unwrap();
    assert_eq!(people[0].headings, PEOPLE[0]);
}

#[test]
fn sheets_with_the_same_headings_are_read_one_after_the_other() {
    let turned: &[&[&str]] = &[
        &[
            "date",
            "order_id",
            "sku",
            "qty",
            "unit_price",
            "customer_id",
        ],
        &["45297", "2", "A", "2", "10", "8"],
        &[
            "Date",
            "Order ID",
            "SKU",
            "Qty",
            "Unit price",
            "Customer ID",
        ],
        &["45298", "3", "A", "2", "10", "9"],
    ];
    let mut book = book(&[("January", ORDERS), ("February", turned)]);
    book.hidden = vec!["Copy".to_owned(), "Notes".to_owned()];
    let tables = read(&book, Sought::Orders).unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.file.as_str()).collect();
    assert_eq!(names, ["x.xlsx (January)", "x.xlsx (February)"]);
    assert_eq!(tables[1].numbers, [2, 4]);
    assert_eq!(
        tables[0].said.sentences(),
        [
            "x.xlsx: the sheets “January”, “February” have the same headings and were read one after the other.",
            "x.xlsx: the sheets “Copy”, “Notes” are hidden and were left out.",
        ]
    );
    assert_eq!(
        tables[1].said.sentences(),
        ["The headings are repeated on row 3 and were left out there."]
    );
}

#[test]
fn titles_stand_above_headings_and_notes_beside_them() {
    let rows: &[&[&str]] = &[
        &["Sales report"],
        &[],
        &["Order", "", "Goods", "", "", "Customer"],
        ORDERS[0],
        &["1", "45296", "A", "2", "10", "7", "", "checked"],
        &[],
        &["", "", "", "", "", "", "", "a note"],
    ];
    let tables = read(&book(&[("Orders", rows)]), Sought::Orders).unwrap();
    assert_eq!(tables[0].headings, ORDERS[0]);
    assert_eq!(tables[0].numbers, [5]);
    assert_eq!(
        tables[0].said.sentences(),
        [
            "The headings are on row 4; 2 rows above them were left out.",
            "Cells without a heading above them, in column H, were left out.",
        ]
    );
    assert_eq!(
        [0, 25, 26, 701, 702].map(letters),
        ["A", "Z", "AA", "ZZ", "AAA"]
    );
}

#[test]
fn headings_that_nobody_knows_are_the_first_row_of_texts() {
    let rows: &[&[&str]] = &[&["Report"], &["Bon", "Wann"], &["1", "45296"]];
    let tables = read(&book(&[("Tabelle1", rows)]), Sought::Orders).unwrap();
    assert_eq!(tables[0].headings, ["Bon", "Wann"]);
}

#[test]
fn workbooks_that_cannot_be_read_say_so() {
    let refused = |book: &Book| read(book, Sought::Orders).unwrap_err();
    assert_eq!(
        refused(&book(&[("Orders", &[])])),
        "The file x.xlsx is empty. Nothing was written; export it again."
    );
    assert_eq!(
        refused(&book(&[("Orders", &[&["1", "2"], &["3", "4"]])])),
        "No sheet of x.xlsx has a row of headings. Nothing was written; add one above the lines, such as order_id, date, sku, qty, unit_price, customer_id."
    );
    let formulas: &[&[&str]] = &[
        &["order_id", "date", "sku", "qty", "amount"],
        &["1", "45296", "A", "2", "=?"],
        &["2", "45296", "A", "2", "=?"],
    ];
    assert_eq!(
        refused(&book(&[("Orders", formulas)])),
        "The formulas in column “amount” of x.xlsx have no saved results. Nothing was written; open the workbook in a spreadsheet program and save it, so that the results are stored with it."
    );
    let some: &[&[&str]] = &[formulas[0], formulas[1], &["2", "45296", "A", "2", "10"]];
    let tables = read(&book(&[("Orders", some)]), Sought::Orders).unwrap();
    assert_eq!(
        tables[0].said.sentences(),
        ["1 formula in “amount” without a saved result: its cell counts as empty."]
    );
}
