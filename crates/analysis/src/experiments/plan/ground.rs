//! What every scenario stands on: the months of all customers, what else is known of them, and where they stood on days
//! before. It is kept, so that a change of a plan does not count anew.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::past::{Past, Stood};
use super::seen::Seen;
use crate::days::Day;

/// What every scenario stands on.
pub struct Ground {
    /// Orders.
    pub past: Past,
    /// Opt-ins and arms.
    pub seen: Seen,
    standing: Mutex<BTreeMap<Day, Arc<Vec<Stood>>>>,
}

impl Ground {
    /// Nobody has stood anywhere so far.
    pub fn new(past: Past, seen: Seen) -> Self {
        Self {
            past,
            seen,
            standing: Mutex::default(),
        }
    }

    /// Where everybody stood on a day.
    pub fn standing(&self, day: Day) -> Arc<Vec<Stood>> {
        // Whoever panicked while holding the lock left whole entries behind.
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let stood = standing.entry(day);
        Arc::clone(stood.or_insert_with(|| Arc::new(self.past.standing(day))))
    }
}
