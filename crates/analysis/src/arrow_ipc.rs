//! A small reader of Arrow IPC: the file format of packs, and the stream format databases answer in.
//!
//! The frames and layouts are those of the Arrow columnar format specification
//! (<https://arrow.apache.org/docs/format/Columnar.html>, “Serialization and Interprocess
//! Communication” and “Physical Memory Layout”). Messages are read, and verified, by the accessors
//! that `arrow::ipc` generates from Arrow's flatbuffers schemas; bodies are decoded here, for a
//! closed set of kinds: booleans, whole numbers, floats, texts, days, times, texts in a dictionary,
//! and lists of numbers. Bodies are little-endian and not compressed.
//!
//! Record batches are appended to the columns as they come. Nothing that is read is trusted: every
//! length, offset, count and position is checked before it is used, and bytes are used once only,
//! so that what is allocated is bounded by what was given, whatever it says of itself.

mod batch;
mod broken;
mod column;
mod dictionary;
mod frames;
mod layout;
mod schema;
#[cfg(test)]
mod tests;
pub(crate) mod write;

use std::collections::BTreeMap;

use crate::texts::Texts;
pub(crate) use broken::Broken;
pub(crate) use column::{Column, Values};
use dictionary::Dictionary;

/// More rows, items of lists, or names are not taken: 134 million.
const MOST_ROWS: usize = 1 << 27;

/// How the table was framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The IPC file format, with a footer.
    File,
    /// The IPC streaming format.
    Stream,
}

/// A table that was read; every column has `rows` rows.
#[derive(Debug)]
pub(crate) struct Table {
    /// How it was framed.
    pub form: Form,
    /// Whether the number of its rows stood behind a stream.
    pub is_counted: bool,
    /// Number of rows of all record batches.
    pub rows: usize,
    /// The columns, in the order of the schema.
    pub columns: Vec<Column>,
    metadata: Vec<(String, String)>,
    dictionaries: BTreeMap<i64, Dictionary>,
}

impl Table {
    /// Reads a file or a stream; its first bytes tell which.
    ///
    /// # Errors
    /// [`Broken`], for anything that is not a whole and sound table of the kinds read here.
    pub fn read(bytes: &[u8]) -> Result<Self, Broken> {
        // Texts count their bytes so far.
        if u32::try_from(bytes.len()).is_err() {
            return Err(Broken::TooMany);
        }
        if bytes.starts_with(frames::MAGIC) {
            frames::file(bytes)
        } else if bytes.starts_with(&frames::MARKER) {
            frames::stream(bytes)
        } else {
            Err(Broken::Beginning)
        }
    }

    /// The first column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// What the schema says about the whole table under that key.
    pub fn note(&self, key: &str) -> Option<&str> {
        note(&self.metadata, key)
    }

    /// The names that the positions of [`Values::Dictionary`] stand for; none for an unknown id.
    pub fn names(&self, id: i64) -> &[String] {
        self.dictionaries.get(&id).map_or(&[], Dictionary::names)
    }
}

/// As a map would have it, the last of a key counts.
fn note<'a>(metadata: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let mut last_first = metadata.iter().rev();
    last_first
        .find(|(name, _)| name == key)
        .map(|(_, value)| value.as_str())
}

/// How many bytes may still be used: references may point at the same bytes again and again.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, bytes: usize) -> Result<(), Broken> {
        self.0 = self.0.checked_sub(bytes).ok_or(Broken::Shared)?;
        Ok(())
    }
}
