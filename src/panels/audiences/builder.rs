//! The audience as sentences, one a line, each with how many are left.

use clientele_model::groups::RfmGroup;
use clientele_model::question::Segments;
use clientele_model::selection::{Had, Join, Only};
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::line::{Context, line};
use super::lists::{BringList, Lists};
use super::saved::Shelf;
use super::{Seen, set, set_lines, shown};
use crate::ask::{Asker, ask};
use crate::browser;
use crate::effect::effect;
use crate::frame::Frame;
use crate::state::State;

/// Audiences to begin with.
const STARTERS: [(&str, &str); 4] = [
    (
        "Good customers who have gone quiet, to win back",
        "all(any(rfm.cannot-lose-them,rfm.at-risk),not(had.anything~7d))",
    ),
    (
        "One order so far, not long ago: the second order",
        "all(band.frequency.1..2,band.recency.14..90)",
    ),
    ("The best, to say thank you", "any(rfm.champions,rfm.loyal)"),
    (
        "Nobody who bought in the last 45 days",
        "not(had.anything~45d)",
    ),
];

/// The sentences, with counts.
#[component]
pub(super) fn Builder(seen: Seen) -> impl IntoView {
    view! { <Lines seen=Some(seen)/> }
}

/// The sentences where nothing could be counted.
#[component]
pub(super) fn Unanswered() -> impl IntoView {
    view! { <Lines seen=None/> }
}

#[component]
fn Lines(seen: Option<Seen>) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let shelf = expect_context::<Shelf>();
    let of = Memo::new(move |_| shown(state));
    let lines = Memo::new(move |_| of.with(Only::lines));
    let seeks = RwSignal::new(false);
    let has_segments = Memo::new(move |_| of.with(Only::is_of_segments));
    let segments = RwSignal::new(Vec::<(String, String)>::new());
    let asks = Memo::new(move |_| seeks.get() || has_segments.get());
    let counts = Memo::new(move |_| {
        let of = seen.map(|seen| {
            seen.report.with(|r| match lines.with(Vec::len) {
                len if len == r.lines.len() => {
                    r.lines.iter().map(|line| (line.fit, line.left)).collect()
                }
                _ => Vec::new(),
            })
        });
        of.unwrap_or_default()
    });
    let choices = Memo::new(move |_| {
        let choices = seen.map(|seen| seen.report.with(|r| r.choices.clone()));
        choices.unwrap_or_default()
    });
    // Names of products, which a link does not know.
    let titles = Memo::new(move |_| {
        let of = seen.map(|seen| {
            seen.report
                .with(|r| match lines.with(Vec::len) == r.lines.len() {
                    true => r.lines.iter().map(|line| line.title.clone()).collect(),
                    false => Vec::new(),
                })
        });
        of.unwrap_or_default()
    });
    let rows = move || {
        let context = Context {
            state,
            fmt: frame.fmt.get(),
            catalogue: frame.catalogue.get(),
            choices: choices.get(),
            saved: shelf.names(),
            segments: segments.get(),
            lines: lines.get(),
            titles,
            counts,
        };
        let one = |at: usize| line(&context, at);
        (0..context.lines.len()).map(one).collect_view()
    };
    let add = move |only: Only| {
        let mut next = of.get_untracked().lines();
        next.retain(|(_, only)| *only != Only::Everyone);
        next.push((Join::And, only));
        set_lines(state, &next);
    };
    let group = move |_| add(Only::Rfm(RfmGroup::AtRisk));
    let bought = move |_| {
        add(Only::Had(Had {
            days: Some(90),
            ..Had::anything()
        }));
    };
    let first_value = move || {
        frame.catalogue.with_untracked(|c| {
            let c = c.as_ref()?;
            let lists = [
                (&c.countries, Only::Country as fn(String) -> Only),
                (&c.channels, Only::Channel),
                (&c.categories, Only::Category),
                (&c.tiers, Only::Tier),
            ];
            let mut some = lists.into_iter().filter(|(list, _)| !list.is_empty());
            let (list, make) = some.next()?;
            list.first().map(|value| make(value.name.clone()))
        })
    };
    let can_filter =
        Memo::new(move |_| frame.catalogue.with(Option::is_some) && first_value().is_some());
    let filter = move |_| {
        if let Some(only) = first_value() {
            add(only);
        }
    };
    let measure = move |_| {
        add(Only::Band {
            feature: "recency".to_owned(),
            low: Some(90.0),
            high: None,
        });
    };
    let no_saved = Memo::new(move |_| shelf.names().is_empty());
    let saved = move |_| {
        if let Some(name) = shelf.names().into_iter().next() {
            add(Only::Saved(name));
        }
    };
    let arm = move |_| {
        let first = choices.with_untracked(|all| {
            let (id, _, arms) = all.campaigns.first()?;
            Some(Only::Arm {
                campaign: id.clone(),
                arm: arms.first()?.clone(),
            })
        });
        if let Some(only) = first {
            add(only);
        }
    };
    let sent = move |_| add(Only::Sent { times: 1, days: 90 });
    let earned = move |_| add(Only::Earned(0.0));
    let no_campaigns = Memo::new(move |_| choices.with(|all| all.campaigns.is_empty()));
    let segment = move |_| match segments.with_untracked(|all| all.first().cloned()) {
        Some((slug, _)) => add(Only::Segment(slug)),
        None => seeks.set(true),
    };
    let copy = move |_| {
        let text = shelf
            .resolved(&of.get_untracked())
            .map_or_else(|_| of.get_untracked().to_string(), |of| of.to_string());
        browser::copy(&text, move |done| {
            state.notify(if done {
                "The definition is copied as text. “Import” below, or the command line, reads it."
            } else {
                "This browser does not let the page copy. The link in the address bar holds the definition."
            });
        });
    };
    let lists = Lists::here();
    // Files that are held above the lines are lists; anywhere else they are a data set.
    let above = |event: web_sys::DragEvent| {
        event.prevent_default();
        event.stop_propagation();
    };
    let dropped = move |event: web_sys::DragEvent| {
        above(event.clone());
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            lists.bring(file.name(), file.into(), move |listed| {
                add(Only::Listed(listed))
            });
        }
    };
    let is_new = Memo::new(move |_| of.with(|of| *of == Only::Everyone));
    view! {
        <section class="card span-8 stretch audience-lines" aria-labelledby="audience-lines" on:dragover=above on:drop=dropped>
            <div class="list-head">
                <h2 id="audience-lines">"Who is meant"</h2>
                <div class="list-tools no-print">
                    <button type="button" class="btn" disabled=is_new on:click=move |_| set(state, Only::Everyone)>"New audience"</button>
                    <button type="button" class="btn" disabled=is_new on:click=copy>"Copy as text"</button>
                </div>
            </div>
            <ol class="lines-of">{rows}</ol>
            {move || is_new.get().then(|| view! {
                <div class="starters no-print">
                    <p class="muted">"Begin with one of these, and change it as you like:"</p>
                    {STARTERS.map(|(words, of)| view! {
                        <button type="button" class="link" on:click=move |_| if let Ok(of) = of.parse() { set(state, of) }>{words}</button>
                    })}
                </div>
            })}
            {move || asks.get().then(|| view! { <Offered segments/> })}
            <div class="adds no-print" role="group" aria-label="Add a line">
                <button type="button" class="btn" on:click=group>"+ Group"</button>
                <button type="button" class="btn" on:click=segment>"+ Segment"</button>
                <button type="button" class="btn" on:click=bought>"+ Bought, or not"</button>
                <button type="button" class="btn" disabled=move || !can_filter.get() on:click=filter>"+ Place or kind"</button>
                <button type="button" class="btn" on:click=measure>"+ Measure"</button>
                <button type="button" class="btn" disabled=no_saved on:click=saved>"+ Saved audience"</button>
                <button type="button" class="btn" disabled=no_campaigns on:click=arm>"+ Campaign"</button>
                <button type="button" class="btn" disabled=no_campaigns on:click=sent>"+ Sent, or not"</button>
                <button type="button" class="btn" on:click=earned>"+ Earned"</button>
                <BringList words="+ List" on=add/>
            </div>
            <p class="muted no-print">"A list is any file with customer numbers, e-mail addresses or phone numbers, one a row, plain or as SHA-256; files exported here are some. Drop it on these lines, or choose it with “+ List”."</p>
        </section>
    }
}

/// Asks which segments there are, once one is wanted.
#[component]
fn Offered(segments: RwSignal<Vec<(String, String)>>) -> impl IntoView {
    let state = expect_context::<State>();
    let question = Signal::derive(move || Segments(state.filters.get()));
    let answer = ask::<Segments>(question, expect_context::<Asker>(), Slot::Part);
    effect(move || {
        if let Some(report) = answer.report.get() {
            let all = report.segments.iter();
            segments.set(all.map(|s| (s.slug.clone(), s.name.clone())).collect());
        }
    });
    view! {
        <p class="muted" role="status">
            {move || answer.report.with(|r| match r {
                Some(_) => "",
                None => "Finding the segments …",
            })}
        </p>
    }
}
