//! Cards of an audience: rules for every send, the highest spenders, what they buy more.

use clientele_model::audiences::{BoughtMore, Member, SendRule};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::Seen;
use super::lists::BringList;
use super::values::numbers;
use crate::format::Format;
use crate::frame::Link;
use crate::names::named;
use crate::state::{Panel, State};

/// Rules that hold for every send.
#[component]
pub(super) fn Rules(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let swap = move |rule: Option<Only>, other: Option<Only>| {
        state.edit(|view| {
            let send = view.send.take().unwrap_or(Only::Everyone);
            let mut rules = match send {
                Only::Everyone => Vec::new(),
                Only::All(parts) => parts,
                one => vec![one],
            };
            rules.retain(|one| Some(one) != rule.as_ref() && Some(one) != other.as_ref());
            rules.extend(other);
            view.send = (!rules.is_empty()).then(|| Only::all(rules));
        });
    };
    let row = move |rule: &SendRule, fmt: &Format| {
        let takes = match (rule.keeps.is_some(), rule.takes) {
            (false, _) => "–".to_owned(),
            (true, 0) => fmt.count(0_u32),
            (true, takes) => format!("−{}", fmt.count(takes)),
        };
        let (keeps, on) = (rule.keeps.clone(), rule.is_on);
        let off = keeps.is_none();
        let change = move |e: web_sys::Event| match event_target_checked(&e) {
            true => swap(None, keeps.clone()),
            false => swap(keeps.clone(), None),
        };
        // Another number makes another rule, which is on.
        let numbers = rule.keeps.as_ref().map(numbers).unwrap_or_default();
        let numbers = numbers.into_iter().map(|(label, value, make)| {
            let old = rule.keeps.clone();
            let id = format!("rule-{}-{label}", rule.title);
            let label_id = id.clone();
            let change = move |e: web_sys::Event| {
                if let Some(other) = make(&event_target_value(&e)) {
                    swap(old.clone(), Some(other));
                }
            };
            view! {
                <label class="number-of no-print" for=label_id>{label}<input class="field few" type="text" inputmode="decimal" id=id value=value on:change=change/></label>
            }
        });
        let numbers = numbers.collect_view();
        view! {
            <li>
                <label class="switch-row">
                    <input type="checkbox" class="switch" prop:checked=on disabled=off on:change=change/>
                    <span><b>{fmt.sentence_view(&rule.title)}</b><span class="sub">{fmt.sentence_view(&rule.about)}</span></span>
                </label>
                {numbers}
                <span class="num">{takes}</span>
            </li>
        }
    };
    let rows = move || seen.make(|r, fmt| r.rules.iter().map(|rule| row(rule, fmt)).collect_view());
    let sendable = seen.words(|r, fmt| fmt.count(r.sendable));
    view! {
        <section class="card span-5 stretch audience-rules" aria-labelledby="audience-rules">
            <h2 class="chart-title" id="audience-rules">"Rules for every send"</h2>
            <p class="chart-sub">"Switch one on and whoever does not meet it is left out of lists"</p>
            <ul class="rules-of">{rows}</ul>
            <div class="adds no-print"><BringList words="Leave out a list" on=move |only: Only| swap(None, Some(only.but()))/></div>
            <p class="sum-line"><span>"Can be written to"</span><b class="num">{sendable}</b></p>
        </section>
    }
}

/// The highest spenders.
#[component]
pub(super) fn Sample(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let row = move |member: &Member, fmt: &Format| {
        let c = &member.row;
        let (id, name) = (c.id.clone(), c.id.clone());
        let to = Signal::derive(move || {
            let mut next = state.view.with(|v| v.on(Panel::Customer));
            next.customer.clone_from(&id);
            next
        });
        let may = member.may_email.map(|may| match may {
            true => "may be e-mailed",
            false => "no e-mails wanted",
        });
        view! {
            <tr>
                <th scope="row"><Link to class="link">{name}</Link><span class="sub">{named(&c.country)}</span></th>
                <td><span class=format!("sw in c{}", member.group.colour()) aria-hidden="true"></span>{member.group.name()}<span class="sub">{may}</span></td>
                <td class="num">{fmt.days(f64::from(c.recency))}" ago"<span class="sub">{fmt.counted(c.orders, "order")}</span></td>
                <td class="num">{fmt.money_short(c.spend)}</td>
            </tr>
        }
    };
    let rows = move || seen.make(|r, fmt| r.preview.iter().map(|m| row(m, fmt)).collect_view());
    // Beside the profile where the overlaps stand before it, else alone.
    let is_beside = Memo::new(move |_| seen.report.with(|r| r.overlap.is_some()));
    let sub = seen.words(|r, fmt| format!("{} of {}", r.preview.len(), fmt.count(r.customers)));
    view! {
        <section class="card stretch" class:span-6=is_beside class:span-12=move || !is_beside.get() aria-labelledby="audience-sample">
            <h2 class="chart-title" id="audience-sample">"Highest spenders first"</h2>
            <p class="chart-sub">{sub}</p>
            <div class="table-wrap"><table class="tight">
                <caption class="sr">"Highest spenders"</caption>
                <thead><tr><th scope="col">"Customer"</th><th scope="col">"Group"</th><th scope="col" class="num">"Last order"</th><th scope="col" class="num">"Spend"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// What they buy more than everybody.
#[component]
pub(super) fn Bought(seen: Seen) -> impl IntoView {
    let open = seen.open;
    let row = move |product: &BoughtMore, fmt: &Format| {
        let only = Only::Product(product.id.clone());
        view! {
            <tr>
                <th scope="row"><button type="button" class="link" on:click=move |_| open.run(only.clone())>{named(&product.name)}</button></th>
                <td class="num">{fmt.share(product.these)}</td>
                <td class="num">{fmt.share(product.everybody)}</td>
                <td class="num">{fmt.times(product.these / product.everybody)}</td>
            </tr>
        }
    };
    let rows = move || seen.make(|r, fmt| r.bought_more.iter().map(|p| row(p, fmt)).collect_view());
    let title = seen.words(|r, _| match r.bought_more.first() {
        Some(first) => format!("They buy {} more than others do", named(&first.name)),
        None => String::new(),
    });
    view! {
        <section class="card span-12 stretch" aria-labelledby="audience-bought">
            <h2 class="chart-title" id="audience-bought">{title}</h2>
            <p class="chart-sub">"Share of orders that hold the product; those of which it is surest first"</p>
            <div class="table-wrap"><table class="tight">
                <caption class="sr">"What they buy more"</caption>
                <thead><tr><th scope="col">"Product"</th><th scope="col" class="num">"Of their orders"</th><th scope="col" class="num">"Of all orders"</th><th scope="col" class="num">"Times as often"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}
