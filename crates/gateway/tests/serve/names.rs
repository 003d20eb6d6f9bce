//! Under which names the gateway answers, where its counters are, and how long an answer is said to be that is not sent.

use super::gate::Gate;
use super::http::{Reply, Visitor, get};
use super::lifetimes::until;

/// A folder with a page and a pack.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("dist/index.html", "<p>page</p>".to_owned()),
        ("dist/404.html", "<p>page</p>".to_owned()),
        ("dist/style.css", "p { color: red }\n".repeat(500)),
        ("packs/shop/catalogue.json", "{}".repeat(300)),
        ("packs/shop/lines.arrow", "x".repeat(5_000)),
    ] {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn gate(folder: &tempfile::TempDir, keys: &str) -> Gate {
    let (dist, packs) = (folder.path().join("dist"), folder.path().join("packs"));
    Gate::start(&format!("{keys}dist = {dist:?}\npacks = {packs:?}\n"))
}

fn under(gate: &Gate, host: &str, target: &str) -> Reply {
    let mut visitor = Visitor::of(&gate.address);
    let head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    visitor.send(head.as_bytes()).unwrap();
    visitor.reply(false).unwrap()
}

#[test]
fn a_name_that_was_turned_to_this_machine_reads_nothing() {
    let folder = folder();
    let own = gate(&folder, "");
    let listed = gate(&folder, "hosts = [\"Clientele.example\"]\n");
    for target in [
        "/",
        "/data/index.json",
        "/data/shop/lines.arrow",
        "/healthz",
        "/metrics",
    ] {
        let refused = under(&own, "evil.example:8088", target);
        assert_eq!(refused.status, 421, "{target}");
        assert_eq!(
            refused.sentence(),
            "Clientele does not answer to the name “evil.example”. Open it under its own name; whoever runs it can add this one to “hosts” in its configuration."
        );
        for (gate, host) in [
            (&own, "localhost"),
            (&own, "[::1]:80"),
            (&listed, "clientele.example"),
            (&listed, "127.0.0.1:1"),
        ] {
            assert_eq!(under(gate, host, target).status, 200, "{host} {target}");
        }
        assert_eq!(under(&listed, "www.clientele.example", target).status, 421);
        assert_eq!(under(&own, "clientele.example", target).status, 421);
    }
    // The whole address of a request counts as its name does.
    let whole = under(&own, "localhost", "http://evil.example/data/index.json");
    assert_eq!(whole.status, 421);
}

#[test]
fn counters_may_have_an_address_of_their_own() {
    let folder = folder();
    let gate = gate(&folder, "metrics = \"127.0.0.1:0\"\n");
    assert_eq!(gate.get("/metrics").status, 404);
    let told = || {
        let mut lines = gate.lines().into_iter();
        lines.find(|line| line.contains("/metrics\""))
    };
    // It is written by a thread of its own.
    until("the address of the counters is said", || told().is_some());
    let told: serde_json::Value = serde_json::from_str(&told().unwrap()).unwrap();
    assert_eq!(told["event"], "metrics");
    let address = told["detail"]
        .as_str()
        .unwrap()
        .trim_start_matches("http://");
    let address = address.trim_end_matches("/metrics");
    let counters = get(address, "/metrics", &[]);
    assert_eq!(counters.status, 200);
    assert!(
        counters.text().contains("clientele_requests_total"),
        "{}",
        counters.text()
    );
    for target in [
        "/",
        "/data/index.json",
        "/data/shop/lines.arrow",
        "/healthz",
    ] {
        assert_eq!(get(address, target, &[]).status, 404, "{target}");
    }
}

#[test]
fn what_is_only_asked_about_has_its_true_length_or_none() {
    let folder = folder();
    let gate = gate(&folder, "");
    for target in [
        "/",
        "/style.css",
        "/segments",
        "/not/here.js",
        "/data/index.json",
        "/data/shop/catalogue.json",
        "/data/shop/lines.arrow",
        "/data/shop/nothing.arrow",
        "/data/other/lines.arrow",
        "/healthz",
    ] {
        for headers in [&[][..], &[("Accept-Encoding", "gzip")]] {
            let whole = get(&gate.address, target, headers);
            let mut visitor = Visitor::of(&gate.address);
            let about = visitor.ask("HEAD", target, headers).unwrap();
            assert_eq!(about.status, whole.status, "{target}");
            let length = about.header("content-length");
            let is_true = length.is_empty() || length == whole.body.len().to_string();
            assert!(
                is_true,
                "{target} {headers:?}: {length} is not {}",
                whole.body.len()
            );
            // Nothing came that would be taken for the next answer.
            assert_eq!(
                visitor.ask("GET", "/healthz", &[]).unwrap().status,
                200,
                "{target}"
            );
        }
    }
}

#[test]
fn nobody_elsewhere_takes_what_they_may_not_read() {
    let folder = folder();
    let gate = gate(&folder, "");
    for target in [
        "/",
        "/style.css",
        "/data/index.json",
        "/data/shop/lines.arrow",
        "/no/thing",
    ] {
        let reply = gate.get(target);
        assert_eq!(
            reply.header("cross-origin-resource-policy"),
            "same-origin",
            "{target}"
        );
        assert_eq!(
            reply.header("cross-origin-opener-policy"),
            "same-origin",
            "{target}"
        );
    }
}

#[test]
fn hosts_are_written_without_ports() {
    let folder = tempfile::tempdir().unwrap();
    let text = "packs = \"packs\"\nhosts = [\"clientele.example\", \"https://a.example\", \"a.example:80\"]\n";
    std::fs::create_dir(folder.path().join("packs")).unwrap();
    let (code, _, said) = super::config::check(folder.path(), text, &[]);
    assert_eq!(code, Some(1), "{said}");
    for name in ["https://a.example", "a.example:80"] {
        let sentence = format!(
            "“{name}” is not a host name. Write it as clientele.example, without https:// and without a port."
        );
        assert!(said.contains(&sentence), "{said}");
    }
}
