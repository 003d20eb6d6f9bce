//! The test plan on one page: what the printer gives.

use clientele_model::experiments::{OfferKind, PlanReport, ScenarioReport};
use leptos::prelude::*;

use super::{Desk, Seen, judged, plan_of, print};
use crate::format::Format;
use crate::frame::{Frame, said};
use crate::panels::experiments::{bare_points, odds, points};
use crate::state::State;

/// The paper, as it will come out.
pub(super) fn paper(seen: Seen) -> AnyView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let desk = expect_context::<Desk>();
    let whence = move || {
        let (title, days) = frame.catalogue.with(|c| {
            c.as_ref().map_or_else(
                || (String::new(), None),
                |c| {
                    let days = c.cut(state.filters.with(|f| f.period));
                    let as_of = state.filters.with(|f| f.as_of);
                    (
                        c.title.clone(),
                        Some((days, as_of.unwrap_or_else(|| c.day_after(days)))),
                    )
                },
            )
        });
        let days = days.map(|(days, as_of)| {
            frame
                .fmt
                .with(|fmt| format!("Data of {}, as of {}", fmt.span(days), fmt.day(as_of)))
        });
        view! { <p>"Test plan · "{title}<br/>{days}</p> }
    };
    let filters = move || {
        let view = state.view.get();
        let words = said(&view, frame);
        format!("{words} Link: {view}").trim().to_owned()
    };
    let drawn = move || {
        let fmt = frame.fmt.get();
        desk.lists.get().map(|lists| {
            let arm = |a: &clientele_model::experiments::SplitArm| {
                format!("{} ({})", fmt.counted(a.customers, "customer"), a.name)
            };
            let arms: Vec<_> = lists.arms.iter().map(arm).collect();
            format!("Drawn: {}; salt {}", arms.join(", "), lists.salt)
        })
    };
    let salt = move || match drawn() {
        Some(words) => words,
        None => state.view.with(|v| match &v.plan.label {
            Some(label) => format!("Not drawn yet; its lists are named {label}"),
            None => "Not drawn yet".to_owned(),
        }),
    };
    view! {
        <div class="paper-bar no-print">
            <header class="section-head"><h2>"The test plan on one page"</h2><p>"What the printer gives; what the decision needs is fixed before the first message goes out"</p></header>
            <button type="button" class="btn" on:click=move |_| print(state)>"Print test plan"</button>
        </div>
        <article class="paper" aria-labelledby="paper-title">
            <header class="paper-head"><h3 id="paper-title">{seen.words(|r, _| title(r))}</h3>{whence}</header>
            <p class="lead">{seen.words(lead)}</p>
            <div class="cells">{move || seen.make(cells)}<div><h4>"Lists"</h4><p>{salt}</p></div></div>
            <table class="effects">
                <caption class="sr">"What is expected"</caption>
                <thead><tr><th scope="col">"Figure"</th><th scope="col" class="num">"Without"</th><th scope="col" class="num">"With"</th><th scope="col" class="num">"Change"</th><th scope="col" class="num">"Can tell"</th></tr></thead>
                <tbody>{move || seen.make(figures)}</tbody>
            </table>
            <div class="cells two">{move || seen.make(rules)}</div>
            <p class="fine">{seen.words(fine)}</p>
            <p class="fine link-line">{filters}</p>
            <div class="signs"><p>"Planned by, date"</p><p>"Approved by, date"</p><p>"Judged by, date"</p></div>
        </article>
    }
    .into_any()
}

fn title(r: &PlanReport) -> String {
    let name = plan_of(r).map(|plan| format!("{}: {}", plan.name, plan.whom));
    match &r.choices.label {
        Some(label) => label.clone(),
        None => name.unwrap_or_default(),
    }
}

/// The question that the test answers.
fn lead(r: &PlanReport, fmt: &Format) -> String {
    let Some(plan) = plan_of(r) else {
        return String::new();
    };
    let window = fmt.counted(r.choices.scenario.window, "day");
    match plan.break_even {
        Some(lift) => format!(
            "Does “{}” bring at least {} more buyers among 100 within {window}, so that it pays for itself? {} are expected.",
            plan.name,
            bare_points(fmt, lift),
            bare_points(fmt, plan.lift)
        ),
        None => format!("Does “{}” bring more buyers within {window}?", plan.name),
    }
}

fn cell(name: &'static str, words: String) -> AnyView {
    view! { <div><h4>{name}</h4><p>{words}</p></div> }.into_any()
}

fn cells(r: &PlanReport, fmt: &Format) -> AnyView {
    let Some(plan) = plan_of(r) else {
        return ().into_any();
    };
    let asked = &r.choices.scenario;
    let days = i32::try_from(asked.window).unwrap_or(28);
    let who = format!(
        "{}: {} can be reached of {}",
        plan.whom,
        fmt.count(plan.reached),
        fmt.counted(plan.customers, "customer")
    );
    let split = format!(
        "{} held back at random, {} get it",
        fmt.share(asked.held),
        fmt.share(1.0 - asked.held)
    );
    let when = format!(
        "Send on {}; judge once, on {}; {} a year",
        fmt.day(r.day),
        fmt.day(r.day.plus_days(days)),
        fmt.counted(asked.sends, "send")
    );
    let goal = format!(
        "Share who buy within {}, by all channels; {} sure, seen in {} of 100 tests",
        fmt.counted(asked.window, "day"),
        fmt.share(1.0 - r.choices.alpha),
        fmt.number(r.choices.power * 100.0, 0)
    );
    let guardrails = r
        .guardrails
        .iter()
        .map(|g| format!("{}: {}", g.name, fmt.sentence(&g.words)));
    let guardrails = guardrails.collect::<Vec<_>>().join("; ");
    view! {
        {cell("Who", who)}
        {cell("Offer and cost", offer(plan, r, fmt))}
        {cell("Split", split)}
        {cell("When", when)}
        {cell("Goal", goal)}
        {(!guardrails.is_empty()).then(|| cell("What may get worse", guardrails))}
    }
    .into_any()
}

fn offer(plan: &ScenarioReport, r: &PlanReport, fmt: &Format) -> String {
    let costs = format!(
        "{} a contact, {} a send",
        fmt.money_exact(plan.contact),
        fmt.money(r.choices.scenario.setup)
    );
    match r.choices.scenario.offer.kind {
        OfferKind::None => format!("{}; {costs}", plan.name),
        _ => format!(
            "{}; {} on an order that uses it; {costs}",
            plan.name,
            fmt.money_exact(plan.offer)
        ),
    }
}

fn figures(r: &PlanReport, fmt: &Format) -> AnyView {
    let Some(plan) = plan_of(r) else {
        return ().into_any();
    };
    let told = judged(r).map_or_else(|| "–".to_owned(), |day| points(fmt, day.detectable));
    let send = r.waterfall.steps.last().map_or(0.0, |step| step.amount);
    let share = |v: f64| fmt.number(v * 100.0, 1);
    view! {
        <tr><th scope="row">"Buyers among 100"</th><td class="num">{share(plan.rate)}</td><td class="num">{share(plan.rate + plan.lift)}</td>
            <td class="num">{fmt.signed(plan.lift * 100.0, 1)}</td><td class="num">{told}</td></tr>
        <tr><th scope="row">"Gain of a send to everybody"</th><td class="num">{fmt.money(0.0)}</td><td class="num">{fmt.money_short(send)}</td>
            <td class="num">{fmt.money_short(send)}</td><td class="num"></td></tr>
        <tr><th scope="row">"Gain of the year"</th><td class="num">{fmt.money(0.0)}</td><td class="num">{fmt.money_short(plan.gain)}</td>
            <td class="num">{format!("{} to {}", fmt.money_short(plan.low), fmt.money_short(plan.high))}</td><td class="num">{format!("loss {}", odds(fmt, plan.loss))}</td></tr>
    }
    .into_any()
}

fn rules(r: &PlanReport, fmt: &Format) -> AnyView {
    let sure = fmt.share(1.0 - r.choices.alpha);
    let any_day = judged(r).map_or_else(String::new, |day| {
        format!(" ({})", points(fmt, day.any_day))
    });
    view! {
        <div><h4>"What will be decided, fixed now"</h4><ul class="dots">
            <li>{format!("Ship: more buyers ({sure} sure) and every guardrail holds")}</li>
            <li>"Roll back: fewer buyers, or a guardrail is broken"</li>
            <li>"Keep running: anything in between that more days would settle; how many is said"</li>
            <li>"Repeat, narrower: anything in between that they would not; ask about fewer customers"</li>
            <li>"Broken: the split is off (less than 1 in 1,000 by chance); no verdict"</li>
        </ul></div>
        <div><h4>"How it will be judged"</h4><ul class="dots">
            <li>{format!("Buyers: two proportions, {sure} interval")}</li>
            <li>"Everybody in the arm they were drawn for; who orders nothing has not bought"</li>
            <li>"Orders in the weeks after the window are looked at as well"</li>
            <li>{format!("Looking before the end: only with the any-day limit{any_day}")}</li>
        </ul></div>
    }
    .into_any()
}

/// What it rests on: the formulas and their inputs.
fn fine(r: &PlanReport, fmt: &Format) -> String {
    let how = r.how.iter();
    let how = how.map(|(name, how)| format!("{name}: {}", fmt.sentence(how)));
    how.collect::<Vec<_>>().join(" ")
}
