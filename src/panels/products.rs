//! Which products matter, and how steadily do they sell? The Products panel.

mod find;
mod list;
mod one;
mod pictures;

use clientele_model::products::{Demand, Measure, Pick, ProductsReport, Stage};
use clientele_model::question;
use clientele_model::wire::Slot;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::{Source, fixed};
use crate::ask::{Asker, ask};
use crate::charts::{bars, nine, pareto, trend};
use crate::figure::Figure;
use crate::frame::{Choice, Frame};
use crate::part::Make;
use crate::state::{Change, State};
use crate::waiting::Answered;

type Seen = super::seen::Seen<ProductsReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(products, fallible)]
pub fn products() -> Result<Make, SplitLoaderError> {
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
    let frame = expect_context::<Frame>();
    let question = Memo::new(move |_| {
        state.view.with(|v| question::Products {
            filters: v.filters.clone(),
            options: v.products.options,
        })
    });
    let asked = ask::<question::Products>(question, expect_context::<Asker>(), Slot::Panel);
    view! {
        <Answered asked show=move |report| view! { <Content seen=Seen::new(report, frame)/> }.into_any()/>
    }
}

/// Lists what a mark stands for; the mark that is listed already lists everything again.
fn pick(state: State, key: &str) {
    let mut wanted = Pick::default();
    match (key.get(..4), key.split_once('.')) {
        (Some("box."), Some((_, letters))) => {
            let found = clientele_model::products::Place::all().find(|p| p.to_string() == letters);
            wanted = found.map(Pick::place).unwrap_or_default();
        }
        (_, Some(("class", letter))) => {
            wanted.class = clientele_model::products::Class::of(letter);
        }
        (_, Some(("demand", word))) => wanted.demand = Demand::of(word),
        (_, Some(("stage", word))) => wanted.stage = Stage::of(word),
        _ => return,
    }
    state.products(Change::Step, |asked| {
        let options = &mut asked.options;
        options.pick = if options.pick == wanted {
            Pick::default()
        } else {
            wanted
        };
        options.page = 1;
    });
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    let has =
        move |of: fn(&ProductsReport) -> bool| Memo::new(move |_| seen.report.with(|r| of(r)));
    let (demand, stages) = (has(|r| r.classed > 0), has(|r| !r.stages.is_empty()));
    let (season, moves) = (
        has(|r| r.season.len() > 1 && r.periods.len() > 2),
        has(|r| !r.moves.is_empty()),
    );
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        {seen.later(|seen| view! { <Boxes seen/> }.into_any())}
        {seen.later(|seen| view! { <Curve seen/> }.into_any())}
        {seen.later(|seen| view! { <list::List seen/> }.into_any())}
        {seen.later(move |seen| view! { <Show when=move || season.get()><Season seen/></Show> }.into_any())}
        {seen.later(move |seen| view! { <Show when=move || demand.get()><Demands seen/></Show> }.into_any())}
        {seen.later(move |seen| view! { <Show when=move || stages.get()><Stages seen/></Show> }.into_any())}
        {seen.later(move |seen| view! { <Show when=move || moves.get()><Moves seen/></Show> }.into_any())}
        {seen.later(|_| view! { <Source/> }.into_any())}
    }
}

/// What clicks on marks that stand for products do.
fn press() -> Callback<String> {
    let state = expect_context::<State>();
    Callback::new(move |key: String| pick(state, &key))
}

#[component]
fn Boxes(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.said(|r| &r.boxes_title)
            sub=seen.words(|r, _| format!("What a product is worth (rows) and how steadily it sells (columns); shade: share of {}", r.options.by.word()))
            note=seen.said(|r| &r.boxes_note)
            draw=move |w: f64| seen.make(|r, say| {
                let (boxes, rows, columns) = pictures::boxes(r, say);
                nine(&boxes, &rows, &columns, "Products by value and steadiness", w)
            })
            table=move |()| seen.make(pictures::boxes_table)
            open=seen.open
            press=press()
        />
    }
}

#[component]
fn Curve(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-5"
            title=seen.said(|r| &r.curve_title)
            sub=seen.words(|r, _| format!("Share of all {} that the best products make", r.options.by.word()))
            note=fixed("")
            legend=move || view! { <Controls seen/> }.into_any()
            draw=move |w: f64| seen.make(|r, say| pareto(&pictures::curve(r, say), w, &|v| say.share(v)))
            table=move |()| seen.make(pictures::curve_table)
            open=seen.open
            press=press()
        />
    }
}

/// What products are ranked by, and where the classes end.
#[component]
fn Controls(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let by = Memo::new(move |_| state.view.with(|v| v.products.options.by));
    let frame = expect_context::<Frame>();
    let no_cost = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().is_none_or(|c| !c.has.cost))
    });
    let choice = move |of: Measure, words: &'static str| {
        let on = Signal::derive(move || by.get() == of);
        let chosen = move |()| {
            state.products(Change::Step, |a| {
                a.options.by = of;
                a.options.page = 1;
            })
        };
        view! { <Choice group="by" words=fixed(words) on pick=chosen/> }
    };
    view! {
        <div class="pareto-controls">
            <fieldset class="seg-control">
                <legend class="sr">"Rank products by"</legend>
                {choice(Measure::Revenue, "Revenue")}
                {choice(Measure::Units, "Units")}
                <Show when=move || !no_cost.get()>{choice(Measure::Margin, "Margin")}</Show>
            </fieldset>
            <Show when=move || no_cost.get()>
                <p class="sub">"By margin is not possible: these data have no cost."</p>
            </Show>
            <Cut seen first=true/>
            <Cut seen first=false/>
        </div>
    }
}

/// A cut-off. The first change of a drag is a step that "back" undoes, the others write it anew.
#[component]
fn Cut(seen: Seen, first: bool) -> impl IntoView {
    let state = expect_context::<State>();
    let now = Memo::new(move |_| {
        let options = state.view.with(|v| v.products.options);
        if first { options.a } else { options.b }
    });
    let fresh = StoredValue::new(true);
    let input = move |e: web_sys::Event| {
        let Ok(wanted) = event_target_value(&e).parse::<f64>() else {
            return;
        };
        let kind = if fresh.get_value() {
            Change::Step
        } else {
            Change::Drag
        };
        fresh.set_value(false);
        state.products(kind, |asked| {
            let options = &mut asked.options;
            if first {
                options.a = wanted.clamp(1.0, options.b - 1.0);
            } else {
                options.b = wanted.clamp(options.a + 1.0, 100.0);
            }
            options.page = 1;
        });
    };
    let name = if first { "A ends at" } else { "B ends at" };
    let words = move || seen.say.with(|say| say.share(now.get() / 100.0));
    view! {
        <label class="cut">
            <span>{name}</span>
            <input type="range" min="1" max="100" step="1" aria-valuetext=words prop:value=move || now.get().to_string()
                on:input=input on:change=move |_| fresh.set_value(true)/>
            <b>{words}</b>
        </label>
    }
}

#[component]
fn Season(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.said(|r| &r.season_title)
            sub=fixed("Share of a box's own revenue by period; the two boxes with the most revenue")
            note=fixed("Each line adds up to 100%.")
            draw=move |w: f64| seen.make(|r, say| trend(&pictures::season(r, say), w, &|v| say.share(v)))
            table=move |()| seen.make(pictures::season_table)
            open=seen.open
        />
    }
}

#[component]
fn Demands(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-5"
            title=seen.said(|r| &r.demand_title)
            sub=seen.words(|r, _| format!("Share of {} by how demand comes", r.options.by.word()))
            note=fixed("Gaps and unevenness by the usual cut-offs: interval 1.32, squared variation 0.49.")
            draw=move |w: f64| seen.make(|r, say| bars(&pictures::demand(r, say), "Share of value by demand", w))
            table=move |()| seen.make(pictures::demand_table)
            open=seen.open
            press=press()
        />
    }
}

#[component]
fn Stages(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-5"
            title=seen.said(|r| &r.stages_title)
            sub=fixed("Products by stage of life")
            note=fixed("")
            draw=move |w: f64| seen.make(|r, say| bars(&pictures::stages(r, say), "Products by stage of life", w))
            table=move |()| seen.make(pictures::stages_table)
            open=seen.open
            press=press()
        />
    }
}

#[component]
fn Moves(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.said(|r| &r.moves_title)
            sub=fixed("Products that changed their box since the period compared with; the most frequent moves")
            note=fixed("Click a move to list the products of the box they came to.")
            draw=move |w: f64| seen.make(|r, say| bars(&pictures::moves(r, say), "Moves between boxes", w))
            table=move |()| seen.make(pictures::moves_table)
            open=seen.open
            press=press()
        />
    }
}
