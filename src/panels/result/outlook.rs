//! What it would bring to send it to everybody, and what the answer hangs on.

use std::sync::Arc;

use clientele_model::experiments::{Measure, ResultReport};
use leptos::prelude::*;

use super::shown::Card;
use super::{Seen, forests, tables, words};
use crate::charts::{Intervals, gains, intervals};
use crate::format::Format;
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
        <header class="section-head"><h2>"What it would bring, and what the answer depends on"</h2></header>
        {both}
    }
    .into_any()
}

fn impact(seen: Seen, class: &'static str) -> AnyView {
    let draw = |r: &ResultReport, fmt: &Format, w: f64| {
        let rows = r.impact.iter();
        let rows: Vec<_> = rows
            .flat_map(|impact| forests::impact(impact, fmt))
            .collect();
        let write = |v: f64| fmt.money_short(v);
        gains(
            &rows,
            "Gain of a send to everybody",
            "Gain of a send",
            w,
            &write,
        )
    };
    Card {
        class,
        title: Arc::new(|r, fmt| {
            let impact = r.impact.as_ref();
            impact.map_or_else(String::new, |impact| fmt.sentence(&impact.title))
        }),
        sub: Arc::new(|r, fmt| {
            let coverage = r.impact.as_ref().map_or(0.0, |impact| impact.coverage);
            let coverage = fmt.share(coverage);
            format!("Expected gain of one send today, with 95% intervals; {coverage} of today’s customers may be reached")
        }),
        note: Arc::new(|r, fmt| {
            let Some(impact) = &r.impact else {
                return String::new();
            };
            let whole = impact.global.map(|of| {
                let [v, low, high] = [of.0, of.1, of.2].map(|v| fmt.change(v));
                format!(" On the revenue of the whole shop: {v} ({low} to {high}).")
            });
            fmt.sentence(&impact.note) + &whole.unwrap_or_default()
        }),
        legend: &[],
        draw: Arc::new(draw),
        table: Arc::new(|r, fmt| match &r.impact {
            Some(impact) => tables::impact(impact, fmt),
            None => Table::new(fmt, "", &[], []),
        }),
    }
    .shown(seen)
}

fn sensitivity(seen: Seen, class: &'static str) -> AnyView {
    let draw = |r: &ResultReport, fmt: &Format, w: f64| {
        let s = r.sensitivity.as_ref();
        let data = s.map_or_else(Intervals::default, |s| forests::sensitivity(s, fmt));
        let m = s.map_or(Measure::Number, |s| s.measure);
        intervals(&data, w, &|_, v| words::tick(fmt, m, v))
    };
    Card {
        class,
        title: Arc::new(|r, fmt| {
            let s = r.sensitivity.as_ref();
            s.map_or_else(String::new, |s| fmt.sentence(&s.title))
        }),
        sub: Arc::new(|r, _| {
            let limited = r.sensitivity.as_ref().is_some_and(|s| s.limit.is_some());
            let words = match limited {
                true => "One choice changed at a time; red: agreed limit",
                false => "One choice changed at a time",
            };
            words.to_owned()
        }),
        note: Arc::new(|r, fmt| {
            let s = r.sensitivity.as_ref();
            s.map_or_else(String::new, |s| fmt.sentence(&s.note))
        }),
        legend: &[],
        draw: Arc::new(draw),
        table: Arc::new(|r, fmt| match &r.sensitivity {
            Some(s) => tables::sensitivity(s, fmt),
            None => Table::new(fmt, "", &[], []),
        }),
    }
    .shown(seen)
}
