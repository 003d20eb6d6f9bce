//! What to offer with one product: bought with it, instead of it, next, each with its reason.

use clientele_model::filters::Level;
use clientele_model::only::Only;
use clientele_model::question::Recommend;
use clientele_model::recommend::{Offers as List, RecommendReport, Whom};
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::{Say, Seen, id};
use crate::ask::{Asker, Standing, ask};
use crate::names::named;
use crate::state::State;

/// How many offers of a list are shown.
const MOST: usize = 6;

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
    let (state, asker) = (expect_context::<State>(), expect_context::<Asker>());
    let question = Signal::derive(move || Recommend {
        filters: state.filters.get(),
        whom: Whom::Product(product.get().unwrap_or_default()),
    });
    let asked = ask::<Recommend>(question, asker, Slot::Part);
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
    let title = move || {
        let say = seen.say.get();
        asked.report.with(|r| match r {
            Some(r) => say.sentence(&r.headline),
            None => "What goes with one product".to_owned(),
        })
    };
    let working = Memo::new(move |_| {
        asked
            .standing
            .with(|s| matches!(s, Standing::Working { .. }))
    });
    let lists = move || {
        if let Standing::Failed(why) = asked.standing.get() {
            return Some(view! { <p class="muted" role="alert">{why.to_string()}</p> }.into_any());
        }
        let say = seen.say.get();
        let report = asked.report.get()?;
        Some(shown(&report, &say, seen.open))
    };
    view! {
        <section class="card offers" aria-labelledby="offers">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="offers">{title}</h2>
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
            <div class="offers-lists" class:dim=working aria-busy=move || working.get().to_string()>{lists}</div>
        </section>
    }
}

fn shown(report: &RecommendReport, say: &Say, open: Callback<Only>) -> AnyView {
    if report.lists.is_empty() {
        return view! { <p class="muted">"Nothing goes with it beyond chance under these filters."</p> }.into_any();
    }
    let one = |list: &List| {
        let offers = list.offers.iter().take(MOST).map(|offer| {
            let only = match &report.whom {
                Whom::Product(id) => Only::Bought {
                    level: Level::Product,
                    all: vec![id.clone()],
                    but: offer.id.clone(),
                },
                Whom::Customer(_) | Whom::Group(_) => Only::Product(offer.id.clone()),
            };
            view! {
                <li>
                    <button type="button" class="link" on:click=move |_| open.run(only.clone())>{named(&offer.name)}</button>
                    <p class="sub">{say.sentence(&offer.reason)}</p>
                </li>
            }
        });
        view! { <div><h3>{list.title.clone()}</h3><ol>{offers.collect_view()}</ol></div> }
    };
    let mut words = report.remarks.iter();
    view! {
        {report.lists.iter().map(one).collect_view()}
        {words.next().map(|w| view! { <p class="chart-note">{say.shown(w)}</p> })}
    }
    .into_any()
}
