use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};

use super::*;
use crate::column::Texts;

mod twin;

/// A table of several groups and pages, with gaps.
fn batch() -> RecordBatch {
    let names = (0..5000).map(|at| (at % 7 > 0).then(|| format!("Tea {}", at % 900)));
    let prices = (0..5000).map(|at| (at % 11 > 0).then(|| f64::from(at) / 8.0));
    RecordBatch::try_from_iter([
        (
            "order",
            Arc::new(Int64Array::from_iter_values(0..5000)) as ArrayRef,
        ),
        ("name", Arc::new(StringArray::from_iter(names)) as ArrayRef),
        (
            "price",
            Arc::new(Float64Array::from_iter(prices)) as ArrayRef,
        ),
        (
            "nothing",
            Arc::new(StringArray::from(vec![None::<&str>; 5000])) as ArrayRef,
        ),
    ])
    .unwrap()
}

fn packed(compression: Compression, version: WriterVersion) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_writer_version(version)
        .set_max_row_group_row_count(Some(2000))
        .set_data_page_row_count_limit(300)
        .set_write_batch_size(100)
        .build();
    let batch = batch();
    let mut writer = ArrowWriter::try_new(vec![], batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// Every cell, line by line.
fn cells(bytes: Vec<u8>) -> Vec<String> {
    let table = read(bytes, "x.parquet", None).unwrap();
    let texts: Vec<Texts> = table.columns.iter().map(|c| c.texts().unwrap()).collect();
    (0..table.numbers.len())
        .flat_map(|line| texts.iter().map(move |texts| texts.at(line).to_owned()))
        .collect()
}

#[test]
fn every_way_of_packing_is_read_the_same() {
    let plain = cells(packed(
        Compression::UNCOMPRESSED,
        WriterVersion::PARQUET_1_0,
    ));
    assert_eq!(plain.len(), 20_000);
    assert_eq!(&plain[4..8], ["1", "Tea 1", "0.125", ""]);
    for compression in [
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ] {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            assert!(
                cells(packed(compression, version)) == plain,
                "{compression}"
            );
        }
    }
}

#[track_caller]
fn refused(bytes: Vec<u8>, detail: &str) {
    let said = read(bytes, "x.parquet", None).unwrap_err().to_string();
    assert_eq!(
        said,
        format!(
            "The file x.parquet is not a complete Parquet file ({detail}). Nothing was written; copy or export it again."
        )
    );
}

/// A file of one line that says it has so many: the numbers of the whole and of its one group.
fn claiming(lines: i64) -> Vec<u8> {
    use parquet::file::metadata::{FileMetaData, ParquetMetaDataBuilder, ParquetMetaDataWriter};
    let batch = batch().slice(0, 1);
    let mut writer = ArrowWriter::try_new(vec![], batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    let bytes = Bytes::from(writer.into_inner().unwrap());
    let read = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new()).unwrap();
    let old = read.metadata().file_metadata();
    let file = FileMetaData::new(
        old.version(),
        lines,
        None,
        old.key_value_metadata().cloned(),
        old.schema_descr_ptr(),
        None,
    );
    let groups = read.metadata().row_groups().iter().map(|row_group| {
        let row_group = row_group.clone().into_builder().set_num_rows(lines);
        row_group.build().unwrap()
    });
    let metadata = ParquetMetaDataBuilder::new(file)
        .set_row_groups(groups.collect())
        .build();
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap());
    let mut claims = bytes[..bytes.len() - 8 - length as usize].to_vec();
    ParquetMetaDataWriter::new(&mut claims, &metadata)
        .finish()
        .unwrap();
    claims
}

#[test]
fn a_file_that_claims_more_than_it_can_hold_is_refused_at_once() {
    assert_eq!(read(claiming(1), "x.parquet", None).unwrap().numbers, [1]);
    let bytes = claiming(1 << 40);
    let length = bytes.len();
    refused(
        bytes,
        &format!("it says it has 1,099,511,627,776 lines in {length} bytes"),
    );
    refused(claiming(-1), "its list of columns is damaged");
    refused(claiming(5), "it says it has 5 lines and has 1");
}

#[test]
fn what_is_no_whole_file_says_why() {
    let whole = packed(Compression::SNAPPY, WriterVersion::PARQUET_2_0);
    refused(b"PAR1".to_vec(), "it does not end as one");
    refused(whole[..whole.len() / 2].to_vec(), "it does not end as one");
    let mut locked = whole.clone();
    locked.splice(whole.len() - 4.., *b"PARE");
    refused(locked, "it is encrypted");
    let mut beyond = whole.clone();
    beyond.drain(4..whole.len() / 2);
    refused(beyond, "a column would end beyond the end of the file");
    let mut page = whole;
    page[4..40].fill(0xff);
    refused(page, "a page in it is damaged");
}
