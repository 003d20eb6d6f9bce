//! Who responded: the effect by group, drawn towards the whole so that small groups do not shout.

use clientele_model::experiments::{Cut, ResultReport};
use leptos::prelude::*;

use super::{Seen, pictures, tables, words};
use crate::charts::{Intervals, intervals};
use crate::figure::Figure;
use crate::format::Format;
use crate::table::Table;

/// How many ways to cut there are, at most, as far as the page is concerned.
const MOST: usize = 12;

/// Every way to cut the customers into groups, and what drawing towards the whole does.
pub(super) fn groups(seen: Seen) -> AnyView {
    let cuts = Memo::new(move |_| seen.report.with(|r| r.cuts.len().min(MOST)));
    let explained = Memo::new(move |_| seen.report.with(|r| !r.examples.is_empty()));
    let rest = move || {
        (1..cuts.get())
            .map(|at| figure(seen, at, "span-6 half"))
            .collect_view()
    };
    let first = move || match explained.get() {
        true => view! { {figure(seen, 0, "span-8")}<Examples seen/> }.into_any(),
        false => figure(seen, 0, ""),
    };
    view! {
        <header class="section-head">
            <h2>"Who responded"</h2>
            <p>"Small groups are drawn towards the whole, so that none shouts"</p>
        </header>
        {first}
        {rest}
    }
    .into_any()
}

fn words_of(
    seen: Seen,
    at: usize,
    of: fn(&ResultReport, &Cut, &Format) -> String,
) -> Signal<String> {
    seen.words(move |r, fmt| {
        r.cuts
            .get(at)
            .map_or_else(String::new, |cut| of(r, cut, fmt))
    })
}

fn figure(seen: Seen, at: usize, class: &'static str) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            let cut = r.cuts.get(at);
            let data = cut.map_or_else(Intervals::default, |cut| pictures::cut(r, cut, fmt));
            let m = words::goal_measure(r);
            intervals(&data, w, &|_, v| words::tick(fmt, m, v))
        })
    };
    let table = move |()| {
        seen.make(|r, fmt| match r.cuts.get(at) {
            Some(cut) => tables::cut(r, cut, fmt),
            None => Table::new(fmt, "", &[], []),
        })
    };
    view! {
        <Figure
            class
            title=words_of(seen, at, |_, cut, fmt| fmt.sentence(&cut.title))
            sub=words_of(seen, at, |r, cut, _| {
                let goal = words::goal(r).map_or("Effect", |row| &row.name);
                format!("{goal}: effect by {}, with 95% intervals", cut.name)
            })
            note=words_of(seen, at, |_, cut, fmt| fmt.sentence(&cut.note))
            legend=|| view! {
                <ul class="legend">
                    <li><span class="sw dot cm"></span>"drawn towards the whole, with its interval"</li>
                    <li><span class="sw dot open cm"></span>"as measured"</li>
                </ul>
            }.into_any()
            draw
            table
            open=seen.open
        />
    }
    .into_any()
}

/// Three groups in words: as measured, drawn, why.
#[component]
fn Examples(seen: Seen) -> impl IntoView {
    let rows = move |r: &ResultReport, fmt: &Format| {
        let m = words::goal_measure(r);
        let one = |(measured, shrunk, why): &_| {
            let [measured, shrunk] = [*measured, *shrunk].map(|v| words::change(fmt, m, v));
            view! {
                <div>
                    <b>{measured}" "<span aria-hidden="true">"→"</span><span class="sr">"becomes"</span>" "{shrunk}</b>
                    <p>{fmt.sentence_view(why)}</p>
                </div>
            }
        };
        r.examples.iter().map(one).collect_view()
    };
    view! {
        <section class="card span-4 stretch" aria-labelledby="examples">
            <h2 id="examples">"Why dots and rings differ"</h2>
            <p class="chart-sub">"Examples in words: as measured, and what is to be believed"</p>
            <div class="fact-list">{move || seen.make(rows)}</div>
        </section>
    }
}
