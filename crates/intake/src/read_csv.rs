//! CSV files of any common encoding and separator, in columns.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::column::{Column, Texts};
use crate::table::Table;
use crate::trouble::Trouble;

/// How much of a file is looked at to find its encoding and separator.
const GLANCE: usize = 64 * 1024;

/// How the bytes of a file become text.
enum Encoding {
    /// UTF-8; lines that are not are read as Windows-1252.
    Utf8 {
        /// Length of the byte-order mark.
        skip: usize,
    },
    /// UTF-16, little or big end first.
    Utf16(&'static encoding_rs::Encoding),
}

/// Reads a CSV file. Values that cannot be text in UTF-8 are read as Windows-1252, value by value,
/// because exports that were glued together mix the two.
///
/// # Errors
/// When the file is empty, or has a quotation mark that is never closed.
pub fn read(bytes: &[u8], file: &str) -> Result<Table, Trouble> {
    let glance = &bytes[..bytes.len().min(GLANCE)];
    if glance.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty {
            file: file.to_owned(),
        });
    }
    if is_binary(glance) {
        return Err(Trouble::Kind {
            file: file.to_owned(),
            what: "a binary file",
        });
    }
    match encoding(glance) {
        Encoding::Utf8 { skip } => {
            let separator = separator(&String::from_utf8_lossy(&glance[skip..]));
            table(&bytes[skip..], separator, file)
        }
        Encoding::Utf16(encoding) => {
            let (text, _, _) = encoding.decode(bytes);
            table(text.as_bytes(), separator(&text), file)
        }
    }
}

fn encoding(glance: &[u8]) -> Encoding {
    let zeros = |from: usize| {
        glance
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let many = glance.len() / 4;
    match glance {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8 { skip: 3 },
        [0xff, 0xfe, ..] => Encoding::Utf16(UTF_16LE),
        [0xfe, 0xff, ..] => Encoding::Utf16(UTF_16BE),
        _ if zeros(1) > many => Encoding::Utf16(UTF_16LE),
        _ if zeros(0) > many => Encoding::Utf16(UTF_16BE),
        _ => Encoding::Utf8 { skip: 0 },
    }
}

/// Whether these are no characters: text has hardly any control characters.
fn is_binary(glance: &[u8]) -> bool {
    let controls = match encoding(glance) {
        Encoding::Utf8 { .. } => {
            let control = |b: &&u8| b.is_ascii_control() && !b.is_ascii_whitespace();
            glance.iter().filter(control).count()
        }
        Encoding::Utf16(encoding) => {
            let (text, _, _) = encoding.decode(glance);
            let control = |c: &char| {
                (c.is_control() && !c.is_whitespace()) || *c == char::REPLACEMENT_CHARACTER
            };
            text.chars().filter(control).count()
        }
    };
    controls > glance.len() / 50
}

/// The separator that stands most often in the headings, outside quotation marks.
fn separator(text: &str) -> u8 {
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

fn table(input: &[u8], separator: u8, file: &str) -> Result<Table, Trouble> {
    let quotes = input.iter().filter(|&&byte| byte == b'"').count();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(1 << 20)
        .from_reader(input);
    let mut record = ByteRecord::new();
    let mut headings: Vec<String> = vec![];
    // Bytes in memory can always be read: false is their end.
    if reader.read_byte_record(&mut record).unwrap_or(false) {
        headings = record
            .iter()
            .map(|value| text(value).trim().to_owned())
            .collect();
    }
    // Where lines end with two characters, the reader counts a line only when it begins the next.
    let inside: usize = record
        .iter()
        .map(|value| value.iter().filter(|&&byte| byte == b'\n').count())
        .sum();
    let late = u64::from(reader.position().line() == 1 + inside as u64);
    // Headings with a separator at their end.
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    let mut columns = vec![Texts::default(); headings.len()];
    let (mut numbers, mut ragged) = (vec![], vec![]);
    // The record that spans most lines is where an unclosed quotation mark began.
    let (mut longest, mut longest_at, mut before) = (0, 1, reader.position().line() + late);
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(before, csv::Position::line) + late;
        let after = reader.position().line() + late;
        if after.saturating_sub(line) > longest {
            (longest, longest_at) = (after - line, line);
        }
        before = after;
        let blank = record.iter().all(<[u8]>::is_empty);
        if blank && record.len() <= 1 {
            continue;
        }
        let have = record.len();
        let surplus = record
            .iter()
            .skip(headings.len())
            .any(|value| !value.is_empty());
        if have < headings.len() || surplus {
            ragged.push((numbers.len(), have));
        }
        for (at, column) in columns.iter_mut().enumerate() {
            match record.get(at) {
                Some(value) => column.push(&text(value)),
                None => column.push_missing(),
            }
        }
        numbers.push(line);
    }
    if !quotes.is_multiple_of(2) {
        return Err(Trouble::OpenQuote {
            file: file.to_owned(),
            line: longest_at,
        });
    }
    Ok(Table {
        file: file.to_owned(),
        headings,
        columns: columns.into_iter().map(Column::Text).collect(),
        numbers,
        ragged,
    })
}

fn text(value: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => text.into(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(value).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8]) -> Result<Table, Trouble> {
        read(bytes, "x.csv")
    }

    fn cells(table: &Table) -> Vec<Vec<String>> {
        let columns: Vec<Texts> = table.columns.iter().map(|c| c.texts().unwrap()).collect();
        (0..table.numbers.len())
            .map(|line| columns.iter().map(|c| c.at(line).to_owned()).collect())
            .collect()
    }

    #[track_caller]
    fn check(bytes: &[u8]) {
        let table = parse(bytes).unwrap();
        assert_eq!(table.headings, ["a", "ü"]);
        assert_eq!(cells(&table), [["1", "é, x"], ["2", "y"]]);
        assert_eq!(table.numbers, [2, 3]);
    }

    #[test]
    fn encodings_and_separators_are_recognised() {
        let plain = "a,ü\n1,\"é, x\"\n2,y\n";
        check(plain.as_bytes());
        check(format!("\u{feff}{plain}").as_bytes());
        check("a;ü\r\n1;é, x\r\n2;y".as_bytes());
        check("a\tü\n1\té, x\n2\ty\n\n".as_bytes());
        check(&WINDOWS_1252.encode(plain).0);
        let wide = |bom: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("{bom}{plain}")
                .encode_utf16()
                .flat_map(bytes)
                .collect()
        };
        check(&wide("\u{feff}", u16::to_le_bytes));
        check(&wide("\u{feff}", u16::to_be_bytes));
        check(&wide("", u16::to_le_bytes));
    }

    #[test]
    fn mixed_encodings_are_told_apart_value_by_value() {
        let table = parse(b"a\n\xc3\xa9\n\xe9\n").unwrap();
        assert_eq!(cells(&table), [["é"], ["é"]]);
    }

    #[test]
    fn ragged_lines_are_named() {
        let table = parse(b"a,b\n1\n1,2,3\n1,2,\n").unwrap();
        assert_eq!(table.ragged, [(0, 1), (1, 3)]);
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let say = |bytes: &[u8]| parse(bytes).unwrap_err().to_string();
        assert_eq!(
            say(b""),
            "The file x.csv is empty. Nothing was written; export it again."
        );
        assert_eq!(
            say(b" \n \n"),
            "The file x.csv is empty. Nothing was written; export it again."
        );
        assert_eq!(
            say(b"a,b\n1,2\n3,\"4\n5,6\n7,8\n"),
            "The quotation mark opened on line 3 of x.csv is never closed. Nothing was written; close or remove it, or export the file again."
        );
    }
}
