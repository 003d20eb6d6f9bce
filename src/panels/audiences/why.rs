//! How was this decided? The definition, the order of its lines, and what the comparison rests on.

use clientele_model::audiences::ProfileRow;
use clientele_model::question::{AnyQuestion, BuildAudience};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::super::how::{Again, How, command_line};
use super::super::seen::fixed;
use super::saved::Shelf;
use super::{Seen, shown};
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let shelf = expect_context::<Shelf>();
    let how = RwSignal::new(false);
    let of = Memo::new(move |_| {
        let of = shown(state);
        shelf.resolved(&of).unwrap_or(of)
    });
    let definition = move || of.with(ToString::to_string);
    let command = Signal::derive(move || {
        command_line(AnyQuestion::from(BuildAudience {
            filters: state.filters.get(),
            of: of.get(),
            send: state
                .view
                .with(|view| view.send.clone())
                .unwrap_or(Only::Everyone),
        }))
    });
    let rows = move || {
        seen.make(|r, fmt| {
            let row = |row: &ProfileRow| {
                view! { <tr><th scope="row">{row.label.clone()}</th><td class="num">{fmt.signed(row.deviations, 2)}</td></tr> }
            };
            r.profile.rows.iter().map(row).collect_view()
        })
    };
    view! {
        <How how summary=fixed("the definition, its order, what is counted")>
            <div class="how-body grid">
                <section class="card span-7 stretch" aria-labelledby="audience-order">
                    <h2 id="audience-order">"The definition"</h2>
                    <p><code class="definition">{definition}</code></p>
                    <ol class="rule-list">
                        <li>"Every line is looked for among all customers whom the filters above leave; groups and segments are worked out among them."</li>
                        <li>"Lines are joined from the top: “and” keeps those in both, “or” adds, “minus” takes out."</li>
                        <li>"“Within so many days” counts back from the day up to which recency is counted."</li>
                        <li>"Rules for a send take out customers at the end; they do not change who is in the audience."</li>
                    </ol>
                </section>
                <Again class="card span-5 stretch" command/>
                <section class="card span-6 stretch" aria-labelledby="audience-apart">
                    <h2 id="audience-apart">"How far from everybody"</h2>
                    <p class="chart-sub">"Difference of the means in standard deviations of all customers; below 0.2 it is about like everybody"</p>
                    <div class="table-wrap"><table class="tight">
                        <caption class="sr">"How far from everybody"</caption>
                        <thead><tr><th scope="col">"Measure"</th><th scope="col" class="num">"Standard deviations"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                </section>
            </div>
        </How>
    }
}
