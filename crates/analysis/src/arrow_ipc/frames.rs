//! The frames: encapsulated messages, the streaming format and the file format.
//!
//! “Encapsulated message format”: `FFFFFFFF`, the metadata's length, the metadata, the body. A
//! stream is a schema, then dictionary batches and record batches, then `FFFFFFFF 00000000`; a gateway adds the number of rows
//! behind it. A file is a stream between `ARROW1` and a footer that says where every batch lies.

use std::collections::BTreeMap;

use arrow::ipc::{Block, Message, MetadataVersion, Schema, root_as_footer, root_as_message};

use super::batch::Batch;
use super::{Broken, Budget, Form, MOST_ROWS, Table, schema};

/// First and last bytes of a file.
pub(super) const MAGIC: &[u8] = b"ARROW1";

/// Before every message.
pub(super) const MARKER: [u8; 4] = [0xff; 4];

/// Bytes of the marker and the length.
const PREFIX: usize = 8;

/// A message and its body.
struct Frame<'a> {
    message: Message<'a>,
    body: &'a [u8],
    /// Where the next frame begins.
    next: usize,
}

/// Reads a stream, which must have its end marker.
pub(super) fn stream(bytes: &[u8]) -> Result<Table, Broken> {
    let first = frame(bytes, 0, Form::Stream)?.ok_or(Broken::Place)?;
    let schema = first.message.header_as_schema().ok_or(Broken::Place)?;
    let mut table = Table::new(Form::Stream, &schema, bytes.len())?;
    let mut at = first.next;
    while let Some(frame) = frame(bytes, at, Form::Stream)? {
        at = frame.next;
        table.take(&frame)?;
    }
    let rows = (table.rows as u64).to_le_bytes();
    match bytes.get(at + PREFIX..) {
        Some(rest) if rest == rows => table.is_counted = true,
        None | Some([]) => {}
        _ => return Err(Broken::Trailing),
    }
    Ok(table)
}

/// Reads a file by its footer: all dictionaries first, then all record batches.
pub(super) fn file(bytes: &[u8]) -> Result<Table, Broken> {
    let cut = bytes.strip_suffix(MAGIC).ok_or(Broken::End)?;
    let (rest, length) = cut.split_last_chunk().ok_or(Broken::End)?;
    let length = usize::try_from(i32::from_le_bytes(*length)).map_err(|_| Broken::Footer)?;
    let start = rest.len().checked_sub(length).ok_or(Broken::Footer)?;
    let (blocks, footer) = rest.split_at_checked(start).ok_or(Broken::Footer)?;
    let footer = root_as_footer(footer).map_err(|_| Broken::Footer)?;
    check_version(footer.version())?;
    let schema = footer.schema().ok_or(Broken::Place)?;
    let mut table = Table::new(Form::File, &schema, bytes.len())?;
    let mut budget = Budget(blocks.len());
    let dictionaries = footer.dictionaries().into_iter().flatten();
    for block in dictionaries {
        let frame = block_frame(blocks, block, &mut budget)?;
        if frame.message.header_as_dictionary_batch().is_none() {
            return Err(Broken::Place);
        }
        table.take(&frame)?;
    }
    for block in footer.recordBatches().into_iter().flatten() {
        let frame = block_frame(blocks, block, &mut budget)?;
        if frame.message.header_as_record_batch().is_none() {
            return Err(Broken::Place);
        }
        table.take(&frame)?;
    }
    Ok(table)
}

fn block_frame<'a>(
    bytes: &'a [u8],
    block: &Block,
    budget: &mut Budget,
) -> Result<Frame<'a>, Broken> {
    let at = usize::try_from(block.offset()).map_err(|_| Broken::Block)?;
    let frame = frame(bytes, at, Form::File)?.ok_or(Broken::Block)?;
    let promised = i64::from(block.metaDataLength()).checked_add(block.bodyLength());
    let length = frame.next - at;
    if promised.and_then(|promised| usize::try_from(promised).ok()) != Some(length) {
        return Err(Broken::Block);
    }
    budget.spend(length)?;
    Ok(frame)
}

/// The frame that begins `at`, none when it is the end marker.
fn frame(bytes: &[u8], at: usize, form: Form) -> Result<Option<Frame<'_>>, Broken> {
    let cut = || match form {
        Form::File => Broken::Block,
        Form::Stream => Broken::Cut,
    };
    let parts = || {
        let rest = bytes.get(at..)?.strip_prefix(&MARKER)?;
        let (length, rest) = rest.split_first_chunk()?;
        Some((i32::from_le_bytes(*length), rest))
    };
    let (length, rest) = parts().ok_or_else(cut)?;
    if length == 0 {
        return Ok(None);
    }
    let length = usize::try_from(length).map_err(|_| Broken::Message)?;
    let (metadata, rest) = rest.split_at_checked(length).ok_or_else(cut)?;
    let message = root_as_message(metadata).map_err(|_| Broken::Message)?;
    check_version(message.version())?;
    let body = usize::try_from(message.bodyLength()).map_err(|_| Broken::Message)?;
    let (body, _) = rest.split_at_checked(body).ok_or_else(cut)?;
    Ok(Some(Frame {
        message,
        body,
        next: at + PREFIX + length + body.len(),
    }))
}

fn check_version(version: MetadataVersion) -> Result<(), Broken> {
    match version {
        MetadataVersion::V4 | MetadataVersion::V5 => Ok(()),
        _ => Err(Broken::Version),
    }
}

impl Table {
    /// A table without rows; the input has that many bytes.
    fn new(form: Form, schema: &Schema<'_>, bytes: usize) -> Result<Self, Broken> {
        let mut dictionaries = BTreeMap::new();
        let mut budget = Budget(bytes);
        Ok(Self {
            form,
            is_counted: false,
            rows: 0,
            columns: schema::columns(schema, &mut dictionaries, &mut budget)?,
            metadata: schema::metadata(schema.custom_metadata(), &mut budget)?,
            dictionaries,
        })
    }

    /// Appends what a message brings.
    fn take(&mut self, frame: &Frame<'_>) -> Result<(), Broken> {
        if let Some(header) = frame.message.header_as_record_batch() {
            let mut batch = Batch::new(&header, frame.body)?;
            for column in &mut self.columns {
                column.append(&mut batch, &self.dictionaries)?;
            }
            batch.finish()?;
            self.rows += batch.rows;
            if self.rows > MOST_ROWS {
                return Err(Broken::TooMany);
            }
            return Ok(());
        }
        let header = frame.message.header_as_dictionary_batch();
        let header = header.ok_or(Broken::Place)?;
        let dictionary = self.dictionaries.get_mut(&header.id());
        let dictionary = dictionary.ok_or(Broken::Stray)?;
        let mut batch = Batch::new(&header.data().ok_or(Broken::Place)?, frame.body)?;
        dictionary.take(&mut batch, header.isDelta(), self.form)
    }
}
