//! What the data set is called, how its money and times are meant, and the buttons that keep it.

use clientele_model::opening::{OwnSet, Reading, Told};
use gloo::file::Blob;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::desk::Desk;
use super::device;
use super::memory::headings;
use crate::download;
use crate::format::Format;
use crate::icon::{DOWNLOAD, icon};

const LOCK: &str = "M4.500 7V5.200a3.500 3.500 0 0 1 7 0V7M3.500 7h9v6.500h-9Z";

const NO_MAPPING: &str = "This file holds no mapping that can be read. Nothing was changed; choose a file that “Save the mapping” or “clientele pack --save-mapping” made.";

/// The form.
#[component]
pub fn Load(desk: Desk) -> impl IntoView {
    // What was typed stays when the files are read again.
    let of = move |of: fn(&Reading) -> String| {
        Memo::new(move |_| {
            desk.reading
                .with(|r| r.as_ref().map(|r| of(r)).unwrap_or_default())
        })
    };
    let title = of(|r| r.title.clone());
    let (currency, zone) = (of(|r| r.currency.clone()), of(|r| r.zone.clone()));
    let name = move || desk.title.get().unwrap_or_else(|| title.get());
    let lines = Memo::new(move |_| {
        desk.reading
            .with(|r| r.as_ref().map(|r| r.ledger.read).unwrap_or_default())
    });
    let columns = Memo::new(move |_| {
        desk.reading.with(|r| {
            r.as_ref()
                .map(|r| {
                    headings(&r.columns)
                        .iter()
                        .map(|(_, all)| all.len() as u64)
                        .sum::<u64>()
                })
                .unwrap_or_default()
        })
    });
    let fmt = StoredValue::new(Format::new(""));
    let counted = move |count: u64, one: &str| fmt.with_value(|fmt| fmt.counted(count, one));
    let remember = move || match columns.get() {
        1 => "Remember this reading for files with the same heading".to_owned(),
        count => format!(
            "Remember this reading for files with the same {}",
            counted(count, "heading")
        ),
    };
    let keeps = match device::keeps_files() {
        true => {
            "Kept on this device, with its file packed beside it, so that new months can be added; only this browser can read it."
        }
        false => {
            "This browser keeps no files for this page, perhaps because this is a private window: the data set works until the page is closed."
        }
    };
    view! {
        <section class="card" aria-label="Load">
            <div class="load">
                <div class="stack">
                    <div class="fields">
                        <label>"Name"<input class="field" type="text" maxlength="80" prop:value=name on:input=move |e| desk.title.set(Some(event_target_value(&e)))/></label>
                        <label>"Currency"<Choice desk now=currency kind="currency" words=currency_words tell=|told, code| told.currency = code/></label>
                        <label>"Times are clock times of"<Choice desk now=zone kind="timeZone" words=zone_words tell=|told, zone| told.zone = zone/></label>
                    </div>
                    <label class="check"><input type="checkbox" prop:checked=move || desk.remember.get() on:change=move |e| desk.remember.set(event_target_checked(&e))/>
                        <span>{remember}</span></label>
                    <Mapping desk/>
                    <p class="privacy">{icon(LOCK)}<span>{keeps}" The file is read here, in your browser, and stays here. No line of it is sent anywhere; you can switch the network off and load it all the same."</span></p>
                </div>
                <Buttons desk lines/>
            </div>
        </section>
    }
}

/// A choice out of everything the browser knows of a kind.
#[component]
fn Choice(
    desk: Desk,
    now: Memo<String>,
    kind: &'static str,
    words: fn(&str) -> String,
    tell: fn(&mut Told, Option<String>),
) -> impl IntoView {
    let options = move || {
        let now = now.get();
        let option = |name: String| {
            let (value, words, here) = (name.clone(), words(&name), name == now);
            view! { <option value=value prop:selected=move || { desk.settled.track(); here }>{words}</option> }
        };
        let none = now
            .is_empty()
            .then(|| view! { <option value="" selected>"Not said"</option> });
        let all = device::known(kind, &now).into_iter().map(option);
        view! { {none}{all.collect_view()} }
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        desk.tell(|told| tell(told, (!name.is_empty()).then_some(name)));
    };
    view! { <select class="field" on:change=choose>{options}</select> }
}

/// "GBP · British Pound".
fn currency_words(code: &str) -> String {
    match device::currency_name(code) {
        Some(name) if name != code => format!("{code} · {name}"),
        _ => code.to_owned(),
    }
}

/// "London · Europe/London": typed letters find the town.
fn zone_words(zone: &str) -> String {
    match zone.rsplit_once('/') {
        Some((_, town)) => format!("{} · {zone}", town.replace('_', " ")),
        None => zone.to_owned(),
    }
}

/// The reading as a file, and back.
#[component]
pub fn Mapping(desk: Desk) -> impl IntoView {
    let save = move |_| {
        let told = desk.told_so_far();
        // A mapping is words and numbers: it can always be written.
        let text = serde_json::to_string_pretty(&told).unwrap_or_default();
        download::save(desk.state, "mapping.json", "application/json", &text);
    };
    let bring = move |event: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            let file = Blob::from(file);
            let text = JsFuture::from(AsRef::<web_sys::Blob>::as_ref(&file).text());
            spawn_local(async move {
                let text = text.await.ok().and_then(|text| text.as_string());
                match text.and_then(|text| serde_json::from_str::<Told>(&text).ok()) {
                    Some(told) => desk.again(told),
                    None => desk.failed.set(Some(NO_MAPPING.to_owned())),
                }
            });
        }
        input.set_value("");
    };
    view! {
        <div class="mapping">
            <button type="button" class="btn" on:click=save>{icon(DOWNLOAD)}"Save the mapping"</button>
            <label class="btn file-btn">"Use a saved mapping"<input type="file" accept=".json,application/json" on:change=bring/></label>
            <span class="sub">"The same reading on the command line: "<code>"clientele pack FILE --mapping mapping.json --out PACK"</code></span>
        </div>
    }
}

/// Load it, or add it to what is kept.
#[component]
fn Buttons(desk: Desk, lines: Memo<u64>) -> impl IntoView {
    let waits = move || {
        let open = desk.doubts().iter().any(|doubt| doubt.taken.is_none());
        open || desk.busy.with(Option::is_some)
    };
    let words = move || format!("Load {}", Format::new("").counted(lines.get(), "line"));
    let sets = Memo::new(move |_| desk.sets.get());
    // The set that months were brought for stands first.
    let target = Memo::new(move |_| {
        let wanted = desk.add_to.get();
        sets.with(|all| {
            let wanted = all.iter().find(|set| Some(&set.slug) == wanted.as_ref());
            wanted.or(all.first()).cloned()
        })
    });
    let is_meant = Memo::new(move |_| {
        desk.add_to
            .with(|to| to.is_some() && target.with(|t| t.as_ref().map(|t| &t.slug) == to.as_ref()))
    });
    let class = move |first: bool| {
        if first == is_meant.get() {
            "btn"
        } else {
            "btn primary"
        }
    };
    let alone = view! {
        <button type="button" class=move || class(true) disabled=waits on:click=move |_| desk.keep(None)>{words}</button>
    };
    let add = move || {
        target.get().map(|set: OwnSet| {
            let (slug, to) = (set.slug.clone(), set.slug.clone());
            let words = match is_meant.get() {
                true => format!("Add to {}", set.title),
                false => format!("Add to {} instead", set.title),
            };
            let is_known = desk.continues.with(|known| *known == Some(slug.clone()));
            let continues = is_known.then(|| {
                format!("This continues {}: the headings are the same. ", set.title)
            });
            let several = sets.with(|all| all.len() > 1);
            let choices = several.then(|| {
                let option = |set: &OwnSet| {
                    let here = set.slug == slug;
                    view! { <option value=set.slug.clone() prop:selected=here>{set.title.clone()}</option> }
                };
                let options = sets.with(|all| all.iter().map(option).collect_view());
                view! {
                    <label class="sub">"Another of your data sets"<select class="field" on:change=move |e| desk.add_to.set(Some(event_target_value(&e)))>{options}</select></label>
                }
            });
            view! {
                <button type="button" class=move || class(false) disabled=waits on:click=move |_| desk.keep(Some(to.clone()))>{words}</button>
                {choices}
                <p class="sub">{continues}"Orders that are in both are counted once."</p>
            }
        })
    };
    view! { <div class="go">{alone}{add}</div> }
}
