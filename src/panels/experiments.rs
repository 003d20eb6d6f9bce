//! What both panels of experiments share: the way from one to the other.

use leptos::prelude::*;

use crate::frame::Link;
use crate::state::{Panel, State};

/// The two panels, side by side.
#[component]
pub fn Tabs() -> impl IntoView {
    let state = expect_context::<State>();
    let tabs = [Panel::Plan, Panel::Result].map(|panel| {
        let words = match panel {
            Panel::Plan => "Plan a test",
            _ => "Judge a result",
        };
        view! {
            <Link
                class="tab"
                to=Signal::derive(move || state.view.with(|v| v.on(panel)))
                current=Signal::derive(move || state.view.with(|v| v.panel == panel))
            >
                {words}
            </Link>
        }
    });
    view! { <nav class="tabs" aria-label="Experiments">{tabs}</nav> }
}
