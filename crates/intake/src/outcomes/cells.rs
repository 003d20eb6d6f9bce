//! The cells of a result file.

use std::borrow::Cow;

use super::Unread;
use super::records::Records;
use crate::column::Texts;
use crate::is_json;
use crate::spelling::visible;
use crate::table::bare;

/// A file whose headings are known.
pub struct Cells<'a> {
    /// What it is called.
    pub file: &'a str,
    text: Cow<'a, str>,
    separator: u8,
    headings: Vec<String>,
}

/// The text of a file, in UTF-8, UTF-16 or Windows-1252.
///
/// # Errors
/// When it is of another kind than text, or empty.
fn readable<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unread> {
    let kind = |what| Unread::Kind {
        file: file.to_owned(),
        what,
    };
    match bytes {
        [b'P', b'A', b'R', b'1', ..] => return Err(kind("a Parquet file")),
        [b'P', b'K', 3, 4, ..] => return Err(kind("a workbook or an archive")),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(kind("an old workbook")),
        [0x1f, 0x8b, ..] => return Err(kind("a gzip archive")),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return Err(kind("an Arrow file")),
        [b'%', b'P', b'D', b'F', ..] => return Err(kind("a PDF document")),
        [b'<', b'!' | b'?' | b'h' | b'H', ..] => return Err(kind("a web page or XML")),
        _ => {}
    }
    let text = text(bytes).ok_or_else(|| Unread::Encoding {
        file: file.to_owned(),
    })?;
    match text.trim().is_empty() {
        true => Err(Unread::Empty {
            file: file.to_owned(),
        }),
        false => Ok(text),
    }
}

/// The text of a list of customers, a table or JSON in lines; it is read as [`readable`] says.
///
/// # Errors
/// As [`readable`], and when it ends within quotes.
pub fn list_text<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unread> {
    let text = readable(file, bytes)?;
    let is_open = text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
    match is_open && !text.trim_start().starts_with('{') {
        true => Err(Unread::Half {
            file: file.to_owned(),
            line: text.lines().count() as u64,
        }),
        false => Ok(text),
    }
}

/// A line.
pub struct Record<'a>(&'a Records<'a>);

impl Record<'_> {
    /// What stands in a column, without blanks around it; empty where nothing does.
    #[inline]
    pub fn get(&self, at: usize) -> &str {
        trimmed(self.0.get(at))
    }
}

/// Without blanks around it. Mostly there are none, and two glances are quicker than a look at every kind of blank.
#[inline]
fn trimmed(text: &str) -> &str {
    let is_edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    match is_edge(bytes.first()) && is_edge(bytes.last()) {
        true => text,
        false => text.trim(),
    }
}

impl<'a> Cells<'a> {
    /// Finds out what is in a file, and reads its headings.
    pub fn of(file: &'a str, bytes: &'a [u8]) -> Result<Self, Unread> {
        if is_json(bytes) {
            return Err(Unread::Kind {
                file: file.to_owned(),
                what: "JSON",
            });
        }
        let text = readable(file, bytes)?;
        let mut cells = Self {
            file,
            separator: separator(&text),
            text,
            headings: Vec::new(),
        };
        let mut first = Records::new(&cells.text, cells.separator);
        if first.step().is_some() {
            cells.headings = (0..first.len()).map(|at| visible(first.get(at))).collect();
        }
        Ok(cells)
    }

    /// About how many lines there are, by the first of them: what is kept of a million lines does not have to move while it
    /// grows.
    pub fn about(&self) -> usize {
        const GLANCE: usize = 16 * 1024;
        let bytes = self.text.as_bytes();
        let glance = &bytes[..bytes.len().min(GLANCE)];
        let lines = glance.iter().filter(|&&byte| byte == b'\n').count();
        // A fiftieth more than it looks like, but no more than a day in each line leaves room for.
        let about = bytes.len() / glance.len().max(1) * lines / 50 * 51 + lines;
        about.min(bytes.len() / "a,b,2025-01-01".len())
    }

    /// Where a column of one of these names stands.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        let bares: Vec<String> = self.headings.iter().map(|heading| bare(heading)).collect();
        let place = |name: &&str| bares.iter().position(|heading| *heading == bare(name));
        names.iter().find_map(place)
    }

    /// The headings, for a sentence.
    pub fn listed(&self) -> String {
        const MOST: usize = 40;
        self.headings
            .iter()
            .take(MOST)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The heading of a column.
    pub fn heading(&self, at: usize) -> String {
        self.headings.get(at).cloned().unwrap_or_default()
    }

    /// Calls with every line below the headings, and its number in the file. Returns how many there are.
    ///
    /// # Errors
    /// When the file ends in the middle of a line.
    pub fn each(&self, mut call: impl FnMut(u64, &Record<'_>)) -> Result<u64, Unread> {
        let bytes = self.text.as_bytes();
        let mut records = Records::new(&self.text, self.separator);
        let mut read = 0;
        // The headings.
        records.step();
        while let Some(line) = records.step() {
            let cells = records.len();
            if (0..cells).all(|at| trimmed(records.get(at)).is_empty()) {
                continue;
            }
            if records.is_over() && !bytes.ends_with(b"\n") {
                let is_open = bytes.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
                if is_open || cells < self.headings.len() {
                    return Err(Unread::Half {
                        file: self.file.to_owned(),
                        line,
                    });
                }
            }
            read += 1;
            call(line, &Record(&records));
        }
        Ok(read)
    }

    /// A column, of the lines with these ascending numbers alone.
    pub fn column(&self, at: usize, lines: &[u64]) -> Result<Texts, Unread> {
        let mut texts = Texts::default();
        let mut wanted = lines.iter().peekable();
        self.each(|line, record| {
            if wanted.next_if(|wanted| **wanted == line).is_some() {
                texts.push(record.get(at));
            }
        })?;
        Ok(texts)
    }
}

/// What separates the cells of the first line that has some.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let mut is_quoted = false;
    let outside = first.unwrap_or_default().bytes().filter(|&byte| {
        is_quoted ^= byte == b'"';
        !is_quoted
    });
    let outside: Vec<u8> = outside.collect();
    let count = |sign: u8| outside.iter().filter(|&&byte| byte == sign).count();
    let mut best = b',';
    for sign in [b';', b'\t', b'|'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

/// The text of a file; nothing where it is none. UTF-16 is known by its mark or by the noughts between letters.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    const GLANCE: usize = 64 * 1024;
    let glance = &bytes[..bytes.len().min(GLANCE)];
    let zeros = |from: usize| {
        let every_second = glance.iter().skip(from).step_by(2);
        every_second.filter(|&&byte| byte == 0).count() > glance.len() / 4
    };
    let is_little = bytes.starts_with(&[0xff, 0xfe]) || zeros(1);
    if is_little || bytes.starts_with(&[0xfe, 0xff]) || zeros(0) {
        let units = bytes.chunks_exact(2).map(|pair| match is_little {
            true => u16::from_le_bytes([pair[0], pair[1]]),
            false => u16::from_be_bytes([pair[0], pair[1]]),
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        let text = text.ok().filter(|text| !text.contains('\0'))?;
        return Some(Cow::Owned(text.trim_start_matches('\u{feff}').to_owned()));
    }
    let is_control = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if glance.iter().filter(is_control).count() > glance.len() / 50 {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text.trim_start_matches('\u{feff}'))),
        Err(_) => {
            let text: Option<String> = bytes.iter().map(|&byte| windows_1252(byte)).collect();
            text.map(Cow::Owned)
        }
    }
}

/// A sign of Windows-1252; none of the five bytes that it leaves free.
fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
    match byte {
        0x80..=0x9f => HIGH
            .chars()
            .nth(usize::from(byte) - 0x80)
            .filter(|sign| *sign != '\0'),
        byte => Some(char::from(byte)),
    }
}
