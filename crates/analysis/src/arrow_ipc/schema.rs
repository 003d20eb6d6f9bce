//! From a schema message to columns without rows.

use std::collections::BTreeMap;

use arrow::ipc::{DateUnit, Endianness, Field, Int, KeyValue, Precision, Schema, TimeUnit, Type};

use super::column::{Column, Values};
use super::dictionary::Dictionary;
use super::layout::{Integer, TextKind};
use super::{Broken, Budget, Texts};

type Dictionaries = BTreeMap<i64, Dictionary>;

/// A column for every field, and every dictionary the fields name.
pub(super) fn columns(
    schema: &Schema<'_>,
    dictionaries: &mut Dictionaries,
    budget: &mut Budget,
) -> Result<Vec<Column>, Broken> {
    if schema.endianness() != Endianness::Little {
        return Err(Broken::BigEndian);
    }
    let mut columns = Vec::new();
    for field in schema.fields().into_iter().flatten() {
        let name = text(field.name(), budget)?;
        let values = values(&field, &name, dictionaries, budget)?;
        let metadata = metadata(field.custom_metadata(), budget)?;
        columns.push(Column::new(name, metadata, values));
    }
    Ok(columns)
}

/// Keys and values, copied. Entries and texts may be the same bytes again and again.
pub(super) fn metadata<'a>(
    pairs: Option<impl IntoIterator<Item = KeyValue<'a>>>,
    budget: &mut Budget,
) -> Result<Vec<(String, String)>, Broken> {
    let pairs = pairs.into_iter().flatten();
    pairs
        .map(|pair| Ok((text(pair.key(), budget)?, text(pair.value(), budget)?)))
        .collect()
}

fn text(text: Option<&str>, budget: &mut Budget) -> Result<String, Broken> {
    let text = text.unwrap_or_default();
    // In a flatbuffer a text has its length before it.
    budget.spend(text.len() + size_of::<u32>())?;
    Ok(text.to_owned())
}

fn values(
    field: &Field<'_>,
    column: &str,
    dictionaries: &mut Dictionaries,
    budget: &mut Budget,
) -> Result<Values, Broken> {
    let refused = || refused(field, column);
    if let Some(encoding) = field.dictionary() {
        let texts = text_kind(field).ok_or_else(refused)?;
        // “If it is not specified, the indices are signed 32-bit.”
        let index = match encoding.indexType() {
            Some(index) => integer(index).ok_or_else(refused)?,
            None => Integer::Int32,
        };
        let id = encoding.id();
        let shared = dictionaries
            .entry(id)
            .or_insert_with(|| Dictionary::new(column, texts));
        if shared.kind != texts {
            return Err(Broken::Disagree);
        }
        return Ok(Values::Dictionary {
            id,
            index,
            positions: Vec::new(),
        });
    }
    if field.type_type() != Type::List {
        return plain(field).ok_or_else(refused);
    }
    let mut children = field.children().into_iter().flatten();
    let (Some(item), None) = (children.next(), children.next()) else {
        return Err(refused());
    };
    let values = match plain(&item) {
        Some(Values::Text { .. }) | None => return Err(refused()),
        Some(_) if item.dictionary().is_some() => return Err(refused()),
        Some(values) => values,
    };
    let metadata = metadata(item.custom_metadata(), budget)?;
    Ok(Values::List {
        starts: vec![0],
        item: Box::new(Column::new(column.to_owned(), metadata, values)),
    })
}

/// Kinds of one value per row.
fn plain(field: &Field<'_>) -> Option<Values> {
    if let Some(kind) = text_kind(field) {
        let texts = Texts::default();
        return Some(Values::Text { kind, texts });
    }
    match field.type_type() {
        Type::Bool => Some(Values::Bool(Vec::new())),
        Type::Int => Some(integer(field.type_as_int()?)?.values()),
        Type::FloatingPoint => match field.type_as_floating_point()?.precision() {
            Precision::SINGLE => Some(Values::Float32(Vec::new())),
            Precision::DOUBLE => Some(Values::Float64(Vec::new())),
            _ => None,
        },
        Type::Date if field.type_as_date()?.unit() == DateUnit::DAY => {
            Some(Values::Date32(Vec::new()))
        }
        Type::Timestamp => {
            let unit = field.type_as_timestamp()?.unit();
            let known = TimeUnit::ENUM_VALUES.contains(&unit);
            known.then(|| Values::Timestamp(unit, Vec::new()))
        }
        _ => None,
    }
}

fn integer(int: Int<'_>) -> Option<Integer> {
    match (int.bitWidth(), int.is_signed()) {
        (8, true) => Some(Integer::Int8),
        (16, true) => Some(Integer::Int16),
        (32, true) => Some(Integer::Int32),
        (64, true) => Some(Integer::Int64),
        (8, false) => Some(Integer::UInt8),
        (16, false) => Some(Integer::UInt16),
        (32, false) => Some(Integer::UInt32),
        (64, false) => Some(Integer::UInt64),
        _ => None,
    }
}

fn text_kind(field: &Field<'_>) -> Option<TextKind> {
    match field.type_type() {
        Type::Utf8 => Some(TextKind::Utf8),
        Type::LargeUtf8 => Some(TextKind::LargeUtf8),
        Type::Binary => Some(TextKind::Binary),
        Type::LargeBinary => Some(TextKind::LargeBinary),
        _ => None,
    }
}

fn refused(field: &Field<'_>, column: &str) -> Broken {
    let kind = match field.dictionary() {
        Some(_) => "Dictionary",
        None => field.type_type().variant_name().unwrap_or("unknown"),
    };
    Broken::Kind {
        column: column.to_owned(),
        kind: kind.trim_end_matches('_'),
    }
}
