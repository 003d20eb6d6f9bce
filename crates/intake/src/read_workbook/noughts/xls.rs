//! Workbooks of Excel before 2007: records in one stream of a compound file ([MS-XLS], [MS-CFB]).

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Mark, Noughts, Styles, four, two, wide};

/// Streams shorter than that lie in small sectors.
const SMALL: u64 = 4096;
/// Numbers of sectors from here on have other meanings: the end of a chain, or nothing.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// The forms of all sheets; nothing when the file is damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Noughts> {
    let stream = workbook(bytes)?;
    let mut codes = HashMap::new();
    let mut styles = vec![];
    let mut places = vec![];
    let mut is_wide = true;
    for record in Records::of(&stream, 0) {
        match record.kind {
            // What follows is of that version.
            0x0809 => is_wide = two(record.data, 0)? >= 0x0600,
            0x041E => codes.extend(two(record.data, 0).zip(code(record.data, is_wide))),
            0x00E0 => styles.push(two(record.data, 2)?),
            0x0085 => places.push(usize::try_from(four(record.data, 0)?).ok()?),
            _ => {}
        }
    }
    let mut all = Styles::default();
    for style in styles {
        all.push(codes.get(&style).map(String::as_str));
    }
    let of_sheet = |place: usize| {
        let mut marks = vec![];
        if !all.forms.is_empty() {
            for record in Records::of(&stream, place) {
                mark(record, &all, &mut marks);
            }
        }
        marks
    };
    let sheets = places.into_iter().map(of_sheet).collect();
    Some(Noughts {
        forms: all.forms,
        sheets,
    })
}

/// A number format's code.
fn code(data: &[u8], is_wide: bool) -> Option<String> {
    if !is_wide {
        let letters = data.get(3..3 + usize::from(*data.get(2)?))?;
        return Some(letters.iter().copied().map(char::from).collect());
    }
    let length = usize::from(two(data, 2)?);
    match data.get(4)? & 1 {
        1 => Some(wide(data.get(5..5 + 2 * length)?)),
        // The upper byte of each letter is nought.
        _ => Some(
            data.get(5..5 + length)?
                .iter()
                .copied()
                .map(char::from)
                .collect(),
        ),
    }
}

/// Marks the cells of a record whose style has a form.
fn mark(record: Record<'_>, styles: &Styles, marks: &mut Vec<Mark>) {
    let data = record.data;
    let place = two(data, 0).zip(two(data, 2));
    let Some((row, column)) = place.map(|(row, column)| (row.into(), column.into())) else {
        return;
    };
    let of = |column: u32, cell: &[u8]| styles.mark(row, column, two(cell, 0)?.into());
    match record.kind {
        // Numbers and what formulas come to.
        0x0203 | 0x027E | 0x0006 => {
            marks.extend(data.get(4..).and_then(|cell| of(column, cell)));
        }
        // A row of numbers: six bytes each, then the last column.
        0x00BD => {
            let cells = data.get(4..data.len().saturating_sub(2));
            let cells = cells.unwrap_or_default().chunks_exact(6);
            marks.extend(
                cells
                    .zip(column..)
                    .filter_map(|(cell, column)| of(column, cell)),
            );
        }
        _ => {}
    }
}

/// A record of the stream.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// Records up to the end of the workbook's own ones, or of a sheet.
struct Records<'a> {
    ahead: &'a [u8],
}

impl<'a> Records<'a> {
    fn of(stream: &'a [u8], place: usize) -> Self {
        Self {
            ahead: stream.get(place..).unwrap_or_default(),
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = two(self.ahead, 0)?;
        let end = 4 + usize::from(two(self.ahead, 2)?);
        let data = self.ahead.get(4..end)?;
        self.ahead = self.ahead.get(end..)?;
        (kind != 0x000A).then_some(Record { kind, data })
    }
}

/// The stream of a compound file that holds the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = Compound::of(bytes)?;
    let folder = file.chain(four(bytes, 48)?)?;
    let entries = || folder.chunks_exact(128);
    let named = |name: &str| {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entries().find(|entry| entry.starts_with(&wanted) && two(entry, wanted.len()) == Some(0))
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (start, length) = (four(entry, 116)?, u64::from(four(entry, 120)?));
    let whole = match length < SMALL {
        false => file.chain(start)?,
        true => {
            let small = file.chain(four(entries().next()?, 116)?)?;
            let next = file.chain(four(bytes, 60)?)?;
            let file = Compound {
                sectors: Cow::Owned(small),
                size: 64,
                next: numbers(&next).collect(),
            };
            file.chain(start)?
        }
    };
    let length = usize::try_from(length).ok()?;
    Some(whole.into_iter().take(length).collect())
}

/// A file of sectors, each with the number of the one behind it.
struct Compound<'a> {
    sectors: Cow<'a, [u8]>,
    size: usize,
    next: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let size = match two(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            sectors: Cow::Borrowed(bytes.get(size..)?),
            size,
            next: vec![],
        };
        // Where the table of chains lies is told in the header, and in a chain of its own if it is long.
        let mut table: Vec<u8> = bytes.get(76..512)?.to_vec();
        let mut more = four(bytes, 68)?;
        while more < NO_SECTOR {
            let told = file.sector(more)?;
            let (last, told) = told
                .split_last_chunk::<4>()
                .map(|(told, last)| (last, told))?;
            if table.len() > bytes.len() {
                // A chain that bites its tail is damaged.
                return None;
            }
            table.extend(told);
            more = u32::from_le_bytes(*last);
        }
        let mut next = vec![];
        for number in numbers(&table).filter(|number| *number < NO_SECTOR) {
            next.extend(numbers(file.sector(number)?));
            // No sector stands in two tables.
            if next.len() > bytes.len() / 4 {
                return None;
            }
        }
        file.next = next;
        Some(file)
    }

    /// All that lies in the sectors from that one on.
    fn chain(&self, mut sector: u32) -> Option<Vec<u8>> {
        let mut all = vec![];
        while sector < NO_SECTOR {
            all.extend(self.sector(sector)?);
            // A chain that bites its tail is damaged.
            if all.len() > self.sectors.len() {
                return None;
            }
            sector = *self.next.get(usize::try_from(sector).ok()?)?;
        }
        Some(all)
    }

    fn sector(&self, number: u32) -> Option<&[u8]> {
        let start = usize::try_from(number).ok()?.checked_mul(self.size)?;
        let rest = self.sectors.get(start..)?;
        // The last one may be cut where nothing follows.
        Some(rest.get(..self.size).unwrap_or(rest))
    }
}

/// Whole numbers of four bytes, one behind the other.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let (numbers, _) = bytes.as_chunks();
    numbers.iter().map(|number| u32::from_le_bytes(*number))
}
