//! What is being looked at, and the one writer of the address bar.
//!
//! Truth is the address: `?panel=segments&from=2011-01-01&country=France`. The panel is the first key of the query, not a
//! path, so that the page works from any folder of any static host with one `index.html`; the command line writes the same
//! question as `/segments?from=…`. `embed=1` shows one panel without the rail.
//!
//! On start the address counts; where it carries no filter, what was stored last; else the defaults. Storage is a mirror,
//! written after every change and read once. Every change goes through [`State::change`] or [`State::go`]: browsers refuse
//! more than about a hundred entries in ten seconds, so entries are coalesced to one in [`PAUSE`] milliseconds.

use std::fmt;
use std::time::Duration;

use clientele_model::filters::Filters;
use clientele_model::products::Asked;
use clientele_model::question::{self, AnyQuestion};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::effect::effect;

/// The shortest time between two entries in the history, in milliseconds.
pub const PAUSE: u64 = 150;

const STORED: &str = "clientele.filters";

/// The panels there are, in the order of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// How is business?
    Overview,
    /// Who are the customers?
    Segments,
    /// What is bought together?
    Baskets,
    /// Which products matter, and how steadily do they sell?
    Products,
    /// What are these numbers made from?
    Data,
}

impl Panel {
    /// Every panel: its key in links, its word and its icon.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 5] = [
        (
            Self::Overview,
            "overview",
            "Overview",
            "M2.5 8.5 8 3l5.5 5.5M4 7.5V13h8V7.5",
        ),
        (
            Self::Segments,
            "segments",
            "Segments",
            "M8 8V2.2A5.8 5.8 0 1 1 2.2 8H8Z M5.6 2.6A5.8 5.8 0 0 0 2.6 5.6H5.6Z",
        ),
        (
            Self::Baskets,
            "baskets",
            "Baskets",
            "M2 6h12l-1.300 7H3.300L2 6ZM5 6l2-3.500M11 6 9 2.500",
        ),
        (
            Self::Products,
            "products",
            "Products",
            "M8 1.800 13.500 4.800v6.400L8 14.200 2.500 11.200V4.800L8 1.800ZM2.700 4.900 8 7.800l5.300-2.900M8 7.800v6.200",
        ),
        (
            Self::Data,
            "data",
            "Data",
            "M8 6.2c3 0 5.5-.9 5.5-2.100S11 2 8 2s-5.5.9-5.5 2.100S5 6.200 8 6.200ZM2.500 4v8c0 1.200 2.500 2.100 5.500 2.100s5.500-.9 5.500-2.100V4M2.500 8c0 1.200 2.500 2.100 5.500 2.100s5.500-.9 5.500-2.100",
        ),
    ];

    fn row(self) -> (&'static str, &'static str) {
        let found = Self::ALL.iter().find(|(panel, ..)| *panel == self);
        found.map_or(("overview", "Overview"), |(_, key, word, _)| (key, word))
    }

    /// As it stands in links.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// As it stands in the rail.
    pub fn word(self) -> &'static str {
        self.row().1
    }
}

/// One address: a panel and what it looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Which panel.
    pub panel: Panel,
    /// Whether it stands in someone else's page.
    pub embed: bool,
    /// What is being looked at.
    pub filters: Filters,
    /// What of the Products panel is shown; nothing on any other panel.
    pub products: Asked,
}

impl View {
    /// Reads the query of an address. Never fails: what cannot be used is named.
    pub fn parse(query: &str) -> (Self, Vec<String>) {
        let (mut panel, mut embed) = (Panel::Overview, false);
        let (mut rest, mut notices) = (Vec::new(), Vec::new());
        for part in query.strip_prefix('?').unwrap_or(query).split('&') {
            match part.split_once('=') {
                Some(("panel", key)) => match Panel::ALL.iter().find(|row| row.1 == key) {
                    Some(row) => panel = row.0,
                    None => {
                        let key: String = clientele_model::filters::decode(key)
                            .chars()
                            .take(60)
                            .collect();
                        notices.push(format!(
                            "There is no panel “{key}” here, so the Overview is shown."
                        ));
                    }
                },
                Some(("embed", value)) => embed = value == "1",
                _ if part.is_empty() => {}
                _ => rest.push(part),
            }
        }
        // On any other panel these parts are unknown, and named as such.
        let (products, unused) = match panel {
            Panel::Products => Asked::take(&mut rest),
            _ => Default::default(),
        };
        let (filters, bad) = Filters::parse(&rest.join("&"));
        notices.extend(bad.iter().chain(&unused).map(ToString::to_string));
        (
            Self {
                panel,
                embed,
                filters,
                products,
            },
            notices,
        )
    }

    /// What its panel asks, where the panel's code may be on its way longer than the answer.
    pub fn question(&self) -> Option<AnyQuestion> {
        let filters = self.filters.clone();
        let options = self.products.options;
        match (self.panel, self.products.product.clone()) {
            (Panel::Segments, _) => Some(question::Segments(filters).into()),
            (Panel::Baskets, _) => Some(question::Baskets(filters).into()),
            (Panel::Products, Some(id)) => {
                let question = question::Product {
                    filters,
                    options,
                    id,
                };
                Some(question.into())
            }
            (Panel::Products, None) => Some(question::Products { filters, options }.into()),
            (Panel::Overview | Panel::Data, _) => None,
        }
    }

    /// The same filters on another panel.
    pub fn on(&self, panel: Panel) -> Self {
        Self {
            panel,
            products: Asked::default(),
            ..self.clone()
        }
    }

    /// The same filters, and something else of the Products panel.
    pub fn of_products(&self, edit: impl FnOnce(&mut Asked)) -> Self {
        let mut next = self.clone();
        edit(&mut next.products);
        next
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "?panel={}", self.panel.key())?;
        if self.embed {
            f.write_str("&embed=1")?;
        }
        let filters = self.filters.to_string();
        if !filters.is_empty() {
            write!(f, "&{filters}")?;
        }
        let Asked {
            options,
            product,
            find,
        } = &self.products;
        for part in options.query() {
            write!(f, "&{part}")?;
        }
        for (key, value) in [("product", product), ("find", find)] {
            if let Some(value) = value {
                write!(f, "&{key}={}", clientele_model::filters::encoded(value))?;
            }
        }
        Ok(())
    }
}

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
    /// What the address says.
    pub view: Memo<View>,
    /// What is being looked at.
    pub filters: Memo<Filters>,
    /// Sentences the visitor should read.
    pub notices: Signal<Vec<String>>,
    search: RwSignal<String>,
    told: RwSignal<Vec<String>>,
    closed: RwSignal<Vec<String>>,
    pending: StoredValue<Option<(View, Change)>>,
    written: StoredValue<f64>,
}

impl State {
    /// Reads the address and the storage, listens to back and forward. Once per page.
    pub fn start() -> Self {
        let search = RwSignal::new(String::new());
        let told = RwSignal::new(Vec::new());
        let closed = RwSignal::new(Vec::<String>::new());
        let read = Memo::new(move |_| search.with(|s| View::parse(s)));
        let view = Memo::new(move |_| read.with(|(view, _)| view.clone()));
        let filters = Memo::new(move |_| view.with(|v| v.filters.clone()));
        let notices = Signal::derive(move || {
            let mut all = read.with(|(_, bad)| bad.clone());
            all.extend(told.get());
            all.dedup();
            all.retain(|n| closed.with(|c| !c.contains(n)));
            all
        });
        let state = Self {
            view,
            filters,
            notices,
            search,
            told,
            closed,
            pending: StoredValue::new(None),
            written: StoredValue::new(f64::MIN),
        };
        let address = address();
        let (first, bad) = View::parse(&address);
        search.set(address);
        if bad.is_empty() && first.filters == Filters::default() && !first.embed {
            let stored = stored(STORED).unwrap_or_default();
            let (filters, bad) = Filters::parse(&stored);
            if bad.is_empty() && filters != Filters::default() {
                state.write(&View { filters, ..first }, Change::Drag);
            }
        }
        let back = Closure::<dyn Fn()>::new(move || {
            state.pending.set_value(None);
            search.set(self::address());
        });
        if let Some(window) = web_sys::window() {
            use wasm_bindgen::JsCast;
            // Refused: back and forward then reload the page, which reads the same address.
            let _ =
                window.add_event_listener_with_callback("popstate", back.as_ref().unchecked_ref());
        }
        back.forget();
        effect(move || {
            let text = filters.with(ToString::to_string);
            if view.with_untracked(|v| !v.embed) && store(STORED, &text).is_none() {
                state.tell(
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

    /// Says something once.
    pub fn tell(self, words: &str) {
        self.told.update(|all| {
            if !all.iter().any(|known| known == words) {
                all.push(words.to_owned());
            }
        });
    }

    /// Closes a notice.
    pub fn close(self, words: &str) {
        self.closed.update(|all| all.push(words.to_owned()));
    }

    /// Changes what is being looked at.
    pub fn change(self, kind: Change, edit: impl FnOnce(&mut Filters)) {
        let mut next = self.newest();
        edit(&mut next.filters);
        // Another list begins at its first page.
        next.products.options.page = 1;
        self.commit(next, kind);
    }

    /// Changes what of the Products panel is shown.
    pub fn products(self, kind: Change, edit: impl FnOnce(&mut Asked)) {
        self.commit(self.newest().of_products(edit), kind);
    }

    /// Goes to another view.
    pub fn go(self, view: View) {
        self.commit(view, Change::Step);
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
        let waiting = self
            .pending
            .with_value(|p| p.as_ref().map(|(_, kind)| *kind));
        let kind = if waiting == Some(Change::Step) {
            Change::Step
        } else {
            kind
        };
        let since = js_sys::Date::now() - self.written.get_value();
        if waiting.is_none() && since >= PAUSE as f64 {
            self.write(&next, kind);
            return;
        }
        self.pending.set_value(Some((next, kind)));
        if waiting.is_none() {
            let later = Duration::from_millis(PAUSE);
            let write = move || {
                if let Some((view, kind)) = self.pending.try_update_value(Option::take).flatten() {
                    self.write(&view, kind);
                }
            };
            if set_timeout_with_handle(write, later).is_err() {
                write();
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one writer of the address")]
    fn write(self, view: &View, kind: Change) {
        let text = view.to_string();
        self.written.set_value(js_sys::Date::now());
        if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
            let done = match kind {
                Change::Step => history.push_state_with_url(&JsValue::NULL, "", Some(&text)),
                Change::Drag => history.replace_state_with_url(&JsValue::NULL, "", Some(&text)),
            };
            if done.is_err() {
                self.tell("This browser did not accept the new address. The page shows your choice, but the link in the address bar is older; use Share link.");
            }
        }
        self.search.set(text);
    }

    /// The address of this view, complete, to be shared.
    pub fn link(self) -> String {
        let here = web_sys::window()
            .and_then(|w| w.location().href().ok())
            .unwrap_or_default();
        let base = here.split(['?', '#']).next().unwrap_or_default();
        format!("{base}{}", self.view.get_untracked())
    }
}

/// The query of the address. Where a server answers every path with this page, `…/segments?from=…` means what it means on
/// the command line.
fn address() -> String {
    let Some(location) = web_sys::window().map(|w| w.location()) else {
        return String::new();
    };
    let (search, path) = (
        location.search().unwrap_or_default(),
        location.pathname().unwrap_or_default(),
    );
    with_path(&search, &path)
}

fn with_path(search: &str, path: &str) -> String {
    let query = search.strip_prefix('?').unwrap_or(search);
    let last = path.rsplit('/').next().unwrap_or_default();
    let named = query.split('&').any(|part| part.starts_with("panel="));
    match Panel::ALL.iter().find(|row| row.1 == last) {
        Some((_, key, ..)) if !named => format!("?panel={key}&{query}"),
        _ => search.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, canonical: &str, notices: &[&str]) {
        let (view, told) = View::parse(query);
        assert_eq!(view.to_string(), canonical);
        assert_eq!(told, notices);
        assert_eq!(View::parse(canonical), (view, vec![]));
    }

    #[test]
    fn a_path_that_names_a_panel_counts_where_the_query_names_none() {
        assert_eq!(
            with_path("?k=4", "/some/where/segments"),
            "?panel=segments&k=4"
        );
        assert_eq!(
            with_path("?panel=data", "/some/where/segments"),
            "?panel=data"
        );
        assert_eq!(with_path("?k=4", "/some/where/"), "?k=4");
        assert_eq!(with_path("", "/index.html"), "");
    }

    #[test]
    fn an_address_is_a_panel_and_its_filters() {
        check("", "?panel=overview", &[]);
        check("?panel=segments", "?panel=segments", &[]);
        check(
            "?country=France&panel=data&embed=1",
            "?panel=data&embed=1&country=France",
            &[],
        );
        check(
            "?panel=moon",
            "?panel=overview",
            &["There is no panel “moon” here, so the Overview is shown."],
        );
        check(
            "?box=AX&country=France&a=70&panel=products&product=a%26b",
            "?panel=products&country=France&a=70&box=AX&product=a%26b",
            &[],
        );
    }
}
