//! Which days count, and what they are compared with.

use clientele_model::Date;
use clientele_model::filters::{Against, Period};
use leptos::prelude::*;

use super::{Chip, option, options};
use crate::frame::Frame;
use crate::state::{Change, State};

/// The days.
#[component]
pub(super) fn PeriodChip() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let period = state.of(|f| f.period);
    let days = Memo::new(move |_| {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| c.cut(period.get())))
    });
    let value = move || {
        days.get()
            .map(|d| frame.fmt.with(|s| s.span(d)))
            .unwrap_or_default()
    };
    let to = move |next: Period| state.change(Change::Step, move |f| f.period = next);
    let usual = move || {
        frame
            .catalogue
            .with(|c| c.as_ref().map(|c| frame.fmt.with(|s| s.span(c.usual))))
            .unwrap_or_default()
    };
    let presets = [
        (Period::Last(90), "Last 90 days"),
        (Period::Last(365), "Last 365 days"),
        (Period::All, "All of the data"),
    ];
    let edge = move |first: bool| {
        let now = move || {
            days.get()
                .map(|(a, b)| (if first { a } else { b }).to_string())
                .unwrap_or_default()
        };
        let limit = move |low: bool| {
            frame
                .catalogue
                .with(|c| {
                    c.as_ref()
                        .map(|c| if low { c.first } else { c.last }.to_string())
                })
                .unwrap_or_default()
        };
        let set = move |e: web_sys::Event| {
            let Ok(day) = event_target_value(&e).parse::<Date>() else {
                return;
            };
            let Some((from, until)) = days.get_untracked() else {
                return;
            };
            let (from, until) = if first {
                (day, until.max(day))
            } else {
                (from.min(day), day)
            };
            to(Period::Range {
                from: Some(from),
                to: Some(until),
            });
        };
        view! { <input type="date" class="field" prop:value=now min=move || limit(true) max=move || limit(false) on:change=set/> }
    };
    view! {
        <Chip name="Period" value=Signal::derive(value) set=Signal::derive(move || period.get() != Period::Usual)>
            <div>
                {option("period", period, Period::Usual, Signal::derive(move || format!("Usual: {}", usual())), |f, of| f.period = of)}
                {options("period", period, presets, |f, of| f.period = of)}
            </div>
            <div class="pair-of">
                <label>"From"{edge(true)}</label>
                <label>"To"{edge(false)}</label>
            </div>
        </Chip>
    }
}

/// The days they are compared with.
#[component]
pub(super) fn AgainstChip() -> impl IntoView {
    let against = expect_context::<State>().of(|f| f.against);
    let value = move || match against.get() {
        Against::Before => "the period before",
        Against::Year => "a year earlier",
        Against::Nothing => "nothing",
    };
    let choices = [
        (Against::Before, "The period of the same length before"),
        (Against::Year, "The same days a year earlier"),
        (Against::Nothing, "Nothing"),
    ];
    view! {
        <Chip name="Against" value=Signal::derive(move || value().to_owned()) set=Signal::derive(move || against.get() != Against::Before)>
            {options("against", against, choices, |f, of| f.against = of)}
        </Chip>
    }
}
