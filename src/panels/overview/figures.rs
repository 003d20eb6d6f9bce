//! The five key figures.

use clientele_model::overview::{Figures, OverviewReport};
use clientele_model::words::LEAST_SHARE;
use leptos::prelude::*;

use crate::charts::spark;
use crate::format::Format;

/// One of the key figures.
struct Figure {
    name: &'static str,
    of: fn(&Figures) -> f64,
    write: fn(&Format, f64) -> String,
    /// The exact amount, on hover.
    exact: Option<fn(&Format, f64) -> String>,
    more_is_better: bool,
    /// Whether its change is told in percentage points.
    in_points: bool,
}

impl Figure {
    /// An amount of which more is better.
    const fn amount(name: &'static str, of: fn(&Figures) -> f64) -> Self {
        Self {
            write: Format::money_short,
            exact: Some(Format::money_exact),
            ..Self::number(name, of)
        }
    }

    /// A number of which more is better.
    const fn number(name: &'static str, of: fn(&Figures) -> f64) -> Self {
        Self {
            name,
            of,
            write: |fmt, v| fmt.number(v, 0),
            exact: None,
            more_is_better: true,
            in_points: false,
        }
    }
}

const ALL: [Figure; 5] = [
    Figure::amount("Net revenue", |f| f.revenue),
    Figure::number("Orders", |f| f64::from(f.orders)),
    Figure::amount("Average order before returns", |f| {
        ratio(f.gross, f64::from(f.orders))
    }),
    Figure::number("Customers", |f| f64::from(f.customers)),
    Figure {
        write: Format::share,
        more_is_better: false,
        in_points: true,
        ..Figure::number("Returned, share of sales", |f| ratio(f.returned, f.gross))
    },
];

/// Five numbers in one card, each with its change and its course.
pub(super) fn figures(r: &OverviewReport, fmt: &Format) -> impl IntoView + use<> {
    let against = if r.then.is_some() {
        "Key figures against the period before"
    } else {
        "Key figures"
    };
    let all = ALL.iter().map(|of| figure(r, of, fmt)).collect_view();
    view! { <section aria-label=against class="card figures"><dl class="kpis">{all}</dl></section> }
}

fn figure(r: &OverviewReport, figure: &Figure, fmt: &Format) -> AnyView {
    let &Figure {
        name, of, write, ..
    } = figure;
    let now = of(&r.now);
    let (text, exact) = (write(fmt, now), figure.exact.map(|exact| exact(fmt, now)));
    let change = r.then.as_ref().map(|then| {
        let before = of(then);
        let change = if figure.in_points {
            now - before
        } else {
            ratio(now - before, before)
        };
        let up = change > 0.0;
        // What cannot be seen in the figures is no change.
        let is_still = change.abs() < LEAST_SHARE / 2.0;
        let class = if is_still {
            "delta flat"
        } else if up == figure.more_is_better {
            "delta good"
        } else {
            "delta bad"
        };
        let size = if is_still {
            "unchanged".to_owned()
        } else if figure.in_points {
            format!("{} pts", fmt.number(change.abs() * 100.0, 1))
        } else {
            fmt.size_of_change(change)
        };
        let arrow = if up {
            "M4.5 1 8.5 8H.5Z"
        } else {
            "M4.5 8 .5 1h8Z"
        };
        let sign = (!is_still).then(|| {
            view! {
                <svg viewBox="0 0 9 9" aria-hidden="true"><path d=arrow/></svg>
                <span class="sr">{if up { "up " } else { "down " }}</span>
            }
        });
        view! {
            <span class=class>{sign}{size}</span>
            <span>"from "{write(fmt, before)}</span>
        }
    });
    let whole: Vec<_> = r.series.iter().filter(|b| !b.partial).collect();
    let course: Vec<_> = whole.iter().map(|b| of(&b.now)).collect();
    let before: Vec<_> = whole
        .iter()
        .filter_map(|b| b.then.as_ref())
        .map(of)
        .collect();
    let drawn = (course.len() > 1).then(|| {
        let svg = spark(&course, &before, 184.0, 28.0).svg.replacen(
            "role=\"img\" aria-label=\"\"",
            "aria-hidden=\"true\"",
            1,
        );
        view! { <dd class="spark plot" inner_html=svg></dd> }
    });
    view! {
        <div class="kpi">
            <dt>{name}</dt>
            <dd class="v" title=exact>{text}</dd>
            <dd class="d">{change}</dd>
            {drawn}
        </div>
    }
    .into_any()
}

fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}
