//! What a file says of its columns.

use std::collections::BTreeMap;

use arrow::ipc::{
    self, BoolBuilder, DateBuilder, DateUnit, DictionaryEncodingBuilder, FieldBuilder,
    FloatingPointBuilder, IntBuilder, KeyValueBuilder, ListBuilder, Precision, SchemaBuilder, Type,
    Utf8Builder,
};
use flatbuffers::{FlatBufferBuilder, ForwardsUOffset, UnionWIPOffset, Vector, WIPOffset};

use super::{Column, Kind};

/// The columns, and what is said of the whole table.
pub(super) fn schema<'a>(
    message: &mut FlatBufferBuilder<'a>,
    columns: &[Column],
    about: &BTreeMap<String, String>,
) -> WIPOffset<ipc::Schema<'a>> {
    let mut names = 0;
    let each = columns
        .iter()
        .map(|column| field(message, column, &mut names));
    let fields: Vec<_> = each.collect();
    let fields = message.create_vector(&fields);
    let about = about
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let about = notes(message, about);
    let mut builder = SchemaBuilder::new(message);
    builder.add_fields(fields);
    builder.add_custom_metadata(about);
    builder.finish()
}

fn notes<'a, 'b>(
    message: &mut FlatBufferBuilder<'a>,
    notes: impl Iterator<Item = (&'b str, &'b str)>,
) -> WIPOffset<Vector<'a, ForwardsUOffset<ipc::KeyValue<'a>>>> {
    let pair = |(key, value): (&str, &str)| {
        let (key, value) = (message.create_string(key), message.create_string(value));
        let mut builder = KeyValueBuilder::new(message);
        builder.add_key(key);
        builder.add_value(value);
        builder.finish()
    };
    let pairs: Vec<_> = notes.map(pair).collect();
    message.create_vector(&pairs)
}

fn field<'a>(
    message: &mut FlatBufferBuilder<'a>,
    column: &Column,
    names: &mut i64,
) -> WIPOffset<ipc::Field<'a>> {
    let note = column
        .note
        .iter()
        .map(|(key, value)| (*key, value.as_str()));
    let note = column.note.as_ref().map(|_| notes(message, note));
    let name = message.create_string(&column.name);
    let items = match (column.kind, &column.within) {
        (Kind::List, Some(items)) => Some(field(message, items, names)),
        _ => None,
    };
    // Builders write as they are called: what is within a number goes before the number, of a text behind it.
    let (of, kind, children) = match column.kind {
        Kind::Whole(..) | Kind::Double => {
            let children = message.create_vector::<WIPOffset<ipc::Field<'_>>>(&[]);
            let (of, kind) = value(message, column.kind);
            (of, kind, children)
        }
        _ => {
            let (of, kind) = value(message, column.kind);
            (of, kind, message.create_vector(items.as_slice()))
        }
    };
    let dictionary = (column.kind == Kind::Name).then(|| {
        let mut builder = IntBuilder::new(message);
        builder.add_is_signed(false);
        builder.add_bitWidth(32);
        let key = builder.finish();
        let mut builder = DictionaryEncodingBuilder::new(message);
        builder.add_id(*names);
        builder.add_indexType(key);
        builder.add_isOrdered(false);
        *names += 1;
        builder.finish()
    });
    let mut builder = FieldBuilder::new(message);
    builder.add_name(name);
    if let Some(dictionary) = dictionary {
        builder.add_dictionary(dictionary);
    }
    builder.add_type_type(of);
    builder.add_nullable(column.gaps > 0);
    builder.add_children(children);
    builder.add_type_(kind);
    if let Some(note) = note {
        builder.add_custom_metadata(note);
    }
    builder.finish()
}

fn value(message: &mut FlatBufferBuilder<'_>, kind: Kind) -> (Type, WIPOffset<UnionWIPOffset>) {
    match kind {
        Kind::Bool => (
            Type::Bool,
            BoolBuilder::new(message).finish().as_union_value(),
        ),
        Kind::Whole(bits, is_signed) => {
            let mut builder = IntBuilder::new(message);
            builder.add_is_signed(is_signed);
            builder.add_bitWidth(bits);
            (Type::Int, builder.finish().as_union_value())
        }
        Kind::Double => {
            let mut builder = FloatingPointBuilder::new(message);
            builder.add_precision(Precision::DOUBLE);
            (Type::FloatingPoint, builder.finish().as_union_value())
        }
        Kind::Text | Kind::Name => (
            Type::Utf8,
            Utf8Builder::new(message).finish().as_union_value(),
        ),
        Kind::Day => {
            let mut builder = DateBuilder::new(message);
            builder.add_unit(DateUnit::DAY);
            (Type::Date, builder.finish().as_union_value())
        }
        Kind::List => (
            Type::List,
            ListBuilder::new(message).finish().as_union_value(),
        ),
    }
}
