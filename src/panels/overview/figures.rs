//! The five key figures.

use clientele_model::overview::{Figures, OverviewReport};
use leptos::prelude::*;

use crate::charts::spark;
use crate::format::Format;

type Measure = fn(&Figures) -> f64;

/// Five numbers in one card, each with its change and its course.
pub(super) fn figures(r: &OverviewReport, fmt: &Format) -> impl IntoView + use<> {
    let order: Measure = |f| ratio(f.gross, f64::from(f.orders));
    let returned: Measure = |f| ratio(f.returned, f.gross);
    let all = [
        figure(
            r,
            "Net revenue",
            |f| f.revenue,
            &|v| (fmt.money_short(v), Some(fmt.money_exact(v))),
            true,
            false,
            fmt,
        ),
        figure(
            r,
            "Orders",
            |f| f64::from(f.orders),
            &|v| (fmt.number(v, 0), None),
            true,
            false,
            fmt,
        ),
        figure(
            r,
            "Average order",
            order,
            &|v| (fmt.money_short(v), Some(fmt.money_exact(v))),
            true,
            false,
            fmt,
        ),
        figure(
            r,
            "Customers",
            |f| f64::from(f.customers),
            &|v| (fmt.number(v, 0), None),
            true,
            false,
            fmt,
        ),
        figure(
            r,
            "Returned, share of sales",
            returned,
            &|v| (fmt.share(v), None),
            false,
            true,
            fmt,
        ),
    ];
    let against = if r.then.is_some() {
        "Key figures against the period before"
    } else {
        "Key figures"
    };
    view! { <section aria-label=against class="card figures"><dl class="kpis">{all.into_iter().collect_view()}</dl></section> }
}

fn figure(
    r: &OverviewReport,
    name: &'static str,
    of: Measure,
    words: &dyn Fn(f64) -> (String, Option<String>),
    more_is_better: bool,
    points: bool,
    fmt: &Format,
) -> AnyView {
    let now = of(&r.now);
    let (text, exact) = words(now);
    let change = r.then.as_ref().map(|then| {
        let before = of(then);
        let change = if points {
            now - before
        } else {
            ratio(now - before, before)
        };
        let up = change > 0.0;
        let class = if change.abs() < 0.0005 {
            "delta flat"
        } else if up == more_is_better {
            "delta good"
        } else {
            "delta bad"
        };
        let size = if points {
            format!("{} pts", fmt.number(change.abs() * 100.0, 1))
        } else {
            fmt.size_of_change(change)
        };
        let arrow = if up {
            "M4.5 1 8.5 8H.5Z"
        } else {
            "M4.5 8 .5 1h8Z"
        };
        view! {
            <span class=class>
                <svg viewBox="0 0 9 9" aria-hidden="true"><path d=arrow/></svg>
                <span class="sr">{if up { "up " } else { "down " }}</span>{size}
            </span>
            <span>"from "{words(before).0}</span>
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
