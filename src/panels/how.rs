//! How was this decided? What every panel ends with, for those who ask.

use std::fmt::Display;

use leptos::prelude::*;

use crate::browser::{self, is_open};
use crate::icon::{OPENS, icon};

use super::command::Command;

/// Whether the section is open: at first where the address ends with `#why`.
pub(super) fn unfolded() -> RwSignal<bool> {
    RwSignal::new(browser::fragment_is("#why"))
}

/// The section, closed until somebody asks.
#[component]
pub(super) fn How(
    /// Whether it is open.
    how: RwSignal<bool>,
    /// The answer in half a line.
    #[prop(into)]
    summary: Signal<String>,
    /// What is inside; made when it is opened.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <details class="how" id="why" prop:open=how on:toggle=move |e| how.set(is_open(&e))>
            <summary>{icon(OPENS)}"How was this decided?"<span>{summary}</span></summary>
            {move || how.get().then(|| view! {
                {children()}
                <p><a class="link" href="parity.html" target="_blank">"What every number was held against"</a></p>
            })}
        </details>
    }
}

/// The command line that prints the report to a question.
pub(super) fn command_line(question: impl Display) -> String {
    format!("clientele ask PACK '{question}'")
}

/// The command that prints the same report.
#[component]
pub(super) fn Again(
    /// How wide the card is: `card span-5 stretch`.
    class: &'static str,
    /// As it is typed.
    command: Signal<String>,
) -> impl IntoView {
    view! {
        <section class=class aria-labelledby="again">
            <h2 id="again">"The same on the command line"</h2>
            <Command command/>
            <p class="muted">"Prints this report with every number as JSON."</p>
        </section>
    }
}
