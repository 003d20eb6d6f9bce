//! Sums of distances from every row to every cluster, each pair of rows computed once.
//!
//! Rows are sorted by cluster and cut into tiles of at most 64 of one cluster. Two tiles need one
//! 64 × 64 square of distances, summed by row and by column in `f32` and carried over to `f64`
//! after each square. Tiles are gathered into blocks; pairs of blocks are
//! independent, and their parts are added in a fixed order.

mod four;

use crate::cluster::matrix::Matrix;
use four::{Four, last_vector, spread};
use serde::{Deserialize, Serialize};

/// Rows of a tile.
const TILE: usize = 64;
/// Tiles of a block: about 8,000 rows, so that a pair of blocks takes some 60 ms.
const BLOCK_TILES: usize = 128;
/// Vectors of four lanes in a tile.
const VECTORS: usize = TILE / 4;

/// Sums of distances for a stretch of sorted rows towards a stretch of clusters, one cluster's
/// after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairPart {
    first_row: u32,
    rows: u32,
    first_cluster: u32,
    sums: Vec<f64>,
}

/// What one pair of blocks adds: one part for a block with itself, else two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairSums(Vec<PairPart>);

/// All pairs of blocks for clusters of these sizes, in the order their sums are added.
#[must_use]
pub fn block_pairs(sizes: &[u32]) -> Vec<(u32, u32)> {
    let tiles: usize = sizes
        .iter()
        .map(|&size| (size as usize).div_ceil(TILE))
        .sum();
    let blocks = tiles.div_ceil(BLOCK_TILES) as u32;
    (0..blocks)
        .flat_map(|first| (first..blocks).map(move |second| (first, second)))
        .collect()
}

/// The sums of one pair of blocks of [`block_pairs`].
///
/// # Panics
/// When there is no such block, or labels are not below `k`, one per row.
#[must_use]
pub fn pair_sums(matrix: &Matrix, labels: &[u8], k: usize, pair: (u32, u32)) -> PairSums {
    Sorted::new(matrix, labels, k).pair(pair.0, pair.1)
}

/// Adds parts to the sums of all rows, which lie one cluster after the other.
pub(super) fn add_parts(sums: &mut [f64], rows: usize, parts: &PairSums) {
    for part in parts.0.iter().filter(|part| part.rows > 0) {
        for (offset, of_cluster) in part.sums.chunks_exact(part.rows as usize).enumerate() {
            let at = (part.first_cluster as usize + offset) * rows + part.first_row as usize;
            for (sum, &value) in sums[at..].iter_mut().zip(of_cluster) {
                *sum += value;
            }
        }
    }
}

/// The rows in the order of their clusters.
pub(super) struct Sorted<'m> {
    matrix: &'m Matrix,
    order: Vec<u32>,
    sizes: Vec<u32>,
    tiles: Vec<Tile>,
}

/// A stretch of at most [`TILE`] sorted rows of one cluster.
#[derive(Clone, Copy)]
struct Tile {
    start: usize,
    len: usize,
    cluster: usize,
}

impl<'m> Sorted<'m> {
    pub fn new(matrix: &'m Matrix, labels: &[u8], k: usize) -> Self {
        assert_eq!(labels.len(), matrix.rows(), "one label per row");
        let mut sizes = vec![0u32; k];
        for &label in labels {
            sizes[label as usize] += 1;
        }
        let mut tiles = Vec::new();
        let mut next = Vec::with_capacity(k);
        let mut start = 0;
        for (cluster, &size) in sizes.iter().enumerate() {
            next.push(start);
            let end = start + size as usize;
            while start < end {
                let len = TILE.min(end - start);
                tiles.push(Tile {
                    start,
                    len,
                    cluster,
                });
                start += len;
            }
        }
        let mut order = vec![0u32; labels.len()];
        for (row, &label) in labels.iter().enumerate() {
            order[next[label as usize]] = row as u32;
            next[label as usize] += 1;
        }
        Self {
            matrix,
            order,
            sizes,
            tiles,
        }
    }

    /// Rows of the matrix, cluster by cluster.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Rows of each cluster.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The cluster of a sorted position.
    pub fn cluster_at(&self, at: usize) -> usize {
        let tile = self
            .tiles
            .partition_point(|tile| tile.start + tile.len <= at);
        self.tiles[tile].cluster
    }

    /// The sums of one pair of blocks.
    pub fn pair(&self, first: u32, second: u32) -> PairSums {
        match self.matrix.cols() {
            1 => self.pair_fixed::<1>(first, second),
            2 => self.pair_fixed::<2>(first, second),
            3 => self.pair_fixed::<3>(first, second),
            4 => self.pair_fixed::<4>(first, second),
            5 => self.pair_fixed::<5>(first, second),
            6 => self.pair_fixed::<6>(first, second),
            7 => self.pair_fixed::<7>(first, second),
            8 => self.pair_fixed::<8>(first, second),
            9 => self.pair_fixed::<9>(first, second),
            10 => self.pair_fixed::<10>(first, second),
            _ => self.pair_any(first, second),
        }
    }

    fn pair_fixed<const D: usize>(&self, first: u32, second: u32) -> PairSums {
        let gather = |tile: &Tile| {
            let mut lanes = [[Four::ZERO; VECTORS]; D];
            for (col, lanes) in lanes.iter_mut().enumerate() {
                self.gather(tile, col, lanes);
            }
            lanes
        };
        self.pair_with(first, second, gather, square_fixed)
    }

    fn pair_any(&self, first: u32, second: u32) -> PairSums {
        let gather = |tile: &Tile| {
            let mut lanes = vec![[Four::ZERO; VECTORS]; self.matrix.cols()];
            for (col, lanes) in lanes.iter_mut().enumerate() {
                self.gather(tile, col, lanes);
            }
            lanes
        };
        self.pair_with(first, second, gather, |a, rows, b, cols| {
            square_any(a, rows, b, cols)
        })
    }

    fn gather(&self, tile: &Tile, col: usize, lanes: &mut [Four; VECTORS]) {
        let column = self.matrix.column(col);
        let rows = &self.order[tile.start..tile.start + tile.len];
        for (four, rows) in lanes.iter_mut().zip(rows.chunks(4)) {
            for (lane, &row) in four.0.iter_mut().zip(rows) {
                *lane = column[row as usize];
            }
        }
    }

    fn pair_with<T>(
        &self,
        first: u32,
        second: u32,
        gather: impl Fn(&Tile) -> T,
        square: impl Fn(&T, usize, &T, usize) -> Square,
    ) -> PairSums {
        let (a_tiles, b_tiles) = (self.block(first), self.block(second));
        let mut a_part = PairPart::empty(a_tiles, b_tiles);
        let mut b_part = PairPart::empty(b_tiles, a_tiles);
        let b_lanes: Vec<T> = b_tiles.iter().map(&gather).collect();
        for (at, a) in a_tiles.iter().enumerate() {
            let a_lanes = gather(a);
            let from = if first == second { at } else { 0 };
            for (b, b_lanes) in b_tiles[from..].iter().zip(&b_lanes[from..]) {
                let sums = square(&a_lanes, a.len, b_lanes, b.len);
                a_part.add(a, b.cluster, &sums.rows);
                if first != second {
                    b_part.add(b, a.cluster, &sums.cols);
                } else if a.start != b.start {
                    a_part.add(b, a.cluster, &sums.cols);
                }
            }
        }
        PairSums(if first == second {
            vec![a_part]
        } else {
            vec![a_part, b_part]
        })
    }

    fn block(&self, block: u32) -> &[Tile] {
        let start = block as usize * BLOCK_TILES;
        &self.tiles[start..(start + BLOCK_TILES).min(self.tiles.len())]
    }
}

impl PairPart {
    fn empty(tiles: &[Tile], towards: &[Tile]) -> Self {
        let (Some(first), Some(last), Some(near), Some(far)) =
            (tiles.first(), tiles.last(), towards.first(), towards.last())
        else {
            return Self {
                first_row: 0,
                rows: 0,
                first_cluster: 0,
                sums: Vec::new(),
            };
        };
        let rows = last.start + last.len - first.start;
        let clusters = far.cluster - near.cluster + 1;
        Self {
            first_row: first.start as u32,
            rows: rows as u32,
            first_cluster: near.cluster as u32,
            sums: vec![0.0; rows * clusters],
        }
    }

    fn add(&mut self, tile: &Tile, cluster: usize, values: &[f32; TILE]) {
        let offset = cluster - self.first_cluster as usize;
        let at = offset * self.rows as usize + tile.start - self.first_row as usize;
        for (sum, &value) in self.sums[at..at + tile.len].iter_mut().zip(values) {
            *sum += f64::from(value);
        }
    }
}

/// Sums of one square of distances, by row and by column.
struct Square {
    rows: [f32; TILE],
    cols: [f32; TILE],
}

/// The square of `rows` rows of one tile and `cols` rows of another.
fn square_fixed<const D: usize>(
    a: &[[Four; VECTORS]; D],
    rows: usize,
    b: &[[Four; VECTORS]; D],
    cols: usize,
) -> Square {
    if cols == TILE {
        square_full(a, rows, b)
    } else {
        square_any(a, rows, b, cols)
    }
}

/// As [`square_fixed`] with every column there. Kept apart and plain: with a mask, a pairwise sum
/// or inlined into its caller, the compiler takes the vectors apart and it runs at a third.
#[inline(never)]
fn square_full<const D: usize>(
    a: &[[Four; VECTORS]; D],
    rows: usize,
    b: &[[Four; VECTORS]; D],
) -> Square {
    let mut sums = Square {
        rows: [0.0; TILE],
        cols: [0.0; TILE],
    };
    let mut by_col = [Four::ZERO; VECTORS];
    for i in 0..rows {
        let point: [Four; D] = std::array::from_fn(|col| Four([a[col][i / 4].0[i % 4]; 4]));
        let mut by_row = Four::ZERO;
        for (vector, by_col) in by_col.iter_mut().enumerate() {
            let mut squared = Four::ZERO;
            for col in 0..D {
                let gap = b[col][vector].minus(point[col]);
                squared = squared.plus(gap.times(gap));
            }
            let distance = squared.sqrt();
            by_row = by_row.plus(distance);
            *by_col = by_col.plus(distance);
        }
        sums.rows[i] = by_row.sum();
    }
    spread(&by_col, &mut sums.cols);
    sums
}

/// As [`square_fixed`], for any number of features and of columns.
#[inline(never)]
fn square_any(a: &[[Four; VECTORS]], rows: usize, b: &[[Four; VECTORS]], cols: usize) -> Square {
    let mut sums = Square {
        rows: [0.0; TILE],
        cols: [0.0; TILE],
    };
    let (last, present) = last_vector(cols);
    let mut by_col = [Four::ZERO; VECTORS];
    for i in 0..rows {
        let mut squared = [Four::ZERO; VECTORS];
        for (a, b) in a.iter().zip(b) {
            let point = Four([a[i / 4].0[i % 4]; 4]);
            for (sum, b) in squared.iter_mut().zip(b) {
                let gap = b.minus(point);
                *sum = sum.plus(gap.times(gap));
            }
        }
        let mut by_row = Four::ZERO;
        for (vector, by_col) in by_col[..=last].iter_mut().enumerate() {
            let distance = squared[vector].sqrt();
            let distance = if vector == last {
                distance.times(present)
            } else {
                distance
            };
            by_row = by_row.plus(distance);
            *by_col = by_col.plus(distance);
        }
        sums.rows[i] = by_row.sum();
    }
    spread(&by_col, &mut sums.cols);
    sums
}
