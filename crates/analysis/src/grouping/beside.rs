//! Groupings that are shown beside the candidates and never chosen: the amounts as they are, and
//! the eleven groups.

use clientele_model::groups::RfmGroup;
use clientele_model::segments::{Algorithm, Candidate, Silhouette, Verdict};
use clientele_model::words::Sentence;

use super::basis::Basis;
use super::why::ruled_out;
use crate::cluster::{Centroids, Matrix, Params, score, silhouette, vetoes};

/// A grouping that is shown beside the candidates and never chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Its row.
    pub candidate: Candidate,
    /// Silhouette in its own space, where that differs.
    pub own: Option<f64>,
}

/// Scores the grouping of the amounts as they are, on the prepared customers like all others.
/// `own` is its silhouette in its own space.
pub fn raw_comparison(
    basis: &Basis,
    raw: &Matrix,
    centroids: &Centroids,
    own: Option<Silhouette>,
    params: &Params,
) -> Comparison {
    let labels = centroids.assign(raw);
    let own = own.map(|silhouette| silhouette.mean);
    let mut candidate = scored(basis, &labels, centroids.k(), Algorithm::KMeansRaw, params);
    if let Verdict::RuledOut(veto) = candidate.verdict {
        candidate.reason = ruled_out(
            veto,
            candidate.largest,
            smallest(&labels, centroids.k()),
            None,
        );
    } else {
        candidate.reason = Sentence::from("Not a candidate for choice: amounts as they are");
    }
    Comparison { candidate, own }
}

/// Scores the eleven groups on the prepared customers.
pub fn rfm_comparison(basis: &Basis, params: &Params) -> Comparison {
    let groups = basis.scores.groups();
    let there: Vec<RfmGroup> = RfmGroup::ALL
        .into_iter()
        .filter(|group| groups.contains(group))
        .collect();
    let labels: Vec<u8> = basis
        .in_order(&groups)
        .iter()
        .map(|group| there.iter().position(|other| other == group).unwrap_or(0) as u8)
        .collect();
    let mut candidate = scored(basis, &labels, there.len(), Algorithm::RfmRules, params);
    candidate.verdict = Verdict::Comparison;
    candidate.reason = Sentence::from("Not a candidate for choice: a fixed rule, shown beside");
    Comparison {
        candidate,
        own: None,
    }
}

fn scored(
    basis: &Basis,
    labels: &[u8],
    k: usize,
    algorithm: Algorithm,
    params: &Params,
) -> Candidate {
    let matrix = &basis.matrix;
    let scores = score(matrix, labels, k);
    let measured = if matrix.rows() as u32 > params.exact_customers {
        silhouette::sampled(matrix, labels, k, params.sample, params.seed)
    } else {
        silhouette::exact(matrix, labels, k)
    };
    let sizes = &scores.sizes;
    let all = matrix.rows().max(1) as f64;
    let share = |size: Option<&u32>| size.map_or(0.0, |&size| f64::from(size) / all);
    Candidate {
        algorithm,
        k: k as u8,
        inertia: scores.inertia,
        silhouette: measured.map(|measured| measured.mean),
        calinski_harabasz: scores.calinski_harabasz,
        davies_bouldin: scores.davies_bouldin,
        stability: None,
        largest: share(sizes.iter().max()),
        smallest: share(sizes.iter().min()),
        verdict: vetoes(sizes, None)
            .first()
            .map_or(Verdict::Comparison, |&v| Verdict::RuledOut(v)),
        reason: Sentence::new(),
    }
}

fn smallest(labels: &[u8], k: usize) -> u32 {
    let mut sizes = vec![0u32; k];
    labels
        .iter()
        .for_each(|&label| sizes[usize::from(label)] += 1);
    sizes.into_iter().min().unwrap_or(0)
}
