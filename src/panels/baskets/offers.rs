//! What to offer with one product: bought with it, instead of it, next, each with its reason.

use clientele_model::filters::Level;
use clientele_model::recommend::Whom;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::{Seen, id};
use crate::names::named;
use crate::offers::{Lists, finding, offered};

#[component]
pub(super) fn Offers(seen: Seen, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let first = Memo::new(move |_| {
        seen.report.with(|r| {
            let base = r.bundles.first().map(|b| b.base);
            let best = base.or_else(|| r.rules.first().and_then(|rule| rule.when.first().copied()));
            best.map(|at| id(r, at))
        })
    });
    let product = Memo::new(move |_| chosen.get().or_else(|| first.get()));
    let there = Memo::new(move |_| product.with(Option::is_some));
    view! {
        <Show when=move || there.get()>
            <Inside seen chosen product/>
        </Show>
    }
}

#[component]
fn Inside(
    seen: Seen,
    chosen: RwSignal<Option<String>>,
    product: Memo<Option<String>>,
) -> impl IntoView {
    let whom = Signal::derive(move || Whom::Product(product.get().unwrap_or_default()));
    let answer = offered(whom, Slot::Part);
    // Whoever bought the one and not the other can be offered it.
    let press = Callback::new(move |but: String| {
        seen.open.run(Only::Bought {
            level: Level::Product,
            all: product.get_untracked().into_iter().collect(),
            but,
        });
    });
    let options = move || {
        seen.report.with(|r| {
            let mut items: Vec<_> = r
                .items
                .iter()
                .map(|i| (named(&i.name), i.id.clone()))
                .collect();
            items.sort();
            let here = product.get_untracked();
            let option = |(name, id): (String, String)| {
                let on = here.as_ref() == Some(&id);
                view! { <option value=id selected=on>{name}</option> }
            };
            items.into_iter().map(option).collect_view()
        })
    };
    view! {
        <section class="card offers" aria-labelledby="offers">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="offers">{finding(answer, "What goes with one product")}</h2>
                    <p class="chart-sub">"What goes with one product, and why; a rule or card that you open chooses its product"</p>
                </div>
                <label class="offers-pick no-print">
                    <span class="sr">"Product"</span>
                    <select class="field" prop:value=move || { seen.report.track(); product.get().unwrap_or_default() }
                        on:change=move |e| chosen.set(Some(event_target_value(&e)))>
                        {options}
                    </select>
                </label>
            </div>
            <Lists answer press/>
        </section>
    }
}
