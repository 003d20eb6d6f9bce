//! What a workbook would take in memory, looked at before it is read: its parts are packed, and its cells may
//! lie far apart.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use super::shown::Xml;

/// What a part that is read whole may hold, beside a multiple of the file's size, in bytes.
const ALWAYS: u64 = 64 << 20;
/// How many cells there may be, beside one for each byte of the file.
const CELLS: u64 = 2 << 20;
/// One packed byte never holds more than so many.
const DEFLATE: u64 = 1032;
/// The parts that are read whole.
const WHOLE: [&str; 6] = [
    "xl/sharedStrings.xml",
    "xl/sharedStrings.bin",
    "xl/styles.xml",
    "xl/workbook.xml",
    "content.xml",
    "styles.xml",
];

/// How many cells a workbook of so many bytes may have.
pub(super) fn cells(bytes: usize) -> usize {
    usize::try_from(bytes as u64 + CELLS).unwrap_or(usize::MAX)
}

/// How many bytes a part of a workbook of so many bytes may hold.
pub(super) fn most(bytes: usize) -> u64 {
    4 * bytes as u64 + ALWAYS
}

/// Whether a workbook holds more than it may.
pub(super) fn exceeds(bytes: &[u8]) -> bool {
    let Ok(mut file) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let most = most(bytes.len());
    for name in WHOLE {
        let Ok(part) = file.by_name(name) else {
            continue;
        };
        // Only what comes out tells: a size may be a lie.
        if part.compressed_size().saturating_mul(DEFLATE) > most
            && copy(&mut part.take(most + 1), &mut sink()).is_ok_and(|held| held > most)
        {
            return true;
        }
    }
    area(&mut file).is_some_and(|area| area > bytes.len() as u64 + CELLS)
}

/// How many cells the largest table of an OpenDocument workbook has, with the empty ones between those that
/// are filled; nothing when it is of another kind.
fn area(file: &mut ZipArchive<Cursor<&[u8]>>) -> Option<u64> {
    let xml = Xml::open(file, "content.xml")?;
    let mut largest = 0_u64;
    // Where the next row and the next cell stand, and how far the filled ones reach.
    let (mut row, mut column, mut rows, mut columns) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut wide = 0_u64;
    xml.each(&mut |xml, name, element| {
        let times = |name: &str| {
            let told = xml.attribute(element, name);
            told.and_then(|told| told.parse().ok()).unwrap_or(1_u64)
        };
        match name {
            b"table" => (row, column, rows, columns, wide) = (0, 0, 0, 0, 0),
            b"table-row" => {
                row =
                    row.saturating_add(std::mem::replace(&mut wide, times("number-rows-repeated")));
                column = 0;
            }
            b"table-cell" | b"covered-table-cell" => {
                column = column.saturating_add(times("number-columns-repeated"));
                let filled = xml.attribute(element, "value-type").is_some();
                if filled {
                    rows = rows.max(row.saturating_add(wide));
                    columns = columns.max(column);
                    largest = largest.max(rows.saturating_mul(columns));
                }
            }
            _ => {}
        }
    });
    Some(largest)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(name: &str, text: &[u8]) -> Vec<u8> {
        let mut file = ZipWriter::new(Cursor::new(vec![]));
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(text).unwrap();
        file.finish().unwrap().into_inner()
    }

    #[test]
    fn texts_without_end_are_too_much() {
        let texts = vec![b' '; 70 << 20];
        assert!(exceeds(&packed("xl/sharedStrings.xml", &texts)));
        assert!(!exceeds(&packed("xl/sharedStrings.xml", &texts[..1 << 20])));
        assert!(!exceeds(b"PK"));
    }

    #[test]
    fn the_area_of_a_table_is_that_of_its_filled_cells() {
        let table = |between: &str| {
            let text = format!(
                r#"<office:body><table:table><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>{between}<table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table></office:body>"#
            );
            let bytes = packed("content.xml", text.as_bytes());
            let mut file = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
            (area(&mut file), exceeds(&bytes))
        };
        assert_eq!(table(""), (Some(2 * 16_384), false));
        let far = r#"<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>"#;
        assert_eq!(table(far), (Some((1 << 20) * 16_384), true));
    }
}
