//! The columns of an Arrow stream, as tests want them.

use std::io::Cursor;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Date32Type, Float64Type, UInt32Type};
use arrow::ipc::reader::StreamReader;
use clientele_model::table::{Aggregate, ColumnKind, Table};

/// A table that came back.
pub struct Frame(RecordBatch);

impl Frame {
    /// Reads a stream; dictionaries become plain texts.
    pub fn read(stream: &[u8]) -> Self {
        let reader = StreamReader::try_new(Cursor::new(stream), None).unwrap();
        let schema = reader.schema();
        let batches: Vec<_> = reader.map(Result::unwrap).collect();
        Self(concat_batches(&schema, &batches).unwrap())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.num_rows()
    }

    /// Whether the columns are those of a table made under filters.
    #[track_caller]
    pub fn follows(&self, table: Aggregate) {
        self.is(&table.table());
    }

    /// Whether the columns are those of the table, with their kinds, and without gaps but those of optional columns.
    #[track_caller]
    pub fn is(&self, table: &Table) {
        let schema = self.0.schema();
        let found: Vec<&String> = schema.fields().iter().map(|field| field.name()).collect();
        let declared: Vec<&str> = table.columns().map(|column| column.name).collect();
        assert_eq!(found, declared, "columns of {}", table.name);
        for (column, field) in table.columns().zip(schema.fields()) {
            let fits = match (column.kind, field.data_type()) {
                (ColumnKind::Text, kind) => *kind == DataType::Utf8,
                (ColumnKind::Name, DataType::Dictionary(keys, _)) => **keys == DataType::UInt32,
                (ColumnKind::Day, kind) => *kind == DataType::Date32,
                (ColumnKind::F64, kind) => *kind == DataType::Float64,
                (ColumnKind::U32, kind) => *kind == DataType::UInt32,
                (ColumnKind::I32, kind) => *kind == DataType::Int32,
                (ColumnKind::Bool, kind) => *kind == DataType::Boolean,
                (ColumnKind::U32List, DataType::List(item)) => {
                    *item.data_type() == DataType::UInt32
                }
                (ColumnKind::F64List, DataType::List(item)) => {
                    *item.data_type() == DataType::Float64
                }
                (ColumnKind::Name | ColumnKind::U32List | ColumnKind::F64List, _) => false,
            };
            assert!(fits, "{field:?}");
            let gaps = self.column(column.name).null_count();
            assert!(gaps == 0 || column.is_optional, "{field:?}");
        }
    }

    fn column(&self, name: &str) -> &ArrayRef {
        let there = self.0.column_by_name(name);
        there.unwrap_or_else(|| panic!("there is no column {name}"))
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        let plain = cast(self.column(name), &DataType::Utf8).unwrap();
        let texts = plain.as_string::<i32>();
        texts.iter().map(|text| text.unwrap().to_owned()).collect()
    }

    pub fn counts(&self, name: &str) -> Vec<u32> {
        let array = self.column(name).as_primitive::<UInt32Type>();
        array.values().to_vec()
    }

    pub fn amounts(&self, name: &str) -> Vec<f64> {
        let array = self.column(name).as_primitive::<Float64Type>();
        array.values().to_vec()
    }

    pub fn days(&self, name: &str) -> Vec<i32> {
        let array = self.column(name).as_primitive::<Date32Type>();
        array.values().to_vec()
    }

    /// Lists of numbers.
    pub fn lists(&self, name: &str) -> Vec<Vec<f64>> {
        let lists = self.column(name).as_list::<i32>();
        let list = |at| {
            let numbers = cast(&lists.value(at), &DataType::Float64).unwrap();
            numbers.as_primitive::<Float64Type>().values().to_vec()
        };
        (0..lists.len()).map(list).collect()
    }
}
