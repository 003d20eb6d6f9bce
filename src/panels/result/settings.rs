//! What the result is judged by, set by hand; every choice stands in the link.

use clientele_model::experiments::{Goal, Judged, ResultReport};
use clientele_model::words::short;
use leptos::prelude::*;

use super::shown::live;
use super::{Seen, words};
use crate::format::Format;
use crate::frame::Radio;
use crate::icon::{OPENS, icon};
use crate::names::named;
use crate::state::{Change, State};

/// A field: what it asks, its key in the link, what may stand in it, its value, and how it is left to itself.
struct Field {
    label: &'static str,
    key: &'static str,
    may_be: &'static str,
    value: fn(&Judged) -> Option<f64>,
    clear: fn(&mut Judged),
}

const DAYS: [Field; 4] = [
    Field {
        label: "Days in which an order counts",
        key: "window",
        may_be: "a whole number of days from 1 to 365",
        value: |judged| judged.window.map(f64::from),
        clear: |judged| judged.window = None,
    },
    Field {
        label: "Look at the first days only",
        key: "day",
        may_be: "a whole number of days from 1 to 730",
        value: |judged| judged.day.map(f64::from),
        clear: |judged| judged.day = None,
    },
    Field {
        label: "Days that were planned",
        key: "planned",
        may_be: "a whole number of days from 1 to 730",
        value: |judged| judged.planned.map(f64::from),
        clear: |judged| judged.planned = None,
    },
    Field {
        label: "How sure one wants to be, in %",
        key: "sure",
        may_be: "a number from 50 to 99.9",
        value: |judged| Some(per_cent(1.0 - judged.alpha)),
        clear: |judged| judged.alpha = Judged::default().alpha,
    },
];

const LIMITS: [Field; 4] = [
    Field {
        label: "Profit per customer, at worst",
        key: "least",
        may_be: "an amount of 0 or below, such as −0.5",
        value: |judged| Some(judged.least_margin),
        clear: |judged| judged.least_margin = Judged::default().least_margin,
    },
    Field {
        label: "Discount’s share of sales, at most + points",
        key: "discount",
        may_be: "a number of points from 0 to 100",
        value: |judged| Some(per_cent(judged.most_discount)),
        clear: |judged| judged.most_discount = Judged::default().most_discount,
    },
    Field {
        label: "Returns’ share of sales, at most + points",
        key: "back",
        may_be: "a number of points from 0 to 100",
        value: |judged| Some(per_cent(judged.most_returns)),
        clear: |judged| judged.most_returns = Judged::default().most_returns,
    },
    Field {
        label: "Unsubscribed or complained, at most + points",
        key: "lost",
        may_be: "a number of points from 0 to 100",
        value: |judged| Some(per_cent(judged.most_lost)),
        clear: |judged| judged.most_lost = Judged::default().most_lost,
    },
];

const HELD: Field = Field {
    label: "Per cent that was to be held back",
    key: "held",
    may_be: "a number from 0 to 100",
    value: |judged| judged.held.map(per_cent),
    clear: |judged| judged.held = None,
};

fn per_cent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}

/// How a goal is called.
fn goal_word(goal: Goal) -> &'static str {
    match goal {
        Goal::Bought => "Who bought",
        Goal::Revenue => "Revenue",
        Goal::Margin => "Profit",
        Goal::Orders => "Orders",
    }
}

/// The settings, folded away until somebody asks.
#[component]
pub(super) fn Settings(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let judged = Memo::new(move |_| state.view.with(|v| v.judged.clone()));
    let by_hand = Memo::new(move |_| {
        judged.with(|now| {
            let usual = Judged {
                campaign: now.campaign.clone(),
                ..Judged::default()
            };
            *now != usual
        })
    });
    let summary = seen.words(|r, fmt| {
        let day = r.choices.day.map(|day| format!(", as on day {day}"));
        format!(
            "judged by {}, {} counted{}",
            goal_word(r.choices.goal).to_lowercase(),
            fmt.counted(r.window, "day"),
            day.unwrap_or_default()
        )
    });
    let goals = Goal::ALL.iter().map(|&goal| {
        let on = Signal::derive(move || judged.with(|now| now.goal == goal));
        let pick = move |()| state.judged(Change::Step, |now| now.goal = goal);
        view! { <Radio group="goal" words=Signal::stored(goal_word(goal).to_owned()) on pick/> }
    });
    let goals = goals.collect_view();
    let own = seen.words(|r, _| r.campaign.window.to_string());
    let all = Signal::stored("all there are".to_owned());
    let same = seen.words(|r, _| r.window.to_string());
    let equal = Signal::stored("equal parts".to_owned());
    let none = Signal::stored(String::new());
    let hints = [own, all, same, none];
    let days = DAYS
        .into_iter()
        .zip(hints)
        .map(|(field, hint)| number(state, judged, field, hint));
    let limits = LIMITS
        .into_iter()
        .map(|field| number(state, judged, field, none));
    let back = move |_| {
        state.judged(Change::Step, |now| {
            let campaign = now.campaign.take();
            *now = Judged {
                campaign,
                ..Judged::default()
            };
        });
    };
    view! {
        <details class="judge-settings no-print" id="settings">
            <summary>{icon(OPENS)}"Settings"<span>{summary}</span></summary>
            <section class="card" aria-labelledby="judged-by">
                <div class="chart-head">
                    <div>
                        <h2 class="chart-title" id="judged-by">"What it is judged by"</h2>
                        <p class="chart-sub">"Agree on this before you look. The link remembers; an empty field goes back to what is usual."</p>
                    </div>
                    <button type="button" class="btn" disabled=move || !by_hand.get() on:click=back>"All as usual"</button>
                </div>
                <p class="judge-field-name" id="goal-name">"The goal"</p>
                <fieldset class="seg-control judge-goal" aria-labelledby="goal-name">{goals}</fieldset>
                <div class="judge-fields">{days.collect_view()}</div>
                <h3>"Agreed limits: changes that must not be worse"</h3>
                <div class="judge-fields">{limits.collect_view()}</div>
                <h3>"Arms"</h3>
                <div class="judge-fields">
                    {live(seen, arms)}
                    {number(state, judged, HELD, equal)}
                </div>
            </section>
        </details>
    }
}

/// A field for a number. What cannot be used is said below it, and what counted before still counts.
fn number(state: State, judged: Memo<Judged>, field: Field, hint: Signal<String>) -> impl IntoView {
    let Field {
        label,
        key,
        may_be,
        value,
        clear,
    } = field;
    let wrong = RwSignal::new(None::<String>);
    let now = Memo::new(move |_| {
        judged
            .with(value)
            .map(|v| v.to_string())
            .unwrap_or_default()
    });
    let change = move |e: web_sys::Event| {
        let typed = event_target_value(&e);
        let text = typed.trim().replace(',', ".").replace('−', "-");
        let text = text.trim_end_matches('%').trim();
        wrong.set(None);
        if text.is_empty() {
            return state.judged(Change::Step, clear);
        }
        match state.newest().with(key, text) {
            Some(read) => state.judged(Change::Step, |now| *now = read.judged),
            None => wrong.set(Some(format!(
                "“{}” cannot be used: it must be {may_be}. What counted before still counts.",
                short(typed.trim())
            ))),
        }
    };
    let id = format!("wrong-{key}");
    let described = id.clone();
    view! {
        <label>
            <span>{label}</span>
            <input class="field" type="text" inputmode="decimal" autocomplete="off" name=key placeholder=hint
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=described prop:value=now on:change=change/>
            <span class="judge-wrong" id=id role="status">{wrong}</span>
        </label>
    }
}

/// Which arm was held back, and which is compared with it.
fn arms(r: &ResultReport, _: &Format) -> AnyView {
    let state = expect_context::<State>();
    let names = |skip: Option<&str>, usual: &'static str, chosen: &Option<String>| {
        let usual = view! { <option value="" selected=chosen.is_none()>{usual}</option> };
        let all = words::arms(r).filter(|arm| Some(arm.name.as_str()) != skip);
        let all = all.map(|arm| {
            let on = chosen.as_ref() == Some(&arm.name);
            view! { <option value=arm.name.clone() selected=on>{named(&arm.name)}</option> }
        });
        view! { {usual}{all.collect_view()} }
    };
    let held = r.arms.first().map(|arm| arm.name.as_str());
    let control = names(None, "Known by its name", &r.choices.control);
    let compared = names(held, "All others together", &r.choices.arm);
    let said = |e: &web_sys::Event| Some(event_target_value(e)).filter(|name| !name.is_empty());
    let pick_control = move |e: web_sys::Event| {
        state.judged(Change::Step, |now| {
            now.control = said(&e);
            now.arm = None;
        });
    };
    let pick_arm = move |e: web_sys::Event| state.judged(Change::Step, |now| now.arm = said(&e));
    view! {
        <label><span>"Held back"</span><select class="field" name="control" on:change=pick_control>{control}</select></label>
        <label><span>"Compared with it"</span><select class="field" name="arm" on:change=pick_arm>{compared}</select></label>
    }
    .into_any()
}
