//! The files themselves: how each is written, what it holds, and how to choose others.

use clientele_model::opening::{FileKind, ReadFile};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::desk::Desk;
use super::limits::size;
use super::{Door, listed};
use crate::icon::icon;

/// A sheet of paper.
pub const FILE: &str = "M4 2h5l3 3v9H4V2ZM9 2v3h3";

/// What can be chosen; what else is dropped is looked at, too.
const KINDS: &str = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.parquet,.gz,.zip";

/// A button that lets files be chosen.
#[component]
pub fn Chooser(
    /// Where they go.
    door: Door,
    /// Its words.
    words: &'static str,
    /// Its classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let chosen = move |event: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        let files = listed(input.files());
        // The same file may be chosen again when it was mended.
        input.set_value("");
        if !files.is_empty() {
            door.open(files);
        }
    };
    view! {
        <label class=format!("btn file-btn {class}")>
            {icon(FILE)}{words}
            <input type="file" multiple accept=KINDS on:change=chosen/>
        </label>
    }
}

/// Where files can be dropped, with what can be read.
#[component]
pub fn Drop(door: Door) -> impl IntoView {
    view! {
        <section class="drop" aria-label="Files">
            {icon(FILE)}
            <p><b>"Drop files here, or anywhere on the page"</b><span class="sub">"CSV, Excel or Parquet, also as .gz or .zip; several at once; or copy cells of a spreadsheet and paste them"</span></p>
            <Chooser door words="Open a file…"/>
        </section>
    }
}

/// The files that were read.
pub fn facts(desk: Desk, files: &[ReadFile]) -> AnyView {
    let several = files.len() > 1;
    let each = files.iter().map(|file| {
        let (name, named) = (file.name.clone(), file.name.clone());
        let now = file.kind;
        let options = HOLDS.map(|(kind, words)| {
            view! { <option value=words prop:selected=move || { desk.settled.track(); kind == now }>{words}</option> }
        });
        let choose = move |event| {
            let words = event_target_value(&event);
            let kind = HOLDS.iter().find(|(_, known)| *known == words);
            if let Some((kind, _)) = kind {
                desk.tell(|told| {
                    told.kinds.retain(|(known, _)| *known != name);
                    told.kinds.push((name.clone(), *kind));
                });
            }
        };
        let label = format!("What {named} holds");
        let holds = several.then(|| view! { <select class="field" aria-label=label on:change=choose>{options.collect_view()}</select> });
        view! {
            <div class="name">{icon(FILE)}<div><b>{named}</b><span class="muted">{file.about.clone()}" · "{size(file.bytes as f64)}</span></div>{holds}</div>
        }
    });
    let each = each.collect_view();
    view! {
        <section class="card file-head" aria-label="The files">
            <div class="names">{each}</div>
            <Chooser door=desk.door words="Choose another file"/>
            <button type="button" class="btn quiet" on:click=move |_| desk.put_away()>"Close without loading"</button>
        </section>
    }
    .into_any()
}

const HOLDS: [(FileKind, &str); 5] = [
    (FileKind::Orders, "Orders"),
    (FileKind::Customers, "Customers"),
    (FileKind::Products, "Products"),
    (FileKind::Campaigns, "Campaigns"),
    (FileKind::Exposures, "Who was in which arm"),
];
