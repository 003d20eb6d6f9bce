//! The form of a CSV file: what parts its cells, and on which row its headings stand.

use csv::ByteRecord;

use clientele_model::words::{agreeing, counted};

use crate::encoding::text;
use crate::read_csv::{reader, taken_apart};
use crate::said::some;
use crate::table::bare;
use crate::usual;

/// The form of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// What parts the cells.
    pub separator: u8,
    /// Whether quotation marks hold a cell together.
    pub quotes: bool,
    /// What stands for a quotation mark: some programs write apostrophes.
    pub quote: u8,
    /// Whether a quotation mark inside a cell has a backslash in front.
    pub backslash: bool,
    /// The record with the headings, from 0; titles stand above it.
    pub row: usize,
    /// Bytes before the first record: a line `sep=;`.
    pub skip: usize,
    /// Lines in these.
    pub skipped_lines: u64,
}

/// How many rows are looked at for the headings.
pub const ROWS: usize = 30;
/// How much of a text file is looked at for them.
const GLANCE: usize = 64 * 1024;

/// Finds out the form of a file; `wanted` are headings that are sure to be there.
pub fn form(bytes: &[u8], wanted: &[&str]) -> Form {
    let (told, skip) = told_separator(bytes);
    let bytes = &bytes[skip..];
    let glance = &bytes[..bytes.len().min(GLANCE)];
    let mut form = Form {
        separator: b',',
        quotes: true,
        quote: b'"',
        backslash: escapes_with_backslash(bytes, b'"'),
        row: 0,
        skip,
        skipped_lines: u64::from(skip > 0),
    };
    let wanted: Vec<String> = wanted.iter().map(|heading| bare(heading)).collect();
    let separators = match told {
        Some(told) => vec![told],
        None => vec![b',', b';', b'\t', b'|'],
    };
    let mut best = 0;
    for separator in separators.iter().copied() {
        let (score, row) = best_row(glance, Form { separator, ..form }, &wanted);
        if score > best {
            best = score;
            (form.separator, form.row) = (separator, row);
        }
    }
    if best < 2 {
        // No heading is known: the first row, and the separator that stands most often in it.
        form.row = 0;
        form.separator = told.unwrap_or_else(|| most_frequent(&String::from_utf8_lossy(glance)));
    }
    if holds_cells_by_apostrophes(glance, form) {
        form.quote = b'\'';
        form.backslash = escapes_with_backslash(bytes, form.quote);
    }
    form
}

/// The row with most known headings, the first of equals.
fn best_row(glance: &[u8], form: Form, wanted: &[String]) -> (usize, usize) {
    let mut reader = reader(glance, form);
    let mut record = ByteRecord::new();
    let (mut best, mut best_row) = (0, 0);
    for row in 0..ROWS {
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        let apart = taken_apart(&record, form);
        let cells: Vec<String> = apart
            .as_ref()
            .unwrap_or(&record)
            .iter()
            .map(|cell| bare(&text(cell)))
            .collect();
        let score = score(&cells, wanted);
        if score > best {
            (best, best_row) = (score, row);
        }
    }
    (best, best_row)
}

/// How much the cells of a row, in their bare form, look like headings: those that are sure to be there
/// count twice.
pub fn score(cells: &[String], wanted: &[String]) -> usize {
    let told = cells.iter().filter(|cell| wanted.contains(cell)).count();
    usual::known(cells) + 2 * told
}

/// Whether a row says the headings again: its first cell and four in five of all; `says` gives a cell in its
/// bare form. They are looked at closely only where the first ones are the same.
pub fn come_again(headings: &[String], says: impl Fn(usize) -> Option<String>) -> bool {
    let same =
        |at: usize| !headings[at].is_empty() && says(at).is_some_and(|cell| cell == headings[at]);
    headings.len() > 1 && same(0) && {
        let all = (0..headings.len()).filter(|&at| same(at)).count();
        all * 5 >= headings.len() * 4
    }
}

/// Says that titles stand above the headings; a line of a text file is a row of a workbook.
pub fn below(row: &str, at: u64, above: u64) -> String {
    format!(
        "The headings are on {row} {at}; {} above them {} left out.",
        counted(above, row),
        agreeing(above, "was", "were")
    )
}

/// Says on which rows the headings come again.
pub fn again(row: &str, rows: &[u64]) -> String {
    let rows: Vec<String> = rows.iter().map(u64::to_string).collect();
    format!(
        "The headings are repeated on {row} {} and were left out there.",
        some(&rows)
    )
}

/// "sep=;" on the first line tells spreadsheets what parts the cells: the separator, and how many bytes
/// the line has.
fn told_separator(bytes: &[u8]) -> (Option<u8>, usize) {
    let end = bytes
        .iter()
        .position(|&b| b == b'\n' || b == b'\r')
        .unwrap_or(bytes.len());
    let line = text(&bytes[..end]);
    let line = line.trim_matches(|c: char| c == '"' || (c.is_whitespace() && c != '\t'));
    let Some(separator) = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))
    else {
        return (None, 0);
    };
    let separator = match separator.as_bytes() {
        [one, ..] if one.is_ascii() => *one,
        _ => return (None, 0),
    };
    let after = match &bytes[end..] {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    (Some(separator), end + after)
}

/// Whether quotation marks inside a cell have a backslash in front, as databases write them: one such
/// mark is followed by more of the cell.
fn escapes_with_backslash(bytes: &[u8], quote: u8) -> bool {
    let ends =
        |next: &u8| matches!(next, b',' | b';' | b'\t' | b'|' | b'\n' | b'\r') || *next == quote;
    bytes
        .windows(3)
        .any(|three| three[0] == b'\\' && three[1] == quote && !ends(&three[2]))
}

/// Whether cells stand between apostrophes in place of quotation marks: no cell begins with such a mark, and read so more rows have as
/// many cells as the headings, or as many, where every cell that begins with an apostrophe ends with one. An identifier with an
/// apostrophe in front of it, as spreadsheets write them, is not between two.
fn holds_cells_by_apostrophes(glance: &[u8], form: Form) -> bool {
    let (mut opened, mut whole) = (0, 0);
    for line in glance.split(|byte| matches!(byte, b'\n' | b'\r')) {
        for cell in line.split(|byte| *byte == form.separator) {
            match cell.trim_ascii() {
                [b'"', ..] => return false,
                [b'\'', .., b'\''] => whole += 1,
                [b'\'', ..] => opened += 1,
                _ => {}
            }
        }
    }
    if whole + opened == 0 {
        return false;
    }
    let even = |quote: u8| {
        let mut reader = reader(glance, Form { quote, ..form });
        let mut record = ByteRecord::new();
        let mut cells = vec![];
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            cells.push(record.len());
        }
        let wanted = cells.get(form.row).copied();
        cells.iter().filter(|cells| Some(**cells) == wanted).count()
    };
    let (with, without) = (even(b'\''), even(b'"'));
    with > without || (with == without && whole > 2 && opened == 0)
}

/// The separator that stands most often in the headings, outside quotation marks.
fn most_frequent(text: &str) -> u8 {
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                for (separator, count) in &mut counts {
                    *count += u32::from(*separator == byte);
                }
            }
            _ => {}
        }
    }
    // The first of equals: a comma.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (char, usize) {
        let form = form(text.as_bytes(), &["Bon"]);
        (char::from(form.separator), form.row)
    }

    #[test]
    fn headings_may_stand_below_titles() {
        assert_eq!(found("order_id,date,sku\n1,2024-01-01,A\n"), (',', 0));
        assert_eq!(
            found("Sales report\nJanuary, with all shops\n\norder_id;date;sku\n1;2024-01-01;A\n"),
            (';', 2)
        );
        assert_eq!(
            found("Order,,Product,,\norder_id,date,sku,qty,price\n"),
            (',', 1)
        );
        assert_eq!(found("\"order_id,date,sku\"\n\"1,2,3\"\n"), (',', 0));
        assert_eq!(found("Bericht\nBon|Was\n1|A\n"), ('|', 1));
        assert_eq!(found("a;b;c\n1;2;3\n"), (';', 0));
    }

    #[test]
    fn a_line_may_tell_the_separator() {
        let form = form(b"sep=;\r\norder_id;date\r\n", &[]);
        assert_eq!(
            (form.separator, form.row, form.skip, form.skipped_lines),
            (b';', 0, 7, 1)
        );
    }

    #[test]
    fn backslashes_escape_only_inside_a_cell() {
        assert!(escapes_with_backslash(br#""Shelf 24\" oak",1"#, b'"'));
        assert!(!escapes_with_backslash(br#""C:\dir\",1"#, b'"'));
    }
}
