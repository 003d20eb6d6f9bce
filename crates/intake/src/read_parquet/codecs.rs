//! How the pages of a Parquet file are packed. A page says how large it is unpacked, so each is held to that.

use std::borrow::Cow;
use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::MultiGzDecoder;
use lz4_flex::block;
use lz4_flex::frame::FrameDecoder;

use super::Damaged;
use crate::zstandard;

/// A way of packing, by its number in the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Plain,
    Snappy,
    Gzip,
    Brotli,
    /// Blocks as Hadoop writes them; some programs wrote frames or bare blocks under the same number.
    Lz4,
    Zstd,
    Lz4Raw,
}

impl Codec {
    /// Nothing for one that is not read here.
    pub(super) fn of(number: i64) -> Option<Self> {
        Some(match number {
            0 => Self::Plain,
            1 => Self::Snappy,
            2 => Self::Gzip,
            4 => Self::Brotli,
            5 => Self::Lz4,
            6 => Self::Zstd,
            7 => Self::Lz4Raw,
            _ => return None,
        })
    }

    /// What is in packed bytes, which are to be so many.
    ///
    /// # Errors
    /// When they are cut or damaged, or of another size.
    pub(super) fn unpacked(self, packed: &[u8], size: usize) -> Result<Cow<'_, [u8]>, Damaged> {
        if self == Self::Plain {
            return Ok(Cow::Borrowed(packed));
        }
        // Nothing but empty cells: there may be no frame.
        if size == 0 {
            return Ok(Cow::Borrowed(&[]));
        }
        let all = match self {
            Self::Plain => None,
            Self::Snappy => snappy(packed, size),
            Self::Gzip => held(MultiGzDecoder::new(packed), size),
            Self::Brotli => held(Decompressor::new(packed, 4096), size),
            Self::Zstd => zstandard::read(packed, size as u64).ok(),
            Self::Lz4Raw => raw(packed, size),
            Self::Lz4 => hadoop(packed, size)
                .or_else(|| held(FrameDecoder::new(packed), size))
                .or_else(|| raw(packed, size)),
        };
        match all {
            Some(all) if all.len() == size => Ok(Cow::Owned(all)),
            _ => Err(Damaged::Page),
        }
    }
}

/// What comes out of a reader, and a byte more than wanted where there is one.
fn held(from: impl Read, size: usize) -> Option<Vec<u8>> {
    let mut all = Vec::with_capacity(size);
    let done = from.take(size as u64 + 1).read_to_end(&mut all);
    done.ok().map(|_| all)
}

fn snappy(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    // Room is made for what it says.
    if snap::raw::decompress_len(packed).ok()? != size {
        return None;
    }
    snap::raw::Decoder::new().decompress_vec(packed).ok()
}

fn raw(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    block::decompress(packed, size).ok()
}

/// Blocks, each behind its size unpacked and packed, the highest byte first.
fn hadoop(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut rest = packed;
    let mut all = Vec::new();
    while let Some((unpacked, behind)) = rest.split_first_chunk::<4>() {
        let (packed, behind) = behind.split_first_chunk::<4>()?;
        let unpacked = u32::from_be_bytes(*unpacked) as usize;
        let (block, behind) = behind.split_at_checked(u32::from_be_bytes(*packed) as usize)?;
        if unpacked > size - all.len() {
            return None;
        }
        let inside = raw(block, unpacked).filter(|inside| inside.len() == unpacked)?;
        all.extend(inside);
        rest = behind;
    }
    rest.is_empty().then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lz4_is_told_by_what_stands_in_it() {
        let text = "Tea, green, 100 g; ".repeat(300).into_bytes();
        let (first, second) = text.split_at(2000);
        let of = |text: &[u8]| {
            let block = block::compress(text);
            let sizes = [text.len(), block.len()].map(|size| (size as u32).to_be_bytes());
            [sizes.concat(), block].concat()
        };
        let mut frame = lz4_flex::frame::FrameEncoder::new(vec![]);
        std::io::Write::write_all(&mut frame, &text).unwrap();
        for packed in [
            [of(first), of(second)].concat(),
            frame.finish().unwrap(),
            block::compress(&text),
        ] {
            let read = |size| Codec::Lz4.unpacked(&packed, size);
            assert_eq!(read(text.len()).as_deref(), Ok(&text[..]));
            assert_eq!(read(text.len() - 1), Err(Damaged::Page));
            assert_eq!(read(text.len() + 1), Err(Damaged::Page));
        }
    }
}
