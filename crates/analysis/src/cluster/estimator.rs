//! K-Means as linfa's traits see it, so that it stands wherever an estimator of linfa's does.

use super::kmeans;
use super::matrix::Matrix;
use super::nearest::Centroids;
use linfa::DatasetBase;
use linfa::Error;
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, ArrayBase, Data, Ix2};

/// K-Means with k-means++ starts: how many clusters, and the seed of the starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KMeansParams {
    /// Number of clusters, 1 to 255.
    pub k: u8,
    /// Seed of the starts and samples.
    pub seed: u64,
}

impl<D: Data<Elem = f32>, T> Fit<ArrayBase<D, Ix2>, T, Error> for KMeansParams {
    type Object = Centroids;

    /// Fits to the records (one row per customer).
    ///
    /// # Errors
    /// `Parameters` for no cluster, no rows, no columns or values that are not finite.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Centroids, Error> {
        if self.k == 0 {
            return Err(Error::Parameters(
                "K-Means needs at least one cluster.".to_owned(),
            ));
        }
        let matrix = matrix_of(dataset.records())?;
        let mut fitting = kmeans::begin(&matrix, usize::from(self.k), self.seed);
        while !fitting.done {
            fitting = kmeans::polish(&matrix, &fitting);
        }
        Ok(fitting.centroids)
    }
}

impl<D: Data<Elem = f32>> PredictInplace<ArrayBase<D, Ix2>, Array1<usize>> for Centroids {
    /// Writes the nearest centroid of each row; rows that are not finite get the first.
    fn predict_inplace(&self, records: &ArrayBase<D, Ix2>, targets: &mut Array1<usize>) {
        match matrix_of(records) {
            Ok(matrix) => {
                let labels = self.assign(&matrix);
                targets
                    .iter_mut()
                    .zip(labels)
                    .for_each(|(target, label)| *target = label.into());
            }
            Err(_) => targets.fill(0),
        }
    }

    fn default_target(&self, records: &ArrayBase<D, Ix2>) -> Array1<usize> {
        Array1::zeros(records.nrows())
    }
}

fn matrix_of<D: Data<Elem = f32>>(records: &ArrayBase<D, Ix2>) -> Result<Matrix, Error> {
    let columns: Vec<Vec<f32>> = records
        .columns()
        .into_iter()
        .map(|column| column.to_vec())
        .collect();
    Matrix::new(&columns).map_err(|refused| Error::Parameters(refused.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::lloyd::Lloyd;
    use crate::cluster::start::plus_plus;
    use crate::draw::generator;
    use linfa::ParamGuard;
    use linfa::traits::Predict;
    use linfa_clustering::{KMeans, KMeansInit};
    use ndarray::Array2;
    use proptest::prelude::*;
    use rand::Rng;

    /// Three clouds in at most five features, so far apart that every point is nearer to any of its own
    /// cloud (at most √45 away) than to any of another (at least 7).
    fn clouds(rows: usize, cols: usize, seed: u64) -> Array2<f32> {
        let mut rng = generator(seed, &[77]);
        Array2::from_shape_fn((rows, cols), |(row, col)| {
            let centre = if col == 0 {
                (row % 3) as f32 * 10.0
            } else {
                0.0
            };
            centre + rng.gen_range(-1.5f32..1.5)
        })
    }

    proptest! {
        #[test]
        fn the_same_start_ends_where_linfa_ends(
            rows in 30usize..300,
            cols in 1usize..6,
            seed in any::<u64>(),
        ) {
            let records = clouds(rows, cols, seed);
            let matrix = matrix_of(&records).unwrap();
            let first = plus_plus(&matrix, 3, &mut generator(seed, &[1]));
            // From a start in each cloud there is one end. From others, a tie that falls one way here
            // and the other way there may lead to different ends.
            let mut clouds: Vec<_> =
                first.values().chunks(cols).map(|start| (start[0] / 10.0).round() as i32).collect();
            clouds.sort_unstable();
            clouds.dedup();
            prop_assume!(clouds.len() == 3);
            let mut ours = Lloyd::new(matrix.rows(), first.clone());
            ours.run(&matrix, 300, 0.0);
            let start = Array2::from_shape_vec((3, cols), first.values().to_vec()).unwrap();
            let theirs = KMeans::params_with_rng(3, generator(seed, &[2]))
                .n_runs(1)
                .max_n_iterations(1000)
                .tolerance(1e-7)
                .init_method(KMeansInit::Precomputed(start))
                .check()
                .unwrap()
                .fit(&DatasetBase::from(records))
                .unwrap();
            for (ours, theirs) in ours.centroids.values().iter().zip(theirs.centroids()) {
                prop_assert!((ours - theirs).abs() < 1e-3, "{} {}", ours, theirs);
            }
        }
    }

    #[test]
    fn an_estimator_fits_and_predicts() {
        let records = clouds(90, 2, 5);
        let dataset = DatasetBase::from(records.clone());
        let model = KMeansParams { k: 3, seed: 1 }.fit(&dataset).unwrap();
        let labels = model.predict(&records);
        for row in 0..90 {
            assert_eq!(labels[row] == labels[0], row % 3 == 0);
        }
    }

    #[test]
    fn an_estimator_refuses_what_it_cannot_fit() {
        let fit = |k, value| {
            KMeansParams { k, seed: 1 }.fit(&DatasetBase::from(ndarray::arr2(&[[value]])))
        };
        assert_eq!(
            fit(0, 1.0).unwrap_err().to_string(),
            "invalid parameter K-Means needs at least one cluster."
        );
        assert!(fit(1, f32::NAN).is_err());
        assert_eq!(fit(1, 2.0).unwrap().values(), [2.0]);
    }
}
