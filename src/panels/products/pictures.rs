//! From the reports to what the charts are given. A mark's key says which products it lists.

use clientele_model::products::{
    Class, Column, Demand, Measure as Ranked, Place, ProductsReport, Stage, Task,
};
use clientele_model::words::agreeing;

use crate::charts::{Mark, Nine, Pareto, Tip};
use crate::format::Format;
use crate::names::named;
use crate::table::{Measure, Table};

pub(super) const LISTS: &str = "Click to list these products";

/// A value of the measure in words.
pub(super) fn value(r: &ProductsReport, v: f64, fmt: &Format) -> String {
    match r.options.by {
        Ranked::Units => fmt.short(v),
        _ => fmt.money_short(v),
    }
}

pub(super) fn value_unit(r: &ProductsReport) -> (&'static str, Measure) {
    match r.options.by {
        Ranked::Units => ("Pieces", Measure::Count),
        Ranked::Margin => ("Margin", Measure::Money),
        Ranked::Revenue => ("Net revenue", Measure::Money),
    }
}

/// How a column is called.
pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::X => "Steady",
        Column::Y => "Varies",
        Column::Z => "Erratic",
        Column::New => "Too few periods to tell",
    }
}

/// How a demand pattern is called.
pub(super) fn demand_word(demand: Option<Demand>) -> &'static str {
    match demand {
        Some(Demand::Smooth) => "Smooth",
        Some(Demand::Intermittent) => "With gaps",
        Some(Demand::Erratic) => "Uneven",
        Some(Demand::Lumpy) => "Gaps and uneven",
        None => "Too few periods to tell",
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

/// What is to be done, as it is called in the list.
pub(super) fn task_word(task: Task) -> &'static str {
    match task {
        Task::Check => "still sold?",
        Task::Explain => "class A and declining: why?",
        Task::Protect => "never run out",
        Task::Plan => "plan by season",
        Task::Review => "stay or go?",
    }
}

pub(super) fn place_name(place: Option<Place>) -> String {
    place.map_or_else(
        || "not sold".to_owned(),
        |p| format!("{p} ({})", column(p.column).to_lowercase()),
    )
}

/// The boxes, the names of the rows and of the columns.
pub(super) fn boxes(
    r: &ProductsReport,
    fmt: &Format,
) -> (Vec<Nine>, [(String, String); 3], [String; 3]) {
    let pick = r.options.pick;
    let boxes = r.boxes.iter().filter(|b| b.place.column != Column::New);
    let boxes = boxes.map(|b| {
        let mut rows = vec![
            ("Products", fmt.count(b.products)),
            (value_unit(r).0, value(r, b.value, fmt)),
            ("Share", fmt.share(b.share)),
        ];
        if r.options.by != Ranked::Revenue {
            rows.push(("Net revenue", fmt.money_short(b.revenue)));
        }
        if let Some(then) = b.then {
            rows.push(("Products before", fmt.count(then)));
        }
        if !b.largest.1.is_empty() {
            rows.push(("Best seller", named(&b.largest.1)));
        }
        let title = format!("{} · {}", b.place, b.advice);
        let label = format!(
            "{}: {}, {} of {}. {}",
            b.place,
            fmt.counted(b.products, "product"),
            fmt.share(b.share),
            r.options.by.noun(),
            b.advice
        );
        let on = pick.class == Some(b.place.class) && pick.column == Some(b.place.column);
        Nine {
            row: b.place.class as usize,
            column: b.place.column as usize,
            count: fmt.count(b.products),
            lines: [
                format!("{} · {}", value(r, b.value, fmt), fmt.share(b.share)),
                b.advice.clone(),
            ],
            share: b.share,
            on,
            mark: Mark::new(
                &format!("box.{}", b.place),
                label,
                Tip::new(&title, rows).note(&b.policy),
            ),
        }
    });
    let (a, b) = (r.options.a, r.options.b);
    let row = |class: Class, words: String| (class.word().to_owned(), words);
    let rows = [
        row(Class::A, format!("first {}", fmt.share(a / 100.0))),
        row(Class::B, format!("next {}", fmt.share((b - a) / 100.0))),
        row(Class::C, format!("last {}", fmt.share((100.0 - b) / 100.0))),
    ];
    let columns = [Column::X, Column::Y, Column::Z].map(|c| column(c).to_owned());
    (boxes.collect(), rows, columns)
}

pub(super) fn boxes_table(r: &ProductsReport, fmt: &Format) -> Table {
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
    Table::new(fmt, "Products by value and steadiness", &columns, rows)
}

/// The curve from its beginning.
pub(super) fn points(r: &ProductsReport) -> Vec<(f64, f64)> {
    let rest = r.curve.iter().map(|p| (p.x, p.y));
    std::iter::once((0.0, 0.0)).chain(rest).collect()
}

pub(super) fn curve(r: &ProductsReport, fmt: &Format) -> Pareto {
    let mut sum = (0, 0.0, 0.0);
    let cuts = r.classes.iter().take(2).map(|c| {
        sum = (
            sum.0 + c.products,
            sum.1 + c.products_share,
            sum.2 + c.share,
        );
        let title = format!("Class {}", c.class.word());
        let rows = vec![
            ("Products", fmt.count(c.products)),
            ("Share of products", fmt.share(c.products_share)),
            ("Share of value", fmt.share(c.share)),
        ];
        let words = [
            fmt.counted(sum.0, "product"),
            format!("{} {}", agreeing(sum.0, "makes", "make"), fmt.share(sum.2)),
        ];
        let key = format!("class.{}", c.class.word());
        (sum.1, sum.2, words, key, Tip::new(&title, rows).note(LISTS))
    });
    Pareto {
        label: "Cumulative share of value, best products first".to_owned(),
        cuts: cuts.collect(),
        points: points(r),
        axis: "Share of products, best first →".to_owned(),
    }
}

pub(super) fn curve_table(r: &ProductsReport, fmt: &Format) -> Table {
    let columns = [
        ("Products", Measure::Count),
        ("Share of products", Measure::Share),
        ("Share of value", Measure::Share),
    ];
    let rows = r.curve.iter();
    let rows = rows.map(|p| vec![p.products.into(), p.x.into(), p.y.into()]);
    Table::new(fmt, "Cumulative share of value", &columns, rows)
}
