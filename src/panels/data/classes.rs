//! Which lines count where, and how their values become revenue.

use clientele_model::catalogue::LineClass;
use leptos::prelude::*;

use super::{Seen, pictures};

#[component]
pub(super) fn Classes(seen: Seen) -> impl IntoView {
    let rows = move || {
        seen.make(|r, fmt| {
            let ledger = &r.catalogue.ledger;
            let all = ledger.read.max(1) as f64;
            pictures::CLASSES
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
                    let paid = r.catalogue.has.discount.then(|| money(row.paid));
                    view! {
                        <tr><th scope="row">{name}<span class="sub">{why}</span></th>
                            <td class="num">{fmt.count(row.lines)}</td>
                            <td class="num">{fmt.number(100.0 * row.lines as f64 / all, 2)}"%"</td>
                            {money(Some(row.value))}{paid}{cells}</tr>
                    }
                })
                .collect_view()
        })
    };
    // Before discount, and after where there is any.
    let values = move || {
        let heads: &[&str] = match seen.report.with(|r| r.catalogue.has.discount) {
            true => &["Before discount", "Paid"],
            false => &["Value"],
        };
        let head = |words: &&'static str| view! { <th scope="col" class="num">{*words}</th> };
        heads.iter().map(head).collect_view()
    };
    let money = move || seen.make(|r, fmt| fmt.sentence_view(&r.money));
    let unreadable = move || {
        seen.make(|r, fmt| {
            let lines: Vec<_> = r.catalogue.ledger.unreadable.iter().take(20).map(|(n, why)| view! { <li>"Line "{fmt.count(*n)}": "{why.clone()}</li> }).collect();
            (!lines.is_empty()).then(|| view! { <details class="more"><summary>"The first unreadable lines"</summary><ul>{lines}</ul></details> })
        })
    };
    view! {
        <section class="card" aria-labelledby="where">
            <h2 id="where">"Which lines count where"</h2>
            <p class="chart-sub">{move || seen.make(|r, fmt| format!("Every line is in exactly one row; the rows add up to {}", fmt.count(r.catalogue.ledger.read)))}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Table of which lines count where">
                <table class="dests"><caption class="sr">"Lines by what became of them"</caption>
                    <thead><tr><th scope="col">"Row"</th><th scope="col" class="num">"Lines"</th><th scope="col" class="num">"Share"</th>{values}
                        <th scope="col" class="mid">"Revenue"</th><th scope="col" class="mid">"Customers"</th><th scope="col" class="mid">"Products"</th><th scope="col" class="mid">"Baskets"</th></tr></thead>
                    <tbody>{rows}</tbody></table>
            </div>
            <p class="chart-note">{money}</p>
            {unreadable}
        </section>
    }
}
