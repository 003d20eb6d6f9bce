//! A command line to copy.

use leptos::prelude::*;

use crate::browser;
use crate::icon::icon;

/// The command that prints the report of a panel.
#[component]
pub(super) fn Command(
    /// As it is typed.
    command: Signal<String>,
) -> impl IntoView {
    let copied = RwSignal::new("");
    let copy = move |_| {
        let done = move |fine: bool| {
            copied.set(if fine {
                "Copied"
            } else {
                "Not copied: select it by hand"
            });
        };
        browser::copy(&command.get_untracked(), done);
    };
    view! {
        <div class="cmd">
            <code>{command}</code>
            <button type="button" class="btn icon" aria-label="Copy the command" title="Copy the command" on:click=copy>
                {icon("M6 6h7v7H6ZM10 6V3H3v7h3")}
            </button>
            <span class="copied" role="status">{copied}</span>
        </div>
    }
}
