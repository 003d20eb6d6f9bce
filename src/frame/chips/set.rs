//! Filters that are sets of names: countries, channels, categories, tiers.

use std::collections::BTreeSet;

use clientele_model::catalogue::Value;
use clientele_model::filters::Dimension;
use clientele_model::question::Values;
use clientele_model::values::ABOUT;
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::Chip;
use crate::ask::{Asker, Status, ask};
use crate::frame::Frame;
use crate::names::named;
use crate::state::{Change, State};

/// How many values are listed at a time.
const MOST: usize = 60;

/// What is said where nobody counted.
const NOT_COUNTED: &str = "No numbers: customers could not be counted";

/// A chip for one of the sets of names.
#[component]
pub(super) fn SetChip(name: &'static str, of: Dimension) -> impl IntoView {
    let frame = expect_context::<Frame>();
    let chosen = chosen(of);
    let value = move || {
        let all = frame
            .catalogue
            .with(|c| c.as_ref().map_or(0, |c| c.values(of).len()));
        let chosen = chosen.get();
        let mut names = chosen
            .iter()
            .take(2)
            .map(|name| named(name))
            .collect::<Vec<_>>()
            .join(", ");
        if chosen.is_empty() {
            names = format!("All {}", frame.fmt.with(|s| s.count(all as u64)));
        } else if chosen.len() > 2 {
            names = format!("{names} +{}", chosen.len() - 2);
        }
        names
    };
    view! {
        <Chip name value=Signal::derive(value) set=Signal::derive(move || chosen.with(|c| !c.is_empty()))>
            <Choices of/>
        </Chip>
    }
}

/// The values with their customers, which are asked for while the popover is open.
#[component]
fn Choices(of: Dimension) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let chosen = chosen(of);
    let all = Memo::new(move |_| {
        frame.catalogue.with(|c| {
            c.as_ref()
                .map(|c| c.values(of).to_vec())
                .unwrap_or_default()
        })
    });
    // The same whatever is chosen here, so that nothing is asked anew meanwhile.
    let question = Memo::new(move |_| state.filters.with(|f| Values::of(f, of)));
    let answer = ask::<Values>(question, expect_context::<Asker>(), Slot::Filter);
    // Of the newest question or none: numbers of another would be wrong.
    let counted = Memo::new(move |_| match answer.status.get() {
        Status::Ready => answer.report.get().map(|report| {
            let about = frame.fmt.with(|s| s.sentence(&report.about));
            (about, report.values(of).to_vec())
        }),
        Status::Working { .. } | Status::Failed(_) => None,
    });
    let customers = move |name: &str| {
        counted.with(|counted| {
            let (_, values) = counted.as_ref()?;
            let found = values.iter().find(|value| value.name == name);
            found.map(|value| value.customers)
        })
    };
    let failed = Memo::new(move |_| answer.status.with(|s| matches!(s, Status::Failed(_))));
    let about = move || {
        let about = counted.with(|c| c.as_ref().map(|(about, _)| about.clone()));
        let else_said = if failed.get() { NOT_COUNTED } else { ABOUT };
        let about = about.unwrap_or_else(|| else_said.to_owned());
        match chosen.with(BTreeSet::is_empty) {
            true => format!("None chosen: all {} count. {about}", of.many()),
            false => about,
        }
    };
    let clear = move |_| {
        state.change(Change::Step, move |f| {
            if let Some(set) = f.listed_mut(of) {
                set.clear();
            }
        });
    };
    let wanted = RwSignal::new(String::new());
    let shown = move || {
        let wanted = lower(&wanted.get());
        all.with(|all| {
            let fits = |v: &&Value| {
                let holds = |name: &str| lower(name).contains(&wanted);
                holds(&v.name) || holds(&named(&v.name))
            };
            let names = all.iter().filter(fits).take(MOST);
            names.map(|value| value.name.clone()).collect::<Vec<_>>()
        })
    };
    let find = Signal::stored(format!("Find in {}", of.many()));
    let long = move || all.with(|a| a.len() > 8);
    view! {
        <Show when=long>
            <input class="field" type="search" placeholder=find aria-label=find prop:value=wanted
                on:input=move |e| wanted.set(event_target_value(&e))/>
        </Show>
        <div class="long">
            <For each=shown key=String::clone let:name>
                {
                    let here = name.clone();
                    let is_chosen = Memo::new(move |_| chosen.with(|c| c.contains(&here)));
                    let there = name.clone();
                    let number = Memo::new(move |_| customers(&there));
                    let words = named(&name);
                    let toggle = move |e| {
                        let (on, name) = (event_target_checked(&e), name.clone());
                        state.change(Change::Step, move |f| {
                            let Some(set) = f.listed_mut(of) else { return };
                            if on { set.insert(name); } else { set.remove(&name); }
                        });
                    };
                    let count = move || number.get().map(|n| frame.fmt.with(|s| s.count(n)));
                    view! {
                        <label class="check" class:muted=move || number.get() == Some(0)>
                            <input type="checkbox" prop:checked=is_chosen on:change=toggle/>
                            {words}
                            <span class="n">{count}</span>
                        </label>
                    }
                }
            </For>
        </div>
        <p class="foot">
            <span>{about}</span>
            <Show when=move || chosen.with(|c| !c.is_empty())>
                <button type="button" class="btn quiet" on:click=clear>"Clear"</button>
            </Show>
        </p>
    }
}

/// The values chosen of a dimension.
fn chosen(of: Dimension) -> Memo<BTreeSet<String>> {
    let state = expect_context::<State>();
    Memo::new(move |_| {
        state
            .filters
            .with(|f| f.listed(of).cloned().unwrap_or_default())
    })
}

/// In small letters, by the browser's rules: ours would bring their own tables of letters along.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
