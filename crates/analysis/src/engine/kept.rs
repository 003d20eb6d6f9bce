//! What was computed lately, so that small changes are quick.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, PoisonError};

use crate::latest::Latest;

/// The values used last, of every type by itself.
#[derive(Default)]
pub struct Kept(Mutex<Vec<(TypeId, Arc<dyn Any + Send + Sync>)>>);

impl Kept {
    /// Those of one type; so many of them are kept.
    pub(crate) fn of<T: Send + Sync + 'static, const KEPT: usize>(&self) -> Arc<Latest<T, KEPT>> {
        // Whoever panicked while holding the lock left whole entries behind.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = TypeId::of::<Latest<T, KEPT>>();
        let held = kept.iter().find(|(of, _)| *of == key);
        let held = held.and_then(|(_, held)| Arc::clone(held).downcast().ok());
        held.unwrap_or_else(|| {
            let new = Arc::<Latest<T, KEPT>>::default();
            kept.push((key, Arc::clone(&new) as Arc<dyn Any + Send + Sync>));
            new
        })
    }

    /// Keeps those of one type together with another. None of the type may be kept here so far.
    pub(crate) fn share<T: Send + Sync + 'static, const KEPT: usize>(&self, other: &Self) {
        let theirs = other.of::<T, KEPT>();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push((TypeId::of::<Latest<T, KEPT>>(), theirs));
    }
}
