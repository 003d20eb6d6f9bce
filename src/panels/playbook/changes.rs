//! What was changed by hand on cards, as this browser keeps it.

use std::collections::BTreeMap;

use clientele_model::playbook::{About, Entry};
use clientele_model::selection::Only;
use leptos::prelude::*;

use super::super::kept_list::{Field, Fields, Kept, keep, kept};
use crate::format::Format;
use crate::state::State;

const STORED: &str = "clientele.cards";

/// Lines of more cards than these are not kept; the oldest go.
const MOST: usize = 1_000;
/// Letters of an entry.
const LONGEST: usize = 2_000;

const NOT_KEPT: &str = "This browser does not let the page keep the card. Your changes are here until you leave the page; “Download” saves the card as a file.";

/// An entry of a card that was changed.
#[derive(Clone, Debug, PartialEq)]
struct Changed {
    /// The data set; empty for the first one.
    dataset: String,
    /// Whom the card is for, as in links.
    of: String,
    /// Which entry.
    about: About,
    /// What it says now, a line each.
    text: String,
}

impl Kept for Changed {
    fn fields(&self) -> Vec<(&'static str, Field<'_>)> {
        vec![
            ("data", Field::Text(&self.dataset)),
            ("of", Field::Text(&self.of)),
            ("about", Field::Text(self.about.key())),
            ("text", Field::Text(&self.text)),
        ]
    }

    fn of(fields: &Fields) -> Option<Self> {
        let about = fields.text("about")?;
        Some(Self {
            dataset: fields.text("data")?,
            of: fields.text("of")?,
            about: About::ALL.into_iter().find(|one| one.key() == about)?,
            text: fields.text("text")?.chars().take(LONGEST).collect(),
        })
    }
}

/// What was changed on the card that is shown; `Copy`.
#[derive(Clone, Copy)]
pub(in crate::panels) struct Changes {
    state: State,
    of: Signal<Only>,
    all: RwSignal<Vec<Changed>>,
}

impl Changes {
    /// On the card of these customers.
    pub(super) fn of(state: State, of: Signal<Only>) -> Self {
        Self {
            state,
            of,
            all: RwSignal::new(kept(STORED)),
        }
    }

    fn key(self) -> (String, String) {
        let dataset = self.state.filters.with(|filters| filters.dataset.clone());
        (
            dataset.unwrap_or_default(),
            self.of.with(ToString::to_string),
        )
    }

    /// The entries that were changed, and what they say now.
    pub(super) fn texts(self) -> BTreeMap<About, String> {
        let key = self.key();
        self.all.with(|all| {
            let own = all
                .iter()
                .filter(|one| (&one.dataset, &one.of) == (&key.0, &key.1));
            own.map(|one| (one.about, one.text.clone())).collect()
        })
    }

    /// Has an entry say this; what the data say where it is empty.
    pub(super) fn set(self, about: About, text: &str) {
        let (dataset, of) = untrack(|| self.key());
        let mut all = kept::<Changed>(STORED);
        all.retain(|one| (&one.dataset, &one.of, one.about) != (&dataset, &of, about));
        let text: String = text.trim().chars().take(LONGEST).collect();
        if !text.is_empty() {
            let changed = Changed {
                dataset,
                of,
                about,
                text,
            };
            all.insert(0, changed);
        }
        all.truncate(MOST);
        keep(self.state, STORED, &all, NOT_KEPT);
        self.all.set(all);
    }

    /// What an entry says: as it was changed, else as it was made.
    pub(super) fn said(self, entry: &Entry, fmt: &Format) -> Vec<String> {
        match self.texts().get(&entry.about) {
            Some(text) => text.lines().map(str::to_owned).collect(),
            None => entry.lines.iter().map(|line| fmt.sentence(line)).collect(),
        }
    }
}
