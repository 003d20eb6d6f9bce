//! How was this decided? Where each line of the card comes from.

use clientele_model::playbook::{Entry, WritePlaybook};
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::super::audiences::saved_here;
use super::super::how::{Again, How, command_line};
use super::super::seen::fixed;
use super::Seen;
use crate::format::Format;
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let how = super::super::how::unfolded();
    let rows = move || {
        seen.make(|r, fmt| {
            let row = |entry: &Entry, fmt: &Format| {
                view! { <tr><th scope="row">{entry.about.label()}</th><td>{fmt.sentence(&entry.why)}</td></tr> }
            };
            let all = r.entries.iter().filter(|entry| !entry.why.is_empty());
            all.map(|entry| row(entry, fmt)).collect_view()
        })
    };
    let command = Signal::derive(move || {
        let of = state
            .view
            .with(|view| view.of.clone())
            .unwrap_or(Only::Everyone);
        command_line(AnyQuestion::from(WritePlaybook {
            filters: state.filters.get(),
            of: saved_here().resolved(&of).unwrap_or(of),
        }))
    });
    view! {
        <How how summary=fixed("where each line comes from")>
            <div class="how-body grid">
                <section class="card span-7 stretch" aria-labelledby="card-why">
                    <h2 id="card-why">"Where each line comes from"</h2>
                    <div class="table-wrap"><table class="tight">
                        <caption class="sr">"Where each line comes from"</caption>
                        <thead><tr><th scope="col">"Line"</th><th scope="col">"From"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                </section>
                <Again class="card span-5 stretch" command/>
            </div>
        </How>
    }
}
