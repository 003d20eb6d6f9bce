//! Products by part of their name, as one types.

use clientele_model::question::FindProducts;
use clientele_model::wire::Slot;
use leptos::html::{Input, Ul};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::page_of;
use crate::ask::{Asker, ask};
use crate::effect::effect;
use crate::frame::{Frame, Link};
use crate::names::named;
use crate::state::{Change, State};

/// The field and what it finds. What is looked for stands in the address, which is written at most every 150 milliseconds.
#[component]
pub(super) fn Find() -> impl IntoView {
    let state = expect_context::<State>();
    let find = Memo::new(move |_| state.view.with(|v| v.products.find.clone()));
    let there = Memo::new(move |_| find.with(Option::is_some));
    let (field, list) = (NodeRef::<Input>::new(), NodeRef::<Ul>::new());
    // Whoever types is ahead of the address; a step back, or a product that was opened, is not.
    effect(move || {
        let now = find.get();
        if let Some(field) = field.get()
            && state.newest().products.find == now
            && field.value().trim() != now.as_deref().unwrap_or_default()
        {
            field.set_value(now.as_deref().unwrap_or_default());
        }
    });
    let write = move |text: String| {
        let text = text.trim().to_owned();
        let kind = if there.get_untracked() {
            Change::Drag
        } else {
            Change::Step
        };
        state.products(kind, |asked| {
            asked.find = (!text.is_empty()).then_some(text);
            // A link says one of the two.
            if asked.find.is_some() {
                asked.product = None;
            }
        });
    };
    // Up and down go from the field through the list, Escape leaves both.
    let key = move |e: web_sys::KeyboardEvent| {
        let step: i32 = match e.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Escape" => {
                write(String::new());
                return;
            }
            _ => return,
        };
        let Some(links) = list
            .get_untracked()
            .and_then(|l| l.query_selector_all("a").ok())
        else {
            return;
        };
        e.prevent_default();
        let now = document().active_element();
        let at = (0..links.length()).find(|&i| {
            let link = links
                .get(i)
                .and_then(|n| n.dyn_into::<web_sys::Element>().ok());
            link == now
        });
        let next = at.map_or(if step > 0 { 0 } else { -1 }, |at| at as i32 + step);
        let to = u32::try_from(next).ok().and_then(|i| links.get(i));
        let to = to.and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok());
        let _ = match (to, field.get_untracked()) {
            (Some(link), _) => link.focus(),
            (None, Some(field)) if next < 0 => field.focus(),
            _ => Ok(()),
        };
    };
    view! {
        <search class="find no-print" on:keydown=key>
            <label class="sr" for="find">"Find a product by name or code"</label>
            <input class="field" id="find" type="search" autocomplete="off" placeholder="Find a product by name or code" node_ref=field
                on:input=move |e| write(event_target_value(&e))/>
            <Show when=move || there.get()><Results find list/></Show>
        </search>
    }
}

#[component]
fn Results(find: Memo<Option<String>>, list: NodeRef<Ul>) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let question = Memo::new(move |_| FindProducts {
        filters: state.filters.get(),
        text: find.get().unwrap_or_default(),
    });
    let answer = ask::<FindProducts>(question, expect_context::<Asker>(), Slot::Sheet);
    let failed = move || match answer.status.get() {
        crate::ask::Status::Failed(why) => Some(why.to_string()),
        _ => None,
    };
    let head = move || {
        frame.fmt.with(|fmt| {
            let said = || {
                answer
                    .report
                    .with(|r| r.as_ref().map(|r| fmt.sentence(&r.headline)))
            };
            failed().or_else(said)
        })
    };
    let hits = move || {
        let report = answer.report.get()?;
        let fmt = frame.fmt.get();
        let hit = |hit: &clientele_model::products::Hit| {
            let (name, code) = (named(&hit.name), hit.id.clone());
            let revenue = fmt.money_short(hit.revenue);
            let to = page_of(state, hit.id.clone());
            view! {
                <li><Link to class="hit-link"><span>{name}</span><span class="sub">{code}</span>
                    <span class="num">{revenue}</span></Link></li>
            }
        };
        Some(report.hits.iter().map(hit).collect_view())
    };
    view! {
        <div class="found card">
            <p class="sub" role="status">{head}</p>
            <ul node_ref=list>{hits}</ul>
        </div>
    }
}
