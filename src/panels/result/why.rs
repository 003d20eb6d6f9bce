//! How was this decided? Names of formulas and figures, and the same on the command line.

use leptos::prelude::*;

use super::shown::live;
use super::{Seen, report};
use crate::panels::how::{Again, How, unfolded};
use crate::panels::seen::fixed;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let how = unfolded();
    view! { <How how summary=fixed("tests, intervals, limits, and what was assumed")><Inside seen/></How> }
}

#[component]
fn Inside(seen: Seen) -> impl IntoView {
    view! {
        <div class="how-body grid">
            <dl class="facts">{live(seen, |r, fmt| {
                let rows: Vec<_> = r.how.iter().map(|(name, how)| {
                    view! { <dt>{name.clone()}</dt><dd>{fmt.sentence_view(how)}</dd> }
                }).collect();
                rows.into_any()
            })}</dl>
            <Again class="card stretch" command=report::command(seen)/>
        </div>
    }
}
