//! One product: how it sells, when, and to whom.

use clientele_model::overview::Unit;
use clientele_model::products::{Place, ProductReport};
use clientele_model::question;
use clientele_model::recommend::Whom;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use leptos::prelude::*;

use super::cards::Card;
use super::open;
use crate::browser;
use crate::charts::{Bar, Column, Columns, Ink, Period, Tip, columns};
use crate::figure::Figure;
use crate::format::Format;
use crate::frame::Link;
use crate::offers::{Lists, finding, offered};
use crate::panels::seen::{answered, fixed};
use crate::state::State;
use crate::table::{Measure, Table};

type Seen = crate::panels::seen::Seen<ProductReport>;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The page of a product, and the way back, which stands there without an answer, too.
#[component]
pub(super) fn One(id: String) -> impl IntoView {
    let state = expect_context::<State>();
    let question = Memo::new(move |_| {
        state.view.with(|v| question::Product {
            filters: v.filters.clone(),
            options: v.products.options,
            id: id.clone(),
        })
    });
    let back = Signal::derive(move || state.view.with(|v| v.of_products(|a| a.product = None)));
    view! {
        <p class="back no-print"><Link to=back class="back-link">"← All products"</Link></p>
        {answered::<question::Product>(question, |seen| view! { <Page seen/> }.into_any())}
    }
}

#[component]
fn Page(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        {seen.remarks(|r| &r.remarks)}
        <Facts seen/>
        {seen.deferred_where(|r| is_sold(r) && has_season(r), |seen| view! { <Sales seen class="span-8"/> }.into_any())}
        {seen.deferred_where(|r| is_sold(r) && !has_season(r), |seen| view! { <Sales seen class="span-12"/> }.into_any())}
        {seen.deferred_where(has_season, year)}
        {seen.deferred(|seen| view! { <With seen/> }.into_any())}
        {seen.deferred_where(|r| !r.groups.is_empty(), groups)}
        {seen.deferred_where(|r| r.history.len() > 1, |seen| view! { <History seen/> }.into_any())}
    }
}

fn is_sold(report: &ProductReport) -> bool {
    !report.series.is_empty()
}

fn has_season(report: &ProductReport) -> bool {
    report.season.len() == 12
}

/// Key figures, what to do, and the way to its customers.
#[component]
fn Facts(seen: Seen) -> impl IntoView {
    let figures = move || {
        seen.make(|r, fmt| {
            let p = &r.product;
            let letters = |b: Option<Place>| b.map_or_else(|| "–".to_owned(), |b| b.to_string());
            let place = match r.before {
                Some(_) if p.was != p.place => {
                    format!("{} → {}", letters(p.was), letters(p.place))
                }
                _ => letters(p.place),
            };
            let margin = p.margin.map(|m| ("Margin", fmt.money_short(m)));
            let all = [
                Some(("Net revenue", fmt.money_short(p.revenue))),
                Some(("Pieces, net", fmt.short(p.units))),
                Some(("Orders", fmt.count(p.orders))),
                Some(("Customers", fmt.count(p.customers))),
                Some(("Average price before returns", fmt.money_exact(p.price))),
                margin,
                Some(("Box", place)),
                Some((
                    "Rank",
                    format!("{} of {}", fmt.count(p.rank), fmt.count(r.sold)),
                )),
            ];
            let one = |(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
            all.into_iter().flatten().map(one).collect_view()
        })
    };
    let open = move |_| seen.open.run(seen.report.with_untracked(|r| r.of.clone()));
    let policy = seen.words(|r, _| r.policy.clone());
    view! {
        <section class="card facts-of" aria-label="Key figures">
            <dl class="stat-row">{figures}</dl>
            <div class="policy">
                <p><b>{seen.words(|r, _| r.advice.clone())}</b>" "{policy}</p>
                <button type="button" class="btn primary customers" on:click=open>"See its customers"</button>
            </div>
        </section>
    }
}

#[component]
fn Sales(seen: Seen, class: &'static str) -> impl IntoView {
    view! {
        <Figure
            class
            title=seen.sentence(|r| &r.series_title)
            sub=fixed("Net revenue over time")
            note=fixed("")
            draw=move |w: f64| seen.make(|r, fmt| columns(&sales(r, fmt), w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(sales_table)
            open=seen.open
        />
    }
}

fn sales(r: &ProductReport, fmt: &Format) -> Columns {
    let made = r.series.iter().map(|b| {
        let long = fmt.span(b.days);
        let name = match r.unit {
            Unit::Month => fmt.month_short(b.days.0),
            _ => fmt.day_short(b.days.0),
        };
        let mut rows = vec![
            ("Net revenue", fmt.money_exact(b.revenue)),
            ("Pieces, net", fmt.short(b.units)),
            ("Orders", fmt.count(b.orders)),
        ];
        if let Some(price) = b.price {
            rows.push(("Average price before returns", fmt.money_exact(price)));
        }
        let period = Period {
            key: Only::Ordered(b.days.0, b.days.1).to_string(),
            name,
            label: format!("{long}: {}", fmt.money_short(b.revenue)),
            tip: Tip::new(&long, rows).note("Click for everybody who ordered then"),
        };
        Column {
            period,
            lower: b.revenue.max(0.0),
            upper: 0.0,
        }
    });
    Columns {
        label: "Net revenue over time".to_owned(),
        lower: ("Net revenue".to_owned(), Ink::Mark),
        upper: (String::new(), Ink::MarkSoft),
        named: false,
        height: 280.0,
        columns: made.collect(),
    }
}

fn sales_table(r: &ProductReport, fmt: &Format) -> Table {
    let columns = [
        ("Period", Measure::Words),
        ("Net revenue", Measure::Money),
        ("Pieces, net", Measure::Count),
        ("Orders", Measure::Count),
        ("Average price before returns", Measure::Money),
    ];
    let rows = r.series.iter().map(|b| {
        vec![
            fmt.span(b.days).into(),
            b.revenue.into(),
            b.units.into(),
            b.orders.into(),
            b.price.into(),
        ]
    });
    Table::new(fmt, "Sales over time", &columns, rows)
}

/// The months of the year.
fn year(seen: Seen) -> AnyView {
    Card {
        class: "span-4",
        title: seen.sentence(|r| &r.season_title),
        sub: fixed("Times an average month"),
        note: "",
        label: "Season of the product",
        bars: |r: &ProductReport, fmt| {
            let most = r.season.iter().copied().fold(0.0, f64::max);
            let rows = MONTHS.iter().zip(&r.season).map(|(name, &v)| Bar {
                key: String::new(),
                name: (*name).to_owned(),
                value: v,
                text: fmt.times(v),
                ink: if v == most { Ink::Mark } else { Ink::MarkSoft },
                tip: Tip::new(name, vec![("Of an average month", fmt.times(v))]),
            });
            rows.collect()
        },
        table: |r: &ProductReport, fmt| {
            let columns = [
                ("Month", Measure::Words),
                ("Times an average month", Measure::Number(2)),
            ];
            let rows = MONTHS.iter().zip(&r.season);
            let rows = rows.map(|(name, v)| vec![(*name).into(), (*v).into()]);
            Table::new(fmt, "Season", &columns, rows)
        },
    }
    .shown(seen)
}

/// Which groups of customers buy it.
fn groups(seen: Seen) -> AnyView {
    Card {
        class: "span-6 half",
        title: seen.sentence(|r| &r.groups_title),
        sub: fixed("Share of each RFM group who bought it"),
        note: "",
        label: "Who buys it, by RFM group",
        bars: |r: &ProductReport, fmt| {
            let rows = r.groups.iter().map(|g| Bar {
                key: Only::Rfm(g.group).to_string(),
                name: g.group.name().to_owned(),
                value: g.reach,
                text: fmt.share(g.reach),
                ink: Ink::Segment(g.group.colour()),
                tip: Tip::new(
                    g.group.name(),
                    vec![
                        ("Bought it", fmt.count(g.buyers)),
                        ("Of customers", fmt.count(g.customers)),
                        ("Against all", fmt.times(g.index)),
                    ],
                )
                .note("Click for the customers of the group"),
            });
            rows.collect()
        },
        table: |r: &ProductReport, fmt| {
            let columns = [
                ("RFM group", Measure::Words),
                ("Customers", Measure::Count),
                ("Bought it", Measure::Count),
                ("Share", Measure::Share),
                ("Times all customers", Measure::Number(2)),
            ];
            let rows = r.groups.iter().map(|g| {
                vec![
                    g.group.name().into(),
                    g.customers.into(),
                    g.buyers.into(),
                    g.reach.into(),
                    g.index.into(),
                ]
            });
            Table::new(fmt, "Who buys it, by RFM group", &columns, rows)
        },
    }
    .shown(seen)
}

/// What goes with it, after it and instead of it: asked for by itself, so that the page waits for nothing.
#[component]
fn With(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let id = Memo::new(move |_| seen.report.with(|r| r.product.id.clone()));
    let answer = offered(Signal::derive(move || Whom::Product(id.get())), Slot::Part);
    let press = Callback::new(move |id| {
        open(state, id);
        browser::show("main");
    });
    view! {
        <section class="card offers" aria-labelledby="with">
            <div class="chart-head"><div>
                <h2 class="chart-title" id="with">{finding(answer, "What goes with it")}</h2>
                <p class="chart-sub">"Bought in the same order, in a later one, or instead of it, each with its reason; click one for its page"</p>
            </div></div>
            <Lists answer press/>
        </section>
    }
}

#[component]
fn History(seen: Seen) -> impl IntoView {
    let table = |r: &ProductReport, fmt: &Format| {
        let columns = [
            ("Period", Measure::Words),
            ("Box", Measure::Words),
            ("Net revenue", Measure::Money),
            ("Pieces, net", Measure::Count),
            ("Variation", Measure::Number(2)),
        ];
        let rows = r.history.iter().map(|h| {
            let place = h
                .place
                .map_or_else(|| "not sold".to_owned(), |b| b.to_string());
            vec![
                fmt.span(h.period).into(),
                place.into(),
                h.revenue.into(),
                h.units.into(),
                h.cv.into(),
            ]
        });
        Table::new(fmt, "Box now and before", &columns, rows)
    };
    view! {
        <section class="card span-6 half stretch" aria-labelledby="history">
            <h2 id="history">"Its box now and before"</h2>
            <p class="chart-sub">"The period looked at and those of equal length before it"</p>
            {move || seen.make(table).shown()}
        </section>
    }
}
