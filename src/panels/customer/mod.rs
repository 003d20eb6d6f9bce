//! Who is this customer, and what did they buy? The page of one customer, and the field that finds one.

mod groups;
mod orders;

use clientele_model::customer::CustomerReport;
use clientele_model::question;
use clientele_model::recommend::Whom;
use clientele_model::wire::Slot;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::{Source, answered, fixed};
use crate::charts::{Column, Columns, Ink, Period, Tip, columns};
use crate::effect::effect;
use crate::figure::Figure;
use crate::format::Format;
use crate::frame::Link;
use crate::lazy::MakeView;
use crate::names::named;
use crate::offers::{Lists, finding, offered};
use crate::state::{Panel, State};
use crate::table::{Measure, Table};

type Seen = super::seen::Seen<CustomerReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(customer, fallible)]
pub fn customer() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Customer/> }.into_any())
}

#[component]
fn Customer() -> impl IntoView {
    let state = expect_context::<State>();
    let who = Memo::new(move |_| state.view.with(|v| v.customer.clone()));
    let is_asked = Memo::new(move |_| who.with(|who| !who.is_empty()));
    let back = Signal::derive(move || state.view.with(|v| v.on(Panel::Segments)));
    let question = Signal::derive(move || question::Customer {
        filters: state.filters.get(),
        who: who.get(),
    });
    view! {
        <p class="back no-print"><Link to=back class="back-link">"← All customers"</Link></p>
        <Find who/>
        {move || match is_asked.get() {
            true => answered::<question::Customer>(question, |seen| view! { <Page seen/> }.into_any()),
            false => view! {
                <header class="headline">
                    <h1>"Find a customer"</h1>
                    <p>"Type a customer number or an e-mail address as it stands in your data. Lists of customers lead here, too: click a mark on any chart, then a customer."</p>
                </header>
            }
            .into_any(),
        }}
    }
}

/// The field. What is looked for stands in the address, once it is sent.
#[component]
fn Find(who: Memo<String>) -> impl IntoView {
    let state = expect_context::<State>();
    let field = NodeRef::<Input>::new();
    effect(move || {
        let now = who.get();
        if let Some(field) = field.get() {
            field.set_value(&now);
        }
    });
    let send = move |e: web_sys::SubmitEvent| {
        e.prevent_default();
        let text = field.get_untracked().map(|field| field.value());
        let text = text.unwrap_or_default().trim().to_owned();
        if !text.is_empty() {
            let mut next = state.newest();
            next.customer = text;
            state.go(next);
        }
    };
    view! {
        <search class="find no-print">
            <form on:submit=send>
                <label class="sr" for="who">"Customer number or e-mail address"</label>
                <input class="field" id="who" type="search" autocomplete="off" spellcheck="false" placeholder="Customer number or e-mail address" node_ref=field/>
                <button type="submit" class="btn">"Show"</button>
            </form>
        </search>
    }
}

#[component]
fn Page(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context, &r.standing.words]))}
        {seen.remarks(|r| &r.remarks)}
        <Facts seen/>
        {seen.deferred_where(|r| r.months.len() > 1, |seen| view! { <Course seen/> }.into_any())}
        {seen.deferred(|seen| view! { <groups::Groups seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Next seen/> }.into_any())}
        {seen.deferred(|seen| view! { <orders::Orders seen/><Source/> }.into_any())}
    }
}

/// Key figures, and how often they order.
#[component]
fn Facts(seen: Seen) -> impl IntoView {
    let figures = move || {
        seen.make(|r, fmt| {
            let (f, rank) = (&r.figures, &r.standing);
            let gap = r.rhythm.gap.map(|gap| ("Usual gap", fmt.days(gap)));
            let all = [
                Some(("Spend, net", fmt.money_exact(f.spend))),
                Some((
                    "Rank by spend",
                    format!("{} of {}", fmt.count(rank.rank), fmt.count(rank.customers)),
                )),
                Some(("Orders", fmt.count(f.orders))),
                Some(("Average order", fmt.money_exact(f.aov))),
                Some(("Returned", fmt.money_exact(f.returned))),
                f.discount.map(|d| ("Discount given", fmt.money_exact(d))),
                Some(("Different products", fmt.count(f.products))),
                Some(("First order", fmt.day(f.first_ever))),
                Some(("Last order", fmt.day(f.last))),
                gap,
            ];
            let one = |(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
            all.into_iter().flatten().map(one).collect_view()
        })
    };
    let overdue = move || {
        seen.report
            .with(|r| r.rhythm.overdue)
            .then(|| view! { <b>"Overdue. "</b> })
    };
    let person = move || {
        seen.make(|r, _| {
            let p = &r.person;
            let may = p.email_opt_in.map(|may| match may {
                true => "e-mails allowed".to_owned(),
                false => "no e-mails wanted".to_owned(),
            });
            let known = [p.email.clone(), named(&p.country), p.tier.clone()];
            let known = known.into_iter().filter(|text| !text.is_empty()).chain(may);
            known.collect::<Vec<_>>().join(" · ")
        })
    };
    view! {
        <section class="card facts-of" aria-label="Key figures">
            <dl class="stat-row">{figures}</dl>
            <div class="policy">
                <p>{overdue}{seen.sentence(|r| &r.rhythm.words)}</p>
                <p class="muted">{person}</p>
            </div>
        </section>
    }
}

/// What they bought over time.
#[component]
fn Course(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-12"
            title=seen.words(course_title)
            sub=fixed("Goods bought in each month, before returns")
            note=fixed("The first and the last month may be cut short by the period.")
            draw=move |w: f64| seen.make(|r, fmt| columns(&course(r, fmt), w, &|v| fmt.money_short(v)))
            table=move |()| seen.make(course_table)
            open=seen.open
        />
    }
}

/// In how many months they ordered.
fn course_title(r: &CustomerReport, fmt: &Format) -> String {
    let with = r.months.iter().filter(|m| m.orders > 0).count();
    format!(
        "Ordered in {} of {}",
        fmt.count(with as u64),
        fmt.counted(r.months.len() as u64, "month")
    )
}

fn course(r: &CustomerReport, fmt: &Format) -> Columns {
    let made = r.months.iter().map(|m| {
        let long = fmt.month(m.month);
        let rows = vec![
            ("Bought", fmt.money_exact(m.gross)),
            ("Returned", fmt.money_exact(m.returned)),
            ("Orders", fmt.count(m.orders)),
        ];
        let name = match m.month.month() {
            1 => long.clone(),
            _ => fmt.month_short(m.month),
        };
        Column {
            period: Period {
                key: String::new(),
                name,
                label: format!("{long}: {}", fmt.money_short(m.gross)),
                tip: Tip::new(&long, rows),
            },
            lower: m.gross.max(0.0),
            upper: 0.0,
        }
    });
    Columns {
        label: "What this customer bought, by month".to_owned(),
        lower: ("Bought".to_owned(), Ink::Mark),
        upper: (String::new(), Ink::MarkSoft),
        named: false,
        height: 220.0,
        columns: made.collect(),
    }
}

fn course_table(r: &CustomerReport, fmt: &Format) -> Table {
    let columns = [
        ("Month", Measure::Words),
        ("Orders", Measure::Count),
        ("Bought", Measure::Money),
        ("Returned", Measure::Money),
    ];
    let rows = r.months.iter().map(|m| {
        let month = fmt.month(m.month);
        vec![
            month.into(),
            m.orders.into(),
            m.gross.into(),
            m.returned.into(),
        ]
    });
    Table::new(fmt, "What this customer bought, by month", &columns, rows)
}

/// What to offer: asked for by itself, so that the page waits for nothing.
#[component]
fn Next(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let id = Memo::new(move |_| seen.report.with(|r| r.person.id.clone()));
    let answer = offered(Signal::derive(move || Whom::Customer(id.get())), Slot::Part);
    let press = Callback::new(move |id| {
        let mut next = state.newest().on(Panel::Products);
        next.products.product = Some(id);
        state.go(next);
    });
    view! {
        <section class="card offers" aria-labelledby="next">
            <div class="chart-head"><div>
                <h2 class="chart-title" id="next">{finding(answer, "What to offer next")}</h2>
                <p class="chart-sub">"What this customer has not bought yet, each with its reason; click one for its page"</p>
            </div></div>
            <Lists answer press/>
        </section>
    }
}
