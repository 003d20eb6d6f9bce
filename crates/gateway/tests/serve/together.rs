//! Many visitors at once: who asks the same is answered by one question, and nobody takes all turns.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::fake::{END, Fake, chunk, chunked, message};
use super::gate::{Gate, dataset};
use super::http::{Visitor, get};
use super::lifetimes::until;

/// A table of ten rows that takes two seconds to come.
fn slow(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    for _ in 0..10 {
        std::thread::sleep(Duration::from_millis(200));
        chunk(stream, &message(&[7; 40_000]))?;
    }
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

/// A table of ten rows, of three megabytes each.
fn large(stream: &mut TcpStream) -> std::io::Result<()> {
    chunked(stream)?;
    for _ in 0..10 {
        chunk(stream, &message(&vec![7; 3 << 20]))?;
    }
    chunk(stream, &END)?;
    stream.write_all(b"0\r\n\r\n")
}

const SAME: &str = "/data/shop/customers.arrow?period=all";

#[test]
fn equal_questions_at_the_same_time_are_one() {
    let fake = Fake::start(slow);
    let gate = Gate::start(&dataset("shop", &fake.url, "any"));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    std::thread::scope(|scope| {
        let ask = |wait: u64, target: &'static str| {
            let address = &gate.address;
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(wait));
                get(address, target, &[])
            })
        };
        // The last comes when a part of it has been sent already; a fourth asks something else.
        let all = [ask(0, SAME), ask(0, SAME), ask(900, SAME)];
        let other = ask(0, "/data/shop/customers.arrow?last=30").join().unwrap();
        assert!(other.is_whole);
        for reply in all {
            let reply = reply.join().unwrap();
            assert!(reply.status == 200 && reply.is_whole);
            assert!(reply.body.ends_with(&10_u64.to_le_bytes()));
            assert!(reply.body.len() > 400_000);
        }
    });
    assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
    // What is over is asked anew.
    assert!(gate.get(SAME).is_whole);
    assert_eq!(fake.asked.load(Ordering::SeqCst), 3);
    assert_eq!(fake.kills.load(Ordering::SeqCst), 0);
}

#[test]
fn a_question_ends_when_the_last_of_those_who_wait_has_gone() {
    let fake = Fake::start(slow);
    let gate = Gate::start(&dataset("shop", &fake.url, "any"));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let ask = || {
        let mut visitor = Visitor::of(&gate.address);
        let head = format!("GET {SAME} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        visitor.send(head.as_bytes()).unwrap();
        visitor
    };
    // One of two goes: the other hears all of it.
    let (goes, mut stays) = (ask(), ask());
    std::thread::sleep(Duration::from_millis(700));
    drop(goes);
    assert!(stays.reply(false).unwrap().is_whole);
    assert_eq!(fake.asked.load(Ordering::SeqCst), 1);
    // Both go.
    let both = (ask(), ask());
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(fake.kills.load(Ordering::SeqCst), 0);
    drop(both);
    until("it is ended", || fake.kills.load(Ordering::SeqCst) == 1);
    assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
}

#[test]
fn a_slow_visitor_gets_what_a_quick_one_gets() {
    let fake = Fake::start(large);
    let gate = Gate::start(&dataset("shop", &fake.url, "any"));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    let mut visitors = [Visitor::of(&gate.address), Visitor::of(&gate.address)];
    for visitor in &mut visitors {
        let head = format!("GET {SAME} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        visitor.send(head.as_bytes()).unwrap();
    }
    let [mut quick, mut slow] = visitors;
    let quick = std::thread::spawn(move || quick.reply(false).unwrap());
    std::thread::sleep(Duration::from_millis(1_500));
    let slow = slow.reply(false).unwrap();
    let quick = quick.join().unwrap();
    for reply in [&quick, &slow] {
        assert!(reply.is_whole && reply.body.len() > 30 << 20);
    }
    assert!(quick.body == slow.body);
    assert_eq!(fake.asked.load(Ordering::SeqCst), 1);
}

#[test]
fn one_visitor_does_not_keep_all_others_waiting() {
    let fake = Fake::start(slow);
    let limits = "proxies = [\"127.0.0.1\"]\nlimits = { concurrent = 4, per_client = 2 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &fake.url, "any")));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    std::thread::scope(|scope| {
        for day in 10..22 {
            let address = &gate.address;
            scope.spawn(move || {
                let target = format!("/data/shop/customers.arrow?last={day}");
                get(address, &target, &[("X-Forwarded-For", "10.0.0.1")])
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(fake.asked.load(Ordering::SeqCst), 2);
        let begun = Instant::now();
        let reply = get(&gate.address, SAME, &[("X-Forwarded-For", "10.0.0.2")]);
        assert!(reply.status == 200 && reply.is_whole);
        // Behind all others it would be ten.
        assert!(begun.elapsed() < Duration::from_secs(4));
    });
}
