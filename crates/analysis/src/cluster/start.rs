//! First centroids: greedy k-means++.

use super::matrix::Matrix;
use super::nearest::Centroids;
use crate::draw::{below, weighted};
use rand::RngCore;

/// Rows whose weights are summed together, so that a draw looks at a block before its rows.
const BLOCK: usize = 64;

/// Draws `k` rows as first centroids: each next one in proportion to the squared distance from
/// those drawn so far, the best of `2 + ln k` trials (Arthur and Vassilvitskii 2007, section 4, as
/// scikit-learn does it). Where all rows are taken, further centroids repeat the first row.
pub(crate) fn plus_plus(matrix: &Matrix, k: usize, rng: &mut impl RngCore) -> Centroids {
    let rows = matrix.rows();
    let trials = 2 + (k as f64).ln() as usize;
    let mut values: Vec<f32> = Vec::with_capacity(k * matrix.cols());
    let first = below(rng, rows as u32) as usize;
    values.extend(matrix.row(first));
    let mut weights = Weights::far(rows);
    let mut trial = Weights::far(rows);
    let mut best = Weights::far(rows);
    let mut point: Vec<f32> = matrix.row(first).collect();
    trial.nearer(matrix, &point, &weights);
    std::mem::swap(&mut weights, &mut trial);
    for _ in 1..k {
        let mut chosen = None;
        for _ in 0..trials {
            let row = weights.draw(rng);
            point.clear();
            point.extend(matrix.row(row));
            trial.nearer(matrix, &point, &weights);
            if chosen.is_none() || trial.total < best.total {
                chosen = Some(row);
                std::mem::swap(&mut best, &mut trial);
            }
        }
        values.extend(matrix.row(chosen.unwrap_or(0)));
        std::mem::swap(&mut weights, &mut best);
    }
    Centroids::new(matrix.cols(), values)
}

/// Squared distance of every row to the nearest centroid so far, with sums by block.
struct Weights {
    rows: Vec<f32>,
    blocks: Vec<f32>,
    total: f64,
}

impl Weights {
    fn far(rows: usize) -> Self {
        Self {
            rows: vec![f32::INFINITY; rows],
            blocks: vec![0.0; rows.div_ceil(BLOCK)],
            total: 0.0,
        }
    }

    /// Becomes the smaller of `before` and the squared distance to `point`.
    fn nearer(&mut self, matrix: &Matrix, point: &[f32], before: &Self) {
        self.total = 0.0;
        for (block, sum) in self.blocks.iter_mut().enumerate() {
            let start = block * BLOCK;
            let end = (start + BLOCK).min(matrix.rows());
            let mut squared = [0.0f32; BLOCK];
            for (col, &centre) in point.iter().enumerate() {
                for (lane, &value) in squared.iter_mut().zip(&matrix.column(col)[start..end]) {
                    let gap = value - centre;
                    *lane += gap * gap;
                }
            }
            let kept = self.rows[start..end]
                .iter_mut()
                .zip(&before.rows[start..end]);
            for ((kept, &before), squared) in kept.zip(&mut squared) {
                *squared = if before < *squared { before } else { *squared };
                *kept = *squared;
            }
            squared[end - start..].fill(0.0);
            let mut lanes = [0.0f32; 8];
            for eight in squared.chunks_exact(8) {
                for (lane, &value) in lanes.iter_mut().zip(eight) {
                    *lane += value;
                }
            }
            *sum = lanes.iter().sum();
            self.total += f64::from(*sum);
        }
    }

    fn draw(&self, rng: &mut impl RngCore) -> usize {
        let block = weighted(rng, &self.blocks, self.total);
        let start = block * BLOCK;
        let rows = &self.rows[start..(start + BLOCK).min(self.rows.len())];
        start + weighted(rng, rows, f64::from(self.blocks[block]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::generator;

    #[test]
    fn every_far_group_gets_a_centroid() {
        let column: Vec<f32> = (0..300)
            .map(|row| (row % 3) as f32 * 100.0 + row as f32 * 1e-3)
            .collect();
        let matrix = Matrix::new(&[column]).unwrap();
        for seed in 0..20 {
            let centroids = plus_plus(&matrix, 3, &mut generator(seed, &[]));
            let mut groups: Vec<i32> = centroids
                .values()
                .iter()
                .map(|v| (v / 100.0).floor() as i32)
                .collect();
            groups.sort_unstable();
            assert_eq!(groups, [0, 1, 2]);
        }
    }

    #[test]
    fn rows_that_are_all_alike_repeat_the_first() {
        let matrix = Matrix::new(&[vec![4.0; 5], vec![1.0; 5]]).unwrap();
        let centroids = plus_plus(&matrix, 3, &mut generator(1, &[]));
        assert_eq!(centroids.values(), [4.0, 1.0, 4.0, 1.0, 4.0, 1.0]);
    }
}
