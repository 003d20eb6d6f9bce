//! What every scenario stands on: the months of all customers, what else is known of them, and where they stood on days
//! before. It is kept, so that a change of a plan does not count anew.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clientele_model::failure::Failure;

use super::past::{Past, Stood};
use super::seen::Seen;
use crate::days::{Day, Days};
use crate::engine::{Scope, Tables};
use crate::tables::CustomerMonthsTable;

/// How many are kept.
const KEPT: usize = 2;

/// What every scenario stands on.
pub struct Ground {
    /// Orders.
    pub past: Past,
    /// Opt-ins and arms.
    pub seen: Seen,
    standing: Mutex<BTreeMap<Day, Arc<Vec<Stood>>>>,
}

impl Ground {
    /// From everybody's months in the days that the data hold, made or kept.
    ///
    /// # Errors
    /// As [`Tables::campaigns`].
    pub fn of(
        months: Arc<CustomerMonthsTable>,
        days: Days,
        scope: &Scope,
        tables: &Tables,
    ) -> Result<Arc<Self>, Failure> {
        let key = scope.filters.to_string();
        let kept = tables.kept::<Self, KEPT>();
        if let Some(ground) = kept.get(&key) {
            return Ok(ground);
        }
        let window = &scope.window;
        let past = Past::new(months, days, window.days, window.returns);
        let opt_in = tables.lines().map(|lines| &lines.customers.email_opt_in);
        let opt_in = opt_in.filter(|known| !known.is_empty()).cloned();
        let ground = Arc::new(Self {
            seen: Seen::new(tables.campaigns()?, opt_in, &past),
            past,
            standing: Mutex::default(),
        });
        kept.put(key, Arc::clone(&ground));
        Ok(ground)
    }

    /// Days on which it is known where everybody stood. Whoever panicked while holding the lock left whole entries behind.
    fn days(&self) -> MutexGuard<'_, BTreeMap<Day, Arc<Vec<Stood>>>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is known already where everybody stood on a day.
    pub fn knows_standing(&self, day: Day) -> bool {
        self.days().contains_key(&day)
    }

    /// Where everybody stood on a day.
    pub fn standing(&self, day: Day) -> Arc<Vec<Stood>> {
        let mut standing = self.days();
        let stood = standing.entry(day);
        Arc::clone(stood.or_insert_with(|| Arc::new(self.past.standing(day))))
    }
}
