//! How is business? The Overview panel.
//!
//! Five key figures, this period against the one before, what to do next, who the customers are, new and returning, places
//! and best sellers. Titles are findings and come with the report; here they meet their pictures.

mod figures;
mod pictures;

use std::sync::Arc;

use clientele_model::overview::OverviewReport;
use clientele_model::question;
use clientele_model::wire::Slot;
use clientele_model::words::Sentence;
use leptos::prelude::*;

use crate::ask::{Asker, ask};
use crate::charts::{bars, columns, pairs, ranges, trend};
use crate::figure::Figure;
use crate::frame::{Frame, Go};
use crate::say::Say;
use crate::state::{Panel, State};
use crate::waiting::{Answered, remarks};

/// The report and what it takes to show it.
#[derive(Clone, Copy)]
struct Seen {
    report: Signal<Arc<OverviewReport>>,
    frame: Frame,
}

impl Seen {
    fn make<T>(self, of: impl Fn(&OverviewReport, &Say) -> T) -> T {
        self.frame.say.with(|say| self.report.with(|r| of(r, say)))
    }

    fn words(
        self,
        of: impl Fn(&OverviewReport, &Say) -> String + Send + Sync + 'static,
    ) -> Signal<String> {
        Signal::derive(move || self.make(&of))
    }

    fn title(self, of: fn(&OverviewReport) -> &Sentence) -> Signal<String> {
        self.words(move |r, say| say.sentence(of(r)))
    }
}

/// The panel.
#[component]
pub fn Overview() -> impl IntoView {
    let state = expect_context::<State>();
    let asker = expect_context::<Asker>();
    let frame = expect_context::<Frame>();
    let question = Signal::derive(move || question::Overview(state.filters.get()));
    let asked = ask::<question::Overview>(question, asker, Slot::Panel);
    view! {
        <Answered asked show=move |report| view! { <Content seen=Seen { report, frame }/> }.into_any()/>
    }
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let open = seen.frame.open;
    let to = move |panel| Signal::derive(move || state.view.with(|v| v.on(panel)));
    let has_groups = move || seen.report.with(|r| !r.groups.is_empty());
    let has_places = move || seen.report.with(|r| !r.places.is_empty());
    let has_products = move || seen.report.with(|r| !r.products.is_empty());
    let compared = Memo::new(move |_| seen.report.with(|r| r.before.is_some()));
    view! {
        <header class="headline">
            <h1>{move || seen.make(|r, say| say.shown(&r.headline))}</h1>
            <p>{move || seen.make(|r, say| say.shown(&r.context))}</p>
        </header>
        {move || seen.make(|r, say| remarks(&r.remarks, say))}
        {move || seen.make(figures::figures)}
        <Figure
            class="span-8"
            title=seen.title(|r| &r.series_title)
            sub=seen.words(pictures::series_sub)
            note=seen.words(|r, _| pictures::partial_note(r))
            draw=move |w| seen.make(|r, say| trend(&pictures::series(r, say), w, &|v| say.money_short(v)))
            table=move || seen.make(pictures::series_table)
            open
        />
        <section class="card todo span-4 stretch" aria-labelledby="next">
            <h2 id="next">"What to do next"</h2>
            <p class="chart-sub">{move || seen.report.with(|r| if r.facts.is_empty() { "Nothing stands out in this period." } else { "Openings, with the numbers behind them" })}</p>
            <ol>{move || seen.make(|r, say| {
                r.facts.iter().map(|fact| {
                    let only = fact.of.clone();
                    view! {
                        <li>
                            <b>{say.shown(&fact.title)}</b>
                            <p>{say.shown(&fact.detail)}</p>
                            <button type="button" class="link" on:click=move |_| open.run(only.clone())>{fact.action.clone()}</button>
                        </li>
                    }
                }).collect_view()
            })}</ol>
        </section>
        <Show when=has_groups>
            <Figure
                class="span-6"
                title=seen.title(|r| &r.groups_title)
                sub=Signal::stored("Share of customers and of their net revenue, by RFM group".to_owned())
                note=seen.words(|r, say| format!("Known customers only: {} customers, {}.", say.count(r.known.0), say.money_short(r.known.1)))
                legend=|| view! { <ul class="legend"><li><span class="sw open cm2"></span>"customers"</li><li><span class="sw cm2"></span>"revenue"</li></ul> }.into_any()
                draw=move |w| seen.make(|r, say| pairs(&pictures::groups(r, say), "Share of customers and of revenue by group", w))
                table=move || seen.make(pictures::groups_table)
                open
            />
        </Show>
        <Figure
            class="span-6"
            title=seen.title(|r| &r.customers_title)
            sub=seen.words(pictures::customers_sub)
            note=seen.words(|r, say| format!("New: first order since the data begin, {}.", say.day(r.data_begin)))
            draw=move |w| seen.make(|r, say| columns(&pictures::customers(r, say), w, &|v| say.short(v)))
            table=move || seen.make(pictures::customers_table)
            open
        />
        <Show when=has_places>
            <Figure
                class="span-6"
                title=seen.title(|r| &r.places_title)
                sub=seen.words(|r, _| if r.before.is_some() { "Net revenue: the period before and now" } else { "Net revenue" }.to_owned())
                note=seen.title(|r| &r.places_note)
                legend=move || compared.get().then(|| view! { <ul class="legend"><li><span class="sw dot open cm2"></span>"the period before"</li><li><span class="sw dot cm"></span>"this period"</li></ul> }).into_any()
                draw=move |w| seen.make(|r, say| ranges(&pictures::places(r, say), "Net revenue by place", w, &|v| say.money_short(v)))
                table=move || seen.make(pictures::places_table)
                open
            />
        </Show>
        <Show when=has_products>
            <Figure
                class="span-6"
                title=seen.title(|r| &r.products_title)
                sub=Signal::stored("Net revenue by product".to_owned())
                note=seen.words(|r, say| format!("{} products were sold in the period.", say.count(r.products_sold)))
                draw=move |w| seen.make(|r, say| bars(&pictures::products(r, say), "Best sellers by net revenue", w))
                table=move || seen.make(pictures::products_table)
                open
            />
        </Show>
        <details class="how">
            <summary>
                <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3.500 10.500 8 6 12.500"/></svg>
                "How was this decided?"<span>"definitions and period"</span>
            </summary>
            <dl class="facts">
                <dt>"Period"</dt><dd>{move || seen.make(|r, say| format!("{} – {}", say.day(r.period.0), say.day(r.period.1)))}</dd>
                <dt>"Compared with"</dt><dd>{move || seen.make(|r, say| r.before.map_or("nothing".to_owned(), |b| format!("{} – {}", say.day(b.0), say.day(b.1))))}</dd>
                <dt>"Recency"</dt><dd>{move || seen.make(|r, say| format!("whole days from the last order to {}", say.day(r.as_of)))}</dd>
                <dt>"Net revenue"</dt><dd>"goods sold less goods returned; postage, fees and adjustments are kept apart (see Data)"</dd>
                <dt>"Order"</dt><dd>"an order number with at least one sale; a return is never an order"</dd>
                <dt>"Average order"</dt><dd>"revenue before returns divided by orders"</dd>
                <dt>"New customer"</dt><dd>"whose first order of all the data lies in the period"</dd>
                <dt>"RFM groups"</dt><dd>"recency, frequency and money scored from 1 to 5 by quintiles, equal values equal scores; 125 codes in eleven named groups"</dd>
                <dt>"Same numbers elsewhere"</dt><dd><code>{move || state.filters.with(|f| command("overview", f))}</code></dd>
            </dl>
        </details>
        <p class="foot-line">
            {move || seen.frame.catalogue.with(|c| c.as_ref().map(|c| format!("Source: {}. {}. ", c.attribution.trim_end_matches('.'), c.licence.trim_end_matches('.'))))}
            "Goods only: postage, fees and adjustments are "<Go to=to(Panel::Data)>"listed apart"</Go>"."
        </p>
    }
}

/// The question as the command line takes it.
pub(super) fn command(panel: &str, filters: &clientele_model::filters::Filters) -> String {
    let query = filters.to_string();
    if query.is_empty() {
        format!("clientele ask PACK '/{panel}'")
    } else {
        format!("clientele ask PACK '/{panel}?{query}'")
    }
}
