//! The card on one page: shown, changed by hand, printed, downloaded.

use clientele_model::playbook::{About, Entry, PlaybookReport};
use leptos::prelude::*;

use super::Seen;
use super::changes::Changes;
use crate::download;
use crate::format::Format;
use crate::frame::Frame;
use crate::icon::{DOWNLOAD, icon};
use crate::state::State;

const NOT_PRINTED: &str =
    "This browser did not print. Choose “Print” in its own menu: it prints the card on one page.";

/// The card.
#[component]
pub(super) fn Card(seen: Seen) -> impl IntoView {
    let state = expect_context::<State>();
    let frame = expect_context::<Frame>();
    let changes = expect_context::<Changes>();
    let editing = RwSignal::new(false);
    let print = move |_| {
        let printed = web_sys::window().map(|window| window.print());
        if !matches!(printed, Some(Ok(()))) {
            state.notify(NOT_PRINTED);
        }
    };
    let save = move |_| {
        let words = untrack(|| seen.make(|r, fmt| text(r, changes, fmt)));
        download::save(state, "playbook.md", "text/markdown", &words);
    };
    let whence = move || {
        let title = frame
            .catalogue
            .with(|c| c.as_ref().map(|c| c.title.clone()));
        view! { <p>"Playbook card · "{title}<br/>{seen.make(reach)}</p> }
    };
    let entry = move |entry: &Entry, fmt: &Format| {
        let (about, entry, fmt) = (entry.about, StoredValue::new(entry.clone()), fmt.clone());
        let fmt = StoredValue::new(fmt);
        let said = move || entry.with_value(|entry| fmt.with_value(|fmt| changes.said(entry, fmt)));
        let is_changed = move || changes.texts().contains_key(&about);
        view! {
            <div class=class(about)>
                <h4>{about.label()}{move || is_changed().then(|| view! { " "<span class="tag no-print">"changed by hand"</span> })}</h4>
                {move || match editing.get() {
                    false => lines(said()),
                    true => {
                        let text = untrack(said).join("\n");
                        let rows = text.lines().map(|line| 1 + line.chars().count() / 24).sum::<usize>().max(2);
                        let change = move |e: web_sys::Event| {
                            let text = event_target_value(&e);
                            // What is as it was made is no change.
                            let made = entry.with_value(|entry| fmt.with_value(|fmt| made(entry, fmt)));
                            changes.set(about, if text.trim() == made { "" } else { &text });
                        };
                        view! {
                            <textarea class="field" rows=rows.to_string() aria-label=about.label() on:change=change prop:value=text.clone()>{text.clone()}</textarea>
                        }.into_any()
                    }
                }}
            </div>
        }
    };
    let entries = move || {
        seen.make(|r, fmt| {
            let all = r.entries.iter();
            all.map(|one| entry(one, fmt)).collect_view()
        })
    };
    let back = move |_| {
        let all = changes.texts();
        all.into_keys().for_each(|about| changes.set(about, ""));
        editing.set(false);
    };
    let is_changed = move || !changes.texts().is_empty();
    view! {
        <div class="paper-bar no-print">
            <header class="section-head"><h2>"The card on one page"</h2><p>"From the data and the table of plays. Every line can be changed; it goes along with the exported audience"</p></header>
            <div class="acts">
                {move || is_changed().then(|| view! { <button type="button" class="btn quiet" on:click=back>"Put back what the data say"</button> })}
                <button type="button" class="btn" aria-pressed=move || editing.get().to_string() on:click=move |_| editing.update(|on| *on = !*on)>
                    {move || if editing.get() { "Done" } else { "Change the card" }}
                </button>
                <button type="button" class="btn" on:click=save>{icon(DOWNLOAD)}"Download"</button>
                <button type="button" class="btn" on:click=print>"Print card"</button>
            </div>
        </div>
        <article class="paper playbook" aria-labelledby="paper-title">
            <header class="paper-head"><h3 id="paper-title">{seen.words(|r, _| r.title.clone())}</h3>{whence}</header>
            <p class="lead">{seen.sentence(|r| &r.headline)}</p>
            <div class="cells">{entries}</div>
            <p class="fine">{seen.words(fine)}</p>
        </article>
    }
}

/// What an entry looks like.
fn class(about: About) -> &'static str {
    match about {
        About::Do => "entry does",
        About::Dont => "entry donts",
        _ => "entry",
    }
}

fn lines(lines: Vec<String>) -> AnyView {
    match <[String; 1]>::try_from(lines) {
        Ok([line]) => view! { <p>{line}</p> }.into_any(),
        Err(lines) => {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
            view! { <ul class="dots">{lines.collect_view()}</ul> }.into_any()
        }
    }
}

/// An entry as it was made, a line each.
fn made(entry: &Entry, fmt: &Format) -> String {
    let lines: Vec<String> = entry.lines.iter().map(|line| fmt.sentence(line)).collect();
    lines.join("\n")
}

/// Who can be written to, and as of when.
fn reach(r: &PlaybookReport, fmt: &Format) -> String {
    format!(
        "{} of {} can be written to · as of {}",
        fmt.count(r.reached),
        fmt.counted(r.customers, "customer"),
        fmt.day(r.as_of)
    )
}

fn fine(r: &PlaybookReport, _: &Format) -> String {
    match r.table.is_empty() {
        true => "Without a table of plays.".to_owned(),
        false => format!("Plays: {}.", r.table),
    }
}

/// The card as a text, with what was changed by hand.
pub(in crate::panels) fn text(r: &PlaybookReport, changes: Changes, fmt: &Format) -> String {
    let mut text = format!(
        "# {}\n\n{}\n\n{}\n",
        r.title,
        fmt.sentence(&r.headline),
        reach(r, fmt)
    );
    for entry in &r.entries {
        text.push_str(&format!("\n## {}\n\n", entry.about.label()));
        for line in changes.said(entry, fmt) {
            text.push_str(&format!("- {line}\n"));
        }
    }
    for hybrid in &r.hybrids {
        text.push_str(&format!("\n## Between {} and {}\n\n", r.title, hybrid.name));
        for line in &hybrid.lines {
            text.push_str(&format!("- {}\n", fmt.sentence(line)));
        }
    }
    text.push_str(&format!("\n{}\n", fine(r, fmt)));
    text
}
