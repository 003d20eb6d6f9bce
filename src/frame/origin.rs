//! Where the numbers of a live data set came from, and whether they are newer than an outage.

use leptos::prelude::*;

use crate::ask::Asker;
use crate::icon::{WARN, icon};

/// Says that the numbers are older than they should be, and asks again on demand.
pub fn older(asker: Asker) -> impl IntoView {
    let words = move || asker.origin.get().older;
    view! {
        <div class="notice warn" hidden=move || words().is_empty()>
            {icon(WARN)}
            <p>{words}</p>
            <button type="button" class="btn" on:click=move |_| asker.refresh()>"Try again"</button>
        </div>
    }
}

/// How much came, when, and how long ClickHouse took.
pub fn origin(asker: Asker) -> impl IntoView {
    view! { <p class="origin">{move || asker.origin.get().words}</p> }
}
