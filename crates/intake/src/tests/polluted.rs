//! One table, spoilt in the ways in which CSV files are: the kinds of the Pollock suite (separators, quotes, ends of lines, preambles,
//! headings, cells too many or too few) and of the W3C's tests of CSV on the web (heading or none, comments, blanks, other dialects). How
//! many of them are read right is counted, and must not fall.

use super::*;

mod files;

use files::{PLAIN, ROWS, Spoilt, dialects, preambles, rows_and_cells};

fn encodings() -> Vec<Spoilt> {
    let text = PLAIN.file().replace("Red mug", "Größe “Ü” – tasse à café");
    let mut all: Vec<Spoilt> = vec![
        ("UTF-8".to_owned(), text.clone().into_bytes(), 8),
        (
            "UTF-8 with mark".to_owned(),
            format!("\u{feff}{text}").into_bytes(),
            8,
        ),
        (
            "Windows-1252".to_owned(),
            encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            8,
        ),
        (
            "Windows-1250".to_owned(),
            encoding_rs::WINDOWS_1250.encode(&text).0.into_owned(),
            8,
        ),
    ];
    for (name, turn) in [
        (
            "UTF-16, little end first",
            u16::to_le_bytes as fn(u16) -> [u8; 2],
        ),
        ("UTF-16, big end first", u16::to_be_bytes),
    ] {
        let bytes = format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(turn)
            .collect();
        all.push((name.to_owned(), bytes, 8));
    }
    all
}

/// Why a file was not read as it is meant.
fn wrong((name, bytes, lines): &Spoilt) -> Option<String> {
    let dataset = match make(request([text("x.csv", bytes)])) {
        Ok(dataset) => dataset,
        Err(trouble) => return Some(format!("{name}: {trouble}")),
    };
    let ledger = &dataset.catalogue.ledger;
    let sold = lines_of(&dataset);
    let columns = dataset
        .catalogue
        .columns
        .iter()
        .filter(|column| !column.read_as.is_empty() && column.read_as != DECIDED)
        .count();
    (sold != *lines || columns != 7).then(|| {
        format!(
            "{name}: {sold} lines of {lines}, {columns} columns; {:?}",
            ledger.unreadable
        )
    })
}

/// Lines that are sales with the day, the price and the pieces they were written with.
fn lines_of(dataset: &Dataset) -> usize {
    let mut wanted: Vec<(u32, u32)> = ROWS.iter().map(|row| (row.5, row.6)).collect();
    let found = dataset
        .lines
        .price
        .iter()
        .zip(dataset.lines.quantity.iter());
    let mut right = 0;
    for (price, pieces) in found {
        let line = (pieces as u32, (price * 100.0).round() as u32);
        if let Some(at) = wanted.iter().position(|other| *other == line) {
            wanted.remove(at);
            right += 1;
        }
    }
    right
}

/// The share that other sniffers reach on these suites is 84 to 99 of a hundred.
#[test]
fn nearly_every_spoilt_file_is_read_right() {
    let (mut all, mut failed) = (0, vec![]);
    for (kind, files, least) in [
        ("dialects", dialects(), 99.0),
        ("preambles", preambles(), 98.0),
        ("rows and cells", rows_and_cells(), 98.0),
        ("encodings", encodings(), 100.0),
    ] {
        let wrong: Vec<String> = files.iter().filter_map(wrong).collect();
        let share = 100.0 * (files.len() - wrong.len()) as f64 / files.len() as f64;
        println!(
            "{kind}: {share:.1} % of {} files are read right",
            files.len()
        );
        wrong.iter().for_each(|why| println!("  {why}"));
        all += files.len();
        if share < least {
            failed.push(kind);
        }
    }
    println!("{all} files");
    assert_eq!(failed, [""; 0]);
}
