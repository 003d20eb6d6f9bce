//! Every rule: searched, sorted, and only those in view are in the page.

use std::ops::Range;
use std::sync::Arc;

use clientele_model::baskets::{BasketsReport, Reason, Rule};
use clientele_model::filters::MAX_ROWS;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::column::{self, Column};
use super::find::{Sorting, Sought, order};
use super::{Format, Pick, Seen, name, names, open_to, tables};
use crate::download::Saver;
use crate::icon::{DOWNLOAD, icon};
use crate::state::{Change, State};

/// The height of a row in pixels, as in `styles/baskets.css`.
const ROW: f64 = 56.0;
/// So many rows above and below the view are there as well, so that scrolling shows no gaps.
const AROUND: usize = 10;

/// The rows in view and some around them.
fn window(top: f64, high: f64, rows: usize) -> Range<usize> {
    let first = (top / ROW).floor().max(0.0) as usize;
    let last = ((top + high) / ROW).ceil().max(0.0) as usize;
    first.saturating_sub(AROUND).min(rows)..(last + AROUND).min(rows)
}

#[component]
pub(super) fn Rules(seen: Seen, pick: Pick) -> impl IntoView {
    let state = expect_context::<State>();
    let sought = RwSignal::new(Sought::default());
    let sorting = RwSignal::new((Column::Beyond, true));
    let exact = RwSignal::new(false);
    let all = Memo::new(move |_| seen.report.with(|r| r.rules.len()));
    let shown = Memo::new(move |_| {
        seen.report
            .with(|r| sought.with(|s| Arc::new(order(r, s, sorting.get()))))
    });
    let count = move || {
        let fmt = seen.fmt.get();
        let (now, all) = (shown.with(|s| s.len()), all.get());
        if now == all {
            format!(
                "{}; a row opens the customers who bought the first and not the second",
                fmt.counted(all as u64, "rule")
            )
        } else {
            format!(
                "{} of {}",
                fmt.count(now as u64),
                fmt.counted(all as u64, "rule")
            )
        }
    };
    // Rules beyond those listed, as long as a report may list them.
    let left = Memo::new(move |_| {
        seen.report.with(|r| {
            let rows = r.left_out.iter().filter(|l| l.reason == Reason::Rows);
            let left: u32 = rows.map(|l| l.count).sum();
            let listed = u32::try_from(r.rules.len()).unwrap_or(u32::MAX);
            (left > 0 && listed < MAX_ROWS).then(|| listed.saturating_add(left).min(MAX_ROWS))
        })
    });
    let more = move || {
        left.get().map(|all| {
            let words = format!("List {}", seen.fmt.with(|s| s.count(all)));
            let ask = move |_| state.change(Change::Step, move |f| f.mining.rows = Some(all));
            view! { " · "<button type="button" class="link no-print" on:click=ask>{words}</button> }
        })
    };
    let title = move || {
        seen.make(|r, fmt| {
            // Of all rules the first one, whatever the number listed: in that order they come.
            r.rules.first().map_or_else(String::new, |rule| {
                let (first, then) = (names(r, &rule.when), name(r, rule.then));
                format!(
                    "Most orders beyond chance: {first} with {then}, {} where chance would give {}",
                    fmt.count(rule.orders),
                    fmt.number(f64::from(rule.orders) / rule.measures.lift, 0)
                )
            })
        })
    };
    let saver = Saver::here();
    let save = move |_| {
        saver.numbers(seen.make(|r, fmt| {
            shown.with_untracked(|s| {
                let rules = s.iter().filter_map(|&at| r.rules.get(at as usize));
                tables::picked(r, fmt, ("Rules", true), rules)
            })
        }));
    };
    let field = move |label: &'static str, edit: fn(&mut Sought) -> &mut String| {
        view! {
            <label>
                <span>{label}</span>
                <input class="field" type="search" autocomplete="off"
                    on:input=move |e| { let text = event_target_value(&e); sought.update(|s| *edit(s) = text); }/>
            </label>
        }
    };
    view! {
        <section class="card rules stretch" aria-labelledby="rules">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="rules">{title}</h2>
                    <p class="chart-sub"><span role="status">{count}</span>{more}</p>
                </div>
                <div class="chart-tools no-print">
                    <label class="switch">
                        <input type="checkbox" role="switch" prop:checked=exact on:change=move |e| exact.set(event_target_checked(&e))/>
                        "Exact terms"
                    </label>
                    <button type="button" class="btn" on:click=save>{icon(DOWNLOAD)}"CSV"</button>
                </div>
            </div>
            <div class="rules-find no-print" role="search" aria-label="Rules">
                {field("Find a product on either side", |s| &mut s.either)}
                {field("If the order contains", |s| &mut s.when)}
                {field("It also contains", |s| &mut s.then)}
            </div>
            <Rows seen shown sorting exact pick/>
        </section>
    }
}

/// The table; its body is as high as all rows, but holds those in view.
#[component]
fn Rows(
    seen: Seen,
    shown: Memo<Arc<Vec<u32>>>,
    sorting: RwSignal<Sorting>,
    exact: RwSignal<bool>,
    pick: Pick,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let (top, high) = (RwSignal::new(0.0_f64), RwSignal::new(640.0_f64));
    let rows = Memo::new(move |_| shown.with(|s| s.len()));
    let view = Memo::new(move |_| window(top.get(), high.get(), rows.get()));
    let scroll = move |e: web_sys::Event| {
        if let Some(e) = e
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        {
            // A new row comes into view at each height of a row, not at each pixel.
            let at = (f64::from(e.scroll_top()) / ROW).floor() * ROW;
            top.set(at);
            high.set(f64::from(e.client_height()) + ROW);
        }
    };
    // Another order begins at its first row.
    crate::effect::effect(move || {
        shown.track();
        if let Some(frame) = frame.get_untracked() {
            frame.set_scroll_top(0);
        }
        top.set(0.0);
    });
    let columns = move || -> &'static [Column] {
        if exact.get() {
            &column::EXACT
        } else {
            &column::PLAIN
        }
    };
    let heads = move || {
        let exact = exact.get();
        let head = |&of: &Column| {
            let (words, about) = of.head(exact);
            let sorted = move || {
                sorting.with(|(by, down)| {
                    (*by == of).then_some(if *down { "descending" } else { "ascending" })
                })
            };
            let sort = move |_| {
                sorting.update(|(by, down)| {
                    *down = *by != of || !*down;
                    *by = of;
                })
            };
            view! {
                <th scope="col" class:num=of != Column::Sure aria-sort=sorted>
                    <button type="button" class="sort" title=about on:click=sort>{words}</button>
                </th>
            }
        };
        columns().iter().map(head).collect_view()
    };
    let spacer = move |from_top: bool| {
        let high = move || {
            let (view, rows) = (view.get(), rows.get());
            let rows = if from_top {
                view.start
            } else {
                rows - view.end.min(rows)
            };
            format!("height:{}px", rows as f64 * ROW)
        };
        view! { <tr aria-hidden="true" class="gap"><td colspan=move || columns().len() + 1 style=high></td></tr> }
    };
    // A row is made anew only when it shows something else.
    let places = move || {
        let (whole, exact) = (seen.report.with(|r| Arc::as_ptr(r) as usize), exact.get());
        shown.with(|s| {
            let view = view.get();
            let rows = s.get(view.clone()).unwrap_or_default();
            rows.iter()
                .zip(view)
                .map(|(&rule, at)| (at, rule, exact, whole))
                .collect::<Vec<_>>()
        })
    };
    let nothing = move || {
        (rows.get() == 0).then(|| view! { <p class="muted none-found">"No rule matches your search. Try fewer letters."</p> })
    };
    view! {
        <div class="table-wrap rules-rows" class:exact=exact tabindex="0" role="region" aria-label="Rules" node_ref=frame on:scroll=scroll>
            <table aria-rowcount=move || rows.get() + 1>
                <caption class="sr">"Rules: what an order contains, and what it also contains"</caption>
                <thead><tr aria-rowindex="1"><th scope="col">"If the order contains → it also contains"</th>{heads}</tr></thead>
                <tbody>
                    {spacer(true)}
                    <For each=places key=|place| *place let:place>{row(seen, place, pick)}</For>
                    {spacer(false)}
                </tbody>
            </table>
        </div>
        {nothing}
    }
}

/// A row, for a rule at its place in the order.
fn row(seen: Seen, (at, rule, exact, _): (usize, u32, bool, usize), pick: Pick) -> AnyView {
    untrack(|| {
        seen.make(|r, fmt| {
            let rule = r.rules.get(rule as usize)?;
            Some(line(r, rule, (at, exact), fmt, pick))
        })
    })
    .into_any()
}

fn line(
    r: &BasketsReport,
    rule: &Rule,
    (at, exact): (usize, bool),
    fmt: &Format,
    pick: Pick,
) -> AnyView {
    let (first, then) = (names(r, &rule.when), name(r, rule.then));
    let of = open_to(r, &rule.when, rule.then);
    let both = format!("{first} → {then}");
    let cell = |of: &Column| {
        let words = of.words(r, rule, fmt);
        match of {
            Column::Sure => {
                view! { <td><span class=column::sure(rule).0>{words}</span></td> }.into_any()
            }
            Column::Lift => view! { <td class="num"><b>{words}</b></td> }.into_any(),
            _ => view! { <td class="num">{words}</td> }.into_any(),
        }
    };
    let cells = |all: &[Column]| all.iter().map(cell).collect_view().into_any();
    view! {
        <tr aria-rowindex=at + 2>
            <th scope="row" title=both>
                <button type="button" class="whole" on:click=move |_| pick.run(of.clone())>
                    <b>{first}</b><span>"→ "{then}</span>
                </button>
            </th>
            {if exact { cells(&column::EXACT) } else { cells(&column::PLAIN) }}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_view_and_some_around_are_there() {
        assert_eq!(window(0.0, 560.0, 100_000), 0..20);
        assert_eq!(window(56_000.0, 560.0, 100_000), 990..1_020);
        assert_eq!(window(56.0 * 99_990.0, 560.0, 100_000), 99_980..100_000);
        assert_eq!(window(5_600.0, 560.0, 3), 3..3);
        assert_eq!(window(0.0, 560.0, 0), 0..0);
    }
}
