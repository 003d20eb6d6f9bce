//! One measure at a time: how it is spread in each segment, and how far apart the segments lie in it.

use clientele_model::segments::{FeatureUnit, Segment, SegmentsReport};

use super::Format;
use super::pictures::{key, tip};
use super::values::{bare, median, told, value};
use crate::charts::{self, Ink};

/// How one measure is spread in each segment.
pub(super) fn spreads(
    report: &SegmentsReport,
    feature: usize,
    fmt: &Format,
) -> Vec<charts::Spread> {
    let Some(f) = report.features.get(feature) else {
        return Vec::new();
    };
    let of = |s: &Segment| {
        let quantiles = told(s.profile.get(feature)?)?.quantiles;
        let [p5, p25, p50, p75, p95] = quantiles.map(|v| value(fmt, f.unit, v));
        Some(charts::Spread {
            key: key(s),
            name: s.name.clone(),
            ink: Ink::Segment(s.colour),
            quantiles,
            text: bare(fmt, f.unit, quantiles[2]),
            label: format!("{}: half between {p25} and {p75}, typically {p50}", s.name),
            tip: tip(
                &format!("{} · {}", s.name, f.label),
                vec![
                    ("Typical", p50),
                    ("Middle half", format!("{p25} – {p75}")),
                    ("Nine in ten", format!("{p5} – {p95}")),
                ],
            ),
        })
    };
    report.segments.iter().filter_map(of).collect()
}

/// Whether a measure spans so much that its axis is logarithmic: the middle half of every segment
/// lies above zero, and the upper end of the highest is twenty times the lower quartile of the
/// lowest. The few customers at or below zero then lie on the edge.
pub(super) fn spans(report: &SegmentsReport, feature: usize) -> bool {
    let Some(f) = report.features.get(feature) else {
        return false;
    };
    let ends = report
        .segments
        .iter()
        .filter_map(|s| told(s.profile.get(feature)?));
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), p| {
        (low.min(p.quantiles[1]), high.max(p.quantiles[4]))
    });
    !matches!(f.unit, FeatureUnit::Share) && low > 0.0 && high > 20.0 * low
}

/// How far apart the segments lie in a measure: from the lowest mean to the highest, in standard
/// deviations of all customers.
pub(super) fn apart(report: &SegmentsReport, feature: usize) -> f64 {
    let means = report
        .segments
        .iter()
        .filter_map(|s| s.profile.get(feature))
        .map(|p| p.sigma);
    let (low, high) = means.fold((f64::MAX, f64::MIN), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    if high > low { high - low } else { 0.0 }
}

/// Whom the picture is of, where not of all customers; else empty.
pub(super) fn spread_note(report: &SegmentsReport, feature: usize, fmt: &Format) -> String {
    let known = report.features.get(feature).map(|f| f.all.known);
    match known.filter(|&known| known < report.customers) {
        Some(known) => format!(
            "Only {} of {} have this measure; the picture shows those.",
            fmt.count(known),
            fmt.counted(report.customers, "customer")
        ),
        None => String::new(),
    }
}

/// The finding about one measure: which segments have least and most of it.
pub(super) fn spread_title(report: &SegmentsReport, feature: usize, fmt: &Format) -> String {
    let Some(f) = report.features.get(feature) else {
        return String::new();
    };
    let typical = |s: &Segment| told(s.profile.get(feature)?).map(median);
    let known = || {
        let all = report.segments.iter();
        all.filter_map(|s| Some((typical(s)?, &s.name)))
    };
    let least = known().min_by(|a, b| a.0.total_cmp(&b.0));
    let most = known().max_by(|a, b| a.0.total_cmp(&b.0));
    match (least, most) {
        (Some((low, least)), Some((high, most))) if low < high => format!(
            "{}: from {} ({least}) to {} ({most})",
            f.label,
            bare(fmt, f.unit, low),
            bare(fmt, f.unit, high),
        ),
        (Some((any, _)), _) if known().count() == report.segments.len() => {
            format!(
                "{}: typically {} in every segment",
                f.label,
                bare(fmt, f.unit, any)
            )
        }
        (Some((any, segment)), _) => {
            format!(
                "{}: typically {} ({segment})",
                f.label,
                bare(fmt, f.unit, any)
            )
        }
        _ => f.label.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn an_axis_is_logarithmic_where_values_span_a_lot_and_none_is_zero() {
        let mut report = fixture::report();
        assert!(spans(&report, 1));
        report.segments[0].profile[1].quantiles[1] = 0.0;
        assert!(!spans(&report, 1));
        assert!(!spans(&report, 7));
    }

    #[test]
    fn segments_are_as_far_apart_as_their_extremes() {
        let report = fixture::report();
        assert!((apart(&report, 0) - 2.6).abs() < 1e-12);
        assert_eq!(apart(&report, 7), 0.0);
    }
}
