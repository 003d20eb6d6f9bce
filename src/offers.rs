//! What to offer, asked for apart from what stands around it: a few lists of products, each with its reason.

use clientele_model::failure::Failure;
use clientele_model::question::Recommend;
use clientele_model::recommend::{Offers, RecommendReport, Whom};
use clientele_model::wire::Slot;
use leptos::prelude::*;

use crate::ask::{Answer, Asker, Status, ask};
use crate::format::Format;
use crate::frame::Frame;
use crate::names::named;
use crate::state::State;
use crate::waiting::dimmed;

/// How many offers of a list are shown.
const MOST: usize = 6;

/// Asks what to offer. Nothing waits for the answer.
pub fn offered(whom: Signal<Whom>, slot: Slot) -> Answer<RecommendReport> {
    let (state, asker) = (expect_context::<State>(), expect_context::<Asker>());
    let question = Signal::derive(move || Recommend {
        filters: state.filters.get(),
        whom: whom.get(),
    });
    ask::<Recommend>(question, asker, slot)
}

/// The finding, once it is known, or else these words.
pub fn finding(answer: Answer<RecommendReport>, words: &'static str) -> Signal<String> {
    let frame = expect_context::<Frame>();
    Signal::derive(move || {
        answer.report.with(|r| match r {
            Some(r) => frame.fmt.with(|fmt| fmt.sentence(&r.headline)),
            None => words.to_owned(),
        })
    })
}

/// The lists, or what stands in their place: that they are being made, or why there are none.
#[component]
pub fn Lists(
    /// What is asked, from [`offered`].
    answer: Answer<RecommendReport>,
    /// What a click on a product does, by its code.
    press: Callback<String>,
) -> impl IntoView {
    let frame = expect_context::<Frame>();
    let working = Memo::new(move |_| answer.status.with(|s| matches!(s, Status::Working { .. })));
    let failed = Memo::new(move |_| match answer.status.get() {
        Status::Failed(why) => Some(why),
        Status::Working { .. } | Status::Ready => None,
    });
    let body = move || {
        if let Some(why) = failed.get() {
            let again = may_end(&why).then(|| {
                view! { " "<button type="button" class="link" on:click=move |_| answer.again.notify()>"Try again"</button> }
            });
            return view! { <p class="muted" role="alert">{why.to_string()}{again}</p> }.into_any();
        }
        match answer.report.get() {
            Some(report) => frame.fmt.with(|fmt| shown(&report, fmt, press)),
            None => view! { <p class="muted" role="status">"Looking for what to offer …"</p> }
                .into_any(),
        }
    };
    view! { <div class="offers-lists" class:dim=dimmed(working) aria-busy=move || working.get().to_string()>{body}</div> }
}

/// Whether the next time may be another: not where the data or the filters are what stands against it.
fn may_end(why: &Failure) -> bool {
    matches!(
        why,
        Failure::Offline | Failure::Http { .. } | Failure::Refused { .. } | Failure::Crashed { .. }
    )
}

fn shown(report: &RecommendReport, fmt: &Format, press: Callback<String>) -> AnyView {
    if report.lists.is_empty() {
        return view! { <p class="muted">{fmt.sentence_view(&report.headline)}</p> }.into_any();
    }
    let one = |list: &Offers| {
        let offers = list.offers.iter().take(MOST).map(|offer| {
            let id = offer.id.clone();
            view! {
                <li>
                    <button type="button" class="link" on:click=move |_| press.run(id.clone())>{named(&offer.name)}</button>
                    <p class="sub">{fmt.sentence(&offer.reason)}</p>
                </li>
            }
        });
        view! { <div><h3>{list.title.clone()}</h3><ol>{offers.collect_view()}</ol></div> }
    };
    let first = report.remarks.first();
    view! {
        {report.lists.iter().map(one).collect_view()}
        {first.map(|words| view! { <p class="chart-note">{fmt.sentence_view(words)}</p> })}
    }
    .into_any()
}
