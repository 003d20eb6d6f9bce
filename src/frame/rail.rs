//! The rail: the way from panel to panel.

use leptos::prelude::*;

use super::Link;
use crate::icon::icon;
use crate::panels::PANELS;
use crate::state::{Panel, State};

#[component]
pub(super) fn Rail(panel: Memo<Panel>) -> impl IntoView {
    let state = expect_context::<State>();
    // The place in the rail of the panel that is shown.
    let place = Memo::new(move |_| {
        let shown = PANELS.iter().find(|shown| shown.panel == panel.get());
        shown.map(|shown| shown.under.unwrap_or(shown.panel))
    });
    let links = PANELS.iter().filter(|shown| shown.under.is_none()).map(move |shown| {
        let to = shown.panel;
        view! {
            <li>
                <Link class="rail-link" to=Signal::derive(move || state.view.with(|v| v.on(to))) current=Signal::derive(move || place.get() == Some(to))>
                    {icon(shown.icon)}
                    <span>{to.word()}</span>
                </Link>
            </li>
        }
    });
    view! {
        <nav class="rail" aria-label="Panels">
            <div class="rail-in">
                <Link class="brand" to=Signal::derive(move || state.view.with(|v| v.on(Panel::Overview)))>
                    <svg viewBox="0 0 22 22" aria-hidden="true">
                        <circle cx="8" cy="8" r="6" class="f-s1"/><circle cx="15.5" cy="11" r="4.5" class="f-s2"/><circle cx="8.5" cy="17" r="3" class="f-s3"/>
                    </svg>
                    <span>"Clientele"</span>
                </Link>
                <ul class="first">{links.collect_view()}</ul>
                <p class="rail-note">"Computed in this browser. No customer row leaves it. "<a href="words.html" target="_blank">"What the words mean"</a></p>
            </div>
        </nav>
    }
}
