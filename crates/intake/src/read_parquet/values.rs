//! Values as they stand in a page of a Parquet file, as what they mean.

use std::borrow::Cow;

use super::Damaged;
use super::bits::{Runs, differences};
use super::meaning::{Meaning, Stored};
use crate::column::{MISSING, Texts};
use crate::zones::Clock;

type Read<T> = Result<T, Damaged>;

/// Values that are there, one after the other.
#[derive(Debug)]
pub(super) enum Values {
    /// Whole numbers, or minutes.
    Whole(Vec<i64>),
    Number(Vec<f64>),
    /// Places among the texts of a column.
    Codes(Vec<u32>),
}

/// How values are written in a page, by its number in the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    /// Places in a dictionary.
    Dictionary,
    Runs,
    Differences,
    /// Texts behind all of their lengths.
    Lengths,
    /// Texts without what they share with the one before.
    Endings,
    /// First bytes first.
    Split,
}

impl Encoding {
    /// Nothing for one that is not known.
    pub(super) fn of(number: i64) -> Option<Self> {
        Some(match number {
            0 => Self::Plain,
            2 | 8 => Self::Dictionary,
            3 => Self::Runs,
            5 => Self::Differences,
            6 => Self::Lengths,
            7 => Self::Endings,
            9 => Self::Split,
            _ => return None,
        })
    }
}

/// Reads the values of one column.
pub(super) struct Reader<'a> {
    pub(super) stored: Stored,
    pub(super) meaning: &'a Meaning,
    /// The clock that its times show.
    pub(super) clock: &'a Clock,
}

impl Reader<'_> {
    /// Reads so many values; texts are added to those of the column.
    ///
    /// # Errors
    /// When there are not so many, or they are written in a way that is not for such values.
    pub(super) fn read(
        &self,
        encoding: Encoding,
        bytes: &[u8],
        many: usize,
        texts: &mut Texts,
    ) -> Read<Values> {
        match self.stored {
            Stored::Truth | Stored::Four | Stored::Eight | Stored::Twelve => {
                let all = wholes(self.stored, encoding, bytes, many)?;
                Ok(self.meant(all, texts))
            }
            Stored::Single => {
                let bytes = plain(encoding, bytes, 4, many)?;
                let all = bytes.as_chunks().0.iter();
                Ok(Values::Number(
                    all.map(|of| f32::from_le_bytes(*of).into()).collect(),
                ))
            }
            Stored::Double => {
                let bytes = plain(encoding, bytes, 8, many)?;
                let all = bytes.as_chunks().0.iter();
                Ok(Values::Number(
                    all.map(|of| f64::from_le_bytes(*of)).collect(),
                ))
            }
            Stored::Bytes | Stored::Fixed(_) => self.texts(encoding, bytes, many, texts),
            Stored::Nested => Err(Damaged::Page),
        }
    }

    fn meant(&self, all: Vec<i64>, texts: &mut Texts) -> Values {
        let is_four = self.stored == Stored::Four;
        let each = |mean: &dyn Fn(i64) -> i64| all.iter().map(|&value| mean(value)).collect();
        Values::Whole(match self.meaning {
            Meaning::Decimal(unit) => {
                return Values::Number(all.iter().map(|&value| value as f64 * unit).collect());
            }
            Meaning::Truth => {
                let word = |value| if value == 0 { "false" } else { "true" };
                return Values::Codes(all.iter().map(|&value| texts.code(word(value))).collect());
            }
            Meaning::Positive if is_four => each(&|value| value & 0xffff_ffff),
            // Order numbers of 64 bits: the largest ones cannot be told from i64::MAX.
            Meaning::Positive => each(&|value| if value < 0 { i64::MAX } else { value }),
            Meaning::Day => each(&|value| value.saturating_mul(1440)),
            Meaning::Millis => each(&|value| value.div_euclid(60_000)),
            Meaning::Time(per) => {
                each(&|value| self.clock.wall(value.div_euclid(*per)).div_euclid(60))
            }
            _ => return Values::Whole(all),
        })
    }

    /// Texts, or decimals that are written as bytes.
    fn texts(
        &self,
        encoding: Encoding,
        bytes: &[u8],
        many: usize,
        texts: &mut Texts,
    ) -> Read<Values> {
        if let Meaning::Decimal(unit) = self.meaning {
            let mut all = vec![];
            each_of(self.stored, encoding, bytes, many, &mut |bytes| {
                all.push(decimal(bytes)? as f64 * unit);
                Ok(())
            })?;
            return Ok(Values::Number(all));
        }
        let mut codes = vec![];
        let mut last = MISSING;
        each_of(self.stored, encoding, bytes, many, &mut |bytes| {
            let text = std::str::from_utf8(bytes).map_err(|_| Damaged::NotText)?;
            last = match text.trim() {
                "" => MISSING,
                // Neighbouring lines of an order share most of their texts.
                text if last != MISSING && texts.value(last) == text => last,
                text => texts.code(text),
            };
            codes.push(last);
            Ok(())
        })?;
        Ok(Values::Codes(codes))
    }
}

impl Values {
    /// Values by their places in a dictionary, which these are.
    ///
    /// # Errors
    /// When there are not so many places, or one lies behind its end.
    pub(super) fn picked(&self, bytes: &[u8], many: usize) -> Read<Self> {
        fn pick<T: Copy>(of: &[T], bytes: &[u8], many: usize) -> Read<Vec<T>> {
            let mut all = Vec::with_capacity(many);
            if many == 0 {
                return Ok(all);
            }
            let (&width, rest) = bytes.split_first().ok_or(Damaged::Page)?;
            Runs::of(rest, width.into())?.read(many, &mut |at| {
                all.push(*of.get(at as usize).ok_or(Damaged::Page)?);
                Ok(())
            })?;
            Ok(all)
        }
        Ok(match self {
            Self::Whole(all) => Self::Whole(pick(all, bytes, many)?),
            Self::Number(all) => Self::Number(pick(all, bytes, many)?),
            Self::Codes(all) => Self::Codes(pick(all, bytes, many)?),
        })
    }
}

/// So many values of so many bytes, one after the other.
fn plain(encoding: Encoding, bytes: &[u8], width: usize, many: usize) -> Read<Cow<'_, [u8]>> {
    let all = many.checked_mul(width).ok_or(Damaged::Page)?;
    let bytes = match encoding {
        Encoding::Plain => bytes.get(..all).ok_or(Damaged::Page)?,
        Encoding::Split if bytes.len() >= all => {
            let apart = bytes.len() / width;
            let byte = |at: usize, of: usize| bytes.get(of * apart + at).copied();
            let joined = (0..many).flat_map(|at| (0..width).filter_map(move |of| byte(at, of)));
            return Ok(Cow::Owned(joined.collect()));
        }
        _ => return Err(Damaged::Page),
    };
    Ok(Cow::Borrowed(bytes))
}

fn wholes(stored: Stored, encoding: Encoding, bytes: &[u8], many: usize) -> Read<Vec<i64>> {
    let four = |value: i64| i64::from(value as i32);
    Ok(match (stored, encoding) {
        (Stored::Truth, Encoding::Plain) => {
            if bytes.len().saturating_mul(8) < many {
                return Err(Damaged::Page);
            }
            let bits = bytes
                .iter()
                .flat_map(|byte| (0..8).map(move |at| byte >> at & 1));
            bits.take(many).map(i64::from).collect()
        }
        (Stored::Truth, Encoding::Runs) => {
            let (_, runs) = bytes.split_first_chunk::<4>().ok_or(Damaged::Page)?;
            let mut all = Vec::with_capacity(many);
            Runs::of(runs, 1)?.read(many, &mut |value| {
                all.push(value.into());
                Ok(())
            })?;
            all
        }
        (Stored::Four | Stored::Eight, Encoding::Differences) => {
            let mut rest = bytes;
            let mut all = differences(&mut rest, many)?;
            if all.len() < many {
                return Err(Damaged::Page);
            }
            if stored == Stored::Four {
                all.iter_mut().for_each(|value| *value = four(*value));
            }
            all
        }
        (Stored::Four, _) => {
            let bytes = plain(encoding, bytes, 4, many)?;
            let all = bytes.as_chunks().0.iter();
            all.map(|of| i32::from_le_bytes(*of).into()).collect()
        }
        (Stored::Eight, _) => {
            let bytes = plain(encoding, bytes, 8, many)?;
            let all = bytes.as_chunks().0.iter();
            all.map(|of| i64::from_le_bytes(*of)).collect()
        }
        (Stored::Twelve, _) => {
            let bytes = plain(encoding, bytes, 12, many)?;
            bytes.as_chunks().0.iter().map(seconds).collect()
        }
        _ => return Err(Damaged::Page),
    })
}

/// Seconds since 1970 of a time of 12 bytes: nanoseconds of the day, and the number of the day by Julius.
fn seconds(of: &[u8; 12]) -> i64 {
    const JULIAN_1970: i64 = 2_440_588;
    let [a, b, c, d, e, f, g, h, day @ ..] = *of;
    let nanos = i64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let days = i64::from(i32::from_le_bytes(day)) - JULIAN_1970;
    days * 86_400 + nanos.div_euclid(1_000_000_000)
}

/// A number of up to 16 bytes, the highest first.
fn decimal(bytes: &[u8]) -> Read<i128> {
    let fill = match bytes.first() {
        Some(first) if *first > 127 => -1,
        _ => 0,
    };
    match bytes.len() {
        ..=16 => Ok(bytes
            .iter()
            .fold(fill, |all: i128, byte| (all << 8) | i128::from(*byte))),
        _ => Err(Damaged::Page),
    }
}

/// Hands out so many values of bytes.
fn each_of(
    stored: Stored,
    encoding: Encoding,
    bytes: &[u8],
    many: usize,
    each: &mut dyn FnMut(&[u8]) -> Read<()>,
) -> Read<()> {
    let mut rest = bytes;
    let mut lengths = || {
        let all = differences(&mut rest, many)?;
        match all.len() == many {
            true => Ok(all),
            false => Err(Damaged::Page),
        }
    };
    match (stored, encoding) {
        (Stored::Fixed(width), Encoding::Plain | Encoding::Split) => {
            let all = plain(encoding, bytes, width, many)?;
            all.chunks_exact(width).try_for_each(each)
        }
        (Stored::Bytes, Encoding::Plain) => (0..many).try_for_each(|_| {
            let (length, behind) = rest.split_first_chunk::<4>().ok_or(Damaged::Page)?;
            rest = behind;
            each(taken(&mut rest, u32::from_le_bytes(*length).into())?)
        }),
        (Stored::Bytes, Encoding::Lengths) => {
            let lengths = lengths()?;
            lengths
                .into_iter()
                .try_for_each(|length| each(taken(&mut rest, length)?))
        }
        (_, Encoding::Endings) => {
            let (shared, own) = (lengths()?, lengths()?);
            let mut text = vec![];
            shared.into_iter().zip(own).try_for_each(|(shared, own)| {
                let shared = usize::try_from(shared).map_err(|_| Damaged::Page)?;
                if shared > text.len() {
                    return Err(Damaged::Page);
                }
                text.truncate(shared);
                text.extend_from_slice(taken(&mut rest, own)?);
                each(&text)
            })
        }
        _ => Err(Damaged::Page),
    }
}

/// So many bytes from the front.
fn taken<'a>(rest: &mut &'a [u8], length: i64) -> Read<&'a [u8]> {
    let length = usize::try_from(length).map_err(|_| Damaged::Page)?;
    let (taken, behind) = rest.split_at_checked(length).ok_or(Damaged::Page)?;
    *rest = behind;
    Ok(taken)
}
