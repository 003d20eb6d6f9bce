//! What a selection was made under: chosen customers stay chosen when something else is looked at.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Only;
use crate::filters::{FILTERS, Filters, decode};

/// The parameter of links that stands behind a selection and says what it was made under.
pub const UNDER: &str = "under";

/// The value where every filter was at its default.
const USUAL: &str = "usual";

/// A selection that everything is narrowed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Which customers.
    pub only: Only,
    /// What it was made under; what is looked at when absent.
    pub under: Option<Under>,
}

/// The filters that decide whom a selection means, the others at their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Under(Box<Filters>);

impl Chosen {
    /// A selection made under these filters.
    pub fn under(only: &Only, filters: &Filters) -> Self {
        Self {
            only: only.clone(),
            under: Some(Under::of(filters, only)),
        }
    }
}

/// Under whatever is looked at.
impl From<Only> for Chosen {
    fn from(only: Only) -> Self {
        Self { only, under: None }
    }
}

impl Under {
    /// What decides whom a selection means under these filters. The selections before it do as well,
    /// and stand before it.
    pub fn of(filters: &Filters, only: &Only) -> Self {
        let usual = Filters::default();
        let mut kept = Filters {
            dataset: None,
            against: usual.against,
            only: Vec::new(),
            by: usual.by,
            mining: usual.mining,
            ..filters.clone()
        };
        if !only.is_of_segments() {
            (kept.lens, kept.k, kept.seed) = (usual.lens, usual.k, usual.seed);
        }
        Self(Box::new(kept))
    }

    /// Those filters.
    pub fn filters(&self) -> &Filters {
        &self.0
    }

    pub(crate) fn filters_mut(&mut self) -> &mut Filters {
        &mut self.0
    }

    /// Reads what is printed of a selection; none when any part of it says nothing. By the rows of the
    /// filters alone: the worker has no use for whole links.
    pub(crate) fn parse(text: &str, only: &Only) -> Option<Self> {
        let (mut filters, mut taken) = (Filters::default(), Vec::new());
        if text != USUAL {
            for part in text.split('&') {
                let (key, value) = part.split_once('=')?;
                let param = FILTERS.iter().find(|param| param.key == key)?;
                param.take(&mut filters, &decode(value), &mut taken).ok()?;
            }
        }
        filters.only.is_empty().then(|| Self::of(&filters, only))
    }
}

/// A canonical query.
impl fmt::Display for Under {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.0.to_string();
        f.write_str(if query.is_empty() { USUAL } else { &query })
    }
}

impl Filters {
    /// Whether a selection was made under what is looked at here.
    pub fn made(&self, chosen: &Chosen) -> bool {
        let under = chosen.under.as_ref();
        under.is_none_or(|under| *under == Under::of(self, &chosen.only))
    }

    /// The filters that the selection at this place was made under, with the selections before it, each
    /// with what that was made under; none where it was made under what is looked at.
    pub fn made_under(&self, at: usize) -> Option<Self> {
        let chosen = self.only.get(at).filter(|chosen| !self.made(chosen))?;
        let stated = |before: &Chosen| Chosen {
            under: before
                .under
                .clone()
                .or_else(|| Some(Under::of(self, &before.only))),
            ..before.clone()
        };
        Some(Self {
            dataset: self.dataset.clone(),
            only: self.only[..at].iter().map(stated).collect(),
            ..chosen.under.as_ref()?.filters().clone()
        })
    }

    /// After a change, chosen customers stay who they were: a selection that says nothing of what it was
    /// made under was made under the filters before.
    pub fn hold(&mut self, before: &Self) {
        let mut only = std::mem::take(&mut self.only);
        for chosen in only.iter_mut().filter(|chosen| chosen.under.is_none()) {
            let under = Under::of(before, &chosen.only);
            if under != Under::of(self, &chosen.only) {
                chosen.under = Some(under);
            }
        }
        self.only = only;
    }
}
