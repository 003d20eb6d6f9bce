//! Which products matter, and how steadily do they sell? The Products panel.

mod cards;
mod curve;
mod find;
mod kinds;
mod list;
mod one;
mod pictures;
mod season;
mod why;

use clientele_model::products::{Class, Demand, Pick, Place, ProductsReport, Stage};
use clientele_model::question;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::{Source, answered};
use crate::browser;
use crate::charts::nine;
use crate::figure::Figure;
use crate::lazy::MakeView;
use crate::state::{Change, State, View};

type Seen = super::seen::Seen<ProductsReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(products, fallible)]
pub fn products() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Products/> }.into_any())
}

#[component]
fn Products() -> impl IntoView {
    let state = expect_context::<State>();
    let product = Memo::new(move |_| state.view.with(|v| v.products.product.clone()));
    view! {
        <find::Find/>
        {move || match product.get() {
            Some(id) => view! { <one::One id/> }.into_any(),
            None => view! { <All/> }.into_any(),
        }}
    }
}

#[component]
fn All() -> impl IntoView {
    let state = expect_context::<State>();
    let question = Memo::new(move |_| {
        state.view.with(|v| question::Products {
            filters: v.filters.clone(),
            options: v.products.options,
        })
    });
    answered::<question::Products>(question, |seen| view! { <Content seen/> }.into_any())
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        {seen.deferred(|seen| view! { <Boxes seen/> }.into_any())}
        {seen.deferred(|seen| view! { <curve::Curve seen/> }.into_any())}
        {seen.deferred_where(|r| !r.best.is_empty(), cards::best)}
        {seen.deferred_where(|r| !r.facts.is_empty(), cards::todo)}
        {seen.deferred(|seen| view! { <list::List seen/> }.into_any())}
        {seen.deferred_where(|r| r.season.len() > 1 && r.periods.len() > 2, cards::season)}
        {seen.deferred_where(|r| r.classed > 0, cards::demand)}
        {seen.deferred_where(|r| !r.stages.is_empty(), cards::stages)}
        {seen.deferred_where(|r| !r.moves.is_empty(), cards::moves)}
        {seen.deferred(|seen| view! { <why::Why seen/><Source/> }.into_any())}
    }
}

/// What clicks on marks that stand for products do: they list them, or open the page of one. The
/// mark that is listed already lists everything again.
fn press() -> Callback<String> {
    let state = expect_context::<State>();
    Callback::new(move |key: String| {
        let Some((kind, word)) = key.split_once('.') else {
            return;
        };
        let mut wanted = Pick::default();
        match kind {
            "page" => return open(state, word.to_owned()),
            "box" => {
                let found = Place::all().find(|p| p.to_string() == word);
                wanted = found.map(Pick::place).unwrap_or_default();
            }
            "class" => wanted.class = Class::of(word),
            "demand" => wanted.demand = Demand::of(word),
            "stage" => wanted.stage = Stage::of(word),
            _ => return,
        }
        pick(state, wanted, true);
    })
}

/// Lists some products; where they are listed already, and one may go back, all of them.
fn pick(state: State, wanted: Pick, back: bool) {
    let is_taken_back = back && state.newest().products.options.pick == wanted;
    state.products(Change::Step, |asked| {
        let options = &mut asked.options;
        options.pick = match is_taken_back {
            true => Pick::default(),
            false => wanted,
        };
        options.page = 1;
    });
    // The list may stand far below; its heading says what it lists.
    if !is_taken_back {
        browser::show("list");
    }
}

/// The page of a product, to link to.
fn page_of(state: State, id: String) -> Signal<View> {
    Signal::derive(move || {
        state.view.with(|v| {
            v.of_products(|asked| {
                asked.product = Some(id.clone());
                asked.find = None;
            })
        })
    })
}

/// Opens the page of a product.
fn open(state: State, id: String) {
    state.products(Change::Step, |asked| {
        asked.product = Some(id);
        asked.find = None;
    });
}

#[component]
fn Boxes(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.boxes_title)
            sub=seen.words(|r, _| format!("What a product is worth (rows) and how steadily it sells (columns); shade: share of {}", r.options.by.noun()))
            note=seen.sentence(|r| &r.boxes_note)
            draw=move |w: f64| seen.make(|r, fmt| {
                let (boxes, rows, columns) = pictures::boxes(r, fmt);
                nine(&boxes, &rows, &columns, "Products by value and steadiness", w)
            })
            table=move |()| seen.make(pictures::boxes_table)
            open=seen.open
            press=press()
        />
    }
}
