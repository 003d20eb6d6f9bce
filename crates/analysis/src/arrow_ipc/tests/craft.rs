//! Messages by hand, for what arrow-rs does not write.

use arrow::datatypes::{DataType, Field, Schema};
use arrow::ipc::convert::IpcSchemaEncoder;
use arrow::ipc::writer::{DictionaryTracker, StreamWriter};
use arrow::ipc::{
    Block, BodyCompressionArgs, Buffer, DictionaryBatchArgs, DictionaryEncoding,
    DictionaryEncodingArgs, Endianness, FieldArgs, FieldNode, FooterArgs, KeyValueArgs,
    MessageArgs, MessageHeader, MetadataVersion, RecordBatchArgs, SchemaArgs, Type, Utf8Args,
};
use flatbuffers::{FlatBufferBuilder, WIPOffset};

/// A column `x`.
pub fn field(kind: DataType) -> Vec<Field> {
    vec![Field::new("x", kind, true)]
}

/// Names at positions of eight bits.
pub fn names() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8))
}

/// The bytes of numbers.
pub fn ints(values: &[i32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// A record batch, or what a dictionary batch holds.
#[derive(Clone, Default)]
pub struct Crafted {
    pub rows: i64,
    /// Length and null count.
    pub nodes: Vec<(i64, i64)>,
    /// Offset and length.
    pub buffers: Vec<(i64, i64)>,
    pub body: Vec<u8>,
    pub compressed: bool,
    pub old: bool,
}

impl Crafted {
    /// Rows of one column in buffers that follow one another.
    pub fn new(node: (i64, i64), buffers: &[&[u8]]) -> Self {
        let mut batch = Self {
            rows: node.0,
            nodes: vec![node],
            ..Self::default()
        };
        buffers.iter().for_each(|buffer| batch.push(buffer));
        batch
    }

    pub fn push(&mut self, buffer: &[u8]) {
        let offset = self.body.len() as i64;
        self.buffers.push((offset, buffer.len() as i64));
        self.body.extend(buffer);
    }

    /// The message of a record batch.
    pub fn batch(&self) -> Vec<u8> {
        let mut builder = FlatBufferBuilder::new();
        let header = self.header(&mut builder).as_union_value();
        self.message(builder, MessageHeader::RecordBatch, header)
    }

    /// The message of a dictionary batch.
    pub fn dictionary(&self, id: i64, delta: bool) -> Vec<u8> {
        let mut builder = FlatBufferBuilder::new();
        let data = Some(self.header(&mut builder));
        let args = DictionaryBatchArgs {
            id,
            data,
            isDelta: delta,
        };
        let header = arrow::ipc::DictionaryBatch::create(&mut builder, &args).as_union_value();
        self.message(builder, MessageHeader::DictionaryBatch, header)
    }

    fn header<'a>(
        &self,
        builder: &mut FlatBufferBuilder<'a>,
    ) -> WIPOffset<arrow::ipc::RecordBatch<'a>> {
        let nodes: Vec<_> = self
            .nodes
            .iter()
            .map(|v| FieldNode::new(v.0, v.1))
            .collect();
        let buffers: Vec<_> = self.buffers.iter().map(|v| Buffer::new(v.0, v.1)).collect();
        let nodes = Some(builder.create_vector(&nodes));
        let buffers = Some(builder.create_vector(&buffers));
        let codec = BodyCompressionArgs::default();
        let compression = self
            .compressed
            .then(|| arrow::ipc::BodyCompression::create(builder, &codec));
        let args = RecordBatchArgs {
            length: self.rows,
            nodes,
            buffers,
            compression,
            variadicBufferCounts: None,
        };
        arrow::ipc::RecordBatch::create(builder, &args)
    }

    fn message(
        &self,
        mut builder: FlatBufferBuilder<'_>,
        header_type: MessageHeader,
        header: WIPOffset<flatbuffers::UnionWIPOffset>,
    ) -> Vec<u8> {
        let args = MessageArgs {
            version: if self.old {
                MetadataVersion::V3
            } else {
                MetadataVersion::V5
            },
            header_type,
            header: Some(header),
            bodyLength: self.body.len() as i64,
            custom_metadata: None,
        };
        let message = arrow::ipc::Message::create(&mut builder, &args);
        builder.finish(message, None);
        let metadata = builder.finished_data();
        let length = (metadata.len() as i32).to_le_bytes();
        [&[0xff; 4], &length[..], metadata, &self.body].concat()
    }
}

/// A stream of these columns and messages.
pub fn stream(fields: Vec<Field>, messages: &[Vec<u8>]) -> Vec<u8> {
    [schema(&Schema::new(fields)), messages.concat(), end()].concat()
}

/// A file of these columns and dictionaries, each named `times` by the footer, without batches.
pub fn file(fields: Vec<Field>, dictionaries: &[Vec<u8>], times: usize) -> Vec<u8> {
    let mut bytes = b"ARROW1\0\0".to_vec();
    let mut blocks = Vec::new();
    for message in dictionaries {
        let metadata = i32::from_le_bytes(*message[4..].first_chunk().unwrap()) + 8;
        let body = message.len() as i64 - i64::from(metadata);
        let block = Block::new(bytes.len() as i64, metadata, body);
        blocks.extend(std::iter::repeat_n(block, times));
        bytes.extend(message);
    }
    let mut builder = FlatBufferBuilder::new();
    let mut tracker = DictionaryTracker::new(false);
    let schema = IpcSchemaEncoder::new()
        .with_dictionary_tracker(&mut tracker)
        .schema_to_fb_offset(&mut builder, &Schema::new(fields));
    let args = FooterArgs {
        version: MetadataVersion::V5,
        schema: Some(schema),
        dictionaries: Some(builder.create_vector(&blocks)),
        ..FooterArgs::default()
    };
    let footer = arrow::ipc::Footer::create(&mut builder, &args);
    builder.finish(footer, None);
    let footer = builder.finished_data();
    let length = (footer.len() as i32).to_le_bytes();
    [&bytes, footer, &length, b"ARROW1"].concat()
}

/// A schema message.
pub fn schema(schema: &Schema) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), schema).unwrap();
    writer.flush().unwrap();
    writer.get_ref().clone()
}

/// A schema message without columns, for numbers with their last byte last.
pub fn big_endian() -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let args = SchemaArgs {
        endianness: Endianness::Big,
        ..SchemaArgs::default()
    };
    let header = arrow::ipc::Schema::create(&mut builder, &args).as_union_value();
    Crafted::default().message(builder, MessageHeader::Schema, header)
}

/// A schema message that says the same a thousand times.
pub fn repetitive() -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let text = Some(builder.create_string("something"));
    let (key, value) = (text, text);
    let pair = arrow::ipc::KeyValue::create(&mut builder, &KeyValueArgs { key, value });
    let args = SchemaArgs {
        custom_metadata: Some(builder.create_vector(&[pair; 1_000])),
        ..SchemaArgs::default()
    };
    let header = arrow::ipc::Schema::create(&mut builder, &args).as_union_value();
    Crafted::default().message(builder, MessageHeader::Schema, header)
}

/// A schema message of columns `x`, `y`, … of these kinds, all with dictionary 5.
pub fn sharing(kinds: &[Type]) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let mut fields = Vec::new();
    for (&kind, name) in kinds.iter().zip(["x", "y"]) {
        let encoding = DictionaryEncodingArgs {
            id: 5,
            ..DictionaryEncodingArgs::default()
        };
        // The tables of all kinds of texts are empty.
        let empty = arrow::ipc::Utf8::create(&mut builder, &Utf8Args {});
        let args = FieldArgs {
            name: Some(builder.create_string(name)),
            type_type: kind,
            type_: Some(empty.as_union_value()),
            dictionary: Some(DictionaryEncoding::create(&mut builder, &encoding)),
            ..FieldArgs::default()
        };
        fields.push(arrow::ipc::Field::create(&mut builder, &args));
    }
    let args = SchemaArgs {
        fields: Some(builder.create_vector(&fields)),
        ..SchemaArgs::default()
    };
    let header = arrow::ipc::Schema::create(&mut builder, &args).as_union_value();
    Crafted::default().message(builder, MessageHeader::Schema, header)
}

/// The end of a stream.
pub fn end() -> Vec<u8> {
    vec![0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]
}
