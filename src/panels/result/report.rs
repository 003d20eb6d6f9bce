//! The result on one page: what the printer gives, and nothing else of the panel.

use clientele_model::experiments::{JudgeTest, ResultReport, Role, Stand};
use clientele_model::filters::Filters;
use clientele_model::question::AnyQuestion;
use leptos::prelude::*;

use super::head::Print;
use super::shown::live;
use super::words;
use super::{Seen, is_whole, measures, verdict};
use crate::format::Format;
use crate::frame::{Frame, said};
use crate::panels::how::command_line;
use crate::state::State;

/// The question of the link that is shown, as the command line is asked.
pub(super) fn command(seen: Seen) -> Signal<String> {
    let state = expect_context::<State>();
    Signal::derive(move || {
        seen.report.track();
        let question: AnyQuestion = state.view.with(|v| {
            JudgeTest {
                filters: v.filters.clone(),
                judged: v.judged.clone(),
            }
            .into()
        });
        command_line(question)
    })
}

/// The page.
#[component]
pub(super) fn Page(seen: Seen) -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let command = command(seen);
    let about = move || {
        let period = state.filters.with(|f| (f.as_of, f.period));
        frame.catalogue.with(|c| {
            let c = c.as_ref()?;
            let day = period.0.unwrap_or_else(|| c.day_after(c.cut(period.1)));
            let day = seen.fmt.with(|fmt| fmt.day(day));
            Some(view! { "Test report · "{c.title.clone()}<br/>"Data as of "{day} })
        })
    };
    let switches = move || state.view.with(|view| said(view, frame));
    let filters = move || {
        // The data set stands above.
        let filters = state.filters.with(|f| Filters {
            dataset: None,
            ..f.clone()
        });
        let text = filters.to_string();
        match text.is_empty() {
            true => "none".to_owned(),
            false => text.replace('&', ", "),
        }
    };
    view! {
        <div class="judge-paper-bar no-print">
            <header class="section-head"><h2>"The result on one page"</h2><p>"What the printer gives"</p></header>
            <Print/>
        </div>
        <article class="judge-paper" aria-labelledby="paper">
            <header class="judge-paper-head">
                <h3 id="paper">{seen.words(|r, _| format!("{}: {}", words::campaign(r), words::verdict(r.verdict).to_lowercase()))}</h3>
                <p>{about}</p>
            </header>
            <p class="lead">{seen.sentence(|r| &r.headline)}". "{seen.sentence(|r| &r.why)}</p>
            {live(seen, body)}
            <div class="fine">
                <p>{seen.words(limits)}</p>
                <p>{seen.words(formulas)}</p>
                <p>"Filters: "{filters}". "{switches}</p>
                <p>"The same again: "<code>{command}</code></p>
            </div>
            <div class="signs"><p>"Judged by, date"</p><p>"Decided by, date"</p><p>"Next look on"</p></div>
        </article>
    }
}

fn body(r: &ResultReport, fmt: &Format) -> AnyView {
    let rows = r.ledger.rows.first().map(|read| {
        let (read, judged) = (fmt.counted(read.rows, "row"), fmt.count(words::judged(r)));
        format!("{read} read, {judged} judged")
    });
    let arms = words::arms(r).enumerate();
    let arms =
        arms.map(|(at, arm)| format!("{}: {}", words::arm(r, at, arm), fmt.count(arm.customers)));
    let arms: Vec<_> = arms.collect();
    let who = format!(
        "{}, sent on {}, {} in which an order counts",
        fmt.counted(r.campaign.customers, "customer"),
        fmt.day(r.campaign.day),
        fmt.counted(r.window, "day")
    );
    let offer = (!r.campaign.offer.is_empty()).then(|| view! { <p>{r.campaign.offer.clone()}</p> });
    // What the file does not say stands in the table.
    let known = r
        .reasons
        .iter()
        .filter(|reason| reason.stand != Stand::Unknown);
    let reasons = known.map(|reason| {
        view! { <li>{verdict::sign(reason.stand)}<span>{fmt.sentence(&reason.title)}": "{fmt.sentence(&reason.about)}</span></li> }
    });
    let next = r.next.iter().map(|s| view! { <li>{fmt.sentence(s)}</li> });
    let table = is_whole(r).then(|| {
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label="Effects in the report">
                {measures::table(r, fmt)}
            </div>
        }
    });
    view! {
        <div class="cells">
            <div><h4>"Who and when"</h4><p>{who}</p>{offer}</div>
            <div><h4>"Split"</h4><p>{arms.join(", ")}</p><p>{fmt.sentence(&r.split.title)}</p></div>
            <div><h4>"Rows of the file"</h4><p>{rows}</p></div>
        </div>
        {table}
        <div class="cells two">
            <div><h4>"Why"</h4><ul class="judge-reasons small">{reasons.collect_view()}</ul></div>
            <div><h4>"What follows"</h4><ul class="dots">{next.collect_view()}</ul></div>
        </div>
    }
    .into_any()
}

/// What was agreed on beforehand.
fn limits(r: &ResultReport, fmt: &Format) -> String {
    let guards = r.measures.iter().filter(|row| row.role == Role::Guardrail);
    let all = guards.filter_map(|row| {
        let limit = words::with_unit(fmt, row.measure, row.limit?);
        Some(format!("{} {limit}", row.name))
    });
    let all: Vec<_> = all.collect();
    match all.is_empty() {
        true => String::new(),
        false => format!("Agreed limits: {}.", all.join(", ")),
    }
}

/// The formulas by their names.
fn formulas(r: &ResultReport, _: &Format) -> String {
    let names: Vec<_> = r.how.iter().map(|(name, _)| name.as_str()).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("How it was decided: {}.", names.join(", ")),
    }
}
