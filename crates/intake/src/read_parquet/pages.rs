//! The pages of a Parquet file, one column of one group of lines after the other.

use std::borrow::Cow;

use super::Damaged;
use super::bits::Runs;
use super::codecs::Codec;
use super::footer::{Chunk, most};
use super::thrift::Thrift;
use super::values::{Encoding, Reader, Values};
use crate::column::{Column, MISSING, Texts};

type Read<T> = Result<T, Damaged>;

/// What stands before a page.
#[derive(Default)]
struct Head {
    kind: i64,
    /// Bytes unpacked, and as they stand.
    size: u64,
    packed: u64,
    /// How many lines.
    many: u64,
    encoding: i64,
    /// How it is written which lines have a value.
    levels: i64,
    /// Bytes before the values that are never packed: places in lists, and which lines have a value.
    nested: u64,
    definite: u64,
    is_plain: bool,
}

const PAGE: i64 = 0;
const DICTIONARY: i64 = 2;
const PAGE_OF_TODAY: i64 = 3;

impl Head {
    /// Reads it; what follows stands behind.
    fn of(bytes: &[u8]) -> Read<(Self, &[u8])> {
        let mut head = Self::default();
        let mut reader = Thrift::of(bytes);
        let read = reader.fields(&mut |field| {
            let of = field.id;
            match field.id {
                1 => head.kind = field.whole()?,
                2 => head.size = field.size()?,
                3 => head.packed = field.size()?,
                5 | 7 | 8 => field.fields(&mut |field| {
                    match (of, field.id) {
                        (_, 1) => head.many = field.size()?,
                        (5 | 7, 2) | (8, 4) => head.encoding = field.whole()?,
                        (5, 3) => head.levels = field.whole()?,
                        (8, 5) => head.definite = field.size()?,
                        (8, 6) => head.nested = field.size()?,
                        (8, 7) => head.is_plain = !field.truth()?,
                        _ => {}
                    }
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        });
        read.map_err(|_| Damaged::Page)?;
        Ok((head, reader.rest()))
    }
}

/// Adds the lines of a column of one group; how many these were, at most `lines`.
///
/// # Errors
/// When a page is damaged or holds more lines.
pub(super) fn read(
    file: &[u8],
    chunk: &Chunk,
    reader: &Reader<'_>,
    is_optional: bool,
    lines: usize,
    column: &mut Column,
) -> Read<usize> {
    let mut rest = file.get(chunk.start..chunk.end).ok_or(Damaged::Beyond)?;
    let mut dictionary: Option<Values> = None;
    let mut read = 0;
    while read < lines && !rest.is_empty() {
        let (head, behind) = Head::of(rest)?;
        let size = fitting(head.size, most(file.len()))?;
        let (page, behind) = behind
            .split_at_checked(fitting(head.packed, behind.len())?)
            .ok_or(Damaged::Page)?;
        rest = behind;
        if head.kind == DICTIONARY {
            let inside = chunk.codec.unpacked(page, size)?;
            let many = fitting(head.many, inside.len().saturating_mul(8))?;
            let values = |texts: &mut Texts| reader.read(Encoding::Plain, &inside, many, texts);
            dictionary = Some(with_texts(column, values)?);
            continue;
        }
        if head.kind != PAGE && head.kind != PAGE_OF_TODAY {
            continue;
        }
        let many = fitting(head.many, lines - read)?;
        let (inside, mut at) = unpacked(&head, chunk.codec, page, size)?;
        let held = match is_optional {
            true => Some(levels(&head, &inside, &mut at, many)?),
            false => None,
        };
        let there = held
            .as_ref()
            .map_or(many, |held| held.iter().filter(|held| **held).count());
        let bytes = inside.get(at..).ok_or(Damaged::Page)?;
        let values = match Encoding::of(head.encoding).ok_or(Damaged::Page)? {
            Encoding::Dictionary if there == 0 => {
                reader.read(Encoding::Plain, &[], 0, &mut Texts::default())?
            }
            Encoding::Dictionary => {
                let dictionary = dictionary.as_ref().ok_or(Damaged::Page)?;
                dictionary.picked(bytes, there)?
            }
            encoding => with_texts(column, |texts| reader.read(encoding, bytes, there, texts))?,
        };
        append(column, held, values)?;
        read += many;
    }
    Ok(read)
}

fn fitting(number: u64, most: usize) -> Read<usize> {
    let number = usize::try_from(number).map_err(|_| Damaged::Page)?;
    (number <= most).then_some(number).ok_or(Damaged::Page)
}

/// The bytes of a page, and where in them it says which lines have a value.
fn unpacked<'a>(
    head: &Head,
    codec: Codec,
    page: &'a [u8],
    size: usize,
) -> Read<(Cow<'a, [u8]>, usize)> {
    if head.kind == PAGE {
        return Ok((codec.unpacked(page, size)?, 0));
    }
    let nested = fitting(head.nested, page.len())?;
    let before = fitting(head.nested.saturating_add(head.definite), page.len())?;
    if head.is_plain || codec == Codec::Plain {
        return Ok((Cow::Borrowed(page), nested));
    }
    let (levels, packed) = page.split_at_checked(before).ok_or(Damaged::Page)?;
    let size = size.checked_sub(before).ok_or(Damaged::Page)?;
    let inside = codec.unpacked(packed, size)?;
    Ok((Cow::Owned([levels, &inside].concat()), nested))
}

/// Which of so many lines have a value; `at` stands behind what says so afterwards.
fn levels(head: &Head, bytes: &[u8], at: &mut usize, many: usize) -> Read<Vec<bool>> {
    const BITS: i64 = 4;
    let rest = bytes.get(*at..).ok_or(Damaged::Page)?;
    if head.kind == PAGE && head.levels == BITS {
        let (said, _) = rest
            .split_at_checked(many.div_ceil(8))
            .ok_or(Damaged::Page)?;
        *at += said.len();
        let bits = said
            .iter()
            .flat_map(|byte| (0..8).map(move |at| byte << at & 128 > 0));
        return Ok(bits.take(many).collect());
    }
    let (rest, length) = match head.kind {
        PAGE => {
            let (length, rest) = rest.split_first_chunk::<4>().ok_or(Damaged::Page)?;
            *at += length.len();
            (rest, u64::from(u32::from_le_bytes(*length)))
        }
        _ => (rest, head.definite),
    };
    let length = fitting(length, rest.len())?;
    *at += length;
    let mut held = Vec::with_capacity(many);
    let said = rest.get(..length).ok_or(Damaged::Page)?;
    Runs::of(said, 1)?.read(many, &mut |level| {
        held.push(level > 0);
        Ok(())
    })?;
    Ok(held)
}

/// Reads with the texts of a column, where it has some.
fn with_texts<T>(column: &mut Column, read: impl FnOnce(&mut Texts) -> T) -> T {
    match column {
        Column::Text(texts) => read(texts),
        _ => read(&mut Texts::default()),
    }
}

/// Adds lines; `held` says which have a value, where not all have one.
fn append(column: &mut Column, held: Option<Vec<bool>>, values: Values) -> Read<()> {
    fn spread<T, V: Clone>(
        all: &mut Vec<V>,
        held: Option<Vec<bool>>,
        values: Vec<T>,
        none: V,
        some: impl Fn(T) -> V,
    ) {
        let mut values = values.into_iter();
        match held {
            None => all.extend(values.map(some)),
            Some(held) => all.extend(held.into_iter().map(|held| {
                let value = if held { values.next() } else { None };
                value.map_or_else(|| none.clone(), &some)
            })),
        }
    }
    match (column, values) {
        (Column::Text(texts), Values::Codes(codes)) => {
            spread(&mut texts.codes, held, codes, MISSING, |code| code);
        }
        (Column::Whole(all) | Column::Time(all), Values::Whole(values)) => {
            spread(all, held, values, None, Some);
        }
        (Column::Number(all), Values::Number(values)) => spread(all, held, values, None, Some),
        _ => return Err(Damaged::Page),
    }
    Ok(())
}
