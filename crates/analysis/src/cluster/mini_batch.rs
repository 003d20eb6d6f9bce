//! Mini-batch K-Means by linfa: centroids follow the running mean of the rows they win, one batch
//! at a time (Sculley 2010).

use super::matrix::Matrix;
use super::nearest::{Centroids, Nearest};
use super::start::plus_plus;
use crate::draw::{distinct, generator, repeated};
use linfa::DatasetBase;
use linfa::ParamGuard;
use linfa::traits::FitWith;
use linfa_clustering::{IncrKMeansError, KMeans, KMeansInit};
use ndarray::Array2;

/// Rows of a batch.
const BATCH: u32 = 1_024;
/// Starts compared before the batches.
const STARTS: u64 = 3;
/// Rows that starts are compared on.
const START_ROWS: u32 = 3 * BATCH;
/// Passes over the rows at most, and batches at most and at least.
const PASSES: u64 = 10;
const MOST_BATCHES: u64 = 60;
const LEAST_BATCHES: u64 = 20;
/// Movement of all centroids (the square root of the sum of squares) in one batch that counts as
/// standing still, on prepared features.
const STILL: f32 = 1e-3;

/// Groups `matrix` into `k` clusters.
pub(crate) fn fit(matrix: &Matrix, k: usize, seed: u64) -> Centroids {
    batches(matrix, start(matrix, k, seed), seed)
}

fn start(matrix: &Matrix, k: usize, seed: u64) -> Centroids {
    let mut best: Option<(f64, Centroids)> = None;
    for start in 0..STARTS {
        let mut rng = generator(seed, &[STREAM, k as u64, start]);
        let rows = distinct(&mut rng, matrix.rows() as u32, START_ROWS);
        let few = matrix.select(&rows);
        let centroids = plus_plus(&few, k, &mut rng);
        let inertia = Nearest::new(few.rows()).update(&few, &centroids);
        if best.as_ref().is_none_or(|(least, _)| inertia < *least) {
            best = Some((inertia, centroids));
        }
    }
    best.map_or_else(|| Centroids::new(1, Vec::new()), |(_, centroids)| centroids)
}

fn batches(matrix: &Matrix, centroids: Centroids, seed: u64) -> Centroids {
    let (k, cols) = (centroids.k(), centroids.cols());
    let Ok(values) = Array2::from_shape_vec((k, cols), centroids.values().to_vec()) else {
        return centroids;
    };
    // The start is given, so linfa draws nothing: its draws differ between 32 and 64 bits.
    let rng = generator(seed, &[STREAM]);
    let params = KMeans::params_with_rng(k, rng)
        .init_method(KMeansInit::Precomputed(values))
        .tolerance(STILL)
        .check();
    let Ok(params) = params else {
        return centroids;
    };
    let mut model = None;
    for batch in 0..most_batches(matrix) {
        let rows = batch_rows(matrix, k, seed, batch);
        let records = Array2::from_shape_fn((rows.len(), cols), |(at, col)| {
            matrix.column(col)[rows[at] as usize]
        });
        match params.fit_with(model, &DatasetBase::from(records)) {
            Ok(still) => {
                model = Some(still);
                break;
            }
            Err(IncrKMeansError::NotConverged(moving)) => model = Some(moving),
            Err(_) => return centroids,
        }
    }
    model.map_or(centroids, |model| {
        Centroids::new(cols, model.centroids().iter().copied().collect())
    })
}

/// Groups a bootstrap sample anew. The same algorithm by our own loop, which linfa checks in the
/// tests: 25 refits of nine candidates have to fit a fraction of a second.
pub(crate) fn refit(matrix: &Matrix, k: usize, seed: u64) -> Centroids {
    our_batches(matrix, start(matrix, k, seed), seed)
}

fn our_batches(matrix: &Matrix, centroids: Centroids, seed: u64) -> Centroids {
    let k = centroids.k();
    let mut running = Running::new(centroids);
    for batch in 0..most_batches(matrix) {
        let rows = batch_rows(matrix, k, seed, batch);
        if running.learn(&matrix.select(&rows)) < STILL {
            break;
        }
    }
    running.centroids
}

fn most_batches(matrix: &Matrix) -> u64 {
    (matrix.rows() as u64 * PASSES / u64::from(BATCH)).clamp(LEAST_BATCHES, MOST_BATCHES)
}

fn batch_rows(matrix: &Matrix, k: usize, seed: u64, batch: u64) -> Vec<u32> {
    let mut rng = generator(seed, &[BATCH_STREAM, k as u64, batch]);
    repeated(&mut rng, matrix.rows() as u32, BATCH)
}

/// Centroids and how many rows each has won so far.
struct Running {
    centroids: Centroids,
    counts: Vec<f32>,
}

impl Running {
    fn new(centroids: Centroids) -> Self {
        Self {
            counts: vec![0.0; centroids.k()],
            centroids,
        }
    }

    /// Moves each centroid to the mean of all rows it has won, those of this batch included;
    /// returns how far all moved.
    fn learn(&mut self, batch: &Matrix) -> f32 {
        let (k, cols) = (self.centroids.k(), batch.cols());
        let mut nearest = Nearest::new(batch.rows());
        nearest.update(batch, &self.centroids);
        let mut won = vec![0.0f32; k];
        for &label in &nearest.labels {
            won[label as usize] += 1.0;
        }
        let mut sums = vec![0.0f32; k * cols];
        for col in 0..cols {
            for (&value, &label) in batch.column(col).iter().zip(&nearest.labels) {
                sums[label as usize * cols + col] += value;
            }
        }
        let mut values = self.centroids.values().to_vec();
        for cluster in (0..k).filter(|&cluster| won[cluster] > 0.0) {
            self.counts[cluster] += won[cluster];
            for at in cluster * cols..(cluster + 1) * cols {
                values[at] += (sums[at] - won[cluster] * values[at]) / self.counts[cluster];
            }
        }
        let gaps = values
            .iter()
            .zip(self.centroids.values())
            .map(|(a, b)| (a - b) * (a - b));
        let moved = gaps.sum::<f32>().sqrt();
        self.centroids = Centroids::new(cols, values);
        moved
    }
}

/// Keeps the streams of starts and batches apart.
const STREAM: u64 = 0xc;
const BATCH_STREAM: u64 = 0xd;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::Rng;

    proptest! {
        #[test]
        fn our_batches_end_where_those_of_linfa_end(
            rows in 10usize..400,
            cols in 1usize..6,
            k in 1usize..6,
            seed in any::<u64>(),
        ) {
            let mut rng = generator(seed, &[]);
            let columns: Vec<Vec<f32>> = (0..cols)
                .map(|_| (0..rows).map(|_| rng.gen_range(-2.0f32..2.0)).collect())
                .collect();
            let matrix = Matrix::new(&columns).unwrap();
            let first = start(&matrix, k, seed);
            let theirs = batches(&matrix, first.clone(), seed);
            let ours = our_batches(&matrix, first, seed);
            for (ours, theirs) in ours.values().iter().zip(theirs.values()) {
                // A row halfway between two centres may fall to either, by the rounding of single precision.
                prop_assert!((ours - theirs).abs() < 2e-2, "{} {}", ours, theirs);
            }
        }
    }
}
