//! One piece of work for any hand: what to do, and what came out.

use super::matrix::Matrix;
use super::nearest::Centroids;
use super::scores::{Scores, score};
use super::silhouette::{Silhouette, exact, sampled};
use super::{kmeans, mini_batch, number, stability};
use crate::work::Subject;
use clientele_model::segments::Algorithm;
use clientele_model::wire::{TaskKind, decode, encode};
use serde::{Deserialize, Serialize};

/// A way of grouping that may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Candidate {
    /// How.
    pub algorithm: Algorithm,
    /// Into how many groups.
    pub k: u8,
}

/// A piece of work over a matrix that whoever runs it already has. Small on the wire; takes some
/// 100 ms at most, so that dropping the rest is quick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Begin to fit a candidate.
    Fit {
        /// Which.
        candidate: Candidate,
        /// The question's seed.
        seed: u64,
    },
    /// Go on with a fit over many rows.
    Polish {
        /// Where its centroids are.
        centroids: Centroids,
        /// Rounds made so far over all rows.
        rounds: u32,
    },
    /// The mean silhouette of the grouping by these centroids.
    Silhouette {
        /// The centroids.
        centroids: Centroids,
        /// Customers to sample; all when absent.
        sample: Option<u32>,
        /// The question's seed.
        seed: u64,
    },
    /// Some bootstrap refits of a candidate.
    Bootstrap {
        /// Which.
        candidate: Candidate,
        /// What its centroids are.
        centroids: Centroids,
        /// The question's seed.
        seed: u64,
        /// First refit.
        from: u32,
        /// One past the last refit.
        to: u32,
    },
    /// How many groups one draw of customers chooses.
    Number {
        /// The question's seed.
        seed: u64,
        /// Which draw.
        draw: u32,
    },
}

/// What came out of the [`Task`] of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TaskResult {
    /// Of `Fit` and `Polish`.
    Fitted(Fitted),
    /// Of `Silhouette`; absent when undefined.
    Silhouette(Option<Silhouette>),
    /// Of `Bootstrap`: per refit, the overlap of each cluster, absent when nobody was drawn of it.
    Overlaps(Vec<Vec<Option<f64>>>),
    /// Of `Number`; absent when no number of groups passes.
    Number(Option<u8>),
}

/// A fit as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Where its centroids are.
    pub centroids: Centroids,
    /// Rounds made so far over all rows.
    pub rounds: u32,
    /// Sizes and scores, once nothing is left to do.
    pub scores: Option<Scores>,
}

impl Subject for Matrix {
    fn kind(&self) -> TaskKind {
        TaskKind::Clustering
    }

    fn to_bytes(&self) -> Vec<u8> {
        Self::to_bytes(self)
    }

    fn run(&self, task: &[u8]) -> Option<Vec<u8>> {
        Some(encode(&run(&decode(task)?, self)))
    }
}

/// Does one piece of work. Same task and matrix, same result, on any machine.
///
/// # Panics
/// When the task is about a matrix of another shape.
#[must_use]
pub fn run(task: &Task, matrix: &Matrix) -> TaskResult {
    match task {
        Task::Fit { candidate, seed } => {
            let k = usize::from(candidate.k);
            match candidate.algorithm {
                Algorithm::MiniBatch => {
                    TaskResult::Fitted(finished(matrix, mini_batch::fit(matrix, k, *seed)))
                }
                Algorithm::KMeans | Algorithm::KMeansRaw | Algorithm::RfmRules => {
                    fitted(matrix, kmeans::begin(matrix, k, *seed))
                }
            }
        }
        Task::Polish { centroids, rounds } => {
            let fitting = kmeans::Fitting {
                centroids: centroids.clone(),
                rounds: *rounds,
                done: false,
            };
            fitted(matrix, kmeans::polish(matrix, &fitting))
        }
        Task::Silhouette {
            centroids,
            sample,
            seed,
        } => {
            let labels = centroids.assign(matrix);
            let of = match sample {
                Some(wanted) => sampled(matrix, &labels, centroids.k(), *wanted, *seed),
                None => exact(matrix, &labels, centroids.k()),
            };
            TaskResult::Silhouette(of.map(|of| of.mean))
        }
        Task::Bootstrap {
            candidate,
            centroids,
            seed,
            from,
            to,
        } => {
            let refits = *from..*to;
            TaskResult::Overlaps(
                refits
                    .map(|refit| {
                        stability::refit(matrix, candidate.algorithm, centroids, *seed, refit)
                    })
                    .collect(),
            )
        }
        Task::Number { seed, draw } => TaskResult::Number(number::choose(matrix, *seed, *draw)),
    }
}

fn fitted(matrix: &Matrix, fitting: kmeans::Fitting) -> TaskResult {
    TaskResult::Fitted(if fitting.done {
        Fitted {
            rounds: fitting.rounds,
            ..finished(matrix, fitting.centroids)
        }
    } else {
        Fitted {
            centroids: fitting.centroids,
            rounds: fitting.rounds,
            scores: None,
        }
    })
}

fn finished(matrix: &Matrix, centroids: Centroids) -> Fitted {
    let scores = score(matrix, &centroids.assign(matrix), centroids.k());
    Fitted {
        centroids,
        rounds: 0,
        scores: Some(scores),
    }
}
