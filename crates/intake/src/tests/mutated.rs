//! Every reader is given files with bytes changed, cut out, doubled and cut off: it may refuse them, and must
//! not panic. `CLIENTELE_MUTATIONS` says how many for each form; a few hundred thousand take half an hour.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::*;
use crate::archives::tests::{gzip, zip};
use crate::open;
use crate::read_csv::Hints;
use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;

/// How many files of each form are tried unless told otherwise.
const USUAL: u32 = 150;

/// Numbers that follow from a seed.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    fn mutate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.next(4) {
            if bytes.is_empty() {
                break;
            }
            let at = self.next(bytes.len());
            let end = (at + 1 + self.next(16)).min(bytes.len());
            match self.next(6) {
                0 => bytes[at] ^= 1 << self.next(8),
                1 => bytes[at] = self.next(256) as u8,
                2 => bytes[at..end].fill([0, 0xff, 0x7f, b'"'][self.next(4)]),
                3 => drop(bytes.drain(at..end)),
                4 => {
                    let again = bytes[at..end].to_vec();
                    bytes.splice(at..at, again);
                }
                _ => bytes.truncate(at),
            }
        }
        bytes
    }
}

fn csv() -> Vec<u8> {
    let mut text = "order_id;date;sku;qty;unit_price;customer_id;name\n".to_owned();
    for at in 0..40 {
        text.push_str(&format!(
            "{at};{}.01.2024;A{};1;{},50;{};\"Tea; \"\"green\"\" No {at}\"\n",
            1 + at % 28,
            at % 5,
            at * 7,
            at % 9
        ));
    }
    text.into_bytes()
}

fn parquet(compression: Compression) -> Vec<u8> {
    let names = (0..300).map(|at| (at % 7 > 0).then(|| format!("Tea {}", at % 40)));
    let batch = RecordBatch::try_from_iter([
        (
            "order_id",
            Arc::new(Int64Array::from_iter_values(0..300)) as ArrayRef,
        ),
        ("name", Arc::new(StringArray::from_iter(names)) as ArrayRef),
        (
            "price",
            Arc::new(Float64Array::from_iter_values((0..300).map(f64::from))) as ArrayRef,
        ),
    ])
    .unwrap();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let mut writer = ArrowWriter::try_new(vec![], batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn case(name: &str) -> Vec<u8> {
    root(&format!("crates/intake/tests/cases/inputs/{name}")).bytes
}

fn forms() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("csv", csv()),
        ("gz", gzip(&csv())),
        ("zst", zstd::encode_all(&csv()[..], 3).unwrap()),
        (
            "zip",
            zip(&[("a.csv", &csv()), ("b.csv.gz", &gzip(&csv()))]),
        ),
        ("title-rows.xlsx", case("workbook-title-rows.xlsx")),
        ("plain.parquet", parquet(Compression::UNCOMPRESSED)),
        ("snappy.parquet", parquet(Compression::SNAPPY)),
        (
            "gzip.parquet",
            parquet(Compression::GZIP(GzipLevel::default())),
        ),
        (
            "brotli.parquet",
            parquet(Compression::BROTLI(BrotliLevel::default())),
        ),
        (
            "zstd.parquet",
            parquet(Compression::ZSTD(ZstdLevel::default())),
        ),
        ("lz4.parquet", parquet(Compression::LZ4_RAW)),
    ]
}

#[test]
fn no_reader_panics_on_a_file_that_was_changed() {
    let told = std::env::var("CLIENTELE_MUTATIONS").ok();
    let many = told.and_then(|told| told.parse().ok()).unwrap_or(USUAL);
    let mut panicked = vec![];
    for (form, whole) in forms() {
        assert!(
            open(text(form, whole.clone()), Hints::default(), None).is_ok(),
            "{form}"
        );
        for seed in 1..=many {
            let bytes = Draw(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15)).mutate(&whole);
            let read = || drop(open(text(form, &bytes), Hints::default(), None));
            if catch_unwind(AssertUnwindSafe(read)).is_err() {
                panicked.push((form, seed));
            }
        }
    }
    assert_eq!(panicked, []);
}

/// What Arrow says of the columns, within a Parquet file: Base64 of a message.
fn arrow_schema(file: &[u8]) -> std::ops::Range<usize> {
    let key = b"ARROW:schema";
    let at = file.windows(key.len()).position(|of| of == key).unwrap() + key.len();
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    // Behind the key stands the length of the text; a message begins with its mark, which is written so.
    let begin = at + file[at..].windows(4).position(|of| of == b"////").unwrap();
    let length = file[begin..]
        .iter()
        .take_while(|byte| is_base64(byte))
        .count();
    begin..begin + length / 4 * 4
}

#[test]
fn a_broken_arrow_schema_inside_parquet_ends_nothing() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let told = std::env::var("CLIENTELE_MUTATIONS").ok();
    let many = told
        .and_then(|told| told.parse().ok())
        .unwrap_or(20 * USUAL);
    let whole = parquet(Compression::SNAPPY);
    let place = arrow_schema(&whole);
    let message = STANDARD.decode(&whole[place.clone()]).unwrap();
    let (mut panicked, mut refused) = (vec![], 0);
    for seed in 1..=many {
        let mut draw = Draw(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut broken = message.clone();
        for _ in 0..=draw.next(6) {
            // Behind the mark and the length, so that it is looked at.
            let at = 8 + draw.next(broken.len() - 8);
            broken[at] = [0, 1, 0x7f, 0x80, 0xff, draw.next(256) as u8][draw.next(6)];
        }
        let text_of = STANDARD.encode(&broken);
        let mut file = whole.clone();
        file[place.clone()].copy_from_slice(text_of.as_bytes());
        let read = || open(text("x.parquet", &file), Hints::default(), None).is_err();
        match catch_unwind(AssertUnwindSafe(read)) {
            Ok(is_refused) => refused += u32::from(is_refused),
            Err(_) => panicked.push(seed),
        }
    }
    assert!(panicked.is_empty(), "{panicked:?}");
    // The message is looked at: some are refused because of it.
    assert!(refused > 0 && refused < many, "{refused} of {many}");
}
