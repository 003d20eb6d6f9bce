//! From the report to what the charts are given. The key of a mark is the text of an [`Only`], so a click needs no more.

use clientele_model::Date;
use clientele_model::only::Only;
use clientele_model::overview::{Bucket, OverviewReport, Unit};

use crate::charts::{Bar, Column, Columns, Ink, Pair, Period, Point, Range, Tip, Trend};
use crate::format::Format;
use crate::names::named;
use crate::table::{Measure, Table};

const CLICK: &str = "Click for the customers behind it";

fn tip(title: &str, rows: Vec<(&str, String)>) -> Tip {
    let rows = rows
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Tip {
        note: CLICK.to_owned(),
        ..Tip::new(title, rows)
    }
}

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

fn change(now: f64, before: f64) -> Option<f64> {
    (before > 0.0).then(|| now / before - 1.0)
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
                        "{long}: {} new customers, {} returning",
                        fmt.count(new),
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
        height: 480.0,
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

/// Groups by share of customers and of revenue.
pub(super) fn groups(r: &OverviewReport, fmt: &Format) -> Vec<Pair> {
    r.groups
        .iter()
        .map(|g| {
            let name = g.group.name();
            Pair {
                key: Only::Rfm(g.group).to_string(),
                name: name.to_owned(),
                sub: format!("{} customers", fmt.count(g.customers)),
                ink: Ink::Segment(g.group.colour()),
                open: (g.share, fmt.share(g.share)),
                filled: (g.revenue_share, fmt.share(g.revenue_share)),
                label: format!(
                    "{name}: {} customers, {}",
                    fmt.count(g.customers),
                    fmt.money_short(g.revenue)
                ),
                tip: tip(
                    name,
                    vec![
                        ("Customers", fmt.count(g.customers)),
                        ("Share of customers", fmt.share(g.share)),
                        ("Net revenue", fmt.money_short(g.revenue)),
                        ("Share of revenue", fmt.share(g.revenue_share)),
                    ],
                ),
            }
        })
        .collect()
}

pub(super) fn groups_table(r: &OverviewReport, fmt: &Format) -> Table {
    let rows = r.groups.iter().map(|g| {
        vec![
            g.group.name().into(),
            g.customers.into(),
            g.share.into(),
            g.revenue.into(),
            g.revenue_share.into(),
        ]
    });
    let columns = [
        ("Group", Measure::Words),
        ("Customers", Measure::Count),
        ("Share of customers", Measure::Share),
        ("Net revenue", Measure::Money),
        ("Share of revenue", Measure::Share),
    ];
    let caption = "RFM groups by share of customers and of revenue";
    Table::new(fmt, caption, &columns, rows)
}

/// Places before and now.
pub(super) fn places(r: &OverviewReport, fmt: &Format) -> Vec<Range> {
    let gap = |p: &clientele_model::overview::Place| p.then.map_or(0.0, |then| p.now - then);
    let most = r.places.iter().map(gap).fold(0.0, f64::max);
    let least = r.places.iter().map(gap).fold(0.0, f64::min);
    r.places
        .iter()
        .map(|p| {
            let only = if r.places_are_channels {
                Only::Channel(p.name.clone())
            } else {
                Only::Country(p.name.clone())
            };
            let change = p
                .then
                .and_then(|then| change(p.now, then))
                .map(|c| fmt.change(c))
                .unwrap_or_default();
            let mut rows = vec![("This period", fmt.money_short(p.now))];
            if let Some(then) = p.then {
                rows.push(("Period before", fmt.money_short(then)));
            }
            rows.push(("Customers", fmt.count(p.customers)));
            let (gap, name) = (gap(p), named(&p.name));
            Range {
                key: only.to_string(),
                before: p.then,
                now: p.now,
                strong: gap != 0.0 && (gap == most || gap == least),
                label: format!("{name}: {} {change}", fmt.money_short(p.now)),
                tip: tip(&name, rows),
                name,
                change,
            }
        })
        .collect()
}

pub(super) fn places_table(r: &OverviewReport, fmt: &Format) -> Table {
    let rows = r.places.iter().map(|p| {
        vec![
            p.name.as_str().into(),
            p.now.into(),
            p.then.into(),
            p.then.and_then(|t| change(p.now, t)).into(),
            p.customers.into(),
        ]
    });
    let what = if r.places_are_channels {
        "Channel"
    } else {
        "Country"
    };
    let columns = [
        (what, Measure::Name),
        ("Net revenue", Measure::Money),
        ("Period before", Measure::Money),
        ("Change", Measure::Change),
        ("Customers", Measure::Count),
    ];
    Table::new(fmt, "Net revenue by place", &columns, rows)
}

/// Best sellers.
pub(super) fn products(r: &OverviewReport, fmt: &Format) -> Vec<Bar> {
    r.products
        .iter()
        .take(8)
        .map(|p| {
            let name = if p.name.is_empty() {
                p.id.clone()
            } else {
                named(&p.name)
            };
            Bar {
                key: Only::Product(p.id.clone()).to_string(),
                value: p.revenue,
                text: fmt.money_short(p.revenue),
                ink: Ink::Mark,
                tip: tip(
                    &name,
                    vec![
                        ("Net revenue", fmt.money_short(p.revenue)),
                        ("Share of all revenue", fmt.share(p.share)),
                        ("Pieces", fmt.short(p.units)),
                        ("Orders", fmt.count(p.orders)),
                    ],
                ),
                name,
            }
        })
        .collect()
}

pub(super) fn products_table(r: &OverviewReport, fmt: &Format) -> Table {
    let rows = r.products.iter().map(|p| {
        vec![
            p.name.as_str().into(),
            p.id.as_str().into(),
            p.revenue.into(),
            p.share.into(),
            p.units.into(),
            p.orders.into(),
        ]
    });
    let columns = [
        ("Product", Measure::Name),
        ("Code", Measure::Words),
        ("Net revenue", Measure::Money),
        ("Share", Measure::Share),
        ("Pieces", Measure::Number(0)),
        ("Orders", Measure::Count),
    ];
    Table::new(fmt, "Best sellers", &columns, rows)
}
