//! What whoever runs the gateway sees of it.

use serde_json::Value;

use super::http::{Visitor, get};
use super::shop::gate;

#[test]
fn a_request_is_one_line_without_anything_personal() {
    let (gate, _) = gate();
    let target = "/data/shop/overview.arrow?country=France&country=O%5C%27Land&spend=12..34567";
    let headers = [
        ("User-Agent", "my-browser"),
        ("Referer", "http://elsewhere/"),
        ("Cookie", "name=bob"),
        ("X-Forwarded-For", "203.0.113.9"),
    ];
    let reply = get(&gate.address, target, &headers);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let line = gate.line_of(&reply.header("x-request-id"));
    for (name, value) in [
        ("event", Value::from("request")),
        ("method", "GET".into()),
        ("route", "data".into()),
        ("dataset", "shop".into()),
        ("table", "overview".into()),
        ("status", 200.into()),
        ("bytes", reply.body.len().into()),
    ] {
        assert_eq!(line[name], value, "{name}");
    }
    let time = line["time"].as_str().unwrap();
    assert!(time.len() == 24 && time.ends_with('Z'), "{time}");
    let (ms, clickhouse) = (
        line["ms"].as_f64().unwrap(),
        line["clickhouse_ms"].as_f64().unwrap(),
    );
    assert!(ms >= clickhouse && clickhouse > 0.0, "{line}");
    assert!(line["query"].as_str().unwrap().starts_with("clientele-"));
    let names: Vec<&str> = line
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "bytes",
            "clickhouse_ms",
            "dataset",
            "event",
            "method",
            "ms",
            "query",
            "request",
            "route",
            "status",
            "table",
            "time"
        ]
    );
    // Also where something is wrong with what was asked.
    get(
        &gate.address,
        "/data/shop/overview.arrow?country=Atlantis",
        &headers,
    );
    get(
        &gate.address,
        "/data/my-private-name/overview.arrow",
        &headers,
    );
    let last = get(&gate.address, "/some/page?country=France", &headers);
    gate.line_of(&last.header("x-request-id"));
    let lines = gate.lines().join("\n");
    for word in [
        "France",
        "Land",
        "34567",
        "browser",
        "elsewhere",
        "bob",
        "203.0",
        "127.0",
        "Atlantis",
        "private",
        "some/page",
    ] {
        assert!(!lines.contains(word), "{word}: {lines}");
    }
}

#[test]
fn metrics_count_what_happened() {
    let (gate, _) = gate();
    for _ in 0..3 {
        assert_eq!(gate.get("/data/shop/overview.arrow").status, 200);
    }
    gate.get("/data/shop/overview.arrow?last=x");
    gate.get("/data/none/overview.arrow");
    let mut visitor = Visitor::of(&gate.address);
    visitor
        .ask("HEAD", "/data/shop/customers.arrow", &[])
        .unwrap();
    let reply = gate.get("/metrics");
    assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4");
    let text = reply.text();
    for expected in [
        "clientele_requests_total{table=\"overview\",status=\"200\"} 3\n",
        "clientele_requests_total{table=\"overview\",status=\"400\"} 1\n",
        "clientele_requests_total{table=\"customers\",status=\"200\"} 1\n",
        "clientele_requests_total{table=\"data\",status=\"404\"} 1\n",
        "clientele_request_seconds_count{table=\"overview\"} 4\n",
        "clientele_clickhouse_seconds_count 3\n",
        "clientele_refused_total{reason=\"filters\"} 1\n",
        "clientele_refused_total{reason=\"dataset\"} 1\n",
        "clientele_in_flight 1\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let sent = text
        .lines()
        .find_map(|line| line.strip_prefix("clientele_sent_bytes_total "));
    assert!(sent.unwrap().parse::<u64>().unwrap() > 5_000);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(
            name.starts_with("clientele_") && value.parse::<f64>().is_ok(),
            "{line}"
        );
    }
    let health = gate.get("/healthz");
    assert_eq!(
        (health.status, health.text().as_str()),
        (200, r#"{"down":[],"ok":true}"#)
    );
}
