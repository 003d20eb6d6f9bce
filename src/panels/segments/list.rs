//! The list that is chart and table at once: size against share of revenue, by either segmentation.

use clientele_model::filters::{Lens, Segmentation};
use clientele_model::segments::{FeatureUnit, GroupSummary, Segment, SegmentsReport};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::values::{median, value};
use super::{Format, Seen, pictures};
use crate::frame::Radio;
use crate::state::State;

/// One row of the list, by either segmentation.
struct Row {
    only: Only,
    name: String,
    about: String,
    colour: u8,
    customers: u32,
    share: f64,
    revenue: f64,
    revenue_share: f64,
    orders: f64,
    spend: f64,
    days: f64,
    summary: String,
}

/// The list, and the switches that say which segments it shows.
#[component]
pub(super) fn List(
    seen: Seen,
    lens: Signal<Lens>,
    set_lens: Callback<Lens>,
    set_by: Callback<Segmentation>,
) -> impl IntoView {
    let by = expect_context::<State>().of(|f| f.by);
    let found = move || seen.report.with(|r| r.segments.len());
    let rules = move || seen.report.with(|r| r.rfm.groups.len());
    let kind = move |of: Segmentation, words: Signal<String>| {
        let on = Signal::derive(move || by.get() == of);
        view! { <Radio group="kind" words on pick=move |()| set_by.run(of)/> }
    };
    let through = move |of: Lens, words: &'static str| {
        let on = Signal::derive(move || lens.get() == of);
        view! { <Radio group="lens" words=Signal::stored(words.to_owned()) on pick=move |()| set_lens.run(of)/> }
    };
    let total = move || {
        let fmt = seen.fmt.get();
        seen.report.with(|r| {
            (
                format!("{} · ", fmt.counted(r.customers, "customer")),
                fmt.money_short(r.revenue),
                fmt.money_exact(r.revenue),
            )
        })
    };
    view! {
        <section class="card seg-list" aria-label="Segments">
            <div class="seg-bar">
                <fieldset class="seg-control">
                    <legend class="sr">"Kind of segments"</legend>
                    {kind(Segmentation::Found, Signal::derive(move || format!("Found in the data · {}", found())))}
                    {kind(Segmentation::Rfm, Signal::derive(move || format!("By RFM rule · {}", rules())))}
                </fieldset>
                <fieldset class="seg-control lens" class:off=move || by.get() == Segmentation::Rfm>
                    <legend class="sr">"What segments are made from"</legend>
                    {through(Lens::Value, "How much they buy")}
                    {through(Lens::Behaviour, "How they buy, too")}
                </fieldset>
                <p class="muted">
                    {move || total().0}
                    <data value=move || seen.report.with(|r| r.revenue.to_string()) title=move || total().2>{move || total().1}</data>
                    " net revenue"
                </p>
            </div>
            <table class="seg-table">
                <caption class="sr">"Segments by share of customers and of revenue"</caption>
                <thead>
                    <tr>
                        <th scope="col">{move || seen.report.with(|r| if r.by == Segmentation::Found { "Segment" } else { "Group" })}</th>
                        <th scope="col">"Share of customers"</th>
                        <th scope="col">"Share of revenue"</th>
                        <th scope="col">"Typical customer"</th>
                        <th scope="col">"What to do"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let fmt = seen.fmt.get();
                        let rows = seen.report.with(|r| rows(r, &fmt));
                        let most = rows.iter().map(|r| r.share.max(r.revenue_share)).fold(0.01, f64::max);
                        rows.into_iter().map(|r| line(r, most, &fmt, seen.open)).collect_view()
                    }}
                </tbody>
            </table>
        </section>
    }
}

fn rows(report: &SegmentsReport, fmt: &Format) -> Vec<Row> {
    match report.by {
        Segmentation::Found => report
            .segments
            .iter()
            .map(|s| of_segment(report, s, fmt))
            .collect(),
        Segmentation::Rfm => report.rfm.groups.iter().map(of_group).collect(),
    }
}

fn of_segment(report: &SegmentsReport, s: &Segment, fmt: &Format) -> Row {
    let typical = |key: &str| {
        let profile = pictures::place(report, key).and_then(|i| s.profile.get(i));
        profile.map_or(0.0, median)
    };
    Row {
        only: Only::Segment(s.slug.clone()),
        name: s.name.clone(),
        about: fmt.sentence(&s.about),
        colour: s.colour,
        customers: s.customers,
        share: s.share,
        revenue: s.revenue,
        revenue_share: s.revenue_share,
        orders: typical("frequency"),
        spend: typical("monetary"),
        days: typical("recency"),
        summary: s.play.summary.clone(),
    }
}

fn of_group(g: &GroupSummary) -> Row {
    Row {
        only: Only::Rfm(g.group),
        name: g.group.name().to_owned(),
        about: g.group.meaning().to_owned(),
        colour: g.group.colour(),
        customers: g.customers,
        share: g.share,
        revenue: g.revenue,
        revenue_share: g.revenue_share,
        orders: g.frequency,
        spend: g.monetary,
        days: g.recency,
        summary: g.play.summary.clone(),
    }
}

fn line(row: Row, most: f64, fmt: &Format, open: Callback<Only>) -> impl IntoView + use<> {
    let orders = value(fmt, FeatureUnit::Count, row.orders);
    let noun = if orders == "1" { "order" } else { "orders" };
    let long = |share: f64| format!("{:.1}", (100.0 * share / most).clamp(0.8, 100.0));
    let class = format!("c{}", row.colour);
    let only = row.only;
    view! {
        <tr>
            <th scope="row">
                <div class="name">
                    <span class=format!("sw {class}")></span>
                    <div>
                        <button type="button" class="whole" on:click=move |_| open.run(only.clone())>{row.name}</button>
                        <span class="sub">{row.about}</span>
                    </div>
                </div>
            </th>
            <td class="w" data-l="Customers">
                <div class="meter">
                    <b>{fmt.share(row.share)}</b>
                    <svg viewBox="0 0 101 12" preserveAspectRatio="none" aria-hidden="true">
                        <rect x="1" y="1.5" width=long(row.share) height="9" class=format!("{class} cs open")/>
                    </svg>
                </div>
                <span class="sub">{fmt.counted(row.customers, "customer")}</span>
            </td>
            <td class="w" data-l="Revenue">
                <div class="meter">
                    <b>{fmt.share(row.revenue_share)}</b>
                    <svg viewBox="0 0 101 12" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=long(row.revenue_share) height="12" class=format!("{class} c")/>
                    </svg>
                </div>
                <span class="sub"><data value=row.revenue.to_string() title=fmt.money_exact(row.revenue)>{fmt.money_short(row.revenue)}</data></span>
            </td>
            <td class="typ" data-l="Typical customer">
                <b>{format!("{orders} {noun}, {}", fmt.money(row.spend))}</b>
                <span class="sub">{format!("last one {} ago", value(fmt, FeatureUnit::Days, row.days))}</span>
            </td>
            <td class="do" data-l="What to do">{row.summary}</td>
        </tr>
    }
}
