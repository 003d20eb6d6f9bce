//! What a first visitor is told, until they close it.

use leptos::prelude::*;

use crate::icon::{CROSS, icon};
use crate::state::{store, stored};

/// Where it is remembered that it was closed.
const MET: &str = "clientele.met";

/// The first steps, and where the words are explained.
pub(super) fn hint() -> impl IntoView {
    let open = RwSignal::new(stored(MET).is_none());
    let close = move |_| {
        store(MET, "1");
        open.set(false);
    };
    view! {
        <Show when=move || open.get()>
            <div class="notice hint no-print">
                <p>"New here? Click a mark on any chart for the customers behind it; the filters above narrow everything. "
                    <a class="link" href="words.html" target="_blank">"What the words mean"</a></p>
                <button type="button" class="btn quiet icon" aria-label="Close the first steps" on:click=close>{icon(CROSS)}</button>
            </div>
        </Show>
    }
}
