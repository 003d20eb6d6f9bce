//! How the lead grew and faded, and whether orders only came earlier.

use clientele_model::experiments::{Measure, ResultReport};
use leptos::prelude::*;

use super::{Seen, pictures, tables, verdict, words};
use crate::charts::{bars, lead};
use crate::figure::Figure;
use crate::format::Format;
use crate::panels::seen::fixed;

/// The lead since the send.
pub(super) fn course(seen: Seen) -> AnyView {
    view! {
        <Figure
            class="span-8"
            title=seen.words(|r, fmt| r.course.as_ref().map_or_else(String::new, |course| fmt.sentence(&course.title)))
            sub=fixed("More buyers among 100 since the send, points")
            note=seen.words(|r, fmt| r.course.as_ref().map_or_else(String::new, |course| fmt.sentence(&course.note)))
            legend=|| view! {
                <ul class="legend">
                    <li><span class="sw judge-band"></span>"95% interval for one look"</li>
                    <li><span class="sw judge-band faint"></span>"band that holds on any day"</li>
                </ul>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| lead(&pictures::course(r, fmt), w, &|v| words::tick(fmt, Measure::Share, v)))
            table=move |()| seen.make(tables::course)
            open=seen.open
        />
    }
    .into_any()
}

/// The days after the window.
pub(super) fn after(seen: Seen) -> AnyView {
    view! {
        <div class="judge-column span-4 stretch judge-after">
            <Figure
                class=""
                title=seen.words(|r, fmt| r.after.as_ref().map_or_else(String::new, |after| fmt.sentence(&after.title)))
                sub=seen.words(|r, fmt| r.after.as_ref().map_or_else(String::new, |after| {
                    format!("Bought in the {} after the window", fmt.counted(after.days, "day"))
                }))
                note=fixed("")
                draw=move |w: f64| seen.make(|r, fmt| bars(&pictures::after(r, fmt), "Bought afterwards", w))
                table=move |()| seen.make(tables::after)
                open=seen.open
            />
            <section class="card judge-means" aria-labelledby="after">
                <h2 id="after">"What that means"</h2>
                {move || seen.make(means)}
            </section>
        </div>
    }
    .into_any()
}

fn means(r: &ResultReport, fmt: &Format) -> AnyView {
    let Some(after) = &r.after else {
        return ().into_any();
    };
    let (m, word) = (Measure::Share, words::sign(after.stand).2);
    let again = after.again.map(|(control, treated)| {
        let shares = [control, treated].map(|v| words::level(fmt, m, v));
        let [control, treated] = shares;
        view! { <div><dt>"Buyers of the window who bought again"</dt><dd>{treated}<small>{control}" of those held back"</small></dd></div> }
    });
    let said = after
        .words
        .iter()
        .map(|s| view! { <p>{fmt.sentence_view(s)}</p> });
    view! {
        <p class="judge-stand">{verdict::sign(after.stand)}<b aria-hidden="true">{word}</b></p>
        <dl class="stat-row">
            <div><dt>"In these days"</dt><dd>{words::change(fmt, m, after.effect.0)}<small>{words::between(fmt, m, after.effect.1, after.effect.2)}</small></dd></div>
            <div><dt>"Since the send"</dt><dd>{words::change(fmt, m, after.whole.0)}<small>{words::between(fmt, m, after.whole.1, after.whole.2)}</small></dd></div>
            {again}
        </dl>
        {said.collect_view()}
    }
    .into_any()
}
