//! What became of every row of the result file.

use clientele_model::experiments::{LedgerRow, ResultReport};
use leptos::prelude::*;

use super::shown::live;
use super::words::{self, HELD_BACK};
use super::{Seen, tables};
use crate::download::Saver;
use crate::format::Format;
use crate::icon::{DOWNLOAD, icon};

/// The ledger.
#[component]
pub(super) fn Rows(seen: Seen) -> impl IntoView {
    let saver = Saver::here();
    let csv = move |_| {
        saver.numbers(seen.make(tables::ledger));
    };
    view! {
        <section class="card" aria-labelledby="ledger">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="ledger">{seen.sentence(|r| &r.ledger.title)}</h2>
                    <p class="chart-sub">"From the first row that was read to those that are judged"</p>
                </div>
                <button type="button" class="btn no-print" on:click=csv>{icon(DOWNLOAD)}"CSV"</button>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Ledger of the result file">
                <table class="judge-ledger">
                    <caption class="sr">"Ledger of the result file"</caption>
                    <thead><tr><th scope="col">"Row"</th><th scope="col" class="num">"Rows"</th><th scope="col" class="num">{seen.words(|r, _| words::treated(r))}</th>
                        <th scope="col" class="num">{HELD_BACK}</th><th scope="col">"What becomes of them"</th></tr></thead>
                    <tbody>{live(seen, rows)}</tbody>
                </table>
            </div>
        </section>
    }
}

fn rows(r: &ResultReport, fmt: &Format) -> AnyView {
    let judged = words::judged(r);
    // Rows after those that are judged say something of some of them.
    let is_judged = |line: &LedgerRow| line.arms.is_some() && line.rows == judged;
    let total = r.ledger.rows.iter().rposition(is_judged);
    let rows = r.ledger.rows.iter().enumerate();
    let rows: Vec<_> = rows
        .map(|(at, line)| row(r, line, Some(at) == total, fmt))
        .collect();
    rows.into_any()
}

fn row(r: &ResultReport, line: &LedgerRow, is_total: bool, fmt: &Format) -> impl IntoView + use<> {
    let arms = line
        .arms
        .map(|(treated, held)| [treated, held].map(|n| fmt.count(n)));
    let [treated, held] = arms.unwrap_or_else(|| ["–", "–"].map(str::to_owned));
    let some = (!line.some.is_empty()).then(|| {
        let all = line.some.len() as u64 == u64::from(line.rows);
        let words = match all {
            true => "Show these".to_owned(),
            false => format!("Show {} of these", fmt.count(line.some.len() as u64)),
        };
        view! {
            <details class="judge-some">
                <summary>{words}<span class="sr">": "{line.name.clone()}</span></summary>
                <p>{line.some.join(", ")}</p>
            </details>
        }
    });
    view! {
        <tr class:total=is_total>
            <th scope="row">{line.name.clone()}</th>
            <td class="num" data-l="Rows">{fmt.count(line.rows)}</td>
            <td class="num" data-l=words::treated(r)>{treated}</td>
            <td class="num" data-l=HELD_BACK>{held}</td>
            <td class="fate">{fmt.sentence_view(&line.fate)}{some}</td>
        </tr>
    }
}
