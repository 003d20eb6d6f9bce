//! When the boxes sell.

use clientele_model::products::{Class, Column, Place, ProductsReport, Season};
use clientele_model::selection::Only;

use super::pictures::column;
use crate::charts::{Period, Point, Tip, Trend};
use crate::format::Format;
use crate::table::{Cell, Measure, Table};

/// The two boxes whose season the title speaks of: steady and erratic best sellers, else those with most revenue.
pub(super) fn season(r: &ProductsReport, fmt: &Format) -> Trend {
    let find = |column| {
        let mut all = r.season.iter();
        all.find(|s| {
            s.place
                == Place {
                    class: Class::A,
                    column,
                }
        })
    };
    let (now, before) = match (find(Column::X), find(Column::Z)) {
        (Some(x), Some(z)) => (Some(x), Some(z)),
        _ => (r.season.first(), r.season.get(1)),
    };
    let name = |s: &Season| format!("{} ({})", column(s.place.column), s.place);
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
