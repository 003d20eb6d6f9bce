//! What is being looked at, and the one writer of the address bar.
//!
//! Truth is the address: `?panel=segments&from=2011-01-01&country=France`. The panel is the first key of the query, not a
//! path, so that the page works from any folder of any static host with one `index.html`; the command line writes the same
//! question as `/segments?from=…`. `embed=1` shows one panel without the rail, see [`crate::embed`].
//!
//! On start the address counts, and means the same to everybody: only where it asks nothing at all, what was stored last is
//! shown. Storage is a mirror, written after every change and read once. Every change goes through [`State::change`] or [`State::go`]: browsers refuse
//! more than about a hundred entries in ten seconds, so entries are coalesced to one in [`PAUSE`] milliseconds.

use clientele_model::catalogue::Catalogue;
use clientele_model::experiments::{Judged, Planned};
use clientele_model::filters::Filters;
use clientele_model::products::Choices;
use clientele_model::selection::Only;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::effect::effect;

pub use clientele_model::link::{Link as View, Panel};

/// The shortest time between two entries in the history, in milliseconds.
pub const PAUSE: u32 = 150;

const STORED: &str = "clientele.filters";

/// Whether a change is a step that "back" undoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A choice: a new entry in the history.
    Step,
    /// A value on its way: the newest entry is written anew.
    Drag,
}

/// The state of the page; `Copy`, from the context.
#[derive(Clone, Copy)]
pub struct State {
    /// What the address says, or is about to say.
    pub view: Memo<View>,
    /// What is being looked at.
    pub filters: Memo<Filters>,
    /// Sentences the visitor should read.
    pub notices: Signal<Vec<String>>,
    search: RwSignal<String>,
    posted: RwSignal<Vec<String>>,
    closed: RwSignal<Vec<String>>,
    pending: StoredValue<Option<(View, Change)>>,
    written: StoredValue<f64>,
    guard: RwSignal<Option<Guard>>,
    /// Whether the newest entry of the history did nothing but open a side sheet.
    opens: StoredValue<bool>,
}

/// What is shown in the place of a view's panel, and why; none where it may be shown.
pub type Guard = fn(&View) -> Option<(Panel, String)>;

impl State {
    /// Reads the address and the storage, listens to back and forward. Once per page.
    pub fn start() -> Self {
        let search = RwSignal::new(String::new());
        let posted = RwSignal::new(Vec::new());
        let closed = RwSignal::new(Vec::<String>::new());
        let guard = RwSignal::new(None::<Guard>);
        let read = Memo::new(move |_| {
            let (mut view, mut bad) = search.with(|s| View::of_page(s));
            if let Some((panel, why)) = guard.get().and_then(|guard| guard(&view)) {
                view = view.on(panel);
                bad.push(why);
            }
            (view, bad)
        });
        let view = Memo::new(move |_| read.with(|(view, _)| view.clone()));
        let filters = Memo::new(move |_| view.with(|v| v.filters.clone()));
        let notices = Signal::derive(move || {
            let mut all = read.with(|(_, bad)| bad.clone());
            all.extend(posted.get());
            all.dedup();
            all.retain(|n| closed.with(|c| !c.contains(n)));
            all
        });
        let state = Self {
            view,
            filters,
            notices,
            search,
            posted,
            closed,
            pending: StoredValue::new(None),
            written: StoredValue::new(f64::MIN),
            guard,
            opens: StoredValue::new(false),
        };
        let address = address();
        let (first, _) = View::of_page(&address);
        search.set(address.clone());
        if View::asks_nothing(&address) {
            let stored = stored(STORED).unwrap_or_default();
            let (filters, bad) = Filters::parse(&stored);
            if bad.is_empty() && filters != Filters::default() {
                state.write(&View { filters, ..first }, Change::Drag);
            }
        }
        if let Some(window) = web_sys::window() {
            let back = EventListener::new(&window, "popstate", move |_| {
                state.pending.set_value(None);
                state.opens.set_value(false);
                search.set(self::address());
            });
            back.forget();
        }
        effect(move || {
            let text = filters.with(ToString::to_string);
            if view.with_untracked(|v| v.embed.is_empty()) && store(STORED, &text).is_none() {
                state.notify(
                    "This browser does not let the page remember filters. Everything works; the link in the address bar keeps them.",
                );
            }
        });
        state
    }

    /// One of the filters.
    pub fn of<T: PartialEq + Send + Sync + 'static>(self, of: fn(&Filters) -> T) -> Memo<T> {
        Memo::new(move |_| self.filters.with(of))
    }

    /// Shows no panel from now on that this one keeps out.
    pub fn keep_to(self, guard: Guard) {
        self.guard.set(Some(guard));
    }

    /// Shows a notice, once.
    pub fn notify(self, words: &str) {
        self.posted.update(|all| {
            if !all.iter().any(|known| known == words) {
                all.push(words.to_owned());
            }
        });
    }

    /// Closes a notice.
    pub fn close(self, words: &str) {
        self.closed.update(|all| all.push(words.to_owned()));
    }

    /// Changes what is being looked at; chosen customers stay who they are.
    pub fn change(self, kind: Change, edit: impl FnOnce(&mut Filters)) {
        self.alter(kind, |view| edit(&mut view.filters));
    }

    /// Changes what is being looked at and what of a panel is shown, as a step.
    pub fn edit(self, edit: impl FnOnce(&mut View)) {
        self.alter(Change::Step, edit);
    }

    fn alter(self, kind: Change, edit: impl FnOnce(&mut View)) {
        let mut next = self.newest();
        let before = next.filters.clone();
        edit(&mut next);
        next.filters.hold(&before);
        // Another list begins at its first page.
        next.products.options.page = 1;
        self.commit(next, kind);
    }

    /// Changes what of the Products panel is shown.
    pub fn products(self, kind: Change, edit: impl FnOnce(&mut Choices)) {
        self.commit(self.newest().of_products(edit), kind);
    }

    /// Changes which result is judged, and by what.
    pub fn judged(self, kind: Change, edit: impl FnOnce(&mut Judged)) {
        let mut next = self.newest();
        edit(&mut next.judged);
        self.commit(next, kind);
    }

    /// Changes what is planned. What follows is little more than sums: it is shown at once, while the address may have to
    /// wait.
    pub fn planned(self, kind: Change, edit: impl FnOnce(&mut Planned)) {
        let mut next = self.newest();
        edit(&mut next.plan);
        self.commit(next.clone(), kind);
        if self.pending.with_value(Option::is_some) {
            self.search.set(next.to_string());
        }
    }

    /// Goes to another view.
    pub fn go(self, view: View) {
        self.commit(view, Change::Step);
    }

    /// Opens the side sheet of a mark: a step, so that "back" closes it.
    pub fn open_sheet(self, only: Only) {
        let mut next = self.newest();
        next.sheet = Some(only);
        self.commit(next, Change::Step);
    }

    /// Closes the side sheet: by a step back, where the last step did nothing but open it.
    pub fn close_sheet(self) {
        let mut next = self.newest();
        if next.sheet.take().is_none() {
            return;
        }
        let history = web_sys::window().and_then(|w| w.history().ok());
        match history.filter(|_| self.opens.get_value()) {
            Some(history) => {
                self.opens.set_value(false);
                let _ = history.back();
            }
            None => self.commit(next, Change::Drag),
        }
    }

    /// Goes to another view without a step that "back" undoes: whoever else asked for it has a step of their own.
    pub fn replace(self, view: View) {
        self.commit(view, Change::Drag);
    }

    /// The newest view, written or about to be.
    pub fn newest(self) -> View {
        let pending = self
            .pending
            .with_value(|p| p.as_ref().map(|(view, _)| view.clone()));
        pending.unwrap_or_else(|| self.view.get_untracked())
    }

    fn commit(self, next: View, kind: Change) {
        if next == self.newest() {
            return;
        }
        if let Some((_, why)) = self.guard.get_untracked().and_then(|guard| guard(&next)) {
            return self.notify(&why);
        }
        let waiting = self
            .pending
            .with_value(|p| p.as_ref().map(|(_, kind)| *kind));
        let kind = if waiting == Some(Change::Step) {
            Change::Step
        } else {
            kind
        };
        let since = js_sys::Date::now() - self.written.get_value();
        if waiting.is_none() && since >= f64::from(PAUSE) {
            self.write(&next, kind);
            return;
        }
        self.pending.set_value(Some((next, kind)));
        if waiting.is_none() {
            let write = move || {
                if let Some((view, kind)) = self.pending.try_update_value(Option::take).flatten() {
                    self.write(&view, kind);
                }
            };
            Timeout::new(PAUSE, write).forget();
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one writer of the address")]
    fn write(self, view: &View, kind: Change) {
        let text = view.to_string();
        let mut before = self.view.get_untracked();
        before.sheet.clone_from(&view.sheet);
        let opens = view.sheet.is_some() && kind == Change::Step && before == *view;
        self.opens.set_value(opens);
        self.written.set_value(js_sys::Date::now());
        if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
            let done = match kind {
                Change::Step => history.push_state_with_url(&JsValue::NULL, "", Some(&text)),
                Change::Drag => history.replace_state_with_url(&JsValue::NULL, "", Some(&text)),
            };
            if done.is_err() {
                self.notify("This browser did not accept the new address. The page shows your choice, but the link in the address bar is older; use Share link.");
            }
        }
        self.search.set(text);
    }

    /// The address of this view, complete, to be shared: with everything that another visitor, or another day, could take
    /// for granted otherwise, and without what a page around this one says.
    pub fn link(self, datasets: &[(String, String)], catalogue: Option<&Catalogue>) -> String {
        let mut view = self.view.get_untracked();
        let first = datasets.first().map(|(slug, _)| slug.as_str());
        view.filters.state(first, catalogue);
        view.embed.clear();
        let here = web_sys::window()
            .and_then(|w| w.location().href().ok())
            .unwrap_or_default();
        let base = here.split(['?', '#']).next().unwrap_or_default();
        format!("{base}{view}")
    }
}

/// Path and query of the address.
fn address() -> String {
    let Some(location) = web_sys::window().map(|w| w.location()) else {
        return String::new();
    };
    let (path, search) = (
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default(),
    );
    path + &search
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was stored under a key, if storage is allowed.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a value; nothing when storage is denied or full.
#[expect(
    clippy::disallowed_methods,
    reason = "the one writer of the storage, which goes on without"
)]
pub fn store(key: &str, value: &str) -> Option<()> {
    storage()?.set_item(key, value).ok()
}
