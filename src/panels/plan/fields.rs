//! Controls of the plan: a slider, and a field that says why a value cannot be used. Each writes the link.

use clientele_model::experiments::{Planned, Scenario};
use clientele_model::words::short;
use leptos::prelude::*;

use crate::effect::effect;
use crate::state::{Change, State};

/// A value that is typed.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its parameter in a link.
    pub key: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What can be typed, as the end of a sentence: "an amount such as 0.02".
    pub takes: &'static str,
    /// What is set; nothing where it is as usual.
    pub now: fn(&Planned) -> Option<String>,
    /// Takes it back.
    pub clear: fn(&mut Planned),
    /// What the browser offers to type with: `decimal`, `numeric`, `text`.
    pub mode: &'static str,
}

/// A field, and below it in one sentence why a value cannot be used.
#[component]
pub(super) fn Typed(
    /// Which.
    of: Field,
    /// What counts while nothing is set.
    #[prop(into)]
    usual: Signal<String>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let now = Memo::new(move |_| state.view.with(|v| (of.now)(&v.plan).unwrap_or_default()));
    let wrong = RwSignal::new(String::new());
    effect(move || {
        now.track();
        wrong.set(String::new());
    });
    let change = move |e: web_sys::Event| {
        let typed = event_target_value(&e);
        let typed = typed.trim();
        if typed.is_empty() {
            wrong.set(String::new());
            state.planned(Change::Step, of.clear);
            return;
        }
        // One reader for links and fields.
        let value = if of.mode == "text" {
            typed.to_owned()
        } else {
            plain(typed)
        };
        match state.newest().with(of.key, &value) {
            Some(read) => {
                wrong.set(String::new());
                state.planned(Change::Step, |p| *p = read.plan);
            }
            None => wrong.set(refusal(typed, of.takes)),
        }
    };
    let id = format!("field-{}", of.key);
    let about = format!("wrong-{}", of.key);
    let is_wrong = Memo::new(move |_| wrong.with(|w| !w.is_empty()));
    let described = about.clone();
    view! {
        <div class="typed">
            <label for=id.clone()>{of.label}</label>
            <input class="field" id=id type="text" inputmode=of.mode autocomplete="off" placeholder=usual
                aria-invalid=move || is_wrong.get().to_string()
                aria-describedby=move || is_wrong.get().then(|| described.clone())
                prop:value=now on:change=change/>
            <p class="wrong" id=about role="status">{wrong}</p>
        </div>
    }
}

/// A number as a link has it: a point between whole and part, no unit behind it.
fn plain(typed: &str) -> String {
    let bare = typed.trim_end_matches(|c: char| !c.is_ascii_digit());
    bare.replace(',', ".")
}

/// Why what was typed is not taken.
fn refusal(typed: &str, takes: &str) -> String {
    let shown = short(typed);
    format!("“{shown}” cannot be used here: type {takes}. What was set before still counts.")
}

/// A share as per cent, as one types it.
pub(super) fn per_cent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// Per cent as a share, as a link reads it.
pub(super) fn share(per_cent: f64) -> f64 {
    (per_cent * 1e6).round() / 1e8
}

/// A range to draw along. The first change of a drag is a step that "back" undoes, the others write it anew; each key is a
/// step.
#[component]
pub(super) fn Slider(
    /// Its id.
    id: &'static str,
    /// What it sets.
    #[prop(into)]
    label: Signal<String>,
    /// Where it stands.
    #[prop(into)]
    value: Signal<f64>,
    /// Its ends.
    #[prop(into)]
    ends: Signal<(f64, f64)>,
    /// From one value to the next.
    step: f64,
    /// A value in words.
    #[prop(into)]
    words: Callback<f64, String>,
    /// Sets it in a scenario.
    set: fn(&mut Scenario, f64),
) -> impl IntoView {
    let state = expect_context::<State>();
    // While it is drawn, and until the link says so.
    let held = RwSignal::new(None::<f64>);
    let is_drawn = StoredValue::new(false);
    effect(move || {
        value.track();
        if !is_drawn.get_value() {
            held.set(None);
        }
    });
    let now = Memo::new(move |_| held.get().unwrap_or_else(|| value.get()));
    let draw = move |e: web_sys::Event| {
        let Ok(wanted) = event_target_value(&e).parse::<f64>() else {
            return;
        };
        let kind = match is_drawn.get_value() {
            true => Change::Drag,
            false => Change::Step,
        };
        is_drawn.set_value(true);
        held.set(Some(wanted));
        state.planned(kind, |p| set(&mut p.scenario, wanted));
    };
    let end = move |_| is_drawn.set_value(false);
    let said = move || words.run(now.get());
    view! {
        <div class="q"><label for=id>{label}</label><output for=id>{said}</output></div>
        <input class="range" id=id type="range" min=move || ends.get().0 max=move || ends.get().1 step=step
            prop:value=move || now.get().to_string() aria-valuetext=said on:input=draw on:change=end/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_with_a_comma_or_a_unit() {
        for (typed, read) in [
            ("0,02", "0.02"),
            ("35 %", "35"),
            ("-3.5 points", "-3.5"),
            ("12 €", "12"),
        ] {
            assert_eq!(plain(typed), read);
        }
        assert_eq!(plain("many"), "");
    }

    #[test]
    fn a_value_that_cannot_be_used_is_named_with_what_can() {
        assert_eq!(
            refusal("lots", "an amount such as 0.02"),
            "“lots” cannot be used here: type an amount such as 0.02. What was set before still counts."
        );
    }

    #[test]
    fn a_share_is_read_back_as_it_is_written() {
        for value in [0.1, 5.5, 12.4, 33.3, 99.9, -7.3] {
            assert_eq!(per_cent(share(value)), value);
        }
    }
}
