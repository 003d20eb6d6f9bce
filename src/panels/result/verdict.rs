//! The verdict: a word, why, the two figures it turns on, its reasons with their signs, and what to do next.

use clientele_model::experiments::{MeasureRow, Narrower, Reason, ResultReport, Stand, Verdict};
use leptos::prelude::*;

use super::shown::live;
use super::{Seen, words};
use crate::format::Format;
use crate::frame::{Frame, Link};
use crate::icon::icon;
use crate::state::{Panel, State};

/// The card.
#[component]
pub(super) fn Card(seen: Seen) -> impl IntoView {
    view! {
        <section class="card judge-card" aria-labelledby="verdict">
            <div class="judge-said">{live(seen, said)}</div>
            <div class="judge-why">
                <h2>"Why"</h2>
                <ul class="judge-reasons">{live(seen, |r, fmt| {
                    let rows: Vec<_> = r.reasons.iter().map(|reason| one(reason, fmt)).collect();
                    rows.into_any()
                })}</ul>
            </div>
            <div class="judge-next">
                <h2>"What to do next"</h2>
                {live(seen, next)}
            </div>
        </section>
    }
}

/// The word, why, the figures, and every verdict there is.
fn said(r: &ResultReport, fmt: &Format) -> AnyView {
    let (path, class) = words::look(r.verdict);
    let figures: Vec<_> = [words::goal(r), words::second(r)]
        .into_iter()
        .flatten()
        .filter_map(|row| figure(row, fmt))
        .collect();
    let figures = (!figures.is_empty() && super::is_whole(r))
        .then(|| view! { <dl class="stat-row">{figures}</dl> });
    let scale = [
        Verdict::Ship,
        Verdict::KeepRunning,
        Verdict::Narrower,
        Verdict::RollBack,
        Verdict::Broken,
    ];
    let scale = scale.map(|verdict| {
        let here = verdict == r.verdict;
        let class = if here { words::look(verdict).1 } else { "" };
        view! {
            <li class=class aria-current=here.then_some("true")>
                {icon(words::look(verdict).0)}
                <div><b>{words::verdict(verdict)}</b><span>{words::when(verdict)}</span></div>
            </li>
        }
    });
    view! {
        <h2 class=format!("judge-word {class}") id="verdict">{icon(path)}{words::verdict(r.verdict)}</h2>
        <p>{fmt.sentence_view(&r.why)}</p>
        {figures}
        <ul class="judge-scale" aria-label="Verdicts there are">{scale}</ul>
    }
    .into_any()
}

/// One of the two figures.
fn figure(row: &MeasureRow, fmt: &Format) -> Option<impl IntoView + use<>> {
    let way = words::counting(row)?;
    let name = match row.key.as_str() {
        "bought" => "More buyers among 100".to_owned(),
        _ => row.name.clone(),
    };
    Some(view! {
        <div>
            <dt>{name}</dt>
            <dd>{words::change(fmt, row.measure, way.effect)}
                <small>{words::between(fmt, row.measure, way.low, way.high)}</small></dd>
        </div>
    })
}

/// A sign; its word is for those who do not see it.
pub(super) fn sign(stand: Stand) -> impl IntoView {
    let (path, class, word) = words::sign(stand);
    view! { <span class=format!("judge-sign {class}")>{icon(path)}<span class="sr">{word}": "</span></span> }
}

fn one(reason: &Reason, fmt: &Format) -> impl IntoView + use<> {
    view! {
        <li>
            {sign(reason.stand)}
            <div><b>{fmt.sentence_view(&reason.title)}</b><span class="sub">{fmt.sentence_view(&reason.about)}</span></div>
        </li>
    }
}

fn next(r: &ResultReport, fmt: &Format) -> AnyView {
    let said: Vec<_> = r
        .next
        .iter()
        .map(|s| view! { <p>{fmt.sentence_view(s)}</p> })
        .collect();
    let narrower = r.narrower.as_ref().map(|n| narrower(n, r.window));
    view! { {said}{narrower} }.into_any()
}

/// The narrower question: plan its test, look at its customers.
fn narrower(n: &Narrower, window: u32) -> AnyView {
    let Some(only) = n.of.clone() else {
        return ().into_any();
    };
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let (who, name) = (only.clone(), n.name.clone());
    let to = Signal::derive(move || {
        state.view.with(|view| {
            let mut next = view.on(Panel::Plan);
            next.plan.scenario.who = Some(who.clone());
            next.plan.scenario.window = window;
            next
        })
    });
    let open = frame.open;
    view! {
        <Link class="btn primary" to>"Plan the test with “"{name}"”"</Link>
        <button type="button" class="btn" on:click=move |_| open.run(only.clone())>"Look at these customers"</button>
    }
    .into_any()
}
