//! Groups of customers: fitting, scoring, choosing.
//!
//! In reading order: a [`Matrix`] of prepared customers goes in; [`Selection`] hands out [`Task`]s,
//! anyone [`run`]s them, and the results decide on a [`Winner`] and fill a leaderboard of [`Row`]s.
//! Below that: K-Means ([`Centroids`]), [`scores`](score), [`silhouette`]s and [`Stability`].
//!
//! Everything is a pure function of its arguments and a seed; the same question has the same
//! answer however many hands did the work.

mod leaderboard;
mod matrix;
mod number;
mod rule;
mod selection;
mod task;

mod estimator;
mod kmeans;
mod lloyd;
mod mini_batch;
mod nearest;
mod start;

mod scores;
pub mod silhouette;
mod stability;

pub use estimator::KMeansParams;
pub use leaderboard::{
    Grounds, LARGEST_SHARE, LEAST_STABILITY, Row, SMALLEST_COUNT, SMALLEST_SHARE, Standing, Winner,
    vetoes,
};
pub use matrix::{Matrix, MatrixError};
pub use nearest::Centroids;
pub use number::{CHOICES, Draws};
pub use scores::{Scores, score};
pub use selection::{CHOSEN_GROUPS, GROUPS, Params, Progress, Selection};
pub use stability::{DRAWS, REFITS, Stability, StabilityGrade};
pub use task::{Candidate, Fitted, Task, TaskResult, run};
