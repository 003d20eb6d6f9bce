//! Who responded: the effect by group, drawn towards the whole so that small groups do not shout.

use std::sync::Arc;

use clientele_model::experiments::{Cut, ResultReport};
use leptos::prelude::*;

use super::shown::{Card, Of, live};
use super::{Seen, forests, tables, words};
use crate::charts::{Intervals, intervals};
use crate::format::Format;
use crate::table::Table;

/// How many ways to cut there are, at most, as far as the page is concerned.
const MOST: usize = 12;

/// Every way to cut the customers into groups, and what drawing towards the whole does: in two columns.
pub(super) fn groups(seen: Seen) -> AnyView {
    let shape = Memo::new(move |_| {
        seen.report
            .with(|r| (r.cuts.len().min(MOST), !r.examples.is_empty()))
    });
    let columns = move || {
        let (cuts, explained) = shape.get();
        let left = cuts.div_ceil(2).max(cuts.min(2));
        let of = |from: usize, to: usize| -> Vec<AnyView> {
            (from..to).map(|at| figure(seen, at)).collect()
        };
        let mut right = of(left, cuts);
        if explained {
            right.push(examples(seen));
        }
        let class = match right.is_empty() {
            true => "judge-column",
            false => "judge-column span-7 stretch",
        };
        view! {
            <div class=class>{of(0, left)}</div>
            <div class="judge-column span-5 stretch">{right}</div>
        }
    };
    view! {
        <header class="section-head">
            <h2>"Who responded"</h2>
            <p>"Small groups are pulled towards the whole, so that none stands out by chance alone"</p>
        </header>
        {columns}
    }
    .into_any()
}

/// Words of one cut.
fn words_of(at: usize, of: fn(&ResultReport, &Cut, &Format) -> String) -> Of<String> {
    Arc::new(move |r, fmt| {
        r.cuts
            .get(at)
            .map_or_else(String::new, |cut| of(r, cut, fmt))
    })
}

fn figure(seen: Seen, at: usize) -> AnyView {
    let draw = move |r: &ResultReport, fmt: &Format, w: f64| {
        let cut = r.cuts.get(at);
        let data = cut.map_or_else(Intervals::default, |cut| forests::cut(r, cut, fmt));
        let m = words::goal_measure(r);
        intervals(&data, w, &|_, v| words::tick(fmt, m, v))
    };
    let table = move |r: &ResultReport, fmt: &Format| match r.cuts.get(at) {
        Some(cut) => tables::cut(r, cut, fmt),
        None => Table::new(fmt, "", &[], []),
    };
    Card {
        class: "",
        title: words_of(at, |_, cut, fmt| fmt.sentence(&cut.title)),
        sub: words_of(at, |r, cut, _| {
            let goal = words::goal(r).map_or("Effect", |row| &row.name);
            format!(
                "{goal}, by {}: effect with 95% intervals",
                words::inside(&cut.name)
            )
        }),
        note: words_of(at, |_, cut, fmt| fmt.sentence(&cut.note)),
        legend: &[
            ("sw dot cm", "drawn towards the whole, with its interval"),
            ("sw dot open cm", "as measured"),
        ],
        draw: Arc::new(draw),
        table: Arc::new(table),
    }
    .shown(seen)
}

/// Three groups in words: as measured, drawn, why.
fn examples(seen: Seen) -> AnyView {
    view! {
        <section class="card" aria-labelledby="examples">
            <h2 id="examples">"Why dots and rings differ"</h2>
            <p class="chart-sub">"Examples in words: as measured, and what is to be believed"</p>
            <div class="fact-list">{live(seen, |r, fmt| {
                let m = words::goal_measure(r);
                let rows: Vec<_> = r.examples.iter().map(|(measured, shrunk, why)| {
                    let [measured, shrunk] = [*measured, *shrunk].map(|v| words::change(fmt, m, v));
                    view! {
                        <div>
                            <b>{measured}" "<span aria-hidden="true">"→"</span><span class="sr">"becomes"</span>" "{shrunk}</b>
                            <p>{fmt.sentence_view(why)}</p>
                        </div>
                    }
                }).collect();
                rows.into_any()
            })}</div>
        </section>
    }
    .into_any()
}
