//! What the client makes of answers and failures, with ClickHouse's real exceptions where it can be
//! made to throw them.

use std::time::{Duration, Instant};

use clientele_gateway::clickhouse::{Client, Limits, Query, Server, Table, Trouble, TroubleKind};
use clientele_model::filters::encoded;

use super::engine::{Engine, block_on, shared};

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    time: Duration::from_secs(20),
    bytes: 1 << 26,
};

fn query(sql: &'static str) -> Query {
    Query {
        table: Table::Ledger,
        sql,
        params: vec![],
    }
}

async fn whole(client: &Client, sql: &'static str, id: &str) -> Result<Vec<u8>, Trouble> {
    client.send(&query(sql), id).await?.whole().await
}

/// The kind of failure, after a look that nothing of the engine's words is in the sentence.
#[track_caller]
fn kind(client: &Client, sql: &'static str) -> TroubleKind {
    let trouble = block_on(whole(client, sql, "kind")).unwrap_err();
    let sentence = trouble.to_string();
    assert_ne!(trouble.detail, "");
    for word in [
        "Code",
        "DB::",
        "Exception",
        "clientele_lines",
        "SELECT",
        "secret",
        "26.5",
    ] {
        assert!(!sentence.contains(word), "{sentence}");
    }
    trouble.kind
}

const SLOW: &str =
    "SELECT count() AS n FROM numbers(100000000000) WHERE cityHash64(number) % 7 = 3";

#[test]
fn exceptions_become_our_own_sentences() {
    let engine = shared();
    engine.run(
        "sentences",
        "CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a",
    );
    let with = |limits| engine.client("sentences", limits);
    let client = with(LIMITS);
    assert_eq!(
        kind(&client, "SELECT * FROM clientele_lines"),
        TroubleKind::SetUp
    );
    assert_eq!(kind(&client, "SELECT b FROM kept"), TroubleKind::SetUp);
    assert_eq!(
        kind(&client, "INSERT INTO kept VALUES (1)"),
        TroubleKind::Locked
    );
    assert_eq!(kind(&client, "DROP TABLE kept"), TroubleKind::Locked);
    assert_eq!(kind(&client, "SELECT nonsense FROM"), TroubleKind::Broken);
    assert_eq!(
        kind(&client, "SELECT throwIf(number = 3) FROM numbers(9)"),
        TroubleKind::Broken
    );
    assert_eq!(
        kind(
            &with(Limits {
                time: Duration::from_secs(1),
                ..LIMITS
            }),
            SLOW
        ),
        TroubleKind::Slow
    );
    let numbers = "SELECT number FROM numbers(100000) ORDER BY number";
    assert_eq!(
        kind(
            &with(Limits {
                bytes: 9_000,
                ..LIMITS
            }),
            numbers
        ),
        TroubleKind::TooMuch
    );
    let elsewhere = engine.client("nowhere'; --", LIMITS);
    assert_eq!(kind(&elsewhere, "SELECT 1"), TroubleKind::SetUp);
    assert_eq!(
        engine.ask("sentences", "SELECT count() FROM kept").trim(),
        "0"
    );
}

#[test]
fn an_answer_is_whole_and_counted() {
    let client = shared().client("", LIMITS);
    block_on(async {
        client.ping().await.unwrap();
        let sql = "SELECT number FROM numbers(200000) ORDER BY number";
        let answer = client.send(&query(sql), "whole").await.unwrap();
        assert_eq!(answer.summary.read_rows, 200_000);
        assert!(answer.whole().await.unwrap().len() > 1_600_000);
        let none = whole(&client, "SELECT number FROM numbers(0)", "none").await;
        assert!(none.unwrap().len() > 8);
    });
}

#[test]
fn nobody_there_and_a_wrong_key_are_told_apart() {
    let engine = Engine::start(&["--user", "reader", "--password", "right", "--readonly", "2"]);
    let client = |url: &str, key: &str| {
        let server = Server {
            url: url.to_owned(),
            database: String::new(),
            user: "reader".to_owned(),
            key: key.to_owned(),
            authority: None,
        };
        Client::new(&server, LIMITS).unwrap()
    };
    assert_eq!(
        kind(&client(&engine.url, "wrong"), "SELECT 1"),
        TroubleKind::Locked
    );
    block_on(async {
        let client = client(&engine.url, "right");
        whole(&client, "SELECT 1", "right").await.unwrap();
    });
    let url = engine.url.clone();
    drop(engine);
    let gone = Instant::now();
    // The server ends with its standard input; its port refuses soon after.
    while block_on(client(&url, "right").ping()).is_ok() {
        assert!(gone.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(kind(&client(&url, "right"), "SELECT 1"), TroubleKind::Down);
    assert!(TroubleKind::Down.may_retry() && !TroubleKind::Slow.may_retry());
}

#[test]
fn addresses_and_names_that_cannot_be_sent_are_refused() {
    let client = |url: &str, user: &str| {
        let server = Server {
            url: url.to_owned(),
            database: "d".to_owned(),
            user: user.to_owned(),
            key: String::new(),
            authority: None,
        };
        Client::new(&server, LIMITS).map(drop).unwrap_err().kind
    };
    for url in [
        "",
        "host:8123",
        "ftp://host",
        "http://host?query=SELECT+1",
        "http://a b",
    ] {
        assert_eq!(client(url, "u"), TroubleKind::SetUp, "{url}");
    }
    assert_eq!(client("http://host", "u\r\nX-Evil: 1"), TroubleKind::SetUp);
    let mut long = query("SELECT {x:String} AS x");
    long.params.push(("x", "y".repeat(70_000)));
    let trouble = block_on(shared().client("", LIMITS).send(&long, "long"))
        .map(drop)
        .unwrap_err();
    assert_eq!(trouble.kind, TroubleKind::TooLong);
}

#[test]
fn values_never_become_part_of_a_statement() {
    let client = shared().client("", LIMITS);
    for evil in [
        "'; DROP TABLE x; --",
        "a\\'b",
        "{x:String}",
        "%27&param_y=1",
        "a\tb\nc",
        "é中",
    ] {
        let mut query = query(
            "SELECT {x:Array(String)}[1] = {y:Array(String)}[1] AND length({x:Array(String)}) = 1 AS same, {x:Array(String)}[1] AS back",
        );
        let listed = format!(
            "['{}']",
            evil.replace('\\', "\\\\")
                .replace('\'', "\\'")
                .replace('\t', "\\t")
                .replace('\n', "\\n")
        );
        query.params = vec![("x", listed.clone()), ("y", listed)];
        let id = format!("evil {evil}");
        let stream = block_on(async { client.send(&query, &id).await?.whole().await }).unwrap();
        assert_eq!(super::arrow::Frame::read(&stream).texts("back"), [evil]);
    }
}

#[test]
fn faults_of_the_server_are_told() {
    let engine = Engine::start(&["--faults", "--engine", "chdb"]);
    let client = engine.client("", LIMITS);
    let fault = |json: &str| assert_eq!(engine.post("/test/faults", json).0, 200, "{json}");
    let sql = "SELECT number FROM numbers(300000) ORDER BY number";
    for (code, expected) in [
        (241, TroubleKind::Memory),
        (202, TroubleKind::Busy),
        (201, TroubleKind::Busy),
        (159, TroubleKind::Slow),
        (394, TroubleKind::Ended),
        (210, TroubleKind::Down),
        (497, TroubleKind::Locked),
        (999, TroubleKind::Broken),
    ] {
        fault(&format!(
            r#"[{{"exception": {{"code": {code}, "name": "X", "message": "on host secret-7"}}}}]"#
        ));
        assert_eq!(kind(&client, sql), expected, "{code}");
    }
    // ClickHouse writes an exception into a stream that has begun, and leaves the last chunk out.
    for bytes in [0, 1, 700, 100_000, 2_000_000] {
        fault(&format!(r#"[{{"cut_after": {bytes}}}]"#));
        assert_eq!(kind(&client, sql), TroubleKind::Memory, "{bytes}");
    }
    fault(r#"[{"refuse": true}]"#);
    assert_eq!(kind(&client, sql), TroubleKind::Down);
    fault(r#"[{"delay_ms": 300, "stall_after": 70000}]"#);
    assert!(block_on(whole(&client, sql, "stalled")).is_ok());
    assert_eq!(engine.post("/test/faults", r#"[{"nonsense": 1}]"#).0, 400);
    assert!(engine.post("/test/faults", "[]").1.contains("waiting"));
}

#[test]
fn a_query_ends_when_nobody_waits_for_it() {
    let engine = shared();
    let client = engine.client("", LIMITS);
    let running = |id: &str| {
        let sql = format!(
            "SELECT count() FROM system.processes WHERE query_id = '{id}' OR Settings['log_comment'] = '{id}'"
        );
        engine.ask("", &sql).trim() == "1"
    };
    let within = |what: &str, state: bool| {
        let begun = Instant::now();
        while running(what) != state {
            assert!(begun.elapsed() < Duration::from_secs(15), "{what}");
            std::thread::sleep(Duration::from_millis(30));
        }
    };
    block_on(async {
        let asked = tokio::time::timeout(
            Duration::from_millis(1500),
            client.send(&query(SLOW), "left"),
        )
        .await;
        assert!(asked.is_err());
    });
    within("left", false);
    std::thread::scope(|scope| {
        let killed = scope.spawn(|| block_on(client.send(&query(SLOW), "killed")).map(drop));
        within("killed", true);
        // A connection belongs to the runtime that made it.
        block_on(engine.client("", LIMITS).kill("killed")).unwrap();
        assert_eq!(killed.join().unwrap().unwrap_err().kind, TroubleKind::Ended);
    });
    let (status, body) = engine.post(
        &format!("/?param_id={}", encoded("no such")),
        "KILL QUERY WHERE query_id = {id:String} ASYNC",
    );
    assert_eq!((status, body.as_str()), (200, ""));
}

#[test]
fn a_private_authority_is_believed_where_it_is_named() {
    let engine = Engine::start(&["--engine", "chdb", "--tls"]);
    assert!(engine.url.starts_with("https://"), "{}", engine.url);
    let client = |authority: Option<&str>| {
        let server = Server {
            url: engine.url.clone(),
            database: String::new(),
            user: "default".to_owned(),
            key: String::new(),
            authority: authority.map(str::to_owned),
        };
        Client::new(&server, LIMITS).unwrap()
    };
    let pem =
        std::fs::read_to_string(super::engine::root().join("tests/clickhouse/tls/authority.pem"));
    let sql = "SELECT number FROM numbers(9)";
    let answer = block_on(whole(&client(Some(&pem.unwrap())), sql, "tls"));
    assert!(answer.unwrap().len() > 8);
    let stranger = block_on(client(None).ping()).unwrap_err();
    assert_eq!(stranger.kind, TroubleKind::Down);
    assert!(
        stranger.detail.contains("UnknownIssuer"),
        "{}",
        stranger.detail
    );
}
