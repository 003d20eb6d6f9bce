//! Pairs worth a campaign, as cards.

use clientele_model::baskets::{BasketsReport, Bundle, MORE};
use leptos::prelude::*;

use super::{Format, Pick, Seen, name, open_to};

/// How many cards are shown until more are asked for.
const FIRST: usize = 6;

/// How many more orders with both may be imagined, as a part of today's.
const PARTS: [f64; 5] = [0.05, 0.1, MORE, 0.5, 1.0];

/// The cards, and a way to see all of them.
#[component]
pub(super) fn Bundles(seen: Seen, pick: Pick) -> impl IntoView {
    let all = RwSignal::new(false);
    let more = RwSignal::new(MORE);
    let there = Memo::new(move |_| seen.report.with(|r| r.bundles.len()));
    let cards = move || {
        let shown = if all.get() { usize::MAX } else { FIRST };
        seen.make(|r, fmt| {
            let more = more.get();
            let mut bundles: Vec<&Bundle> = r.bundles.iter().collect();
            bundles.sort_by(|a, b| b.annual_at(more).total_cmp(&a.annual_at(more)));
            let cards = bundles.into_iter().take(shown);
            cards.map(|b| card(r, b, more, fmt, pick)).collect_view()
        })
    };
    let worth = move || {
        seen.report
            .with(|r| if r.by_margin { "margin" } else { "revenue" })
    };
    let choices = move || {
        let choice = |part: f64| {
            let words = seen.fmt.with(|fmt| fmt.share(part));
            view! { <option value=part.to_string() selected=part == more.get_untracked()>{words}</option> }
        };
        PARTS.map(choice).collect_view()
    };
    view! {
        <Show when=move || { there.get() > 0 }>
            <section class="bundles-part" aria-labelledby="bundles">
                <header class="section-head">
                    <h2 id="bundles">"Pairs worth a campaign"</h2>
                    <p>"Most "{worth}" a year first, if there were "
                        <select class="field" aria-label="How many more orders with both" prop:value=move || more.get().to_string()
                            on:change=move |e| if let Ok(part) = event_target_value(&e).parse() { more.set(part) }>{choices}</select>
                        " more orders with both than today. A card opens the customers who bought the first and not the second."</p>
                </header>
                <ul class="bundles">{cards}</ul>
                <Show when=move || { there.get() > FIRST }>
                    <button type="button" class="btn more-cards no-print" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|a| *a = !*a)>
                        {move || if all.get() { format!("Show the first {FIRST}") } else { format!("Show all {} pairs", there.get()) }}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

fn card(r: &BasketsReport, b: &Bundle, more: f64, fmt: &Format, pick: Pick) -> AnyView {
    let annual = b.annual_at(more);
    let what = if r.by_margin {
        "Margin a year"
    } else {
        "Revenue a year"
    };
    let of = open_to(r, &[b.base], b.adds);
    let usual = if b.lift > 0.0 {
        b.confidence / b.lift
    } else {
        0.0
    };
    let most = r.bundles.iter().map(|b| b.confidence).fold(0.01, f64::max);
    let at = |share: f64| format!("{:.1}", 5.0 + 230.0 * (share / most).clamp(0.0, 1.0));
    view! {
        <li class="card bundle">
            <h3><button type="button" class="whole" on:click=move |_| pick.run(of.clone())>
                {name(r, b.base)}<span>"→ "{name(r, b.adds)}</span>
            </button></h3>
            <dl class="stat-row">
                <div><dt>"Vs. chance"</dt><dd>{fmt.times(b.lift)}</dd></div>
                <div><dt>"Orders"</dt><dd>{fmt.count(b.orders)}</dd></div>
                <div><dt>{what}</dt><dd title=fmt.money_exact(annual)>"+"{fmt.money_short(annual)}</dd></div>
            </dl>
            <div class="bundle-line">
                <svg viewBox="0 0 240 12" aria-hidden="true">
                    <line x1="4" x2="236" y1="6" y2="6" class="s-grid"/>
                    <line x1=at(usual) x2=at(b.confidence) y1="6" y2="6" class="s-mark-soft wide"/>
                    <circle cx=at(usual) cy="6" r="3.5" class="f-surface s-mark-2"/>
                    <circle cx=at(b.confidence) cy="6" r="5" class="f-mark"/>
                </svg>
                <p class="sub">{format!("In {} of orders with the first, in {} of all", fmt.share(b.confidence), fmt.share(usual))}</p>
            </div>
            <p class="bundle-words">{fmt.sentence_view(&b.words)}" "{fmt.sentence_view(&b.promise(more, r.by_margin))}</p>
        </li>
    }
    .into_any()
}
