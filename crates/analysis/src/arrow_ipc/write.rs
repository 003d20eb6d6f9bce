//! A small writer of Arrow's file format: one record batch, for the kinds that packs hold. It writes byte for byte what
//! arrow-rs writes; messages are made by the builders that `arrow::ipc` generates.

mod schema;

use std::collections::BTreeMap;

use arrow::ipc::{
    self, Block, Buffer, DictionaryBatchBuilder, FieldNode, FooterBuilder, MessageBuilder,
    MessageHeader, MetadataVersion, RecordBatchBuilder,
};
use flatbuffers::{FlatBufferBuilder, UnionWIPOffset, WIPOffset};

use super::frames::{MAGIC, MARKER};
use schema::schema;

/// Every message, and every buffer, begins at a multiple of so many bytes.
const ALIGNMENT: usize = 64;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number of so many bits, with a sign or without.
    Whole(i32, bool),
    /// A floating-point number of 8 bytes.
    Double,
    /// A text.
    Text,
    /// Days since 1970.
    Day,
    /// A list of what is within.
    List,
    /// A place, of 4 bytes, among the texts within.
    Name,
}

/// A column on its way into a file.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What is said about it, under a key.
    pub note: Option<(&'static str, String)>,
    /// How many rows.
    pub rows: usize,
    /// How many of them are without a value.
    pub gaps: usize,
    /// Which rows have one, a bit each; empty where all have.
    pub held: Vec<u8>,
    /// Its values: for texts and lists their ends behind a nought, then, for texts, their bytes.
    pub buffers: Vec<Vec<u8>>,
    /// The items of lists, or the names.
    pub within: Option<Box<Column>>,
}

impl Column {
    /// Of values of one size.
    pub fn of(name: &str, kind: Kind, rows: usize, values: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            note: None,
            rows,
            gaps: 0,
            held: vec![],
            buffers: vec![values],
            within: None,
        }
    }

    /// Of texts; nothing when they are more than 2 GB.
    pub fn texts<'a>(name: &str, texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let (mut ends, mut all) = (0_i32.to_le_bytes().to_vec(), vec![]);
        let mut rows = 0;
        for text in texts {
            all.extend_from_slice(text.as_bytes());
            ends.extend(i32::try_from(all.len()).ok()?.to_le_bytes());
            rows += 1;
        }
        let mut column = Self::of(name, Kind::Text, rows, ends);
        column.buffers.push(all);
        Some(column)
    }

    /// With gaps where a row has no value.
    pub fn with_gaps(mut self, held: impl Iterator<Item = bool> + Clone) -> Self {
        self.gaps = held.clone().filter(|held| !held).count();
        if self.gaps > 0 {
            self.held = bits(held);
        }
        self
    }
}

/// A bit each, the lowest first.
pub(crate) fn bits(values: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes: Vec<u8> = vec![];
    for (at, value) in values.enumerate() {
        if at % 8 == 0 {
            bytes.push(0);
        }
        if let Some(last) = bytes.last_mut() {
            *last |= u8::from(value) << (at % 8);
        }
    }
    bytes
}

/// The file of these columns, all of so many rows.
pub(crate) fn file(columns: &[Column], rows: usize, notes: &BTreeMap<String, String>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    pad(&mut out);
    let mut message = FlatBufferBuilder::new();
    let about = schema(&mut message, columns, notes).as_union_value();
    write(
        &mut out,
        message,
        MessageHeader::Schema,
        about,
        &Body::default(),
    );
    let mut dictionaries = vec![];
    let names = columns.iter().filter(|column| column.kind == Kind::Name);
    for (id, names) in (0..).zip(names.filter_map(|column| column.within.as_deref())) {
        let (mut message, mut body) = (FlatBufferBuilder::new(), Body::default());
        body.add(names);
        let data = body.batch(&mut message, names.rows);
        let mut builder = DictionaryBatchBuilder::new(&mut message);
        builder.add_id(id);
        builder.add_data(data);
        builder.add_isDelta(false);
        let batch = builder.finish().as_union_value();
        let header = MessageHeader::DictionaryBatch;
        dictionaries.push(write(&mut out, message, header, batch, &body));
    }
    let (mut message, mut body) = (FlatBufferBuilder::new(), Body::default());
    columns.iter().for_each(|column| body.add(column));
    let batch = body.batch(&mut message, rows).as_union_value();
    let header = MessageHeader::RecordBatch;
    let block = write(&mut out, message, header, batch, &body);
    // The end of the messages.
    out.extend(MARKER);
    out.extend([0; 4]);
    footer(&mut out, columns, notes, &dictionaries, &[block]);
    out
}

fn footer(
    out: &mut Vec<u8>,
    columns: &[Column],
    notes: &BTreeMap<String, String>,
    dictionaries: &[Block],
    batches: &[Block],
) {
    let mut end = FlatBufferBuilder::new();
    let dictionaries = end.create_vector(dictionaries);
    let batches = end.create_vector(batches);
    let about = schema(&mut end, columns, notes);
    let mut builder = FooterBuilder::new(&mut end);
    builder.add_version(MetadataVersion::V5);
    builder.add_schema(about);
    builder.add_dictionaries(dictionaries);
    builder.add_recordBatches(batches);
    let root = builder.finish();
    end.finish(root, None);
    let bytes = end.finished_data();
    out.extend_from_slice(bytes);
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(MAGIC);
}

/// Fills up to where the next may begin.
fn pad(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
}

/// Writes a message, and behind it what it is about; where it stands.
fn write(
    out: &mut Vec<u8>,
    mut message: FlatBufferBuilder<'_>,
    kind: MessageHeader,
    header: WIPOffset<UnionWIPOffset>,
    body: &Body<'_>,
) -> Block {
    let mut builder = MessageBuilder::new(&mut message);
    builder.add_version(MetadataVersion::V5);
    builder.add_header_type(kind);
    builder.add_bodyLength(body.length as i64);
    builder.add_header(header);
    let root = builder.finish();
    message.finish(root, None);
    let bytes = message.finished_data();
    let start = out.len();
    // Behind the marker and the length itself.
    let length = (bytes.len() + 8).next_multiple_of(ALIGNMENT);
    out.extend(MARKER);
    out.extend((length as u32 - 8).to_le_bytes());
    out.extend_from_slice(bytes);
    pad(out);
    for part in &body.parts {
        out.extend_from_slice(part);
        pad(out);
    }
    Block::new(start as i64, length as i32, body.length as i64)
}

/// What a message is about: buffers, one behind the other, and where they lie.
#[derive(Default)]
struct Body<'c> {
    parts: Vec<&'c [u8]>,
    /// In bytes, with what fills up.
    length: usize,
    nodes: Vec<FieldNode>,
    buffers: Vec<Buffer>,
}

impl<'c> Body<'c> {
    fn add(&mut self, column: &'c Column) {
        let node = FieldNode::new(column.rows as i64, column.gaps as i64);
        self.nodes.push(node);
        for buffer in std::iter::once(&column.held).chain(&column.buffers) {
            let place = Buffer::new(self.length as i64, buffer.len() as i64);
            self.buffers.push(place);
            self.parts.push(buffer);
            self.length += buffer.len().next_multiple_of(ALIGNMENT);
        }
        if let (Kind::List, Some(items)) = (column.kind, &column.within) {
            self.add(items);
        }
    }

    fn batch<'a>(
        &self,
        message: &mut FlatBufferBuilder<'a>,
        rows: usize,
    ) -> WIPOffset<ipc::RecordBatch<'a>> {
        let buffers = message.create_vector(&self.buffers);
        let nodes = message.create_vector(&self.nodes);
        let mut builder = RecordBatchBuilder::new(message);
        builder.add_length(rows as i64);
        builder.add_nodes(nodes);
        builder.add_buffers(buffers);
        builder.finish()
    }
}
