//! Counters as Prometheus reads them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::facts::Facts;

/// Upper ends of the histogram, in seconds.
const EDGES: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0,
];

/// What is counted, all since the start.
#[derive(Default)]
pub struct Metrics {
    /// Requests being answered.
    pub in_flight: AtomicI64,
    bytes: AtomicU64,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    requests: BTreeMap<(&'static str, u16), u64>,
    seconds: BTreeMap<&'static str, Histogram>,
    clickhouse: Histogram,
    refused: BTreeMap<&'static str, u64>,
    ended: BTreeMap<&'static str, u64>,
}

#[derive(Default)]
struct Histogram {
    /// The last one counts what is above every edge.
    buckets: [u64; EDGES.len() + 1],
    sum: f64,
}

impl Histogram {
    fn add(&mut self, time: Duration) {
        let seconds = time.as_secs_f64();
        let bucket = EDGES.iter().position(|&edge| seconds <= edge);
        self.buckets[bucket.unwrap_or(EDGES.len())] += 1;
        self.sum += seconds;
    }

    fn print(&self, out: &mut String, name: &str, label: &str) {
        let mut total = 0;
        let comma = if label.is_empty() { "" } else { "," };
        for (bucket, count) in self.buckets.iter().enumerate() {
            total += count;
            let edge = match EDGES.get(bucket) {
                Some(edge) => edge.to_string(),
                None => "+Inf".to_owned(),
            };
            line(
                out,
                &format!("{name}_bucket{{{label}{comma}le=\"{edge}\"}} {total}"),
            );
        }
        let braces = match label {
            "" => String::new(),
            label => format!("{{{label}}}"),
        };
        line(out, &format!("{name}_sum{braces} {}", self.sum));
        line(out, &format!("{name}_count{braces} {total}"));
    }
}

impl Metrics {
    /// Counts one request that is over.
    pub fn request(&self, facts: &Facts, status: u16, bytes: u64, time: Duration) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let what = facts.table.unwrap_or(facts.route);
        *counts.requests.entry((what, status)).or_default() += 1;
        counts.seconds.entry(what).or_default().add(time);
        if let Some(time) = facts.clickhouse {
            counts.clickhouse.add(time);
        }
        if let Some(reason) = facts.refused {
            *counts.refused.entry(reason).or_default() += 1;
        }
        if let Some(how) = facts.ended {
            *counts.ended.entry(how).or_default() += 1;
        }
    }

    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::new();
        let head = |out: &mut String, name: &str, kind: &str, help: &str| {
            line(out, &format!("# HELP {name} {help}"));
            line(out, &format!("# TYPE {name} {kind}"));
        };
        let name = "clientele_requests_total";
        head(
            &mut out,
            name,
            "counter",
            "Requests by table or route, and status.",
        );
        for ((table, status), count) in &counts.requests {
            let labels = format!("table=\"{table}\",status=\"{status}\"");
            line(&mut out, &format!("{name}{{{labels}}} {count}"));
        }
        let name = "clientele_request_seconds";
        head(
            &mut out,
            name,
            "histogram",
            "Time until the last byte of an answer.",
        );
        for (table, histogram) in &counts.seconds {
            histogram.print(&mut out, name, &format!("table=\"{table}\""));
        }
        let name = "clientele_clickhouse_seconds";
        head(
            &mut out,
            name,
            "histogram",
            "Time in ClickHouse until the first byte.",
        );
        counts.clickhouse.print(&mut out, name, "");
        for (name, label, help, counted) in [
            (
                "clientele_refused_total",
                "reason",
                "Requests without an answer, by reason.",
                &counts.refused,
            ),
            (
                "clientele_ended_early_total",
                "how",
                "Answers that broke off (cut) or whose visitor went (left).",
                &counts.ended,
            ),
        ] {
            head(&mut out, name, "counter", help);
            for (value, count) in counted {
                line(&mut out, &format!("{name}{{{label}=\"{value}\"}} {count}"));
            }
        }
        let name = "clientele_sent_bytes_total";
        head(
            &mut out,
            name,
            "counter",
            "Bytes of answers, after compression.",
        );
        line(
            &mut out,
            &format!("{name} {}", self.bytes.load(Ordering::Relaxed)),
        );
        let name = "clientele_in_flight";
        head(&mut out, name, "gauge", "Requests being answered.");
        line(
            &mut out,
            &format!("{name} {}", self.in_flight.load(Ordering::Relaxed)),
        );
        out
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_printed_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        let facts = Facts {
            table: Some("overview"),
            clickhouse: Some(Duration::from_millis(7)),
            refused: Some("rate"),
            ..Facts::default()
        };
        metrics.request(&facts, 200, 10, Duration::from_millis(30));
        metrics.request(&facts, 200, 5, Duration::from_secs(60));
        let text = metrics.text();
        for expected in [
            "clientele_requests_total{table=\"overview\",status=\"200\"} 2\n",
            "clientele_request_seconds_bucket{table=\"overview\",le=\"0.025\"} 0\n",
            "clientele_request_seconds_bucket{table=\"overview\",le=\"0.05\"} 1\n",
            "clientele_request_seconds_bucket{table=\"overview\",le=\"+Inf\"} 2\n",
            "clientele_request_seconds_sum{table=\"overview\"} 60.03\n",
            "clientele_clickhouse_seconds_bucket{le=\"0.01\"} 2\n",
            "clientele_clickhouse_seconds_count 2\n",
            "clientele_refused_total{reason=\"rate\"} 2\n",
            "clientele_sent_bytes_total 15\n",
            "clientele_in_flight 0\n",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }
}
