//! Lines of sales as a Parquet file with the columns of `clientele_lines`: how made-up data come
//! into ClickHouse.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, PrimitiveArray, StringArray,
    TimestampMillisecondArray, UInt8Array,
};
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use clientele_model::catalogue::LineClass;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use clientele_intake::classify::Verdict;
use clientele_intake::column::{MISSING, Texts};
use clientele_intake::lines::Lines;

/// Lines per row group.
const GROUP: usize = 1 << 19;

/// Writes every line; what a line is (put aside, a service, cancelled) is said as the ledger decided.
///
/// # Errors
/// When the file cannot be written.
pub fn write(lines: &Lines, verdict: &Verdict, path: &Path) -> Result<(), ParquetError> {
    let columns = Columns::of(lines, verdict);
    let properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .build();
    let first = columns.batch(0, lines.len().min(GROUP))?;
    let mut writer = ArrowWriter::try_new(File::create(path)?, first.schema(), Some(properties))?;
    writer.write(&first)?;
    for begin in (GROUP..lines.len()).step_by(GROUP) {
        writer.write(&columns.batch(begin, (begin + GROUP).min(lines.len()))?)?;
    }
    writer.close()?;
    Ok(())
}

struct Columns<'a> {
    lines: &'a Lines,
    verdict: &'a Verdict,
    texts: Vec<(&'static str, Option<&'a Texts>, ArrayRef)>,
    service: Texts,
    aside: Texts,
}

impl<'a> Columns<'a> {
    fn of(lines: &'a Lines, verdict: &'a Verdict) -> Self {
        let mut service = Texts::default();
        let mut aside = Texts::default();
        for line in 0..lines.len() {
            let entry = verdict.product.codes[line];
            match verdict.service.get(entry as usize).and_then(Option::as_ref) {
                Some(entry) => service.push(&entry.code),
                None => service.push_missing(),
            }
            match verdict.class[line] {
                LineClass::Overlap => aside.push("overlap"),
                LineClass::Unreadable => aside.push("unreadable"),
                _ => aside.push_missing(),
            }
        }
        let texts = [
            ("order", Some(&lines.order)),
            ("product", Some(&verdict.product)),
            ("customer", Some(&lines.customer)),
            ("name", lines.name.as_ref()),
            ("category", lines.category.as_ref()),
            ("country", lines.country.as_ref()),
            ("channel", lines.channel.as_ref()),
            ("tier", lines.tier.as_ref()),
        ]
        .map(|(name, texts)| (name, texts, values(texts)));
        Self {
            lines,
            verdict,
            texts: texts.into(),
            service,
            aside,
        }
    }

    fn batch(&self, begin: usize, end: usize) -> Result<RecordBatch, ArrowError> {
        let Self { lines, verdict, .. } = self;
        let times = lines.minute[begin..end].iter().map(|&minute| match minute {
            clientele_intake::dates::NO_TIME => 0,
            minute => minute * 60_000,
        });
        let finite = |values: Option<&Vec<f64>>| -> ArrayRef {
            let number = |line: usize| values.map_or(0.0, |values| values[line]);
            let known = |value: f64| if value.is_nan() { 0.0 } else { value };
            Arc::new(Float64Array::from_iter_values(
                (begin..end).map(|line| known(number(line))),
            ))
        };
        let cancelled = (begin..end).map(|line| {
            let order = lines.order.codes[line] as usize;
            u8::from(verdict.cancelled.get(order).copied().unwrap_or(false))
        });
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            (
                "time",
                Arc::new(TimestampMillisecondArray::from_iter_values(times)),
            ),
            (
                "quantity",
                Arc::new(Int32Array::from(lines.quantity[begin..end].to_vec())),
            ),
            ("price", finite(Some(&lines.price))),
            ("discount", finite(lines.discount.as_ref())),
            ("cost", finite(lines.cost.as_ref())),
            (
                "cancelled",
                Arc::new(UInt8Array::from_iter_values(cancelled)),
            ),
        ];
        for (name, texts, values) in &self.texts {
            columns.push((name, coded(*texts, values, begin, end)?));
        }
        for (name, texts) in [("service", &self.service), ("aside", &self.aside)] {
            columns.push((name, coded(Some(texts), &values(Some(texts)), begin, end)?));
        }
        RecordBatch::try_from_iter(columns)
    }
}

/// The distinct texts, and the empty one for a missing text at the end.
fn values(texts: Option<&Texts>) -> ArrayRef {
    let known = texts.into_iter().flat_map(Texts::values);
    let all: Vec<&str> = known.chain([""]).collect();
    Arc::new(StringArray::from(all))
}

fn coded(
    texts: Option<&Texts>,
    values: &ArrayRef,
    begin: usize,
    end: usize,
) -> Result<ArrayRef, ArrowError> {
    let none = values.len() as i32 - 1;
    let keys = (begin..end).map(|line| match texts.map(|texts| texts.codes[line]) {
        None | Some(MISSING) => none,
        // Fewer distinct texts than lines, and lines are counted in 32 bits.
        Some(code) => code as i32,
    });
    let keys = PrimitiveArray::<Int32Type>::from_iter_values(keys);
    Ok(Arc::new(DictionaryArray::try_new(
        keys,
        Arc::clone(values),
    )?))
}
