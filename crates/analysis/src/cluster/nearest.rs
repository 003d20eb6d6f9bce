//! Nearest centroid of every row: the inner loop of everything else here.

use super::matrix::Matrix;
use serde::{Deserialize, Serialize};

/// The centres of k clusters, one row each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Centroids {
    k: u32,
    cols: u32,
    values: Vec<f32>,
}

impl Centroids {
    /// Keeps `values`: the rows of `values.len() / cols` centroids one after the other.
    ///
    /// # Panics
    /// When `values` does not divide into rows of `cols`.
    #[must_use]
    pub fn new(cols: usize, values: Vec<f32>) -> Self {
        assert!(
            cols > 0 && values.len().is_multiple_of(cols),
            "whole rows of centroids"
        );
        Self {
            k: (values.len() / cols) as u32,
            cols: cols as u32,
            values,
        }
    }

    /// Number of centroids.
    #[must_use]
    pub fn k(&self) -> usize {
        self.k as usize
    }

    /// Number of features.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols as usize
    }

    /// The position of one centroid.
    ///
    /// # Panics
    /// When there is no such centroid.
    #[must_use]
    pub fn row(&self, cluster: usize) -> &[f32] {
        &self.values[cluster * self.cols()..(cluster + 1) * self.cols()]
    }

    /// All positions, one row after the other.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The cluster of every row: its nearest centroid, the first of several equally near.
    #[must_use]
    pub fn assign(&self, matrix: &Matrix) -> Vec<u8> {
        let mut nearest = Nearest::new(matrix.rows());
        nearest.update(matrix, self);
        nearest.labels
    }
}

/// The nearest centroid of every row and the squared distance to it.
#[derive(Clone, Debug)]
pub(crate) struct Nearest {
    pub labels: Vec<u8>,
    pub squared: Vec<f32>,
}

/// Rows handled together: their distances and labels stay in registers and first-level cache.
const BLOCK: usize = 64;

impl Nearest {
    pub fn new(rows: usize) -> Self {
        Self {
            labels: vec![0; rows],
            squared: vec![0.0; rows],
        }
    }

    /// Finds them anew for `centroids`; returns the inertia, the sum of the squared distances.
    pub fn update(&mut self, matrix: &Matrix, centroids: &Centroids) -> f64 {
        match matrix.cols() {
            1 => self.update_fixed::<1>(matrix, centroids),
            2 => self.update_fixed::<2>(matrix, centroids),
            3 => self.update_fixed::<3>(matrix, centroids),
            4 => self.update_fixed::<4>(matrix, centroids),
            5 => self.update_fixed::<5>(matrix, centroids),
            6 => self.update_fixed::<6>(matrix, centroids),
            7 => self.update_fixed::<7>(matrix, centroids),
            8 => self.update_fixed::<8>(matrix, centroids),
            _ => self.update_any(matrix, centroids),
        }
    }

    /// As [`Nearest::update`], with the number of features known to the compiler.
    fn update_fixed<const D: usize>(&mut self, matrix: &Matrix, centroids: &Centroids) -> f64 {
        let rows = matrix.rows();
        let columns: [&[f32]; D] = std::array::from_fn(|col| matrix.column(col));
        let mut inertia = 0.0;
        let mut start = 0;
        while start + BLOCK <= rows {
            let mut block = [[0.0f32; BLOCK]; D];
            for (lanes, column) in block.iter_mut().zip(columns) {
                lanes.copy_from_slice(&column[start..start + BLOCK]);
            }
            let mut best = [f32::INFINITY; BLOCK];
            let mut label = [0u32; BLOCK];
            for cluster in 0..centroids.k() {
                let mut centre = [0.0f32; D];
                centre.copy_from_slice(centroids.row(cluster));
                for i in 0..BLOCK {
                    let mut squared = 0.0;
                    for col in 0..D {
                        let gap = block[col][i] - centre[col];
                        squared += gap * gap;
                    }
                    let nearer = squared < best[i];
                    best[i] = if nearer { squared } else { best[i] };
                    label[i] = if nearer { cluster as u32 } else { label[i] };
                }
            }
            inertia += self.keep(start, &best, &label);
            start += BLOCK;
        }
        inertia + self.update_tail(matrix, centroids, start)
    }

    /// As [`Nearest::update`], for any number of features.
    fn update_any(&mut self, matrix: &Matrix, centroids: &Centroids) -> f64 {
        let rows = matrix.rows();
        let mut inertia = 0.0;
        let mut start = 0;
        while start + BLOCK <= rows {
            let mut best = [f32::INFINITY; BLOCK];
            let mut label = [0u32; BLOCK];
            for cluster in 0..centroids.k() {
                let mut squared = [0.0f32; BLOCK];
                for (col, &centre) in centroids.row(cluster).iter().enumerate() {
                    let column = &matrix.column(col)[start..start + BLOCK];
                    for (sum, &value) in squared.iter_mut().zip(column) {
                        let gap = value - centre;
                        *sum += gap * gap;
                    }
                }
                for i in 0..BLOCK {
                    let nearer = squared[i] < best[i];
                    best[i] = if nearer { squared[i] } else { best[i] };
                    label[i] = if nearer { cluster as u32 } else { label[i] };
                }
            }
            inertia += self.keep(start, &best, &label);
            start += BLOCK;
        }
        inertia + self.update_tail(matrix, centroids, start)
    }

    fn keep(&mut self, start: usize, best: &[f32; BLOCK], label: &[u32; BLOCK]) -> f64 {
        self.squared[start..start + BLOCK].copy_from_slice(best);
        for (kept, &found) in self.labels[start..start + BLOCK].iter_mut().zip(label) {
            *kept = found as u8;
        }
        let mut lanes = [0.0f32; 4];
        for four in best.chunks_exact(4) {
            for (lane, &squared) in lanes.iter_mut().zip(four) {
                *lane += squared;
            }
        }
        lanes.iter().map(|&lane| f64::from(lane)).sum()
    }

    /// The rows left over by the blocks, and the naive twin of them when `start` is 0.
    fn update_tail(&mut self, matrix: &Matrix, centroids: &Centroids, start: usize) -> f64 {
        let mut inertia = 0.0;
        for row in start..matrix.rows() {
            let (mut best, mut label) = (f32::INFINITY, 0);
            for cluster in 0..centroids.k() {
                let squared = squared_distance(matrix.row(row), centroids.row(cluster));
                if squared < best {
                    (best, label) = (squared, cluster as u8);
                }
            }
            self.labels[row] = label;
            self.squared[row] = best;
            inertia += f64::from(best);
        }
        inertia
    }
}

fn squared_distance(row: impl Iterator<Item = f32>, centre: &[f32]) -> f32 {
    row.zip(centre)
        .map(|(value, centre)| (value - centre) * (value - centre))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_find_what_the_naive_loop_finds(
            cols in 1usize..11,
            rows in 1usize..200,
            k in 1usize..11,
            seed in any::<u64>(),
        ) {
            let (matrix, centroids) = random(rows, cols, k, seed);
            let mut fast = Nearest::new(rows);
            let mut naive = Nearest::new(rows);
            let inertia = fast.update(&matrix, &centroids);
            let naive_inertia = naive.update_tail(&matrix, &centroids, 0);
            prop_assert_eq!(fast.labels, naive.labels);
            prop_assert_eq!(fast.squared, naive.squared);
            prop_assert!((inertia - naive_inertia).abs() <= 1e-5 * naive_inertia.max(1.0));
        }
    }

    fn random(rows: usize, cols: usize, k: usize, seed: u64) -> (Matrix, Centroids) {
        use rand::Rng;
        let mut rng = crate::draw::generator(seed, &[]);
        let mut values = |n: usize| {
            (0..n)
                .map(|_| rng.gen_range(-3.0f32..3.0))
                .collect::<Vec<_>>()
        };
        let columns: Vec<_> = (0..cols).map(|_| values(rows)).collect();
        (
            Matrix::new(&columns).unwrap(),
            Centroids::new(cols, values(k * cols)),
        )
    }

    #[test]
    fn the_first_of_equally_near_centroids_wins() {
        let matrix = Matrix::from_rows(&[[0.0], [2.0]]).unwrap();
        let centroids = Centroids::new(1, vec![-1.0, 1.0]);
        assert_eq!(centroids.assign(&matrix), [0, 1]);
    }
}
