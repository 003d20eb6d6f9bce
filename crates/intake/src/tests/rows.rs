//! Rows of texts as a workbook and as a Parquet file.

use std::sync::Arc;

use crate::read_workbook::tests::book;
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// Rows as cells of texts.
pub(super) fn workbook(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let xml = (1..).zip(rows).map(|(row, cells)| {
        let cells = ('A'..).zip(cells).filter(|(_, text)| !text.is_empty());
        let cells: String = cells
            .map(|(column, text)| {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
            })
            .collect();
        format!(r#"<row r="{row}">{cells}</row>"#)
    });
    book(&[], &xml.collect::<String>())
}

/// Rows as columns of texts.
pub(super) fn parquet(headings: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let columns = headings.iter().enumerate().map(|(at, heading)| {
        let cells = rows.iter().map(|row| row.get(at).map(String::as_str));
        (heading, Arc::new(StringArray::from_iter(cells)) as ArrayRef)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(vec![], batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}
