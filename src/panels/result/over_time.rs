//! How the lead grew and faded, and whether orders only came earlier.

use std::sync::Arc;

use clientele_model::experiments::{Measure, ResultReport, Stand};
use leptos::prelude::*;

use super::shown::{Card, fixed, live};
use super::{Seen, pictures, tables, verdict, words};
use crate::charts::{bars, lead};
use crate::format::Format;

/// The lead since the send.
pub(super) fn course(seen: Seen) -> AnyView {
    let draw = |r: &ResultReport, fmt: &Format, w: f64| {
        lead(&pictures::course(r, fmt), w, &|v| {
            words::tick(fmt, Measure::Share, v)
        })
    };
    Card {
        class: "span-8",
        title: Arc::new(|r, fmt| {
            let course = r.course.as_ref();
            course.map_or_else(String::new, |course| fmt.sentence(&course.title))
        }),
        sub: fixed("More buyers among 100 since the send, points"),
        note: Arc::new(|r, fmt| {
            let course = r.course.as_ref();
            course.map_or_else(String::new, |course| fmt.sentence(&course.note))
        }),
        legend: &[
            ("sw judge-band", "95% interval for one look"),
            ("sw judge-band faint", "band that holds on any day"),
        ],
        draw: Arc::new(draw),
        table: Arc::new(tables::course),
    }
    .shown(seen)
}

/// The days after the window.
pub(super) fn after(seen: Seen) -> AnyView {
    let bars = Card {
        class: "",
        title: Arc::new(|r, fmt| {
            let after = r.after.as_ref();
            after.map_or_else(String::new, |after| fmt.sentence(&after.title))
        }),
        sub: Arc::new(|r, fmt| {
            let after = r.after.as_ref();
            let days = after.map_or_else(String::new, |after| fmt.counted(after.days, "day"));
            format!("Bought in the {days} after the window")
        }),
        note: fixed(""),
        legend: &[],
        draw: Arc::new(|r, fmt, w| bars(&pictures::after(r, fmt), "Bought afterwards", w)),
        table: Arc::new(tables::after),
    };
    view! {
        <div class="judge-column span-4 stretch judge-after">
            {bars.shown(seen)}
            <section class="card judge-means" aria-labelledby="after">
                <h2 id="after">"Were orders only brought forward?"</h2>
                {live(seen, means)}
            </section>
        </div>
    }
    .into_any()
}

fn means(r: &ResultReport, fmt: &Format) -> AnyView {
    let Some(after) = &r.after else {
        return ().into_any();
    };
    let word = match after.stand {
        Stand::Holds => "No sign of it",
        Stand::Open => "It may be",
        Stand::Broken => "Yes",
        Stand::Unknown => "The data do not say",
    };
    let said: Vec<_> = after
        .words
        .iter()
        .map(|s| view! { <p>{fmt.sentence_view(s)}</p> })
        .collect();
    view! {
        <p class="judge-stand">{verdict::sign(after.stand)}<b>{word}</b></p>
        {said}
    }
    .into_any()
}
