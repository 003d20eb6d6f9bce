//! "Open a file": from what was dropped to a data set.

use std::sync::Arc;

use clientele_model::opening::{DayMonth, Reading, Told};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::columns::Columns;
use super::desk::{Desk, desk};
use super::doubts::Doubts;
use super::files::{Chooser, Drop, facts};
use super::limits::WAYS;
use super::load::{Load, Mapping};
use super::progress::Progress;
use super::sets::Sets;
use super::{memory, preview};
use crate::format::Format;
use crate::icon::{INFO, OPENS, WARN, icon};
use crate::lazy::MakeView;

/// The view; its code comes with the first file.
#[wasm_split(opening, fallible)]
pub fn view() -> Result<MakeView, SplitLoaderError> {
    Ok(|| opening().into_any())
}

/// What is shown.
#[derive(Clone, Copy, PartialEq)]
enum Shows {
    Nothing,
    Reading,
    Refusal,
}

fn opening() -> impl IntoView {
    let desk = desk();
    let shows = Memo::new(move |_| {
        let is = |there: bool, shows| there.then_some(shows);
        is(desk.refusal.with(Option::is_some), Shows::Refusal)
            .or_else(|| is(desk.reading.with(Option::is_some), Shows::Reading))
            .unwrap_or(Shows::Nothing)
    });
    let is_busy = Memo::new(move |_| desk.busy.with(Option::is_some));
    // While other files are read, what is shown belongs to those before.
    let is_old = Memo::new(move |_| {
        desk.busy
            .with(|busy| busy.as_ref().is_some_and(|busy| busy.fresh))
    });
    let body = move || match shows.get() {
        Shows::Nothing => nothing(desk, is_busy),
        Shows::Reading => reading(desk),
        Shows::Refusal => refusal(desk),
    };
    let is_put_aside = Memo::new(move |_| is_old.get() && shows.get() != Shows::Nothing);
    // What is put aside has the heading of the page in it.
    let heading = move || {
        let words = move || format!("Opening {}", desk.names());
        is_put_aside
            .get()
            .then(|| view! { <h1 class="sr">{words}</h1> })
    };
    view! {
        <Progress desk/>
        <Notes desk/>
        {heading}
        <div class="answer opening" class:dim=is_busy inert=is_put_aside aria-busy=move || is_busy.get().to_string()>{body}</div>
    }
}

/// What is to be known before anything else: why files were not tried, what was not done, what was taken over.
#[component]
fn Notes(desk: Desk) -> impl IntoView {
    let too_big = move || {
        desk.too_big.get().map(|why| {
            let ways = WAYS.map(|way| view! { <li>{way}</li> });
            view! {
                <div class="notice bad" role="alert">{icon(WARN)}
                    <div class="body"><p><b>{why}</b></p><ul class="dots">{ways.collect_view()}</ul>
                        <p class="acts"><Chooser door=desk.door words="Choose again"/></p></div></div>
            }
        })
    };
    let failed = move || {
        desk.failed.get().map(|why| view! {
            <div class="notice bad" role="alert">{icon(WARN)}<div class="body"><p>{why}</p></div></div>
        })
    };
    let forget = move |_| {
        memory::forget(&memory::headings(&desk.columns_now()));
        desk.recalled.set(None);
        desk.continues.set(None);
        desk.again(Told::default());
    };
    let recalled = move || {
        desk.recalled.get().map(|names| view! {
            <div class="notice" role="status">{icon(INFO)}
                <div class="body"><p>{format!("These headings are the same as in {names} last time. The file was read as it was then.")}</p>
                    <p class="acts"><button type="button" class="link" on:click=forget>"Forget it, and find everything out anew"</button></p></div></div>
        })
    };
    view! { <div class="opening-notes">{too_big}{failed}{recalled}</div> }
}

/// Before anything was opened.
fn nothing(desk: Desk, is_busy: Memo<bool>) -> AnyView {
    let head = move || match is_busy.get() {
        true => format!("Opening {}", desk.names()),
        false => "Open the orders of your own shop".to_owned(),
    };
    let needs = [
        (
            "Needed",
            "a date, a product, and a quantity with a price or an amount, on every line",
        ),
        (
            "For customers",
            "a customer number or an e-mail address; without one there are only products and baskets",
        ),
        (
            "Better with",
            "an order number, a country, a channel, a category, a discount, a unit cost",
        ),
        (
            "Beside it",
            "lists of customers, products, campaigns and exposures, as separate files: drop them together",
        ),
    ];
    let needs = needs.map(|(what, which)| view! { <dt>{what}</dt><dd>{which}</dd> });
    view! {
        <header class="headline"><h1>{head}</h1><p>"An export of your shop becomes segments in seconds. It is read in this browser, and no line of it leaves this device."</p></header>
        <Show when=move || !is_busy.get()><Drop door=desk.door/></Show>
        <section class="card span-7 stretch" aria-labelledby="file-needs">
            <h2 id="file-needs">"What a file needs"</h2>
            <p class="chart-sub">"One line for each product of an order; headings in seven languages are recognised, and anything else can be set by hand"</p>
            <dl class="facts">{needs.collect_view()}</dl>
            <p class="chart-note">"Exports of Shopify, WooCommerce, Magento, PrestaShop, BigCommerce, Square, Stripe, Lightspeed, Etsy, eBay, Amazon and Odoo are recognised as they are."</p>
        </section>
        <div class="span-5 stretch"><Sets desk/></div>
    }
    .into_any()
}

/// A part of the view that follows what was read.
fn part(desk: Desk, show: impl Fn(&Reading, &Format) -> AnyView + Send + 'static) -> AnyView {
    (move || {
        let reading: Arc<Reading> = desk.reading.get()?;
        Some(show(&reading, &Format::new(&reading.currency)))
    })
    .into_any()
}

/// Files that can be read.
fn reading(desk: Desk) -> AnyView {
    let head = part(desk, |r, _| {
        view! { <header class="headline" aria-live="polite"><h1>{r.headline.clone()}</h1><p>{r.context.clone()}</p></header> }.into_any()
    });
    view! {
        {head}
        {part(desk, move |r, _| facts(desk, &r.files))}
        <Doubts desk/>
        <Columns desk/>
        {part(desk, |r, fmt| preview::lines(&r.preview, fmt))}
        {part(desk, |r, fmt| preview::ledger(&r.ledger, fmt))}
        {part(desk, |r, _| preview::gives(r))}
        <Load desk/>
        <Decided desk/>
    }
    .into_any()
}

/// Files that cannot be read, or not yet.
fn refusal(desk: Desk) -> AnyView {
    let sentence = move || {
        desk.refusal
            .with(|r| r.as_ref().map(|r| r.sentence.clone()))
    };
    let helps = Memo::new(move |_| {
        desk.refusal.with(|r| {
            r.as_ref()
                .is_some_and(|r| !r.doubts.is_empty() || !r.columns.is_empty())
        })
    });
    let head = move || {
        let (names, yet) = (desk.names(), if helps.get() { " yet" } else { "" });
        format!("{names} cannot be read{yet}")
    };
    let back = desk.title_before().map(|title| {
        view! { <button type="button" class="btn" on:click=move |_| desk.go_back()>{format!("Back to {title}")}</button> }
    });
    view! {
        <header class="headline"><h1>{head}</h1></header>
        <div class="notice bad" role="alert">{icon(WARN)}
            <div class="body"><p>{sentence}</p>
                <p class="acts"><Chooser door=desk.door words="Choose again"/>{back}
                    <button type="button" class="btn quiet" on:click=move |_| desk.put_away()>"Close"</button></p></div></div>
        <Doubts desk/>
        <Columns desk/>
        <Show when=move || helps.get()><section class="card" aria-label="Mapping"><Mapping desk/></section></Show>
    }
    .into_any()
}

/// What was decided about whole files, and how to have it otherwise.
#[component]
fn Decided(desk: Desk) -> impl IntoView {
    let decided = part(desk, |r, _| {
        r.decided
            .iter()
            .map(|sentence| view! { <li>{sentence.clone()}</li> })
            .collect_view()
            .into_any()
    });
    let told = move || {
        desk.settled.track();
        desk.told.get_value()
    };
    let choice = move |words: &'static str,
                       choices: &'static [(&'static str, &'static str)],
                       now: fn(&Told) -> &'static str,
                       tell: fn(&mut Told, &str)| {
        let options = choices.iter().map(|&(value, words)| {
            view! { <option value=value prop:selected=move || now(&told()) == value>{words}</option> }
        });
        let choose = move |event| {
            let value = event_target_value(&event);
            desk.tell(|told| tell(told, &value));
        };
        view! { <label>{words}<select class="field" on:change=choose>{options.collect_view()}</select></label> }
    };
    let decimal = choice(
        "Decimal sign",
        &[
            ("", "As found out"),
            (".", "Point: 1,234.50"),
            (",", "Comma: 1.234,50"),
        ],
        |told| match told.decimal {
            Some('.') => ".",
            Some(',') => ",",
            _ => "",
        },
        |told, value| told.decimal = value.chars().next(),
    );
    let dates = choice(
        "Order of day and month",
        &[
            ("", "As found out"),
            ("dmy", "Day first: 31/12"),
            ("mdy", "Month first: 12/31"),
            ("ymd", "Year first: 24/12/31"),
        ],
        |told| match told.dates {
            Some(DayMonth::DayFirst) => "dmy",
            Some(DayMonth::MonthFirst) => "mdy",
            Some(DayMonth::YearFirst) => "ymd",
            None => "",
        },
        |told, value| told.dates = value.parse().ok(),
    );
    let encoding = choice(
        "Letters",
        &[
            ("", "As found out"),
            ("utf-8", "UTF-8"),
            ("windows-1252", "Western European (Windows)"),
        ],
        |told| match told.encoding.as_deref() {
            Some("utf-8") => "utf-8",
            Some("windows-1252") => "windows-1252",
            _ => "",
        },
        |told, value| told.encoding = (!value.is_empty()).then(|| value.to_owned()),
    );
    view! {
        <details class="how">
            <summary>{icon(OPENS)}"How was this decided?"<span>"numbers, dates, letters"</span></summary>
            <ul class="dots">{decided}</ul>
            <div class="fields">{decimal}{dates}{encoding}</div>
        </details>
    }
}
