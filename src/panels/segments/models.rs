//! From the report to the analyst's pictures: silhouettes, and candidates by number of groups.

use clientele_model::segments::{Algorithm, Candidate, SegmentsReport, Verdict};

use super::Format;
use super::pictures::{key, tip};
use crate::charts::{self, Ink, Tip};

/// Every customer's silhouette.
pub(super) fn silhouettes(report: &SegmentsReport, fmt: &Format) -> charts::Silhouettes {
    let profiles = report
        .segments
        .iter()
        .zip(&report.fit.segments)
        .map(|(s, fit)| charts::Profile {
            key: key(s),
            name: s.name.clone(),
            sub: format!("{} · {}", fmt.count(s.customers), fmt.number(fit.mean, 2)),
            ink: Ink::Segment(s.colour),
            count: f64::from(s.customers),
            values: fit.curve.iter().map(|&v| f64::from(v)).collect(),
            label: format!("{}: mean silhouette {}", s.name, fmt.number(fit.mean, 3)),
            tip: tip(
                &s.name,
                vec![
                    ("Customers", fmt.count(s.customers)),
                    ("Mean silhouette", fmt.number(fit.mean, 3)),
                    ("Below zero", fmt.share(fit.between)),
                ],
            ),
        });
    charts::Silhouettes {
        label: "Silhouette of every customer, sorted inside each segment".to_owned(),
        axis: "Silhouette: fits its own group better".to_owned(),
        mean: (
            report.fit.mean,
            format!("mean {}", fmt.number(report.fit.mean, 2)),
        ),
        profiles: profiles.collect(),
    }
}

/// The K-Means candidates by number of groups, fewest first.
pub(super) fn by_groups(report: &SegmentsReport) -> Vec<&Candidate> {
    let kmeans = |c: &&Candidate| c.algorithm == Algorithm::KMeans;
    let mut found: Vec<_> = report.why.candidates.iter().filter(kmeans).collect();
    found.sort_by_key(|c| c.k);
    found
}

/// Scatter and separation by number of groups.
pub(super) fn elbow(report: &SegmentsReport, fmt: &Format) -> charts::Elbow {
    let chosen = report
        .why
        .candidates
        .iter()
        .find(|c| c.verdict == Verdict::Chosen);
    let candidates = by_groups(report).into_iter().map(|c| {
        let mut rows = vec![("Inertia", fmt.number(c.inertia, 0))];
        if let Some(s) = c.silhouette {
            rows.push(("Silhouette", fmt.number(s.mean, 3)));
            rows.push(("95% interval", interval(fmt, s.low, s.high)));
        }
        if let Some(stability) = c.stability {
            rows.push(("Stability", fmt.number(stability, 2)));
        }
        let said: Vec<_> = rows.iter().map(|(name, v)| format!("{name} {v}")).collect();
        charts::Candidate {
            k: u32::from(c.k),
            inertia: c.inertia,
            silhouette: c.silhouette.map(|s| (s.mean, s.low, s.high)),
            eligible: !matches!(c.verdict, Verdict::OutsideRange | Verdict::RuledOut(_)),
            label: format!("{} groups: {}", c.k, said.join(", ")),
            tip: Tip::new(&format!("{} groups", c.k), rows),
        }
    });
    charts::Elbow {
        label: "Scatter inside groups and separation, by number of groups".to_owned(),
        scatter: "Scatter inside groups (inertia)".to_owned(),
        separation: "Separation (silhouette, 95% interval)".to_owned(),
        band: ("within 5% of the best".to_owned(), 0.05),
        axis: "Number of groups, k".to_owned(),
        chosen: chosen.map_or(0, |c| u32::from(c.k)),
        candidates: candidates.collect(),
    }
}

/// An interval of silhouettes.
pub(super) fn interval(fmt: &Format, low: f64, high: f64) -> String {
    format!("{}–{}", fmt.number(low, 3), fmt.number(high, 3))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn only_k_means_is_compared_by_number_of_groups() {
        let mut report = fixture::report();
        report.why.candidates.reverse();
        let groups: Vec<_> = by_groups(&report).iter().map(|c| c.k).collect();
        assert_eq!(groups, [2, 3]);
    }
}
