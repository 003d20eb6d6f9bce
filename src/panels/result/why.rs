//! How was this decided? Names of formulas and figures, and the same on the command line.

use clientele_model::experiments::ResultReport;
use leptos::prelude::*;

use super::{Seen, report};
use crate::format::Format;
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
    let rows = |r: &ResultReport, fmt: &Format| {
        let one = |(name, how): &(String, _)| {
            view! { <dt>{name.clone()}</dt><dd>{fmt.sentence_view(how)}</dd> }
        };
        r.how.iter().map(one).collect_view()
    };
    view! {
        <div class="how-body grid">
            <dl class="facts">{move || seen.make(rows)}</dl>
            <Again class="card stretch" command=report::command(seen)/>
        </div>
    }
}
