//! The plan as a form in plain words.

use clientele_model::experiments::{PlanReport, Scenario};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::fields::{Slider, per_cent, share};
use super::offer::{Cost, Offer};
use super::settings::More;
use super::{Seen, plan_of};
use crate::format::Format;
use crate::frame::{Frame, Radio};
use crate::panels::experiments::{bare_points, points};
use crate::panels::seen::fixed;
use crate::state::{Change, State};

/// The form.
#[component]
pub(super) fn Form(seen: Seen) -> impl IntoView {
    view! {
        <section class="card plan-form span-4 stretch no-print" aria-labelledby="plan-form">
            <h2 id="plan-form">"The plan"</h2>
            <Who seen/>
            <Offer seen/>
            <Cost/>
            <Lift seen/>
            <Window/>
            <Held/>
            <More seen/>
        </section>
    }
}

/// A memo of something the link says of the scenario.
pub(super) fn of<T: PartialEq + Send + Sync + 'static>(get: fn(&Scenario) -> T) -> Memo<T> {
    let state = expect_context::<State>();
    Memo::new(move |_| state.view.with(|v| get(&v.plan.scenario)))
}

/// A choice of a list: its value, its words, whether it is chosen.
pub(super) fn choice(value: String, words: String, on: bool) -> AnyView {
    view! { <option value=value selected=on prop:selected=on>{words}</option> }.into_any()
}

/// Whether somebody is of a kind.
type Is = fn(&Option<Only>) -> bool;

/// Whom it is for.
#[component]
fn Who(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let who = of(|s| s.who.clone());
    let all = move |r: &PlanReport, fmt: &Format| {
        let now = who.get();
        let kinds: [(&str, Is); 3] = [
            ("", |of| {
                !matches!(of, Some(Only::Segment(_) | Only::Rfm(_)))
            }),
            ("Segments", |of| matches!(of, Some(Only::Segment(_)))),
            ("Groups by the RFM rule", |of| {
                matches!(of, Some(Only::Rfm(_)))
            }),
        ];
        let is_listed = r.audiences.iter().any(|a| a.of == now);
        let other = plan_of(r).filter(|_| !is_listed).map(|plan| {
            let key = now.as_ref().map(ToString::to_string).unwrap_or_default();
            choice(key, plan.whom.clone(), true)
        });
        let group = |(title, is): (&'static str, Is)| {
            let some = r.audiences.iter().filter(|a| is(&a.of)).map(|a| {
                let key = a.of.as_ref().map(ToString::to_string).unwrap_or_default();
                let words = format!("{} · {}", a.name, fmt.count(a.customers));
                choice(key, words, a.of == now)
            });
            let some: Vec<_> = some.collect();
            match (title, some.is_empty()) {
                (_, true) => ().into_any(),
                ("", false) => some.into_any(),
                (title, false) => view! { <optgroup label=title>{some}</optgroup> }.into_any(),
            }
        };
        view! { {other}{kinds.map(group)} }.into_any()
    };
    let pick = move |e: web_sys::Event| {
        let key = event_target_value(&e);
        let of = key.parse::<Only>().ok();
        state.planned(Change::Step, |p| p.scenario.who = of);
    };
    let reached = seen.words(|r, fmt| {
        plan_of(r).map_or_else(String::new, |plan| {
            let part = fmt.counted(plan.customers, "customer");
            format!("{} of {part} can be reached", fmt.count(plan.reached))
        })
    });
    let left_out = move |r: &PlanReport, fmt: &Format| {
        let left = plan_of(r)
            .map(|plan| plan.left_out.as_slice())
            .unwrap_or_default();
        let one = |(_, why): &(u32, clientele_model::words::Sentence)| {
            view! { <li>{fmt.sentence_view(why)}</li> }
        };
        let some: Vec<_> = left.iter().filter(|(n, _)| *n > 0).map(one).collect();
        (!some.is_empty()).then(|| view! { <ul class="hint out-list">{some}</ul> })
    };
    view! {
        <div class="ask">
            <div class="q"><label for="who">"Who"</label><b>{reached}</b></div>
            <select class="field" id="who" on:change=pick>{move || seen.make(all)}</select>
            {move || seen.make(left_out)}
        </div>
    }
}

/// The expected lift, with marks that help to choose one.
#[component]
fn Lift(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let set = of(|s| s.lift);
    let value = Signal::derive(move || {
        let known = seen.make(|r, _| plan_of(r).map_or(0.0, |plan| plan.lift));
        (set.get().unwrap_or(known) * 1_000.0).round() / 10.0
    });
    let ends = Signal::derive(move || {
        let anchors =
            seen.make(|r, _| r.anchors.iter().map(|a| a.lift * 100.0).collect::<Vec<_>>());
        let all = anchors.into_iter().chain([value.get()]);
        let (low, high) = all.fold((0.0_f64, 10.0_f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
        (low.floor(), (high * 1.2).ceil().min(100.0))
    });
    let words = move |v: f64| seen.fmt.with(|fmt| points(fmt, v / 100.0));
    let place = move |lift: f64| {
        let (low, high) = ends.get();
        format!(
            "left:{:.1}%",
            100.0 * (lift * 100.0 - low) / (high - low).max(1e-9)
        )
    };
    let ticks = move |r: &PlanReport, _: &Format| {
        r.anchors
            .iter()
            .map(|a| view! { <i style=place(a.lift)></i> })
            .collect_view()
    };
    let anchors = move |r: &PlanReport, fmt: &Format| {
        let one = |a: &clientele_model::experiments::Anchor| {
            let lift = share((a.lift * 1_000.0).round() / 10.0);
            let press = move |_| state.planned(Change::Step, |p| p.scenario.lift = Some(lift));
            let (words, number) = (a.words.clone(), bare_points(fmt, a.lift));
            let of = a.campaign.as_ref().map(|campaign| format!(", {campaign}"));
            view! { <li><button type="button" class="anchor" on:click=press><b>{number}</b>" "{words}{of}</button></li> }
        };
        r.anchors.iter().map(one).collect_view()
    };
    let is_set = Memo::new(move |_| set.get().is_some());
    let back = move |_| state.planned(Change::Step, |p| p.scenario.lift = None);
    let note = seen.sentence(|r| &r.lift_note);
    view! {
        <div class="ask lift">
            <Slider id="lift" label=fixed("Expected lift") value ends step=0.1 words
                set=|s, v| s.lift = Some(share(v))/>
            <div class="ticks" aria-hidden="true">{move || seen.make(ticks)}</div>
            <ul class="anchors" aria-label="Lifts that help to choose one">{move || seen.make(anchors)}</ul>
            <p class="hint">{note}</p>
            <Show when=move || is_set.get()>
                <button type="button" class="link" on:click=back>"Take what the data suggest"</button>
            </Show>
        </div>
    }
}

/// Days in which an order counts.
#[component]
fn Window() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let now = of(|s| s.window);
    let one = move |days: u32| {
        let words = Signal::derive(move || frame.fmt.with(|fmt| fmt.counted(days, "day")));
        let on = Signal::derive(move || now.get() == days);
        let pick = move |()| state.planned(Change::Step, |p| p.scenario.window = days);
        view! { <Radio group="window" words on pick/> }
    };
    let other = move || {
        let days = now.get();
        (![14, 28, 42].contains(&days)).then(|| one(days))
    };
    view! {
        <fieldset class="ask">
            <legend>"Counted for"</legend>
            <div class="seg-control">{[14, 28, 42].map(one)}{other}</div>
        </fieldset>
    }
}

/// The share held back, and the sends of a year.
#[component]
fn Held() -> impl IntoView {
    let frame = expect_context::<Frame>();
    let held = of(|s| s.held);
    let held = Signal::derive(move || per_cent(held.get()));
    let ends = Signal::derive(move || (5.0, held.get().max(50.0)));
    let sends = of(|s| s.sends);
    let sends = Signal::derive(move || f64::from(sends.get()));
    let most = Signal::derive(move || (1.0, sends.get().max(12.0)));
    let per_cent = move |v: f64| frame.fmt.with(|fmt| fmt.share(v / 100.0));
    let times = move |v: f64| {
        let n = frame.fmt.with(|fmt| fmt.number(v, 0));
        match v.round() as u32 {
            1 => format!("{n}, the test alone"),
            2 => format!("{n}, every half year"),
            4 => format!("{n}, one a quarter"),
            6 => format!("{n}, every other month"),
            12 => format!("{n}, one a month"),
            _ => n,
        }
    };
    view! {
        <div class="ask">
            <Slider id="held" label=fixed("Held back in the test") value=held ends step=5.0 words=per_cent
                set=|s, v| s.held = share(v)/>
        </div>
        <div class="ask">
            <Slider id="sends" label=fixed("Sends a year") value=sends ends=most step=1.0 words=times
                set=|s, v| s.sends = v.round().clamp(1.0, 52.0) as u32/>
        </div>
    }
}
