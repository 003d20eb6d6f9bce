//! How segments were decided: every candidate and what happened to it.

use serde::{Deserialize, Serialize};

use crate::words::Sentence;

/// How it was decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The decision in a sentence.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// Every candidate, the chosen one first, then by silhouette.
    pub candidates: Vec<Candidate>,
    /// The rule in steps.
    pub rule: Vec<Sentence>,
    /// How often other draws of the customers choose as many groups; empty where the rule did not choose their
    /// number, and until it is known.
    pub number: Sentence,
    /// Title of the elbow chart.
    pub elbow_title: Sentence,
    /// Name and value of every parameter.
    pub parameters: Vec<(String, Sentence)>,
    /// The question as the command line takes it.
    pub question: String,
    /// Whether every candidate has all its scores; if not, a fuller report follows.
    pub complete: bool,
}

/// A way of grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// K-Means (k-means++, several seeded starts) on prepared features.
    KMeans,
    /// Mini-batch K-Means on prepared features.
    MiniBatch,
    /// K-Means on the amounts as they are; only for comparison, never chosen.
    KMeansRaw,
    /// The eleven RFM groups; only for comparison, never chosen.
    RfmRules,
}

/// One candidate and what happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// How it groups.
    pub algorithm: Algorithm,
    /// How many groups.
    pub k: u8,
    /// Sum of squared distances to the own centre, on the prepared scale.
    pub inertia: f64,
    /// Mean silhouette; absent when undefined.
    pub silhouette: Option<Silhouette>,
    /// Calinski–Harabasz index; absent when undefined.
    pub calinski_harabasz: Option<f64>,
    /// Davies–Bouldin index; absent when undefined.
    pub davies_bouldin: Option<f64>,
    /// Mean Jaccard overlap over bootstrap refits; absent until or unless computed.
    pub stability: Option<f64>,
    /// Share of customers in the largest group.
    pub largest: f64,
    /// Share of customers in the smallest group.
    pub smallest: f64,
    /// What happened to it.
    pub verdict: Verdict,
    /// In words.
    pub reason: Sentence,
}

/// A mean silhouette with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silhouette {
    /// Mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Customers it was computed on, when not on all.
    pub sampled: Option<u32>,
}

/// What happened to a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// It was chosen.
    Chosen,
    /// Good enough, but not the one.
    Passed,
    /// Stability between 0.60 and 0.75.
    Doubtful,
    /// Not 3–8 groups.
    OutsideRange,
    /// A veto.
    RuledOut(Veto),
    /// Not a candidate, shown beside.
    Comparison,
}

/// Why a candidate may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Veto {
    /// One group holds more than 80 %.
    Dominant,
    /// A group has less than 1 % of customers, or fewer than 30.
    Tiny,
    /// Stability below 0.60.
    Unstable,
}
