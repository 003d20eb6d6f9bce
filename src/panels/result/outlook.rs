//! What it would bring to send it to everybody, and what the answer hangs on.

use clientele_model::experiments::{Measure, Sensitivity};
use leptos::prelude::*;

use super::{Seen, pictures, tables, words};
use crate::charts::{Intervals, gains, intervals};
use crate::figure::Figure;
use crate::table::Table;

/// Both pictures, as far as they are there.
pub(super) fn outlook(seen: Seen) -> AnyView {
    let there = Memo::new(move |_| {
        seen.report
            .with(|r| (r.impact.is_some(), r.sensitivity.is_some()))
    });
    let both = move || {
        let (left, right) = there.get();
        let (wide, beside) = match (left, right) {
            (true, true) => ("span-7", "span-5"),
            _ => ("", ""),
        };
        view! {
            {left.then(|| impact(seen, wide))}
            {right.then(|| sensitivity(seen, beside))}
        }
    };
    view! {
        <header class="section-head"><h2>"What it would bring, and what the answer hangs on"</h2></header>
        {both}
    }
    .into_any()
}

fn impact(seen: Seen, class: &'static str) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            let rows = r
                .impact
                .iter()
                .flat_map(|impact| pictures::impact(impact, fmt));
            let rows: Vec<_> = rows.collect();
            gains(
                &rows,
                "Gain of a send to everybody",
                "Gain of a send",
                w,
                &|v| fmt.money_short(v),
            )
        })
    };
    let table = move |()| {
        seen.make(|r, fmt| match &r.impact {
            Some(impact) => tables::impact(impact, fmt),
            None => Table::new(fmt, "", &[], []),
        })
    };
    let note = seen.words(|r, fmt| {
        let Some(impact) = &r.impact else {
            return String::new();
        };
        let whole = impact.global.map(|of| {
            let [v, low, high] = [of.0, of.1, of.2].map(|v| fmt.change(v));
            format!(" On the revenue of the whole shop: {v} ({low} to {high}).")
        });
        fmt.sentence(&impact.note) + &whole.unwrap_or_default()
    });
    view! {
        <Figure
            class
            title=seen.words(|r, fmt| r.impact.as_ref().map_or_else(String::new, |impact| fmt.sentence(&impact.title)))
            sub=seen.words(|r, fmt| r.impact.as_ref().map_or_else(String::new, |impact| {
                format!("Expected gain of one send today, with 95% intervals; {} of today’s customers may be reached", fmt.share(impact.coverage))
            }))
            note
            draw
            table
            open=seen.open
        />
    }
    .into_any()
}

fn sensitivity(seen: Seen, class: &'static str) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| {
            let s = r.sensitivity.as_ref();
            let data = s.map_or_else(Intervals::default, |s| pictures::sensitivity(s, fmt));
            let m = s.map_or(Measure::Number, |s| s.measure);
            intervals(&data, w, &|_, v| words::tick(fmt, m, v))
        })
    };
    let table = move |()| {
        seen.make(|r, fmt| match &r.sensitivity {
            Some(s) => tables::sensitivity(s, fmt),
            None => Table::new(fmt, "", &[], []),
        })
    };
    let limited = |s: &Sensitivity| match s.limit {
        Some(_) => "One choice changed at a time; red: agreed limit",
        None => "One choice changed at a time",
    };
    view! {
        <Figure
            class
            title=seen.words(|r, fmt| r.sensitivity.as_ref().map_or_else(String::new, |s| fmt.sentence(&s.title)))
            sub=seen.words(move |r, _| r.sensitivity.as_ref().map_or("", limited).to_owned())
            note=seen.words(|r, fmt| r.sensitivity.as_ref().map_or_else(String::new, |s| fmt.sentence(&s.note)))
            draw
            table
            open=seen.open
        />
    }
    .into_any()
}
