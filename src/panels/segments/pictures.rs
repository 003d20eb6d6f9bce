//! From the report to what the charts are given: values, words, and the selection behind each mark.
//!
//! The key of a mark is the text of an [`Only`], so a click needs nothing but the key.

use clientele_model::segments::{Feature, FeatureUnit, Scatter, Segment, SegmentsReport};
use clientele_model::selection::Only;

use super::Format;
use super::values::{NONE, Place, bare, median, told, value};
use crate::charts::{self, Ink, Tip};

const CLICK: &str = "Click for the customers";

/// The selection behind a segment.
pub(super) fn key(segment: &Segment) -> String {
    Only::Segment(segment.slug.clone()).to_string()
}

/// The place of a measure in the report.
pub(super) fn place(report: &SegmentsReport, key: &str) -> Option<usize> {
    report.features.iter().position(|f| f.key == key)
}

fn typical(report: &SegmentsReport, segment: &Segment, feature: &str) -> Option<f64> {
    segment.profile.get(place(report, feature)?).map(median)
}

/// The words beside a mark that opens the side sheet.
pub(super) fn tip(title: &str, rows: Vec<(&str, String)>) -> Tip {
    Tip::new(title, rows).note(CLICK)
}

/// Customers by days since the last order and spend.
pub(super) fn cloud(report: &SegmentsReport, fmt: &Format) -> charts::Cloud {
    let segments: Vec<_> = report
        .segments
        .iter()
        .map(|s| {
            let days = typical(report, s, "recency").unwrap_or(1.0);
            let spend = typical(report, s, "monetary").unwrap_or(1.0);
            let (days_words, spend_words) = (value(fmt, FeatureUnit::Days, days), fmt.money(spend));
            let mut rows = vec![
                ("Customers", fmt.count(s.customers)),
                ("Typical last order", format!("{days_words} ago")),
                ("Typical spend", spend_words.clone()),
            ];
            if let Some(profile) = place(report, "monetary").and_then(|i| s.profile.get(i)) {
                let [_, low, _, high, _] = profile.quantiles;
                rows.push((
                    "Middle half spends",
                    format!("{}–{}", fmt.money(low), fmt.money(high)),
                ));
            }
            charts::CloudSegment {
                key: key(s),
                name: s.name.clone(),
                ink: Ink::Segment(s.colour),
                median: (days.max(1.0), spend.max(1.0)),
                label: format!("{}: typically {days_words}, {spend_words}", s.name),
                tip: tip(&s.name, rows),
            }
        })
        .collect();
    let said: Vec<_> = segments.iter().map(|s| s.label.as_str()).collect();
    charts::Cloud {
        label: format!(
            "Spend against days since the last order, on axes whose steps multiply. {}",
            said.join("; ")
        ),
        x: "Days since the last order".to_owned(),
        y: "Spend in the period".to_owned(),
        dots: report
            .scatter
            .points
            .iter()
            .map(|&(days, spend, s)| (f64::from(days), f64::from(spend).max(1.0), usize::from(s)))
            .collect(),
        density: density(&report.scatter),
        bounds: report.scatter.bounds,
        segments,
        x_ticks: [
            (1.0, "1 day"),
            (7.0, "1 week"),
            (30.0, "1 month"),
            (91.0, "3 months"),
            (365.0, "1 year"),
            (730.0, "2 years"),
        ]
        .map(|(days, name)| (days, name.to_owned()))
        .to_vec(),
    }
}

/// The middles of the cells of the report's grid, in days and spend, and how wide a cell is.
fn density(scatter: &Scatter) -> (Vec<(f64, f64, usize, u32)>, f64) {
    let [days_low, days_high, spend_low, spend_high] = scatter.bounds;
    let at = |low: f64, high: f64, cell: u8, cells: f64| {
        low * (high / low).powf((f64::from(cell) + 0.5) / cells)
    };
    let cells = scatter.density.iter().map(|&(column, row, s, customers)| {
        let days = at(days_low, days_high, column, f64::from(Scatter::GRID.0));
        let spend = at(spend_low, spend_high, row, f64::from(Scatter::GRID.1));
        (days, spend, usize::from(s), customers)
    });
    (cells.collect(), 1.0 / f64::from(Scatter::GRID.0))
}

/// The typical customer of each segment, one column a measure.
pub(super) fn heat(report: &SegmentsReport, fmt: &Format) -> charts::Heat {
    let features = &report.features;
    let rows = report.segments.iter().map(|s| charts::HeatRow {
        key: key(s),
        name: s.name.clone(),
        ink: Ink::Segment(s.colour),
        cells: features
            .iter()
            .zip(&s.profile)
            .map(|(f, p)| {
                let Some(p) = told(p) else {
                    return nobody(s, f);
                };
                let (here, all) = (median(p), median(&f.all));
                let place = match bare(fmt, f.unit, here) == bare(fmt, f.unit, all) {
                    // What is printed alike is alike.
                    true => Place::Typical,
                    false => Place::of(here, &f.all),
                };
                let mut rows = vec![
                    ("Typical here", value(fmt, f.unit, here)),
                    ("All customers", value(fmt, f.unit, all)),
                ];
                if here > 0.0 && all > 0.0 {
                    rows.push(("Ratio", fmt.times(here / all)));
                }
                rows.push(("Among all", place.words().to_owned()));
                if p.known < s.customers {
                    rows.push((
                        "Have it",
                        format!("{} of {}", fmt.count(p.known), fmt.count(s.customers)),
                    ));
                }
                charts::GridCell {
                    text: bare(fmt, f.unit, here),
                    step: place.step(),
                    label: format!(
                        "{}, {}: {}, {}",
                        s.name,
                        f.label,
                        value(fmt, f.unit, here),
                        place.words()
                    ),
                    tip: tip(&format!("{} · {}", s.name, f.label), rows),
                }
            })
            .collect(),
    });
    let rows: Vec<_> = rows.collect();
    let said: Vec<_> = rows
        .iter()
        .map(|r| {
            let cells = r.cells.iter().zip(features);
            let cells: Vec<_> = cells
                .map(|(c, f)| format!("{} {}", f.label, c.text))
                .collect();
            format!("{} {}", r.name, cells.join(", "))
        })
        .collect();
    charts::Heat {
        label: format!("Typical values by segment: {}", said.join("; ")),
        columns: features.iter().map(|f| f.label.clone()).collect(),
        rows,
        all: (
            "All customers".to_owned(),
            features
                .iter()
                .map(|f| bare(fmt, f.unit, median(&f.all)))
                .collect(),
        ),
    }
}

/// A cell of the heat map where none of the customers has the measure.
fn nobody(segment: &Segment, feature: &Feature) -> charts::GridCell {
    let rows = vec![("Typical here", "none of them has it".to_owned())];
    charts::GridCell {
        text: NONE.to_owned(),
        step: Place::Typical.step(),
        label: format!("{}, {}: none of them has it", segment.name, feature.label),
        tip: tip(&format!("{} · {}", segment.name, feature.label), rows),
    }
}

/// The 5 × 5 grid of recency and frequency.
pub(super) fn grid(report: &SegmentsReport, fmt: &Format) -> Vec<charts::Rfm> {
    let (recency, frequency) = (&report.rfm.recency_labels, &report.rfm.frequency_labels);
    let word = |labels: &[String; 5], score: u8| {
        labels
            .get(usize::from(score).wrapping_sub(1))
            .cloned()
            .unwrap_or_default()
    };
    let cells = report.rfm.cells.iter().filter(|c| c.customers > 0);
    cells
        .map(|c| {
            let of_all = f64::from(c.customers) / f64::from(report.customers.max(1));
            let of_cell = |n: u32| f64::from(n) / f64::from(c.customers);
            let (r, f) = (word(recency, c.recency), word(frequency, c.frequency));
            let mut rows = vec![
                ("Customers", fmt.count(c.customers)),
                ("Of all", fmt.share(of_all)),
            ];
            rows.extend(
                c.groups
                    .iter()
                    .take(4)
                    .map(|(group, n)| (group.name(), fmt.share(of_cell(*n)))),
            );
            charts::Rfm {
                key: Only::Cell {
                    recency: c.recency,
                    frequency: c.frequency,
                }
                .to_string(),
                r: c.recency,
                f: c.frequency,
                count: fmt.count(c.customers),
                share: fmt.share(of_all),
                groups: c
                    .groups
                    .iter()
                    .map(|(g, n)| (Ink::Segment(g.colour()), of_cell(*n)))
                    .collect(),
                label: format!(
                    "{} with {f}, last one {r}",
                    fmt.counted(c.customers, "customer")
                ),
                tip: tip(&format!("{f} · {r}"), rows),
            }
        })
        .collect()
}

/// How surely the members of each segment belong to it.
pub(super) fn certainty(report: &SegmentsReport, fmt: &Format) -> Vec<charts::Certainty> {
    let pairs = report.segments.iter().zip(&report.fit.segments);
    pairs
        .map(|(s, fit)| charts::Certainty {
            key: key(s),
            name: s.name.clone(),
            ink: Ink::Segment(s.colour),
            inside: fit.clearly,
            leaning: fit.leaning,
            between: fit.between,
            text: fmt.share(fit.clearly),
            tip: tip(
                &s.name,
                vec![
                    ("Clearly inside", fmt.share(fit.clearly)),
                    ("Leaning", fmt.share(fit.leaning)),
                    ("Between two", fmt.share(fit.between)),
                ],
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_mark_of_a_segment_opens_its_customers() {
        let report = fixture::report();
        assert_eq!(key(&report.segments[1]), "segment.one-time-buyers-long-ago");
        assert_eq!(
            key(&report.segments[1]).parse(),
            Ok(Only::Segment("one-time-buyers-long-ago".to_owned()))
        );
    }
}
