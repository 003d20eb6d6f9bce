//! What was computed lately, so that the side sheet and small changes are quick.

use std::sync::{Arc, Mutex, PoisonError};

use clientele_model::filters::Filters;
use clientele_model::segments::SegmentsReport;

use crate::segments::{Found, Ground};
use crate::tables::CustomersTable;

/// Tables and groupings by the text of what was asked.
#[derive(Default)]
pub(super) struct Shelf {
    pub tables: Latest<CustomersTable>,
    pub models: Latest<Model>,
}

/// Customers in segments.
pub(super) struct Model {
    pub ground: Arc<Ground>,
    pub found: Arc<Found>,
    pub report: SegmentsReport,
}

/// What a table of customers is kept under: the filters as far as it depends on them.
pub(super) fn customers_key(filters: &Filters) -> String {
    let usual = Filters::default();
    let base = Filters {
        dataset: None,
        against: usual.against,
        only: Vec::new(),
        lens: usual.lens,
        k: usual.k,
        seed: usual.seed,
        ..filters.clone()
    };
    base.to_string()
}

/// The values used last.
pub(super) struct Latest<T>(Mutex<Vec<(String, Arc<T>)>>);

/// How many are kept.
const KEPT: usize = 6;

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> Latest<T> {
    /// The value under this text, which becomes the one used last.
    pub fn get(&self, text: &str) -> Option<Arc<T>> {
        // Whoever panicked while holding the lock left whole entries behind.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(key, _)| key == text)?;
        let entry = kept.remove(at);
        let value = Arc::clone(&entry.1);
        kept.push(entry);
        Some(value)
    }

    /// Keeps a value, in place of the one under the same text or the one not used for longest.
    pub fn put(&self, text: String, value: Arc<T>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(key, _)| *key != text);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((text, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_not_used_for_longest_goes_first() {
        let shelf = Latest::default();
        for at in 0..KEPT {
            shelf.put(at.to_string(), Arc::new(at));
        }
        assert!(shelf.get("0").is_some());
        shelf.put("more".to_owned(), Arc::new(9));
        assert_eq!(shelf.get("0").as_deref(), Some(&0));
        assert_eq!(
            (shelf.get("1"), shelf.get("more").as_deref()),
            (None, Some(&9))
        );
    }
}
