//! From the report to what the charts are given: groups, places and products. The key of a mark is the text of an [`Only`], so a click needs no more.

use clientele_model::filters::Segmentation;
use clientele_model::overview::OverviewReport;
use clientele_model::selection::Only;

use crate::charts::{Bar, Ink, Pair, Range, Tip};
use crate::format::Format;
use crate::names::named;
use crate::table::{Measure, Table};

const CLICK: &str = "Click for the customers behind it";

/// What stands beside a mark that opens the customers behind it.
pub(super) fn tip(title: &str, rows: Vec<(&str, String)>) -> Tip {
    Tip::new(title, rows).note(CLICK)
}

/// The relative change, where there is something to compare with.
pub(super) fn change(now: f64, before: f64) -> Option<f64> {
    (before > 0.0).then(|| now / before - 1.0)
}

/// By which segmentation the groups are made, in words.
pub(super) fn segmentation(r: &OverviewReport) -> &'static str {
    match r.by {
        Segmentation::Found => "by segment found in the data",
        Segmentation::Rfm => "by RFM group",
    }
}

/// Groups by share of customers and of revenue.
pub(super) fn groups(r: &OverviewReport, fmt: &Format) -> Vec<Pair> {
    r.groups
        .iter()
        .map(|g| {
            let name = g.name.as_str();
            let customers = fmt.counted(g.customers, "customer");
            // What follows the comma of a name stands below it.
            let (head, sub) = match name.split_once(", ") {
                Some((head, tail)) => (head, format!("{tail} · {customers}")),
                None => (name, customers),
            };
            Pair {
                key: g.of.to_string(),
                name: head.to_owned(),
                sub,
                ink: Ink::Segment(g.colour),
                open: (g.share, fmt.share(g.share)),
                filled: (g.revenue_share, fmt.share(g.revenue_share)),
                label: format!(
                    "{name}: {}, {}",
                    fmt.counted(g.customers, "customer"),
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
            g.name.as_str().into(),
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
    let caption = format!("Share of customers and of revenue, {}", segmentation(r));
    Table::new(fmt, &caption, &columns, rows)
}

/// How many places the picture of the first ones leaves out, but for one that stands apart.
pub(super) fn hidden(r: &OverviewReport) -> usize {
    r.more_places.len() - usize::from(leads(r))
}

/// Whether the first of the other places has more revenue than those that are drawn: it would dwarf them.
fn leads(r: &OverviewReport) -> bool {
    let first = r.places.first().zip(r.more_places.first());
    first.is_some_and(|(drawn, other)| other.now > drawn.now)
}

/// What places are, one of them.
pub(super) fn place(r: &OverviewReport) -> &'static str {
    match r.places_are_channels {
        true => "channel",
        false => "country",
    }
}

/// Places before and now: the first ones, or all but one that would dwarf them.
pub(super) fn places(r: &OverviewReport, all: bool, fmt: &Format) -> Vec<Range> {
    let gap = |p: &clientele_model::overview::Place| p.then.map_or(0.0, |then| p.now - then);
    let most = r.places.iter().map(gap).fold(0.0, f64::max);
    let least = r.places.iter().map(gap).fold(0.0, f64::min);
    let others = r.more_places.iter().skip(usize::from(leads(r)));
    r.places
        .iter()
        .chain(others.take(if all { usize::MAX } else { 0 }))
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
    let (first, others) = r.more_places.split_at(usize::from(leads(r)));
    let rows = first.iter().chain(&r.places).chain(others).map(|p| {
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
                        (pieces(r), fmt.short(p.units)),
                        ("Orders", fmt.count(p.orders)),
                    ],
                ),
                name,
            }
        })
        .collect()
}

/// What pieces are called: where something came back, they are what was kept, as revenue is.
fn pieces(r: &OverviewReport) -> &'static str {
    match r.now.returned > 0.0 {
        true => "Pieces, net",
        false => "Pieces sold",
    }
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
        (pieces(r), Measure::Number(0)),
        ("Orders", Measure::Count),
    ];
    Table::new(fmt, "Best sellers", &columns, rows)
}
