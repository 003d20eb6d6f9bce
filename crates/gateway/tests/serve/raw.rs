//! Bytes that no browser sends.

use std::time::{Duration, Instant};

use super::engine::shared;
use super::gate::{Gate, dataset};
use super::http::{Visitor, get};
use super::shop::{self, ODD, gate};

#[test]
fn nothing_is_smuggled_behind_a_request() {
    let (gate, _) = gate();
    let inner = "GET /data/index.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let length = inner.len();
    for (what, head, body) in [
        (
            "both lengths",
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "both, other order",
            format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "two lengths",
            format!("Content-Length: 0\r\nContent-Length: {length}\r\n"),
            inner.to_owned(),
        ),
        (
            "a list",
            format!("Content-Length: 0, {length}\r\n"),
            inner.to_owned(),
        ),
        (
            "a sign",
            format!("Content-Length: +{length}\r\n"),
            inner.to_owned(),
        ),
        (
            "hexadecimal",
            "Content-Length: 0x10\r\n".to_owned(),
            inner.to_owned(),
        ),
        (
            "a bad chunk",
            "Transfer-Encoding: chunked\r\n".to_owned(),
            format!("zz\r\n{inner}"),
        ),
        (
            "a huge chunk",
            "Transfer-Encoding: chunked\r\n".to_owned(),
            format!("fffffffffffffffff\r\n{inner}"),
        ),
        (
            "another encoding",
            "Transfer-Encoding: xchunked\r\n".to_owned(),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "encodings",
            "Transfer-Encoding: chunked, identity\r\n".to_owned(),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "a space before the colon",
            "Transfer-Encoding : chunked\r\n".to_owned(),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "a folded header",
            "X: y\r\n Transfer-Encoding: chunked\r\n".to_owned(),
            format!("0\r\n\r\n{inner}"),
        ),
        (
            "a plain body",
            format!("Content-Length: {length}\r\n"),
            inner.to_owned(),
        ),
    ] {
        let mut visitor = Visitor::of(&gate.address);
        let request = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{head}\r\n{body}");
        // It may be closed before all is sent.
        let _ = visitor.send(request.as_bytes());
        let answer = String::from_utf8_lossy(&visitor.rest()).into_owned();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{what}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{what}: {answer}");
        assert!(!answer.contains("The shop shop"), "{what}: {answer}");
    }
    let reply = get(&gate.address, "/healthz", &[("Content-Length", "3")]);
    assert_eq!(
        reply.sentence(),
        "Requests here consist of an address only. Send this one without a body."
    );
    // Two requests in one piece are two requests.
    let mut visitor = Visitor::of(&gate.address);
    visitor.send(inner.repeat(2).as_bytes()).unwrap();
    for _ in 0..2 {
        assert_eq!(visitor.reply(false).unwrap().status, 200);
    }
}

#[test]
fn gibberish_is_refused() {
    let (engine, limits) = (shared(), "limits = { head_time = 1 }\n");
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &engine.url, ODD)));
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n",
        b"\r\n\r\n\r\n\0\0\0\0",
    ] {
        let mut visitor = Visitor::of(&gate.address);
        visitor.send(bytes).unwrap();
        let answer = String::from_utf8_lossy(&visitor.rest()).into_owned();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
            "{answer}"
        );
    }
    assert_eq!(gate.get("/healthz").status, 200);
}

#[test]
fn a_head_that_drips_is_closed_and_others_do_not_notice() {
    let engine = shared();
    shop::data();
    let limits = "limits = { head_time = 2, connections = 200 }\n";
    let gate = Gate::start(&format!("{limits}{}", dataset("shop", &engine.url, ODD)));
    assert_eq!(gate.get("/data/shop/overview.arrow").status, 200);
    let begun = Instant::now();
    let mut slow: Vec<Visitor> = (0..100).map(|_| Visitor::of(&gate.address)).collect();
    for visitor in &mut slow {
        visitor
            .send(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            .unwrap();
    }
    let silent = Visitor::of(&gate.address);
    while begun.elapsed() < Duration::from_millis(1_500) {
        for visitor in &mut slow {
            visitor.send(b"a").unwrap();
        }
        let asked = Instant::now();
        assert_eq!(gate.get("/data/index.json").status, 200);
        assert!(asked.elapsed() < Duration::from_millis(500));
        std::thread::sleep(Duration::from_millis(100));
    }
    for mut visitor in slow.into_iter().chain([silent]) {
        visitor.rest();
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{:?}",
            begun.elapsed()
        );
    }
    assert!(begun.elapsed() > Duration::from_millis(1_900));
}
