//! What is bought together? The Baskets panel.
//!
//! The order on the panel: the finding, pairs worth a campaign, where the rules lie and which products belong together,
//! every rule, what goes with one product, what is bought instead and next, and, for those who ask, how it was decided.

mod bundles;
mod column;
mod controls;
mod find;
#[cfg(test)]
mod fixture;
mod lists;
mod net;
mod offers;
mod pictures;
mod rules;
mod tables;
mod why;

use clientele_model::baskets::BasketsReport;
use clientele_model::filters::Level;
use clientele_model::question;
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::how::unfolded;
use super::seen::{Source, answered, fixed};
use crate::browser;
use crate::charts;
use crate::figure::Figure;
use crate::format::Format;
use crate::frame::{Frame, Radio};
use crate::lazy::MakeView;
use crate::names::named;
use crate::state::{Change, State};

type Seen = super::seen::Seen<BasketsReport>;

/// Opens the customers of a mark, and chooses its product for the recommendations.
type Pick = Callback<Only>;

/// The panel; its code comes when it is first shown.
#[wasm_split(baskets, fallible)]
pub fn baskets() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Baskets/> }.into_any())
}

#[component]
fn Baskets() -> impl IntoView {
    let state = expect_context::<State>();
    let question = Signal::derive(move || question::Baskets(state.filters.get()));
    answered::<question::Baskets>(question, |seen| view! { <Content seen/> }.into_any())
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    let how = unfolded();
    let chosen = RwSignal::new(None::<String>);
    let pick = Callback::new(move |of: Only| {
        if let Only::Bought {
            level: Level::Product,
            all,
            ..
        } = &of
        {
            chosen.set(all.first().cloned());
        }
        seen.open.run(of);
    });
    let any: fn(&BasketsReport) -> bool = |r| !r.rules.is_empty();
    let products: fn(&BasketsReport) -> bool = |r| r.level == Level::Product;
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <Rest seen/>
        <Levels/>
        <WhyNone seen how/>
        {seen.deferred_where(any, move |seen| view! { <bundles::Bundles seen pick/> }.into_any())}
        {seen.deferred_where(any, |seen| view! { <KeyPlot seen/> }.into_any())}
        {seen.deferred_where(any, |seen| view! { <Together seen/> }.into_any())}
        {seen.deferred_where(any, |seen| view! { <Net seen/> }.into_any())}
        {seen.deferred_where(any, move |seen| view! { <rules::Rules seen pick/> }.into_any())}
        {seen.deferred_where(products, move |seen| view! { <offers::Offers seen chosen/> }.into_any())}
        {seen.deferred(|seen| view! { <Sizes seen/> }.into_any())}
        {seen.deferred(move |seen| view! { <lists::Lists seen pick/> }.into_any())}
        {seen.deferred(move |seen| view! { <why::Why seen how/><Source/> }.into_any())}
    }
}

/// What is not there yet.
#[component]
fn Rest(seen: Seen) -> impl IntoView {
    let there = Memo::new(move |_| seen.report.with(|r| r.complete));
    view! {
        <Show when=move || !there.get()>
            <p class="rest chart-sub" role="status">"What brings in most together and what customers buy next are still being counted. What is shown stays."</p>
        </Show>
    }
}

/// Products or their categories, where the data have these.
#[component]
fn Levels() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let level = Memo::new(move |_| state.filters.with(|f| f.mining.level));
    let there = Memo::new(move |_| {
        let has = frame
            .catalogue
            .with(|c| c.as_ref().is_some_and(|c| c.has.category));
        has || level.get() == Level::Category
    });
    let to = move |of: Level, words: &'static str| {
        let on = Signal::derive(move || level.get() == of);
        let pick = move |()| state.change(Change::Step, |f| f.mining.level = of);
        view! { <Radio group="level" words=fixed(words) on pick/> }
    };
    view! {
        <Show when=move || there.get()>
            <div class="levels no-print">
                <fieldset class="seg-control">
                    <legend class="sr">"What is looked at"</legend>
                    {to(Level::Product, "Products")}
                    {to(Level::Category, "Categories")}
                </fieldset>
            </div>
        </Show>
    }
}

/// Why there is no rule, and what would find some.
#[component]
fn WhyNone(seen: Seen, how: RwSignal<bool>) -> impl IntoView {
    let state = expect_context::<State>();
    let by_hand = state.of(|f| f.mining.support.is_some() || f.mining.confidence.is_some());
    let back = move |_| {
        state.change(Change::Step, |f| {
            f.mining.support = None;
            f.mining.confidence = None;
        });
    };
    // The fuller report says the same: what stands here, and is about to be clicked, stays.
    let words = Memo::new(move |_| seen.report.with(|r| r.why_none.clone()));
    let why = move || {
        words.get().map(|why| {
            view! {
                <div class="empty no-rules">
                    <h2>"No rules to show"</h2>
                    <p>{seen.fmt.with(|fmt| fmt.sentence_view(&why))}</p>
                    <Show
                        when=move || by_hand.get()
                        fallback=move || view! { <button type="button" class="btn" on:click=move |_| { how.set(true); browser::show("why"); }>"Set the floors by hand"</button> }
                    >
                        <button type="button" class="btn" on:click=back>"Let the data choose the floors"</button>
                    </Show>
                </div>
            }
        })
    };
    view! { {why} }
}

/// Where the rules lie: how often against how sure.
#[component]
fn KeyPlot(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6"
            title=seen.words(pictures::keys_title)
            sub=fixed("Each dot is a rule: how often it is seen, against how sure it is")
            note=seen.words(pictures::keys_note)
            legend=|| view! {
                <ul class="legend">
                    <li><span class="sw dot rd6"></span>"under 3×"</li>
                    <li><span class="sw dot rd7"></span>"3–6×"</li>
                    <li><span class="sw dot rd8"></span>"6–12×"</li>
                    <li><span class="sw dot rd9"></span>"over 12× as often as chance"</li>
                </ul>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| charts::keys(&pictures::keys(r, fmt), w, &|v| fmt.share(v)))
            table=move |()| seen.make(tables::surest)
            open=seen.open
        />
    }
}

/// Who with whom.
#[component]
fn Together(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6"
            title=seen.words(pictures::matrix_title)
            sub=fixed("How many times as often as chance two of them share an order")
            note=fixed("What belongs together stands side by side. An empty cell means that the pair is not among the rules listed. A small screen shows only the first ones.")
            legend=|| view! {
                <ul class="legend"><li>
                    "less "
                    <span class="ramp" aria-hidden="true">{(5..=9).map(|i| view! { <i class=format!("rd{i}")></i> }).collect_view()}</span>
                    " more; 1× is chance"
                </li></ul>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| charts::matrix(&pictures::matrix(r, fmt), w))
            table=move |()| seen.make(tables::together)
            open=seen.open
        />
    }
}

/// What hangs together.
#[component]
fn Net(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-12"
            title=seen.words(net::title)
            sub=fixed("The pairs with the most orders beyond chance; a larger dot means more orders, a thicker line further beyond chance")
            note=fixed("Where there is no room for a name, point at the dot. The distance between two dots has no unit. A small screen shows only the first sixteen.")
            draw=move |w: f64| seen.make(|r, fmt| charts::network(&net::network(r, fmt), w))
            table=move |()| seen.make(tables::pairs)
            open=seen.open
        />
    }
}

/// How many items orders hold.
#[component]
fn Sizes(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6"
            title=seen.words(pictures::sizes_title)
            sub=seen.words(|r, _| format!("Orders by how many different {} they hold", many(r.level)))
            note=fixed("An order with one item cannot contain a pair. Very large orders make every pair look a little related, which is why rules are compared with chance.")
            draw=move |w: f64| seen.make(|r, fmt| charts::bars(&pictures::sizes(r, fmt), &pictures::sizes_title(r, fmt), w))
            table=move |()| seen.make(tables::sizes)
            open=seen.open
        />
    }
}

/// The customers who bought all of the first and not the other one: a rule has something to offer
/// them.
fn open_to(r: &BasketsReport, all: &[u32], but: u32) -> Only {
    Only::Bought {
        level: r.level,
        all: all.iter().map(|&at| id(r, at)).collect(),
        but: id(r, but),
    }
}

/// What items are called.
fn many(level: Level) -> &'static str {
    match level {
        Level::Product => "products",
        Level::Category => "categories",
    }
}

/// The name of an item as it is read.
fn name(r: &BasketsReport, at: u32) -> String {
    let item = r.items.get(at as usize);
    item.map(|i| named(&i.name)).unwrap_or_default()
}

/// The id of an item.
fn id(r: &BasketsReport, at: u32) -> String {
    let item = r.items.get(at as usize);
    item.map(|i| i.id.clone()).unwrap_or_default()
}

/// Several names in one line.
fn names(r: &BasketsReport, all: &[u32]) -> String {
    let all: Vec<_> = all.iter().map(|&at| name(r, at)).collect();
    all.join(" + ")
}
