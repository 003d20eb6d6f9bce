//! Rows of texts as a workbook and as a Parquet file.

use std::sync::Arc;

use crate::read_workbook::tests::book_of;
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

/// How the days in the second column of a workbook are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// As texts, like all other cells.
    Texts,
    /// As day numbers.
    Serials {
        /// Whether they count from 1904.
        from_1904: bool,
        /// Whether their cells have the form of a date.
        formed: bool,
    },
}

/// Rows as cells of texts, and of days.
pub(super) fn workbook(rows: impl Iterator<Item = Vec<String>>, days: Days) -> Vec<u8> {
    let is_number = |text: &str| text.parse::<f64>().is_ok();
    let xml = (1..).zip(rows).map(|(row, cells)| {
        let cells = ('A'..).zip(cells).filter(|(_, text)| !text.is_empty());
        let cells: String = cells
            .map(|(column, text)| match days {
                Days::Serials { formed, .. } if column == 'B' && is_number(&text) => {
                    let form = u8::from(formed);
                    format!(r#"<c r="{column}{row}" s="{form}"><v>{text}</v></c>"#)
                }
                _ => {
                    let text = text.replace('&', "&amp;").replace('<', "&lt;");
                    format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
                }
            })
            .collect();
        format!(r#"<row r="{row}">{cells}</row>"#)
    });
    let from_1904 = matches!(
        days,
        Days::Serials {
            from_1904: true,
            ..
        }
    );
    book_of(from_1904, &["yyyy-mm-dd hh:mm"], &xml.collect::<String>())
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
