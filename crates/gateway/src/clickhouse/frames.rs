//! An Arrow stream as it passes by, piece by piece: whether it is one from its first byte to its last, and how many rows it has.
//!
//! “Encapsulated message format” (<https://arrow.apache.org/docs/format/Columnar.html>): `FFFFFFFF`, the metadata's length, the
//! metadata, the body; a stream is a schema, then dictionary batches and record batches, then `FFFFFFFF 00000000`. Metadata
//! is verified, bodies are only measured: whoever reads the columns checks them.

use arrow::ipc::{MessageHeader, root_as_message};

/// Before every message.
const MARKER: [u8; 4] = [0xff; 4];

/// Bytes of the marker and the length.
const PREFIX: usize = 8;

/// More metadata than this no table of the contract has: it would be kept in memory.
const MOST_METADATA: usize = 1 << 20;

/// Why bytes are no Arrow stream.
pub type Flaw = &'static str;

/// Where in a stream its next byte stands.
#[derive(Debug, Default)]
pub struct Frames {
    /// What has come of a marker and a length, or of metadata.
    held: Vec<u8>,
    place: Place,
    has_schema: bool,
    rows: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// In a marker or the length behind it.
    #[default]
    Prefix,
    /// In metadata of that length.
    Metadata(usize),
    /// In a body of which so much is to come.
    Body(u64),
    /// Behind the end.
    End,
}

impl Frames {
    /// Looks at the next piece.
    ///
    /// # Errors
    /// What is wrong, in half a sentence for the log; nothing after it is looked at.
    pub fn pass(&mut self, mut piece: &[u8]) -> Result<(), Flaw> {
        while !piece.is_empty() {
            piece = match self.place {
                Place::Prefix => self.prefix(piece)?,
                Place::Metadata(length) => self.metadata(piece, length)?,
                Place::Body(rest) => self.body(piece, rest),
                Place::End => return Err("something follows the end of the stream"),
            };
        }
        Ok(())
    }

    /// Whether the end has come.
    pub fn is_over(&self) -> bool {
        self.place == Place::End
    }

    /// Rows of all record batches so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes bytes until so many are held; what is left of the piece.
    fn hold<'a>(&mut self, piece: &'a [u8], length: usize) -> &'a [u8] {
        let missing = length.saturating_sub(self.held.len());
        let (taken, rest) = piece.split_at(missing.min(piece.len()));
        self.held.extend_from_slice(taken);
        rest
    }

    fn prefix<'a>(&mut self, piece: &'a [u8]) -> Result<&'a [u8], Flaw> {
        let rest = self.hold(piece, PREFIX);
        let mut pairs = self.held.iter().zip(&MARKER);
        if pairs.any(|(came, wanted)| came != wanted) {
            return Err("no Arrow message begins where one should");
        }
        let Some((_, length)) = self.held.split_first_chunk::<4>() else {
            return Ok(rest);
        };
        let Ok(length) = <[u8; 4]>::try_from(length) else {
            return Ok(rest);
        };
        self.held.clear();
        self.place = match usize::try_from(i32::from_le_bytes(length)) {
            Ok(0) if self.has_schema => Place::End,
            Ok(length @ 1..=MOST_METADATA) => Place::Metadata(length),
            _ => return Err("an Arrow message has no usable length"),
        };
        Ok(rest)
    }

    fn metadata<'a>(&mut self, piece: &'a [u8], length: usize) -> Result<&'a [u8], Flaw> {
        let rest = self.hold(piece, length);
        if self.held.len() < length {
            return Ok(rest);
        }
        let message = root_as_message(&self.held).map_err(|_| "an Arrow message cannot be read")?;
        let is_schema = message.header_type() == MessageHeader::Schema;
        if is_schema == self.has_schema {
            return Err("an Arrow message is out of place");
        }
        self.has_schema = true;
        if let Some(batch) = message.header_as_record_batch() {
            let rows = u64::try_from(batch.length()).map_err(|_| "a batch has no length")?;
            self.rows = self.rows.saturating_add(rows);
        }
        let body = u64::try_from(message.bodyLength());
        let body = body.map_err(|_| "an Arrow message has no usable length")?;
        self.held.clear();
        self.place = Place::Body(body);
        if body == 0 {
            self.place = Place::Prefix;
        }
        Ok(rest)
    }

    fn body<'a>(&mut self, piece: &'a [u8], rest: u64) -> &'a [u8] {
        let here = usize::try_from(rest).unwrap_or(usize::MAX);
        let (passed, left) = piece.split_at(here.min(piece.len()));
        self.place = match rest - passed.len() as u64 {
            0 => Place::Prefix,
            rest => Place::Body(rest),
        };
        left
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, RecordBatch, UInt32Array};
    use arrow::ipc::writer::StreamWriter;

    use super::*;

    fn stream(batches: &[u32]) -> Vec<u8> {
        let batch = |rows: u32| {
            let column: ArrayRef = Arc::new(UInt32Array::from_iter_values(0..rows));
            RecordBatch::try_from_iter([("x", column)]).unwrap()
        };
        let mut writer = StreamWriter::try_new(Vec::new(), &batch(0).schema()).unwrap();
        for &rows in batches {
            writer.write(&batch(rows)).unwrap();
        }
        writer.into_inner().unwrap()
    }

    fn passed(pieces: &[&[u8]]) -> Result<(bool, u64), Flaw> {
        let mut frames = Frames::default();
        for piece in pieces {
            frames.pass(piece)?;
        }
        Ok((frames.is_over(), frames.rows()))
    }

    #[test]
    fn rows_are_counted_wherever_the_pieces_break() {
        for batches in [&[][..], &[0], &[3, 0, 4], &[1000; 7]] {
            let bytes = stream(batches);
            let rows = batches.iter().map(|&rows| u64::from(rows)).sum();
            assert_eq!(passed(&[&bytes]), Ok((true, rows)));
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(passed(&single), Ok((true, rows)));
            for at in (0..bytes.len()).step_by(7) {
                let (head, tail) = bytes.split_at(at);
                assert_eq!(passed(&[head, tail]), Ok((true, rows)));
                // A part is never all of it.
                assert_eq!(passed(&[head]).map(|(is_over, _)| is_over), Ok(false));
            }
        }
    }

    #[test]
    fn what_is_no_stream_has_a_flaw() {
        let whole = stream(&[5]);
        let end = &whole[whole.len() - 8..];
        for (pieces, flaw) in [
            (
                &[b"Code: 241" as &[u8]][..],
                "no Arrow message begins where one should",
            ),
            (
                &[&whole[..whole.len() - 8], b"words", end],
                "no Arrow message begins where one should",
            ),
            (&[&whole, b"x"], "something follows the end of the stream"),
            (&[&whole, &whole], "something follows the end of the stream"),
            (&[end], "an Arrow message has no usable length"),
            (&[&[0xff; 8]], "an Arrow message has no usable length"),
            (
                &[&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 127]],
                "an Arrow message has no usable length",
            ),
            (
                &[&[0xff, 0xff, 0xff, 0xff, 8, 0, 0, 0], &[7; 8]],
                "an Arrow message cannot be read",
            ),
            (
                &[&whole[..whole.len() - 8], &whole],
                "an Arrow message is out of place",
            ),
        ] {
            assert_eq!(passed(pieces), Err(flaw));
        }
    }
}
