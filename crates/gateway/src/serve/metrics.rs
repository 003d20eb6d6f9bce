//! Counters as Prometheus reads them.

use std::sync::OnceLock;
use std::time::Duration;

use prometheus::core::Collector;
use prometheus::proto::MetricFamily;
use prometheus::{
    Histogram, HistogramVec, IntCounter, IntCounterVec, IntGauge, Registry, TextEncoder,
    histogram_opts, opts,
};
use tracing_appender::non_blocking::ErrorCounter;

use super::facts::Facts;

/// Upper ends of the histograms, in seconds.
const EDGES: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0,
];

/// What is counted, all since the start.
pub struct Metrics {
    /// Requests being answered.
    pub in_flight: IntGauge,
    requests: IntCounterVec,
    seconds: HistogramVec,
    clickhouse: Histogram,
    refused: IntCounterVec,
    ended: IntCounterVec,
    bytes: IntCounter,
    written: IntCounter,
    log_dropped: IntCounter,
    log: OnceLock<ErrorCounter>,
    registry: Registry,
}

impl Default for Metrics {
    fn default() -> Self {
        let registry = Registry::new();
        let counters = |name: &str, help: &str, labels: &[&str]| {
            listed(&registry, IntCounterVec::new(opts!(name, help), labels))
        };
        let timer = |name: &str, help: &str| histogram_opts!(name, help, EDGES.to_vec());
        Self {
            in_flight: listed(
                &registry,
                IntGauge::new("clientele_in_flight", "Requests being answered."),
            ),
            requests: counters(
                "clientele_requests_total",
                "Requests by table or route, and status.",
                &["table", "status"],
            ),
            seconds: listed(
                &registry,
                HistogramVec::new(
                    timer(
                        "clientele_request_seconds",
                        "Time until the last byte of an answer.",
                    ),
                    &["table"],
                ),
            ),
            clickhouse: listed(
                &registry,
                Histogram::with_opts(timer(
                    "clientele_clickhouse_seconds",
                    "Time in ClickHouse until the first byte.",
                )),
            ),
            refused: counters(
                "clientele_refused_total",
                "Requests without an answer, by reason.",
                &["reason"],
            ),
            ended: counters(
                "clientele_ended_early_total",
                "Answers that broke off (cut) or whose visitor went (left).",
                &["how"],
            ),
            bytes: listed(
                &registry,
                IntCounter::new(
                    "clientele_sent_bytes_total",
                    "Bytes of answers, after compression.",
                ),
            ),
            written: listed(
                &registry,
                IntCounter::new(
                    "clientele_audience_customers_total",
                    "Customers of audiences that were written into a database.",
                ),
            ),
            log_dropped: listed(
                &registry,
                IntCounter::new(
                    "clientele_log_dropped_total",
                    "Lines of the log that nobody took in time.",
                ),
            ),
            log: OnceLock::new(),
            registry,
        }
    }
}

/// Puts a counter on the list. It can only fail for a name that Prometheus does not take or that is
/// there twice, and all of them are above.
fn listed<C: Collector + Clone + 'static>(registry: &Registry, made: prometheus::Result<C>) -> C {
    let listed = made.and_then(|counter| {
        registry.register(Box::new(counter.clone()))?;
        Ok(counter)
    });
    listed.expect("names of counters are different and well-formed")
}

impl Metrics {
    /// Counts one request that is over.
    pub fn request(&self, facts: &Facts, status: u16, bytes: u64, time: Duration) {
        let what = facts.table.unwrap_or(facts.route);
        let status = status.to_string();
        self.bytes.inc_by(bytes);
        self.requests.with_label_values(&[what, &status]).inc();
        let seconds = self.seconds.with_label_values(&[what]);
        seconds.observe(time.as_secs_f64());
        if let Some(time) = facts.clickhouse {
            self.clickhouse.observe(time.as_secs_f64());
        }
        if let Some(reason) = facts.refused {
            self.refused.with_label_values(&[reason]).inc();
        }
        if let Some(how) = facts.ended {
            self.ended.with_label_values(&[how]).inc();
        }
    }

    /// Counts an audience that was written.
    pub fn audience(&self, customers: u64) {
        self.written.inc_by(customers);
    }

    /// From now on lines that the log dropped are among the counts.
    pub fn watch_log(&self, dropped: ErrorCounter) {
        // It is watched once.
        let _ = self.log.set(dropped);
    }

    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let dropped = self.log.get().map_or(0, ErrorCounter::dropped_lines) as u64;
        let more = dropped.saturating_sub(self.log_dropped.get());
        self.log_dropped.inc_by(more);
        let mut families = self.registry.gather();
        // The library sorts labels by name; `table` has always come before `status`.
        for metric in families.iter_mut().flat_map(MetricFamily::mut_metric) {
            metric.mut_label().reverse();
        }
        // Writing to a string cannot fail, and no family is empty.
        TextEncoder::new()
            .encode_to_string(&families)
            .unwrap_or_default()
    }
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
            "clientele_log_dropped_total 0\n",
            "clientele_in_flight 0\n",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }
}
