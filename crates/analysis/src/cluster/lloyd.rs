//! Lloyd's rounds: every row to its nearest centroid, every centroid to the mean of its rows.

use super::matrix::Matrix;
use super::nearest::{Centroids, Nearest};

/// Rounds under way over one matrix.
#[derive(Clone, Debug)]
pub(crate) struct Lloyd {
    /// Where the centroids are now.
    pub centroids: Centroids,
    /// Sum of squared distances found in the last round, before the centroids moved.
    pub inertia: f64,
    /// Rounds made so far.
    pub rounds: u32,
    /// Whether the last round moved the centroids by less than the tolerance.
    pub converged: bool,
    nearest: Nearest,
    owners: Vec<u8>,
    sums: Vec<f64>,
    counts: Vec<u32>,
}

/// Marks a row that no cluster has summed yet.
const NOBODY: u8 = u8::MAX;
/// Rows whose labels are compared at once when looking for those that changed.
const CHUNK: usize = 16;

impl Lloyd {
    /// Ready to make rounds over a matrix of `rows` from `centroids`.
    pub fn new(rows: usize, centroids: Centroids) -> Self {
        let (k, cols) = (centroids.k(), centroids.cols());
        Self {
            centroids,
            inertia: f64::INFINITY,
            rounds: 0,
            converged: false,
            nearest: Nearest::new(rows),
            owners: vec![NOBODY; rows],
            sums: vec![0.0; k * cols],
            counts: vec![0; k],
        }
    }

    /// Makes up to `rounds` more; stops when centroids move by no more than `tolerance` in all
    /// (the sum of squared movements).
    pub fn run(&mut self, matrix: &Matrix, rounds: u32, tolerance: f64) {
        for _ in 0..rounds {
            if self.converged {
                break;
            }
            self.round(matrix, tolerance);
        }
    }

    fn round(&mut self, matrix: &Matrix, tolerance: f64) {
        self.inertia = self.nearest.update(matrix, &self.centroids);
        self.rounds += 1;
        let mut changed = self.regroup(matrix);
        changed |= self.fill_empty(matrix);
        let moved = self.recentre();
        self.converged = !changed || moved <= tolerance;
    }

    /// Moves the rows whose label changed from one sum to another: late rounds change few.
    fn regroup(&mut self, matrix: &Matrix) -> bool {
        let cols = matrix.cols();
        let mut changed = false;
        let labels = &self.nearest.labels;
        for start in (0..labels.len()).step_by(CHUNK) {
            let end = (start + CHUNK).min(labels.len());
            if labels[start..end] == self.owners[start..end] {
                continue;
            }
            changed = true;
            let pairs = self.owners[start..end].iter_mut().zip(&labels[start..end]);
            for (row, (owner, &to)) in (start..).zip(pairs) {
                let from = *owner;
                if from == to {
                    continue;
                }
                *owner = to;
                self.counts[to as usize] += 1;
                if from == NOBODY {
                    for col in 0..cols {
                        self.sums[to as usize * cols + col] += f64::from(matrix.column(col)[row]);
                    }
                } else {
                    self.counts[from as usize] -= 1;
                    for col in 0..cols {
                        let value = f64::from(matrix.column(col)[row]);
                        self.sums[from as usize * cols + col] -= value;
                        self.sums[to as usize * cols + col] += value;
                    }
                }
            }
        }
        changed
    }

    /// Gives every empty cluster the row farthest from its centroid, as scikit-learn does.
    fn fill_empty(&mut self, matrix: &Matrix) -> bool {
        let cols = matrix.cols();
        let mut filled = false;
        for empty in 0..self.counts.len() {
            if self.counts[empty] > 0 {
                continue;
            }
            let mut farthest = None;
            for (row, &squared) in self.nearest.squared.iter().enumerate() {
                let spare = self.counts[self.owners[row] as usize] > 1;
                if spare && squared > farthest.map_or(0.0, |(_, most)| most) {
                    farthest = Some((row, squared));
                }
            }
            let Some((row, _)) = farthest else {
                break;
            };
            let from = self.owners[row] as usize;
            for col in 0..cols {
                let value = f64::from(matrix.column(col)[row]);
                self.sums[from * cols + col] -= value;
                self.sums[empty * cols + col] = value;
            }
            self.counts[from] -= 1;
            self.counts[empty] = 1;
            self.owners[row] = empty as u8;
            self.nearest.squared[row] = 0.0;
            filled = true;
        }
        filled
    }

    fn recentre(&mut self) -> f64 {
        let (k, cols) = (self.centroids.k(), self.centroids.cols());
        let mut values = self.centroids.values().to_vec();
        let mut moved = 0.0;
        for cluster in 0..k {
            if self.counts[cluster] == 0 {
                continue;
            }
            let count = f64::from(self.counts[cluster]);
            let places = cluster * cols..(cluster + 1) * cols;
            for (value, sum) in values[places.clone()].iter_mut().zip(&self.sums[places]) {
                let mean = (sum / count) as f32;
                moved += f64::from(mean - *value).powi(2);
                *value = mean;
            }
        }
        self.centroids = Centroids::new(cols, values);
        moved
    }
}

/// How far centroids may move in a round that counts as the last: `1e-4` of the mean variance of
/// the features, scikit-learn's own tolerance.
pub(crate) fn tolerance(matrix: &Matrix) -> f64 {
    let rows = matrix.rows() as f64;
    let variances = (0..matrix.cols()).map(|col| {
        let column = matrix.column(col);
        let mean = column.iter().map(|&v| f64::from(v)).sum::<f64>() / rows;
        column
            .iter()
            .map(|&v| (f64::from(v) - mean).powi(2))
            .sum::<f64>()
            / rows
    });
    1e-4 * variances.sum::<f64>() / matrix.cols() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_far_pairs_become_two_clusters() {
        let matrix = Matrix::new(&[vec![0.0, 1.0, 10.0, 11.0]]).unwrap();
        let mut lloyd = Lloyd::new(4, Centroids::new(1, vec![0.0, 1.0]));
        lloyd.run(&matrix, 20, 0.0);
        assert!(lloyd.converged);
        assert_eq!(lloyd.centroids.values(), [0.5, 10.5]);
        assert!((lloyd.inertia - 1.0).abs() < 1e-9);
    }

    #[test]
    fn an_empty_cluster_takes_the_farthest_row() {
        let matrix = Matrix::new(&[vec![0.0, 1.0, 2.0, 50.0]]).unwrap();
        let mut lloyd = Lloyd::new(4, Centroids::new(1, vec![1.0, 900.0]));
        lloyd.run(&matrix, 20, 0.0);
        assert_eq!(lloyd.centroids.values(), [1.0, 50.0]);
    }

    #[test]
    fn the_tolerance_follows_the_spread_of_the_features() {
        let matrix = Matrix::new(&[vec![-1.0, 1.0], vec![-3.0, 3.0]]).unwrap();
        assert!((tolerance(&matrix) - 5e-4).abs() < 1e-12);
    }
}
