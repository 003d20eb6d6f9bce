//! Did the campaign work? The panel that judges a result.
//!
//! The verdict with its reasons first, then what it rests on: the goal and the profit, the split, the guardrails, the lead
//! over the days and the days after it, who responded, what a send to everybody would bring, and what the answer hangs on.
//! Where the split is off there are no effects to be trusted, so none are shown.

mod forests;
mod groups;
mod head;
mod ledger;
mod measures;
mod outlook;
mod over_time;
mod pictures;
mod report;
mod settings;
mod shown;
mod tables;
mod verdict;
mod why;
mod words;

use std::sync::Arc;

use clientele_model::experiments::{JudgeTest, ResultReport};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::{Source, answered};
use crate::effect::effect;
use crate::lazy::MakeView;
use crate::state::State;

type Seen = super::seen::Seen<ResultReport>;

/// The newest report, for what stands above the answer and is there before it.
#[derive(Clone, Copy)]
struct Newest(RwSignal<Option<Arc<ResultReport>>>);

/// The panel's code.
#[wasm_split(result, fallible)]
pub fn result() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Judge/> }.into_any())
}

#[component]
fn Judge() -> impl IntoView {
    let state = expect_context::<State>();
    let newest = Newest(RwSignal::new(None));
    provide_context(newest);
    // The campaigns of another data set are others.
    let dataset = state.of(|f| f.dataset.clone());
    let mut before = None;
    effect(move || {
        let now = dataset.get();
        let was = before.replace(now.clone());
        if was.is_some_and(|was| was != now) {
            newest.0.set(None);
        }
    });
    let question = Memo::new(move |_| {
        state.view.with(|v| JudgeTest {
            filters: v.filters.clone(),
            judged: v.judged.clone(),
        })
    });
    view! {
        <head::Head/>
        {answered::<JudgeTest>(question, |seen| view! { <Content seen/> }.into_any())}
    }
}

/// Whether effects are shown: those of a broken split are not worth a look.
fn is_whole(r: &ResultReport) -> bool {
    !r.split.is_broken && !r.measures.is_empty()
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    let newest = expect_context::<Newest>();
    effect(move || newest.0.set(Some(seen.report.get())));
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <settings::Settings seen/>
        {seen.deferred(|seen| view! { <verdict::Card seen/> }.into_any())}
        {seen.deferred_where(is_whole, measures::effects)}
        {seen.deferred(|seen| view! { <measures::Beside seen/> }.into_any())}
        {seen.deferred_where(|r| is_whole(r) && r.others.len() > 1, measures::others)}
        {seen.deferred_where(|r| is_whole(r) && r.course.is_some(), over_time::course)}
        {seen.deferred_where(|r| is_whole(r) && r.after.is_some(), over_time::after)}
        {seen.deferred_where(is_whole, measures::all)}
        {seen.deferred_where(|r| is_whole(r) && !r.cuts.is_empty(), groups::groups)}
        {seen.deferred_where(|r| is_whole(r) && (r.impact.is_some() || r.sensitivity.is_some()), outlook::outlook)}
        {seen.deferred(|seen| view! { <ledger::Rows seen/> }.into_any())}
        {seen.deferred(|seen| view! { <report::Page seen/> }.into_any())}
        {seen.deferred(|seen| view! { <why::Why seen/><Source/> }.into_any())}
    }
}
