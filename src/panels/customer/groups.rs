//! Which segment and RFM group a customer is in, why, and what to do.

use clientele_model::customer::{Beside, InSegment};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::Seen;
use crate::format::Format;
use crate::panels::segments::values::value;

#[component]
pub(super) fn Groups(seen: Seen) -> impl IntoView {
    let found = move || {
        seen.make(|r, fmt| match &r.segment {
            Some(segment) => found(segment, fmt, seen.open),
            None => {
                view! { <h2 id="in-segment">"Segment"</h2><p class="muted" role="status">{fmt.sentence_view(&r.no_segment)}</p> }
                    .into_any()
            }
        })
    };
    let rule = move || {
        seen.make(|r, fmt| {
            let (open, group) = (seen.open, r.rfm.group);
            view! {
                <h2 id="in-group"><span class=format!("sw c{}", group.colour()) aria-hidden="true"></span>" "{group.name()}</h2>
                <p class="chart-sub">"RFM group"</p>
                <p>{fmt.sentence_view(&r.rfm.words)}</p>
                <p><button type="button" class="link" on:click=move |_| open.run(Only::Rfm(group))>"All customers of this group"</button></p>
            }
            .into_any()
        })
    };
    view! {
        <section class="card span-7 stretch" aria-labelledby="in-segment">{found}</section>
        <section class="card span-5 stretch" aria-labelledby="in-group">{rule}</section>
    }
}

/// The segment, and this customer beside the typical one of it.
fn found(segment: &InSegment, fmt: &Format, open: Callback<Only>) -> AnyView {
    let only = Only::Segment(segment.slug.clone());
    let row = |b: &Beside| {
        view! {
            <tr><th scope="row">{b.label.clone()}</th>
                <td class="num">{value(fmt, b.unit, b.own)}</td>
                <td class="num">{value(fmt, b.unit, b.segment)}</td>
                <td class="num">{value(fmt, b.unit, b.all)}</td></tr>
        }
    };
    view! {
        <h2 id="in-segment"><span class=format!("sw c{}", segment.colour) aria-hidden="true"></span>" "{segment.name.clone()}</h2>
        <p class="chart-sub">{fmt.sentence_view(&segment.about)}</p>
        <div class="table-wrap" tabindex="0" role="region" aria-label="Why this segment">
            <table>
                <caption class="sr">"This customer beside the typical one"</caption>
                <thead><tr>
                    <th scope="col">"Why"</th>
                    <th scope="col" class="num">"This customer"</th>
                    <th scope="col" class="num">"Typical here"</th>
                    <th scope="col" class="num">"Typical of all"</th>
                </tr></thead>
                <tbody>{segment.beside.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="chart-note">"Who belongs here: "{fmt.sentence_view(&segment.rule)}</p>
        <p><b>"What to do: "</b>{fmt.sentence_view(&segment.play)}</p>
        <p><button type="button" class="link" on:click=move |_| open.run(only.clone())>"All customers of this segment"</button></p>
    }
    .into_any()
}
