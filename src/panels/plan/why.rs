//! How was this decided? Formulas, seeds and inputs, and the same on the command line.

use clientele_model::experiments::{PlanReport, PlanTest};
use clientele_model::question::AnyQuestion;
use leptos::prelude::*;

use super::Seen;
use crate::format::Format;
use crate::panels::how::{Again, How, command_line, unfolded};
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let how = unfolded();
    let summary = seen.words(|r, _| {
        let names = r.how.iter().take(4).map(|(name, _)| name.to_lowercase());
        names.collect::<Vec<_>>().join(", ")
    });
    view! { <How how summary><Inside seen/></How> }
}

#[component]
fn Inside(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let command = Signal::derive(move || {
        seen.report.track();
        let question: AnyQuestion = state.view.with(|v| {
            PlanTest {
                filters: v.filters.clone(),
                planned: v.plan.clone(),
            }
            .into()
        });
        command_line(question)
    });
    let facts = |r: &PlanReport, fmt: &Format| {
        let one = |(name, how): &(String, clientele_model::words::Sentence)| {
            view! { <dt>{name.clone()}</dt><dd>{fmt.sentence_view(how)}</dd> }
        };
        r.how.iter().map(one).collect_view()
    };
    view! {
        <div class="how-body grid">
            <section class="card" aria-labelledby="rests">
                <h2 id="rests">"What it rests on"</h2>
                <dl class="facts">{move || seen.make(facts)}</dl>
            </section>
            <Again class="card stretch" command/>
        </div>
    }
}
