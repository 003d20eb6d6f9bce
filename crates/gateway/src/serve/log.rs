//! The log: JSON, one line for a request, to standard error. No addresses of visitors, no values of
//! filters, no tokens.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clientele_analysis::days::to_date;
use serde_json::{Map, Value, json};

use super::facts::Facts;
use crate::clickhouse::Trouble;

/// More of what ClickHouse says is not written.
const LONGEST: usize = 2_000;

/// Where lines go. Lines of two requests are never mixed.
pub struct Log {
    sink: Mutex<Box<dyn Write + Send>>,
}

impl Log {
    /// To standard error.
    pub fn stderr() -> Self {
        Self {
            sink: Mutex::new(Box::new(std::io::stderr())),
        }
    }

    /// One request that is over.
    pub fn request(&self, facts: &Facts, status: u16, bytes: u64, time: Duration) {
        let mut line = json!({
            "event": "request",
            "request": facts.request,
            "method": facts.method,
            "route": facts.route,
            "status": status,
            "bytes": bytes,
            "ms": millis(time),
        });
        let optional = [
            ("dataset", facts.dataset.clone().map(Value::from)),
            ("table", facts.table.map(Value::from)),
            ("token", facts.token.clone().map(Value::from)),
            ("query", facts.query.clone().map(Value::from)),
            (
                "clickhouse_ms",
                facts.clickhouse.map(millis).map(Value::from),
            ),
            ("refused", facts.refused.map(Value::from)),
            ("ended", facts.ended.map(Value::from)),
        ];
        if let Value::Object(fields) = &mut line {
            for (name, value) in optional {
                if let Some(value) = value {
                    fields.insert(name.to_owned(), value);
                }
            }
            if let Some(trouble) = &facts.trouble {
                fields.extend(words(trouble));
            }
        }
        self.write(line);
    }

    /// A failure that no visitor waits for; `what` was done for a data set.
    pub fn trouble(&self, what: &str, dataset: &str, trouble: &Trouble) {
        let mut line = json!({ "event": what, "dataset": dataset });
        if let Value::Object(fields) = &mut line {
            fields.extend(words(trouble));
        }
        self.write(line);
    }

    /// Something the gateway itself did.
    pub fn event(&self, what: &str, detail: &str) {
        self.write(json!({ "event": what, "detail": detail }));
    }

    fn write(&self, mut line: Value) {
        if let Value::Object(fields) = &mut line {
            fields.insert("time".to_owned(), now().into());
        }
        let text = format!("{line}\n");
        if let Ok(mut sink) = self.sink.lock() {
            // A log that cannot be written is no reason to answer nobody.
            let _ = sink.write_all(text.as_bytes());
        }
    }
}

/// What ClickHouse said, for whoever runs it.
fn words(trouble: &Trouble) -> Map<String, Value> {
    Map::from_iter([
        ("kind".to_owned(), format!("{:?}", trouble.kind).into()),
        ("detail".to_owned(), masked(&trouble.detail).into()),
    ])
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

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

/// The time in UTC, as RFC 3339 writes it.
fn now() -> String {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    stamp(since)
}

fn stamp(since: Duration) -> String {
    let seconds = since.as_secs();
    let day = to_date(i32::try_from(seconds / 86_400).unwrap_or(0));
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let milli = since.subsec_millis();
    format!("{day}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
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

    #[test]
    fn times_are_as_rfc_3339_writes_them() {
        let time = Duration::from_millis(1_763_806_332_045);
        assert_eq!(stamp(time), "2025-11-22T10:12:12.045Z");
    }
}
