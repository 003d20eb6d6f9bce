//! Cards for those who stand between two segments.

use clientele_model::playbook::Hybrid;
use leptos::prelude::*;

use super::Seen;
use crate::format::Format;

/// One card for each neighbour.
#[component]
pub(super) fn Hybrids(seen: Seen) -> impl IntoView {
    let card = |hybrid: &Hybrid, fmt: &Format| {
        let lines = hybrid
            .lines
            .iter()
            .map(|line| view! { <li>{fmt.sentence_view(line)}</li> })
            .collect_view();
        let does = hybrid.does.iter().cloned();
        let does = does.map(|line| view! { <li>{line}</li> }).collect_view();
        let label = format!("Between this segment and {}", hybrid.name);
        view! {
            <article class="card play" aria-label=label.clone()>
                <h3>{label.clone()}</h3>
                <p class="sub">{format!("{}, {}", fmt.counted(hybrid.customers, "customer"), fmt.money_short(hybrid.revenue))}</p>
                <ul class="dots">{lines}</ul>
                {(!hybrid.does.is_empty()).then(|| view! { <div><h4 class="does">"Do first"</h4><ul class="dots">{does}</ul></div> })}
            </article>
        }
    };
    let cards = move || {
        seen.make(|r, fmt| {
            let all = r.hybrids.iter();
            all.map(|one| card(one, fmt)).collect_view()
        })
    };
    view! {
        <header class="section-head no-print">
            <h2>"Those who stand between two segments"</h2>
            <p>"They are hardly nearer to this segment than to another one: which play comes first for them, and why."</p>
        </header>
        <div class="plays no-print">{cards}</div>
    }
}
