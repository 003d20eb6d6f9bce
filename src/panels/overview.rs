//! How is business? The Overview panel.
//!
//! Five key figures, this period against the one before, what to do next, who the customers are, new and returning, places
//! and best sellers. Titles are findings and come with the report; here they meet their pictures.

mod figures;
mod over_time;
mod pictures;

use clientele_model::filters::Segmentation;
use clientele_model::overview::OverviewReport;
use clientele_model::question::{self, AnyQuestion};
use clientele_model::words::agreeing;
use leptos::prelude::*;

use super::how::command_line;
use super::seen::{Source, answered, fixed};
use crate::charts::{bars, columns, pairs, ranges, trend};
use crate::figure::Figure;
use crate::format::Format;
use crate::icon::{OPENS, icon};
use crate::state::State;

type Seen = super::seen::Seen<OverviewReport>;

/// The panel.
#[component]
pub fn Overview() -> impl IntoView {
    let state = expect_context::<State>();
    let question = Signal::derive(move || question::Overview(state.filters.get()));
    answered::<question::Overview>(question, |seen| view! { <Content seen/> }.into_any())
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        {seen.deferred(|seen| (move || seen.make(figures::figures)).into_any())}
        {seen.deferred(|seen| view! { <Revenue seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Next seen/> }.into_any())}
        {seen.deferred_where(|r| r.finding || !r.groups.is_empty(), |seen| view! { <Groups seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Customers seen/> }.into_any())}
        {seen.deferred_where(|r| !r.places.is_empty(), |seen| view! { <Places seen/> }.into_any())}
        {seen.deferred_where(|r| !r.products.is_empty(), |seen| view! { <Products seen/> }.into_any())}
        {seen.deferred(|seen| view! { <How seen/><Source/> }.into_any())}
    }
}

/// Revenue over time.
#[component]
fn Revenue(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-8"
            title=seen.sentence(|r| &r.series_title)
            sub=seen.words(over_time::series_sub)
            note=seen.words(|r, _| over_time::partial_note(r))
            draw=move |w: f64| seen.make(|r, fmt| trend(&over_time::series(r, fmt), w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(over_time::series_table)
            open=seen.open
        />
    }
}

/// What to do next.
#[component]
fn Next(seen: Seen) -> impl IntoView {
    let open = seen.open;
    let finding = Memo::new(move |_| seen.report.with(|r| r.finding));
    view! {
        <section class="card todo span-4 stretch" aria-labelledby="next" aria-busy=move || finding.get().to_string()>
            <h2 id="next">"What to do next"</h2>
            <p class="chart-sub">{move || seen.report.with(|r| match r.facts.is_empty() {
                true if r.finding => FINDING,
                true => "Nothing stands out in this period.",
                false => "Opportunities, with the numbers behind them",
            })}</p>
            <ol>{move || seen.make(|r, fmt| {
                r.facts.iter().map(|fact| {
                    let only = fact.of.clone();
                    view! {
                        <li>
                            <b>{fmt.sentence_view(&fact.title)}</b>
                            <p>{fmt.sentence_view(&fact.detail)}</p>
                            <button type="button" class="link" on:click=move |_| open.run(only.clone())>{fact.action.clone()}</button>
                        </li>
                    }
                }).collect_view()
            })}</ol>
        </section>
    }
}

/// Said while segments are sought.
const FINDING: &str = "Finding segments in the data …";

/// Who the customers are, by the segmentation in force; its place while segments are sought.
#[component]
fn Groups(seen: Seen) -> impl IntoView {
    let finding = Memo::new(move |_| seen.report.with(|r| r.finding));
    move || match finding.get() {
        true => view! {
            <section class="card span-6 half stretch" aria-busy="true">
                <h2>"Who the customers are"</h2>
                <p class="chart-sub" role="status">{FINDING}</p>
                <div class="skeleton sk-chart" aria-hidden="true"></div>
            </section>
        }
        .into_any(),
        false => view! { <Bars seen/> }.into_any(),
    }
}

#[component]
fn Bars(seen: Seen) -> impl IntoView {
    let sub = move |r: &OverviewReport, _: &Format| {
        let by = pictures::segmentation(r);
        format!("Share of customers and of their net revenue, {by}")
    };
    view! {
        <Figure
            class="span-6 half"
            title=seen.sentence(|r| &r.groups_title)
            sub=seen.words(sub)
            note=seen.words(|r, fmt| format!("Known customers only: {}, {}.", fmt.counted(r.known.0, "customer"), fmt.money_short(r.known.1)))
            legend=|| view! { <ul class="legend"><li><span class="sw open cm2"></span>"customers"</li><li><span class="sw cm2"></span>"revenue"</li></ul> }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| pairs(&pictures::groups(r, fmt), "Share of customers and of revenue by group", w))
            table=move |()| seen.make(pictures::groups_table)
            open=seen.open
        />
    }
}

/// New and returning customers.
#[component]
fn Customers(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6 half"
            title=seen.sentence(|r| &r.customers_title)
            sub=seen.words(over_time::customers_sub)
            note=seen.words(|r, fmt| format!("New: first order since the data begin, {}.", fmt.day(r.data_begin)))
            draw=move |w: f64| seen.make(|r, fmt| columns(&over_time::customers(r, fmt), w, &|v| fmt.short(v)))
            table=move |()| seen.make(over_time::customers_table)
            open=seen.open
        />
    }
}

/// Countries, or channels.
#[component]
fn Places(seen: Seen) -> impl IntoView {
    let compared = Memo::new(move |_| seen.report.with(|r| r.before.is_some()));
    let all = RwSignal::new(false);
    let hidden = Memo::new(move |_| seen.report.with(|r| pictures::hidden(r)));
    let note = move || {
        seen.make(|r, fmt| {
            let note = fmt.sentence(&r.places_note);
            let left = if all.get() { 0 } else { hidden.get() };
            match left {
                0 => note,
                n => {
                    let more = fmt.counted(n as u64, &format!("more {}", pictures::place(r)));
                    let verb = agreeing(n as u64, "is", "are");
                    format!("{note} {more} {verb} not shown.")
                        .trim_start()
                        .to_owned()
                }
            }
        })
    };
    let toggle = move || {
        let words = move || {
            seen.make(|r, fmt| match all.get() {
                true => "Show fewer".to_owned(),
                false => {
                    let n = r.places.len() + r.more_places.len();
                    format!("Show all {}", fmt.counted(n as u64, pictures::place(r)))
                }
            })
        };
        let button = move || {
            let press = move |_| all.update(|all| *all = !*all);
            (hidden.get() > 0).then(|| view! { <button type="button" class="link no-print" on:click=press>{words}</button> })
        };
        button.into_any()
    };
    view! {
        <Figure
            class="span-6 half"
            title=seen.sentence(|r| &r.places_title)
            sub=seen.words(|r, _| if r.before.is_some() { "Net revenue: the period before and now" } else { "Net revenue" }.to_owned())
            note=Signal::derive(note)
            below=toggle
            legend=move || compared.get().then(|| view! { <ul class="legend"><li><span class="sw dot open cm2"></span>"the period before"</li><li><span class="sw dot cm"></span>"this period"</li></ul> }).into_any()
            draw=move |w: f64| seen.make(|r, fmt| ranges(&pictures::places(r, all.get(), fmt), "Net revenue by place", w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(pictures::places_table)
            open=seen.open
        />
    }
}

/// Best sellers.
#[component]
fn Products(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6 half"
            title=seen.sentence(|r| &r.products_title)
            sub=fixed("Net revenue by product")
            note=seen.words(|r, fmt| format!("{} {} sold in the period.", fmt.counted(r.products_sold, "product"), agreeing(r.products_sold, "was", "were")))
            draw=move |w: f64| seen.make(|r, fmt| bars(&pictures::products(r, fmt), "Best sellers by net revenue", w))
            table=move |()| seen.make(pictures::products_table)
            open=seen.open
        />
    }
}

/// Definitions and period.
#[component]
fn How(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    view! {
        <details class="how">
            <summary>
                {icon(OPENS)}
                "How was this decided?"<span>"definitions and period"</span>
            </summary>
            <dl class="facts">
                <dt>"Period"</dt><dd>{move || seen.make(|r, fmt| format!("{} – {}", fmt.day(r.period.0), fmt.day(r.period.1)))}</dd>
                <dt>"Compared with"</dt><dd>{move || seen.make(|r, fmt| r.before.map_or("nothing".to_owned(), |b| format!("{} – {}", fmt.day(b.0), fmt.day(b.1))))}</dd>
                <dt>"Recency"</dt><dd>{move || seen.make(|r, fmt| format!("whole days from the last order to {}", fmt.day(r.as_of)))}</dd>
                <dt>"Net revenue"</dt><dd>"goods sold less goods returned; postage, fees and adjustments are kept apart (see Data)"</dd>
                <dt>"Order"</dt><dd>"an order number with at least one sale; a return is never an order"</dd>
                <dt>"Average order"</dt><dd>"revenue before returns divided by orders"</dd>
                <dt>"New customer"</dt><dd>"whose first order of all the data lies in the period"</dd>
                <dt>"Segments"</dt><dd>{move || seen.report.with(|r| match r.by {
                    Segmentation::Found => "found in the data; Segments says how, and puts the RFM rule in their place",
                    Segmentation::Rfm => "sorted by the RFM rule; Segments puts those found in the data in its place",
                })}</dd>
                <dt>"RFM groups"</dt><dd>"recency, frequency and money scored from 1 to 5 by quintiles, equal values equal scores; 125 codes in eleven named groups"</dd>
                <dt>"Same numbers elsewhere"</dt><dd><code>{move || command_line(AnyQuestion::from(question::Overview(state.filters.get())))}</code></dd>
            </dl>
        </details>
    }
}
