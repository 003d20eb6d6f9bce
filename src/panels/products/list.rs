//! The products that are picked: one page of them, in an order one can choose.

use clientele_model::products::{BoxSummary, PAGE, Pick, ProductLine, ProductsReport, Sort};
use leptos::prelude::*;

use super::{Seen, page_of, pictures};
use crate::charts::Ink;
use crate::download::Saver;
use crate::format::Format;
use crate::frame::Link;
use crate::icon::{DOWNLOAD, icon};
use crate::names::named;
use crate::state::{Change, State};
use crate::table::{Measure, Table};

/// The list.
#[component]
pub(super) fn List(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let title = seen.words(|r, fmt| match picked(r) {
        None => format!("All {}", fmt.counted(r.picked, "product")),
        Some(what) => format!("{}: {what}", fmt.counted(r.picked, "product")),
    });
    let some = Memo::new(move |_| seen.report.with(|r| !r.options.pick.is_all()));
    let saver = Saver::here();
    let csv = move |_| {
        saver.numbers(seen.make(table));
    };
    let heads = [
        ("Product", Sort::Name, false),
        ("Net revenue", Sort::Revenue, true),
        ("Pieces", Sort::Units, true),
        ("Orders", Sort::Orders, true),
        ("Customers", Sort::Customers, true),
        ("Steadiness", Sort::Variation, true),
    ];
    let heads = heads.map(|(words, sort, num)| {
        let on = move || {
            let now = seen.report.with(|r| r.options.sort);
            let usual = now == Sort::Value && sort == Sort::Revenue;
            now == sort || usual
        };
        let order = if sort == Sort::Name || sort == Sort::Variation {
            "ascending"
        } else {
            "descending"
        };
        let press = move |_| {
            state.products(Change::Step, |a| {
                a.options.sort = sort;
                a.options.page = 1;
            })
        };
        view! {
            <th scope="col" class:num=num aria-sort=move || on().then_some(order)>
                <button type="button" class="sort" class:on=on on:click=press>{words}</button>
            </th>
        }
    });
    let rows = move || seen.make(|r, fmt| r.rows.iter().map(|p| row(state, p, fmt)).collect_view());
    view! {
        <section class="card" id="list" aria-label="List of products">
            <div class="list-head">
                <div>
                    <h2 class="chart-title"><span role="status">{title}</span></h2>
                    <p class="chart-sub">{seen.words(|r, fmt| format!("Of {} sold; click a name for its page", fmt.counted(r.sold, "product")))}</p>
                    <p class="chart-sub policy">{seen.words(|r, _| in_box(r).map(|b| b.policy.clone()).unwrap_or_default())}</p>
                </div>
                <div class="list-tools no-print">
                    <Show when=move || some.get()>
                        <button type="button" class="btn" on:click=move |_| state.products(Change::Step, |a| {
                            a.options.pick = Pick::default();
                            a.options.page = 1;
                        })>"Show all products"</button>
                    </Show>
                    <button type="button" class="btn" on:click=csv>{icon(DOWNLOAD)}"CSV"</button>
                </div>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Table of products">
                <table class="products">
                    <caption class="sr">{title}</caption>
                    <thead><tr><th scope="col" class="num">"#"</th>{heads}<th scope="col">"Box"</th><th scope="col">"Over time"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Pages seen/>
        </section>
    }
}

/// The box whose products are listed, if it is one.
fn in_box(r: &ProductsReport) -> Option<&BoxSummary> {
    let Pick { class, column, .. } = r.options.pick;
    let mut all = r.boxes.iter();
    all.find(|b| (Some(b.place.class), Some(b.place.column)) == (class, column))
}

/// What is picked, in words.
fn picked(r: &ProductsReport) -> Option<String> {
    let pick = r.options.pick;
    let place =
        pick.class.map_or("", |c| c.word()).to_owned() + pick.column.map_or("", |c| c.word());
    let place = match in_box(r) {
        Some(b) => Some(format!("{place} · {}", b.advice.to_lowercase())),
        None => (!place.is_empty()).then_some(place),
    };
    let demand = pick
        .demand
        .map(|d| format!("demand {}", pictures::demand_word(Some(d)).to_lowercase()));
    let stage = pick.stage.map(|s| pictures::stage_word(s).to_lowercase());
    let task = pick.task.map(|task| pictures::task_word(task).to_owned());
    let all: Vec<_> = [place, demand, stage, task].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// One product; its name opens its page.
fn row(state: State, p: &ProductLine, fmt: &Format) -> impl IntoView + use<> {
    let to = page_of(state, p.id.clone());
    let place = p.place.map(
        |place| view! { <span class=format!("box b{}", place.at() / 4)>{place.to_string()}</span> },
    );
    let steady = p.place.map_or("–", |place| pictures::column(place.column));
    let name = named(&p.name);
    let back = (p.units_back > 0.0).then(|| {
        format!(
            "{} sold, {} came back",
            fmt.number(p.units + p.units_back, 0),
            fmt.number(p.units_back, 0)
        )
    });
    let cv = p.cv.map(|cv| format!("±{}", fmt.share(cv)));
    view! {
        <tr>
            <td class="num muted">{fmt.count(p.rank)}</td>
            <th scope="row"><Link to>{name}</Link><span class="sub">{p.id.clone()}</span></th>
            <td class="num" title=fmt.money_exact(p.revenue)>{fmt.money_short(p.revenue)}</td>
            <td class="num" title=back>{fmt.short(p.units)}</td>
            <td class="num">{fmt.count(p.orders)}</td>
            <td class="num">{fmt.count(p.customers)}</td>
            <td class="num">{steady}<span class="sub">{cv}</span></td>
            <td>{place}</td>
            <td><span class="tiny" aria-hidden="true" inner_html=tiny(&p.pieces)></span></td>
        </tr>
    }
}

/// A column for each period, the highest one darker.
pub(super) fn tiny(values: &[f64]) -> String {
    let most = values.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let wide = (96.0 / values.len() as f64).min(8.0);
    let columns = values.iter().enumerate().map(|(i, &v)| {
        let high = (24.0 * v.max(0.0) / most).max(1.0);
        let class = if v == most { Ink::Mark } else { Ink::MarkSoft };
        let class = if class == Ink::Mark {
            "f-mark"
        } else {
            "f-mark-soft"
        };
        let (x, y, w) = (wide * i as f64, 24.0 - high, (wide - 1.0).max(0.5));
        format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{high:.1}" class="{class}"/>"#
        )
    });
    let columns: String = columns.collect();
    format!(r#"<svg viewBox="0 0 96 24" width="96" height="24">{columns}</svg>"#)
}

/// One page to the other.
#[component]
fn Pages(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let pages = Memo::new(move |_| {
        seen.report
            .with(|r| (r.options.page, r.picked.div_ceil(PAGE as u32).max(1)))
    });
    let step = move |by: i64| {
        let wanted = i64::from(pages.get_untracked().0) + by;
        if let Ok(page) = u32::try_from(wanted.max(1)) {
            state.products(Change::Step, |a| a.options.page = page);
        }
    };
    let words = move || {
        let (page, of) = pages.get();
        seen.fmt
            .with(|fmt| format!("Page {} of {}", fmt.count(page), fmt.count(of)))
    };
    view! {
        <Show when=move || pages.with(|p| p.1 > 1)>
            <nav class="pages no-print" aria-label="Pages of the list">
                <button type="button" class="btn" disabled=move || pages.get().0 <= 1 on:click=move |_| step(-1)>"Previous"</button>
                <span role="status">{words}</span>
                <button type="button" class="btn" disabled=move || pages.with(|p| p.0 >= p.1) on:click=move |_| step(1)>"Next"</button>
            </nav>
        </Show>
    }
}

/// The listed page for a spreadsheet.
fn table(r: &ProductsReport, fmt: &Format) -> Table {
    let columns = [
        ("Rank", Measure::Count),
        ("Code", Measure::Words),
        ("Product", Measure::Name),
        ("Category", Measure::Words),
        ("Box", Measure::Words),
        ("Net revenue", Measure::Money),
        ("Share", Measure::Share),
        ("Pieces, net", Measure::Count),
        ("Pieces returned", Measure::Count),
        ("Returned", Measure::Money),
        ("Orders", Measure::Count),
        ("Customers", Measure::Count),
        ("Average price before returns", Measure::Money),
        ("Margin", Measure::Money),
        ("Variation", Measure::Number(3)),
        ("Demand", Measure::Words),
        ("Stage", Measure::Words),
    ];
    let rows = r.rows.iter().map(|p| {
        vec![
            p.rank.into(),
            p.id.clone().into(),
            p.name.clone().into(),
            p.category.clone().into(),
            p.place.map(|b| b.to_string()).unwrap_or_default().into(),
            p.revenue.into(),
            p.share.into(),
            p.units.into(),
            p.units_back.into(),
            p.returned.into(),
            p.orders.into(),
            p.customers.into(),
            p.price.into(),
            p.margin.into(),
            p.cv.into(),
            pictures::demand_word(p.demand).into(),
            p.stage.map_or("", pictures::stage_word).into(),
        ]
    });
    Table::new(fmt, "Products", &columns, rows)
}
