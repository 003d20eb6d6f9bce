//! Whether returns count, and how much a customer must have spent.

use clientele_model::decimal;
use clientele_model::filters::{Returns, Spend};
use leptos::prelude::*;

use super::{Chip, options, undo};
use crate::format::Format;
use crate::frame::Frame;
use crate::state::{Change, State};

/// A range of spend in words: "from £100"; none where it is open on both sides.
pub fn spent(spend: Spend, fmt: &Format) -> Option<String> {
    match (spend.low, spend.high) {
        (None, None) => None,
        (Some(low), None) => Some(format!("from {}", fmt.money(low))),
        (None, Some(high)) => Some(format!("up to {}", fmt.money(high))),
        (Some(low), Some(high)) => Some(format!("{} – {}", fmt.money(low), fmt.money(high))),
    }
}

/// Whether returns are taken off revenue.
#[component]
pub(super) fn ReturnsChip() -> impl IntoView {
    let returns = expect_context::<State>().of(|f| f.returns);
    let value = move || match returns.get() {
        Returns::Netted => "netted",
        Returns::Off => "left out",
    };
    let choices = [
        (Returns::Netted, "Taken off revenue"),
        (Returns::Off, "Left out"),
    ];
    view! {
        <Chip name="Returns" value=Signal::derive(move || value().to_owned()) set=Signal::derive(move || returns.get() != Returns::Netted)>
            {options("returns", returns, choices, |f, of| f.returns = of)}
            <p class="foot"><span>"A return is never an order"</span></p>
        </Chip>
    }
}

/// How much a customer has spent in the period.
#[component]
pub(super) fn ValueChip() -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let spend = state.of(|f| f.spend);
    let value = move || {
        let said = frame.fmt.with(|fmt| spent(spend.get(), fmt));
        said.unwrap_or_else(|| "any".to_owned())
    };
    let edge = move |low: bool| {
        let now = move || {
            let v = if low {
                spend.get().low
            } else {
                spend.get().high
            };
            v.map(|v| v.to_string()).unwrap_or_default()
        };
        let set = move |e: web_sys::Event| {
            let text = event_target_value(&e);
            let v = decimal::parse(text.trim());
            state.change(Change::Step, move |f| {
                if low {
                    f.spend.low = v
                } else {
                    f.spend.high = v
                }
                f.spend = f.spend.sorted();
            });
        };
        view! { <input type="number" step="any" class="field" placeholder="any" prop:value=now on:change=set/> }
    };
    view! {
        <Chip name="Value" value=Signal::derive(value) set=Signal::derive(move || spend.get() != Spend::default())>
            <p class="muted">"Spend of a customer in the period"</p>
            <div class="pair-of">
                <label>"At least"{edge(true)}</label>
                <label>"At most"{edge(false)}</label>
            </div>
            <Show when=move || spend.get() != Spend::default()>
                <p class="foot"><span></span>{undo("Any value", |f| f.spend = Spend::default())}</p>
            </Show>
        </Chip>
    }
}
