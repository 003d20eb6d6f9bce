//! A playbook card: what to do with some customers, made from their figures, changed by hand, printed, taken along.

mod card;
mod changes;
mod hybrids;
mod why;

use clientele_model::playbook::{PlaybookReport, WritePlaybook};
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::audiences::{Tabs, saved_here};
use super::seen::{Source, answered};
use crate::lazy::MakeView;
use crate::state::State;
use changes::Changes;

pub(super) use card::text;

type Seen = super::seen::Seen<PlaybookReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(playbook, fallible)]
pub fn playbook() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Playbook/> }.into_any())
}

/// What was changed by hand on the card of these customers.
pub(super) fn changes_of(state: State, of: Signal<Only>) -> Changes {
    Changes::of(state, of)
}

#[component]
fn Playbook() -> impl IntoView {
    let state = expect_context::<State>();
    let of = Memo::new(move |_| {
        let of = state.view.with(|view| view.of.clone());
        saved_here().resolved(&of.unwrap_or(Only::Everyone))
    });
    let whom = Signal::derive(move || of.get().unwrap_or(Only::Everyone));
    let question = Signal::derive(move || WritePlaybook {
        filters: state.filters.get(),
        of: whom.get(),
    });
    let refused = Memo::new(move |_| of.with(|of| of.as_ref().err().map(ToString::to_string)));
    provide_context(Changes::of(state, whom));
    view! {
        <Tabs/>
        {move || match refused.get() {
            Some(why) => view! {
                <header class="headline"><h1>"There is no card for this audience"</h1><p>{why}</p></header>
            }
            .into_any(),
            None => answered::<WritePlaybook>(question, |seen| view! { <Answered seen/> }.into_any()),
        }}
    }
}

#[component]
fn Answered(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <card::Card seen/>
        {seen.deferred_where(|r| !r.hybrids.is_empty(), |seen| view! { <hybrids::Hybrids seen/> }.into_any())}
        {seen.deferred(|seen| view! { <why::Why seen/> }.into_any())}
        <Source/>
    }
}
