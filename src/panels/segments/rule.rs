//! How was this decided? By a rule that is the same in every shop.

use clientele_model::question;
use leptos::prelude::*;

use super::super::how::{Again, How, command_line};
use super::super::seen::fixed;
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Rule(how: RwSignal<bool>) -> impl IntoView {
    let state = expect_context::<State>();
    let command = Signal::derive(move || {
        let question = question::Segments(state.filters.get());
        command_line(question::AnyQuestion::from(question))
    });
    view! {
        <How how summary=fixed("the RFM rule")>
            <div class="how-body grid">
                <section class="card span-7 stretch" aria-labelledby="rule">
                    <h2 id="rule">"The rule"</h2>
                    <ol class="rule-list">
                        <li>"Customers are ranked by the days since their last order, by their orders and by their spend."</li>
                        <li>"Each rank is cut into fifths, scored from 1 to 5, 5 is best; equal values have equal scores."</li>
                        <li>"The three scores make one of 125 codes, and every code belongs to one of eleven named groups."</li>
                    </ol>
                </section>
                <Again class="card span-5 stretch" command/>
            </div>
        </How>
    }
}
