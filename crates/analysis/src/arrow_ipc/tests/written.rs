//! What is written here against what arrow-rs writes, byte for byte.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::*;
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{Field, Schema};
use arrow::ipc::writer::FileWriter;

use crate::arrow_ipc::write::{Column, Kind, bits, file};

/// The file that arrow-rs writes.
fn twin(columns: &[(Field, ArrayRef)], notes: &BTreeMap<String, String>) -> Vec<u8> {
    let fields: Vec<Field> = columns.iter().map(|(field, _)| field.clone()).collect();
    let notes: HashMap<_, _> = notes.clone().into_iter().collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, notes));
    let arrays = columns.iter().map(|(_, array)| array.clone()).collect();
    let batch = RecordBatch::try_new(schema.clone(), arrays).unwrap();
    let mut writer = FileWriter::try_new(vec![], &schema).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn bytes<const N: usize>(values: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    values.flatten().collect()
}

/// Columns of every kind, each beside its twin.
fn columns(rows: usize, gaps: bool) -> Vec<(Column, Field, ArrayRef)> {
    let held = move |at: usize| !(gaps && at % 5 == 3);
    let rows_held = || (0..rows).map(held);
    let draw = |at: usize| (at * 7919 % 6007) as u32;
    let nulls = || {
        let nulls: arrow::buffer::NullBuffer = rows_held().collect::<Vec<_>>().into();
        (nulls.null_count() > 0).then_some(nulls)
    };
    let field = |name: &str, array: &ArrayRef| {
        Field::new(name, array.data_type().clone(), array.null_count() > 0)
    };
    let mut all = vec![];
    let mut add = |column: Column, array: ArrayRef| {
        let mut field = field(&column.name, &array);
        if let Some((key, value)) = &column.note {
            field = field.with_metadata(HashMap::from([((*key).to_owned(), value.clone())]));
        }
        all.push((column, field, array));
    };
    let flags: Vec<bool> = (0..rows).map(|at| draw(at) % 3 > 0).collect();
    add(
        Column::of("flags", Kind::Bool, rows, bits(flags.iter().copied())),
        Arc::new(BooleanArray::from(flags)),
    );
    let small: Vec<u8> = (0..rows).map(|at| (draw(at) % 256) as u8).collect();
    add(
        Column::of("u8", Kind::Whole(8, false), rows, small.clone()).with_gaps(rows_held()),
        Arc::new(UInt8Array::new(small.into(), nulls())),
    );
    let middle: Vec<i16> = (0..rows).map(|at| draw(at) as i16 - 3000).collect();
    let mut column = Column::of(
        "i16",
        Kind::Whole(16, true),
        rows,
        bytes(middle.iter().map(|v| v.to_le_bytes())),
    );
    column.note = Some(("scale", "2".to_owned()));
    add(column, Arc::new(Int16Array::from(middle)));
    let doubles: Vec<f64> = (0..rows).map(|at| f64::from(draw(at)) / 7.0).collect();
    let stored = bytes(doubles.iter().map(|v| v.to_le_bytes()));
    add(
        Column::of("f64", Kind::Double, rows, stored).with_gaps(rows_held()),
        Arc::new(Float64Array::new(doubles.into(), nulls())),
    );
    let texts: Vec<String> = (0..rows)
        .map(|at| "té".repeat(draw(at) as usize % 4))
        .collect();
    add(
        Column::texts("texts", texts.iter().map(String::as_str)).unwrap(),
        Arc::new(StringArray::from_iter_values(&texts)),
    );
    let days: Vec<i32> = (0..rows).map(|at| draw(at) as i32 * 3).collect();
    add(
        Column::of(
            "days",
            Kind::Day,
            rows,
            bytes(days.iter().map(|v| v.to_le_bytes())),
        ),
        Arc::new(Date32Array::from(days)),
    );
    for name in ["names", "more names"] {
        let list = ["DE", "France", "", name];
        let at: Vec<u32> = (0..rows).map(|at| draw(at) % 4).collect();
        let stored = bytes(at.iter().map(|v| v.to_le_bytes()));
        let mut column = Column::of(name, Kind::Name, rows, stored).with_gaps(rows_held());
        column.within = Some(Box::new(Column::texts(name, list.into_iter()).unwrap()));
        let keys = UInt32Array::new(at.into(), nulls());
        let list = StringArray::from_iter_values(list);
        add(
            column,
            Arc::new(DictionaryArray::try_new(keys, Arc::new(list)).unwrap()),
        );
    }
    let lengths: Vec<usize> = (0..rows).map(|at| draw(at) as usize % 3).collect();
    let items: Vec<i32> = (0..lengths.iter().sum())
        .map(|at| draw(at) as i32)
        .collect();
    let held: Vec<bool> = (0..items.len()).map(held).collect();
    let mut ends = vec![0_i32];
    for length in &lengths {
        ends.push(ends.last().unwrap() + *length as i32);
    }
    let stored = bytes(items.iter().map(|v| v.to_le_bytes()));
    let mut inner = Column::of("item", Kind::Whole(32, true), items.len(), stored);
    inner.note = Some(("scale", "1".to_owned()));
    inner = inner.with_gaps(held.iter().copied());
    let nulls: arrow::buffer::NullBuffer = held.into();
    let nulls = (nulls.null_count() > 0).then_some(nulls);
    let items: ArrayRef = Arc::new(Int32Array::new(items.into(), nulls));
    let item = field("item", &items);
    let item = item.with_metadata(HashMap::from([("scale".to_owned(), "1".to_owned())]));
    let offsets = OffsetBuffer::from_lengths(lengths);
    let ends = bytes(ends.iter().map(|v| v.to_le_bytes()));
    let mut column = Column::of("lists", Kind::List, rows, ends);
    column.within = Some(Box::new(inner));
    add(
        column,
        Arc::new(ListArray::new(Arc::new(item), offsets, items, None)),
    );
    all
}

#[test]
fn a_file_is_written_as_arrow_rs_writes_it() {
    for rows in [0, 1, 7, 8, 9, 64, 1000] {
        for gaps in [false, true] {
            for notes in [&[("contract", "1")][..], &[("contract", "1"), ("as", "x")]] {
                let notes = notes
                    .iter()
                    .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
                let notes: BTreeMap<_, _> = notes.collect();
                let all = columns(rows, gaps);
                let twins: Vec<_> = all.iter().map(|(_, f, a)| (f.clone(), a.clone())).collect();
                let ours: Vec<Column> = all.into_iter().map(|(column, ..)| column).collect();
                // One by one first: so a difference names its column.
                for (column, twin_column) in ours.iter().zip(&twins) {
                    let one = std::slice::from_ref(column);
                    let same =
                        file(one, rows, &notes) == twin(std::slice::from_ref(twin_column), &notes);
                    assert!(same, "{} {rows} {gaps}", column.name);
                }
                assert!(file(&ours, rows, &notes) == twin(&twins, &notes));
            }
        }
    }
}
