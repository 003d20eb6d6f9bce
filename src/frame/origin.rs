//! Where the numbers of a live data set came from, and whether they are newer than an outage.

use leptos::prelude::*;

use crate::ask::Asker;
use crate::icon::{WARN, icon};

/// Says that the numbers are older than they should be, and asks again on demand.
pub fn older(asker: Asker) -> impl Fn() -> Option<AnyView> {
    move || {
        let words = asker.came.get()?.1?;
        let view = view! {
            <div class="notice warn">
                {icon(WARN)}
                <p>{words}</p>
                <button type="button" class="btn" on:click=move |_| asker.refresh()>"Try again"</button>
            </div>
        };
        Some(view.into_any())
    }
}

/// How much came, when, and how long ClickHouse took.
pub fn came(asker: Asker) -> impl Fn() -> Option<AnyView> {
    move || {
        let (words, _) = asker.came.get()?;
        Some(view! { <p class="origin">{words}</p> }.into_any())
    }
}
