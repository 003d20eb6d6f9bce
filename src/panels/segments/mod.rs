//! Who are the customers? The Segments panel.
//!
//! The order on the panel: the finding, the list that is chart and table at once, the pictures, what to do, the same
//! customers by the RFM rule, how sure we are, and, for those who ask, how it was decided. Where the rule is in force, it
//! stands in the place of what was found in the data. Everything is a function of one report; what the visitor has opened or
//! chosen here is kept while a fuller report follows.

mod board;
#[cfg(test)]
mod fixture;
mod list;
mod models;
mod pictures;
mod plays;
mod rule;
mod spread;
mod sure;
mod tables;
pub(super) mod values;
mod why;

use clientele_model::filters::{Lens, Segmentation};
use clientele_model::question;
use clientele_model::segments::SegmentsReport;
use clientele_model::selection::Only;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::how::unfolded;
use super::seen::{Source, answered, fixed};
use crate::charts;
use crate::figure::Figure;
use crate::format::Format;
use crate::frame::Link;
use crate::lazy::MakeView;
use crate::state::{Change, Panel, State};

type Seen = super::seen::Seen<SegmentsReport>;

/// Up to so many measures the heat map stands beside the cloud; more get the whole width.
const BESIDE: usize = 6;

/// The panel; its code comes when it is first shown.
#[wasm_split(segments, fallible)]
pub fn segments() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Segments/> }.into_any())
}

#[component]
fn Segments() -> impl IntoView {
    let state = expect_context::<State>();
    let question = Signal::derive(move || question::Segments(state.filters.get()));
    let find = Signal::derive(move || state.view.with(|v| v.on(Panel::Customer)));
    view! {
        <p class="back no-print"><Link to=find class="back-link">"Find a customer"</Link></p>
        {answered::<question::Segments>(question, |seen| view! { <Content seen/> }.into_any())}
    }
}

/// The panel for a report that is there.
#[component]
fn Content(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let lens = Signal::derive(move || state.filters.with(|f| f.lens));
    let k = Signal::derive(move || state.filters.with(|f| f.k));
    let set_lens = Callback::new(move |lens: Lens| state.change(Change::Step, |f| f.lens = lens));
    let set_k = Callback::new(move |k: Option<u8>| state.change(Change::Step, |f| f.k = k));
    let set_by = Callback::new(move |by| state.change(Change::Step, |f| f.by = by));
    let how = unfolded();
    let many = Memo::new(move |_| seen.report.with(|r| r.features.len() > BESIDE));
    let fitted = fitted(seen);
    let found = |r: &SegmentsReport| r.by == Segmentation::Found;
    let ruled = |r: &SegmentsReport| r.by == Segmentation::Rfm;
    let heat = move |class| seen.deferred(move |seen| view! { <Heat seen class/> }.into_any());
    let spread = move |class| seen.deferred(move |seen| view! { <Spread seen class/> }.into_any());
    // In the order they are read: side by side what fits, the wide one alone.
    let pictures = move || match many.get() {
        true => [spread("span-5"), heat("span-12")],
        false => [heat("span-5"), spread("span-12")],
    };
    let pictures = move |_| pictures.into_any();
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context, &r.sureness]))}
        {seen.remarks(|r| &r.remarks)}
        {seen.remarks(|r| r.key_accounts.as_ref().map_or(&[], |few| std::slice::from_ref(&few.words)))}
        {seen.deferred(move |seen| view! { <list::List seen lens set_lens set_by/> }.into_any())}
        {seen.deferred_where(ruled, |seen| view! { <Grid seen/><Groups seen/> }.into_any())}
        {seen.deferred_where(found, |seen| view! { <Cloud seen/> }.into_any())}
        {seen.deferred_where(found, pictures)}
        {seen.deferred(|seen| view! { <plays::Plays seen/> }.into_any())}
        {seen.deferred_where(found, |seen| view! { <Beside/><Grid seen/><Groups seen/> }.into_any())}
        {seen.deferred_where(found, move |seen| once(fitted, "span-8", move || view! { <Certainty seen/> }.into_any()))}
        {seen.deferred_where(found, move |seen| view! { <sure::Sure seen how/> }.into_any())}
        {seen.deferred_where(found, move |seen| view! { <why::Why seen how k set_k/> }.into_any())}
        {seen.deferred_where(ruled, move |_| view! { <rule::Rule how/> }.into_any())}
        {seen.deferred(|_| view! { <Source/> }.into_any())}
    }
}

/// Whether it is known how well customers fit: a preview of the report leaves it for later.
fn fitted(seen: Seen) -> Memo<bool> {
    Memo::new(move |_| seen.report.with(|r| !r.fit.segments.is_empty()))
}

/// The picture once its figures are there, and its place until then.
fn once(
    there: Memo<bool>,
    span: &'static str,
    picture: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let place = move || view! { <div class=format!("skeleton sk-chart {span}")></div> }.into_any();
    (move || if there.get() { picture() } else { place() }).into_any()
}

/// How to read the cloud.
fn cloud_note(report: &SegmentsReport) -> String {
    let shade = if report.scatter.density.is_empty() {
        ""
    } else {
        " The wider the shade, the more customers are there."
    };
    format!(
        "Each step of an axis multiplies. Large dots mark the typical customer of a segment.{shade}"
    )
}

#[component]
fn Cloud(seen: Seen) -> impl IntoView {
    let sub = move || {
        seen.make(|r, fmt| {
            let each = r.scatter.each.round();
            if each > 1.0 {
                format!("Spend in the period against days since the last order; one dot stands for {} customers", fmt.number(each, 0))
            } else {
                "Spend in the period against days since the last order; one dot is one customer".to_owned()
            }
        })
    };
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.scatter_title)
            sub=Signal::derive(sub)
            note=seen.words(|r, _| cloud_note(r))
            draw=move |w: f64| seen.make(|r, fmt| charts::cloud(&pictures::cloud(r, fmt), w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(tables::typical).called("Segments by spend and last order")
            open=seen.open
        />
    }
}

#[component]
fn Heat(seen: Seen, class: &'static str) -> impl IntoView {
    view! {
        <Figure
            class
            title=seen.sentence(|r| &r.heat_title)
            sub=fixed("Typical (median) customer of each segment")
            note=fixed("The shade says where the typical customer of the segment lies among all customers: in their middle, a little or far to one side of it, or beyond all but 5%.")
            legend=|| view! {
                <ul class="legend">
                    <li>
                        "lower "
                        <span class="ramp" aria-hidden="true">{values::Place::ALL.map(|p| view! { <i class=format!("rd{}", p.step())></i> }).collect_view()}</span>
                        " higher than the typical customer"
                    </li>
                </ul>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| charts::heat(&pictures::heat(r, fmt), w))
            table=move |()| seen.make(tables::typical)
            open=seen.open
        />
    }
}

/// One measure at a time; the choice shows how far apart the segments lie in each.
#[component]
fn Spread(seen: Seen, class: &'static str) -> impl IntoView {
    let wanted = RwSignal::new("monetary".to_owned());
    let at = Memo::new(move |_| {
        seen.report
            .with(|r| wanted.with(|w| pictures::place(r, w)).unwrap_or(0))
    });
    let measures = move || {
        seen.report.with(|r| {
            let apart: Vec<_> = (0..r.features.len()).map(|i| spread::apart(r, i)).collect();
            let most = apart.iter().copied().fold(0.1, f64::max);
            let all = r.features.iter().zip(apart).enumerate();
            all.map(|(i, (f, apart))| {
                let (key, wide) = (f.key.clone(), format!("{:.1}", (88.0 * apart / most).max(1.0)));
                view! {
                    <label>
                        <input type="radio" name="measure" prop:checked=move || at.get() == i
                            on:change=move |_| wanted.set(key.clone())/>
                        <span>{f.label.clone()}</span>
                        <svg viewBox="0 0 88 8" aria-hidden="true"><rect width=wide height="8" rx="2" class="f-mark"/></svg>
                    </label>
                }
            })
            .collect_view()
        })
    };
    view! {
        <Figure
            class
            title=Signal::derive(move || seen.make(|r, fmt| spread::spread_title(r, at.get(), fmt)))
            sub=fixed("Box: the middle half of a segment; bar inside: the typical customer; line: nine in ten")
            note=Signal::derive(move || seen.make(|r, fmt| spread::spread_note(r, at.get(), fmt)))
            legend=move || view! {
                <fieldset class="measures">
                    <legend>"Measure, and how far apart the segments lie in it"</legend>
                    {measures}
                </fieldset>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| {
                let at = at.get();
                let unit = r.features.get(at).map(|f| f.unit);
                let write = |v: f64| unit.map_or_else(String::new, |unit| values::tick(fmt, unit, v));
                let label = spread::spread_title(r, at, fmt);
                charts::boxes(&spread::spreads(r, at, fmt), &label, w, &write, spread::spans(r, at))
            })
            table=move |()| seen.make(|r, fmt| tables::spread(r, at.get(), fmt))
            open=seen.open
        />
    }
}

/// What stands above the rule where segments found in the data are in force.
#[component]
fn Beside() -> impl IntoView {
    view! {
        <header class="section-head">
            <h2>"The same customers by the RFM rule"</h2>
            <p>"A fixed rule, the same in every shop: recency, frequency and money scored from 1 to 5 among the customers looked at, and 125 codes sorted into eleven named groups."</p>
        </header>
    }
}

/// Customers by the fixed rule.
#[component]
fn Grid(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.rfm.title)
            sub=fixed("Customers by days since the last order and number of orders; the bar shows which named groups a cell holds")
            note=fixed("Spend decides the name too, so most cells hold more than one group.")
            draw=move |w: f64| seen.make(|r, fmt| charts::rfm(
                &pictures::grid(r, fmt),
                &r.rfm.recency_labels,
                &r.rfm.frequency_labels,
                "Days since the last order: recent →",
                "Customers by recency and frequency score",
                w,
            ))
            table=move |()| seen.make(tables::grid)
            open=seen.open
        />
    }
}

#[component]
fn Groups(seen: Seen) -> impl IntoView {
    let rows = move || {
        seen.make(|r, fmt| {
            let most = r.rfm.groups.iter().map(|g| g.revenue_share).fold(0.01, f64::max);
            let rows = r.rfm.groups.iter().map(|g| {
                let (open, only) = (seen.open, Only::Rfm(g.group));
                let wide = format!("{:.1}", (64.0 * g.revenue_share / most).max(1.0));
                view! {
                    <tr>
                        <th scope="row"><span class=format!("sw c{}", g.group.colour())></span>
                            <button type="button" class="whole" on:click=move |_| open.run(only.clone())>{g.group.name()}</button>
                        </th>
                        <td class="num">{fmt.count(g.customers)}</td>
                        <td class="num">{fmt.money(g.monetary)}</td>
                        <td class="num"><div class="mini">
                            <svg viewBox="0 0 64 8" aria-hidden="true"><rect width=wide height="8" class=format!("c{} c", g.group.colour())/></svg>
                            <span class="num">{fmt.share(g.revenue_share)}</span>
                        </div></td>
                    </tr>
                }
            });
            rows.collect_view()
        })
    };
    view! {
        <section class="card span-5 stretch" aria-labelledby="groups-by-name">
            <h2 id="groups-by-name">"The eleven groups, by name"</h2>
            <p class="chart-sub">"Customers, typical spend and share of revenue"</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="The eleven groups">
                <table class="group-table">
                    <caption class="sr">"Eleven RFM groups"</caption>
                    <thead><tr>
                        <th scope="col">"Group"</th>
                        <th scope="col" class="num">"Customers"</th>
                        <th scope="col" class="num">"Spend"</th>
                        <th scope="col" class="num">"Revenue"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Certainty(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-8"
            title=seen.sentence(|r| &r.fit.title)
            sub=fixed("Share of each segment’s customers")
            note=fixed("Clearly inside: at least a quarter closer to the own segment than to the next.")
            legend=|| view! {
                <ul class="legend">
                    <li><span class="sw c1"></span>"clearly inside"</li>
                    <li><span class="sw c1 faint"></span>"leaning"</li>
                    <li><span class="sw cm2s"></span>"between two segments"</li>
                </ul>
            }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| charts::certainty(&pictures::certainty(r, fmt), "How clearly customers belong to their segment", w))
            table=move |()| seen.make(tables::certainty)
            open=seen.open
        />
    }
}
