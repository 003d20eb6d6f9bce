//! Silhouettes: how much better each customer fits the own cluster than the next one.
//!
//! `s = (b − a) / max(a, b)` with a the mean distance to the others of the own cluster and b the
//! mean distance to the nearest other cluster (Rousseeuw 1987). A customer alone in its cluster has
//! 0; with a single cluster it is undefined.

mod pairs;

pub use pairs::{PairPart, PairSums, block_pairs, pair_sums};

use super::matrix::Matrix;
use crate::draw::{distinct, generator};
pub use clientele_model::segments::Silhouette;
use pairs::{Sorted, add_parts};

/// The silhouette of each customer looked at, and their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct SilhouetteOf {
    /// Which customers: rows of the matrix, ascending.
    pub rows: Vec<u32>,
    /// Their silhouettes.
    pub values: Vec<f32>,
    /// The mean, weighted back to all customers.
    pub mean: Silhouette,
}

/// Customers of a cluster that a sample never goes below, if it has as many.
const LEAST_PER_CLUSTER: u32 = 100;

/// The silhouette of every customer, each compared with every other. `None` for a single cluster.
///
/// Labels are below `k`, one per row. Cost: half of rows² distances.
#[must_use]
pub fn exact(matrix: &Matrix, labels: &[u8], k: usize) -> Option<SilhouetteOf> {
    let sorted = Sorted::new(matrix, labels, k);
    let mut sums = vec![0.0; matrix.rows() * k];
    for (first, second) in block_pairs(sorted.sizes()) {
        add_parts(&mut sums, matrix.rows(), &sorted.pair(first, second));
    }
    from_sums(&sorted, &sums)
}

/// As [`exact`], from the parts that [`pair_sums`] computed elsewhere, in the order of
/// [`block_pairs`]. The same bits however many hands computed them.
#[must_use]
pub fn exact_from_parts(
    matrix: &Matrix,
    labels: &[u8],
    k: usize,
    parts: &[PairSums],
) -> Option<SilhouetteOf> {
    let sorted = Sorted::new(matrix, labels, k);
    let mut sums = vec![0.0; matrix.rows() * k];
    for part in parts {
        add_parts(&mut sums, matrix.rows(), part);
    }
    from_sums(&sorted, &sums)
}

/// The silhouettes of about `wanted` customers among each other, drawn from each cluster in
/// proportion to its size but never fewer than 100 (or all) of it, and their mean weighted back.
/// `None` for a single cluster.
#[must_use]
pub fn sampled(
    matrix: &Matrix,
    labels: &[u8],
    k: usize,
    wanted: u32,
    seed: u64,
) -> Option<SilhouetteOf> {
    let mut members = vec![Vec::new(); k];
    for (row, &label) in labels.iter().enumerate() {
        members[label as usize].push(row as u32);
    }
    let mut rows = Vec::with_capacity(wanted as usize + k * LEAST_PER_CLUSTER as usize);
    for (cluster, members) in members.iter().enumerate() {
        let size = members.len() as u32;
        let share = u64::from(wanted) * u64::from(size) / matrix.rows().max(1) as u64;
        let take = (share as u32).max(LEAST_PER_CLUSTER);
        let mut rng = generator(seed, &[SAMPLE_STREAM, cluster as u64]);
        rows.extend(
            distinct(&mut rng, size, take)
                .iter()
                .map(|&at| members[at as usize]),
        );
    }
    rows.sort_unstable();
    let picked: Vec<u8> = rows.iter().map(|&row| labels[row as usize]).collect();
    let sample = exact(&matrix.select(&rows), &picked, k)?;
    let sizes: Vec<u32> = members.iter().map(|members| members.len() as u32).collect();
    let drawing = drawing_variance(matrix, &rows, &picked, &sizes);
    let mean = mean(&sample.values, &picked, &sizes, drawing);
    Some(SilhouetteOf {
        rows,
        values: sample.values,
        mean,
    })
}

/// What drawing a sample adds to the variance of its mean, by ten parts of it that are scored each
/// on its own. Spread between single customers would not do: all of them are measured against the
/// same drawn others, so their errors go together.
fn drawing_variance(matrix: &Matrix, rows: &[u32], labels: &[u8], sizes: &[u32]) -> f64 {
    let left_out = 1.0 - rows.len() as f64 / matrix.rows() as f64;
    if left_out <= 0.0 {
        return 0.0;
    }
    let mut parts: Vec<(Vec<u32>, Vec<u8>)> = vec![Default::default(); PARTS];
    let mut next = vec![0; sizes.len()];
    for (&row, &label) in rows.iter().zip(labels) {
        let (rows, labels) = &mut parts[next[label as usize] % PARTS];
        rows.push(row);
        labels.push(label);
        next[label as usize] += 1;
    }
    let means: Vec<f64> = parts
        .iter()
        .filter_map(|(rows, labels)| {
            let of = exact(&matrix.select(rows), labels, sizes.len())?;
            Some(mean(&of.values, labels, sizes, 0.0).mean)
        })
        .collect();
    let count = means.len() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let centre = means.iter().sum::<f64>() / count;
    let spread = means
        .iter()
        .map(|mean| (mean - centre).powi(2))
        .sum::<f64>()
        / (count - 1.0);
    STUDENT * spread / count * left_out
}

/// Parts of a sample that are compared with each other.
const PARTS: usize = 10;
/// Squared ratio of Student's 97.5 % quantile with nine degrees of freedom to the normal one.
const STUDENT: f64 = (2.262 / 1.96) * (2.262 / 1.96);

/// Sets the stream of the sample apart from others of the same seed.
const SAMPLE_STREAM: u64 = 0x5117;

fn from_sums(sorted: &Sorted, sums: &[f64]) -> Option<SilhouetteOf> {
    let sizes = sorted.sizes();
    if sizes.iter().filter(|&&size| size > 0).count() < 2 {
        return None;
    }
    let rows = sorted.order().len();
    let mut values = vec![0.0f32; rows];
    let mut labels = vec![0u8; rows];
    for (at, &row) in sorted.order().iter().enumerate() {
        let own = sorted.cluster_at(at);
        labels[row as usize] = own as u8;
        values[row as usize] = one(sums[at..].iter().step_by(rows), sizes, own) as f32;
    }
    let mean = mean(&values, &labels, sizes, 0.0);
    Some(SilhouetteOf {
        rows: (0..rows as u32).collect(),
        values,
        mean,
    })
}

/// The silhouette of one customer from its sums of distances to each cluster.
fn one<'s>(sums: impl Iterator<Item = &'s f64>, sizes: &[u32], own: usize) -> f64 {
    if sizes[own] <= 1 {
        return 0.0;
    }
    let (mut within, mut next) = (0.0, f64::INFINITY);
    for (cluster, (&sum, &size)) in sums.zip(sizes).enumerate() {
        if cluster == own {
            within = sum / f64::from(size - 1);
        } else if size > 0 {
            next = next.min(sum / f64::from(size));
        }
    }
    let larger = within.max(next);
    if larger > 0.0 {
        (next - within) / larger
    } else {
        0.0
    }
}

/// Mean of silhouettes, each cluster weighted by its share of all customers (`sizes`; clusters of
/// which nobody was looked at are left out), with a 95 % interval: from the spread over customers,
/// and `drawing`, the variance that drawing a sample adds.
fn mean(values: &[f32], labels: &[u8], sizes: &[u32], drawing: f64) -> Silhouette {
    let mut count = vec![0.0f64; sizes.len()];
    let mut sum = vec![0.0f64; sizes.len()];
    let mut squares = vec![0.0f64; sizes.len()];
    for (&value, &label) in values.iter().zip(labels) {
        count[label as usize] += 1.0;
        sum[label as usize] += f64::from(value);
        squares[label as usize] += f64::from(value) * f64::from(value);
    }
    let seen = || (0..sizes.len()).filter(|&cluster| count[cluster] > 0.0);
    let all: f64 = seen().map(|cluster| f64::from(sizes[cluster])).sum();
    let (mut mean, mut square) = (0.0, 0.0);
    for cluster in seen() {
        let share = f64::from(sizes[cluster]) / all;
        mean += share * sum[cluster] / count[cluster];
        square += share * squares[cluster] / count[cluster];
    }
    let half = 1.96 * ((square - mean * mean).max(0.0) / all + drawing).sqrt();
    Silhouette {
        mean,
        low: (mean - half).max(-1.0),
        high: (mean + half).min(1.0),
        sampled: ((values.len() as f64) < all).then_some(values.len() as u32),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
