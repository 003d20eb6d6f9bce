//! CSV files of any common encoding and separator, in columns.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};

use clientele_model::words::{agreeing, counted};

use crate::column::{Column, Texts};
use crate::encoding::{decode, text};
use crate::headings::{self, Form};
use crate::said::Said;
use crate::sought::Sought;
use crate::spelling::invisible;
use crate::table::{Table, bare};
use crate::trouble::Trouble;

/// What was told about a text file, and which headings are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Headings that were named by hand.
    pub wanted: &'a [&'a str],
    /// What a workbook of several sheets is looked through for.
    pub sought: Sought,
}

/// Reads a CSV file. Values that cannot be text in UTF-8 are read as Windows-1252, value by value,
/// where a file was glued together from both.
///
/// # Errors
/// When the file is empty, is no text, or has a quotation mark that is never closed.
pub fn read(bytes: &[u8], file: &str, hints: Hints<'_>) -> Result<Table, Trouble> {
    read_telling(bytes, file, hints, &mut |_, _| {})
}

/// As many columns as a sheet can have.
const COLUMNS: usize = 1 << 14;
/// How many cells there may be, beside one for each byte.
const CELLS: usize = 1 << 22;

/// How many lines are read until somebody is told how far it is.
const TELL: usize = 1 << 14;

/// The same; `told` hears now and then how many bytes and lines are read.
///
/// # Errors
/// As [`read`].
pub fn read_telling(
    bytes: &[u8],
    file: &str,
    hints: Hints<'_>,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Table, Trouble> {
    let mut said = Said::default();
    let decoded = decode(bytes, hints.encoding, file, &mut said)?;
    if decoded.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty {
            file: file.to_owned(),
        });
    }
    let mut form = headings::form(&decoded.bytes, hints.wanted);
    if form.quote != b'"' && unclosed(&decoded.bytes[form.skip..], form).is_some() {
        form.quote = b'"';
    }
    let bytes = &*without_blanks_before_quotes(&decoded.bytes[form.skip..], form);
    if let Some(line) = unclosed(bytes, form) {
        // Tabs need no quotation marks: this one is part of a text.
        if form.separator == b'\t' {
            return table(
                bytes,
                Form {
                    quotes: false,
                    ..form
                },
                file,
                said,
                told,
            );
        }
        return Err(Trouble::OpenQuote {
            file: file.to_owned(),
            line: line + form.skipped_lines,
        });
    }
    table(bytes, form, file, said, told)
}

/// Without the blanks that some programs write between a separator and the quotation mark that opens a
/// cell, where all such marks are closed again.
fn without_blanks_before_quotes(bytes: &[u8], form: Form) -> Cow<'_, [u8]> {
    let begins = |at: usize| bytes[at] == form.separator && bytes.get(at + 1) == Some(&b' ');
    let opens = |at: usize| {
        let rest = bytes[at + 1..].iter();
        begins(at) && rest.copied().find(|&byte| byte != b' ') == Some(form.quote)
    };
    // Marks are rarer than separators.
    let is_behind_blanks = |at: usize| {
        let front = bytes.get(..at).unwrap_or_default();
        let blanks = front.iter().rev().take_while(|&&byte| byte == b' ').count();
        blanks > 0 && front.iter().rev().nth(blanks) == Some(&form.separator)
    };
    if !form.quotes
        || form.separator == b' '
        || !memchr::memchr_iter(form.quote, bytes).any(is_behind_blanks)
    {
        return Cow::Borrowed(bytes);
    }
    let mut without = Vec::with_capacity(bytes.len());
    let (mut quoted, mut blanks) = (false, false);
    for (at, &byte) in bytes.iter().enumerate() {
        blanks = (blanks && byte == b' ') || (!quoted && at > 0 && opens(at - 1));
        if blanks {
            continue;
        }
        quoted ^= byte == form.quote;
        without.push(byte);
    }
    if unclosed(&without, form).is_some() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(without)
}

/// A reader of records in this form.
pub fn reader(bytes: &[u8], form: Form) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(form.separator)
        .quoting(form.quotes)
        .quote(form.quote)
        .escape(form.backslash.then_some(b'\\'))
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(1 << 20)
        .from_reader(bytes)
}

/// The cells of a record that was quoted as one cell.
pub fn taken_apart(record: &ByteRecord, form: Form) -> Option<ByteRecord> {
    let whole = record
        .get(0)
        .filter(|cell| record.len() == 1 && cell.contains(&form.separator))?;
    let mut apart = ByteRecord::new();
    let read = reader(whole, form).read_byte_record(&mut apart);
    (read.unwrap_or(false) && apart.len() > 1).then_some(apart)
}

/// Whether some line holds far more cells than any table: the reader would keep all of them before anybody could count.
fn is_too_wide(bytes: &[u8], separator: u8) -> bool {
    let mut begin = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    let lines = ends.map(|end| &bytes[std::mem::replace(&mut begin, end)..end]);
    let mut long = lines.filter(|line| line.len() > 8 * COLUMNS);
    long.any(|line| memchr::memchr_iter(separator, line).count() > 8 * COLUMNS)
}

fn table(
    bytes: &[u8],
    form: Form,
    file: &str,
    mut said: Said,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Table, Trouble> {
    let too_wide = || Trouble::Kind {
        file: file.to_owned(),
        what: "a text with more than 16,384 columns",
    };
    if is_too_wide(bytes, form.separator) {
        return Err(too_wide());
    }
    let mut reader = reader(bytes, form);
    let mut record = ByteRecord::new();
    let mut before = 1;
    let mut late = 0;
    let mut headings: Vec<String> = vec![];
    // Bytes in memory can always be read: false is their end.
    for row in 0..=form.row {
        let begin = reader.position().line();
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            break;
        }
        if row == 0 {
            // Where lines end with two characters, the reader counts a line only when it begins the next.
            let inside: usize = record
                .iter()
                .map(|value| value.iter().filter(|&&byte| byte == b'\n').count())
                .sum();
            late = u64::from(reader.position().line() == begin + inside as u64);
        }
        if row == form.row {
            let apart = taken_apart(&record, form);
            if apart.as_ref().unwrap_or(&record).len() > COLUMNS {
                return Err(too_wide());
            }
            headings = apart
                .as_ref()
                .unwrap_or(&record)
                .iter()
                .map(heading)
                .collect();
        }
        before = reader.position().line() + late;
    }
    let late = late + form.skipped_lines;
    if form.row > 0 {
        let at = before - 1 + form.skipped_lines;
        said.say(headings::below("line", at, form.row as u64));
    }
    // Headings with a separator at their end.
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    let compared: Vec<String> = headings.iter().map(|heading| bare(heading)).collect();
    let mut columns = vec![Texts::default(); headings.len()];
    let (mut numbers, mut ragged) = (vec![], vec![]);
    let (mut again, mut quoted) = (vec![], 0_u64);
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(before, csv::Position::line) + late;
        if record.iter().all(is_blank) {
            continue;
        }
        if headings.len() > 1
            && let Some(apart) = taken_apart(&record, form)
        {
            record = apart;
            quoted += 1;
        }
        let says = |at: usize| record.get(at).map(|cell| bare(&text(cell)));
        let may_begin = record.get(0).is_some_and(|cell| may_be(cell, &compared));
        if may_begin && headings::come_again(&compared, says) {
            again.push(line);
            continue;
        }
        let have = record.len();
        let surplus = record
            .iter()
            .skip(headings.len())
            .any(|value| !is_blank(value));
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
        if numbers.len() * headings.len() > bytes.len() + CELLS {
            return Err(Trouble::Kind {
                file: file.to_owned(),
                what: "a text whose lines have far fewer values than headings",
            });
        }
        if numbers.len().is_multiple_of(TELL) {
            told(reader.position().byte(), numbers.len() as u64);
        }
    }
    if !again.is_empty() {
        said.say(headings::again("line", &again));
    }
    if quoted > 0 {
        said.say(format!(
            "{} stood in quotation marks as a whole and {} split.",
            counted(quoted, "line"),
            agreeing(quoted, "was", "were")
        ));
    }
    Ok(Table {
        file: file.to_owned(),
        headings,
        columns: columns.into_iter().map(Column::Text).collect(),
        numbers,
        ragged,
        from_1904: false,
        said,
    })
}

/// Whether a cell may be the first heading, in its bare form: all but a few are told apart without making theirs.
fn may_be(cell: &[u8], headings: &[String]) -> bool {
    let Some(first) = headings.first() else {
        return false;
    };
    let letters = cell.iter().filter(|byte| byte.is_ascii_alphanumeric());
    !cell.is_ascii()
        || cell.contains(&b'%')
        || letters.map(u8::to_ascii_lowercase).eq(first.bytes())
}

fn heading(value: &[u8]) -> String {
    crate::spelling::visible(&text(value))
}

/// Whether nothing that can be seen stands in a cell.
fn is_blank(value: &[u8]) -> bool {
    if value.is_ascii() {
        return value
            .iter()
            .all(|b| b.is_ascii_whitespace() || b.is_ascii_control());
    }
    text(value)
        .chars()
        .all(|c| c.is_whitespace() || invisible(c))
}

/// The line where a quotation mark is opened that is never closed: a text that begins with one and runs
/// to the end of the file.
fn unclosed(bytes: &[u8], form: Form) -> Option<u64> {
    let marks = memchr::memchr_iter(form.quote, bytes).count();
    if marks.is_multiple_of(2) && !form.backslash {
        return None;
    }
    let (mut line, mut quoted, mut begins) = (1u64, false, true);
    // The text that spans most lines is the likely culprit: marks behind it open and close the wrong way.
    let (mut opened, mut longest, mut longest_at) = (1, 0, 1);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied();
        match byte {
            b'\\' if form.backslash && quoted => at += 1,
            mark if mark == form.quote && quoted && next == Some(mark) => at += 1,
            mark if mark == form.quote && quoted => quoted = false,
            mark if mark == form.quote && begins => (quoted, opened) = (true, line),
            _ => {}
        }
        if byte == b'\n' {
            line += 1;
            if quoted && line - opened > longest {
                (longest, longest_at) = (line - opened, opened);
            }
        }
        begins = !quoted && (byte == form.separator || byte == b'\n' || byte == b'\r');
        at += 1;
    }
    quoted.then_some(longest_at)
}

#[cfg(test)]
mod tests;
