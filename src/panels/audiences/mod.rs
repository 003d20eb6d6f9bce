//! Audiences: a list of customers put together in plain sentences, what they are like, whom of them one may write to.

mod builder;
mod cards;
mod kept;
mod line;
mod lists;
mod members;
mod pictures;
mod saved;
mod values;
mod why;

use clientele_model::audiences::AudiencesReport;
use clientele_model::question::BuildAudience;
use clientele_model::selection::{Join, Only};
use clientele_model::wire::Slot;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::Source;
use crate::ask::{Asker, Status, ask};
use crate::frame::{Frame, Link};
use crate::icon::{DOWNLOAD, icon};
use crate::lazy::MakeView;
use crate::state::{Panel, State};
use crate::waiting::AnswerView;
use saved::Shelf;

type Seen = super::seen::Seen<AudiencesReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(audiences, fallible)]
pub fn audiences() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Audiences/> }.into_any())
}

/// The audiences that are saved in this browser.
pub(super) fn saved_here() -> Shelf {
    Shelf::read()
}

/// From the audience to its file and back.
#[component]
pub(super) fn Tabs() -> impl IntoView {
    let state = expect_context::<State>();
    let tabs = [(Panel::Audiences, "Build"), (Panel::Playbook, "Playbook"), (Panel::AudienceFile, "Export")].map(|(panel, words)| {
        let to = Signal::derive(move || {
            state.view.with(|view| {
                if view.panel == panel {
                    return view.clone();
                }
                let mut next = view.on(panel);
                next.of.clone_from(&view.of);
                next.send.clone_from(&view.send);
                next
            })
        });
        view! {
            <Link class="tab" to current=Signal::derive(move || state.view.with(|view| view.panel == panel))>{words}</Link>
        }
    });
    view! {
        <div class="subbar no-print">
            <nav class="seg-control links" aria-label="Audiences">{tabs}</nav>
        </div>
    }
}

/// The audience of the link.
fn shown(state: State) -> Only {
    state
        .view
        .with(|view| view.of.clone().unwrap_or(Only::Everyone))
}

/// Changes the audience that the link says.
fn set(state: State, of: Only) {
    state.edit(|view| view.of = (of != Only::Everyone).then_some(of));
}

/// Changes its lines.
fn set_lines(state: State, lines: &[(Join, Only)]) {
    set(state, Only::of_lines(lines));
}

#[component]
fn Audiences() -> impl IntoView {
    let state = expect_context::<State>();
    let shelf = Shelf::read();
    provide_context(shelf);
    let of = Memo::new(move |_| shown(state));
    // Saved audiences are kept by the page: what is asked has their definitions in their place.
    let resolved = Memo::new(move |_| of.with(|of| shelf.resolved_by_line(of)));
    let send = Memo::new(move |_| state.view.with(|view| view.send.clone()));
    let question = Signal::derive(move || BuildAudience {
        filters: state.filters.get(),
        of: resolved.get().unwrap_or(Only::Everyone),
        send: send.get().unwrap_or(Only::Everyone),
    });
    let refused = Memo::new(move |_| resolved.with(|r| r.as_ref().err().map(ToString::to_string)));
    view! {
        <Tabs/>
        {move || match refused.get() {
            Some(why) => view! {
                <header class="headline"><h1>"This audience cannot be counted"</h1><p>{why}</p></header>
                <builder::Unanswered/>
            }
            .into_any(),
            None => view! { <Counted question/> }.into_any(),
        }}
        <saved::Saved/>
    }
}

/// The answer; where there is none the lines stand there all the same, so that the one to blame can be taken out.
#[component]
fn Counted(question: Signal<BuildAudience>) -> impl IntoView {
    let frame = expect_context::<Frame>();
    let answer = ask::<BuildAudience>(question, expect_context::<Asker>(), Slot::Panel);
    let has_lines = Memo::new(move |_| {
        answer.report.with(Option::is_some)
            || !answer.status.with(|now| matches!(now, Status::Failed(_)))
    });
    view! {
        <AnswerView answer show=move |report| view! { <Answered seen=Seen::new(report, frame)/> }.into_any()/>
        {move || (!has_lines.get()).then(|| view! { <builder::Unanswered/> })}
    }
}

#[component]
fn Answered(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <builder::Builder seen/>
        <Counts seen/>
        {seen.deferred(|seen| view! { <cards::Rules seen/> }.into_any())}
        {seen.deferred_where(|r| r.overlap.is_some(), |seen| view! { <pictures::Overlaps seen/> }.into_any())}
        {seen.deferred(|seen| view! { <pictures::Alike seen/> }.into_any())}
        {seen.deferred_where(|r| !r.preview.is_empty(), |seen| view! { <cards::Sample seen/> }.into_any())}
        {seen.deferred_where(|r| !r.bought_more.is_empty(), |seen| view! { <cards::Bought seen/> }.into_any())}
        {seen.deferred(|seen| view! { <why::Why seen/> }.into_any())}
        <Source/>
    }
}

/// How many they are, how they can be reached, and what to do with them.
#[component]
fn Counts(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let shelf = expect_context::<Shelf>();
    let figures = move || {
        seen.make(|r, fmt| {
            let of_all = format!(
                "{}, {} of {}",
                if r.customers == 1 { "customer" } else { "customers" },
                fmt.share(f64::from(r.customers) / f64::from(r.everybody.max(1))),
                fmt.count(r.everybody)
            );
            let t = r.typical;
            let typical = format!(
                "{}, {} ago",
                fmt.counted(t.frequency.round() as u64, "order"),
                fmt.days(t.recency)
            );
            view! {
                <p class="large">{fmt.count(r.customers)}</p>
                <p class="muted">{of_all}</p>
                <dl class="pair">
                    <div><dt>"Net revenue"</dt><dd>{fmt.money_short(r.revenue)}</dd><dd class="n">{fmt.share(r.revenue_share)}" of all"</dd></div>
                    <div><dt>"Typical spend"</dt><dd>{fmt.money_short(t.monetary)}</dd><dd class="n">{typical}</dd></div>
                </dl>
            }
        })
    };
    let reach = move || {
        seen.make(|r, fmt| {
            let row = |reach: &clientele_model::audiences::Reach| {
                let value = match reach.customers {
                    Some(customers) => fmt.count(customers),
                    None => String::new(),
                };
                let part = reach.customers.unwrap_or(0);
                let wide = format!("{:.1}", 100.0 * f64::from(part) / f64::from(r.customers.max(1)));
                view! {
                    <li>
                        <span>{reach.by.clone()}</span>
                        <b class="num">{value}</b>
                        <span class="muted">{fmt.sentence_view(&reach.note)}</span>
                        {reach.customers.map(|_| view! {
                            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                                <rect width="100" height="4" class="f-grid"/><rect width=wide height="4" class="f-mark"/>
                            </svg>
                        })}
                    </li>
                }
            };
            r.reach.iter().map(row).collect_view()
        })
    };
    let nobody = Memo::new(move |_| seen.report.with(|r| r.customers == 0));
    let save = move |_| {
        let title = seen
            .report
            .with_untracked(|r| (r.title.clone(), r.customers, r.as_of));
        shelf.save(state, title);
    };
    // Who may be written to, and nobody else, goes into the file.
    let file = Signal::derive(move || {
        let of = shown(state);
        let send = state.view.with(|view| view.send.clone());
        let mut next = state.view.with(|view| view.on(Panel::AudienceFile));
        next.of = Some(Only::all(vec![of, send.unwrap_or(Only::Everyone)]));
        next
    });
    let test = Signal::derive(move || {
        let of = shown(state);
        let of = shelf.resolved(&of).unwrap_or(of);
        let mut next = state.view.with(|view| view.on(Panel::Plan));
        next.plan.scenario.who = Some(of);
        next
    });
    view! {
        <section class="card span-4 stretch audience-counts" aria-label="How many they are">
            {figures}
            <h3>"Who can be reached"</h3>
            <ul class="reach">{reach}</ul>
            <div class="acts no-print">
                <button type="button" class="btn primary" disabled=nobody on:click=save>"Save audience"</button>
                <Link class="btn" to=file>{icon(DOWNLOAD)}"Export"</Link>
                <Link class="btn" to=test>"Plan a test"</Link>
            </div>
        </section>
    }
}
