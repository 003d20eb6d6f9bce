//! When the boxes sell.

use clientele_model::products::{Class, Column, ProductsReport, Season};
use clientele_model::selection::Only;

use super::pictures::column;
use crate::charts::{Period, Point, Tip, Trend};
use crate::format::Format;
use crate::table::{Cell, Measure, Table};

/// How a box is called beside its line.
fn name(s: &Season) -> String {
    format!("{} ({})", column(s.place.column), s.place)
}

/// The two boxes that are drawn: steady and erratic best sellers, of which the title speaks; in place of
/// one that is not there, the box with most revenue.
fn drawn(season: &[Season]) -> Vec<&Season> {
    let revenue = |s: &Season| s.revenue.iter().sum::<f64>();
    let mut all: Vec<&Season> = season.iter().collect();
    all.sort_by(|a, b| revenue(b).total_cmp(&revenue(a)));
    let is_told =
        |s: &&Season| s.place.class == Class::A && matches!(s.place.column, Column::X | Column::Z);
    // Stable: within either part most revenue stays first.
    all.sort_by_key(|s| !is_told(s));
    all.truncate(2);
    all.sort_by_key(|s| s.place);
    all
}

/// What is drawn, with the boxes by name.
pub(super) fn season_sub(r: &ProductsReport) -> String {
    let names: Vec<String> = drawn(&r.season).into_iter().map(name).collect();
    format!(
        "Share of a box's own revenue by period: {}",
        names.join(" and ")
    )
}

/// When two boxes sell.
pub(super) fn season(r: &ProductsReport, fmt: &Format) -> Trend {
    let drawn = drawn(&r.season);
    let (now, before) = (drawn.first().copied(), drawn.get(1).copied());
    let points = r.periods.iter().enumerate().filter_map(|(i, &days)| {
        let (a, b) = (now?, before?);
        let (first, second) = (*a.share.get(i)?, *b.share.get(i)?);
        let long = fmt.span(days);
        let rows = vec![(name(a), fmt.share(first)), (name(b), fmt.share(second))];
        Some(Point {
            period: Period {
                key: Only::Ordered(days.0, days.1).to_string(),
                name: if i == 0 {
                    fmt.month(days.0)
                } else {
                    fmt.month_short(days.0)
                },
                label: format!(
                    "{long}: {} {}, {} {}",
                    rows[0].0, rows[0].1, rows[1].0, rows[1].1
                ),
                tip: Tip::new(&long, rows).note("Click for the customers who bought then"),
            },
            now: first,
            before: Some(second),
        })
    });
    Trend {
        label: "Season of two boxes".to_owned(),
        points: points.collect(),
        now: now.map(name).unwrap_or_default(),
        before: before.map(name).unwrap_or_default(),
    }
}

pub(super) fn season_table(r: &ProductsReport, fmt: &Format) -> Table {
    let names: Vec<_> = r.season.iter().map(|s| s.place.to_string()).collect();
    let columns: Vec<_> = [("Period", Measure::Words)]
        .into_iter()
        .chain(names.iter().map(|n| (n.as_str(), Measure::Share)))
        .collect();
    let rows = r.periods.iter().enumerate().map(|(i, &days)| {
        let share = |s: &Season| s.share.get(i).copied().into();
        let first: Cell = fmt.span(days).into();
        [first]
            .into_iter()
            .chain(r.season.iter().map(share))
            .collect()
    });
    Table::new(fmt, "Share of a box's revenue by period", &columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clientele_model::products::Place;

    #[test]
    fn the_boxes_drawn_are_those_the_title_speaks_of() {
        let season = |text: &str, revenue: f64| {
            let mut letters = text.chars().map(String::from);
            Season {
                place: Place {
                    class: letters.next().and_then(|word| Class::of(&word)).unwrap(),
                    column: letters.next().and_then(|word| Column::of(&word)).unwrap(),
                },
                revenue: vec![revenue, 0.0],
                share: vec![1.0, 0.0],
            }
        };
        let drawn = |boxes: &[(&str, f64)]| -> String {
            let all: Vec<Season> = boxes.iter().map(|&(of, sum)| season(of, sum)).collect();
            let places = drawn(&all).into_iter().map(|s| s.place.to_string());
            places.collect::<Vec<_>>().join(" ")
        };
        let all = [("AX", 5.0), ("AY", 90.0), ("AZ", 4.0), ("BX", 3.0)];
        assert_eq!(drawn(&all), "AX AZ");
        assert_eq!(drawn(&all[1..]), "AY AZ");
        assert_eq!(drawn(&[("AY", 2.0), ("BX", 3.0), ("CZ", 9.0)]), "BX CZ");
        assert_eq!(drawn(&[("AX", 2.0)]), "AX");
    }
}
