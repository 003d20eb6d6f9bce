//! A record batch on its way into columns: its nodes and buffers, in the order of the schema.
//!
//! “RecordBatch message”: a node (length, null count) for every column and item of lists, and the
//! place of every buffer in the body, both in depth-first order.

use std::ops::Range;
use std::vec::IntoIter;

use arrow::ipc::RecordBatch;

use super::{Broken, Budget, MOST_ROWS};

/// What is left of a batch.
pub(super) struct Batch<'a> {
    /// Number of rows.
    pub rows: usize,
    body: &'a [u8],
    nodes: IntoIter<Node>,
    /// Offset and length.
    buffers: IntoIter<(i64, i64)>,
    budget: Budget,
}

/// Length and null count of one column in one batch.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// Number of rows, or of items.
    pub rows: usize,
    nulls: usize,
}

impl<'a> Batch<'a> {
    /// Takes up a batch.
    pub fn new(header: &RecordBatch<'_>, body: &'a [u8]) -> Result<Self, Broken> {
        if header.compression().is_some() {
            return Err(Broken::Compressed);
        }
        let mut nodes = Vec::new();
        for node in header.nodes().into_iter().flatten() {
            let rows = rows(node.length(), body)?;
            let nulls = usize::try_from(node.null_count()).map_err(|_| Broken::Shape)?;
            nodes.push(Node { rows, nulls });
        }
        let buffers = header.buffers().into_iter().flatten();
        let buffers = buffers.map(|buffer| (buffer.offset(), buffer.length()));
        Ok(Self {
            rows: rows(header.length(), body)?,
            body,
            nodes: nodes.into_iter(),
            buffers: buffers.collect::<Vec<_>>().into_iter(),
            budget: Budget(body.len()),
        })
    }

    /// The next column's node, which has as many rows as the batch.
    pub fn node_of_all(&mut self) -> Result<Node, Broken> {
        let node = self.node()?;
        if node.rows == self.rows {
            Ok(node)
        } else {
            Err(Broken::Shape)
        }
    }

    /// The next node.
    pub fn node(&mut self) -> Result<Node, Broken> {
        self.nodes.next().ok_or(Broken::Shape)
    }

    /// The next buffer, of that column.
    pub fn buffer(&mut self, column: &str) -> Result<&'a [u8], Broken> {
        let (offset, length) = self.buffers.next().ok_or(Broken::Shape)?;
        let buffer = || {
            let start = usize::try_from(offset).ok()?;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            self.body.get(start..end)
        };
        let buffer = buffer().ok_or_else(|| Broken::Short(column.to_owned()))?;
        self.budget.spend(buffer.len())?;
        Ok(buffer)
    }

    /// The next buffer as the validity bitmap of a column; none when every row has a value.
    pub fn validity(&mut self, column: &str, node: Node) -> Result<Option<Bits<'a>>, Broken> {
        let bits = Bits(self.buffer(column)?);
        if node.nulls == 0 {
            return Ok(None);
        }
        let ones = bits.ones(node.rows);
        let ones = ones.ok_or_else(|| Broken::Short(column.to_owned()))?;
        if ones.checked_add(node.nulls) != Some(node.rows) {
            return Err(Broken::Gaps(column.to_owned()));
        }
        Ok(Some(bits))
    }

    /// Checks that the columns used all of it.
    pub fn finish(&self) -> Result<(), Broken> {
        if self.nodes.len() == 0 && self.buffers.len() == 0 {
            Ok(())
        } else {
            Err(Broken::Shape)
        }
    }
}

/// A length as the batch gives it: every kind takes at least one bit per row.
fn rows(length: i64, body: &[u8]) -> Result<usize, Broken> {
    let rows = usize::try_from(length).map_err(|_| Broken::Shape)?;
    if rows.div_ceil(8) > body.len() {
        return Err(Broken::Rows);
    }
    if rows > MOST_ROWS {
        return Err(Broken::TooMany);
    }
    Ok(rows)
}

/// Bits, the least significant of each byte first.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a>(pub &'a [u8]);

impl Bits<'_> {
    /// Bit `at`; false beyond the end.
    pub fn get(self, at: usize) -> bool {
        let byte = self.0.get(at / 8).copied().unwrap_or(0);
        byte >> (at % 8) & 1 == 1
    }

    /// The bits of a range, none when it reaches beyond the end.
    pub fn range(self, range: Range<usize>) -> Option<impl ExactSizeIterator<Item = bool>> {
        let enough = range.end.div_ceil(8) <= self.0.len();
        enough.then(|| range.map(move |at| self.get(at)))
    }

    /// How many of the first `count` bits are set, none when there are fewer.
    fn ones(self, count: usize) -> Option<usize> {
        let used = self.0.get(..count.div_ceil(8))?;
        let all: usize = used.iter().map(|byte| byte.count_ones() as usize).sum();
        let beyond = match (used.last(), count % 8) {
            (Some(last), keep @ 1..) => (last >> keep).count_ones() as usize,
            _ => 0,
        };
        Some(all - beyond)
    }
}
