//! A small report for tests: two segments, two measures, three candidates.

use clientele_model::date;
use clientele_model::filters::{Lens, Segmentation};
use clientele_model::groups::RfmGroup;
use clientele_model::segments::*;
use clientele_model::words::Sentence;

/// What the tests show.
pub(super) fn report() -> SegmentsReport {
    SegmentsReport {
        period: (date(2010, 12, 1), date(2011, 11, 30)),
        as_of: date(2011, 12, 1),
        customers: 1_301,
        revenue: 6_058_479.75,
        by: Segmentation::Found,
        lens: Lens::Value,
        headline: Sentence::new()
            .name("Frequent big spenders, active")
            .text(", are ")
            .share(0.334)
            .text(" of customers"),
        context: "Two groups.".into(),
        remarks: vec![],
        key_accounts: None,
        sureness: "We are sure.".into(),
        segments: vec![
            segment(
                "Frequent big spenders, active",
                1,
                435,
                4_546_440.86,
                [10.0, 5_056.0],
                [-1.4, 1.6],
            ),
            segment(
                "One-time buyers, long ago",
                5,
                866,
                1_512_038.89,
                [217.0, 230.0],
                [1.2, -0.9],
            ),
        ],
        rfm: Rfm {
            groups: vec![GroupSummary {
                group: RfmGroup::Champions,
                customers: 799,
                share: 0.186,
                revenue: 5_150_000.0,
                revenue_share: 0.65,
                recency: 9.0,
                frequency: 8.0,
                monetary: 2_833.0,
                play: Play::default(),
            }],
            cells: vec![
                Cell {
                    recency: 5,
                    frequency: 4,
                    customers: 100,
                    groups: vec![(RfmGroup::Champions, 75), (RfmGroup::Loyal, 25)],
                },
                Cell {
                    recency: 1,
                    frequency: 1,
                    customers: 0,
                    groups: Vec::new(),
                },
            ],
            recency_labels: [
                "over 178 d",
                "70–178 d",
                "33–69 d",
                "14–32 d",
                "13 d or less",
            ]
            .map(String::from),
            frequency_labels: ["1 order", "2 orders", "3 orders", "4–5 orders", "6+ orders"]
                .map(String::from),
            title: "100 customers buy often and recently".into(),
        },
        features: vec![
            feature(
                "recency",
                "Days since the last order",
                FeatureUnit::Days,
                50.0,
            ),
            feature("monetary", "Spend", FeatureUnit::Money, 636.0),
        ],
        scatter: Scatter {
            points: vec![(10.0, 5_056.0, 0), (217.0, 230.0, 1), (217.0, -3.0, 1)],
            each: 5.0,
            density: Vec::new(),
            bounds: [1.0, 365.0, 1.0, 100_000.0],
        },
        scatter_title: "Two clouds".into(),
        heat_title: "Frequent big spenders, active, order more".into(),
        fit: Fit {
            segments: vec![fit(0.67, 0.31, 0.02), fit(0.82, 0.18, 0.0)],
            clearly: 0.77,
            between: 0.01,
            mean: 0.324,
            sampled: None,
            title: "77% of customers sit clearly inside their segment".into(),
            picture_title: "The clearest group: One-time buyers, long ago".into(),
        },
        why: Why {
            headline: "Two groups, because they separate best".into(),
            context: "Three candidates were fitted.".into(),
            candidates: vec![
                candidate(Algorithm::KMeans, 2, 0.43, Verdict::Chosen),
                candidate(Algorithm::KMeans, 3, 0.33, Verdict::Passed),
                candidate(
                    Algorithm::MiniBatch,
                    5,
                    0.28,
                    Verdict::RuledOut(Veto::Unstable),
                ),
            ],
            rule: vec!["Fit every candidate.".into()],
            number: "12 of 12 draws of the customers choose two groups, too.".into(),
            elbow_title: "The second group removes half of the scatter".into(),
            parameters: vec![("Customers".to_owned(), Sentence::new().count(1_301))],
            question: "/segments?k=2".to_owned(),
            complete: true,
        },
    }
}

fn segment(
    name: &str,
    colour: u8,
    customers: u32,
    revenue: f64,
    medians: [f64; 2],
    sigmas: [f64; 2],
) -> Segment {
    let profile = |(median, sigma): (f64, f64)| Profile {
        known: customers,
        mean: median,
        quantiles: [
            median / 4.0,
            median / 2.0,
            median,
            median * 2.0,
            median * 4.0,
        ],
        sigma,
    };
    Segment {
        name: name.to_owned(),
        slug: clientele_model::groups::slug(name),
        colour,
        about: "Order about monthly".into(),
        customers,
        share: f64::from(customers) / 1_301.0,
        revenue,
        revenue_share: revenue / 6_058_479.75,
        profile: medians.into_iter().zip(sigmas).map(profile).collect(),
        rule: Rule {
            words: "Spend over 1,000".into(),
            coverage: 0.91,
            precision: 0.88,
        },
        stability: Some(0.88),
        play: Play {
            summary: "Keep them close".to_owned(),
            ..Play::default()
        },
    }
}

fn feature(key: &str, label: &str, unit: FeatureUnit, median: f64) -> Feature {
    Feature {
        key: key.to_owned(),
        label: label.to_owned(),
        unit,
        used: true,
        all: Profile {
            known: 1_301,
            mean: median,
            quantiles: [1.0, median / 2.0, median, median * 2.0, median * 4.0],
            sigma: 0.0,
        },
        preparation: Preparation {
            logged: true,
            capped: Some((0.0, 361.0)),
            skew_before: 1.2,
            skew_after: -0.4,
            words: "Capped, logarithm, standardised.".into(),
            ..Preparation::default()
        },
        before: Histogram {
            low: 0.0,
            high: 361.0,
            counts: vec![9, 3, 1],
        },
        after: Histogram {
            low: -3.0,
            high: 3.0,
            counts: vec![1, 9, 3],
        },
    }
}

fn fit(clearly: f64, leaning: f64, between: f64) -> SegmentFit {
    SegmentFit {
        clearly,
        leaning,
        between,
        mean: 0.4,
        curve: vec![0.6, 0.4, -0.1],
    }
}

fn candidate(algorithm: Algorithm, k: u8, mean: f64, verdict: Verdict) -> Candidate {
    Candidate {
        algorithm,
        k,
        inertia: 9_000.0 / f64::from(k),
        silhouette: Some(Silhouette {
            mean,
            low: mean - 0.005,
            high: mean + 0.005,
            sampled: None,
        }),
        calinski_harabasz: Some(4_360.0),
        davies_bouldin: Some(0.9),
        stability: Some(0.88),
        largest: 0.61,
        smallest: 0.385,
        verdict,
        reason: "Because".into(),
    }
}
