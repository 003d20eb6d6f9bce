//! What is bought instead of each other, what is bought next, and which sets bring in most.

use clientele_model::baskets::BasketsReport;
use leptos::prelude::*;

use super::{Pick, Say, Seen, id, many, name, names};
use crate::browser;
use crate::icon::{DOWNLOAD, icon};
use crate::state::State;
use crate::table::{Measure, Table};

/// How many rows a list shows until more are asked for.
const FIRST: usize = 6;

/// One row: whose customers it opens, two lines of words, numbers.
struct Row {
    of: u32,
    first: String,
    then: String,
    cells: Vec<String>,
}

/// What makes a list.
#[derive(Clone, Copy)]
struct Kind {
    id: &'static str,
    class: &'static str,
    title: fn(&BasketsReport, &Say) -> String,
    sub: fn(&BasketsReport, &Say) -> String,
    heads: &'static [&'static str],
    rows: fn(&BasketsReport, &Say) -> Vec<Row>,
}

const INSTEAD: Kind = Kind {
    id: "instead",
    class: "card span-6 stretch list",
    title: |r, _| {
        r.substitutes.first().map_or_else(
            || "Nothing is clearly bought instead of something else".to_owned(),
            |s| format!("{} or {}: rarely both", name(r, s.one), name(r, s.other)),
        )
    },
    sub: |r, _| {
        format!(
            "Two {} in far fewer orders than chance would give: one may replace the other",
            many(r.level)
        )
    },
    heads: &["One or the other", "Orders with both", "By chance"],
    rows: |r, say| {
        r.substitutes
            .iter()
            .map(|s| Row {
                of: s.one,
                first: name(r, s.one),
                then: format!("or {}", name(r, s.other)),
                cells: vec![say.count(s.orders), say.number(s.expected, 0)],
            })
            .collect()
    },
};

const NEXT: Kind = Kind {
    id: "next",
    class: "card span-6 stretch list",
    title: |r, say| {
        r.next.first().map_or_else(
            || "No next purchase stands out".to_owned(),
            |n| format!("After {}, customers come back for {}: {} more often than after other purchases", name(r, n.first), name(r, n.then), say.times(n.lift)),
        )
    },
    sub: |r, say| {
        format!(
            "First bought in a later order within {}",
            say.days(f64::from(r.within))
        )
    },
    heads: &[
        "First, then",
        "Customers",
        "Share",
        "Than usual",
        "Half within",
    ],
    rows: |r, say| {
        r.next
            .iter()
            .map(|n| Row {
                of: n.first,
                first: name(r, n.first),
                then: format!("then {}", name(r, n.then)),
                cells: vec![
                    say.count(n.customers),
                    say.share(n.confidence),
                    say.times(n.lift),
                    say.days(f64::from(n.gap_days)),
                ],
            })
            .collect()
    },
};

const VALUABLE: Kind = Kind {
    id: "valuable",
    class: "card span-6 stretch list",
    title: |r, say| {
        r.valuable.first().map_or_else(
            || "No set stands out".to_owned(),
            |v| {
                format!(
                    "{} brought in most together: {}",
                    names(r, &v.items),
                    say.money_short(v.value)
                )
            },
        )
    },
    sub: |r, _| {
        format!(
            "Sets by the {} of these {} in orders that hold all of them",
            if r.by_margin { "margin" } else { "revenue" },
            many(r.level)
        )
    },
    heads: &["Together", "Orders", "Brought in"],
    rows: |r, say| {
        r.valuable
            .iter()
            .map(|v| Row {
                of: v.items.first().copied().unwrap_or_default(),
                first: v.items.first().map(|&at| name(r, at)).unwrap_or_default(),
                then: format!("with {}", names(r, v.items.get(1..).unwrap_or_default())),
                cells: vec![say.count(v.orders), say.money_short(v.value)],
            })
            .collect()
    },
};

/// The lists that have something in them.
#[component]
pub(super) fn Lists(seen: Seen, pick: Pick) -> impl IntoView {
    [VALUABLE, NEXT, INSTEAD].map(|kind| {
        let any = Memo::new(move |_| seen.make(|r, say| !(kind.rows)(r, say).is_empty()));
        view! { <Show when=move || any.get()><List seen pick kind/></Show> }
    })
}

#[component]
fn List(seen: Seen, pick: Pick, kind: Kind) -> impl IntoView {
    let state = expect_context::<State>();
    let all = RwSignal::new(false);
    let there = Memo::new(move |_| seen.make(|r, say| (kind.rows)(r, say).len()));
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FIRST };
        seen.make(|r, say| {
            let rows = (kind.rows)(r, say).into_iter().take(shown);
            rows.map(|row| line(r, row, pick)).collect_view()
        })
    };
    let heads = kind.heads.iter().enumerate();
    let heads: Vec<_> = heads
        .map(|(i, head)| view! { <th scope="col" class:num=move || { i > 0 }>{*head}</th> })
        .collect();
    let save = move |_| {
        let table = seen.make(|r, say| {
            let columns: Vec<_> = std::iter::once(("First", Measure::Words))
                .chain([
                    ("Second", Measure::Words),
                    ("Code of the first", Measure::Words),
                ])
                .chain(
                    kind.heads
                        .iter()
                        .skip(1)
                        .map(|&head| (head, Measure::Words)),
                )
                .collect();
            let rows = (kind.rows)(r, say).into_iter().map(|row| {
                let words = [row.first, row.then, id(r, row.of)]
                    .into_iter()
                    .chain(row.cells);
                words.map(Into::into).collect()
            });
            Table::new(say, kind.id, &columns, rows).csv()
        });
        if browser::download(&format!("{}.csv", kind.id), "text/csv", &table).is_none() {
            state.tell(browser::NOT_SAVED);
        }
    };
    view! {
        <section class=kind.class aria-labelledby=kind.id>
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id=kind.id>{seen.words(kind.title)}</h2>
                    <p class="chart-sub">{seen.words(kind.sub)}</p>
                </div>
                <div class="chart-tools no-print">
                    <button type="button" class="btn quiet icon" aria-label="Numbers (CSV)" title="Numbers (CSV)" on:click=save>{icon(DOWNLOAD)}</button>
                </div>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label=seen.words(kind.title)>
                <table class="pairs-table">
                    <caption class="sr">{seen.words(kind.sub)}</caption>
                    <thead><tr>{heads}</tr></thead>
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

fn line(r: &BasketsReport, row: Row, pick: Pick) -> impl IntoView + use<> {
    let (level, of) = (r.level, id(r, row.of));
    let cells = row
        .cells
        .into_iter()
        .map(|words| view! { <td class="num">{words}</td> });
    view! {
        <tr>
            <th scope="row"><button type="button" class="whole" on:click=move |_| pick.run((level, of.clone()))>
                <b>{row.first}</b><span>{row.then}</span>
            </button></th>
            {cells.collect_view()}
        </tr>
    }
}
