//! Filters that are sets of names: countries, channels, categories, tiers.

use std::collections::BTreeSet;

use clientele_model::catalogue::{Catalogue, Value};
use clientele_model::filters::Filters;
use leptos::prelude::*;

use super::Chip;
use crate::frame::Frame;
use crate::names::named;
use crate::state::{Change, State};

/// A chip for one of the sets of names.
#[component]
pub(super) fn SetChip(
    name: &'static str,
    many: &'static str,
    values: fn(&Catalogue) -> &Vec<Value>,
    of: fn(&Filters) -> &BTreeSet<String>,
    edit: fn(&mut Filters) -> &mut BTreeSet<String>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let chosen = Memo::new(move |_| state.filters.with(|f| of(f).clone()));
    let all = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| values(c).clone()).unwrap_or_default())
    });
    let wanted = RwSignal::new(String::new());
    let value = move || {
        let chosen = chosen.get();
        let mut names = chosen
            .iter()
            .take(2)
            .map(|name| named(name))
            .collect::<Vec<_>>()
            .join(", ");
        if chosen.is_empty() {
            names = format!(
                "All {}",
                frame.fmt.with(|s| s.count(all.with(Vec::len) as u64))
            );
        } else if chosen.len() > 2 {
            names = format!("{names} +{}", chosen.len() - 2);
        }
        names
    };
    let shown = move || {
        let wanted = lower(&wanted.get());
        all.with(|all| {
            let fits = |v: &&Value| {
                let holds = |name: &str| lower(name).contains(&wanted);
                holds(&v.name) || holds(&named(&v.name))
            };
            all.iter()
                .filter(fits)
                .take(60)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let find = Signal::stored(format!("Find in {many}"));
    let long = move || all.with(|a| a.len() > 8);
    view! {
        <Chip name=name value=Signal::derive(value) set=Signal::derive(move || chosen.with(|c| !c.is_empty()))>
            <Show when=long>
                <input class="field" type="search" placeholder=find aria-label=find prop:value=wanted
                    on:input=move |e| wanted.set(event_target_value(&e))/>
            </Show>
            <div class="long">
                <For each=shown key=|v| v.name.clone() let:item>
                    {
                        let (here, there) = (item.name.clone(), item.name.clone());
                        let toggle = move |e| {
                            let (on, name) = (event_target_checked(&e), there.clone());
                            state.change(Change::Step, move |f| {
                                let set = edit(f);
                                if on { set.insert(name); } else { set.remove(&name); }
                            });
                        };
                        let count = frame.fmt.with_untracked(|s| s.count(item.customers));
                        view! {
                            <label class="check">
                                <input type="checkbox" prop:checked=move || chosen.with(|c| c.contains(&here)) on:change=toggle/>
                                {named(&item.name)}
                                <span class="n">{count}</span>
                            </label>
                        }
                    }
                </For>
            </div>
            <p class="foot">
                <span>{move || if chosen.with(BTreeSet::is_empty) { format!("None chosen: all {many} count") } else { "Numbers: customers".to_owned() }}</span>
                <Show when=move || chosen.with(|c| !c.is_empty())>
                    <button type="button" class="btn quiet" on:click=move |_| state.change(Change::Step, |f| edit(f).clear())>"Clear"</button>
                </Show>
            </p>
        </Chip>
    }
}

/// In small letters, by the browser's rules: ours would bring their own tables of letters along.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
