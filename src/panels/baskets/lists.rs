//! What is bought instead of each other, what is bought next, and which sets bring in most.

use clientele_model::baskets::BasketsReport;
use leptos::prelude::*;

use super::{Format, Pick, Seen, id, many, name, names, open_to, tables};
use crate::download::Saver;
use crate::icon::{DOWNLOAD, icon};
use crate::table::{Cell, Measure, Table};

/// How many rows a list shows until more are asked for.
const FIRST: usize = 6;

/// One row: what comes first; what goes with it; numbers. It opens who bought all but the last.
struct Row {
    first: u32,
    then: Vec<u32>,
    values: Vec<f64>,
}

/// What one of the lists shows.
#[derive(Clone, Copy)]
struct ListSpec {
    id: &'static str,
    title: fn(&BasketsReport, &Format) -> String,
    sub: fn(&BasketsReport, &Format) -> String,
    /// What stands between the two.
    link: &'static str,
    /// The heading of the names, and of each number with its unit.
    names: &'static str,
    heads: &'static [(&'static str, Measure)],
    rows: fn(&BasketsReport) -> Vec<Row>,
}

/// How many times as many.
const TIMES: Measure = Measure::Number(2);

const INSTEAD: ListSpec = ListSpec {
    id: "instead",
    title: |r, _| {
        r.substitutes.first().map_or_else(String::new, |s| {
            format!("{} or {}: rarely both", name(r, s.one), name(r, s.other))
        })
    },
    sub: |r, _| {
        format!(
            "Two {} of the same category, or with similar names, in far fewer orders than chance would give: one may be bought instead of the other",
            many(r.level)
        )
    },
    link: "or",
    names: "One or the other",
    heads: &[
        ("Orders with both", Measure::Count),
        ("By chance", Measure::Count),
    ],
    rows: |r| {
        let rows = r.substitutes.iter().map(|s| Row {
            first: s.one,
            then: vec![s.other],
            values: vec![s.orders.into(), s.expected.round()],
        });
        rows.collect()
    },
};

const NEXT: ListSpec = ListSpec {
    id: "next",
    title: |r, fmt| {
        r.next.first().map_or_else(String::new, |n| {
            format!(
                "After {}, customers come back for {}: {} of {} did, {} as many as after other purchases",
                name(r, n.first),
                name(r, n.then),
                fmt.count(n.customers),
                fmt.count(n.of),
                fmt.times(n.lift)
            )
        })
    },
    sub: |r, fmt| {
        let days = fmt.days(f64::from(r.within));
        format!(
            "Bought for the first time in a later order within {days}; sorted by the lower end of the interval, so that a few customers weigh less than many"
        )
    },
    link: "then",
    names: "First, then",
    heads: &[
        ("Customers", Measure::Count),
        ("Share", Measure::Share),
        ("Than usual", TIMES),
        ("At least", TIMES),
        ("Half within", Measure::Days),
    ],
    rows: |r| {
        let rows = r.next.iter().map(|n| Row {
            first: n.first,
            then: vec![n.then],
            values: vec![
                n.customers.into(),
                n.confidence,
                n.lift,
                n.low,
                n.gap_days.into(),
            ],
        });
        rows.collect()
    },
};

const VALUABLE: ListSpec = ListSpec {
    id: "valuable",
    title: |r, fmt| {
        r.valuable.first().map_or_else(String::new, |v| {
            let value = fmt.money_short(v.value);
            format!("{} brought in most together: {value}", names(r, &v.items))
        })
    },
    sub: |r, _| {
        let what = if r.by_margin { "margin" } else { "revenue" };
        format!(
            "Sets by the {what} of these {} in orders that hold all of them",
            many(r.level)
        )
    },
    link: "with",
    names: "Together",
    heads: &[("Orders", Measure::Count), ("Brought in", Measure::Money)],
    rows: |r| {
        let rows = r.valuable.iter().filter_map(|v| {
            let (&first, then) = v.items.split_first()?;
            Some(Row {
                first,
                then: then.to_vec(),
                values: vec![v.orders.into(), v.value],
            })
        });
        rows.collect()
    },
};

/// A number as it is read in a list.
fn words(fmt: &Format, v: f64, unit: Measure) -> String {
    match unit {
        Measure::Money => fmt.money_short(v),
        Measure::Share => fmt.share(v),
        Measure::Days => fmt.days(v),
        Measure::Number(_) => fmt.times(v),
        _ => fmt.number(v, 0),
    }
}

/// The lists that have something in them.
#[component]
pub(super) fn Lists(seen: Seen, pick: Pick) -> impl IntoView {
    let lists = [VALUABLE, NEXT, INSTEAD].map(|spec| {
        let any = Memo::new(move |_| seen.report.with(|r| !(spec.rows)(r).is_empty()));
        view! { <Show when=move || any.get()><List seen pick spec/></Show> }
    });
    let no_next = move || {
        seen.make(|r, fmt| {
            let why = fmt.sentence_view(r.next_why.as_ref()?);
            Some(view! { <p class="chart-note span-6 no-next">{why}</p> })
        })
    };
    view! { {lists} {no_next} }
}

#[component]
fn List(seen: Seen, pick: Pick, spec: ListSpec) -> impl IntoView {
    let saver = Saver::here();
    let all = RwSignal::new(false);
    let there = Memo::new(move |_| seen.report.with(|r| (spec.rows)(r).len()));
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FIRST };
        seen.make(|r, fmt| {
            let rows = (spec.rows)(r).into_iter().take(shown);
            rows.map(|row| line(r, &row, spec, fmt, pick))
                .collect_view()
        })
    };
    let heads: Vec<_> = spec
        .heads
        .iter()
        .map(|(head, _)| view! { <th scope="col" class="num">{*head}</th> })
        .collect();
    let save = move |_| {
        let table = seen.make(|r, fmt| {
            let mut columns = vec![
                ("First", Measure::Name),
                ("Second", Measure::Name),
                ("Codes", Measure::Words),
            ];
            columns.extend(spec.heads);
            let rows = (spec.rows)(r).into_iter().map(|row| {
                let all = std::iter::once(row.first).chain(row.then.iter().copied());
                let codes: Vec<_> = all.map(|at| id(r, at)).collect();
                let (first, then) = (tables::raw(r, row.first), tables::raws(r, &row.then));
                let words = [first, then, codes.join(" + ")].map(Cell::from);
                let values = row.values.into_iter().map(Cell::from);
                words.into_iter().chain(values).collect()
            });
            Table::new(fmt, spec.id, &columns, rows)
        });
        saver.numbers(table);
    };
    let label = seen.words(move |r, fmt| format!("Table: {}", (spec.title)(r, fmt)));
    view! {
        <section class="card span-6 stretch list" aria-labelledby=spec.id>
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id=spec.id>{seen.words(spec.title)}</h2>
                    <p class="chart-sub">{seen.words(spec.sub)}</p>
                </div>
                <div class="chart-tools no-print">
                    <button type="button" class="btn quiet icon" aria-label="Numbers (CSV)" title="Numbers (CSV)" on:click=save>{icon(DOWNLOAD)}</button>
                </div>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label=label>
                <table class="pairs-table">
                    <caption class="sr">{seen.words(spec.sub)}</caption>
                    <thead><tr><th scope="col">{spec.names}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Show when=move || { there.get() > FIRST }>
                <button type="button" class="link no-print" on:click=move |_| all.update(|a| *a = !*a)>
                    {move || if all.get() { "Show fewer".to_owned() } else { format!("Show all {}", there.get()) }}
                </button>
            </Show>
        </section>
    }
}

fn line(r: &BasketsReport, row: &Row, spec: ListSpec, fmt: &Format, pick: Pick) -> AnyView {
    let all: Vec<_> = std::iter::once(row.first)
        .chain(row.then.iter().copied())
        .collect();
    let of = all.split_last().map(|(&but, all)| open_to(r, all, but));
    let values = row.values.iter().zip(spec.heads);
    let cells = values.map(|(&v, &(_, unit))| {
        let exact = (unit == Measure::Money).then(|| fmt.money_exact(v));
        view! { <td class="num" title=exact>{words(fmt, v, unit)}</td> }
    });
    view! {
        <tr>
            <th scope="row"><button type="button" class="whole" on:click=move |_| if let Some(of) = of.clone() { pick.run(of) }>
                <b>{name(r, row.first)}</b><span>{spec.link}" "{names(r, &row.then)}</span>
            </button></th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
