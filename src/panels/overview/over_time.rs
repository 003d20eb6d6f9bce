//! What changes over time: revenue, and new and returning customers.

use clientele_model::Date;
use clientele_model::overview::{Bucket, OverviewReport, Unit};
use clientele_model::selection::Only;

use super::pictures::{change, tip};
use crate::charts::{Column, Columns, Ink, Period, Point, Trend};
use crate::format::Format;
use crate::table::{Measure, Table};

fn each(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
    }
}

/// What stands under a bucket, and its full name.
fn names(r: &OverviewReport, i: usize, b: &Bucket, fmt: &Format) -> (String, String) {
    let (from, to): (Date, Date) = b.days;
    match r.unit {
        Unit::Day => (fmt.day_short(from), fmt.day(from)),
        Unit::Week => (fmt.day_short(from), fmt.span((from, to))),
        Unit::Month => {
            let year = i == 0 || from.month() == 1;
            let name = if year && r.series.len() > 6 {
                fmt.month(from)
            } else {
                fmt.month_short(from)
            };
            (
                name,
                if b.partial {
                    fmt.span((from, to))
                } else {
                    fmt.month(from)
                },
            )
        }
    }
}

pub(super) fn series_sub(r: &OverviewReport, _: &Format) -> String {
    format!("Net revenue per {}", each(r.unit))
}

pub(super) fn customers_sub(r: &OverviewReport, _: &Format) -> String {
    format!("Customers with at least one order in the {}", each(r.unit))
}

/// Says so where the first or last bucket is cut short.
pub(super) fn partial_note(r: &OverviewReport) -> String {
    let unit = each(r.unit);
    let first = r.series.first().is_some_and(|b| b.partial);
    let last = r.series.len() > 1 && r.series.last().is_some_and(|b| b.partial);
    match (first, last) {
        (true, true) => format!("The first and the last {unit} are cut short by the period."),
        (true, false) => format!("The first {unit} is cut short by the period."),
        (false, true) => format!("The last {unit} is cut short by the period."),
        (false, false) => String::new(),
    }
}

/// Revenue over time.
pub(super) fn series(r: &OverviewReport, fmt: &Format) -> Trend {
    let points: Vec<_> = r
        .series
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let (name, long) = names(r, i, b, fmt);
            let (now, before) = (b.now.revenue, b.then.map(|t| t.revenue));
            let mut rows = vec![("Net revenue", fmt.money_short(now))];
            let mut label = format!("{long}: {}", fmt.money_short(now));
            if let Some(before) = before {
                rows.push(("Period before", fmt.money_short(before)));
                if let Some(change) = change(now, before) {
                    rows.push(("Change", fmt.change(change)));
                    label = format!("{label}, {} against the period before", fmt.change(change));
                }
            }
            rows.push(("Orders", fmt.count(b.now.orders)));
            Point {
                period: Period {
                    key: Only::Ordered(b.days.0, b.days.1).to_string(),
                    name,
                    label,
                    tip: tip(&long, rows),
                },
                now,
                before,
            }
        })
        .collect();
    let said: Vec<_> = points.iter().map(|p| p.period.label.as_str()).collect();
    Trend {
        label: format!("{}. {}", series_sub(r, fmt), said.join("; ")),
        now: "This period".to_owned(),
        before: "The period before".to_owned(),
        points,
    }
}

pub(super) fn series_table(r: &OverviewReport, fmt: &Format) -> Table {
    let rows = r.series.iter().enumerate().map(|(i, b)| {
        let then = b.then.map(|t| t.revenue);
        vec![
            names(r, i, b, fmt).1.into(),
            b.now.revenue.into(),
            then.into(),
            then.and_then(|t| change(b.now.revenue, t)).into(),
            b.now.orders.into(),
        ]
    });
    let columns = [
        ("Period", Measure::Words),
        ("Net revenue", Measure::Money),
        ("Period before", Measure::Money),
        ("Change", Measure::Change),
        ("Orders", Measure::Count),
    ];
    Table::new(fmt, &series_sub(r, fmt), &columns, rows)
}

/// New and returning customers over time.
pub(super) fn customers(r: &OverviewReport, fmt: &Format) -> Columns {
    let columns: Vec<_> = r
        .series
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let (name, long) = names(r, i, b, fmt);
            let new = b.now.new_customers;
            let returning = b.now.customers.saturating_sub(new);
            Column {
                period: Period {
                    key: Only::Ordered(b.days.0, b.days.1).to_string(),
                    name,
                    label: format!(
                        "{long}: {}, {} returning",
                        fmt.counted(new, "new customer"),
                        fmt.count(returning)
                    ),
                    tip: tip(
                        &long,
                        vec![("Returning", fmt.count(returning)), ("New", fmt.count(new))],
                    ),
                },
                lower: f64::from(new),
                upper: f64::from(returning),
            }
        })
        .collect();
    let said: Vec<_> = columns.iter().map(|p| p.period.label.as_str()).collect();
    Columns {
        label: said.join("; "),
        lower: ("New".to_owned(), Ink::Mark),
        upper: ("Returning".to_owned(), Ink::MarkSoft),
        named: true,
        // As high as the groups beside it, which have a legend.
        height: (46.0 * r.groups.len() as f64 + 28.0).clamp(304.0, 480.0),
        columns,
    }
}

pub(super) fn customers_table(r: &OverviewReport, fmt: &Format) -> Table {
    let rows = r.series.iter().enumerate().map(|(i, b)| {
        let new = b.now.new_customers;
        vec![
            names(r, i, b, fmt).1.into(),
            b.now.customers.into(),
            b.now.customers.saturating_sub(new).into(),
            new.into(),
        ]
    });
    let columns = [
        ("Period", Measure::Words),
        ("Customers", Measure::Count),
        ("Returning", Measure::Count),
        ("New", Measure::Count),
    ];
    Table::new(fmt, &customers_sub(r, fmt), &columns, rows)
}
