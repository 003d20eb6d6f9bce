//! What a grouping looks like from its labels alone: sizes, inertia, Calinski–Harabasz,
//! Davies–Bouldin.

use super::matrix::Matrix;
use serde::{Deserialize, Serialize};

/// Scores of one grouping, all in `f64` and all about the means of its clusters, as
/// scikit-learn computes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Customers in each cluster.
    pub sizes: Vec<u32>,
    /// Sum of squared distances to the mean of the own cluster.
    pub inertia: f64,
    /// Spread between clusters over spread within, by degrees of freedom; higher is better. `None`
    /// for a single cluster or for as many clusters as rows; infinite spread counts as `None` too.
    pub calinski_harabasz: Option<f64>,
    /// Mean over clusters of the worst (within + within) / between; lower is better. `None` for a
    /// single cluster and where two means coincide.
    pub davies_bouldin: Option<f64>,
}

/// Scores the grouping of `matrix` into `k` clusters by `labels` (one per row, below `k`).
///
/// Clusters without a row are left out of the two indices.
///
/// # Panics
/// When there are not as many labels as rows, or a label is not below `k`.
#[must_use]
pub fn score(matrix: &Matrix, labels: &[u8], k: usize) -> Scores {
    assert_eq!(labels.len(), matrix.rows(), "one label per row");
    let mut sizes = vec![0u32; k];
    for &label in labels {
        sizes[label as usize] += 1;
    }
    let means = means(matrix, labels, &sizes);
    let cols = matrix.cols();
    let mut within = vec![0.0f64; k];
    let mut reach = vec![0.0f64; k];
    for (row, &label) in labels.iter().enumerate() {
        let mean = &means[label as usize * cols..(label as usize + 1) * cols];
        let mut squared = 0.0;
        for (col, &mean) in mean.iter().enumerate() {
            let gap = f64::from(matrix.column(col)[row]) - mean;
            squared += gap * gap;
        }
        within[label as usize] += squared;
        reach[label as usize] += squared.sqrt();
    }
    let inertia = within.iter().sum();
    Scores {
        calinski_harabasz: calinski_harabasz(matrix, &sizes, &means, inertia),
        davies_bouldin: davies_bouldin(&sizes, &means, &reach, cols),
        sizes,
        inertia,
    }
}

fn means(matrix: &Matrix, labels: &[u8], sizes: &[u32]) -> Vec<f64> {
    let cols = matrix.cols();
    let mut means = vec![0.0f64; sizes.len() * cols];
    for col in 0..cols {
        for (&value, &label) in matrix.column(col).iter().zip(labels) {
            means[label as usize * cols + col] += f64::from(value);
        }
    }
    for (mean, &size) in means.chunks_exact_mut(cols).zip(sizes) {
        for value in mean {
            *value /= f64::from(size.max(1));
        }
    }
    means
}

fn calinski_harabasz(matrix: &Matrix, sizes: &[u32], means: &[f64], within: f64) -> Option<f64> {
    let cols = matrix.cols();
    let rows = matrix.rows() as f64;
    let filled = sizes.iter().filter(|&&size| size > 0).count() as f64;
    let between: f64 = (0..cols)
        .map(|col| {
            let overall: f64 = matrix
                .column(col)
                .iter()
                .map(|&value| f64::from(value))
                .sum::<f64>()
                / rows;
            let by_cluster = sizes.iter().zip(means.chunks_exact(cols));
            by_cluster
                .map(|(&size, mean)| f64::from(size) * (mean[col] - overall).powi(2))
                .sum::<f64>()
        })
        .sum();
    let index = between / within * (rows - filled) / (filled - 1.0);
    (filled > 1.0 && rows > filled && index.is_finite()).then_some(index)
}

fn davies_bouldin(sizes: &[u32], means: &[f64], reach: &[f64], cols: usize) -> Option<f64> {
    let filled: Vec<usize> = (0..sizes.len())
        .filter(|&cluster| sizes[cluster] > 0)
        .collect();
    if filled.len() < 2 {
        return None;
    }
    let mean = |cluster: usize| &means[cluster * cols..(cluster + 1) * cols];
    let spread = |cluster: usize| reach[cluster] / f64::from(sizes[cluster]);
    let worst = |one: usize| {
        let others = filled.iter().filter(|&&other| other != one);
        others
            .map(|&other| {
                let gaps = mean(one)
                    .iter()
                    .zip(mean(other))
                    .map(|(a, b)| (a - b) * (a - b));
                let gap = gaps.sum::<f64>().sqrt();
                if gap > 0.0 {
                    (spread(one) + spread(other)) / gap
                } else {
                    f64::INFINITY
                }
            })
            .fold(0.0, f64::max)
    };
    let index = filled.iter().map(|&cluster| worst(cluster)).sum::<f64>() / filled.len() as f64;
    index.is_finite().then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_far_pairs_score_as_by_hand() {
        let matrix = Matrix::new(&[vec![0.0, 2.0, 10.0, 12.0]]).unwrap();
        let scores = score(&matrix, &[0, 0, 1, 1], 2);
        assert_eq!(scores.sizes, [2, 2]);
        assert_eq!(scores.inertia, 4.0);
        // Between 4 · 5² = 100 over one degree, within 4 over two.
        assert_eq!(scores.calinski_harabasz, Some(50.0));
        assert_eq!(scores.davies_bouldin, Some(0.2));
    }

    #[test]
    fn one_cluster_has_no_index() {
        let matrix = Matrix::new(&[vec![0.0, 2.0]]).unwrap();
        let scores = score(&matrix, &[0, 0], 1);
        assert_eq!(
            (scores.calinski_harabasz, scores.davies_bouldin),
            (None, None)
        );
    }

    #[test]
    fn identical_rows_in_two_clusters_have_no_index() {
        let matrix = Matrix::new(&[vec![1.0; 4]]).unwrap();
        let scores = score(&matrix, &[0, 0, 1, 1], 2);
        assert_eq!(
            (scores.calinski_harabasz, scores.davies_bouldin),
            (None, None)
        );
    }
}
