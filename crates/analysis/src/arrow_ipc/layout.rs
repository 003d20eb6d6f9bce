//! The layouts of values in a body.
//!
//! “Physical memory layout”: values of fixed width stand side by side; texts and lists are cut by
//! offsets, one more than rows, out of bytes or items.

use std::collections::BTreeMap;
use std::ops::Range;

use super::batch::{Batch, Bits};
use super::column::{Column, Values};
use super::dictionary::Dictionary;
use super::{Broken, Texts};
use crate::dataset::NONE;

/// How a whole number is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Integer {
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
}

/// How a text is stored. Binary is read where it is UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    Utf8,
    LargeUtf8,
    Binary,
    LargeBinary,
}

/// The rows of a batch that a column takes.
pub(super) struct Rows<'a, 'b> {
    /// The column, for sentences.
    pub column: &'b str,
    /// Which rows.
    pub range: Range<usize>,
    /// Which rows of the batch have a value; none when all have.
    pub valid: Option<Bits<'a>>,
}

/// Appends values of fixed width; none when there are fewer.
pub(super) fn extend<T, const WIDTH: usize>(
    out: &mut Vec<T>,
    bytes: &[u8],
    range: Range<usize>,
    value: impl Fn([u8; WIDTH]) -> T,
) -> Option<()> {
    out.extend(items(bytes, range)?.iter().map(|&item| value(item)));
    Some(())
}

/// The items of a range, none when it reaches beyond the end.
fn items<const WIDTH: usize>(bytes: &[u8], range: Range<usize>) -> Option<&[[u8; WIDTH]]> {
    bytes.as_chunks().0.get(range)
}

impl Integer {
    /// No values of that kind.
    pub(super) fn values(self) -> Values {
        match self {
            Self::Int8 => Values::Int8(Vec::new()),
            Self::Int16 => Values::Int16(Vec::new()),
            Self::Int32 => Values::Int32(Vec::new()),
            Self::Int64 => Values::Int64(Vec::new()),
            Self::UInt8 => Values::UInt8(Vec::new()),
            Self::UInt16 => Values::UInt16(Vec::new()),
            Self::UInt32 => Values::UInt32(Vec::new()),
            Self::UInt64 => Values::UInt64(Vec::new()),
        }
    }

    /// Appends positions, mapped to the names of the dictionary.
    pub(super) fn append(
        self,
        out: &mut Vec<u32>,
        bytes: &[u8],
        rows: Rows<'_, '_>,
        names: &Dictionary,
    ) -> Result<(), Broken> {
        match self {
            Self::Int8 => positions(out, bytes, rows, names, |v| {
                i8::from_le_bytes(v).try_into().ok()
            }),
            Self::Int16 => positions(out, bytes, rows, names, |v| {
                i16::from_le_bytes(v).try_into().ok()
            }),
            Self::Int32 => positions(out, bytes, rows, names, |v| {
                i32::from_le_bytes(v).try_into().ok()
            }),
            Self::Int64 => positions(out, bytes, rows, names, |v| {
                i64::from_le_bytes(v).try_into().ok()
            }),
            Self::UInt8 => positions(out, bytes, rows, names, |v| {
                Some(u8::from_le_bytes(v).into())
            }),
            Self::UInt16 => positions(out, bytes, rows, names, |v| {
                Some(u16::from_le_bytes(v).into())
            }),
            Self::UInt32 => positions(out, bytes, rows, names, |v| {
                u32::from_le_bytes(v).try_into().ok()
            }),
            Self::UInt64 => positions(out, bytes, rows, names, |v| {
                u64::from_le_bytes(v).try_into().ok()
            }),
        }
    }
}

fn positions<const WIDTH: usize>(
    out: &mut Vec<u32>,
    bytes: &[u8],
    rows: Rows<'_, '_>,
    names: &Dictionary,
    position: impl Fn([u8; WIDTH]) -> Option<usize>,
) -> Result<(), Broken> {
    let items = items(bytes, rows.range.clone());
    let items = items.ok_or_else(|| Broken::Short(rows.column.to_owned()))?;
    out.reserve(items.len());
    for (at, &item) in rows.range.zip(items) {
        // Where there is no value, the position may be anything.
        let place = match rows.valid {
            Some(valid) if !valid.get(at) => Some(NONE),
            _ => position(item).and_then(|at| names.place(at)),
        };
        out.push(place.ok_or_else(|| Broken::Outside(rows.column.to_owned()))?);
    }
    Ok(())
}

impl TextKind {
    /// Appends texts: a buffer of offsets and a buffer of bytes.
    pub(super) fn append(
        self,
        out: &mut Texts,
        column: &str,
        range: Range<usize>,
        batch: &mut Batch<'_>,
    ) -> Result<(), Broken> {
        let (cuts, bytes) = (batch.buffer(column)?, batch.buffer(column)?);
        let cuts = match self {
            Self::Utf8 | Self::Binary => {
                offsets(cuts, range, |v| i32::from_le_bytes(v).try_into().ok())
            }
            Self::LargeUtf8 | Self::LargeBinary => {
                offsets(cuts, range, |v| i64::from_le_bytes(v).try_into().ok())
            }
        };
        let cuts = cuts.ok_or_else(|| Broken::Offsets(column.to_owned()))?;
        let bytes = bytes.get(cuts.first..cuts.last);
        let bytes = bytes.ok_or_else(|| Broken::Short(column.to_owned()))?;
        let not_text = || Broken::Text(column.to_owned());
        let all = std::str::from_utf8(bytes).map_err(|_| not_text())?;
        // A cut through a character leaves no UTF-8 on either side.
        out.extend_cut(all, &cuts.ends).ok_or_else(not_text)
    }
}

/// Appends lists: a buffer of offsets, and the items as a column of their own.
pub(super) fn lists(
    starts: &mut Vec<u32>,
    item: &mut Column,
    rows: Rows<'_, '_>,
    batch: &mut Batch<'_>,
    dictionaries: &BTreeMap<i64, Dictionary>,
) -> Result<(), Broken> {
    let cuts = batch.buffer(rows.column)?;
    let cuts = offsets(cuts, rows.range, |v| i32::from_le_bytes(v).try_into().ok());
    let cuts = cuts.ok_or_else(|| Broken::Offsets(rows.column.to_owned()))?;
    let node = batch.node()?;
    if cuts.last > node.rows {
        return Err(Broken::Short(rows.column.to_owned()));
    }
    item.append_range(cuts.first..cuts.last, node, batch, dictionaries)?;
    let before = starts.last().copied().unwrap_or(0);
    // A column never holds more items than can be counted so.
    starts.extend(cuts.ends.iter().map(|&end| before + end as u32));
    Ok(())
}

/// Ascending offsets.
#[derive(Default)]
struct Cuts {
    first: usize,
    last: usize,
    /// Where every row ends, counted from `first`.
    ends: Vec<usize>,
}

/// The offsets of some rows, none when they are missing, below zero or out of order.
fn offsets<const WIDTH: usize>(
    bytes: &[u8],
    rows: Range<usize>,
    offset: impl Fn([u8; WIDTH]) -> Option<usize>,
) -> Option<Cuts> {
    // Without rows there may be no offset at all.
    if rows.is_empty() {
        return Some(Cuts::default());
    }
    let (first, rest) = items(bytes, rows.start..rows.end + 1)?.split_first()?;
    let first = offset(*first)?;
    let (mut last, mut ends) = (first, Vec::with_capacity(rest.len()));
    for &item in rest {
        let end = offset(item).filter(|&end| end >= last)?;
        ends.push(end - first);
        last = end;
    }
    Some(Cuts { first, last, ends })
}
