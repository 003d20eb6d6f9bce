//! A column, and what a record batch appends to it.
//!
//! “Physical memory layout”: a validity bitmap first, then values of fixed width, or offsets and
//! what they cut: bytes of texts, items of lists.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::ipc::TimeUnit;

use super::batch::{Batch, Bits, Node};
use super::dictionary::Dictionary;
use super::layout::{Integer, Rows, TextKind, extend, lists};
use super::{Broken, MOST_ROWS, Texts, note};

/// A column of all batches read so far.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name; of items of lists, the name of the lists.
    pub name: String,
    /// Its values; where there is none, any value.
    pub values: Values,
    /// The rows without a value, ascending. In a dictionary's column these also have the position
    /// [`NONE`](crate::dataset::NONE), as have rows whose name is null, which are not among these.
    pub nulls: Vec<u32>,
    metadata: Vec<(String, String)>,
    rows: usize,
}

/// The values of a column by their kind in Arrow.
#[derive(Debug)]
pub(crate) enum Values {
    Bool(Vec<bool>),
    Int8(Vec<i8>),
    Int16(Vec<i16>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    UInt8(Vec<u8>),
    UInt16(Vec<u16>),
    UInt32(Vec<u32>),
    UInt64(Vec<u64>),
    Float32(Vec<f32>),
    Float64(Vec<f64>),
    /// Days since 1970.
    Date32(Vec<i32>),
    /// Time since 1970, in that unit.
    Timestamp(TimeUnit, Vec<i64>),
    /// Texts.
    Text {
        /// How they are stored.
        kind: TextKind,
        /// The texts.
        texts: Texts,
    },
    /// Texts as positions in a list of names, [`super::Table::names`].
    Dictionary {
        /// The dictionary.
        id: i64,
        /// How positions are stored.
        index: Integer,
        /// The positions, [`NONE`](crate::dataset::NONE) for none.
        positions: Vec<u32>,
    },
    /// Lists of numbers, booleans, days or times; list `at` is the items
    /// `starts[at]..starts[at + 1]`.
    List {
        /// One more than rows, the first 0.
        starts: Vec<u32>,
        /// The items of all lists.
        item: Box<Column>,
    },
}

impl Column {
    /// A column without rows.
    pub(super) fn new(name: String, metadata: Vec<(String, String)>, values: Values) -> Self {
        Self {
            name,
            values,
            nulls: Vec::new(),
            metadata,
            rows: 0,
        }
    }

    /// What the schema says about the column under that key.
    pub fn note(&self, key: &str) -> Option<&str> {
        note(&self.metadata, key)
    }

    /// Appends the rows of a batch.
    pub(super) fn append(
        &mut self,
        batch: &mut Batch<'_>,
        dictionaries: &BTreeMap<i64, Dictionary>,
    ) -> Result<(), Broken> {
        let node = batch.node_of_all()?;
        self.append_range(0..node.rows, node, batch, dictionaries)
    }

    /// Appends some of the rows of a node.
    pub(super) fn append_range(
        &mut self,
        range: Range<usize>,
        node: Node,
        batch: &mut Batch<'_>,
        dictionaries: &BTreeMap<i64, Dictionary>,
    ) -> Result<(), Broken> {
        let (first, before) = (range.start, self.rows);
        self.rows += range.len();
        if self.rows > MOST_ROWS {
            return Err(Broken::TooMany);
        }
        let valid = batch.validity(&self.name, node)?;
        if let Some(valid) = valid {
            let nulls = range.clone().filter(|&at| !valid.get(at));
            self.nulls
                .extend(nulls.map(|at| (before + at - first) as u32));
        }
        let rows = Rows {
            column: &self.name,
            range,
            valid,
        };
        self.values.append(rows, batch, dictionaries)
    }
}

impl Values {
    /// Arrow's name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "Boolean",
            Self::Int8(_) => "Int8",
            Self::Int16(_) => "Int16",
            Self::Int32(_) => "Int32",
            Self::Int64(_) => "Int64",
            Self::UInt8(_) => "UInt8",
            Self::UInt16(_) => "UInt16",
            Self::UInt32(_) => "UInt32",
            Self::UInt64(_) => "UInt64",
            Self::Float32(_) => "Float32",
            Self::Float64(_) => "Float64",
            Self::Date32(_) => "Date32",
            Self::Timestamp(TimeUnit::SECOND, _) => "Timestamp(s)",
            Self::Timestamp(TimeUnit::MILLISECOND, _) => "Timestamp(ms)",
            Self::Timestamp(TimeUnit::MICROSECOND, _) => "Timestamp(µs)",
            Self::Timestamp(..) => "Timestamp(ns)",
            Self::Text { kind, .. } => match kind {
                TextKind::Utf8 => "Utf8",
                TextKind::LargeUtf8 => "LargeUtf8",
                TextKind::Binary => "Binary",
                TextKind::LargeBinary => "LargeBinary",
            },
            Self::Dictionary { .. } => "Dictionary",
            Self::List { .. } => "List",
        }
    }

    fn append(
        &mut self,
        rows: Rows<'_, '_>,
        batch: &mut Batch<'_>,
        dictionaries: &BTreeMap<i64, Dictionary>,
    ) -> Result<(), Broken> {
        let (column, range) = (rows.column, rows.range.clone());
        match self {
            Self::Text { kind, texts } => return kind.append(texts, column, range, batch),
            Self::List { starts, item } => return lists(starts, item, rows, batch, dictionaries),
            _ => {}
        }
        let bytes = batch.buffer(column)?;
        let taken = match self {
            Self::Bool(out) => Bits(bytes).range(range).map(|bits| out.extend(bits)),
            Self::Int8(out) => extend(out, bytes, range, i8::from_le_bytes),
            Self::Int16(out) => extend(out, bytes, range, i16::from_le_bytes),
            Self::Int32(out) | Self::Date32(out) => extend(out, bytes, range, i32::from_le_bytes),
            Self::Int64(out) | Self::Timestamp(_, out) => {
                extend(out, bytes, range, i64::from_le_bytes)
            }
            Self::UInt8(out) => extend(out, bytes, range, u8::from_le_bytes),
            Self::UInt16(out) => extend(out, bytes, range, u16::from_le_bytes),
            Self::UInt32(out) => extend(out, bytes, range, u32::from_le_bytes),
            Self::UInt64(out) => extend(out, bytes, range, u64::from_le_bytes),
            Self::Float32(out) => extend(out, bytes, range, f32::from_le_bytes),
            Self::Float64(out) => extend(out, bytes, range, f64::from_le_bytes),
            Self::Dictionary {
                id,
                index,
                positions,
            } => {
                let dictionary = dictionaries.get(id).ok_or(Broken::Stray)?;
                return index.append(positions, bytes, rows, dictionary);
            }
            Self::Text { .. } | Self::List { .. } => Some(()),
        };
        taken.ok_or_else(|| Broken::Short(column.to_owned()))
    }
}
