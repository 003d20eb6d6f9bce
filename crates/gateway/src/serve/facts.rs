//! What becomes known about a request while it is answered, for the log and the metrics.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clickhouse::Trouble;

/// What is known about a request.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its id.
    pub request: String,
    /// `GET`, `HEAD`, …; anything unusual is `OTHER`.
    pub method: &'static str,
    /// The route, not the address.
    pub route: &'static str,
    /// Name of the data set, one that is there.
    pub dataset: Option<String>,
    /// Name of the table.
    pub table: Option<&'static str>,
    /// Name of the token.
    pub token: Option<String>,
    /// The id of the query in ClickHouse's log.
    pub query: Option<String>,
    /// Time in ClickHouse until the first byte.
    pub clickhouse: Option<Duration>,
    /// Why there is no answer, in one word.
    pub refused: Option<&'static str>,
    /// How the answer ended, when it did not end well: `cut`, or `left` when the visitor went.
    pub ended: Option<&'static str>,
    /// What ClickHouse said.
    pub trouble: Option<Trouble>,
}

/// Facts that the parts of one request share.
#[derive(Clone, Debug, Default)]
pub struct Note(Arc<Mutex<Facts>>);

impl Note {
    /// About a request that has just come.
    pub fn new(request: String, method: &'static str) -> Self {
        let route = "other";
        Self(Arc::new(Mutex::new(Facts {
            request,
            method,
            route,
            ..Facts::default()
        })))
    }

    /// Writes something down.
    pub fn set(&self, write: impl FnOnce(&mut Facts)) {
        write(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Everything that is known now.
    pub fn facts(&self) -> Facts {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
