//! How rules are looked for, set by hand.

use clientele_model::filters::{Filters, Floor, Mining, Rules};
use leptos::prelude::*;

use super::Seen;
use crate::frame::Radio;
use crate::state::{Change, State};

/// Every parameter by hand; the link remembers.
#[component]
pub(super) fn Controls(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let mining = state.of(|f| f.mining);
    let by_hand = Memo::new(move |_| {
        let level = mining.with(|m| m.level);
        mining.get()
            != Mining {
                level,
                ..Mining::default()
            }
    });
    // What cannot be read is left as it was, and the field shows what counts.
    let field = move |label: &'static str,
                      hint: Signal<String>,
                      key: &'static str,
                      value: fn(&Mining) -> Option<String>| {
        let shown = move || mining.with(value).unwrap_or_default();
        let change = move |e: web_sys::Event| {
            let text = event_target_value(&e).trim().replace(',', ".");
            let text = match text.strip_suffix('%').map(|t| t.trim().parse::<f64>()) {
                Some(Ok(per_cent)) => (per_cent / 100.0).to_string(),
                _ => text,
            };
            let text = if text.is_empty() {
                "auto".to_owned()
            } else {
                text
            };
            // One reader for links and fields.
            let (read, bad) = Filters::parse(&format!("{key}={text}"));
            if bad.is_empty() {
                state.change(Change::Step, move |f| take(&mut f.mining, key, read.mining));
            } else {
                state.notify("That value cannot be used here, so the one before stays.");
            }
        };
        view! {
            <label>
                <span>{label}</span>
                <input class="field" type="text" inputmode="decimal" autocomplete="off" placeholder=hint prop:value=shown on:change=change/>
            </label>
        }
    };
    let floor = seen.words(|r, fmt| {
        format!(
            "automatic: {}",
            fmt.counted(r.thresholds.support_orders, "order")
        )
    });
    let sure = seen.words(|r, fmt| format!("automatic: {}", fmt.share(r.thresholds.confidence)));
    let within = seen.words(|r, fmt| fmt.days(f64::from(r.within)));
    let largest = Signal::stored("automatic".to_owned());
    let longest = move |of: u8| {
        let now = Signal::derive(move || mining.with(|m| m.length.unwrap_or(4) == of));
        let pick = move |()| {
            state.change(Change::Step, move |f| {
                f.mining.length = (of != 4).then_some(of)
            })
        };
        view! { <Radio group="length" words=Signal::stored(of.to_string()) on=now pick/> }
    };
    let which = move |of: Rules, words: &'static str| {
        let on = Signal::derive(move || mining.with(|m| m.rules == of));
        let pick = move |()| state.change(Change::Step, move |f| f.mining.rules = of);
        view! { <Radio group="which" words=Signal::stored(words.to_owned()) on pick/> }
    };
    let rows = move |of: u32| {
        let on = Signal::derive(move || mining.with(|m| m.rows.unwrap_or(2_000) == of));
        let pick = move |()| {
            state.change(Change::Step, move |f| {
                f.mining.rows = (of != 2_000).then_some(of)
            })
        };
        view! { <Radio group="rows" words=Signal::derive(move || seen.fmt.with(|s| s.count(of))) on pick/> }
    };
    let auto = move |_| {
        state.change(Change::Step, |f| {
            f.mining = Mining {
                level: f.mining.level,
                ..Mining::default()
            }
        });
    };
    view! {
        <section class="card mining" aria-labelledby="mining">
            <div class="chart-head">
                <div>
                    <h2 class="chart-title" id="mining">"Set by hand"</h2>
                    <p class="chart-sub">"Chosen from the data unless you set it; the link remembers. A number, or a share such as 0.5%"</p>
                </div>
                <button type="button" class="btn" disabled=move || !by_hand.get() on:click=auto>"All automatic"</button>
            </div>
            <div class="mining-fields">
                {field("Least orders with all of it", floor, "support", |m| m.support.map(|floor| match floor {
                    Floor::Share(share) => per_cent(share),
                    Floor::Orders(n) => n.to_string(),
                }))}
                {field("Least confidence", sure, "confidence", |m| m.confidence.map(per_cent))}
                {field("Days to the next purchase", within, "within", |m| m.within.map(|d| d.to_string()))}
                {field("Largest order looked at", largest, "largest", |m| m.largest.map(|n| n.to_string()))}
            </div>
            <div class="mining-choices">
                <div><p id="longest">"Longest set"</p><fieldset class="seg-control" aria-labelledby="longest">{(2..=6).map(longest).collect_view()}</fieldset></div>
                <div><p id="which">"Rules shown"</p><fieldset class="seg-control" aria-labelledby="which">{which(Rules::Telling, "Telling ones")}{which(Rules::All, "All that reach the floors")}</fieldset></div>
                <div><p id="rows">"At most"</p><fieldset class="seg-control" aria-labelledby="rows">{[2_000, 20_000, 100_000].map(rows)}</fieldset></div>
            </div>
        </section>
    }
}

/// Takes over one parameter.
fn take(mining: &mut Mining, key: &str, read: Mining) {
    match key {
        "support" => mining.support = read.support,
        "confidence" => mining.confidence = read.confidence,
        "within" => mining.within = read.within,
        _ => mining.largest = read.largest,
    }
}

/// A share as one types it.
fn per_cent(share: f64) -> String {
    format!("{}%", (share * 1e6).round() / 1e4)
}
