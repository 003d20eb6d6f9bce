//! What stands below the ways: whom it pays to write to, the lists, saved plans, the paper. Its code comes after the rest.

use clientele_model::experiments::{PlanReport, RunningTest};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Seen, cells, is_able, lists, paper, saved, why};
use crate::format::Format;
use crate::lazy::MakeView;
use crate::panels::seen::Source;

/// The code of this part.
#[wasm_split(plan_rest, fallible)]
pub(super) fn rest() -> Result<MakeView, SplitLoaderError> {
    Ok(|| {
        let seen = expect_context::<Seen>();
        view! { <Rest seen/> }.into_any()
    })
}

#[component]
fn Rest(seen: Seen) -> impl IntoView {
    let has_seasons = |r: &PlanReport| r.seasons.len() > 1;
    view! {
        {seen.deferred_where(|r| !r.cells.rows.is_empty(), cells::cells)}
        {seen.deferred_where(|r| !r.peeking.rows.is_empty(), cells::peeking)}
        {seen.deferred_where(has_seasons, cells::seasons)}
        {seen.deferred_where(|r| !r.running.is_empty(), running)}
        {seen.deferred_where(is_able, |seen| view! { <lists::Lists seen/> }.into_any())}
        {seen.deferred(|_| view! { <saved::Saved/> }.into_any())}
        {seen.deferred_where(is_able, paper::paper)}
        {seen.deferred(|seen| view! { <why::Why seen/><Source/> }.into_any())}
    }
}

/// Tests that run on the day of the send.
fn running(seen: Seen) -> AnyView {
    let rows = |r: &PlanReport, fmt: &Format| {
        let row = |t: &RunningTest| {
            view! {
                <tr>
                    <th scope="row">{t.name.clone()}</th>
                    <td class="num">{fmt.count(t.customers)}</td>
                    <td class="num">{fmt.day(t.until)}</td>
                </tr>
            }
        };
        r.running.iter().map(row).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="running">
            <h2 id="running">"Tests that run on the day of the send"</h2>
            <p class="chart-sub">"Their customers are left out of this one unless you say otherwise"</p>
            <div class="table-wrap">
                <table class="tight">
                    <caption class="sr">"Running tests"</caption>
                    <thead><tr><th scope="col">"Campaign"</th><th scope="col" class="num">"Customers in it"</th><th scope="col" class="num">"Counted until"</th></tr></thead>
                    <tbody>{move || seen.make(rows)}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
