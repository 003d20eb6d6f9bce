//! What of a plan one seldom changes: how sure, when, whom to leave out, and figures that are known better.

use clientele_model::experiments::{PlanReport, Planned, Scenario, ScenarioReport};
use leptos::prelude::*;

use super::fields::{Field, Typed, per_cent, share};
use super::form::{choice, of};
use super::{Seen, plan_of};
use crate::browser;
use crate::format::Format;
use crate::frame::Frame;
use crate::panels::seen::fixed;
use crate::state::{Change, State};

/// What one seldom changes.
#[component]
pub(super) fn More(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let open = RwSignal::new(false);
    let unfolded = move |e: web_sys::Event| open.set(browser::is_open(&e));
    let guardrails = move |r: &PlanReport, fmt: &Format| {
        let one = |g: &clientele_model::experiments::GuardrailBudget| {
            view! { <li><b>{g.name.clone()}</b>" "{fmt.sentence_view(&g.words)}</li> }
        };
        r.guardrails.iter().map(one).collect_view()
    };
    let tested = of(|s| s.tested);
    let take = move |e: web_sys::Event| {
        let wanted = event_target_checked(&e);
        state.planned(Change::Step, |p| p.scenario.tested = wanted);
    };
    let as_known = |of: fn(&ScenarioReport) -> f64| {
        seen.words(move |r, _| {
            plan_of(r).map_or_else(String::new, |plan| {
                format!("as known: {}", (of(plan) * 100.0).round() / 100.0)
            })
        })
    };
    let rate = as_known(|plan| plan.rate * 100.0);
    let redeemed = as_known(|plan| plan.redeemed * 100.0);
    let order = as_known(|plan| plan.order);
    let day = seen.words(|r, _| r.day.to_string());
    view! {
        <details class="ask more" prop:open=open on:toggle=unfolded>
            <summary>"More settings"</summary>
            <div class="numbers">
                <Listed id="sure" label="Sure that it is not chance" all=&[90.0, 95.0, 99.0] now=|p| per_cent(1.0 - p.alpha)
                    words=|fmt, v| fmt.share(v / 100.0) set=|p, v| p.alpha = ((1.0 - share(v)) * 1e8).round() / 1e8/>
                <Listed id="power" label="A true lift is seen in" all=&[70.0, 80.0, 90.0, 95.0] now=|p| per_cent(p.power)
                    words=|fmt, v| format!("{} of 100 tests", fmt.number(v, 0)) set=|p, v| p.power = share(v)/>
                <SendDay usual=day/>
                <Listed id="runs" label="Simulated years" all=&[1_000.0, 10_000.0, 20_000.0, 100_000.0] now=|p| f64::from(p.runs)
                    words=|fmt, v| fmt.number(v, 0) set=|p, v| p.runs = v as u32/>
                <Typed of=field("window") usual=fixed("28")/>
                <Typed of=field("label") usual=fixed("named by the plan")/>
                <Typed of=field("rested") usual=fixed("nobody is left out")/>
                <Typed of=field("floor") usual=fixed("nobody is left out")/>
                <Typed of=field("rate") usual=rate/>
                <Typed of=field("order") usual=order/>
                <Typed of=field("redeemed") usual=redeemed/>
                <Typed of=field("reaches") usual=fixed("as measured")/>
            </div>
            <label class="check">
                <input type="checkbox" prop:checked=tested on:change=take/>
                "Also customers who are in another running test"
            </label>
            <ul class="hint guards">{move || seen.make(guardrails)}</ul>
        </details>
    }
}

/// One of a few numbers.
#[component]
fn Listed(
    id: &'static str,
    label: &'static str,
    all: &'static [f64],
    now: fn(&Planned) -> f64,
    words: fn(&Format, f64) -> String,
    set: fn(&mut Planned, f64),
) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let chosen = Memo::new(move |_| state.view.with(|v| now(&v.plan)));
    let choices = move || {
        let chosen = chosen.get();
        let other = (!all.contains(&chosen)).then_some(chosen);
        let one = |v: f64| {
            choice(
                v.to_string(),
                frame.fmt.with(|fmt| words(fmt, v)),
                v == chosen,
            )
        };
        all.iter().copied().chain(other).map(one).collect_view()
    };
    let pick = move |e: web_sys::Event| {
        if let Ok(v) = event_target_value(&e).parse::<f64>() {
            state.planned(Change::Step, |p| set(p, v));
        }
    };
    view! {
        <div class="typed"><label for=id>{label}</label><select class="field" id=id on:change=pick>{choices}</select></div>
    }
}

/// The day of the send.
#[component]
fn SendDay(usual: Signal<String>) -> impl IntoView {
    let state = expect_context::<State>();
    let set = Memo::new(move |_| state.view.with(|v| v.plan.day));
    let now = move || set.get().map_or_else(|| usual.get(), |day| day.to_string());
    let pick = move |e: web_sys::Event| {
        let day = event_target_value(&e).parse().ok();
        state.planned(Change::Step, |p| p.day = day);
    };
    view! {
        <div class="typed"><label for="send">"Send on"</label><input class="field" id="send" type="date" prop:value=now on:change=pick/></div>
    }
}

/// What stands in a field.
type Now = fn(&Planned) -> Option<String>;

/// A field of what one seldom changes.
fn field(key: &'static str) -> Field {
    let (label, takes, now, clear): (_, _, Now, fn(&mut Planned)) = match key {
        "window" => (
            "Counted for, days",
            "whole days from 1 to 365",
            |p| Some(p.scenario.window.to_string()),
            |p| p.scenario.window = Scenario::default().window,
        ),
        "label" => (
            "What the test is called",
            "a few words",
            |p| p.label.clone(),
            |p| p.label = None,
        ),
        "rested" => (
            "Leave out who bought within, days",
            "whole days from 0 to 365",
            |p| (p.scenario.rested > 0).then(|| p.scenario.rested.to_string()),
            |p| p.scenario.rested = 0,
        ),
        "floor" => (
            "Leave out who earned less than",
            "an amount such as 20",
            |p| p.scenario.floor.map(|v| v.to_string()),
            |p| p.scenario.floor = None,
        ),
        "rate" => (
            "Buy anyway, in %",
            "per cent from 0.01 to 99",
            |p| p.scenario.rate.map(|v| per_cent(v).to_string()),
            |p| p.scenario.rate = None,
        ),
        "order" => (
            "An order earns, at list price",
            "an amount such as 40",
            |p| p.scenario.order.map(|v| v.to_string()),
            |p| p.scenario.order = None,
        ),
        "redeemed" => (
            "Use it though they would buy anyway, in %",
            "per cent from 0 to 100",
            |p| p.scenario.redeemed.map(|v| per_cent(v).to_string()),
            |p| p.scenario.redeemed = None,
        ),
        _ => (
            "Of the goods’ value it reaches, in %",
            "per cent from 0.1 to 100",
            |p| p.scenario.reaches.map(|v| per_cent(v).to_string()),
            |p| p.scenario.reaches = None,
        ),
    };
    let mode = if key == "label" { "text" } else { "decimal" };
    Field {
        key,
        label,
        takes,
        now,
        clear,
        mode,
    }
}
