//! Cards with bars, for all products and for one, and what one can act on.

use clientele_model::products::ProductsReport;
use leptos::prelude::*;

use super::{Seen, kinds, pick, press};
use crate::charts::{Bar, bars, trend};
use crate::figure::Figure;
use crate::format::Format;
use crate::panels::seen::{Seen as Any, fixed};
use crate::state::State;
use crate::table::Table;

/// What makes a card with bars of a report.
pub(super) struct Card<R: Send + Sync + 'static> {
    /// How wide it is: `span-5`.
    pub class: &'static str,
    /// The finding.
    pub title: Signal<String>,
    /// The measure and its unit.
    pub sub: Signal<String>,
    /// What else one should know; may be empty.
    pub note: &'static str,
    /// What the picture shows, in words.
    pub label: &'static str,
    /// The bars.
    pub bars: fn(&R, &Format) -> Vec<Bar>,
    /// The table.
    pub table: fn(&R, &Format) -> Table,
}

impl<R: Send + Sync + 'static> Card<R> {
    /// The card over a report.
    pub(super) fn shown(self, seen: Any<R>) -> AnyView {
        let Self {
            label,
            bars: rows,
            table,
            ..
        } = self;
        let draw = move |w: f64| bars(&seen.make(rows), label, w);
        let table = move |()| seen.make(table);
        view! {
            <Figure class=self.class title=self.title sub=self.sub note=fixed(self.note) draw table open=seen.open press=press()/>
        }
        .into_any()
    }
}

/// How demand comes.
pub(super) fn demand(seen: Seen) -> AnyView {
    Card {
        class: "span-5",
        title: seen.sentence(|r| &r.demand_title),
        sub: seen.words(|r, _| format!("Share of {} by how demand comes", r.options.by.noun())),
        note: "“How was this decided?” says where gaps and unevenness begin.",
        label: "Share of value by demand",
        bars: kinds::demand,
        table: kinds::demand_table,
    }
    .shown(seen)
}

/// Stages of life.
pub(super) fn stages(seen: Seen) -> AnyView {
    Card {
        class: "span-5",
        title: seen.sentence(|r| &r.stages_title),
        sub: fixed("Products by stage of life"),
        note: "Point at a bar for what a stage means; “How was this decided?” has all of them.",
        label: "Products by stage of life",
        bars: kinds::stages,
        table: kinds::stages_table,
    }
    .shown(seen)
}

/// Moves between boxes.
pub(super) fn moves(seen: Seen) -> AnyView {
    Card {
        class: "span-7",
        title: seen.sentence(|r| &r.moves_title),
        sub: fixed(
            "Products that have changed box since the period before; the most frequent moves",
        ),
        note: "Click a move to list the products of the box they moved to.",
        label: "Moves between boxes",
        bars: kinds::moves,
        table: kinds::moves_table,
    }
    .shown(seen)
}

/// The best sellers.
pub(super) fn best(seen: Seen) -> AnyView {
    Card {
        class: "span-7",
        title: seen.words(kinds::best_title),
        sub: seen.words(|r, _| format!("Best sellers by {}", r.options.by.noun())),
        note: "",
        label: "Best sellers",
        bars: kinds::best,
        table: kinds::best_table,
    }
    .shown(seen)
}

/// When the boxes sell.
pub(super) fn season(seen: Seen) -> AnyView {
    let draw = move |w: f64| {
        seen.make(|r, fmt| trend(&super::season::season(r, fmt), w, &|v| fmt.share(v)))
    };
    view! {
        <Figure
            class="span-7"
            title=seen.sentence(|r| &r.season_title)
            sub=seen.words(|r, _| super::season::season_sub(r))
            note=fixed("Each line adds up to 100%.")
            draw
            table=move |()| seen.make(super::season::season_table)
            open=seen.open
        />
    }
    .into_any()
}

/// What to do: each with the products it is about.
pub(super) fn todo(seen: Seen) -> AnyView {
    let state = expect_context::<State>();
    let facts = move |r: &ProductsReport, fmt: &Format| {
        let one = |fact: &clientele_model::products::ProductFact| {
            let wanted = fact.pick;
            view! {
                <li>
                    <b>{fmt.sentence_view(&fact.title)}</b>
                    <p>{fmt.sentence_view(&fact.detail)}</p>
                    <button type="button" class="link" on:click=move |_| pick(state, wanted, false)>"List these products"</button>
                </li>
            }
        };
        r.facts.iter().map(one).collect_view()
    };
    view! {
        <section class="card todo span-5 stretch" aria-labelledby="todo">
            <h2 id="todo">"What to do"</h2>
            <p class="chart-sub">"Each with the products it is about"</p>
            <ol>{move || seen.make(facts)}</ol>
        </section>
    }
    .into_any()
}
