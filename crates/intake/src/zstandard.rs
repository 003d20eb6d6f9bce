//! Zstandard, in Rust alone, so that the browser reads it too.

use std::io::{Read, Write, copy};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// Why packed bytes are not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Cut, or not what was packed.
    Damaged,
    /// More would come out than there is room for.
    TooMuch,
}

/// What a frame may keep of what came before, in bytes.
const WINDOW: u64 = 64 << 20;

/// What is in all frames of packed bytes, one after the other; not more than `most` bytes.
///
/// # Errors
/// When they are cut or damaged, or hold more.
pub fn read(packed: &[u8], most: u64) -> Result<Vec<u8>, Unfit> {
    let mut all = vec![];
    unpack(packed, most, &mut all)?;
    Ok(all)
}

/// Unpacks all frames, to wherever it is wanted; how many bytes that were.
///
/// # Errors
/// When they are cut or damaged, or hold more than `most` bytes.
pub fn unpack(packed: &[u8], most: u64, to: &mut impl Write) -> Result<u64, Unfit> {
    let mut rest = packed;
    let mut all = 0;
    while !rest.is_empty() {
        let left = most - all;
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(left.max(WINDOW));
        let mut frame = match StreamingDecoder::new_with_decoder(&mut rest, decoder) {
            Ok(frame) => frame,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                rest = rest.get(length as usize..).ok_or(Unfit::Damaged)?;
                continue;
            }
            Err(FrameDecoderError::WindowSizeTooBig { .. }) => return Err(Unfit::TooMuch),
            Err(_) => return Err(Unfit::Damaged),
        };
        let mut part = (&mut frame).take(left + 1);
        all += copy(&mut part, to).map_err(|_| Unfit::Damaged)?;
        if all > most {
            return Err(Unfit::TooMuch);
        }
        let told = frame.decoder.get_checksum_from_data();
        if told.is_some() && told != frame.decoder.get_calculated_checksum() {
            return Err(Unfit::Damaged);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the reference packs it.
    fn packed(text: &[u8], level: i32) -> Vec<u8> {
        zstd::encode_all(text, level).unwrap()
    }

    #[test]
    fn frames_are_read_one_after_the_other() {
        let text: Vec<u8> = (0..40_000_u32)
            .flat_map(|at| format!("{},", at * at % 977).into_bytes())
            .collect();
        for level in [-3, 1, 9, 19] {
            assert!(read(&packed(&text, level), 1 << 20).as_ref() == Ok(&text));
        }
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        let all = [&packed(b"ab", 1)[..], &skipped, &packed(b"cd", 1)].concat();
        assert_eq!(read(&all, 4), Ok(b"abcd".to_vec()));
        assert_eq!(read(&all, 3), Err(Unfit::TooMuch));
        assert_eq!(read(&all[..all.len() - 1], 4), Err(Unfit::Damaged));
        assert_eq!(read(&packed(&text, 3), 1000), Err(Unfit::TooMuch));
    }
}
