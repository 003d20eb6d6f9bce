//! Many visitors, large answers, and a gateway that dies.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clientele_driver::steady_port;

use super::fake::{END, Fake, chunk, chunked, message};
use super::gate::{Gate, WIDE, dataset};
use super::http::{Visitor, get};
use super::{data, engine};

const QUESTIONS: [&str; 5] = [
    "catalogue.json",
    "overview.arrow?last=90",
    "overview.arrow?country=France&against=year",
    "customers.arrow?last=60",
    "customers.arrow?channel=Store&returns=off",
];

/// Fewer lines than elsewhere: many questions, not large ones.
fn small() -> &'static str {
    static SMALL: std::sync::Once = std::sync::Once::new();
    SMALL.call_once(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("small.parquet");
        data::odd(3, 400, &file);
        data::load_plain(engine::shared(), "small", &file);
    });
    "small"
}

fn expected(gate: &Gate) -> Vec<Vec<u8>> {
    let ask = |question: &&str| {
        let reply = gate.get(&format!("/data/shop/{question}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.body
    };
    QUESTIONS.iter().map(ask).collect()
}

#[test]
fn two_hundred_visitors_get_no_wrong_answer() {
    let url = &engine::shared().url;
    let limits = "limits = { per_client_per_minute = 1000000, wait = 2 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", url, small())));
    let expected = expected(&gate);
    let tags = QUESTIONS.map(|question| gate.get(&format!("/data/shop/{question}")).header("etag"));
    let [right, busy, unchanged] = [const { AtomicUsize::new(0) }; 3];
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..200 {
            let (gate, expected, tags) = (&gate, &expected, &tags);
            let (right, busy, unchanged) = (&right, &busy, &unchanged);
            scope.spawn(move || {
                let mut visitor = Visitor::of(&gate.address);
                let mut turn = number;
                while begun.elapsed() < Duration::from_secs(5) {
                    let at = turn % QUESTIONS.len();
                    turn += 1;
                    let target = format!("/data/shop/{}", QUESTIONS[at]);
                    // Two in three have seen it before.
                    let known = [("If-None-Match", tags[at].as_str())];
                    let headers = if turn % 3 == 0 { &[][..] } else { &known[..] };
                    let reply = visitor.ask("GET", &target, headers).unwrap();
                    assert!(reply.is_whole);
                    match reply.status {
                        304 => {
                            assert!(!headers.is_empty() && reply.header("etag") == tags[at]);
                            unchanged.fetch_add(1, Ordering::Relaxed);
                        }
                        200 => {
                            assert!(reply.body == expected[at], "a wrong answer");
                            right.fetch_add(1, Ordering::Relaxed);
                        }
                        503 => {
                            reply.sentence();
                            busy.fetch_add(1, Ordering::Relaxed);
                        }
                        status => panic!("{status}: {}", reply.text()),
                    }
                }
            });
        }
    });
    let [right, busy, unchanged] = [right, busy, unchanged].map(AtomicUsize::into_inner);
    eprintln!(
        "    200 visitors: {right} answers, {unchanged} unchanged, {busy} refused in {:?}",
        begun.elapsed()
    );
    assert!(right > 20 && unchanged > 200);
    assert!(
        gate.get("/metrics")
            .text()
            .contains("clientele_in_flight 1\n")
    );
}

/// Tells visitors to stop when it is dropped.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_gateway_killed_under_load_gives_no_wrong_answer() {
    let url = &engine::shared().url;
    let config = WIDE.to_owned() + &dataset("shop", url, small());
    let gate = Gate::start_at(&format!("127.0.0.1:{}", steady_port()), &config);
    let expected = expected(&gate);
    let address = gate.address.clone();
    let (stop, right, broken) = (
        AtomicBool::new(false),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    std::thread::scope(|scope| {
        for number in 0..24 {
            let (address, expected, stop) = (&address, &expected, &stop);
            let (right, broken) = (&right, &broken);
            scope.spawn(move || {
                let mut turn = number;
                while !stop.load(Ordering::Relaxed) {
                    let at = turn % QUESTIONS.len();
                    turn += 1;
                    let target = format!("/data/shop/{}", QUESTIONS[at]);
                    let asked = Visitor::try_of(address)
                        .and_then(|mut visitor| visitor.ask("GET", &target, &[]));
                    match asked {
                        Ok(reply) if reply.is_whole && reply.status == 200 => {
                            assert!(reply.body == expected[at], "a wrong answer");
                            right.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(reply) if reply.is_whole => assert_eq!(reply.status, 503),
                        _ => {
                            broken.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(Duration::from_millis(20));
                        }
                    }
                }
            });
        }
        // Also when something here fails, else the visitors would go on forever.
        let _stop = Stop(&stop);
        let mut gate = gate;
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(700));
            drop(gate);
            gate = Gate::start_at(&address, &config);
        }
        let before = right.load(Ordering::Relaxed);
        let begun = Instant::now();
        while right.load(Ordering::Relaxed) < before + 5 {
            assert!(
                begun.elapsed() < Duration::from_secs(15),
                "no answer after the restart"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let (right, broken) = (right.into_inner(), broken.into_inner());
    eprintln!("    killed three times: {right} whole answers, {broken} broken off");
    assert!(right > 0 && broken > 0);
}

#[test]
fn told_to_stop_it_lets_answers_end() {
    fn slow(stream: &mut TcpStream) -> std::io::Result<()> {
        chunked(stream)?;
        for _ in 0..10 {
            chunk(stream, &message(&[7; 50_000]))?;
            std::thread::sleep(Duration::from_millis(100));
        }
        chunk(stream, &END)?;
        stream.write_all(b"0\r\n\r\n")
    }
    let fake = Fake::start(slow);
    let mut gate = Gate::start(&dataset("shop", &fake.url, "any"));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let _idle = Visitor::of(&gate.address);
    let address = gate.address.clone();
    let asked = std::thread::spawn(move || get(&address, "/data/shop/customers.arrow", &[]));
    std::thread::sleep(Duration::from_millis(400));
    gate.terminate();
    let status = gate.wait();
    let reply = asked.join().unwrap();
    assert!(reply.is_whole && reply.body.ends_with(&10_u64.to_le_bytes()));
    assert_eq!(status.code(), Some(0));
    assert!(Visitor::try_of(&gate.address).is_err());

    // Those that do not end in time are broken off.
    fn never(stream: &mut TcpStream) -> std::io::Result<()> {
        chunked(stream)?;
        chunk(stream, &message(&[7; 100_000]))?;
        std::thread::sleep(Duration::from_secs(30));
        Ok(())
    }
    let fake = Fake::start(never);
    let limits = "limits = { stop = 1 }\n";
    let mut gate = Gate::start(&format!("{limits}{}", dataset("shop", &fake.url, "any")));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let address = gate.address.clone();
    let asked = std::thread::spawn(move || get(&address, "/data/shop/customers.arrow", &[]));
    std::thread::sleep(Duration::from_millis(300));
    let begun = Instant::now();
    gate.terminate();
    assert_eq!(gate.wait().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert!(!asked.join().unwrap().is_whole);
}

/// A hundred megabytes.
fn large(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut state = 1_u64;
    let piece: Vec<u8> = (0..1 << 20)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        })
        .collect();
    let piece = message(&piece);
    chunked(stream)?;
    for _ in 0..100 {
        chunk(stream, &piece)?;
    }
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

/// Kilobytes of memory that a process holds.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn memory_stays_flat_however_large_the_answer_and_however_slow_the_visitor() {
    let fake = Fake::start(large);
    let gate = Gate::start(&dataset("shop", &fake.url, "any"));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let before = resident(gate.id());
    let mut most = before;
    for encoding in ["identity", "zstd"] {
        let mut visitor = Visitor::of(&gate.address);
        let head = format!(
            "GET /data/shop/customers.arrow HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\r\n"
        );
        visitor.send(head.as_bytes()).unwrap();
        // The answer comes faster than it is taken.
        for _ in 0..5 {
            std::thread::sleep(Duration::from_millis(60));
            most = most.max(resident(gate.id()));
        }
        let reading = std::thread::spawn(move || visitor.reply(false).unwrap());
        while !reading.is_finished() {
            most = most.max(resident(gate.id()));
            std::thread::sleep(Duration::from_millis(20));
        }
        let reply = reading.join().unwrap();
        assert!(reply.is_whole && reply.status == 200);
        assert!(encoding == "zstd" || reply.body.ends_with(&100_u64.to_le_bytes()));
    }
    eprintln!("    100 MB twice: {before} kB before, {most} kB at most");
    assert!(
        most - before < 64 << 10,
        "{before} kB before, {most} kB at most"
    );
}

#[test]
fn a_visitor_who_takes_nothing_is_left() {
    let fake = Fake::start(large);
    let limits = "limits = { stall = 1 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &fake.url, "any")));
    let mut visitor = Visitor::of(&gate.address);
    visitor
        .send(b"GET /data/shop/customers.arrow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let begun = Instant::now();
    let is_written = || {
        gate.lines()
            .iter()
            .any(|line| line.contains("\"customers\""))
    };
    while !is_written() {
        assert!(begun.elapsed() < Duration::from_secs(8), "it still waits");
        std::thread::sleep(Duration::from_millis(50));
    }
    let line = gate
        .lines()
        .into_iter()
        .find(|line| line.contains("\"customers\""))
        .unwrap();
    assert!(line.contains("\"ended\":\"left\""), "{line}");
}
