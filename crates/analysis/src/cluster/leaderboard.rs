//! What happened to every candidate, and which one was chosen on what grounds.

use super::nearest::Centroids;
use super::silhouette::Silhouette;
use super::stability::{Stability, StabilityGrade};
use super::task::Candidate;
use clientele_model::segments::{Algorithm, Verdict, Veto};

/// The chosen grouping.
#[derive(Clone, Debug, PartialEq)]
pub struct Winner {
    /// Which candidate.
    pub candidate: Candidate,
    /// Its centroids, on the prepared scale. `centroids.assign(&matrix)` labels the customers.
    pub centroids: Centroids,
    /// On what grounds.
    pub grounds: Grounds,
    /// Its mean silhouette.
    pub silhouette: Option<Silhouette>,
}

/// On what grounds a candidate was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grounds {
    /// By the rule: no veto, 3–8 groups, silhouette within 5 % of the best, then the most groups.
    Rule,
    /// The number of groups (or the algorithm) was asked for, and no veto speaks against it.
    Asked,
    /// Nothing with 3–8 groups was free of vetoes: the best silhouette with fewer or more groups.
    OutsideRange,
    /// Everything was vetoed: the mildest vetoes, then the best silhouette.
    LeastBad,
}

/// One candidate's scores and what happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which candidate.
    pub candidate: Candidate,
    /// Customers in each cluster, in the order of the centroids.
    pub sizes: Vec<u32>,
    /// Sum of squared distances to the own mean.
    pub inertia: f64,
    /// Mean silhouette; absent when undefined or not computed yet.
    pub silhouette: Option<Silhouette>,
    /// Calinski–Harabasz index; absent when undefined.
    pub calinski_harabasz: Option<f64>,
    /// Davies–Bouldin index; absent when undefined.
    pub davies_bouldin: Option<f64>,
    /// Bootstrap stability; absent until computed.
    pub stability: Option<Stability>,
    /// Every veto that holds, in the order of [`Veto`].
    pub vetoes: Vec<Veto>,
    /// What happened to it.
    pub standing: Standing,
}

/// What happened to a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// It was chosen.
    Chosen,
    /// Within 5 % of the best, but with fewer groups than the chosen one.
    FewerGroups,
    /// Not of plain K-Means, which goes first where there is any; within 5 % of the best or better.
    SecondToKMeans,
    /// Its silhouette is this share below the best (0.07 is 7 %).
    Below {
        /// Share of the best silhouette.
        share: f64,
    },
    /// Fewer than 3 or more than 8 groups.
    OutsideRange,
    /// Another number of groups or another algorithm was asked for.
    NotAsked,
    /// At least one veto holds.
    RuledOut,
    /// Its silhouette or the choice is not known yet.
    Open,
}

impl Row {
    /// Share of customers in the largest cluster.
    #[must_use]
    pub fn largest_share(&self) -> f64 {
        share(self.sizes.iter().max(), &self.sizes)
    }

    /// Share of customers in the smallest cluster.
    #[must_use]
    pub fn smallest_share(&self) -> f64 {
        share(self.sizes.iter().min(), &self.sizes)
    }

    /// Customers in the smallest cluster.
    #[must_use]
    pub fn smallest_count(&self) -> u32 {
        self.sizes.iter().min().copied().unwrap_or(0)
    }

    /// The verdict of the report.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let doubtful = self.stability.as_ref().is_some_and(|stability| {
            StabilityGrade::of(stability.overall) == StabilityGrade::Doubtful
        });
        match self.standing {
            Standing::Chosen => Verdict::Chosen,
            Standing::RuledOut => self
                .vetoes
                .first()
                .map_or(Verdict::Passed, |&veto| Verdict::RuledOut(veto)),
            Standing::OutsideRange => Verdict::OutsideRange,
            Standing::FewerGroups
            | Standing::SecondToKMeans
            | Standing::Below { .. }
            | Standing::NotAsked
            | Standing::Open
                if doubtful =>
            {
                Verdict::Doubtful
            }
            Standing::FewerGroups
            | Standing::SecondToKMeans
            | Standing::Below { .. }
            | Standing::NotAsked
            | Standing::Open => Verdict::Passed,
        }
    }

    /// Whether plain K-Means made it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.candidate.algorithm == Algorithm::KMeans
    }
}

/// Share of customers that one cluster may hold at most.
pub const LARGEST_SHARE: f64 = 0.80;
/// Share of customers that every cluster must hold.
pub const SMALLEST_SHARE: f64 = 0.01;
/// Customers that every cluster must hold.
pub const SMALLEST_COUNT: u32 = 30;
/// Mean Jaccard overlap that every candidate must reach.
pub const LEAST_STABILITY: f64 = 0.60;

/// Every veto that holds for clusters of these sizes, and this stability where it is known.
#[must_use]
pub fn vetoes(sizes: &[u32], stability: Option<&Stability>) -> Vec<Veto> {
    let largest = share(sizes.iter().max(), sizes);
    let smallest = share(sizes.iter().min(), sizes);
    let few = sizes.iter().any(|&size| size < SMALLEST_COUNT);
    let held = [
        (largest > LARGEST_SHARE, Veto::Dominant),
        (few || smallest < SMALLEST_SHARE, Veto::Tiny),
        (
            stability.is_some_and(|found| found.overall < LEAST_STABILITY),
            Veto::Unstable,
        ),
    ];
    held.into_iter()
        .filter_map(|(holds, veto)| holds.then_some(veto))
        .collect()
}

fn share(size: Option<&u32>, sizes: &[u32]) -> f64 {
    let all: f64 = sizes.iter().map(|&size| f64::from(size)).sum();
    size.map_or(0.0, |&size| f64::from(size) / all.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sizes: &[u32], overall: Option<f64>, expected: &[Veto]) {
        let stability = overall.map(|overall| Stability {
            overall,
            by_cluster: vec![],
            refits: 25,
            draws: 100,
        });
        assert_eq!(vetoes(sizes, stability.as_ref()), expected);
    }

    #[test]
    fn vetoes_begin_just_beyond_their_bounds() {
        check(&[800, 200], None, &[]);
        check(&[801, 199], None, &[Veto::Dominant]);
        check(&[500, 470, 30], None, &[]);
        check(&[500, 471, 29], None, &[Veto::Tiny]);
        check(&[5000, 4901, 99], None, &[Veto::Tiny]);
        check(&[5000, 4900, 100], Some(0.60), &[]);
        check(&[5000, 4900, 100], Some(0.599), &[Veto::Unstable]);
        check(
            &[9990, 10],
            Some(0.1),
            &[Veto::Dominant, Veto::Tiny, Veto::Unstable],
        );
    }
}
