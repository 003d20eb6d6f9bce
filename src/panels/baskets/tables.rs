//! The numbers behind the pictures and the rule table.

use std::ops::Range;

use clientele_model::baskets::{BasketsReport, Rule};

use super::{Format, column, id, many};
use crate::table::{Cell, Measure, Table};

/// The name of an item as it is in the data; a table shows it without shouting.
pub(super) fn raw(r: &BasketsReport, at: u32) -> String {
    let item = r.items.get(at as usize);
    item.map(|i| i.name.clone()).unwrap_or_default()
}

/// Several names as they are in the data.
pub(super) fn raws(r: &BasketsReport, all: &[u32]) -> String {
    let all: Vec<_> = all.iter().map(|&at| raw(r, at)).collect();
    all.join(" + ")
}

/// Rules with every measure.
pub(super) fn rules(r: &BasketsReport, fmt: &Format, which: Range<usize>) -> Table {
    picked(r, fmt, r.rules.get(which).unwrap_or_default().iter())
}

/// The same for rules in any order.
pub(super) fn picked<'a>(
    r: &BasketsReport,
    fmt: &Format,
    rules: impl Iterator<Item = &'a Rule>,
) -> Table {
    let four = Measure::Number(4);
    let columns = [
        ("If the order holds", Measure::Name),
        ("It also holds", Measure::Name),
        ("Codes", Measure::Words),
        ("Orders with both", Measure::Count),
        ("Orders with the first", Measure::Count),
        ("Confidence", Measure::Share),
        ("Of all orders", Measure::Share),
        ("Support", Measure::Share),
        ("Lift", four),
        ("Leverage", four),
        ("Conviction", four),
        ("Zhang", four),
        ("Jaccard", four),
        ("Certainty", four),
        ("Kulczynski", four),
        ("p", Measure::Number(6)),
        ("q", Measure::Number(6)),
    ];
    let rows = rules.map(|rule| {
        let m = &rule.measures;
        let codes: Vec<_> = rule.when.iter().map(|&at| id(r, at)).collect();
        vec![
            Cell::from(raws(r, &rule.when)),
            raw(r, rule.then).into(),
            format!("{} → {}", codes.join(" + "), id(r, rule.then)).into(),
            rule.orders.into(),
            rule.when_orders.into(),
            m.confidence.into(),
            column::usual(rule).into(),
            m.support.into(),
            m.lift.into(),
            m.leverage.into(),
            m.conviction.into(),
            m.zhang.into(),
            m.jaccard.into(),
            m.certainty.into(),
            m.kulczynski.into(),
            rule.p.into(),
            rule.q.into(),
        ]
    });
    Table::new(
        fmt,
        "Rules, most orders beyond chance first",
        &columns,
        rows,
    )
}

/// The pairs of the matrix: rules with one item on the left.
pub(super) fn pairs(r: &BasketsReport, fmt: &Format) -> Table {
    let columns = [
        ("One", Measure::Name),
        ("Other", Measure::Name),
        ("Orders with both", Measure::Count),
        ("Than chance", Measure::Number(1)),
    ];
    let rows = r
        .rules
        .iter()
        .filter_map(|rule| match rule.when[..] {
            [one] if one < rule.then || !reversed(r, one, rule.then) => Some((one, rule)),
            _ => None,
        })
        .take(200)
        .map(|(one, rule)| {
            vec![
                Cell::from(raw(r, one)),
                raw(r, rule.then).into(),
                rule.orders.into(),
                rule.measures.lift.into(),
            ]
        });
    Table::new(fmt, "Pairs by orders beyond chance", &columns, rows)
}

/// Whether the report has the rule from `then` to `one` as well.
fn reversed(r: &BasketsReport, one: u32, then: u32) -> bool {
    r.rules
        .iter()
        .any(|other| other.then == one && other.when == [then])
}

/// How many items orders hold.
pub(super) fn sizes(r: &BasketsReport, fmt: &Format) -> Table {
    let all = f64::from(r.counts.orders.max(1));
    let head = format!("Different {}", many(r.level));
    let columns = [
        (head.as_str(), Measure::Words),
        ("Orders", Measure::Count),
        ("Share", Measure::Share),
    ];
    let rows = r.sizes.iter().map(|bin| {
        vec![
            Cell::from(span(bin.from, bin.to, fmt)),
            bin.orders.into(),
            (f64::from(bin.orders) / all).into(),
        ]
    });
    Table::new(fmt, "Orders by size", &columns, rows)
}

/// From so many to so many.
pub(super) fn span(from: u32, to: u32, fmt: &Format) -> String {
    if from == to {
        fmt.count(from)
    } else {
        format!("{}–{}", fmt.count(from), fmt.count(to))
    }
}
