//! The data sets of this device: listed, renamed, deleted, taken along, added to.

use clientele_model::filters::Filters;
use clientele_model::opening::{FromReader, OWN, OwnSet, ToReader};
use clientele_model::words::agreeing;
use js_sys::ArrayBuffer;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::ZIP;
use super::asking::script;
use super::desk::{Desk, desk};
use super::device;
use super::hearing::crashed;
use super::limits::size;
use super::memory;
use crate::download;
use crate::effect::effect;
use crate::format::Format;
use crate::frame::Link;
use crate::icon::{DOWNLOAD, INFO, WARN, icon};
use crate::lazy::MakeView;
use crate::reader_client::ReaderClient;
use crate::state::{Panel, State, View};

const BIN: &str = "M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500 5 13.500h6l.5-9";
const PEN: &str = "M3 13l.6-2.600L10.500 3.500l2 2L5.600 12.400 3 13Z";
const PLUS: &str = "M8 3v10M3 8h10";

/// The data sets of this device on the Data panel.
#[wasm_split(sets, fallible)]
pub fn own() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <Sets desk=desk()/> }.into_any())
}

impl Desk {
    /// Asks what is kept on this device.
    pub(super) fn list(self) {
        self.ask_keeper(&ToReader::List);
    }

    /// The thread that has kept a data set keeps its files beside it before it is asked anything else.
    pub(super) fn goes_on(self) {
        // One that works for somebody is not given up.
        if self.owed.get_value() == 0
            && let Some(client) = self.client.try_update_value(Option::take).flatten()
        {
            client.listen(move |message, behind| self.hear_keeper(message, behind));
            self.keeper.set_value(Some(client));
        }
    }

    fn ask_keeper(self, message: &ToReader) {
        self.sets_failed.set(None);
        let is_there = self.keeper.with_value(Option::is_some);
        if !is_there {
            let client = ReaderClient::start(&script());
            client.listen(move |message, behind| self.hear_keeper(message, behind));
            self.keeper.set_value(Some(client));
        }
        self.owed.update_value(|owed| *owed += 1);
        self.keeper.with_value(|client| {
            if let Some(client) = client {
                client.tell(message, None);
            }
        });
    }

    /// What is said of data sets that were known and are not there any more, though nobody here deleted them.
    fn lost(self, known: &[OwnSet], now: &[OwnSet]) -> Option<String> {
        let deleted = self
            .deleting
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        // What another tab deletes goes from the list of all tabs first.
        let listed = memory::sets();
        let is_in = |all: &[OwnSet], set: &OwnSet| all.iter().any(|other| other.slug == set.slug);
        let is_gone =
            |set: &&OwnSet| set.slug != deleted && is_in(&listed, set) && !is_in(now, set);
        let titles: Vec<_> = known
            .iter()
            .filter(is_gone)
            .map(|set| &*set.title)
            .collect();
        cleared(&titles)
    }

    fn hear_keeper(self, message: FromReader, mut behind: Vec<ArrayBuffer>) {
        match message {
            FromReader::Sets(sets) => {
                let lost = self.sets.with_untracked(|known| self.lost(known, &sets));
                if lost.is_some() {
                    self.sets_failed.set(lost);
                }
                if let Some(slug) = self.changing.try_update_value(Option::take).flatten() {
                    self.asker.own(slug, Vec::new(), Vec::new());
                }
                memory::list(&sets);
                self.sets.set(sets);
                device::room(false, self.room);
            }
            FromReader::Packed { name } => {
                if let Some(archive) = behind.pop() {
                    download::save_bytes(self.state, &name, ZIP, archive);
                }
            }
            FromReader::Failed { sentence } => self.sets_failed.set(Some(sentence)),
            FromReader::Crashed { message } => {
                self.owed.set_value(1);
                self.sets_failed.set(Some(crashed(&message)));
            }
            _ => return,
        }
        self.owed
            .update_value(|owed| *owed = owed.saturating_sub(1));
        if self.owed.get_value() == 0 {
            self.keeper.set_value(None);
        }
    }
}

/// What is said of data sets that the browser has cleared.
fn cleared(titles: &[&str]) -> Option<String> {
    let verb = agreeing(titles.len() as u64, "was", "were");
    (!titles.is_empty()).then(|| {
        format!(
            "{} {verb} cleared by the browser, which needed the space, and can no longer be opened here. How the files were read is still known: open them again and everything is as before.",
            titles.join(", ")
        )
    })
}

/// Where a data set is looked at.
pub(super) fn view_of(slug: &str, panel: Panel) -> View {
    View {
        panel,
        filters: Filters {
            dataset: Some(slug.to_owned()),
            ..Filters::default()
        },
        ..View::default()
    }
}

/// "55,060 lines · Nov 2011 – Dec 2011 · 0.2 MB".
pub(super) fn about(set: &OwnSet) -> String {
    let fmt = Format::new("");
    let (from, to) = set.span;
    let span = match from.first_of_month() == to.first_of_month() {
        true => fmt.month(from),
        false => format!("{} – {}", fmt.month(from), fmt.month(to)),
    };
    let lines = fmt.counted(set.lines, "line");
    format!("{lines} · {span} · {}", size(set.bytes as f64))
}

/// The data sets, and what can be done with them.
#[component]
pub fn Sets(desk: Desk) -> impl IntoView {
    // What another page did while this one slept.
    desk.list();
    let sets = move || desk.sets.get();
    let none =
        Memo::new(move |_| desk.sets.with(Vec::is_empty) && desk.passing.with(Vec::is_empty));
    let passing = move || {
        let item = |(slug, title): (String, String)| {
            let to = Signal::stored(view_of(&slug, Panel::Overview));
            let words = format!("Download as a pack: {title}");
            let take = move |_| {
                let archive = desk.archives.with_value(|all| {
                    let mut all = all.iter().rev();
                    all.find(|(of, _)| *of == slug)
                        .map(|(_, archive)| archive.clone())
                });
                if let Some(archive) = archive {
                    let name = slug.strip_prefix(OWN).unwrap_or(&slug);
                    download::save_bytes(desk.state, &format!("{name}.zip"), ZIP, archive);
                }
            };
            view! {
                <li><Link to><b>{title}</b><span class="sub">"only until this page is closed"</span></Link>
                    <button type="button" class="btn quiet icon" aria-label=words title="Download as a pack" on:click=take>{icon(DOWNLOAD)}</button></li>
            }
        };
        desk.passing.get().into_iter().map(item).collect_view()
    };
    let failed = move || {
        desk.sets_failed.get().map(
            |why| view! { <div class="notice bad" role="alert">{icon(WARN)}<p>{why}</p></div> },
        )
    };
    view! {
        <section class="card own-sets" aria-labelledby="own-sets">
            <h2 id="own-sets">"Your data sets"</h2>
            <p class="chart-sub">"On this device; only this browser can read them"</p>
            {failed}
            <Show when=move || none.get()><p class="muted none">"None yet. What you open is listed here, and opens in a second the next time."</p></Show>
            <ul class="set-list">
                <For each=sets key=|set| set.slug.clone() let:set><Item desk slug=set.slug/></For>
                {passing}
            </ul>
            <RoomLine desk/>
        </section>
    }
}

/// What is done with a data set.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    Renaming,
    Deleting,
}

#[component]
fn Item(desk: Desk, slug: String) -> impl IntoView {
    let state = expect_context::<State>();
    let slug = StoredValue::new(slug);
    let set = Memo::new(move |_| {
        desk.sets.with(|all| {
            all.iter()
                .find(|set| slug.with_value(|slug| set.slug == *slug))
                .cloned()
        })
    });
    let title = move || {
        set.with(|set| {
            set.as_ref()
                .map(|set| set.title.clone())
                .unwrap_or_default()
        })
    };
    let doing = RwSignal::new(Doing::Nothing);
    let typed = RwSignal::new(String::new());
    let here = move || {
        state
            .filters
            .with(|f| slug.with_value(|slug| f.dataset.as_ref() == Some(slug)))
    };
    let field = NodeRef::<leptos::html::Input>::new();
    let sure = NodeRef::<leptos::html::Button>::new();
    effect(move || {
        if let Some(field) = field.get() {
            field.select();
        }
        if let Some(sure) = sure.get() {
            let _ = sure.focus();
        }
    });
    let rename = move || {
        let title = typed.get_untracked().trim().to_owned();
        doing.set(Doing::Nothing);
        if !title.is_empty() {
            desk.changing.set_value(Some(slug.get_value()));
            desk.named
                .set_value(Some((slug.get_value(), title.clone())));
            desk.ask_keeper(&ToReader::Rename {
                slug: slug.get_value(),
                title,
            });
        }
    };
    let delete = move |_| {
        doing.set(Doing::Nothing);
        desk.deleting.set_value(slug.get_value());
        let mut others = desk.sets.get_untracked();
        others.retain(|set| slug.with_value(|slug| set.slug != *slug));
        memory::list(&others);
        desk.changing.set_value(Some(slug.get_value()));
        desk.ask_keeper(&ToReader::Delete {
            slug: slug.get_value(),
        });
        if here() {
            // What is gone is not looked at any more.
            state.go(View {
                panel: Panel::Data,
                ..View::default()
            });
        }
    };
    let named = move |words: &'static str| move || format!("{words} {}", title());
    let add = move |_| {
        desk.put_away();
        desk.add_to.set(Some(slug.get_value()));
        desk.door.show();
    };
    let tools = move || {
        view! {
            <button type="button" class="btn quiet icon" aria-label=named("Add new months to") title="Add new months" on:click=add>{icon(PLUS)}</button>
            <button type="button" class="btn quiet icon" aria-label=named("Rename") title="Rename" on:click=move |_| { typed.set(title()); doing.set(Doing::Renaming); }>{icon(PEN)}</button>
            <button type="button" class="btn quiet icon" aria-label=named("Download as a pack:") title="Download as a pack" on:click=move |_| desk.ask_keeper(&ToReader::Pack { slug: slug.get_value() })>{icon(DOWNLOAD)}</button>
            <button type="button" class="btn quiet icon" aria-label=named("Delete from this device:") title="Delete" on:click=move |_| doing.set(Doing::Deleting)>{icon(BIN)}</button>
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| match &*event.key() {
        "Enter" => rename(),
        "Escape" => doing.set(Doing::Nothing),
        _ => {}
    };
    let inside = move || {
        match doing.get() {
        Doing::Nothing => {
            let to = Signal::derive(move || view_of(&slug.get_value(), state.view.with(|v| v.panel)));
            view! {
                <Link to current=Signal::derive(here)><b>{title}</b><span class="sub">{move || set.with(|set| set.as_ref().map(about))}</span></Link>
                {tools()}
            }
            .into_any()
        }
        Doing::Renaming => view! {
            <input class="field" type="text" maxlength="80" aria-label="New name" node_ref=field prop:value=typed on:input=move |e| typed.set(event_target_value(&e)) on:keydown=keys/>
            <button type="button" class="btn" on:click=move |_| rename()>"Rename"</button>
            <button type="button" class="btn quiet" on:click=move |_| doing.set(Doing::Nothing)>"Cancel"</button>
        }
        .into_any(),
        Doing::Deleting => view! {
            <p class="asks" role="alert">{move || format!("Delete {} from this device? The files it was made from stay where they are.", title())}</p>
            <button type="button" class="btn" node_ref=sure on:click=delete>"Delete"</button>
            <button type="button" class="btn quiet" on:click=move |_| doing.set(Doing::Nothing)>"Keep it"</button>
        }
        .into_any(),
    }
    };
    view! { <li class:here=here>{inside}</li> }
}

/// How much is kept, how much room there is, and whether it lasts.
#[component]
fn RoomLine(desk: Desk) -> impl IntoView {
    let words = move || {
        let kept: u64 = desk.sets.with(|all| all.iter().map(|set| set.bytes).sum());
        let left = desk.room.get().left.filter(|left| *left > 0.0);
        let left = left.map(|left| format!(" · room for about {} more", size(left)));
        format!("{} kept{}", size(kept as f64), left.unwrap_or_default())
    };
    let lasts = move || {
        let room = desk.room.get();
        let any = desk.sets.with(|all| !all.is_empty());
        if !device::keeps_files() {
            return Some(view! { <div class="notice">{icon(INFO)}<p>"This browser keeps no files for this page, perhaps because this is a private window: what you open works until the page is closed."</p></div> }.into_any());
        }
        (any && room.lasting == Some(false)).then(|| view! {
            <div class="notice">{icon(INFO)}<div class="body"><p>"Your browser may clear what is kept when space runs short, and a private window when it is closed. Keep your files."</p>
                <p class="acts"><button type="button" class="link" on:click=move |_| device::room(true, desk.room)>"Ask the browser to keep it"</button></p></div></div>
        }.into_any())
    };
    view! { <p class="chart-note">{words}</p>{lasts} }
}
