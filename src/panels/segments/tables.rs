//! The table behind each picture: what a screen reader reads and what is downloaded as CSV.

use clientele_model::segments::{FeatureUnit, SegmentsReport};

use super::Format;
use super::models::by_groups;
use super::values::{median, told};
use crate::table::{Cell, Measure, Table};

fn measure(unit: FeatureUnit) -> Measure {
    match unit {
        FeatureUnit::Days => Measure::Days,
        FeatureUnit::Count => Measure::Count,
        FeatureUnit::Money => Measure::Money,
        FeatureUnit::Share => Measure::Share,
    }
}

/// Typical customers, for the cloud and the heat map.
pub(super) fn typical(report: &SegmentsReport, fmt: &Format) -> Table {
    let mut columns = vec![
        ("Segment", Measure::Words),
        ("Customers", Measure::Count),
        ("Share of customers", Measure::Share),
        ("Net revenue", Measure::Money),
        ("Share of revenue", Measure::Share),
    ];
    let features = report.features.iter();
    columns.extend(features.map(|f| (f.label.as_str(), measure(f.unit))));
    let segments = report.segments.iter().map(|s| {
        let values = s.profile.iter().map(|p| told(p).map(median).into());
        let head = [
            s.name.as_str().into(),
            s.customers.into(),
            s.share.into(),
            s.revenue.into(),
            s.revenue_share.into(),
        ];
        head.into_iter().chain(values).collect()
    });
    let all = report.features.iter().map(|f| median(&f.all).into());
    let revenue: f64 = report.segments.iter().map(|s| s.revenue).sum();
    let head = [
        Cell::from("All customers"),
        report.customers.into(),
        1.0.into(),
        revenue.into(),
        1.0.into(),
    ];
    let all = head.into_iter().chain(all).collect();
    let caption = "Typical (median) customer of each segment";
    Table::new(fmt, caption, &columns, segments.chain([all]))
}

/// How one measure is spread.
pub(super) fn spread(report: &SegmentsReport, feature: usize, fmt: &Format) -> Table {
    let Some(f) = report.features.get(feature) else {
        return Table::new(fmt, "", &[], []);
    };
    let unit = measure(f.unit);
    let columns = [
        ("Segment", Measure::Words),
        ("Customers", Measure::Count),
        ("5% below", unit),
        ("25% below", unit),
        ("Median", unit),
        ("75% below", unit),
        ("95% below", unit),
        ("Mean", unit),
    ];
    let profiles = report
        .segments
        .iter()
        .filter_map(|s| Some((s.name.as_str(), s.customers, s.profile.get(feature)?)));
    let rows = profiles
        .chain([("All customers", report.customers, &f.all)])
        .map(|(name, customers, p)| {
            let values = p.quantiles.iter().chain([&p.mean]);
            let values = values.map(|&v| told(p).map(|_| v).into());
            [name.into(), customers.into()]
                .into_iter()
                .chain(values)
                .collect()
        });
    Table::new(fmt, &f.label, &columns, rows)
}

/// The 25 cells.
pub(super) fn grid(report: &SegmentsReport, fmt: &Format) -> Table {
    let word = |labels: &[String; 5], score: u8| {
        let label = labels.get(usize::from(score).wrapping_sub(1));
        Cell::Words(format!("{score}: {}", label.map_or("", String::as_str)))
    };
    let rows = report.rfm.cells.iter().map(|c| {
        let groups = c.groups.iter();
        let groups = groups.map(|(g, n)| format!("{} {}", g.name(), fmt.count(*n)));
        vec![
            word(&report.rfm.recency_labels, c.recency),
            word(&report.rfm.frequency_labels, c.frequency),
            c.customers.into(),
            groups.collect::<Vec<_>>().join(", ").into(),
        ]
    });
    let columns = [
        ("Recency", Measure::Words),
        ("Frequency", Measure::Words),
        ("Customers", Measure::Count),
        ("Groups", Measure::Words),
    ];
    let caption = "Customers by recency and frequency score, with the named groups in each cell";
    Table::new(fmt, caption, &columns, rows)
}

/// How clearly customers belong.
pub(super) fn certainty(report: &SegmentsReport, fmt: &Format) -> Table {
    let rows = report.segments.iter().zip(&report.fit.segments);
    let rows = rows.map(|(s, f)| {
        vec![
            s.name.as_str().into(),
            f.clearly.into(),
            f.leaning.into(),
            f.between.into(),
        ]
    });
    let columns = [
        ("Segment", Measure::Words),
        ("Clearly inside", Measure::Share),
        ("Leaning", Measure::Share),
        ("Between two", Measure::Share),
    ];
    let caption = "How clearly customers belong to their segment";
    Table::new(fmt, caption, &columns, rows)
}

/// Mean silhouettes.
pub(super) fn silhouettes(report: &SegmentsReport, fmt: &Format) -> Table {
    let rows = report.segments.iter().zip(&report.fit.segments);
    let rows = rows.map(|(s, f)| {
        vec![
            s.name.as_str().into(),
            s.customers.into(),
            f.mean.into(),
            f.between.into(),
        ]
    });
    let columns = [
        ("Segment", Measure::Words),
        ("Customers", Measure::Count),
        ("Mean silhouette", Measure::Number(3)),
        ("Below zero", Measure::Share),
    ];
    Table::new(fmt, "Mean silhouette by segment", &columns, rows)
}

/// Inertia, silhouette and stability.
pub(super) fn elbow(report: &SegmentsReport, fmt: &Format) -> Table {
    let rows = by_groups(report).into_iter().map(|c| {
        let s = c.silhouette;
        vec![
            u32::from(c.k).into(),
            c.inertia.into(),
            s.map(|s| s.mean).into(),
            s.map(|s| s.low).into(),
            s.map(|s| s.high).into(),
            c.stability.into(),
        ]
    });
    let columns = [
        ("Groups", Measure::Count),
        ("Inertia", Measure::Number(1)),
        ("Silhouette", Measure::Number(3)),
        ("95% from", Measure::Number(3)),
        ("95% to", Measure::Number(3)),
        ("Stability", Measure::Number(2)),
    ];
    let caption = "Inertia, silhouette and stability by number of groups (K-Means)";
    Table::new(fmt, caption, &columns, rows)
}
