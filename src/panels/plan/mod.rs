//! Can this test tell a difference, and what does the campaign bring? The panel “Plan a test”.

mod cells;
mod fields;
mod form;
mod lists;
mod money;
mod offer;
mod paper;
mod rest;
mod saved;
mod scenarios;
mod settings;
mod time;
mod why;

use std::sync::Arc;

use clientele_model::experiments::{
    DayPoint, PlanReport, PlanTest, Planned, ScenarioReport, SplitReport, Stand,
};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::experiments::{Tabs, bare_points, in_hundred, odds};
use super::seen::answered;
use crate::effect::effect;
use crate::format::Format;
use crate::icon::{WARN, icon};
use crate::lazy::{MakeView, lazy};
use crate::state::State;

type Seen = super::seen::Seen<PlanReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(plan, fallible)]
pub fn plan() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Plan/> }.into_any())
}

/// What parts of the panel know of each other; `Copy`, from the context.
#[derive(Clone, Copy)]
struct Desk {
    /// The newest report.
    report: RwSignal<Option<Arc<PlanReport>>>,
    /// The lists, once they were drawn for this plan.
    lists: RwSignal<Option<Arc<SplitReport>>>,
    /// The plans that were saved.
    shelf: saved::Shelf,
}

#[component]
fn Plan() -> impl IntoView {
    let state = expect_context::<State>();
    let desk = Desk {
        report: RwSignal::new(None),
        lists: RwSignal::new(None),
        shelf: saved::Shelf::read(),
    };
    provide_context(desk);
    let question = Memo::new(move |_| {
        state.view.with(|v| PlanTest {
            filters: v.filters.clone(),
            planned: v.plan.clone(),
        })
    });
    let none = move || desk.report.with(Option::is_none);
    view! {
        <Tabs>
            <button type="button" class="btn quiet" disabled=none on:click=move |_| print(state)>
                {icon("M4.500 6V2.500h7V6M4.500 11.500h-2V6h11v5.500h-2M4.500 9.500h7v4h-7Z")}"Print"
            </button>
            <button type="button" class="btn primary save-plan" disabled=none on:click=move |_| desk.shelf.save(state, desk)>"Save plan"</button>
        </Tabs>
        {answered::<PlanTest>(question, |seen| view! { <Content seen/> }.into_any())}
    }
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    let desk = expect_context::<Desk>();
    effect(move || desk.report.set(Some(seen.report.get())));
    // A part is made without arguments: it finds the report in the context.
    provide_context(seen);
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        {move || seen.make(instead)}
        <section class="card figures" aria-label="The plan in four figures">
            <dl class="kpis four">{move || seen.make(figures)}</dl>
        </section>
        <form::Form seen/>
        <div class="column span-8">
            {seen.deferred_where(is_able, time::year)}
            {seen.deferred_where(is_able, time::telling)}
        </div>
        {seen.deferred_where(|r| r.break_even.is_some(), money::break_even)}
        {seen.deferred_where(is_able, money::waterfall)}
        {seen.deferred(scenarios::scenarios)}
        {lazy(|| Box::pin(rest::rest()))}
    }
}

/// Whether the plan's year can be computed; else the headline says why not.
fn is_able(r: &PlanReport) -> bool {
    plan_of(r).is_some_and(|plan| plan.refused.is_none())
}

/// The plan itself, which every report has.
fn plan_of(r: &PlanReport) -> Option<&ScenarioReport> {
    r.scenarios.first()
}

/// The day on which the plan is judged.
fn judged(r: &PlanReport) -> Option<&DayPoint> {
    let window = r.choices.scenario.window;
    let day = r.timeline.days.iter().find(|day| day.day == window);
    day.or_else(|| r.timeline.days.last())
}

/// What is planned, without what stands beside it.
fn alone(planned: &Planned) -> Planned {
    Planned {
        others: Vec::new(),
        ..planned.clone()
    }
}

/// What would do where the test cannot tell what is expected of it.
fn instead(r: &PlanReport, fmt: &Format) -> Option<AnyView> {
    let all = r
        .instead
        .iter()
        .map(|s| view! { <li>{fmt.sentence_view(s)}</li> });
    let words = match r.tells {
        Stand::Broken => "This test cannot tell what is expected of it. What would do:",
        _ => "What would make it surer:",
    };
    (!r.instead.is_empty()).then(|| {
        view! {
            <div class="notice warn instead">
                {icon(WARN)}
                <div><p>{words}</p><ul class="dots">{all.collect_view()}</ul></div>
            </div>
        }
        .into_any()
    })
}

/// Four figures: the gain, the chance of a loss, what can be told, what each unit of currency brings.
fn figures(r: &PlanReport, fmt: &Format) -> AnyView {
    let Some(plan) = plan_of(r) else {
        return ().into_any();
    };
    let one = |name: String, value: AnyView, note: String| {
        view! { <div class="kpi"><dt>{name}</dt><dd class="v">{value}</dd><dd class="n">{note}</dd></div> }
            .into_any()
    };
    if let Some(why) = &plan.refused {
        return one(
            "Expected gain a year".to_owned(),
            "–".into_any(),
            fmt.sentence(why),
        );
    }
    // Ranges and chances are rough until the years are simulated, and come with them.
    let (range, chance, loss) = match (r.year.runs, plan.loss_mean) {
        (0, _) => {
            let soon = "once the years are simulated";
            (format!("its range {soon}"), "–".to_owned(), soon.to_owned())
        }
        (_, mean) => {
            let (low, high) = (fmt.money_short(plan.low), fmt.money_short(plan.high));
            let loss = match mean {
                Some(mean) => format!("then about {} on average", fmt.money_short(-mean)),
                None => "no simulated year ends below zero".to_owned(),
            };
            (
                format!("8 years in 10: {low} to {high}"),
                odds(fmt, plan.loss),
                loss,
            )
        }
    };
    let gain = view! { <data value=plan.gain.to_string() title=fmt.money_exact(plan.gain)>{fmt.money_short(plan.gain)}</data> };
    let told = judged(r).map(|day| {
        let value = view! { {bare_points(fmt, day.detectable)}" "<small>"points"</small> };
        let note = format!(
            "{} are expected; seen in {} tests",
            bare_points(fmt, plan.lift),
            in_hundred(fmt, day.power)
        );
        one("The test can tell".to_owned(), value.into_any(), note)
    });
    let each = plan
        .per_spent
        .map_or_else(|| "–".to_owned(), |each| fmt.money_exact(each));
    let spent = match plan.per_spent {
        Some(each) if each.abs() > 1e-9 => {
            let spent = fmt.money_short((plan.gain / each).abs());
            format!("{spent} a year on discounts, sending and set-up")
        }
        _ => "on discounts, sending and set-up".to_owned(),
    };
    view! {
        {one("Expected gain a year".to_owned(), gain.into_any(), range)}
        {one("Chance of a loss".to_owned(), chance.into_any(), loss)}
        {told}
        {one(format!("Gained for each {} spent", fmt.money(1.0)), each.into_any(), spent)}
    }
    .into_any()
}

/// Prints the page: where there is a paper, the paper alone.
fn print(state: State) {
    let printed = web_sys::window().map(|window| window.print());
    if !matches!(printed, Some(Ok(()))) {
        state.notify("This browser did not print. Choose “Print” in its own menu: it prints the test plan on one page.");
    }
}
