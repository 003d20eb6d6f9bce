//! From the reports to what the charts are given. A mark's key says which products it lists.

use clientele_model::products::{Class, Column, Demand, Place, ProductsReport, Stage};

use crate::charts::{Bar, Ink, Mark, Nine, Pareto, Period, Point, Tip, Trend};
use crate::names::named;
use crate::say::Say;
use crate::table::{Cell, Measure, Table};

const LISTS: &str = "Click to list these products";

pub(super) fn tip(title: &str, rows: Vec<(&str, String)>, note: &str) -> Tip {
    let rows = rows
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    Tip {
        note: note.to_owned(),
        ..Tip::new(title, rows.collect())
    }
}

/// A value of the measure in words.
fn value(r: &ProductsReport, v: f64, say: &Say) -> String {
    match r.options.by {
        clientele_model::products::Measure::Units => say.short(v),
        _ => say.money_short(v),
    }
}

fn value_unit(r: &ProductsReport) -> (&'static str, Measure) {
    match r.options.by {
        clientele_model::products::Measure::Units => ("Units", Measure::Count),
        clientele_model::products::Measure::Margin => ("Margin", Measure::Money),
        clientele_model::products::Measure::Revenue => ("Net revenue", Measure::Money),
    }
}

/// How a column is called.
pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::X => "Steady",
        Column::Y => "Varies",
        Column::Z => "Erratic",
        Column::New => "Too new to tell",
    }
}

/// How a demand pattern is called.
pub(super) fn demand_word(demand: Option<Demand>) -> &'static str {
    match demand {
        Some(Demand::Smooth) => "Smooth",
        Some(Demand::Intermittent) => "With gaps",
        Some(Demand::Erratic) => "Uneven",
        Some(Demand::Lumpy) => "Gaps and uneven",
        None => "Too new to tell",
    }
}

/// How a stage of life is called.
pub(super) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::New => "New",
        Stage::Growing => "Growing",
        Stage::Established => "Established",
        Stage::Declining => "Declining",
        Stage::Discontinued => "No longer sold",
    }
}

fn place_name(place: Option<Place>) -> String {
    place.map_or_else(
        || "not sold".to_owned(),
        |p| format!("{p} ({})", column(p.column).to_lowercase()),
    )
}

/// The boxes, the names of the rows and of the columns.
pub(super) fn boxes(
    r: &ProductsReport,
    say: &Say,
) -> (Vec<Nine>, [(String, String); 3], [String; 3]) {
    let pick = r.options.pick;
    let boxes = r.boxes.iter().filter(|b| b.place.column != Column::New);
    let boxes = boxes.map(|b| {
        let mut rows = vec![
            ("Products", say.count(b.products)),
            (value_unit(r).0, value(r, b.value, say)),
            ("Share", say.share(b.share)),
        ];
        if let Some(then) = b.then {
            rows.push(("Products before", say.count(then)));
        }
        if !b.largest.1.is_empty() {
            rows.push(("Best seller", named(&b.largest.1)));
        }
        let title = format!("{} · {}", b.place, b.advice);
        let label = format!(
            "{}: {} products, {} of {}. {}",
            b.place,
            say.count(b.products),
            say.share(b.share),
            r.options.by.word(),
            b.advice
        );
        let on = pick.class == Some(b.place.class) && pick.column == Some(b.place.column);
        Nine {
            row: b.place.class as usize,
            column: b.place.column as usize,
            count: say.count(b.products),
            lines: [
                format!("{} of {}", say.share(b.share), r.options.by.word()),
                b.advice.clone(),
            ],
            share: b.share,
            on,
            mark: Mark::new(
                &format!("box.{}", b.place),
                label,
                tip(&title, rows, &b.policy),
            ),
        }
    });
    let (a, b) = (r.options.a, r.options.b);
    let row = |class: Class, words: String| (class.word().to_owned(), words);
    let rows = [
        row(Class::A, format!("first {}", say.share(a / 100.0))),
        row(Class::B, format!("next {}", say.share((b - a) / 100.0))),
        row(Class::C, format!("last {}", say.share((100.0 - b) / 100.0))),
    ];
    let columns = [Column::X, Column::Y, Column::Z].map(|c| column(c).to_owned());
    (boxes.collect(), rows, columns)
}

pub(super) fn boxes_table(r: &ProductsReport, say: &Say) -> Table {
    let columns = [
        ("Box", Measure::Words),
        ("Products", Measure::Count),
        ("Products before", Measure::Count),
        value_unit(r),
        ("Share", Measure::Share),
        ("Net revenue", Measure::Money),
        ("Best seller", Measure::Name),
        ("What to do", Measure::Words),
        ("Why", Measure::Words),
    ];
    let rows = r.boxes.iter().map(|b| {
        vec![
            b.place.to_string().into(),
            b.products.into(),
            b.then.map(f64::from).into(),
            b.value.into(),
            b.share.into(),
            b.revenue.into(),
            b.largest.1.clone().into(),
            b.advice.clone().into(),
            b.policy.clone().into(),
        ]
    });
    Table::new(say, "Products by value and steadiness", &columns, rows)
}

pub(super) fn curve(r: &ProductsReport, say: &Say) -> Pareto {
    let mut sum = (0, 0.0, 0.0);
    let cuts = r.classes.iter().take(2).map(|c| {
        sum = (
            sum.0 + c.products,
            sum.1 + c.products_share,
            sum.2 + c.share,
        );
        let title = format!("Class {}", c.class.word());
        let rows = vec![
            ("Products", say.count(c.products)),
            ("Share of products", say.share(c.products_share)),
            ("Share of value", say.share(c.share)),
        ];
        let words = [
            format!("{} products", say.count(sum.0)),
            format!("make {}", say.share(sum.2)),
        ];
        let key = format!("class.{}", c.class.word());
        (sum.1, sum.2, words, key, tip(&title, rows, LISTS))
    });
    Pareto {
        label: "Cumulative share of value, best products first".to_owned(),
        cuts: cuts.collect(),
        points: r.curve.iter().map(|p| (p.x, p.y)).collect(),
        axis: "Share of products, best first →".to_owned(),
    }
}

pub(super) fn curve_table(r: &ProductsReport, say: &Say) -> Table {
    let columns = [
        ("Products", Measure::Count),
        ("Share of products", Measure::Share),
        ("Share of value", Measure::Share),
    ];
    let rows = r.curve.iter();
    let rows = rows.map(|p| vec![p.products.into(), p.x.into(), p.y.into()]);
    Table::new(say, "Cumulative share of value", &columns, rows)
}

fn bar(key: String, name: &str, v: f64, text: String, on: bool, tip: Tip) -> Bar {
    Bar {
        key,
        name: name.to_owned(),
        value: v,
        text,
        ink: if on { Ink::Mark } else { Ink::MarkSoft },
        tip,
    }
}

pub(super) fn demand(r: &ProductsReport, say: &Say) -> Vec<Bar> {
    let rows = r.demand.iter().enumerate().map(|(i, d)| {
        let name = demand_word(d.demand);
        let rows = vec![
            ("Products", say.count(d.products)),
            ("Share of value", say.share(d.share)),
        ];
        let (key, note) = d.demand.map_or_else(Default::default, |known| {
            (format!("demand.{}", known.word()), LISTS)
        });
        bar(
            key,
            name,
            d.share,
            say.share(d.share),
            i == 0,
            tip(name, rows, note),
        )
    });
    rows.collect()
}

pub(super) fn demand_table(r: &ProductsReport, say: &Say) -> Table {
    let rows = r.demand.iter();
    let rows = rows.map(|d| (demand_word(d.demand), d.products, d.share));
    summary(say, "Demand", rows)
}

pub(super) fn stages(r: &ProductsReport, say: &Say) -> Vec<Bar> {
    let most = r.stages.iter().map(|s| s.products).max();
    let rows = r.stages.iter().map(|s| {
        let name = stage_word(s.stage);
        let rows = vec![
            ("Products", say.count(s.products)),
            ("Share of value", say.share(s.share)),
        ];
        let key = format!("stage.{}", s.stage.word());
        let on = Some(s.products) == most;
        bar(
            key,
            name,
            f64::from(s.products),
            say.count(s.products),
            on,
            tip(name, rows, LISTS),
        )
    });
    rows.collect()
}

pub(super) fn stages_table(r: &ProductsReport, say: &Say) -> Table {
    let rows = r.stages.iter();
    summary(
        say,
        "Stage",
        rows.map(|s| (stage_word(s.stage), s.products, s.share)),
    )
}

fn summary(say: &Say, what: &str, rows: impl Iterator<Item = (&'static str, u32, f64)>) -> Table {
    let columns = [
        (what, Measure::Words),
        ("Products", Measure::Count),
        ("Share of value", Measure::Share),
    ];
    let rows = rows.map(|(name, n, share)| vec![name.into(), n.into(), share.into()]);
    Table::new(say, what, &columns, rows)
}

/// The two boxes whose season the title speaks of: steady and erratic best sellers, else those with most revenue.
pub(super) fn season(r: &ProductsReport, say: &Say) -> Trend {
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
    let name =
        |s: &clientele_model::products::Season| format!("{} ({})", column(s.place.column), s.place);
    let points = r.periods.iter().enumerate().filter_map(|(i, &days)| {
        let (a, b) = (now?, before?);
        let (first, second) = (*a.share.get(i)?, *b.share.get(i)?);
        let long = say.span(days);
        let rows = vec![(name(a), say.share(first)), (name(b), say.share(second))];
        Some(Point {
            period: Period {
                key: clientele_model::only::Only::Ordered(days.0, days.1).to_string(),
                name: if i == 0 {
                    say.month(days.0)
                } else {
                    say.month_short(days.0)
                },
                label: format!(
                    "{long}: {} {}, {} {}",
                    rows[0].0, rows[0].1, rows[1].0, rows[1].1
                ),
                tip: Tip {
                    note: "Click for the customers who bought then".to_owned(),
                    ..Tip::new(&long, rows)
                },
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

pub(super) fn season_table(r: &ProductsReport, say: &Say) -> Table {
    let names: Vec<_> = r.season.iter().map(|s| s.place.to_string()).collect();
    let columns: Vec<_> = [("Period", Measure::Words)]
        .into_iter()
        .chain(names.iter().map(|n| (n.as_str(), Measure::Share)))
        .collect();
    let rows = r.periods.iter().enumerate().map(|(i, &days)| {
        let share = |s: &clientele_model::products::Season| s.share.get(i).copied().into();
        let first: Cell = say.span(days).into();
        [first]
            .into_iter()
            .chain(r.season.iter().map(share))
            .collect()
    });
    Table::new(say, "Share of a box's revenue by period", &columns, rows)
}

pub(super) fn moves(r: &ProductsReport, say: &Say) -> Vec<Bar> {
    let mut all: Vec<_> = r.moves.iter().filter(|m| m.from != m.to).collect();
    all.sort_by_key(|m| std::cmp::Reverse(m.products));
    let rows = all.into_iter().take(9).map(|m| {
        let name = format!("{} → {}", place_name(m.from), place_name(m.to));
        let rows = vec![
            ("Products", say.count(m.products)),
            (value_unit(r).0, value(r, m.value, say)),
        ];
        let key = m.to.map(|to| format!("box.{to}")).unwrap_or_default();
        bar(
            key,
            &name,
            f64::from(m.products),
            say.count(m.products),
            false,
            tip(&name, rows, ""),
        )
    });
    rows.collect()
}

pub(super) fn moves_table(r: &ProductsReport, say: &Say) -> Table {
    let columns = [
        ("Before", Measure::Words),
        ("Now", Measure::Words),
        ("Products", Measure::Count),
        value_unit(r),
    ];
    let rows = r.moves.iter();
    let rows = rows.map(|m| {
        vec![
            place_name(m.from).into(),
            place_name(m.to).into(),
            m.products.into(),
            m.value.into(),
        ]
    });
    Table::new(say, "Movement between boxes", &columns, rows)
}
