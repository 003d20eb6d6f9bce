//! A file of one's own: dropped on any panel, chosen or pasted. Here is only the door; what is behind it (`desk`) is a part of the
//! page that comes with the first file.

mod asking;
mod columns;
mod desk;
mod device;
mod doubts;
mod files;
mod hearing;
mod limits;
mod load;
mod memory;
mod menu;
mod preview;
mod progress;
mod sets;
mod view;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, File, FileList};

use crate::lazy::lazy;
use crate::state::{Panel, State};

/// What a pasted table is called.
const PASTED: &str = "Pasted table.tsv";

/// Under which key the list of this browser's own data sets is mirrored, so that it is known before anything is read.
pub const LIST: &str = "clientele.own";

/// What an archive is, for the browser.
const ZIP: &str = "application/zip";

/// Where files of one's own come in; `Copy`, from the context.
#[derive(Clone, Copy)]
pub struct Door {
    state: State,
    /// Whether the Data panel shows what is done with them.
    pub shown: RwSignal<bool>,
    /// Whether files are held above the page.
    over: RwSignal<bool>,
    /// Whether a data set was kept just now, which is said above the panel.
    kept: RwSignal<bool>,
    /// Files that came, until they are taken.
    given: StoredValue<Vec<File>, LocalStorage>,
    come: Trigger,
    /// What lives as long as the page.
    owner: StoredValue<Option<Owner>>,
}

impl Door {
    /// Listens to files that are dropped or pasted anywhere on the page. Once per page.
    pub fn start(state: State) -> Self {
        let door = Self {
            state,
            shown: RwSignal::new(false),
            over: RwSignal::new(false),
            kept: RwSignal::new(false),
            given: StoredValue::new_local(Vec::new()),
            come: Trigger::new(),
            owner: StoredValue::new(Owner::current()),
        };
        if let Some(window) = web_sys::window() {
            for name in ["dragover", "dragleave", "drop", "paste"] {
                let options = EventListenerOptions::enable_prevent_default();
                let meet = move |event: &Event| {
                    let _ = door.meet(event);
                };
                EventListener::new_with_options(&window, name, options, meet).forget();
            }
        }
        door
    }

    /// Shows what is done with files, and has these read.
    pub fn open(self, files: Vec<File>) {
        self.given.set_value(files);
        self.show();
        self.come.notify();
    }

    /// Shows what is done with files.
    pub fn show(self) {
        self.shown.set(true);
        self.state.go(self.state.newest().on(Panel::Data));
    }

    fn meet(self, event: &Event) -> Option<()> {
        // Inside another page files are that page's business.
        if self
            .state
            .view
            .with_untracked(|view| !view.embed.is_empty())
        {
            return None;
        }
        if let Some(drag) = event.dyn_ref::<DragEvent>() {
            return self.drag(drag);
        }
        let clipboard = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
        let target = event.target()?.dyn_into::<Element>().ok();
        let field = target?.closest("input, textarea, select, [contenteditable]");
        if field.ok()?.is_some() {
            return None;
        }
        let mut files = listed(clipboard.files());
        let text = clipboard.get_data("text/plain").ok()?;
        // What a spreadsheet copies has tabs between cells.
        if files.is_empty() && text.contains('\t') && text.contains('\n') {
            let parts = Array::of1(&text.into());
            files.extend(File::new_with_str_sequence(&parts, PASTED).ok());
        }
        if !files.is_empty() {
            event.prevent_default();
            self.open(files);
        }
        None
    }

    fn drag(self, event: &DragEvent) -> Option<()> {
        let data = event.data_transfer()?;
        if !data.types().includes(&"Files".into(), 0) {
            return None;
        }
        event.prevent_default();
        let judges = self.state.newest().panel == Panel::Result;
        let over = match &*event.type_() {
            "dragover" => !judges,
            // Between two elements of the page it goes on.
            "dragleave" => event.related_target().is_none().then_some(false)?,
            _ => {
                let files = listed(data.files());
                if !(files.is_empty() || judges && is_result(&files)) {
                    self.open(files);
                }
                false
            }
        };
        if self.over.get_untracked() != over {
            self.over.set(over);
        }
        None
    }
}

/// Whether files that are given to the panel that judges results are one: its tables are texts. Anything else is opened as a
/// data set there, too.
pub fn is_result(files: &[File]) -> bool {
    files.first().is_some_and(|file| {
        let name = file.name().to_lowercase();
        [".csv", ".tsv", ".txt"]
            .iter()
            .any(|end| name.ends_with(end))
    })
}

/// The files of a list of the browser's.
pub fn listed(files: Option<FileList>) -> Vec<File> {
    let files = files.iter();
    let each = files.flat_map(|files| (0..files.length()).filter_map(|at| files.get(at)));
    each.collect()
}

/// What will happen to files that are held above the page.
pub fn overlay() -> impl IntoView {
    let door = expect_context::<Door>();
    view! {
        <Show when=move || door.over.get()>
            <div class="drop-over" aria-hidden="true"><p><b>"Drop to open"</b>"The files are read here, in your browser. Nothing is loaded before you say so."</p></div>
        </Show>
    }
}

/// That a data set was kept, once there is one.
pub fn kept() -> impl IntoView {
    let door = expect_context::<Door>();
    move || door.kept.get().then(|| lazy(|| Box::pin(menu::kept())))
}

/// The list of data sets, to choose one.
pub fn menu() -> AnyView {
    lazy(|| Box::pin(menu::menu()))
}

/// The data sets of this device, where there are any.
pub fn own() -> AnyView {
    lazy(|| Box::pin(sets::own()))
}

/// What is done with files.
pub fn view() -> AnyView {
    lazy(|| Box::pin(view::view()))
}
