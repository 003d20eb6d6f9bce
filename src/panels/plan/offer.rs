//! What is offered, how customers are written to, and what that costs.

use clientele_model::experiments::{OfferKind, Scenario, Via};
use leptos::prelude::*;

use super::Seen;
use super::fields::{Field, Slider, Typed};
use super::form::{choice, of};
use crate::frame::Frame;
use crate::panels::seen::fixed;
use crate::state::{Change, State};

/// The currency, to stand behind a name.
fn currency() -> Signal<String> {
    let frame = expect_context::<Frame>();
    Signal::derive(move || {
        let currency = frame.fmt.with(|fmt| fmt.currency().map(str::to_owned));
        currency.map_or_else(String::new, |currency| format!(", {currency}"))
    })
}

const OFFERS: [(OfferKind, &str); 6] = [
    (OfferKind::Percent, "Per cent off"),
    (OfferKind::Amount, "An amount off an order"),
    (OfferKind::Delivery, "Free delivery"),
    (OfferKind::Bundle, "A product on top"),
    (OfferKind::Points, "Points"),
    (OfferKind::None, "Nothing: a message alone"),
];

/// What an offer is at first.
fn usual_size(kind: OfferKind) -> f64 {
    match kind {
        OfferKind::Percent => 10.0,
        OfferKind::Amount | OfferKind::Points => 5.0,
        OfferKind::Delivery => 4.0,
        OfferKind::Bundle => 3.0,
        OfferKind::None => 0.0,
    }
}

/// What is offered.
#[component]
pub(super) fn Offer(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let kind = of(|s| s.offer.kind);
    let size = of(|s| s.offer.amount);
    let choices = move || {
        OFFERS.map(|(of, words)| choice(of.word().to_owned(), words.to_owned(), kind.get() == of))
    };
    let pick = move |e: web_sys::Event| {
        let Some(wanted) = OfferKind::of(&event_target_value(&e)) else {
            return;
        };
        state.planned(Change::Step, |p| {
            p.scenario.offer.kind = wanted;
            p.scenario.offer.amount = usual_size(wanted);
        });
    };
    let in_per_cent =
        Memo::new(move |_| matches!(kind.get(), OfferKind::Percent | OfferKind::Points));
    let has_amount = Memo::new(move |_| {
        matches!(
            kind.get(),
            OfferKind::Amount | OfferKind::Delivery | OfferKind::Bundle
        )
    });
    let label = Signal::derive(move || match kind.get() {
        OfferKind::Points => "Worth, of what the goods cost".to_owned(),
        _ => "Taken off".to_owned(),
    });
    let per_cent = move |v: f64| seen.fmt.with(|fmt| format!("{}%", fmt.short(v)));
    let ends = Signal::derive(move || (0.0, size.get().max(60.0)));
    let note = seen.sentence(|r| &r.offer_note);
    view! {
        <div class="ask">
            <div class="q"><label for="offer-kind">"Offer"</label></div>
            <select class="field" id="offer-kind" on:change=pick>{choices}</select>
            <Show when=move || in_per_cent.get()>
                <Slider id="offer-size" label value=size ends step=1.0 words=per_cent
                    set=|s, v| s.offer.amount = v/>
            </Show>
            <Show when=move || has_amount.get()>
                <Amount kind/>
            </Show>
            <p class="hint">{note}</p>
        </div>
    }
}

/// An offer that is an amount: it is typed, and read as the link reads the whole offer.
#[component]
fn Amount(kind: Memo<OfferKind>) -> impl IntoView {
    let state = expect_context::<State>();
    let size = of(|s| s.offer.amount);
    let currency = currency();
    let wrong = RwSignal::new(false);
    let change = move |e: web_sys::Event| {
        let typed = event_target_value(&e).trim().replace(',', ".");
        let offer = format!("{}.{typed}", kind.get_untracked().word());
        let read = state.newest().with("offer", &offer);
        wrong.set(read.is_none());
        if let Some(read) = read {
            state.planned(Change::Step, |p| *p = read.plan);
        }
    };
    let label = move || match kind.get() {
        OfferKind::Amount => format!("Off an order{}", currency.get()),
        _ => format!("What it costs the shop, an order{}", currency.get()),
    };
    view! {
        <div class="typed">
            <label for="offer-amount">{label}</label>
            <input class="field" id="offer-amount" type="text" inputmode="decimal" autocomplete="off"
                aria-invalid=move || wrong.get().to_string() aria-describedby="wrong-offer"
                prop:value=move || size.get().to_string() on:change=change/>
            <p class="wrong" id="wrong-offer" role="status">
                {move || wrong.get().then_some("That cannot be used here: type an amount such as 5. What was set before still counts.")}
            </p>
        </div>
    }
}

const WAYS: [(Via, &str); 5] = [
    (Via::Email, "E-mail"),
    (Via::Sms, "Short message"),
    (Via::Post, "Letter or card"),
    (Via::App, "Message of the app"),
    (Via::Call, "Call"),
];

/// How they are written to, and what that costs.
#[component]
pub(super) fn Cost() -> impl IntoView {
    let state = expect_context::<State>();
    let via = of(|s| s.via);
    let pick = move |e: web_sys::Event| {
        if let Some(wanted) = Via::of(&event_target_value(&e)) {
            state.planned(Change::Step, |p| p.scenario.via = wanted);
        }
    };
    let choices = move || {
        WAYS.map(|(of, words)| choice(of.word().to_owned(), words.to_owned(), via.get() == of))
    };
    let usual = Signal::derive(move || via.get().usual_cost().to_string());
    let contact = Field {
        key: "contact",
        label: "Each contact",
        takes: "an amount such as 0.02",
        now: |p| p.scenario.contact.map(|cost| cost.to_string()),
        clear: |p| p.scenario.contact = None,
        mode: "decimal",
    };
    let setup = Field {
        key: "setup",
        label: "Set-up of a send",
        takes: "an amount such as 300",
        now: |p| Some(p.scenario.setup.to_string()),
        clear: |p| p.scenario.setup = Scenario::default().setup,
        mode: "decimal",
    };
    let currency = currency();
    view! {
        <div class="ask">
            <div class="q"><label for="via">"Written to by"</label><span class="unit">{move || currency.get().trim_start_matches(", ").to_owned()}</span></div>
            <select class="field" id="via" on:change=pick>{choices}</select>
            <div class="numbers"><Typed of=contact usual/><Typed of=setup usual=fixed("300")/></div>
        </div>
    }
}
