//! How was this decided? The analyst's part of the panel: floors and why, what was left out, every parameter by hand.

use clientele_model::baskets::BasketsReport;
use clientele_model::question::{self, AnyQuestion};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::super::how::{Again, How, command_line};
use super::controls::Controls;
use super::{Format, Seen, many};
use crate::lazy::{MakeView, lazy};
use crate::state::State;

/// The section, closed until somebody asks.
#[component]
pub(super) fn Why(seen: Seen, how: RwSignal<bool>) -> impl IntoView {
    let summary = move || {
        seen.make(|r, fmt| {
            format!(
                "at least {}, {} or more of those with the first, {} looked at",
                fmt.counted(r.thresholds.support_orders, "order"),
                fmt.share(r.thresholds.confidence),
                fmt.counted(r.counts.looked_at, "rule")
            )
        })
    };
    let summary = Signal::derive(summary);
    // A part is made without arguments: it finds the report in the context.
    provide_context(seen);
    view! { <How how summary>{lazy(|| Box::pin(inside()))}</How> }
}

/// What is inside; its code comes when somebody asks.
#[wasm_split(baskets_how, fallible)]
fn inside() -> Result<MakeView, SplitLoaderError> {
    Ok(|| {
        let seen = expect_context::<Seen>();
        view! { <Inside seen/> }.into_any()
    })
}

#[component]
fn Inside(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let command = Signal::derive(move || {
        seen.report.track();
        let question: AnyQuestion = question::Baskets(state.filters.get()).into();
        command_line(question)
    });
    view! {
        <div class="how-body grid">
            <Controls seen/>
            <section class="card span-7 stretch" aria-labelledby="floors">
                <h2 id="floors">"The floors, and why they lie there"</h2>
                <dl class="facts">{move || seen.make(floors)}</dl>
            </section>
            <section class="card span-5 stretch" aria-labelledby="funnel">
                <h2 id="funnel">"From orders to rules"</h2>
                <table class="tight funnel">
                    <caption class="sr">"How many are left after each step"</caption>
                    <tbody>{move || seen.make(funnel)}</tbody>
                </table>
                {move || seen.make(left_out)}
            </section>
            <Terms seen/>
            <Again class="card span-5 stretch" command/>
        </div>
    }
}

fn floors(r: &BasketsReport, fmt: &Format) -> AnyView {
    let t = &r.thresholds;
    let alpha = fmt.share(t.alpha);
    view! {
        <dt>"Orders with all of it"</dt>
        <dd><b>{format!("{} of {} ({})", fmt.count(t.support_orders), fmt.count(r.counts.orders), fmt.share(t.support))}</b><br/>{fmt.sentence_view(&t.support_why)}</dd>
        <dt>"Confidence"</dt>
        <dd><b>{fmt.share(t.confidence)}</b><br/>{fmt.sentence_view(&t.confidence_why)}</dd>
        <dt>"Longest set"</dt>
        <dd><b>{format!("{} {}", t.length, many(r.level))}</b></dd>
        <dt>"Chance"</dt>
        <dd><b>{format!("at most {alpha} false discoveries")}</b><br/>"Fisher’s exact test, one-sided, for every rule; adjusted by Benjamini–Hochberg for all rules looked at, not only those shown."</dd>
        <dt>"Needless rules"</dt>
        <dd>"A rule is left out when a rule with fewer on its left is at least as confident."</dd>
        <dt>"Bought instead"</dt>
        <dd>"Both are frequent, of one category (or, where that is not known, their names share half of what tells them apart), and share fewer than 0.8 of the orders that chance would give."</dd>
        <dt>"A year more"</dt>
        <dd>"A part more orders with both than today, as many as you say, times what the second typically brings in an order with both (the median), for a year at the pace of the days looked at."</dd>
        <dt>"Bought next"</dt>
        <dd>{format!("Bought for the first time in a later order within {}, against the share after any purchase; in the order of the lower end of Wilson’s interval.", fmt.days(f64::from(r.within)))}</dd>
    }
    .into_any()
}

fn funnel(r: &BasketsReport, fmt: &Format) -> AnyView {
    let c = &r.counts;
    let step = |words: String, n: u64| view! { <tr><th scope="row">{words}</th><td class="num">{fmt.count(n)}</td></tr> };
    let chance = c.reaching.saturating_sub(c.telling);
    view! {
        {step("Orders".to_owned(), c.orders.into())}
        {step("with two or more, which can hold a pair".to_owned(), c.with_pairs.into())}
        {step(format!("Different {} bought", many(r.level)), c.items.into())}
        {step("in enough orders".to_owned(), c.frequent_items.into())}
        {step("Sets that reach the floor".to_owned(), c.itemsets.into())}
        {step("of these, pairs".to_owned(), c.pairs.into())}
        {step("Rules looked at".to_owned(), c.looked_at)}
        {step("that reach both floors".to_owned(), c.reaching.into())}
        {step("needless or explained by chance".to_owned(), chance.into())}
        {step("Telling rules".to_owned(), c.telling.into())}
        {step("listed here".to_owned(), r.rules.len() as u64)}
    }
    .into_any()
}

fn left_out(r: &BasketsReport, fmt: &Format) -> AnyView {
    if r.left_out.is_empty() {
        return view! { <p class="chart-note">"Nothing was left out to save time or memory."</p> }
            .into_any();
    }
    let all = r
        .left_out
        .iter()
        .map(|l| view! { <li>{fmt.sentence_view(&l.words)}</li> });
    view! { <h3 class="left-out">"Left out"</h3><ul class="left-out">{all.collect_view()}</ul> }
        .into_any()
}

/// What the exact terms mean.
#[component]
fn Terms(seen: Seen) -> impl IntoView {
    let terms = super::column::EXACT.map(|of| {
        let (name, about) = of.head(true);
        view! { <dt>{name}</dt><dd>{about}</dd> }
    });
    let period = seen.words(|r, fmt| {
        format!(
            "s(X) is the share of the {} of {} that hold all of X; a rule reads A → C.",
            fmt.counted(r.counts.orders, "order"),
            fmt.span(r.period)
        )
    });
    view! {
        <section class="card span-7 stretch" aria-labelledby="terms">
            <h2 id="terms">"Exact terms"</h2>
            <p class="chart-sub">{period}</p>
            <dl class="facts">{terms}</dl>
        </section>
    }
}
