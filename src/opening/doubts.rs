//! What the files do not decide: each question with its answers, and under each answer what speaks for it and against it.

use clientele_model::opening::{Choice, Doubt, RateAsked};
use leptos::prelude::*;

use super::desk::Desk;
use crate::icon::{CROSS, icon};

const CHECK: &str = "M3.500 8.500 6.500 11.500 12.500 5";

/// The questions.
#[component]
pub fn Doubts(desk: Desk) -> impl IntoView {
    let all = Memo::new(move |_| desk.doubts());
    let questions =
        move || all.with(|all| all.iter().map(|d| d.question.clone()).collect::<Vec<_>>());
    view! {
        <For each=questions key=Clone::clone let:question>
            <OneDoubt desk all question/>
        </For>
    }
}

#[component]
fn OneDoubt(desk: Desk, all: Memo<Vec<Doubt>>, question: String) -> impl IntoView {
    let name = StoredValue::new(question.clone());
    let of = move |all: &[Doubt]| {
        all.iter()
            .find(|d| name.with_value(|n| d.question == *n))
            .cloned()
    };
    let doubt = Memo::new(move |_| all.with(|all| of(all)));
    let why = move || doubt.with(|d| d.as_ref().map(|d| d.why.clone()));
    // The answers stay where they are when another one is followed, and so does the focus.
    let choices = Memo::new(move |_| {
        let bare = |choice: &Choice| (choice.label.clone(), choice.signs.clone());
        doubt.with(|d| {
            d.as_ref()
                .map(|d| d.choices.iter().map(bare).collect::<Vec<_>>())
        })
    });
    let taken = move || {
        desk.settled.track();
        let taken = doubt.with(|d| d.as_ref().and_then(|d| d.taken));
        taken.and_then(|taken| usize::try_from(taken).ok())
    };
    let take = move |at: usize| {
        let told = doubt.with_untracked(|d| {
            d.as_ref()
                .and_then(|d| Some(d.choices.get(at)?.told.clone()))
        });
        if let Some(told) = told {
            desk.again(told);
        }
    };
    let options = move || {
        let choices = choices.get().unwrap_or_default().into_iter().enumerate();
        let option = |(at, (label, signs)): (usize, (String, Vec<_>))| {
            let score = score(&signs);
            let signs = signs.into_iter().map(|sign: clientele_model::opening::Sign| {
                let (class, path, said) = match sign.is_for {
                    true => ("yes", CHECK, "For it: "),
                    false => ("no", CROSS, "Against it: "),
                };
                view! { <li class=class>{icon(path)}<span><span class="sr">{said}</span>{sign.sentence}</span></li> }
            });
            view! {
                <label class="option">
                    <input type="radio" name=name.get_value() prop:checked=move || taken() == Some(at) on:change=move |_| take(at)/>
                    <span class="head">{label}{score}</span>
                    <ul>{signs.collect_view()}</ul>
                </label>
            }
        };
        choices.map(option).collect_view()
    };
    view! {
        <section class="card doubt" aria-label=name.get_value()>
            <h2>{question}</h2>
            <p class="chart-sub">{why}</p>
            <fieldset class="options"><legend class="sr">{name.get_value()}</legend>{options}</fieldset>
            {move || doubt.with(|d| d.as_ref().map(|d| rates(desk, &d.rates)))}
        </section>
    }
}

/// What other currencies are worth: a number for each.
fn rates(desk: Desk, asked: &[RateAsked]) -> AnyView {
    let one = |asked: &RateAsked| {
        let (code, told) = (asked.code.clone(), asked.told.clone());
        let say = move |event| {
            let (rate, mut told) = (event_target_value(&event), told.clone());
            told.rates
                .extend((!rate.is_empty()).then(|| format!("{code}={rate}")));
            desk.again(told);
        };
        view! {
            <label class="option">
                <span class="head">{format!("1 {} in {}", asked.code, asked.into)}</span>
                <input type="number" class="field" min="0" step="any" prop:value=asked.rate.clone() on:change=say/>
            </label>
        }
    };
    asked.iter().map(one).collect_view().into_any()
}

/// How many of the signs speak for an answer.
fn score(signs: &[clientele_model::opening::Sign]) -> Option<AnyView> {
    let (all, yes) = (signs.len(), signs.iter().filter(|sign| sign.is_for).count());
    let class = match yes {
        0 => "tag bad",
        yes if yes == all => "tag good",
        _ => "tag",
    };
    let noun = clientele_model::words::noun(all as u64, "sign");
    (all > 0)
        .then(|| view! { <span class=class>{format!("{yes} of {all} {noun}")}</span> }.into_any())
}
