//! An audience as a file for the tool it is written to with: which tool, what was tidied and why, what leaves this browser.

mod card;
mod cards;
mod choose;
mod database;

use clientele_model::outbound::AudienceFileReport;
use clientele_model::question::AudienceFile;
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::audiences::{Tabs, saved_here};
use super::seen::{Source, answered};
use crate::lazy::MakeView;
use crate::state::State;

type Seen = super::seen::Seen<AudienceFileReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(audience_file, fallible)]
pub fn audience_file() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Export/> }.into_any())
}

#[component]
fn Export() -> impl IntoView {
    let state = expect_context::<State>();
    let of = Memo::new(move |_| {
        let of = state.view.with(|view| view.of.clone());
        saved_here().resolved(&of.unwrap_or(Only::Everyone))
    });
    let choices = Memo::new(move |_| state.view.with(|view| view.outbound.clone()));
    let question = Signal::derive(move || AudienceFile {
        filters: state.filters.get(),
        of: of.get().unwrap_or(Only::Everyone),
        choices: choices.get(),
    });
    let refused = Memo::new(move |_| of.with(|of| of.as_ref().err().map(ToString::to_string)));
    view! {
        <Tabs/>
        {move || match refused.get() {
            Some(why) => view! {
                <header class="headline"><h1>"This audience cannot be exported"</h1><p>{why}</p></header>
            }
            .into_any(),
            None => answered::<AudienceFile>(question, |seen| view! { <Answered seen/> }.into_any()),
        }}
        <card::CardFile of/>
        <database::Database of/>
    }
}

#[component]
fn Answered(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <choose::Destinations seen/>
        <cards::Files seen/>
        <choose::Settings seen/>
        {seen.deferred_where(|r| !r.examples.is_empty(), |seen| view! { <cards::Examples seen/> }.into_any())}
        {seen.deferred_where(|r| !r.kinds.is_empty(), |seen| view! { <cards::Kinds seen/> }.into_any())}
        {seen.deferred_where(|r| !r.preview.is_empty(), |seen| view! { <cards::Preview seen/> }.into_any())}
        {seen.deferred_where(|r| !r.groups.is_empty(), |seen| view! { <cards::Held seen/> }.into_any())}
        {seen.deferred(|seen| view! { <cards::Why seen/> }.into_any())}
        <Source/>
    }
}
