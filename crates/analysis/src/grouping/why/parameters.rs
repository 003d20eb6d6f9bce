//! What the grouping was made with, for whoever wants to make it again.

use clientele_model::filters::Returns;
use clientele_model::segments::SegmentsReport;
use clientele_model::words::Sentence;

use super::{About, lower};
use crate::cluster::{GROUPS, REFITS};

pub(super) fn parameters(report: &SegmentsReport, about: &About) -> Vec<(String, Sentence)> {
    let measures: Vec<String> = report
        .features
        .iter()
        .filter(|feature| feature.used && !feature.preparation.constant)
        .map(|feature| lower(&feature.label))
        .collect();
    let returns = match about.filters.returns {
        Returns::Netted => " (goods, less returns)",
        Returns::Off => " (goods, returns left out)",
    };
    let params = &about.params;
    let exact = report.customers <= params.exact_customers;
    let groups = match params.k {
        Some(k) => Sentence::from(format!("{k}, as asked")),
        None => Sentence::from(format!("{} to {}", GROUPS.start(), GROUPS.end())),
    };
    let silhouette = if exact {
        Sentence::from("every customer against every other; interval of 95%")
    } else {
        Sentence::from("sample of ")
            .count(u64::from(params.sample))
            .text(", drawn from each group and weighted back; interval of 95%")
    };
    vec![
        (
            "Customers".to_owned(),
            Sentence::new()
                .count(u64::from(report.customers))
                .text(" with at least one order, ")
                .day(report.period.0)
                .text(" to ")
                .day(report.period.1)
                .text(", as of ")
                .day(report.as_of),
        ),
        (
            "Measures".to_owned(),
            Sentence::from(measures.join(", ") + returns),
        ),
        ("Groups tried".to_owned(), groups),
        (
            "K-Means".to_owned(),
            Sentence::from("k-means++, ten seeded starts, the best three carried to the end"),
        ),
        (
            "Mini-batch K-Means".to_owned(),
            Sentence::from("same measures, seeded batches"),
        ),
        ("Silhouette".to_owned(), silhouette),
        (
            "Stability".to_owned(),
            Sentence::from("mean Jaccard overlap over ")
                .count(u64::from(REFITS))
                .text(" bootstrap refits"),
        ),
        // A seed is a name, not an amount: no separators.
        (
            "Seed".to_owned(),
            Sentence::from(about.filters.seed.to_string()),
        ),
    ]
}
