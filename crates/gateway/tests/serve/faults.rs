//! A ClickHouse that is down, slow, wrong, or dies half-way.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::engine::{Engine, shared};
use super::fake::{END, Fake, chunk, chunked};
use super::gate::{Gate, WIDE, dataset, steady_port};
use super::http::{Reply, Visitor, get};
use super::shop::{self, ODD, same};

/// Nothing of what ClickHouse says, or where it is.
#[track_caller]
fn is_discreet(reply: &Reply) {
    let mut text = format!("{:?} {}", reply.headers, reply.text());
    text.make_ascii_lowercase();
    for word in [
        "code:",
        "db::",
        "exception",
        "secret",
        "select",
        "8123",
        "memory limit",
        "(version",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

const CUSTOMERS: &str = "/data/shop/customers.arrow?period=all&lens=behaviour";

#[test]
fn every_exception_has_a_sentence_and_the_log_has_its_words() {
    let engine = Engine::start(&["--faults", "--engine", "chdb"]);
    let data = shop::load(&engine);
    let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &engine.url, ODD)));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let fault = |json: &str| assert_eq!(engine.post("/test/faults", json).0, 200);
    for (code, status, sentence) in [
        (
            241,
            503,
            "The database has not enough memory for this question. What is on the page is kept; choose a shorter period or fewer countries.",
        ),
        (
            159,
            504,
            "The database took too long for this question. What is on the page is kept; choose a shorter period, or try again later.",
        ),
        (
            202,
            503,
            "The database is busy with other questions. What is on the page is kept; try again in a minute.",
        ),
        (
            164,
            502,
            "The database refuses this page. What is on the page is kept; tell whoever runs it that its database user needs attention.",
        ),
        (
            516,
            502,
            "The database refuses this page. What is on the page is kept; tell whoever runs it that its database user needs attention.",
        ),
        (
            396,
            413,
            "The answer would be larger than is allowed here. What is on the page is kept; choose a shorter period or narrow the filters.",
        ),
        (
            394,
            502,
            "The question was ended before its answer was complete. What is on the page is kept; try again.",
        ),
        (
            60,
            502,
            "The database is not set up for this page yet. Tell whoever runs it that the view of order lines needs attention.",
        ),
        (
            999,
            502,
            "The database could not answer this question. What is on the page is kept; try again, or tell whoever runs this page.",
        ),
    ] {
        fault(&format!(
            r#"[{{"match": "customers", "exception": {{"code": {code}, "name": "X", "message": "on host secret-7, value 'Bob'"}}}}]"#
        ));
        let reply = gate.get(CUSTOMERS);
        assert_eq!(
            (reply.status, reply.sentence().as_str()),
            (status, sentence),
            "{code}"
        );
        is_discreet(&reply);
        let line = gate.line_of(&reply.header("x-request-id"));
        let detail = line["detail"].as_str().unwrap();
        assert!(
            detail.contains(&format!("Code: {code}")) && detail.contains("secret-7"),
            "{detail}"
        );
        assert!(detail.contains("value '…'"), "{detail}");
        assert_eq!(line["refused"], "clickhouse");
    }
    // A table that is sent in one piece is refused with a sentence even when it broke half-way.
    for bytes in [0, 1, 700] {
        fault(&format!(
            r#"[{{"match": "clientele_lines", "cut_after": {bytes}}}]"#
        ));
        let reply = gate.get("/data/shop/overview.arrow?last=60");
        assert_eq!(reply.status, 503, "{bytes}");
        is_discreet(&reply);
    }
    // One that is under way breaks off, and so does its packed form.
    let whole = gate.get(CUSTOMERS);
    assert!(
        whole.is_whole && same(&data, "customers", "period=all&lens=behaviour", &whole.body) > 0
    );
    // The connection is closed once without an answer: it is asked again.
    fault(r#"[{"match": "customers", "refuse": true}]"#);
    assert!(gate.get(CUSTOMERS).body == whole.body);
    fault(r#"[{"match": "customers", "refuse": true, "times": 2}]"#);
    let reply = gate.get(CUSTOMERS);
    assert_eq!(reply.status, 503);
    assert_eq!(
        reply.sentence(),
        "The database cannot be reached. What is on the page is kept; try again in a minute, or tell whoever runs this page."
    );
    assert_eq!(reply.header("retry-after"), "30");
    // A stall in the middle is waited for.
    fault(r#"[{"match": "clientele_lines", "delay_ms": 300, "stall_after": 100}]"#);
    assert!(gate.get(CUSTOMERS).body == whole.body);
}

/// Two hundred kilobytes, then ClickHouse's own words where the end should be.
fn cut(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    for _ in 0..20 {
        chunk(stream, &[7; 10_000])?;
    }
    std::thread::sleep(Duration::from_millis(50));
    chunk(stream, b"Code: 241. DB::Excep")?;
    std::thread::sleep(Duration::from_millis(50));
    chunk(stream, b"tion: Memory limit exceeded on host secret-1")
}

/// A clean end of HTTP after a stream that has none.
fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &[7; 100_000])?;
    stream.write_all(b"0\r\n\r\n")
}

/// More than is allowed.
fn much(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    for _ in 0..30 {
        chunk(stream, &[7; 100_000])?;
    }
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

/// Some of it, and then nothing.
fn silent(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &[7; 100_000])?;
    std::thread::sleep(Duration::from_secs(60));
    Ok(())
}

#[test]
fn a_stream_that_breaks_off_never_ends_well() {
    for (behaviour, kind, kills) in [
        (cut as super::fake::Behaviour, "Memory", 0),
        (endless, "Cut", 4),
        (much, "TooMuch", 4),
    ] {
        let fake = Fake::start(behaviour);
        let limits = "limits = { bytes = 1000000 }\n";
        let gate = Gate::start(&format!("{limits}{}", dataset("shop", &fake.url, "any")));
        for encoding in ["identity", "zstd", "br", "gzip"] {
            let mut visitor = Visitor::of(&gate.address);
            let headers = [("Accept-Encoding", encoding)];
            // When all of it breaks at once, not even the head is sent.
            if let Ok(reply) = visitor.ask("GET", CUSTOMERS, &headers) {
                assert_eq!(reply.status, 200);
                assert!(!reply.is_whole, "{kind} {encoding}");
                is_discreet(&reply);
            }
        }
        let (ended, kind) = ("\"ended\":\"cut\"", format!("\"kind\":\"{kind}\""));
        let is_cut = |line: &&String| line.contains(ended) && line.contains(&kind);
        until("the lines", || {
            gate.lines().iter().filter(is_cut).count() == 4
        });
        // What has begun is not asked again, and ClickHouse is told that nobody waits.
        assert_eq!(fake.asked.load(Ordering::SeqCst), 4);
        until("they are ended", || {
            fake.kills.load(Ordering::SeqCst) == kills
        });
    }
}

#[test]
fn a_database_that_says_nothing_is_given_up() {
    let fake = Fake::start(silent);
    let limits = "limits = { answer = 2 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &fake.url, "any")));
    let begun = Instant::now();
    let reply = gate.get(CUSTOMERS);
    assert_eq!((reply.status, reply.is_whole), (200, false));
    assert!(begun.elapsed() < Duration::from_secs(6));
}

/// Replaces the view by one whose lines take forever.
fn slow_down(engine: &Engine, database: &str) {
    engine.run(
        database,
        "DROP VIEW clientele_lines;
CREATE VIEW clientele_lines AS SELECT * FROM lines WHERE (SELECT count() FROM numbers(100000000000) WHERE cityHash64(number) % 7 = 3) > 0",
    );
}

fn running(engine: &Engine) -> usize {
    let sql = "SELECT count() FROM system.processes WHERE query LIKE '%clientele_lines%' AND query NOT LIKE '%system.processes%'";
    engine.ask("", sql).trim().parse().unwrap()
}

#[track_caller]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn a_question_ends_with_its_visitor_or_its_time() {
    let engine = Engine::start(&["--engine", "chdb"]);
    shop::load(&engine);
    let limits = "limits = { time = 2, concurrent = 1, wait = 1 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &engine.url, ODD)));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    slow_down(&engine, ODD);
    let reply = gate.get(CUSTOMERS);
    assert_eq!(reply.status, 504);
    assert_eq!(
        reply.sentence(),
        "The database took too long for this question. What is on the page is kept; choose a shorter period, or try again later."
    );
    drop(gate);
    let limits = "limits = { time = 60, concurrent = 1, wait = 1 }\n";
    // A catalogue would take forever: the view is quick until it is there.
    engine.run(
        ODD,
        "DROP VIEW clientele_lines;\nCREATE VIEW clientele_lines AS SELECT * FROM lines",
    );
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &engine.url, ODD)));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    slow_down(&engine, ODD);
    let mut visitor = Visitor::of(&gate.address);
    visitor
        .send(format!("GET {CUSTOMERS} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())
        .unwrap();
    until("the query runs", || running(&engine) == 1);
    // The only turn is taken.
    let full = gate.get("/data/shop/overview.arrow");
    assert_eq!(
        (full.status, full.header("retry-after").as_str()),
        (503, "5")
    );
    assert_eq!(
        full.sentence(),
        "Too many questions are being answered at the moment. What is on the page is kept; try again in a few seconds."
    );
    let lines = gate.lines().len();
    drop(visitor);
    until("the query ends", || running(&engine) == 0);
    until("the line is written", || gate.lines().len() > lines);
    let line: Value = serde_json::from_str(gate.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&line["status"], &line["ended"]),
        (&499.into(), &"left".into())
    );
    engine.run(
        ODD,
        "DROP VIEW clientele_lines;\nCREATE VIEW clientele_lines AS SELECT * FROM lines",
    );
    assert_eq!(gate.get(CUSTOMERS).status, 200);
}

#[test]
fn a_database_that_comes_back_is_asked_again() {
    let port = steady_port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").display().to_string();
    let switches = ["--port", &port, "--path", &path, "--engine", "chdb"];
    let url = format!("http://127.0.0.1:{port}");
    let config = format!("refresh = 1\n{WIDE}{}", dataset("shop", &url, ODD));
    let gate = Gate::start(&config);
    let down = "The database cannot be reached. What is on the page is kept; try again in a minute, or tell whoever runs this page.";
    for target in ["/data/shop/catalogue.json", CUSTOMERS] {
        let reply = gate.get(target);
        assert_eq!((reply.status, reply.sentence().as_str()), (503, down));
    }
    let health = gate.get("/healthz");
    assert_eq!(
        (health.status, health.text().as_str()),
        (503, r#"{"down":["shop"],"ok":false}"#)
    );
    let engine = Engine::start(&switches);
    let data = shop::load(&engine);
    let whole = gate.get(CUSTOMERS);
    assert_eq!(whole.status, 200);
    same(&data, "customers", "period=all&lens=behaviour", &whole.body);
    let tag = whole.header("etag");
    until("it is up", || gate.get("/healthz").status == 200);
    drop(engine);
    until("it is down", || gate.get("/healthz").status == 503);
    // The catalogue is old by now, but it is shown.
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let reply = get(&gate.address, CUSTOMERS, &[("If-None-Match", &tag)]);
    assert_eq!((reply.status, reply.sentence().as_str()), (503, down));
    let engine = Engine::start(&switches);
    let again = gate.get(CUSTOMERS);
    assert_eq!((again.status, again.header("etag")), (200, tag));
    assert!(again.body == whole.body);
    drop(engine);
}

#[test]
fn a_catalogue_is_made_once_for_all_who_wait_and_again_when_the_data_change() {
    let fake = Fake::start(endless);
    let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &fake.url, "any")));
    let ask = || gate.get("/data/shop/catalogue.json").body;
    let bodies: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..20).map(|_| scope.spawn(ask)).collect();
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap())
            .collect()
    });
    assert!(
        bodies
            .iter()
            .all(|body| *body == bodies[0] && body.len() > 500)
    );
    assert_eq!(fake.catalogues.load(Ordering::SeqCst), 1);

    let engine = shared();
    let database = "growing";
    engine.run(database, &format!("CREATE TABLE lines ENGINE = MergeTree ORDER BY `order` AS SELECT * FROM {ODD}.lines WHERE time < '2024-06-01';\nCREATE VIEW clientele_lines AS SELECT * FROM lines"));
    let gate = Gate::start(&format!(
        "refresh = 1\n{WIDE}{}",
        dataset("shop", &engine.url, database)
    ));
    let tags = || {
        let catalogue = gate.get("/data/shop/catalogue.json").header("etag");
        let table = gate.get("/data/shop/overview.arrow?from=2023-05-01&to=2023-06-30");
        (catalogue, table.header("etag"))
    };
    let before = tags();
    std::thread::sleep(Duration::from_millis(1_100));
    // Old, so it is made again meanwhile, and found to be the same.
    tags();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(tags(), before);
    engine.ask(
        database,
        &format!("INSERT INTO lines SELECT * FROM {ODD}.lines WHERE time >= '2024-06-01'"),
    );
    until("the new catalogue", || {
        let (catalogue, table) = tags();
        catalogue != before.0 && table != before.1
    });
}
