use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// A workbook of one sheet with these rows of cells, as XML, and number formats, from style 1 on.
pub(crate) fn book(formats: &[&str], rows: &str) -> Vec<u8> {
    book_of(false, formats, rows)
}

/// The same; its day numbers may count from 1904, as in workbooks that began on an old Macintosh.
pub(crate) fn book_of(from_1904: bool, formats: &[&str], rows: &str) -> Vec<u8> {
    let epoch = match from_1904 {
        true => r#"<workbookPr date1904="1"/>"#,
        false => "",
    };
    let codes: String = (0..)
        .zip(formats)
        .map(|(at, code)| format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 164 + at))
        .collect();
    let styles: String = (0..formats.len())
        .map(|at| format!(r#"<xf numFmtId="{}"/>"#, 164 + at))
        .collect();
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="x">{epoch}<sheets><sheet name="A &amp; B" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut file = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in parts {
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// Every cell as row, column and what it says.
fn cells_of(formats: &[&str], rows: &str) -> Vec<(u32, u32, String)> {
    let book = read(book(formats, rows), Kind::Xlsx, "x.xlsx").unwrap();
    assert_eq!(book.sheets[0].name, "A & B");
    let said = |value: Value| match value {
        Value::Text(code) => book.texts.value(code).to_owned(),
        other => format!("{other:?}"),
    };
    let cells = book.sheets[0].cells.iter();
    cells
        .map(|cell| (cell.row, cell.column, said(cell.value)))
        .collect()
}

#[test]
fn noughts_that_a_cell_shows_are_read() {
    let rows = r#"<row r="2"><c r="B2" s="1"><v>7</v></c><c r="C2" s="2"><v>7</v></c><c r="D2"/><c r="E2"><v>7</v></c></row>
        <row r="4"><c r="B4" s="1"><v>123456</v></c><c r="C4" s="1" t="str"><v>x</v></c></row>"#;
    assert_eq!(
        cells_of(&["00000", "0.00"], rows),
        [
            (1, 1, "00007".to_owned()),
            (1, 2, "Number(7.0)".to_owned()),
            (1, 4, "Number(7.0)".to_owned()),
            (3, 1, "Number(123456.0)".to_owned()),
            (3, 2, "x".to_owned()),
        ]
    );
}

#[test]
fn cells_without_places_follow_each_other() {
    let rows =
        r#"<row><c><v>1</v></c><c s="1"><v>7</v></c></row><row/><row><c s="1"><v>8</v></c></row>"#;
    assert_eq!(
        cells_of(&["\\K000"], rows),
        [
            (0, 0, "Number(1.0)".to_owned()),
            (0, 1, "K007".to_owned()),
            (2, 0, "K008".to_owned()),
        ]
    );
}

#[test]
fn errors_of_any_name_are_cells() {
    let rows = r##"<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1"><v>3</v></c></row>
        <row r="2"><c r="A2" t="e"><f>SORT(B1)</f><v>#CALC!</v></c></row>"##;
    for formats in [&["0.0"], &["00"]] {
        assert_eq!(
            cells_of(formats, rows),
            [
                (0, 0, "#N/A".to_owned()),
                (0, 1, "#SPILL!".to_owned()),
                (0, 2, "Number(3.0)".to_owned()),
                (1, 0, "#CALC!".to_owned()),
            ]
        );
    }
}
