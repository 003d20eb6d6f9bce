//! How was this decided? The analyst's part of the panel: every cut-off by hand, and the same on the command line.

use clientele_model::products::{Options, ProductsReport};
use clientele_model::question::{self, AnyQuestion};
use leptos::prelude::*;

use super::{Seen, pictures};
use crate::format::Format;
use crate::panels::how::{Again, How, command_line, unfolded};
use crate::state::{Change, State};

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen) -> impl IntoView {
    let how = unfolded();
    let summary = seen.words(|r, fmt| {
        let o = &r.options;
        let end = |v: f64| fmt.number(v, 2);
        format!(
            "A to {}, B to {}; steady below {}, erratic from {}",
            fmt.share(o.a / 100.0),
            fmt.share(o.b / 100.0),
            end(o.x),
            end(o.y)
        )
    });
    view! { <How how summary><Inside seen/></How> }
}

#[component]
fn Inside(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    // What cannot be used is left as it was, and the field shows what counts.
    let field = move |label: &'static str, key: &'static str, value: fn(&Options) -> f64| {
        let now = move || state.view.with(|v| value(&v.products.options).to_string());
        let change = move |e: web_sys::Event| {
            let text = event_target_value(&e).replace(',', ".");
            let text = text.trim().trim_end_matches('%').trim_end();
            if let Some(read) = state.newest().with(key, text) {
                state.products(Change::Step, |asked| {
                    asked.options = Options {
                        page: 1,
                        ..read.products.options
                    };
                });
            } else {
                state.notify("That value cannot be used here, so the one before stays.");
            }
        };
        view! {
            <label>
                <span>{label}</span>
                <input class="field" type="text" inputmode="decimal" autocomplete="off" prop:value=now on:change=change/>
            </label>
        }
    };
    let command = Signal::derive(move || {
        seen.report.track();
        let question: AnyQuestion = state.view.with(|v| {
            question::Products {
                filters: v.filters.clone(),
                options: v.products.options,
            }
            .into()
        });
        command_line(question)
    });
    view! {
        <div class="how-body grid">
            <section class="card mining" aria-labelledby="cuts">
                <h2 class="chart-title" id="cuts">"Where classes and columns end"</h2>
                <p class="chart-sub">"Classes by their share of all value, best products first; columns by the coefficient of variation of pieces in full periods: sold, less what customers returned of it later, so that a cancelled order counts nowhere. The link remembers."</p>
                <p class="chart-sub">"Demand comes with gaps where more than 1.32 periods lie between two sales on average, and unevenly where the squared coefficient of variation of periods with a sale is 0.49 or more (Syntetos, Boylan and Croston). “±23%” beside a product is its coefficient of variation, 0.23."</p>
                <div class="mining-fields">
                    {field("Class A ends at, in %", "a", |o| o.a)}
                    {field("Class B ends at, in %", "b", |o| o.b)}
                    {field("Steady below a variation of", "x", |o| o.x)}
                    {field("Erratic from a variation of", "y", |o| o.y)}
                </div>
            </section>
            <Show when=move || seen.report.with(|r| !r.stages.is_empty())>
                <section class="card stretch" aria-labelledby="stages-mean">
                    <h2 id="stages-mean">"What the stages of life mean"</h2>
                    <p class="chart-sub">"No longer sold is looked at first, then new, then the others"</p>
                    <dl class="facts">{move || seen.make(stages)}</dl>
                </section>
            </Show>
            <Again class="card stretch" command/>
        </div>
    }
}

/// What each stage means.
fn stages(r: &ProductsReport, _: &Format) -> AnyView {
    let all = r.stages.iter().map(|s| {
        view! { <dt>{pictures::stage_word(s.stage)}</dt><dd>{s.meaning.clone()}</dd> }
    });
    all.collect_view().into_any()
}
