//! The values used last.

use std::sync::{Arc, Mutex, PoisonError};

/// Values by a text, the one used last at the end.
#[derive(Debug)]
pub(crate) struct Latest<T, const KEPT: usize = EIGHT>(Mutex<Vec<(String, Arc<T>)>>);

/// How many are kept: as many as one question may take, and no fewer.
pub(crate) const EIGHT: usize = 8;

impl<T, const KEPT: usize> Default for Latest<T, KEPT> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T, const KEPT: usize> Latest<T, KEPT> {
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
        let latest: Latest<usize> = Latest::default();
        for at in 0..EIGHT {
            latest.put(at.to_string(), Arc::new(at));
        }
        assert!(latest.get("0").is_some());
        latest.put("more".to_owned(), Arc::new(9));
        assert_eq!(latest.get("0").as_deref(), Some(&0));
        assert_eq!(
            (latest.get("1"), latest.get("more").as_deref()),
            (None, Some(&9))
        );
    }
}
