//! Names of requests and queries.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes names that do not repeat: not in this process, and hardly in another.
#[derive(Default)]
pub struct Ids {
    key: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// The next name: the prefix and sixteen hexadecimal digits.
    pub fn next(&self, prefix: &str) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{prefix}{:016x}", self.key.hash_one(count))
    }
}
