//! How long things last: a question whose visitor has gone, a database that comes back, a catalogue.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clientele_driver::steady_port;
use serde_json::Value;

use super::engine::{Engine, shared};
use super::fake::Fake;
use super::faults::{CUSTOMERS, endless};
use super::gate::{Gate, WIDE, dataset};
use super::http::{Visitor, get};
use super::shop::{self, ODD, same};

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
pub fn until(what: &str, is_so: impl Fn() -> bool) {
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
    let limits = "limits = { time = 6, concurrent = 1, wait = 1 }\n";
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
        .send(format!("GET {CUSTOMERS} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
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

#[test]
fn whatever_changes_in_the_data_changes_the_tag_of_every_table() {
    let engine = Engine::start(&["--engine", "chdb"]);
    shop::load(&engine);
    let config = format!("refresh = 1\n{WIDE}{}", dataset("shop", &engine.url, ODD));
    let gate = Gate::start(&config);
    let tag = || gate.get("/data/shop/overview.arrow").header("etag");
    let plain = tag();
    assert_ne!(plain, "");
    for columns in [
        "cost * 2 AS cost",
        "if(product = '', name, upper(name)) AS name",
        "time + toIntervalMinute(quantity > 5) AS time",
        "tier || 'x' AS tier",
    ] {
        let view = |columns: &str| {
            engine.run(
                ODD,
                &format!(
                    "DROP VIEW clientele_lines;\nCREATE VIEW clientele_lines AS SELECT {columns} FROM lines"
                ),
            );
        };
        view(&format!("* REPLACE ({columns})"));
        until(columns, || tag() != plain);
        view("*");
        until("it is as it was", || tag() == plain);
    }
}
