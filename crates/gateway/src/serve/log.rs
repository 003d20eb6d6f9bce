//! The log: JSON, one line for a request, to standard error. No addresses of visitors, no values of
//! filters, no tokens.
//!
//! Lines are written by a thread of their own. Whoever reads them may stall: then a bounded number waits, the rest is
//! dropped and counted, and no answer waits for the log.

use std::time::Duration;

use jiff::Timestamp;
use tracing::{Level, info, warn};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use super::facts::Facts;
use crate::clickhouse::Trouble;

/// More of what ClickHouse says is not written.
const LONGEST: usize = 2_000;

/// Lines that wait for whoever reads them.
const WAITING: usize = 4_096;

/// Writes what waits, when it is dropped; for a second at most.
pub type Writer = WorkerGuard;

/// From now on lines go to standard error; those of this module only, since nobody has looked whether
/// what other crates tell is personal. The counter tells how many were dropped.
pub fn start() -> (Writer, ErrorCounter) {
    let (writer, guard) = NonBlockingBuilder::default()
        .buffered_lines_limit(WAITING)
        .lossy(true)
        .thread_name("log")
        .finish(std::io::stderr());
    let dropped = writer.error_counter();
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .without_time()
        .with_level(false)
        .with_target(false)
        // A log that cannot be written is no reason to answer nobody.
        .log_internal_errors(false)
        .with_writer(writer);
    let ours = Targets::new().with_target(module_path!(), Level::INFO);
    // Only a second start fails.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(ours))
        .try_init();
    (guard, dropped)
}

/// One request that is over. What is not known of it is left out.
pub fn request(facts: &Facts, status: u16, bytes: u64, time: Duration) {
    let trouble = facts.trouble.as_ref();
    info!(
        time = now(),
        event = "request",
        request = facts.request,
        method = facts.method,
        route = facts.route,
        dataset = facts.dataset,
        table = facts.table,
        token = facts.token,
        status,
        bytes,
        ms = millis(time),
        clickhouse_ms = facts.clickhouse.map(millis),
        query = facts.query,
        refused = facts.refused,
        ended = facts.ended,
        kind = trouble.map(kind),
        detail = trouble.map(detail),
    );
}

/// A failure that no visitor waits for; `what` was done for a data set.
pub fn trouble(what: &str, dataset: &str, trouble: &Trouble) {
    let (kind, detail) = (kind(trouble), detail(trouble));
    warn!(time = now(), event = what, dataset, kind, detail);
}

/// An audience that was written: by which token, and the run under which the database tells its name and definition.
pub fn audience(facts: &Facts, run: &str, customers: u64) {
    info!(
        time = now(),
        event = "audience",
        request = facts.request,
        dataset = facts.dataset,
        token = facts.token,
        run,
        customers,
    );
}

/// Something the gateway itself did.
pub fn event(what: &str, detail: &str) {
    info!(time = now(), event = what, detail);
}

/// The time in UTC, as RFC 3339 writes it.
fn now() -> String {
    format!("{:.3}", Timestamp::now())
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

fn kind(trouble: &Trouble) -> String {
    format!("{:?}", trouble.kind)
}

/// What ClickHouse said, for whoever runs it.
fn detail(trouble: &Trouble) -> String {
    masked(&trouble.detail)
}

/// The words without what visitors may have chosen: ClickHouse repeats statements with their values
/// filled in, so quoted texts become `'…'` and the statement is left away.
fn masked(words: &str) -> String {
    let end = words
        .to_ascii_lowercase()
        .find("in scope ")
        .unwrap_or(words.len());
    let mut out = String::new();
    let mut inside = false;
    let mut signs = words[..end].chars();
    while let Some(sign) = signs.next() {
        match (sign, inside) {
            ('\'', _) => {
                out.push_str(if inside { "…'" } else { "'" });
                inside = !inside;
            }
            ('\\', true) => drop(signs.next()),
            (_, true) => {}
            (sign, false) => out.push(sign),
        }
        if out.len() > LONGEST {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_visitors_chose_is_masked() {
        let words = "Code: 6. Cannot parse 'O\\'Land' at `x` of '': while executing (X)";
        assert_eq!(
            masked(words),
            "Code: 6. Cannot parse '…' at `x` of '…': while executing (X)"
        );
        assert_eq!(
            masked("Unknown identifier `b` In scope SELECT b WHERE c = 7"),
            "Unknown identifier `b` "
        );
        assert!(masked(&"é".repeat(5_000)).len() < 2_010);
    }
}
