//! Which lines count where, and how their values become revenue.

use clientele_model::catalogue::{Ledger, LineClass};
use leptos::prelude::*;

use super::{Seen, pictures};
use crate::format::Format;

#[component]
pub(super) fn Classes(seen: Seen) -> impl IntoView {
    let table =
        move || seen.make(|r, fmt| table(&r.catalogue.ledger, r.catalogue.has.discount, fmt, None));
    let money = move || seen.make(|r, fmt| fmt.sentence_view(&r.money));
    view! {
        <section class="card" aria-labelledby="where">
            <h2 id="where">"Which lines count where"</h2>
            <p class="chart-sub">{move || seen.make(|r, fmt| format!("Every line is in exactly one row; the rows add up to {}", fmt.count(r.catalogue.ledger.read)))}</p>
            {table}
            <p class="chart-note">{money}</p>
        </section>
    }
}

/// The table, and the first lines that cannot be read: with what was `paid` where there are discounts, and where a bar shows the
/// same classes, with its inks.
pub fn table(
    ledger: &Ledger,
    paid: bool,
    fmt: &Format,
    ink: Option<fn(LineClass) -> &'static str>,
) -> AnyView {
    let all = ledger.read.max(1) as f64;
    let rows = pictures::CLASSES
        .iter()
        .filter_map(|class| ledger.classes.iter().find(|row| row.class == *class))
        .map(|row| {
            let (name, why, counts) = pictures::words(row.class);
            let cells: Vec<_> = counts
                .iter()
                .map(|yes| if *yes {
                    view! { <td class="yes"><svg class="i" viewBox="0 0 16 16" role="img" aria-label="yes"><path d="M3.500 8.500 6.500 11.500 12.500 5"/></svg></td> }.into_any()
                } else {
                    view! { <td class="no">"–"<span class="sr">"no"</span></td> }.into_any()
                })
                .collect();
            let counted = !matches!(row.class, LineClass::NoPrice | LineClass::Overlap | LineClass::NotSold | LineClass::Unreadable);
            let money = |value: Option<f64>| {
                let value = value.filter(|_| counted);
                let exact = value.map(|value| fmt.money_exact(value));
                let short = value.map_or_else(|| "–".to_owned(), |value| fmt.money_short(value));
                view! { <td class="num" title=exact>{short}</td> }
            };
            let paid = paid.then(|| money(row.paid));
            let swatch = ink.map(|ink| view! { <span class=format!("sw in {}", ink(row.class))></span> });
            view! {
                <tr><th scope="row">{swatch}{name}<span class="sub">{why}</span></th>
                    <td class="num">{fmt.count(row.lines)}</td>
                    <td class="num">{fmt.number(100.0 * row.lines as f64 / all, 2)}"%"</td>
                    {money(Some(row.value))}{paid}{cells}</tr>
            }
        });
    let rows = rows.collect_view();
    // Before discount, and after where there is any.
    let heads: &[&str] = match paid {
        true => &["Before discount", "Paid"],
        false => &["Value"],
    };
    let values = heads
        .iter()
        .map(|words| view! { <th scope="col" class="num">{*words}</th> });
    let values = values.collect_view();
    let unreadable: Vec<_> = ledger
        .unreadable
        .iter()
        .take(20)
        .map(|(n, why)| view! { <li>"Line "{fmt.count(*n)}": "{why.clone()}</li> })
        .collect();
    let unreadable = (!unreadable.is_empty()).then(|| view! { <details class="more"><summary>"The first unreadable lines"</summary><ul>{unreadable}</ul></details> });
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label="Table of which lines count where">
            <table class="dests"><caption class="sr">"Lines by what became of them"</caption>
                <thead><tr><th scope="col">"Row"</th><th scope="col" class="num">"Lines"</th><th scope="col" class="num">"Share"</th>{values}
                    <th scope="col" class="mid">"Revenue"</th><th scope="col" class="mid">"Customers"</th><th scope="col" class="mid">"Products"</th><th scope="col" class="mid">"Baskets"</th></tr></thead>
                <tbody>{rows}</tbody></table>
        </div>
        {unreadable}
    }
    .into_any()
}
