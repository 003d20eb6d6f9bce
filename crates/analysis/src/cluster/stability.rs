//! Stability: do the same groups come out when the customers are drawn anew?
//!
//! For each of some bootstrap draws the drawn customers (each once) are grouped anew, and each
//! group is compared with the most similar new one by Jaccard overlap among the drawn customers
//! (Hennig 2007, `clusterboot`). Draws are bounded: beyond that many customers a draw is smaller
//! than the data.

use super::matrix::Matrix;
use super::nearest::Centroids;
use super::{kmeans, mini_batch};
use crate::draw::{bootstrap, generator};
use clientele_model::segments::Algorithm;
use serde::{Deserialize, Serialize};

/// Bootstrap refits of a candidate.
pub const REFITS: u32 = 25;
/// Customers drawn for a refit at most.
pub const DRAWS: u32 = 4_096;

/// Mean Jaccard overlap over bootstrap refits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Mean over clusters.
    pub overall: f64,
    /// One per cluster, in the order of the centroids; 0 for one that was never drawn.
    pub by_cluster: Vec<f64>,
    /// Refits that were made.
    pub refits: u32,
    /// Customers drawn for each.
    pub draws: u32,
}

/// How a mean Jaccard overlap is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StabilityGrade {
    /// Below 0.60.
    Unstable,
    /// 0.60 to 0.75.
    Doubtful,
    /// 0.75 to 0.85.
    Stable,
    /// Above 0.85.
    HighlyStable,
}

impl StabilityGrade {
    /// The grade of a mean Jaccard overlap.
    #[must_use]
    pub fn of(overlap: f64) -> Self {
        match overlap {
            ..0.60 => Self::Unstable,
            0.60..0.75 => Self::Doubtful,
            0.75..=0.85 => Self::Stable,
            _ => Self::HighlyStable,
        }
    }
}

/// How many customers each draw takes from this many.
#[must_use]
pub fn draws(rows: u32) -> u32 {
    rows.min(DRAWS)
}

/// The Jaccard overlap of each cluster with its most similar one in refit number `refit`; `None`
/// for a cluster without a drawn customer.
pub(crate) fn refit(
    matrix: &Matrix,
    algorithm: Algorithm,
    centroids: &Centroids,
    seed: u64,
    refit: u32,
) -> Vec<Option<f64>> {
    let rows = matrix.rows() as u32;
    let mut rng = generator(seed, &[DRAW_STREAM, u64::from(refit)]);
    let drawn = matrix.select(&bootstrap(&mut rng, rows, draws(rows)));
    let seed = seed ^ (u64::from(refit) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let again = match algorithm {
        Algorithm::MiniBatch => mini_batch::refit(&drawn, centroids.k(), seed),
        Algorithm::KMeans | Algorithm::KMeansRaw | Algorithm::RfmRules => {
            kmeans::refit(&drawn, centroids.k(), seed)
        }
    };
    overlaps(
        &centroids.assign(&drawn),
        &again.assign(&drawn),
        centroids.k(),
    )
}

/// Means over refits, as [`refit`] returned them in order.
pub(crate) fn mean(refits: &[Vec<Option<f64>>], k: usize, draws: u32) -> Stability {
    let by_cluster: Vec<f64> = (0..k)
        .map(|cluster| {
            let seen = refits
                .iter()
                .filter_map(|refit| refit.get(cluster).copied().flatten());
            let (sum, count) =
                seen.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
            if count > 0 {
                sum / f64::from(count)
            } else {
                0.0
            }
        })
        .collect();
    let overall = by_cluster.iter().sum::<f64>() / k.max(1) as f64;
    Stability {
        overall,
        by_cluster,
        refits: refits.len() as u32,
        draws,
    }
}

fn overlaps(before: &[u8], after: &[u8], k: usize) -> Vec<Option<f64>> {
    let mut both = vec![0u32; k * k];
    for (&one, &other) in before.iter().zip(after) {
        both[one as usize * k + other as usize] += 1;
    }
    let before: Vec<u32> = both.chunks_exact(k).map(|row| row.iter().sum()).collect();
    let after: Vec<u32> = (0..k)
        .map(|col| both.iter().skip(col).step_by(k).sum())
        .collect();
    (0..k)
        .map(|one| {
            if before[one] == 0 {
                return None;
            }
            let overlap = |other: usize| {
                let shared = both[one * k + other];
                f64::from(shared) / f64::from(before[one] + after[other] - shared)
            };
            Some((0..k).map(overlap).fold(0.0, f64::max))
        })
        .collect()
}

/// Keeps the stream of draws apart from others of the same seed.
const DRAW_STREAM: u64 = 0xe;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_groups_under_other_numbers_overlap_fully() {
        assert_eq!(overlaps(&[0, 0, 1, 2], &[2, 2, 0, 1], 3), [Some(1.0); 3]);
    }

    #[test]
    fn a_split_group_overlaps_by_its_larger_half() {
        assert_eq!(
            overlaps(&[0, 0, 0, 1], &[0, 0, 1, 1], 2),
            [Some(2.0 / 3.0), Some(0.5)]
        );
    }

    #[test]
    fn a_group_without_a_drawn_customer_has_no_say() {
        let refits = [overlaps(&[0, 0], &[1, 1], 2), vec![Some(0.5), Some(0.25)]];
        assert_eq!(refits[0][1], None);
        assert_eq!(mean(&refits, 2, 2).by_cluster, [0.75, 0.25]);
    }

    #[test]
    fn grades_follow_the_published_bounds() {
        let grades = [0.0, 0.599, 0.6, 0.749, 0.75, 0.85, 0.851, 1.0].map(StabilityGrade::of);
        use StabilityGrade::{Doubtful, HighlyStable, Stable, Unstable};
        assert_eq!(
            grades,
            [
                Unstable,
                Unstable,
                Doubtful,
                Doubtful,
                Stable,
                Stable,
                HighlyStable,
                HighlyStable
            ]
        );
    }
}
