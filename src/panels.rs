//! The panels, one module each.

mod data;
mod overview;
mod segments;

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
        Panel::Segments => view! { <segments::Segments/> }.into_any(),
        Panel::Data => view! { <data::Data/> }.into_any(),
    }
}
