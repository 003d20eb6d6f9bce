//! How much of all that is asked at once one caller may ask, so that nobody keeps all others waiting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate::Caller;
use super::refusal::Refusal;

/// Callers beyond which those who ask nothing at the moment are forgotten.
const MANY: usize = 1_000;

/// The shares of all callers.
pub struct Shares {
    each: usize,
    callers: Mutex<HashMap<Caller, Arc<Semaphore>>>,
}

impl Shares {
    /// So many tables at once for each.
    pub fn new(each: usize) -> Self {
        Self {
            each,
            callers: Mutex::default(),
        }
    }

    /// Waits until the caller may ask one more table; theirs until it is dropped.
    ///
    /// # Errors
    /// [`Refusal::Full`] when none of their own has ended for so long.
    pub async fn of(
        &self,
        caller: Caller,
        wait: Duration,
    ) -> Result<OwnedSemaphorePermit, Refusal> {
        let share = self.share(caller);
        tokio::time::timeout(wait, share.acquire_owned())
            .await
            .map_err(|_| Refusal::Full)?
            .map_err(|_| Refusal::Full)
    }

    fn share(&self, caller: Caller) -> Arc<Semaphore> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MANY {
            // Whoever asks or waits holds a second one.
            callers.retain(|_, share| Arc::strong_count(share) > 1);
        }
        let new = || Arc::new(Semaphore::new(self.each));
        Arc::clone(callers.entry(caller).or_insert_with(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(5);

    fn caller(name: usize) -> Caller {
        Caller::Token(name.to_string())
    }

    #[tokio::test]
    async fn each_has_their_own_share() {
        let shares = Shares::new(2);
        let first = shares.of(caller(1), MOMENT).await.unwrap();
        let _second = shares.of(caller(1), MOMENT).await.unwrap();
        assert_eq!(
            shares.of(caller(1), MOMENT).await.err(),
            Some(Refusal::Full)
        );
        assert!(shares.of(caller(2), MOMENT).await.is_ok());
        drop(first);
        assert!(shares.of(caller(1), MOMENT).await.is_ok());
    }

    #[tokio::test]
    async fn whoever_asks_nothing_is_forgotten() {
        let shares = Shares::new(1);
        let held = shares.of(caller(0), MOMENT).await.unwrap();
        for name in 1..3 * MANY {
            drop(shares.of(caller(name), MOMENT).await.unwrap());
        }
        assert!(shares.callers.lock().unwrap().len() <= MANY);
        assert!(shares.of(caller(0), MOMENT).await.is_err());
        drop(held);
    }
}
