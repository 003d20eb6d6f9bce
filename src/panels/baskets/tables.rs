//! The numbers behind the pictures and the rule table.

use clientele_model::baskets::{BasketsReport, Rule};

use super::column::Column;
use super::{Format, column, id, many, pictures};
use crate::table::{Cell, Measure, Table};

/// The most rows of a table beside a picture.
const ROWS: usize = 200;

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

/// The rules of the plot, the surest first, as its title says.
pub(super) fn surest(r: &BasketsReport, fmt: &Format) -> Table {
    let mut rules: Vec<&Rule> = r.rules.iter().collect();
    // Listed or not, it is in the plot.
    let surest = r.surest.iter();
    rules.extend(surest.filter(|surest| !r.rules.contains(surest)));
    rules.sort_by(|a, b| b.low.total_cmp(&a.low));
    let rules = rules.into_iter().take(ROWS);
    picked(r, fmt, ("Rules, surest first", false), rules)
}

/// Rules in any order, by their caption; with every measure, as the literature calls them, where that is wanted.
pub(super) fn picked<'a>(
    r: &BasketsReport,
    fmt: &Format,
    (caption, exact): (&str, bool),
    rules: impl Iterator<Item = &'a Rule>,
) -> Table {
    let four = Measure::Number(4);
    let head = |column: Column| column.head(exact).0;
    let mut columns = vec![
        ("If the order contains", Measure::Name),
        ("It also contains", Measure::Name),
        ("Codes", Measure::Words),
        ("Orders with both", Measure::Count),
        ("Orders with the first", Measure::Count),
        (head(Column::Confidence), Measure::Share),
        ("At least", Measure::Share),
        (head(Column::Usual), Measure::Share),
        (head(Column::Lift), four),
    ];
    if exact {
        columns.extend([
            ("Support", Measure::Share),
            ("Leverage", four),
            ("Conviction", four),
            ("Zhang", four),
            ("Jaccard", four),
            ("Certainty", four),
            ("Kulczynski", four),
            ("p", Measure::Number(6)),
            ("q", Measure::Number(6)),
        ]);
    }
    let rows = rules.map(|rule| {
        let m = &rule.measures;
        let codes: Vec<_> = rule.when.iter().map(|&at| id(r, at)).collect();
        let mut row = vec![
            Cell::from(raws(r, &rule.when)),
            raw(r, rule.then).into(),
            format!("{} → {}", codes.join(" + "), id(r, rule.then)).into(),
            rule.orders.into(),
            rule.when_orders.into(),
            m.confidence.into(),
            rule.low.into(),
            column::usual(rule).into(),
            m.lift.into(),
        ];
        if exact {
            row.extend([
                m.support.into(),
                m.leverage.into(),
                m.conviction.into(),
                m.zhang.into(),
                m.jaccard.into(),
                m.certainty.into(),
                m.kulczynski.into(),
                rule.p.into(),
                rule.q.into(),
            ]);
        }
        row
    });
    Table::new(fmt, caption, &columns, rows)
}

/// Pairs of items, those with most orders beyond chance first.
pub(super) fn pairs(r: &BasketsReport, fmt: &Format) -> Table {
    let caption = "Pairs by orders beyond chance";
    listed(r, fmt, caption, r.rules.iter())
}

/// The pairs of the matrix, those that belong together most for sure first, as its title says.
pub(super) fn together(r: &BasketsReport, fmt: &Format) -> Table {
    let items = pictures::items(r);
    let is_shown = |rule: &&Rule| {
        let mut all = rule.when.iter().chain(std::iter::once(&rule.then));
        all.all(|at| items.contains(at))
    };
    let mut rules: Vec<&Rule> = r.rules.iter().filter(is_shown).collect();
    rules.sort_by(|a, b| pictures::low_lift(b).total_cmp(&pictures::low_lift(a)));
    listed(
        r,
        fmt,
        "Pairs of the picture, strongest for sure first",
        rules.into_iter(),
    )
}

/// Rules with one item on the left, each pair once.
fn listed<'a>(
    r: &BasketsReport,
    fmt: &Format,
    caption: &str,
    rules: impl Iterator<Item = &'a Rule>,
) -> Table {
    let columns = [
        ("One", Measure::Name),
        ("Other", Measure::Name),
        ("Orders with both", Measure::Count),
        ("Vs. chance", Measure::Number(1)),
    ];
    let rows = rules
        .filter_map(|rule| match rule.when[..] {
            [one] if one < rule.then || !reversed(r, one, rule.then) => Some((one, rule)),
            _ => None,
        })
        .take(ROWS)
        .map(|(one, rule)| {
            vec![
                Cell::from(raw(r, one)),
                raw(r, rule.then).into(),
                rule.orders.into(),
                rule.measures.lift.into(),
            ]
        });
    Table::new(fmt, caption, &columns, rows)
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
