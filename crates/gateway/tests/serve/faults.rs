//! A ClickHouse that is down, slow, wrong, or dies half-way.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::engine::Engine;
use super::fake::{Behaviour, END, Fake, chunk, chunked, message, plain};
use super::gate::{Gate, WIDE, dataset};
use super::http::{Reply, Visitor};
use super::lifetimes::until;
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
        ":8123",
        "memory limit",
        "(version",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

pub const CUSTOMERS: &str = "/data/shop/customers.arrow?period=all&lens=behaviour";

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
            "The database does not have enough memory for this question. What is on the page is kept; choose a shorter period or fewer countries.",
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
            "The database refuses this page. What is on the page is kept; tell whoever runs it to check its database user.",
        ),
        (
            516,
            502,
            "The database refuses this page. What is on the page is kept; tell whoever runs it to check its database user.",
        ),
        (
            396,
            413,
            "The answer would be larger than allowed here. What is on the page is kept; choose a shorter period or narrow the filters.",
        ),
        (
            394,
            502,
            "The question was ended before its answer was complete. What is on the page is kept; try again.",
        ),
        (
            60,
            502,
            "The database is not set up for this page yet. Tell whoever runs it to check the view of order lines.",
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
        chunk(stream, &message(&[7; 10_000]))?;
    }
    std::thread::sleep(Duration::from_millis(50));
    chunk(stream, b"Code: 241. DB::Excep")?;
    std::thread::sleep(Duration::from_millis(50));
    chunk(stream, b"tion: Memory limit exceeded on host secret-1")
}

/// A clean end of HTTP after a stream that has none.
pub fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &message(&[7; 100_000]))?;
    stream.write_all(b"0\r\n\r\n")
}

/// Words in the middle of a stream that ends as it should.
fn words(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &message(&[7; 100_000]))?;
    chunk(stream, b"Warning: slow disk on host secret-1\n")?;
    chunk(stream, &message(&[7; 100_000]))?;
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

/// Words behind the end.
fn behind(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &message(&[7; 100_000]))?;
    chunk(stream, &END)?;
    chunk(stream, b"0.7 s on host secret-1\n")?;
    stream.write_all(b"0\r\n\r\n")
}

/// More than is allowed.
fn much(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    for _ in 0..30 {
        chunk(stream, &message(&[7; 100_000]))?;
    }
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

/// Some of it, and then nothing.
fn silent(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    chunk(stream, &message(&[7; 100_000]))?;
    std::thread::sleep(Duration::from_secs(60));
    Ok(())
}

#[test]
fn a_stream_that_breaks_off_never_ends_well() {
    for (behaviour, kind, kills) in [
        (cut as Behaviour, "Memory", 0),
        (endless, "Cut", 4),
        (words, "Cut", 4),
        (behind, "Cut", 4),
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

/// A page to sign in, of whatever stands before ClickHouse.
fn page(stream: &mut TcpStream) -> std::io::Result<()> {
    plain(
        stream,
        "text/html",
        b"<!doctype html><title>Sign in</title>",
    )
}

/// The table of another format, as a setting for the format would bring it.
fn other_format(stream: &mut TcpStream) -> std::io::Result<()> {
    plain(
        stream,
        "text/tab-separated-values; charset=UTF-8",
        b"1\t2\n",
    )
}

/// An Arrow stream that somebody calls something else.
fn other_name(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut body = Vec::new();
    body.extend(message(b"x"));
    body.extend(END);
    plain(stream, "application/json", &body)
}

/// Words before what ends as a stream should.
fn garbage(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut body = b"Warning: slow disk\n".to_vec();
    body.extend(END);
    plain(stream, "application/octet-stream", &body)
}

#[test]
fn what_is_no_arrow_stream_is_refused() {
    for (behaviour, status, kind) in [
        (page as Behaviour, 502, "Broken"),
        (other_format, 502, "Broken"),
        (other_name, 502, "Broken"),
        (garbage, 502, "Cut"),
    ] {
        let fake = Fake::start(behaviour);
        let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &fake.url, "any")));
        let reply = gate.get(CUSTOMERS);
        assert_eq!((reply.status, reply.is_whole), (status, true), "{kind}");
        is_discreet(&reply);
        let line = gate.line_of(&reply.header("x-request-id"));
        assert_eq!(line["kind"], kind);
    }
}

/// A table of three rows in pieces that have nothing to do with its messages.
fn in_pieces(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    let messages: Vec<u8> = (0..3).flat_map(|_| message(&[7; 30_000])).collect();
    for piece in [&messages[..], &END].concat().chunks(999) {
        chunk(stream, piece)?;
    }
    stream.write_all(b"0\r\n\r\n")
}

#[test]
fn behind_a_table_stands_how_many_rows_it_has() {
    let fake = Fake::start(in_pieces);
    let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &fake.url, "any")));
    let reply = gate.get(CUSTOMERS);
    assert!(reply.status == 200 && reply.is_whole);
    let (stream, rows) = reply.body.split_at(reply.body.len() - 8);
    assert!(stream.ends_with(&END));
    assert_eq!(rows, 3_u64.to_le_bytes());
}
