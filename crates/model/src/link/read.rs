//! From a text to a link.

use super::{Link, Notice, NoticeKind, Panel, SHEET, decode, embed};
use crate::filters::{FILTERS, MAX_VALUES};
use crate::question::NotAQuestion;
use crate::selection::{Chosen, Only, UNDER};
use crate::words::short;

impl Link {
    /// Reads a question, `/panel?query`, or a whole link of the page:
    /// `https://…/?panel=segments&k=5`. A leading `/` may be missing. Bad parts of the query become
    /// notices.
    ///
    /// # Errors
    /// [`NotAQuestion::Panel`] when there is no such panel.
    pub fn parse(text: &str) -> Result<(Self, Vec<Notice>), NotAQuestion> {
        let (path, query) = cut(text);
        let query = query.split('#').next().unwrap_or(query);
        let mut key = path.strip_prefix('/').unwrap_or(path);
        if path.contains("://") {
            key = at_the_end(path);
        }
        let mut rest = Vec::new();
        for part in query.split('&') {
            match part.split_once('=') {
                // The page says in the query which panel it is, so that a link works on any host.
                Some(("panel", name)) if key.is_empty() => key = name,
                Some((SHEET, _)) => {}
                _ if part.is_empty() => {}
                _ => rest.push(part),
            }
        }
        // Where the page stands changes nothing that is asked.
        embed::taken_out(&mut rest);
        let panel = match key {
            "" => Panel::default(),
            key => Panel::of(key).ok_or_else(|| NotAQuestion::Panel(key.to_owned()))?,
        };
        let mut link = Self {
            panel,
            ..Self::default()
        };
        let notices = link.read_parts(&rest, Some(panel));
        Ok((link, notices))
    }

    /// Reads the path and query of an address of the page. Never fails: what cannot be used is
    /// named. Where a server answers every path with the page, `…/segments?from=…` means what it
    /// means on the command line.
    pub fn of_page(address: &str) -> (Self, Vec<String>) {
        let (path, query) = cut(address);
        let mut link = Self::default();
        let (mut rest, mut sentences) = (Vec::new(), Vec::new());
        let mut named = false;
        for part in query.split('&') {
            match part.split_once('=') {
                Some(("panel", key)) => {
                    named = true;
                    match shown(key) {
                        Some(panel) => link.panel = panel,
                        None => sentences.push(no_panel(key)),
                    }
                }
                Some((SHEET, of)) => match decode(of).parse() {
                    Ok(only) => link.sheet = Some(only),
                    Err(_) => {
                        let notice = Notice::new(SHEET, &decode(of), NoticeKind::Unreadable);
                        sentences.push(notice.to_string());
                    }
                },
                _ if part.is_empty() => {}
                _ => rest.push(part),
            }
        }
        link.embed = embed::taken_out(&mut rest);
        if !named && let Some(panel) = shown(at_the_end(path)) {
            link.panel = panel;
        }
        let notices = link.read_parts(&rest, Some(link.panel));
        sentences.extend(notices.iter().map(ToString::to_string));
        (link, sentences)
    }

    /// Whether an address of the page asks nothing: no parameter, whatever it is, and no panel in its
    /// path. Any other means the same to everybody.
    pub fn asks_nothing(address: &str) -> bool {
        let (path, query) = cut(address);
        let query = query.split('#').next().unwrap_or(query);
        let names_panel = shown(at_the_end(path)).is_some();
        query.split('&').all(str::is_empty) && !names_panel
    }

    /// Reads the parts of a query: the filters and, where a panel is given, what it reads itself.
    /// What the filters cannot use is named first.
    pub(crate) fn read_parts(&mut self, parts: &[&str], panel: Option<Panel>) -> Vec<Notice> {
        let panel = panel.map(Panel::declared);
        let own = panel.map_or(&[][..], |panel| panel.params);
        let (mut taken, mut own_taken) = (Vec::new(), Vec::new());
        let (mut of_filters, mut of_panel) = (Vec::new(), Vec::new());
        let mut is_selection = false;
        for part in parts.iter().copied() {
            let (key, value) = pair(part);
            let own = own.iter().find(|param| param.key == key);
            let filter = FILTERS.iter().find(|param| param.key == key);
            let notices = match own {
                Some(_) => &mut of_panel,
                None => &mut of_filters,
            };
            let read = match (own, filter) {
                // A mark that is not said is none that could not be read.
                (Some(param), None) if !param.once && !part.contains('=') => {
                    Err(NoticeKind::UnknownKey)
                }
                // Where a filter has the same key, their values differ.
                (Some(param), filter) => {
                    let read = param.take(self, &value, &mut own_taken);
                    read.or_else(|why| match filter {
                        Some(filter) => filter
                            .take(&mut self.filters, &value, &mut taken)
                            .map_err(|_| why),
                        None => Err(why),
                    })
                }
                // It belongs to the selection just before it, and to no other one.
                (None, Some(param)) if param.key == UNDER && !is_selection => {
                    Err(NoticeKind::Unreadable)
                }
                (None, Some(param)) => param.take(&mut self.filters, &value, &mut taken),
                (None, None) => Err(NoticeKind::UnknownKey),
            };
            is_selection = key == "only" && read.is_ok();
            if let Err(kind) = read {
                notices.push(Notice::new(&key, &value, kind));
            }
        }
        // "Everyone" inside anything adds nothing, so it does not stand in the value.
        let says = |chosen: &Chosen| chosen.only != Only::Everyone;
        self.filters.only.retain(says);
        for keys in panel.map_or_else(Vec::new, |panel| (panel.settle)(self)) {
            for (key, value) in parts.iter().copied().map(pair) {
                if keys.contains(&&*key) && own_taken.contains(&&*key) {
                    of_panel.push(Notice::new(&key, &value, NoticeKind::Unreadable));
                }
            }
        }
        of_filters.truncate(MAX_VALUES);
        of_filters.append(&mut of_panel);
        of_filters
    }
}

/// The panel of that key, if the page shows it.
fn shown(key: &str) -> Option<Panel> {
    Panel::of(key).filter(|panel| panel.word().is_some())
}

/// The end of a path that names a panel: its last part, or the last two where a panel has two.
fn at_the_end(path: &str) -> &str {
    let mut slashes = path.rmatch_indices('/').map(|(at, _)| at + 1);
    let last = slashes.next().map_or(path, |at| &path[at..]);
    let two = match slashes.next() {
        Some(at) => &path[at..],
        None => path,
    };
    match Panel::of(two) {
        Some(_) => two,
        None => last,
    }
}

/// Path and query; a second question mark is forgiven.
fn cut(text: &str) -> (&str, &str) {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    (path, query.strip_prefix('?').unwrap_or(query))
}

/// Key and value of a part, decoded.
pub(super) fn pair(part: &str) -> (String, String) {
    let (key, value) = part.split_once('=').unwrap_or((part, ""));
    (decode(key), decode(value))
}

fn no_panel(key: &str) -> String {
    let key = decode(key);
    let key = short(&key);
    format!("There is no panel “{key}” here, so the Overview is shown.")
}
