//! What a Parquet file says of itself, at its end; it is looked at before anything is read.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::codecs::Codec;
use super::thrift::{Field, NotThrift, Thrift};
use super::{ALWAYS, Damaged, TIMES};

/// Every line of a file takes a byte or more, but for so many.
const LINES_FOR_NOTHING: u64 = 250_000;

type Read<T> = Result<T, NotThrift>;

/// What a file says of itself.
#[derive(Debug, Default)]
pub(super) struct Footer {
    /// The tree of its columns, each node before those within it; the first is the root.
    pub(super) elements: Vec<Element>,
    /// Groups of lines.
    pub(super) groups: Vec<Group>,
    /// How many lines there are.
    pub(super) lines: u64,
    /// How Arrow described the columns, when it wrote them: a message of its own.
    pub(super) arrow: Option<Vec<u8>>,
}

/// A column, or a group of columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// How values are stored; nothing for a group.
    pub(super) physical: Option<i64>,
    /// How long each value is, where all are equally long.
    pub(super) length: u64,
    /// Required, optional or repeated.
    pub(super) repetition: i64,
    pub(super) children: u64,
    pub(super) logical: Logical,
}

/// What the values of a column mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Logical {
    #[default]
    None,
    Text,
    Map,
    List,
    /// Places behind the point, and all digits.
    Decimal(i64, i64),
    Day,
    Time(Unit),
    /// With whether it is the time of UTC.
    Stamp(Unit, bool),
    /// Whether it has a sign.
    Whole(bool),
    Nothing,
    Float16,
    Interval,
    /// Something else.
    Other,
}

/// What a time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Millis,
    Micros,
    Nanos,
}

/// A group of lines.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) lines: u64,
    /// In the order of the tree.
    pub(super) chunks: Vec<Chunk>,
}

/// A column of a group.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Where it lies in the file.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) codec: Codec,
}

impl Footer {
    /// Reads it, for a file whose own account of it can be true.
    ///
    /// # Errors
    /// When the file does not end as one, or contradicts itself.
    pub(super) fn of(file: &[u8]) -> Result<Self, Damaged> {
        let (rest, mark) = file.split_last_chunk::<4>().ok_or(Damaged::End)?;
        match mark {
            b"PAR1" => {}
            b"PARE" => return Err(Damaged::Locked),
            _ => return Err(Damaged::End),
        }
        let (rest, length) = rest.split_last_chunk::<4>().ok_or(Damaged::End)?;
        let start = rest.len().checked_sub(u32::from_le_bytes(*length) as usize);
        let bytes = start.and_then(|start| rest.get(start..));
        let mut footer = Self::default();
        let bounds = Bounds(file.len() as u64);
        Thrift::of(bytes.ok_or(Damaged::End)?)
            .fields(&mut |field| footer.take(field))
            .map_err(|_| Damaged::Footer)?;
        bounds.hold(&footer)?;
        Ok(footer)
    }

    fn take(&mut self, field: &mut Field<'_, '_>) -> Read<()> {
        match field.id {
            2 => field.each(&mut |element| {
                self.elements.push(Element::of(element)?);
                Ok(())
            }),
            3 => {
                self.lines = field.size()?;
                Ok(())
            }
            4 => field.each(&mut |group| {
                self.groups.push(Group::of(group)?);
                Ok(())
            }),
            5 => field.each(&mut |pair| {
                let (mut key, mut value) = ("", "");
                pair.fields(&mut |field| {
                    match field.id {
                        1 => key = field.text()?,
                        2 => value = field.text()?,
                        _ => {}
                    }
                    Ok(())
                })?;
                if key == "ARROW:schema" {
                    let told = BASE64_STANDARD.decode(value);
                    self.arrow = Some(told.map_err(|_| NotThrift)?);
                }
                Ok(())
            }),
            _ => Ok(()),
        }
    }
}

impl Element {
    fn of(reader: &mut Thrift<'_>) -> Read<Self> {
        let mut element = Self::default();
        let (mut converted, mut scale, mut precision) = (None, 0, 0);
        let mut logical = None;
        reader.fields(&mut |field| {
            match field.id {
                1 => element.physical = Some(field.whole()?),
                2 => element.length = field.size()?,
                3 => element.repetition = field.whole()?,
                4 => field.text()?.clone_into(&mut element.name),
                5 => element.children = field.size()?,
                6 => converted = Some(field.whole()?),
                7 => scale = field.whole()?,
                8 => precision = field.whole()?,
                10 => field.fields(&mut |field| {
                    logical = Some(Logical::of(field)?);
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        })?;
        let old = converted.map(|number| Logical::converted(number, scale, precision));
        element.logical = logical.or(old).unwrap_or_default();
        Ok(element)
    }
}

impl Logical {
    fn of(field: &mut Field<'_, '_>) -> Read<Self> {
        let (mut scale, mut precision) = (0, 0);
        let (mut truth, mut unit) = (false, Unit::Micros);
        let id = field.id;
        field.fields(&mut |inner| {
            match (id, inner.id) {
                (5, 1) => scale = inner.whole()?,
                (5, 2) => precision = inner.whole()?,
                (7 | 8, 1) | (10, 2) => truth = inner.truth()?,
                (7 | 8, 2) => inner.fields(&mut |of| {
                    unit = match of.id {
                        1 => Unit::Millis,
                        2 => Unit::Micros,
                        _ => Unit::Nanos,
                    };
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(match id {
            1 | 12 => Self::Text,
            2 => Self::Map,
            3 => Self::List,
            5 => Self::Decimal(scale, precision),
            6 => Self::Day,
            7 => Self::Time(unit),
            8 => Self::Stamp(unit, truth),
            10 => Self::Whole(truth),
            11 => Self::Nothing,
            15 => Self::Float16,
            _ => Self::Other,
        })
    }

    /// The same by the older numbers.
    fn converted(number: i64, scale: i64, precision: i64) -> Self {
        match number {
            0 | 19 => Self::Text,
            1 | 2 => Self::Map,
            3 => Self::List,
            5 => Self::Decimal(scale, precision),
            6 => Self::Day,
            7 => Self::Time(Unit::Millis),
            8 => Self::Time(Unit::Micros),
            9 => Self::Stamp(Unit::Millis, true),
            10 => Self::Stamp(Unit::Micros, true),
            11..=14 => Self::Whole(false),
            15..=18 => Self::Whole(true),
            21 => Self::Interval,
            _ => Self::Other,
        }
    }
}

impl Group {
    fn of(reader: &mut Thrift<'_>) -> Read<Self> {
        let mut group = Self::default();
        reader.fields(&mut |field| match field.id {
            1 => field.each(&mut |chunk| {
                group.chunks.push(Chunk::of(chunk)?);
                Ok(())
            }),
            3 => {
                group.lines = field.size()?;
                Ok(())
            }
            _ => Ok(()),
        })?;
        Ok(group)
    }
}

impl Chunk {
    fn of(reader: &mut Thrift<'_>) -> Read<Self> {
        let (mut codec, mut length) = (0, 0);
        let (mut data, mut dictionary) = (0, 0);
        reader.fields(&mut |field| match field.id {
            3 => field.fields(&mut |field| {
                match field.id {
                    4 => codec = field.whole()?,
                    7 => length = field.size()?,
                    9 => data = field.size()?,
                    11 => dictionary = field.size()?,
                    _ => {}
                }
                Ok(())
            }),
            _ => Ok(()),
        })?;
        // Some writers say that a dictionary lies at 0 where there is none.
        let start = if dictionary > 0 { dictionary } else { data };
        let place = |at: u64| usize::try_from(at).map_err(|_| NotThrift);
        Ok(Self {
            start: place(start)?,
            end: place(start.saturating_add(length))?,
            codec: Codec::of(codec).ok_or(NotThrift)?,
        })
    }
}

/// What can be true of a file of so many bytes.
struct Bounds(u64);

impl Bounds {
    fn hold(&self, footer: &Footer) -> Result<(), Damaged> {
        let Self(bytes) = *self;
        let mut lines = 0_u64;
        for group in &footer.groups {
            lines = lines.saturating_add(group.lines);
            if group.chunks.iter().any(|chunk| chunk.end as u64 > bytes) {
                return Err(Damaged::Beyond);
            }
        }
        if lines != footer.lines {
            return Err(Damaged::Groups);
        }
        if lines > bytes.saturating_add(LINES_FOR_NOTHING) {
            return Err(Damaged::Lines { lines, bytes });
        }
        Ok(())
    }
}

/// How much a page of a file of so many bytes may hold.
pub(super) fn most(bytes: usize) -> usize {
    bytes.saturating_mul(TIMES).saturating_add(ALWAYS)
}
