//! The table behind each picture: what a screen reader reads and what is downloaded as CSV.

use clientele_model::segments::{Histogram, SegmentsReport};

use super::models::{by_groups, interval};
use super::values::{median, value};
use super::{Say, Table};

/// Typical customers, for the cloud and the heat map.
pub(super) fn typical(report: &SegmentsReport, say: &Say) -> Table {
    let mut heads = vec!["Segment".to_owned(), "Customers".to_owned()];
    heads.extend(report.features.iter().map(|f| f.label.clone()));
    let rows = report.segments.iter().map(|s| {
        let mut row = vec![s.name.clone(), say.count(s.customers)];
        row.extend(
            report
                .features
                .iter()
                .zip(&s.profile)
                .map(|(f, p)| value(say, f.unit, median(p))),
        );
        row
    });
    let mut rows: Vec<_> = rows.collect();
    let mut all = vec!["All customers".to_owned(), say.count(report.customers)];
    all.extend(
        report
            .features
            .iter()
            .map(|f| value(say, f.unit, median(&f.all))),
    );
    rows.push(all);
    Table::new("Typical (median) customer of each segment", heads, rows)
}

/// How one measure is spread.
pub(super) fn spread(report: &SegmentsReport, feature: usize, say: &Say) -> Table {
    let heads = [
        "Segment",
        "5% below",
        "25% below",
        "Median",
        "75% below",
        "95% below",
        "Mean",
    ];
    let Some(f) = report.features.get(feature) else {
        return Table::new("", heads.map(str::to_owned).to_vec(), Vec::new());
    };
    let profiles = report
        .segments
        .iter()
        .filter_map(|s| Some((s.name.as_str(), s.profile.get(feature)?)));
    let rows = profiles
        .chain([("All customers", &f.all)])
        .map(|(name, p)| {
            let mut row = vec![name.to_owned()];
            row.extend(
                p.quantiles
                    .iter()
                    .chain([&p.mean])
                    .map(|v| value(say, f.unit, *v)),
            );
            row
        });
    Table::new(&f.label, heads.map(str::to_owned).to_vec(), rows.collect())
}

/// The 25 cells.
pub(super) fn grid(report: &SegmentsReport, say: &Say) -> Table {
    let word = |labels: &[String; 5], score: u8| {
        let label = labels.get(usize::from(score).wrapping_sub(1));
        format!("{score}: {}", label.map_or("", String::as_str))
    };
    let rows = report.rfm.cells.iter().map(|c| {
        let groups = c
            .groups
            .iter()
            .map(|(g, n)| format!("{} {}", g.name(), say.count(*n)));
        vec![
            word(&report.rfm.recency_labels, c.recency),
            word(&report.rfm.frequency_labels, c.frequency),
            say.count(c.customers),
            groups.collect::<Vec<_>>().join(", "),
        ]
    });
    let heads = ["Recency", "Frequency", "Customers", "Groups"]
        .map(str::to_owned)
        .to_vec();
    Table::new(
        "Customers by recency and frequency score, with the named groups in each cell",
        heads,
        rows.collect(),
    )
}

/// How clearly customers belong.
pub(super) fn certainty(report: &SegmentsReport, say: &Say) -> Table {
    let rows = report
        .segments
        .iter()
        .zip(&report.fit.segments)
        .map(|(s, f)| {
            vec![
                s.name.clone(),
                say.share(f.clearly),
                say.share(f.leaning),
                say.share(f.between),
            ]
        });
    let heads = ["Segment", "Clearly inside", "Leaning", "Between two"]
        .map(str::to_owned)
        .to_vec();
    Table::new(
        "How clearly customers belong to their segment",
        heads,
        rows.collect(),
    )
}

/// Mean silhouettes.
pub(super) fn silhouettes(report: &SegmentsReport, say: &Say) -> Table {
    let rows = report
        .segments
        .iter()
        .zip(&report.fit.segments)
        .map(|(s, f)| {
            vec![
                s.name.clone(),
                say.count(s.customers),
                say.number(f.mean, 3),
                say.share(f.between),
            ]
        });
    let heads = ["Segment", "Customers", "Mean silhouette", "Below zero"]
        .map(str::to_owned)
        .to_vec();
    Table::new("Mean silhouette by segment", heads, rows.collect())
}

/// Inertia, silhouette and stability.
pub(super) fn elbow(report: &SegmentsReport, say: &Say) -> Table {
    let rows = by_groups(report).into_iter().map(|c| {
        let s = c.silhouette;
        let dash = || "–".to_owned();
        vec![
            c.k.to_string(),
            say.number(c.inertia, 1),
            s.map_or_else(dash, |s| say.number(s.mean, 4)),
            s.map_or_else(dash, |s| interval(say, s.low, s.high)),
            c.stability.map_or_else(dash, |v| say.number(v, 2)),
        ]
    });
    let heads = [
        "Groups",
        "Inertia",
        "Silhouette",
        "95% interval",
        "Stability",
    ]
    .map(str::to_owned)
    .to_vec();
    Table::new(
        "Inertia, silhouette and stability by number of groups (K-Means)",
        heads,
        rows.collect(),
    )
}

/// The ends of a histogram in words.
pub(super) fn ends(histogram: &Histogram, write: impl Fn(f64) -> String) -> (String, String) {
    (write(histogram.low), write(histogram.high))
}
