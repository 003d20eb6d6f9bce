//! Random tables, written by arrow-rs.

use std::sync::Arc;

use arrow::array::*;
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::*;
use arrow::ipc::writer::{DictionaryHandling, FileWriter, IpcWriteOptions, StreamWriter};
use proptest::prelude::*;
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_xoshiro::Xoshiro256PlusPlus as Random;

/// How the dictionaries of later batches differ from the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Names {
    Same,
    Grow,
    Replace,
}

/// What to write.
#[derive(Clone, Debug)]
pub struct Shape {
    pub kinds: Vec<DataType>,
    pub batches: Vec<usize>,
    pub names: Names,
    /// Whether there are gaps.
    pub nulls: bool,
    /// Whether the arrays are parts of longer ones.
    pub sliced: bool,
    pub alignment: usize,
    pub seed: u64,
}

/// Every kind that is read.
pub fn kinds() -> Vec<DataType> {
    use DataType::*;
    let whole = [Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64];
    let units = [
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
    ];
    let texts = [Utf8, LargeUtf8, Binary, LargeBinary];
    let numbers = whole
        .iter()
        .cloned()
        .chain([Float32, Float64, Date32, Boolean]);
    let mut kinds: Vec<DataType> = numbers.collect();
    kinds.extend(units.map(|unit| Timestamp(unit, Some("Europe/Paris".into()))));
    let item = |kind: DataType| List(Arc::new(Field::new("item", kind, true)));
    let lists: Vec<DataType> = kinds.iter().cloned().map(item).collect();
    kinds.extend(lists);
    for text in &texts {
        let name = |key: &DataType| Dictionary(Box::new(key.clone()), Box::new(text.clone()));
        kinds.extend(whole.iter().map(name));
    }
    kinds.extend(texts);
    kinds
}

pub fn shapes() -> impl Strategy<Value = Shape> {
    (
        prop::collection::vec(prop::sample::select(kinds()), 1..6),
        prop::collection::vec(0..20usize, 0..4),
        prop::sample::select(vec![Names::Same, Names::Grow, Names::Replace]),
        any::<(bool, bool, u64)>(),
        prop::sample::select(vec![8, 64]),
    )
        .prop_map(
            |(kinds, batches, names, (nulls, sliced, seed), alignment)| Shape {
                kinds,
                batches,
                names,
                nulls,
                sliced,
                alignment,
                seed,
            },
        )
}

pub fn file(shape: &Shape) -> Vec<u8> {
    let mut shape = shape.clone();
    if shape.names == Names::Replace {
        // arrow-rs does not write what the file format forbids.
        shape.names = Names::Same;
    }
    let (schema, batches, options) = prepared(&shape);
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
    batches
        .iter()
        .for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

pub fn stream(shape: &Shape) -> Vec<u8> {
    let (schema, batches, options) = prepared(shape);
    let mut writer = StreamWriter::try_new_with_options(Vec::new(), &schema, options).unwrap();
    batches
        .iter()
        .for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn prepared(shape: &Shape) -> (SchemaRef, Vec<RecordBatch>, IpcWriteOptions) {
    let mut random = Random::seed_from_u64(shape.seed);
    let note = |text: String| [("note".to_owned(), text)].into();
    let fields = shape.kinds.iter().enumerate().map(|(at, kind)| {
        let field = Field::new(format!("column {at}"), kind.clone(), true);
        field.with_metadata(note(format!("ß{at}")))
    });
    let schema = Schema::new_with_metadata(fields.collect::<Vec<_>>(), note("whole".to_owned()));
    let schema = Arc::new(schema);
    let pools: Vec<Vec<Option<String>>> = shape
        .kinds
        .iter()
        .map(|_| pool(shape, &mut random))
        .collect();
    let batches = shape.batches.iter().enumerate().map(|(at, &rows)| {
        let columns = schema.fields().iter().zip(&pools).map(|(field, pool)| {
            let names = match shape.names {
                Names::Same => pool[..6].to_vec(),
                Names::Grow => pool[..4 + 3 * at].to_vec(),
                Names::Replace => {
                    let some = random.gen_range(1..8);
                    (0..some)
                        .map(|_| pool[random.gen_range(0..pool.len())].clone())
                        .collect()
                }
            };
            let (before, after) = if shape.sliced { (3, 2) } else { (0, 0) };
            let long = array(
                field.data_type(),
                before + rows + after,
                &names,
                shape,
                &mut random,
            );
            long.slice(before, rows)
        });
        RecordBatch::try_new(schema.clone(), columns.collect()).unwrap()
    });
    let options = IpcWriteOptions::try_new(shape.alignment, false, arrow::ipc::MetadataVersion::V5);
    let handling = match shape.names {
        Names::Grow => DictionaryHandling::Delta,
        _ => DictionaryHandling::Resend,
    };
    let options = options.unwrap().with_dictionary_handling(handling);
    (schema.clone(), batches.collect(), options)
}

fn pool(shape: &Shape, random: &mut Random) -> Vec<Option<String>> {
    let name = |at: usize| {
        let empty = at > 1 && shape.nulls && random.gen_bool(0.1);
        (!empty).then(|| format!("{}{}", word(random), random.gen_range(0..9)))
    };
    (0..16).map(name).collect()
}

fn word(random: &mut Random) -> &'static str {
    ["", "a", "ß€", "🦀 crab", "Deutschland", "République"][random.gen_range(0..6)]
}

fn nulls(rows: usize, shape: &Shape, random: &mut Random) -> Option<NullBuffer> {
    let some = shape.nulls && random.gen_bool(0.8);
    some.then(|| {
        (0..rows)
            .map(|_| random.gen_bool(0.7))
            .collect::<Vec<_>>()
            .into()
    })
}

fn array(
    kind: &DataType,
    rows: usize,
    names: &[Option<String>],
    shape: &Shape,
    random: &mut Random,
) -> ArrayRef {
    let nulls = nulls(rows, shape, random);
    macro_rules! number {
        ($array:ty, $value:expr) => {{
            let values: ScalarBuffer<_> = (0..rows).map(|_| $value).collect();
            Arc::new(<$array>::new(values, nulls).with_data_type(kind.clone()))
        }};
    }
    macro_rules! text {
        ($array:ty) => {{
            let texts = <$array>::from_iter_values((0..rows).map(|_| word(random)));
            let (offsets, bytes, _) = texts.into_parts();
            Arc::new(<$array>::new(offsets, bytes, nulls))
        }};
    }
    macro_rules! dictionary {
        ($($key:ident => $t:ty),*) => {
            match kind {
                $(DataType::Dictionary(key, value) if **key == DataType::$key => {
                    let keys = (0..rows).map(|_| random.gen_range(0..names.len()) as _);
                    let keys = PrimitiveArray::<$t>::new(keys.collect(), nulls);
                    let names: ArrayRef = match **value {
                        DataType::Utf8 => Arc::new(StringArray::from(names.to_vec())),
                        DataType::LargeUtf8 => Arc::new(LargeStringArray::from(names.to_vec())),
                        DataType::Binary => Arc::new(names.iter().map(|n| n.as_ref()).collect::<BinaryArray>()),
                        _ => Arc::new(names.iter().map(|n| n.as_ref()).collect::<LargeBinaryArray>()),
                    };
                    Arc::new(DictionaryArray::new(keys, names))
                })*
                kind => unreachable!("{kind} is not written here"),
            }
        };
    }
    match kind {
        DataType::Boolean => {
            let values: Vec<bool> = (0..rows).map(|_| random.r#gen()).collect();
            Arc::new(BooleanArray::new(values.into(), nulls))
        }
        DataType::Int8 => number!(Int8Array, random.r#gen()),
        DataType::Int16 => number!(Int16Array, random.r#gen()),
        DataType::Int32 => number!(Int32Array, random.r#gen()),
        DataType::Int64 => number!(Int64Array, random.r#gen()),
        DataType::UInt8 => number!(UInt8Array, random.r#gen()),
        DataType::UInt16 => number!(UInt16Array, random.r#gen()),
        DataType::UInt32 => number!(UInt32Array, random.r#gen()),
        DataType::UInt64 => number!(UInt64Array, random.r#gen()),
        DataType::Float32 => number!(Float32Array, f32::from_bits(random.r#gen())),
        DataType::Float64 => number!(Float64Array, f64::from_bits(random.r#gen())),
        DataType::Date32 => number!(Date32Array, random.r#gen()),
        DataType::Timestamp(TimeUnit::Second, _) => number!(TimestampSecondArray, random.r#gen()),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            number!(TimestampMillisecondArray, random.r#gen())
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            number!(TimestampMicrosecondArray, random.r#gen())
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            number!(TimestampNanosecondArray, random.r#gen())
        }
        DataType::Utf8 => text!(StringArray),
        DataType::LargeUtf8 => text!(LargeStringArray),
        DataType::Binary => text!(BinaryArray),
        DataType::LargeBinary => text!(LargeBinaryArray),
        DataType::List(item) => {
            let lengths: Vec<usize> = (0..rows).map(|_| random.gen_range(0..4)).collect();
            let items = array(item.data_type(), lengths.iter().sum(), names, shape, random);
            let offsets = OffsetBuffer::from_lengths(lengths);
            Arc::new(ListArray::new(item.clone(), offsets, items, nulls))
        }
        _ => dictionary!(
            Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
            UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type
        ),
    }
}
