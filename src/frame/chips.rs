//! The filters as chips: each shows its value, each opens a small popover, every choice applies at once.

mod called;
mod only;
mod period;
mod set;
mod spend;

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Dimension, Filters};
use leptos::prelude::*;

pub use self::only::{described, selections};
pub use self::spend::spent;

use self::only::OnlyChips;
use self::period::{AgainstChip, PeriodChip};
use self::set::SetChip;
use self::spend::{ReturnsChip, ValueChip};
use super::switches::Switches;
use super::{Frame, Radio};
use crate::browser::is_open;
use crate::icon::icon;
use crate::state::{Change, State};

/// The row of chips.
#[component]
pub fn Chips() -> impl IntoView {
    let frame = expect_context::<Frame>();
    let has =
        move |of: &dyn Fn(&Catalogue) -> bool| frame.catalogue.with(|c| c.as_ref().is_some_and(of));
    let sets = [
        ("Country", Dimension::Country),
        ("Channel", Dimension::Channel),
        ("Category", Dimension::Category),
        ("Tier", Dimension::Tier),
    ];
    let sets = sets.map(|(name, of)| {
        let is_there = move || has(&|c| c.has.dimension(of) && c.values(of).len() > 1);
        view! { <Show when=is_there><SetChip name of/></Show> }
    });
    view! {
        <div class="chips" role="group" aria-label="Filters">
            <Show when=move || has(&|_| true)>
                <PeriodChip/>
                <AgainstChip/>
            </Show>
            {sets}
            <Show when=move || has(&|_| true)>
                <ReturnsChip/>
                <ValueChip/>
            </Show>
            <OnlyChips/>
            <Switches/>
        </div>
    }
}

/// A chip and its popover, which is made when it is opened.
#[component]
fn Chip(
    name: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] set: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let inside = move || {
        open.get().then(|| {
            view! {
                <div class="popover" role="group" aria-label=name>
                    <h3>{name}</h3>
                    {children()}
                </div>
            }
        })
    };
    view! {
        <details class="chip" class:set=set name="filters" on:toggle=move |e| open.set(is_open(&e))>
            <summary>{name}" "<b>{value}</b>{icon("M4 6.500 8 10l4-3.500")}</summary>
            {inside}
        </details>
    }
}

/// A button that takes the choice of a chip away, below it.
fn undo(words: &'static str, edit: fn(&mut Filters)) -> impl IntoView {
    let state = expect_context::<State>();
    view! { <button type="button" class="btn quiet" on:click=move |_| state.change(Change::Step, edit)>{words}</button> }
}

/// The choices of a filter that has one value.
fn options<T: Copy + PartialEq + Send + Sync + 'static>(
    group: &'static str,
    now: Memo<T>,
    choices: impl IntoIterator<Item = (T, &'static str)>,
    set: fn(&mut Filters, T),
) -> impl IntoView {
    let choices = choices
        .into_iter()
        .map(|(of, words)| option(group, now, of, Signal::stored(words.to_owned()), set));
    view! { <div>{choices.collect_view()}</div> }
}

/// One of them.
fn option<T: Copy + PartialEq + Send + Sync + 'static>(
    group: &'static str,
    now: Memo<T>,
    of: T,
    words: Signal<String>,
    set: fn(&mut Filters, T),
) -> impl IntoView {
    let state = expect_context::<State>();
    let pick = move |()| state.change(Change::Step, |f| set(f, of));
    view! { <Radio class="check" group words on=Signal::derive(move || now.get() == of) pick/> }
}
