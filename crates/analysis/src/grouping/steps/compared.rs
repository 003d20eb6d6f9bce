//! The end of grouping: the winner beside the rules of RFM and the amounts as they are.

use std::sync::Arc;

use clientele_model::segments::{Algorithm, Silhouette};

use super::{Chosen, Grouped, Grouping, Phase, model};
use crate::cluster::{Candidate, Centroids, Matrix, Task, TaskResult};
use crate::features;
use crate::grouping::Basis;
use crate::grouping::beside::{Comparison, raw_comparison, rfm_comparison};
use crate::grouping::report;

/// Groups of the comparison on the amounts as they are.
const RAW_GROUPS: u8 = 5;

/// The amounts as they are.
pub(super) enum Raw {
    Begin,
    Fitting {
        matrix: Arc<Matrix>,
        centroids: Option<Centroids>,
        rounds: u32,
    },
    Scoring {
        matrix: Arc<Matrix>,
        centroids: Centroids,
    },
    Scored {
        matrix: Arc<Matrix>,
        centroids: Centroids,
        own: Option<Silhouette>,
    },
    None,
}

impl Grouping {
    pub(super) fn compare(&self, chosen: Box<Chosen>, raw: Raw) -> (Phase, Grouped) {
        let params = &self.about.params;
        match raw {
            Raw::Begin => {
                let raw = Raw::of(&chosen.basis);
                self.compare(chosen, raw)
            }
            Raw::Fitting {
                matrix,
                centroids,
                rounds,
            } => {
                let k = matrix.distinct_up_to(usize::from(RAW_GROUPS)) as u8;
                let candidate = Candidate {
                    algorithm: Algorithm::KMeansRaw,
                    k,
                };
                let task = match &centroids {
                    Some(centroids) => Task::Polish {
                        centroids: centroids.clone(),
                        rounds,
                    },
                    None => Task::Fit {
                        candidate,
                        seed: params.seed,
                    },
                };
                let step = Grouped::Tasks {
                    matrix: Arc::clone(&matrix),
                    tasks: vec![task],
                };
                (
                    Phase::Comparing(
                        chosen,
                        Raw::Fitting {
                            matrix,
                            centroids,
                            rounds,
                        },
                    ),
                    step,
                )
            }
            Raw::Scoring { matrix, centroids } => {
                let sample =
                    (matrix.rows() as u32 > params.exact_customers).then_some(params.sample);
                let task = Task::Silhouette {
                    centroids: centroids.clone(),
                    sample,
                    seed: params.seed,
                };
                let step = Grouped::Tasks {
                    matrix: Arc::clone(&matrix),
                    tasks: vec![task],
                };
                (
                    Phase::Comparing(chosen, Raw::Scoring { matrix, centroids }),
                    step,
                )
            }
            Raw::Scored {
                matrix,
                centroids,
                own,
            } => {
                let raw = raw_comparison(&chosen.basis, &matrix, &centroids, own, params);
                (Phase::Over, self.conclude(*chosen, vec![raw]))
            }
            Raw::None => (Phase::Over, self.conclude(*chosen, Vec::new())),
        }
    }

    fn conclude(&self, chosen: Chosen, mut comparisons: Vec<Comparison>) -> Grouped {
        let Chosen {
            basis,
            selection,
            winner,
            found,
            mut report,
        } = chosen;
        comparisons.push(rfm_comparison(&basis, &self.about.params));
        report::decide(
            &mut report,
            &self.about,
            &found,
            &selection,
            &winner,
            &comparisons,
        );
        Grouped::Done(model(&basis, &found, &report))
    }
}

impl Raw {
    pub(super) fn of(basis: &Basis) -> Self {
        match features::raw_matrix(&basis.measures, &basis.prepared, &basis.order) {
            Ok(matrix) if matrix.distinct_at_least(2) => Self::Fitting {
                matrix: Arc::new(matrix),
                centroids: None,
                rounds: 0,
            },
            _ => Self::None,
        }
    }

    /// Goes on from a result; one that does not fit leaves things as they are.
    pub(super) fn take(self, result: TaskResult) -> Self {
        match (self, result) {
            (Self::Fitting { matrix, .. }, TaskResult::Fitted(fitted)) => {
                if fitted.scores.is_some() {
                    Self::Scoring {
                        matrix,
                        centroids: fitted.centroids,
                    }
                } else {
                    let centroids = Some(fitted.centroids);
                    Self::Fitting {
                        matrix,
                        centroids,
                        rounds: fitted.rounds,
                    }
                }
            }
            (Self::Scoring { matrix, centroids }, TaskResult::Silhouette(own)) => Self::Scored {
                matrix,
                centroids,
                own,
            },
            (same, _) => same,
        }
    }
}
