//! What everything is narrowed to.

use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;
use leptos::prelude::*;

use crate::format::Format;
use crate::frame::Frame;
use crate::icon::{CROSS, icon};
use crate::names::{capitalise, named};
use crate::state::{Change, State};

/// One chip for each; a click takes it away.
#[component]
pub(super) fn OnlyChips() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let all = state.of(|f| f.only.clone());
    move || {
        let fmt = frame.fmt.get();
        let one = |(i, only): (usize, &Only)| {
            let words = describe(only, &fmt);
            let label = format!("Only {words}: remove this choice");
            view! {
                <button type="button" class="chip-only" aria-label=label
                    on:click=move |_| state.change(Change::Step, move |f| if i < f.only.len() { f.only.remove(i); })>
                    "Only "<b>{words}</b>
                    {icon(CROSS)}
                </button>
            }
        };
        all.with(|all| all.iter().enumerate().map(one).collect_view())
    }
}

/// A selection in a few words.
fn describe(only: &Only, fmt: &Format) -> String {
    match only {
        Only::Everyone => "everyone".to_owned(),
        Only::Rfm(group) => RfmGroup::name(*group).to_owned(),
        Only::Cell { recency, frequency } => format!("R {recency} · F {frequency}"),
        Only::Segment(slug) => {
            let words: Vec<String> = slug
                .split('-')
                .map(|word| {
                    let mut word = word.to_owned();
                    capitalise(&mut word);
                    word
                })
                .collect();
            words.join(" ")
        }
        Only::Band { feature, low, high } => {
            let end = |v: &Option<f64>| v.map(|v| fmt.short(v)).unwrap_or_default();
            format!("{feature} {}–{}", end(low), end(high))
        }
        Only::Ordered(from, to) => format!("bought {}", fmt.span((*from, *to))),
        Only::New(from, to) => format!("new in {}", fmt.span((*from, *to))),
        Only::Returning(from, to) => format!("returning in {}", fmt.span((*from, *to))),
        Only::Country(name) | Only::Channel(name) | Only::Category(name) => named(name),
        Only::Product(id) => format!("buyers of {id}"),
        Only::Bought { all, but, .. } => format!("bought {}, not {but}", all.join(" and ")),
    }
}
