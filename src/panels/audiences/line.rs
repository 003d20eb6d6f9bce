//! One line of an audience: how it is joined, what it says, how many meet it and are left.

use clientele_model::audiences::Choices;
use clientele_model::catalogue::Catalogue;
use clientele_model::selection::{Join, Only};
use leptos::prelude::*;

use super::set_lines;
use super::values::{Field, fields};
use crate::browser;
use crate::format::Format;
use crate::icon::{CROSS, icon};
use crate::state::State;

/// What a line needs to be shown and changed.
#[derive(Clone)]
pub(super) struct Context {
    pub state: State,
    pub fmt: Format,
    pub catalogue: Option<Catalogue>,
    pub choices: Choices,
    /// Names of saved audiences.
    pub saved: Vec<String>,
    /// Segments, by their word in links, once they are known.
    pub segments: Vec<(String, String)>,
    /// All lines.
    pub lines: Vec<(Join, Only)>,
    /// What each line is called in the report; empty until there is one.
    pub titles: Memo<Vec<String>>,
    /// How many meet each line, and how many are left after it; empty until they are counted.
    pub counts: Memo<Vec<(u32, u32)>>,
}

/// Which words join a line to those before.
const JOINS: [(Join, &str); 3] = [(Join::And, "and"), (Join::Or, "or"), (Join::Minus, "minus")];

/// A line.
pub(super) fn line(context: &Context, at: usize) -> AnyView {
    let Some((join, only)) = context.lines.get(at).cloned() else {
        return ().into_any();
    };
    let Context {
        state, counts, fmt, ..
    } = context.clone();
    let count = {
        let fmt = fmt.clone();
        move || {
            let (fit, left) = counts.with(|all| all.get(at).copied())?;
            let words = match at {
                0 => view! { <b class="num">{fmt.count(fit)}</b><span class="muted">" fit"</span> }
                    .into_any(),
                _ => {
                    let fit = format!("{} fit this line", fmt.count(fit));
                    view! { <b class="num" title=fit>{fmt.count(left)}</b><span class="muted">" left"</span> }.into_any()
                }
            };
            Some(words)
        }
    };
    let begin = match at {
        0 => view! { <span class="join">"Customers"</span> }.into_any(),
        _ => {
            let all = StoredValue::new(context.lines.clone());
            let id = format!("join-{at}");
            let label = format!("How line {} is joined to those before", at + 1);
            let pick = move |e: web_sys::Event| {
                let word = event_target_value(&e);
                let joined = JOINS.iter().find(|(_, name)| *name == word);
                let mut next = all.get_value();
                if let (Some((join, _)), Some(line)) = (joined, next.get_mut(at)) {
                    line.0 = *join;
                    changed(state, &next, format!("join-{at}"));
                }
            };
            let option = |(one, word): (Join, &'static str)| {
                view! { <option value=word selected=one == join prop:selected=one == join>{word}</option> }
            };
            view! { <select class="field join" id=id aria-label=label on:change=pick>{JOINS.map(option)}</select> }.into_any()
        }
    };
    let all = StoredValue::new(context.lines.clone());
    let put = Callback::new(move |(only, id): (Option<Only>, String)| {
        let mut next = all.get_value();
        match only {
            Some(only) => {
                if let Some(line) = next.get_mut(at) {
                    line.1 = only;
                }
            }
            None => {
                next.remove(at.min(next.len() - 1));
            }
        }
        changed(state, &next, id);
    });
    let fields = fields(context, &only);
    let titles = context.titles;
    let words = fields
        .into_iter()
        .enumerate()
        .map(|(place, field)| field_view(field, titles, at, place, put));
    let is_all = only == Only::Everyone;
    let label = format!("Remove line {}", at + 1);
    view! {
        <li class="line-of">
            {begin}
            <div class="says">{words.collect_view()}</div>
            <div class="left">{count}</div>
            {(!is_all).then(|| view! {
                <button type="button" class="btn quiet icon no-print" aria-label=label title="Remove" on:click=move |_| put.run((None, "audience-lines".to_owned()))>{icon(CROSS)}</button>
            })}
        </li>
    }
    .into_any()
}

/// Puts the changed lines into the link, and the focus back to where it was: the line is drawn anew.
fn changed(state: State, lines: &[(Join, Only)], focus: String) {
    set_lines(state, lines);
    request_animation_frame(move || browser::focus(&focus));
}

fn field_view(
    field: Field,
    titles: Memo<Vec<String>>,
    at: usize,
    place: usize,
    put: Callback<(Option<Only>, String)>,
) -> AnyView {
    let id = format!("line-{at}-{place}");
    match field {
        Field::Words(words) => view! { <span>{words}</span> }.into_any(),
        Field::Chip {
            words,
            is_titled,
            without,
        } => {
            let label = format!("Remove {words}");
            // Names of products come with the report; the line is not drawn anew for them, so that the focus stays.
            let words = move || {
                let title = titles.with(|all| all.get(at).cloned());
                title.filter(|_| is_titled).unwrap_or_else(|| words.clone())
            };
            let id = format!("line-{at}-{place}");
            view! {
                <span class="chip-of">{words}
                    {without.map(|only| view! {
                        <button type="button" class="btn quiet icon" id=id.clone() aria-label=label on:click=move |_| put.run((Some(only.clone()), format!("line-{at}-{place}")))>{icon(CROSS)}</button>
                    })}
                </span>
            }
            .into_any()
        }
        Field::Select {
            label,
            options,
            chosen,
            make,
        } => {
            let pick = {
                let id = id.clone();
                move |e: web_sys::Event| {
                    if let Some(only) = make(&event_target_value(&e)) {
                        put.run((Some(only), id.clone()));
                    }
                }
            };
            let option = |(value, words): (String, String)| {
                let on = value == chosen;
                view! { <option value=value selected=on prop:selected=on>{words}</option> }
            };
            let options: Vec<_> = options.into_iter().map(option).collect();
            view! { <select class="field" id=id aria-label=label on:change=pick>{options}</select> }
                .into_any()
        }
        Field::Number { label, value, make } => {
            let pick = {
                let id = id.clone();
                move |e: web_sys::Event| {
                    if let Some(only) = make(&event_target_value(&e)) {
                        put.run((Some(only), id.clone()));
                    }
                }
            };
            view! { <input class="field few" type="text" inputmode="decimal" id=id aria-label=label placeholder=label value=value on:change=pick/> }
                .into_any()
        }
    }
}
