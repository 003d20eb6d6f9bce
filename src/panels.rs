//! The panels, one module each.

mod data;
mod overview;

use leptos::prelude::*;

use crate::state::Panel;

/// Shows a panel.
#[component]
pub fn PanelView(
    /// Which.
    panel: Panel,
) -> impl IntoView {
    match panel {
        Panel::Overview => view! { <overview::Overview/> }.into_any(),
        Panel::Segments => view! { <h1>"Segments"</h1> }.into_any(),
        Panel::Data => view! { <data::Data/> }.into_any(),
    }
}
