//! What has no answer, word for word, and what must not be reached.

use std::os::unix::fs::symlink;

use clientele_model::date;
use clientele_model::failure::Failure;
use clientele_model::filters::encoded;

use super::engine::shared;
use super::gate::{Gate, dataset};
use super::http::{Visitor, get};
use super::shop::{ODD, gate};

#[test]
fn unknown_things_are_named() {
    let (gate, data) = gate();
    let (first, last) = data.catalogue.main();
    let no_sales = Failure::NoSales {
        from: Some(date(2099, 1, 1)),
        to: None,
        first,
        last,
    };
    let no_sales = no_sales.to_string();
    for (target, status, sentence) in [
        (
            "/data/none/overview.arrow",
            404,
            "There is no data set “none” here. Choose one on the Data panel.",
        ),
        (
            "/data/shop/lines.arrow",
            404,
            "There is no table “lines” here. Reload the page, or tell whoever runs it.",
        ),
        (
            "/data/shop/overview",
            404,
            "There is no table “overview” here. Reload the page, or tell whoever runs it.",
        ),
        (
            "/data/shop",
            404,
            "There is nothing at this address. Open the page at its own address.",
        ),
        (
            "/data/shop/overview.arrow?last=90&color=red",
            400,
            "Part of this link is not known here (“color=red”) and was left out; everything else applies.",
        ),
        (
            "/data/shop/overview.arrow?from=yesterday",
            400,
            "Part of this link could not be read (“from=yesterday”) and was left at its default; choose it again above.",
        ),
        (
            "/data/shop/overview.arrow?last=90&period=all",
            400,
            "Part of this link contradicts an earlier part (“period=all”) and was left out; the earlier one applies.",
        ),
        (
            "/data/shop/baskets.arrow?support=1.5",
            400,
            "Part of this link could not be read (“support=1.5”) and was left at its default; choose it again above.",
        ),
        (
            "/data/shop/overview.arrow?data=other",
            400,
            "The address is of the data set “shop”, but its filters name “other”. Reload the page.",
        ),
        (
            "/data/shop/overview.arrow?country=Atlantis",
            422,
            "“Atlantis” is not a country of this data set, so no sale matches. Remove it from the filters.",
        ),
        (
            "/data/shop/overview.arrow?from=2099-01-01",
            422,
            no_sales.as_str(),
        ),
    ] {
        let reply = gate.get(target);
        assert_eq!(
            (reply.status, reply.sentence().as_str()),
            (status, sentence),
            "{target}"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    let mut visitor = Visitor::of(&gate.address);
    let reply = visitor
        .ask("PUT", "/data/shop/overview.arrow", &[])
        .unwrap();
    assert_eq!(reply.status, 405);
    assert_eq!(
        reply.sentence(),
        "Data can only be read here. Use GET or HEAD."
    );
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let engine = shared();
    let database = "plain_shop";
    engine.run(
        database,
        "CREATE TABLE lines (n UInt32) ENGINE = MergeTree ORDER BY n;
INSERT INTO lines SELECT number + 1 FROM numbers(200);
CREATE VIEW clientele_lines AS SELECT toString(n) AS `order`, toDateTime('2024-01-01 10:00:00', 'UTC') + n * 86400 AS time,
 'p' AS product, '' AS name, '' AS category, '' AS service, toInt32(1) AS quantity, 2.5 AS price, 0 AS discount, 0 AS cost,
 toString(n % 9) AS customer, '' AS country, '' AS channel, '' AS tier, 0 AS cancelled, '' AS aside FROM lines",
    );
    let gate = Gate::start(&dataset("plain", &engine.url, database));
    for (filter, column) in [
        ("country", "country"),
        ("tier", "tier"),
        ("channel", "channel"),
    ] {
        let reply = gate.get(&format!("/data/plain/customers.arrow?{filter}=x"));
        let sentence = format!(
            "This data set has no {column}, so the filter on it cannot be used. Remove it."
        );
        assert_eq!((reply.status, reply.sentence()), (422, sentence));
    }
    let broken = "not_a_shop";
    engine.run(
        broken,
        "CREATE TABLE clientele_lines (a UInt8) ENGINE = MergeTree ORDER BY a",
    );
    let gate = Gate::start(&dataset("broken", &engine.url, broken));
    let reply = gate.get("/data/broken/catalogue.json");
    assert_eq!(reply.status, 502);
    assert_eq!(
        reply.sentence(),
        "The database is not set up for this page yet. Tell whoever runs it to check the view of order lines."
    );
    let line = gate.line_of(&reply.header("x-request-id"));
    let detail = line["detail"].as_str().unwrap();
    assert!(detail.contains("Code: 47"), "{detail}");
}

#[test]
fn nothing_outside_the_folders_is_reached() {
    let whole = tempfile::tempdir().unwrap();
    let (packs, dist) = (whole.path().join("packs"), whole.path().join("dist"));
    for folder in [&packs.join("shop"), &packs.join("inner"), &dist] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let secret = whole.path().join("secret.txt");
    for file in [
        &secret,
        &packs.join("shop/catalogue.json"),
        &packs.join("shop/lines.arrow"),
        &packs.join("shop/.hidden"),
        &dist.join("index.html"),
    ] {
        std::fs::write(file, if *file == secret { "SECRET" } else { "{}" }).unwrap();
    }
    std::fs::write(whole.path().join("catalogue.json"), "SECRET").unwrap();
    symlink(&secret, packs.join("shop/link.arrow")).unwrap();
    symlink(whole.path(), packs.join("away")).unwrap();
    symlink(&secret, dist.join("link.txt")).unwrap();
    symlink(
        packs.join("shop/lines.arrow"),
        packs.join("shop/again.arrow"),
    )
    .unwrap();
    std::fs::write(packs.join("inner/catalogue.json"), "{}").unwrap();
    // Whoever may see one pack may not see another one through it.
    symlink(
        packs.join("shop/lines.arrow"),
        packs.join("inner/lines.arrow"),
    )
    .unwrap();
    symlink(packs.join("shop"), packs.join("inner/within")).unwrap();
    symlink(packs.join("shop"), packs.join("alias")).unwrap();
    let gate = Gate::start(&format!("packs = {packs:?}\ndist = {dist:?}\n"));
    // A link that stays inside is a file like any other.
    assert_eq!(gate.get("/data/shop/again.arrow").status, 200);
    assert_eq!(gate.get("/data/shop/lines.arrow").status, 200);
    let up = [
        "..",
        "%2e%2e",
        "%2E.",
        "..%00",
        "..;",
        ".%2e",
        "%252e%252e",
        "..\\",
        "%c0%ae%c0%ae",
    ];
    let slash = ["/", "%2f", "%5c", "//", "%252f"];
    let mut targets = vec![
        "/data/shop/link.arrow".to_owned(),
        "/data/away/secret.txt".to_owned(),
        "/data/inner/lines.arrow".to_owned(),
        "/data/inner/within/lines.arrow".to_owned(),
        "/data/alias/catalogue.json".to_owned(),
        "/data/alias/lines.arrow".to_owned(),
        "/data/away/catalogue.json".to_owned(),
        "/data/shop/.hidden".to_owned(),
        "/link.txt".to_owned(),
        format!("/data/shop/{}", secret.display()),
        format!("/{}", secret.display()),
        format!("/%2f{}", secret.display()),
        "/data/shop/file:///etc/passwd".to_owned(),
    ];
    for up in up {
        for slash in slash {
            targets.push(format!("/data/shop/{up}{slash}{up}{slash}secret.txt"));
            targets.push(format!("/data/shop{slash}{up}{slash}{up}{slash}secret.txt"));
            targets.push(format!("/data/{up}{slash}secret.txt"));
            targets.push(format!("/data/{up}/catalogue.json"));
            targets.push(format!("/{up}{slash}secret.txt"));
            targets.push(format!("/x{slash}{up}{slash}{up}{slash}secret.txt"));
        }
    }
    for target in targets {
        let reply = gate.get(&target);
        assert!(
            [400, 404].contains(&reply.status),
            "{target}: {}",
            reply.status
        );
        assert!(!reply.text().contains("SECRET"), "{target}");
        assert!(reply.is_whole);
    }
}

#[test]
fn what_is_too_long_is_refused() {
    let engine = shared();
    super::shop::data();
    let config = format!(
        "limits = {{ head = 4096 }}\n{}",
        dataset("shop", &engine.url, ODD)
    );
    let gate = Gate::start(&config);
    let long = "x".repeat(5_000);
    let target = format!("/data/shop/overview.arrow?country={long}");
    let address = "The address of this question is longer than is allowed. Choose fewer values in the filters.";
    let reply = gate.get(&target);
    assert_eq!((reply.status, reply.sentence().as_str()), (414, address));
    let reply = gate.get(&format!("/{long}"));
    assert_eq!((reply.status, reply.sentence().as_str()), (414, address));
    let reply = get(
        &gate.address,
        "/data/shop/overview.arrow",
        &[("Cookie", &long)],
    );
    let head = "The headers of this request are longer than is allowed. Delete the cookies of this site and try again.";
    assert_eq!((reply.status, reply.sentence().as_str()), (431, head));
    assert_eq!(reply.header("connection"), "close");
    // Far beyond it nothing is read any more.
    for (target, value) in [
        ("x".repeat(100_000), ""),
        (String::new(), &*"y".repeat(100_000)),
    ] {
        let mut visitor = Visitor::of(&gate.address);
        let head = format!("GET /{target} HTTP/1.1\r\nHost: localhost\r\nA: {value}\r\n\r\n");
        // The gateway may close before all of it is sent.
        let _ = visitor.send(head.as_bytes());
        if let Ok((status, _)) = visitor.head() {
            assert!([414, 431].contains(&status), "{status}");
        }
    }
    let many: Vec<(String, String)> = (0..150)
        .map(|n| (format!("h{n}"), "1".to_owned()))
        .collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let mut visitor = Visitor::of(&gate.address);
    assert_eq!(
        visitor
            .ask("GET", "/data/index.json", &many)
            .unwrap()
            .status,
        431
    );
    assert_eq!(gate.get("/data/shop/overview.arrow").status, 200);
    let value = encoded(&"é".repeat(9));
    assert_eq!(
        gate.get(&format!("/data/shop/overview.arrow?country={value}"))
            .status,
        422
    );
}

#[test]
fn an_old_proxy_is_told_what_it_needs() {
    let (gate, _) = gate();
    let mut visitor = Visitor::of(&gate.address);
    visitor
        .send(b"GET /data/shop/overview.arrow HTTP/1.0\r\n\r\n")
        .unwrap();
    let reply = visitor.reply(false).unwrap();
    assert_eq!(reply.status, 505);
    assert_eq!(
        reply.sentence(),
        "Tables are sent over HTTP/1.1 only, so that an answer that breaks off is noticed. Set “proxy_http_version 1.1” in the proxy in front of the gateway."
    );
    let mut visitor = Visitor::of(&gate.address);
    visitor
        .send(b"GET /data/index.json HTTP/1.0\r\n\r\n")
        .unwrap();
    assert_eq!(visitor.reply(false).unwrap().status, 200);
}
