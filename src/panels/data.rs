//! What are these numbers made from? The Data panel.

mod about;
mod classes;
mod pictures;

use clientele_model::catalogue::{Catalogue, LineClass};
use clientele_model::data::DataReport;
use clientele_model::filters::{Copies, Filters};
use clientele_model::opening::OWN;
use clientele_model::question;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::seen::{answered, fixed};
use crate::charts::{columns, waterfall};
use crate::figure::Figure;
use crate::frame::Link;
use crate::icon::{INFO, WARN, icon};
use crate::lazy::MakeView;
use crate::opening::{self, Door, LIST};
use crate::state::{Change, Panel, State, View, stored};

pub use classes::table as ledger_table;

type Seen = super::seen::Seen<DataReport>;

/// The panel; its code comes when it is first shown.
#[wasm_split(data, fallible)]
pub fn data() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Data/> }.into_any())
}

/// Every class of lines, in the order of the table.
pub fn line_classes() -> &'static [LineClass] {
    &pictures::CLASSES
}

/// This data set, or files that are opened.
#[component]
fn Data() -> impl IntoView {
    let door = expect_context::<Door>();
    let framed = expect_context::<State>()
        .view
        .with_untracked(|view| !view.embed.is_empty());
    let tab = move |words: &'static str, opens: bool| {
        let current = move || (door.shown.get() == opens).then_some("page");
        view! { <li><button type="button" aria-current=current on:click=move |_| door.shown.set(opens)>{words}</button></li> }
    };
    let tabs = (!framed).then(|| view! {
        <nav class="views no-print" aria-label="Data"><ul>{tab("This data set", false)}{tab("Open a file", true)}</ul></nav>
    });
    view! {
        {tabs}
        {move || match door.shown.get() {
            true => opening::view(),
            false => view! { <Whole/> }.into_any(),
        }}
    }
}

#[component]
fn Whole() -> impl IntoView {
    let state = expect_context::<State>();
    // Only what the ledger depends on: other filters leave this panel alone.
    let filters = Memo::new(move |_| {
        state.filters.with(|f| Filters {
            dataset: f.dataset.clone(),
            goods: f.goods.clone(),
            copies: f.copies,
            ..Filters::default()
        })
    });
    let question = Signal::derive(move || question::Data(filters.get()));
    answered::<question::Data>(question, |seen| view! { <Content seen/> }.into_any())
}

#[component]
fn Content(seen: Seen) -> impl IntoView {
    view! {
        {seen.headline(|r| (&r.headline, vec![&r.context]))}
        <Choose seen/>
        {seen.deferred(|seen| view! { <Lines seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Remarks seen/> }.into_any())}
        {seen.deferred(|seen| view! { <classes::Classes seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Months seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Columns seen/> }.into_any())}
        {seen.deferred(|seen| view! { <Services seen/><about::About seen/> }.into_any())}
    }
}

/// What became of every line.
#[component]
fn Lines(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-8"
            title=seen.words(|r, fmt| fmt.sentence(&r.waterfall))
            sub=fixed("Lines of the file; each step shows what leaves and why")
            note=seen.words(|r, fmt| pictures::clean_note(&r.catalogue, fmt))
            draw=move |w: f64| seen.make(|r, fmt| waterfall(&pictures::steps(&r.catalogue.ledger, fmt), "What became of every line", w, &|v| fmt.short(v)))
            table=move |()| seen.make(|r, fmt| pictures::steps_table(&r.catalogue.ledger, fmt))
            open=seen.open
        />
    }
}

/// Lines per month.
#[component]
fn Months(seen: Seen) -> impl IntoView {
    view! {
        <Figure
            class="span-6"
            title=seen.words(|r, fmt| fmt.sentence(&r.coverage))
            sub=fixed("Lines per month")
            note=fixed("Unfinished months are left out of monthly comparisons.")
            legend=|| view! { <ul class="legend"><li><span class="sw cm"></span>"with customer"</li><li><span class="sw cm2"></span>"without"</li></ul> }.into_any()
            draw=move |w: f64| seen.make(|r, fmt| columns(&pictures::months(&r.catalogue, fmt), w, &|v| fmt.short(v)))
            table=move |()| seen.make(|r, fmt| pictures::months_table(&r.catalogue.ledger, fmt))
            open=seen.open
        />
    }
}

/// Which data set: those of this page, and those of this device.
#[component]
fn Choose(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let door = expect_context::<Door>();
    let sets = move || {
        seen.report.with(|r| {
            let shipped = r.datasets.iter().filter(|(slug, _)| !slug.starts_with(OWN));
            (
                shipped.cloned().collect::<Vec<_>>(),
                r.catalogue.slug.clone(),
            )
        })
    };
    let framed = state.view.with_untracked(|v| !v.embed.is_empty());
    let choices = move || {
        let (all, now) = sets();
        let first = all.first().map(|s| s.0.clone());
        all.into_iter()
            .map(|(slug, title)| {
                let to = View {
                    panel: Panel::Data,
                    embed: state.view.with(|v| v.embed.clone()),
                    filters: Filters {
                        dataset: (Some(&slug) != first.as_ref()).then(|| slug.clone()),
                        ..Filters::default()
                    },
                    ..View::default()
                };
                let current = slug == now;
                view! { <li><Link to=Signal::stored(to) current=Signal::stored(current) class="pick-set">{title}</Link></li> }
            })
            .collect_view()
    };
    let opens = (!framed).then(|| view! { <li><button type="button" class="btn" on:click=move |_| door.show()>"Open a file…"</button></li> });
    let own = (!framed && stored(LIST).is_some_and(|list| list.len() > 2)).then(opening::own);
    view! {
        <nav class="sets no-print" aria-label="Data sets"><ul>{choices}{opens}</ul></nav>
        {own}
    }
}

#[component]
fn Remarks(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let kept = Memo::new(move |_| state.filters.with(|f| f.copies == Copies::Kept));
    let remarks = move || {
        seen.make(|r, fmt| {
            r.remarks
                .iter()
                .map(|remark| {
                    let (class, path) = if remark.warn {
                        ("notice warn", WARN)
                    } else {
                        ("notice", INFO)
                    };
                    view! { <li class=class>{icon(path)}<p>{fmt.sentence_view(&remark.words)}</p></li> }
                })
                .collect_view()
        })
    };
    let copies = move || seen.report.with(|r| r.catalogue.ledger.copies.0 > 0);
    view! {
        <section class="card span-4 stretch" aria-labelledby="look">
            <h2 id="look">"Worth a look"</h2>
            <p class="chart-sub">"Kept as they are; nothing is changed silently"</p>
            <ul class="stack">{remarks}</ul>
            <Show when=copies>
                <label class="switch wide">
                    <input type="checkbox" role="switch" prop:checked=move || !kept.get()
                        on:change=move |e| {
                            let out = event_target_checked(&e);
                            state.change(Change::Step, move |f| f.copies = if out { Copies::Off } else { Copies::Kept });
                        }/>
                    {move || seen.make(|r, fmt| format!("Leave out {}", fmt.counted(r.catalogue.ledger.copies.0, "exact copy")))}
                </label>
            </Show>
        </section>
    }
}

#[component]
fn Columns(seen: Seen) -> impl IntoView {
    let rows = move || {
        seen.report.with(|r| {
            r.catalogue
                .columns
                .iter()
                .map(|c| {
                    let read = if c.read_as.is_empty() { "Not used".to_owned() } else { c.read_as.clone() };
                    // A decision may be about no column.
                    let column = if c.column.is_empty() {
                        "All files".into_any()
                    } else {
                        view! { <code>{c.column.clone()}</code> }.into_any()
                    };
                    view! { <tr><th scope="row">{column}</th><td>{read}</td><td class="muted">{c.note.clone()}</td></tr> }
                })
                .collect_view()
        })
    };
    let missing = move || {
        let all = seen.report.with(|r| pictures::missing(&r.catalogue));
        if all.is_empty() {
            "Every optional column is there".to_owned()
        } else {
            format!(
                "Not in this data: {}. Filters and figures that need one are hidden",
                all.join(", ")
            )
        }
    };
    view! {
        <section class="card read-as span-6 stretch" aria-labelledby="columns">
            <h2 id="columns">{move || seen.report.with(|r| format!("Read from {}", r.catalogue.ledger.source))}</h2>
            <p class="chart-sub">{missing}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Columns">
                <table><caption class="sr">"Columns of the file and what they are read as"</caption>
                    <thead><tr><th scope="col">"Column"</th><th scope="col">"Read as"</th><th scope="col">"Note"</th></tr></thead>
                    <tbody>{rows}</tbody></table>
            </div>
        </section>
    }
}

/// How wide the cards of services and of the data set are: few services need little room, and none need none.
fn halves(catalogue: &Catalogue) -> [&'static str; 2] {
    match catalogue.ledger.services.len() {
        0 => ["", "span-12"],
        1..=4 => ["span-4", "span-8"],
        _ => ["span-6"; 2],
    }
}

#[component]
fn Services(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let goods = Memo::new(move |_| state.filters.with(|f| f.goods.clone()));
    let there = move || {
        seen.report
            .with(|r| !r.catalogue.ledger.services.is_empty())
    };
    let items = move || {
        seen.make(|r, fmt| {
            r.catalogue
                .ledger
                .services
                .iter()
                .map(|s| {
                    let (code, key) = (s.code.clone(), s.code.clone());
                    let toggle = move |e| {
                        let (apart, code) = (event_target_checked(&e), key.clone());
                        state.change(Change::Step, move |f| {
                            if apart { f.goods.remove(&code); } else { f.goods.insert(code); }
                        });
                    };
                    let here = code.clone();
                    view! {
                        <li><label class="check"><input type="checkbox" prop:checked=move || goods.with(|g| !g.contains(&here)) on:change=toggle/>
                            <span>{s.name.clone()}" "<code>{code}</code></span><span class="n" title=fmt.money_exact(s.value)>{fmt.count(s.lines)}</span></label></li>
                    }
                })
                .collect_view()
        })
    };
    let sum = move || {
        seen.make(|r, fmt| {
            let all = &r.catalogue.ledger.services;
            let (lines, value) = all
                .iter()
                .fold((0, 0.0), |(n, v), s| (n + s.lines, v + s.value));
            let before = match r.catalogue.has.discount {
                true => " before discount",
                false => "",
            };
            format!(
                "{}, {} in sum{before}. Untick a code to count it as goods",
                fmt.counted(lines, "line"),
                fmt.money_short(value)
            )
        })
    };
    view! {
        <Show when=there>
            <section class=move || seen.report.with(|r| format!("card {} stretch", halves(&r.catalogue)[0])) aria-labelledby="services">
                <h2 id="services">"Postage, fees and adjustments"</h2>
                <p class="chart-sub">{sum}</p>
                <ul class="services">{items}</ul>
            </section>
        </Show>
    }
}
