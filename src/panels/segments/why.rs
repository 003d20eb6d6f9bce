//! How was this decided? The analyst's part of the panel.

use clientele_model::question;
use clientele_model::segments::{Feature, Histogram, Verdict};
use leptos::prelude::*;

use super::super::command::Command;
use super::super::how::{How, command_line};
use super::super::seen::fixed;
use super::board::Board;
use super::values::tick;
use super::{Figure, Format, Seen, models, tables};
use crate::ask::Asker;
use crate::charts::{self, Ink};
use crate::download::{Kind, Saver};
use crate::engine_client::JobHandle;
use crate::frame::Radio;
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(
    seen: Seen,
    how: RwSignal<bool>,
    k: Signal<Option<u8>>,
    set_k: Callback<Option<u8>>,
) -> impl IntoView {
    let summary = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| {
            let chosen = r
                .why
                .candidates
                .iter()
                .find(|c| c.verdict == Verdict::Chosen);
            let tried = u32::try_from(r.why.candidates.len()).unwrap_or(u32::MAX);
            let by = chosen.map_or_else(String::new, |c| format!("{} groups, the best of ", c.k));
            format!("{by}{}", fmt.counted(tried, "way"))
        })
    };
    let summary = Signal::derive(summary);
    view! { <How how summary><Inside seen k set_k/></How> }
}

#[component]
fn Inside(seen: Seen, k: Signal<Option<u8>>, set_k: Callback<Option<u8>>) -> impl IntoView {
    let fitted = super::fitted(seen);
    view! {
        <div class="how-body grid">
            <header class="section-head">
                <h2>{seen.sentence(|r| &r.why.headline)}</h2>
                <p>{seen.sentence(|r| &r.why.context)}</p>
            </header>
            <Groups k set_k/>
            <Board seen/>
                {super::once(fitted, "span-7", move || view! { <Silhouettes seen/> }.into_any())}
                <Figure
                    class="span-5"
                    title=seen.sentence(|r| &r.why.elbow_title)
                    sub=fixed("K-Means by number of groups; ring: not eligible")
                    note=fixed("")
                    draw=move |w: f64| seen.make(|r, fmt| charts::elbow(&models::elbow(r, fmt), w, &|v| fmt.short(v), &|v| fmt.number(v, 2)))
                    table=move |()| seen.make(tables::elbow)
                    open=seen.open
                />
                <Preparation seen/>
                <section class="card span-5 stretch" aria-labelledby="rule">
                    <h2 id="rule">"The rule that chose"</h2>
                    <ol class="rule-list">
                        {move || {
                            seen.make(|r, fmt| r.why.rule.iter().map(|s| view! { <li>{fmt.sentence(s)}</li> }).collect_view())
                        }}
                    </ol>
                </section>
                <Parameters seen/>
        </div>
    }
}

#[component]
fn Silhouettes(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.fit.picture_title)
            sub=fixed("Silhouette of every customer, sorted inside each group")
            note=Signal::derive(move || sampled(&seen))
            draw=move |w: f64| seen.make(|r, fmt| charts::silhouettes(&models::silhouettes(r, fmt), w, &|v| fmt.number(v, 1)))
            table=move |()| seen.make(tables::silhouettes)
            open=seen.open
        />
    }
}

fn sampled(seen: &Seen) -> String {
    let fmt = seen.fmt.get();
    let whom = match seen.report.with(|r| r.fit.sampled) {
        Some(n) => format!("Computed on a sample of {}.", fmt.counted(n, "customer")),
        None => "Computed exactly over all customers, no sampling.".to_owned(),
    };
    format!("{whom} Left of zero: closer to another group than to their own.")
}

/// How many groups: chosen by the rule, or set by hand.
#[component]
fn Groups(k: Signal<Option<u8>>, set_k: Callback<Option<u8>>) -> impl IntoView {
    let to = move |of: Option<u8>| {
        let words = of.map_or_else(|| "Automatic".to_owned(), |n| n.to_string());
        let on = Signal::derive(move || k.get() == of);
        view! { <Radio group="groups" words=Signal::stored(words) on pick=move |()| set_k.run(of)/> }
    };
    view! {
        <section class="card groups-bar" aria-label="Number of groups">
            <div>
                <h2>"How many groups"</h2>
                <p class="chart-sub">"Chosen by the rule below, unless you set it; the link remembers"</p>
            </div>
            <fieldset class="seg-control">
                <legend class="sr">"Number of groups"</legend>
                {[None].into_iter().chain((2..=10).map(Some)).map(to).collect_view()}
            </fieldset>
        </section>
    }
}

/// Each measure before and after.
#[component]
fn Preparation(seen: Seen) -> impl IntoView {
    let title = move || {
        let used = seen
            .report
            .with(|r| r.features.iter().filter(|f| f.used).count());
        format!("Before grouping, the {used} measures are brought to the same scale")
    };
    let pairs = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| {
            r.features
                .iter()
                .filter(|f| f.used || f.preparation.constant)
                .map(|f| pair(f, &fmt))
                .collect_view()
        })
    };
    view! {
        <section class="card span-12" aria-labelledby="prep">
            <h2 id="prep">{title}</h2>
            <p class="chart-sub">"Number of customers by value, as it is and as it enters the grouping"</p>
            <div class="prep">{pairs}</div>
            <p class="chart-note">"The first and last bar hold what lies outside the 1st and 99th percentile. Prepared values are in standard deviations from the mean."</p>
        </section>
    }
}

fn pair(f: &Feature, fmt: &Format) -> impl IntoView + use<> {
    let p = &f.preparation;
    let picture = |h: &Histogram, ink, ends: (String, String), what: &str| {
        let counts: Vec<_> = h.counts.iter().map(|&n| f64::from(n)).collect();
        let label = format!("{}, {what}: customers by value", f.label);
        charts::histogram(&counts, (&ends.0, &ends.1), &label, ink, 160.0, 72.0).svg
    };
    let value = |v| tick(fmt, f.unit, v);
    let sigma = |v| format!("{} σ", fmt.signed(v, 1));
    let ends = (value(f.before.low), value(f.before.high));
    let before = picture(&f.before, Ink::Compare, ends, "as it is");
    let ends = (sigma(f.after.low), sigma(f.after.high));
    let after = picture(&f.after, Ink::Mark, ends, "prepared");
    view! {
        <div>
            <h3>{f.label.clone()}</h3>
            <div class="pair">
                <div>
                    <p>{format!("As it is · skew {}", fmt.signed(p.skew_before, 1))}</p>
                    <div class="plot" inner_html=before></div>
                </div>
                <div>
                    <p>{format!("Prepared · skew {}", fmt.signed(p.skew_after, 1))}</p>
                    <div class="plot" inner_html=after></div>
                </div>
            </div>
            <p class="sub">{fmt.sentence(&p.words)}</p>
        </div>
    }
}

/// Every parameter, the command that prints the same report, and the report itself.
#[component]
fn Parameters(seen: Seen) -> impl IntoView {
    let facts = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| {
            let facts = r.why.parameters.iter();
            facts
                .map(
                    |(name, value)| view! { <dt>{name.clone()}</dt><dd>{fmt.sentence(value)}</dd> },
                )
                .collect_view()
        })
    };
    let command = Signal::derive(move || seen.report.with(|r| command_line(&r.why.question)));
    let asker = expect_context::<Asker>();
    let state = expect_context::<State>();
    let (waiting, handle) = (
        RwSignal::new(false),
        StoredValue::<Option<JobHandle>, LocalStorage>::new_local(None),
    );
    let saver = Saver::here();
    let report = move |_| {
        waiting.set(true);
        let question = question::Segments(state.filters.get_untracked());
        handle.set_value(asker.json(question, move |text| {
            waiting.set(false);
            match text {
                Ok(text) => saver.text(Kind::Json, "report", text),
                Err(why) => state.notify(&why.to_string()),
            }
        }));
    };
    view! {
        <section class="card span-7 stretch" aria-labelledby="parameters">
            <h2 id="parameters">"Parameters and reproduction"</h2>
            <dl class="facts">{facts}</dl>
            <Command command/>
            <p class="after">
                <button type="button" class="btn" disabled=waiting on:click=report>
                    {move || if waiting.get() { "Preparing the report" } else { "Download this report (JSON)" }}
                </button>
                <span class="muted">"What the command prints"</span>
            </p>
        </section>
    }
}
