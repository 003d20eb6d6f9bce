//! The pages of a Parquet file. Those packed with Zstandard are unpacked in Rust, so that the browser reads
//! them as well; what the file says of its own size is looked at before anything is read.

use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::Compression;
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::ChunkReader;
use parquet::file::serialized_reader::SerializedPageReader;

use crate::zstandard;

/// Every line of a file takes a byte or more, but for so many.
const LINES_FOR_NOTHING: u64 = 250_000;
/// What a page may hold, beside a multiple of the file's size.
const ALWAYS: u64 = 64 << 20;

/// The groups of rows of a file in memory.
pub(super) struct Groups {
    input: Bytes,
    metadata: Arc<ParquetMetaData>,
}

impl Groups {
    /// For a file whose own account of it can be true.
    ///
    /// # Errors
    /// When a part would lie outside of the file, or there would be more lines than bytes.
    pub(super) fn of(input: Bytes, metadata: Arc<ParquetMetaData>) -> Result<Self> {
        let bytes = input.len() as u64;
        let whole = |number: i64| {
            u64::try_from(number)
                .map_err(|_| ParquetError::General("a number below zero stands for a size".into()))
        };
        let mut lines = 0_u64;
        for group in metadata.row_groups() {
            lines = lines.saturating_add(whole(group.num_rows())?);
            for column in group.columns() {
                let first = column
                    .dictionary_page_offset()
                    .unwrap_or(column.data_page_offset());
                whole(column.data_page_offset())?;
                let end = whole(first)?.saturating_add(whole(column.compressed_size())?);
                if end > bytes {
                    return Err(ParquetError::General(
                        "a column would end beyond the end of the file".into(),
                    ));
                }
            }
        }
        if lines != whole(metadata.file_metadata().num_rows())? {
            return Err(ParquetError::General(
                "its parts have another number of lines than it says".into(),
            ));
        }
        if lines > bytes.saturating_add(LINES_FOR_NOTHING) {
            return Err(ParquetError::General(format!(
                "it says it has {} in {bytes} bytes",
                clientele_model::words::counted(lines, "line")
            )));
        }
        Ok(Self { input, metadata })
    }
}

impl RowGroups for Groups {
    fn num_rows(&self) -> usize {
        let rows: i64 = self.row_groups().map(RowGroupMetaData::num_rows).sum();
        usize::try_from(rows).unwrap_or(0)
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>> {
        Ok(Box::new(Chunks {
            input: Arc::new(self.input.clone()),
            metadata: self.metadata.clone(),
            column,
            group: 0,
        }))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.metadata.row_groups().iter())
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// One column, group by group.
struct Chunks {
    input: Arc<Bytes>,
    metadata: Arc<ParquetMetaData>,
    column: usize,
    group: usize,
}

impl PageIterator for Chunks {}

impl Iterator for Chunks {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        let group = self.metadata.row_groups().get(self.group)?;
        self.group += 1;
        Some(pages(&self.input, group, self.column))
    }
}

/// The pages of one column of one group.
fn pages(
    input: &Arc<Bytes>,
    group: &RowGroupMetaData,
    column: usize,
) -> Result<Box<dyn PageReader>> {
    let chunk = group
        .columns()
        .get(column)
        .ok_or_else(|| ParquetError::General("a column is missing in a part".into()))?;
    let rows = usize::try_from(group.num_rows()).unwrap_or(0);
    if !matches!(chunk.compression(), Compression::ZSTD(_)) {
        let pages = SerializedPageReader::new(input.clone(), chunk, rows, None)?;
        return Ok(Box::new(pages));
    }
    // As if they were not packed: then they come as they stand in the file.
    let plain = chunk
        .clone()
        .into_builder()
        .set_compression(Compression::UNCOMPRESSED)
        .build()?;
    Ok(Box::new(Unpacked {
        packed: SerializedPageReader::new(input.clone(), &plain, rows, None)?,
        most: 4 * input.len() as u64 + ALWAYS,
    }))
}

/// Pages packed with Zstandard.
struct Unpacked<R: ChunkReader> {
    packed: SerializedPageReader<R>,
    /// How much may be in one, in bytes.
    most: u64,
}

impl<R: ChunkReader> Unpacked<R> {
    /// What is in a page behind its first bytes, which are never packed.
    fn unpacked(&self, bytes: &Bytes, first: usize) -> Result<Bytes> {
        let damaged = || ParquetError::General("a page is damaged".into());
        let packed = bytes.get(first..).ok_or_else(damaged)?;
        // Nothing but empty cells: there is no frame.
        if packed.is_empty() {
            return Ok(bytes.clone());
        }
        let inside = zstandard::read(packed, self.most).map_err(|_| damaged())?;
        if first == 0 {
            return Ok(inside.into());
        }
        let levels = bytes.get(..first).ok_or_else(damaged)?;
        Ok([levels, &inside].concat().into())
    }
}

impl<R: ChunkReader> Iterator for Unpacked<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<R: ChunkReader> PageReader for Unpacked<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(mut page) = self.packed.get_next_page()? else {
            return Ok(None);
        };
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
                *buf = self.unpacked(buf, 0)?;
            }
            Page::DataPageV2 {
                buf,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed: true,
                ..
            } => {
                let levels = def_levels_byte_len.saturating_add(*rep_levels_byte_len);
                *buf = self.unpacked(buf, levels as usize)?;
            }
            Page::DataPageV2 { .. } => {}
        }
        Ok(Some(page))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.packed.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.packed.skip_next_page()
    }
}
