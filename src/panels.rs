//! The panels, one module each.

mod baskets;
mod command;
mod data;
mod how;
mod overview;
mod products;
mod seen;
mod segments;

use leptos::html::Button;
use leptos::prelude::*;

use crate::ask::Asker;
use crate::effect::effect;
use crate::lazy::lazy;
use crate::state::{Panel, State, View};
use crate::waiting::Stop;

/// Shows a panel; once its first answer was cancelled, a way to ask again instead.
#[component]
pub fn PanelView(
    /// Which.
    panel: Panel,
) -> impl IntoView {
    let state = expect_context::<State>();
    // The panel's code and its answer come side by side.
    if let Some(question) = state.view.with_untracked(View::question) {
        expect_context::<Asker>().prefetch(question);
    }
    let stopped = RwSignal::new(false);
    provide_context(Stop(Callback::new(move |()| stopped.set(true))));
    // Whoever changes a filter wants an answer.
    effect(move || {
        state.filters.track();
        stopped.set(false);
    });
    let is_stopped = Memo::new(move |_| stopped.get());
    move || match panel {
        _ if is_stopped.get() => view! { <Stopped again=move |()| stopped.set(false)/> }.into_any(),
        Panel::Overview => view! { <overview::Overview/> }.into_any(),
        Panel::Segments => lazy(|| Box::pin(segments::segments())),
        Panel::Baskets => lazy(|| Box::pin(baskets::baskets())),
        Panel::Products => lazy(|| Box::pin(products::products())),
        Panel::Data => lazy(|| Box::pin(data::data())),
    }
}

/// What is left when the first answer was cancelled. Leaving the panel away has abandoned its question.
#[component]
fn Stopped(#[prop(into)] again: Callback<()>) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    effect(move || {
        if let Some(button) = button.get() {
            let _ = button.focus();
        }
    });
    view! {
        <div class="empty" role="status">
            <h1>"Stopped before the first answer"</h1>
            <p>"Nothing was calculated. Your filters are kept."</p>
            <button type="button" class="btn" node_ref=button on:click=move |_| again.run(())>"Calculate again"</button>
        </div>
    }
}
