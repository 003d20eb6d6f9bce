//! What is served: tables, catalogues, packs. The page: `page.rs`.

use std::io::Read;

use clientele_model::catalogue::Catalogue;
use serde_json::json;

use super::engine::{root, shared};
use super::gate::{Gate, WIDE, dataset};
use super::http::{Visitor, get};
use super::shop::{self, gate, same};

#[test]
fn every_table_is_what_the_aggregator_makes() {
    let (gate, data) = gate();
    let mut rows = 0;
    for filters in [
        "",
        "last=90&against=year",
        "from=2023-05-03&to=2024-03-01&country=O%5C%27Land",
        "spend=50..900&returns=off&copies=off",
        "data=shop&goods=post&seed=7&k=4&lens=behaviour",
    ] {
        for table in ["overview", "customers", "products", "baskets", "values"] {
            let support = if table == "baskets" {
                "&support=0.01"
            } else {
                ""
            };
            let reply = gate.get(&format!("/data/shop/{table}.arrow?{filters}{support}"));
            assert_eq!(reply.status, 200, "{table} {filters}: {}", reply.text());
            assert!(reply.is_whole);
            assert_eq!(
                reply.header("content-type"),
                "application/vnd.apache.arrow.stream"
            );
            let timing = reply.header("server-timing");
            let time = timing.strip_prefix("clickhouse;dur=").unwrap();
            assert!(time.parse::<f64>().unwrap() > 0.0, "{timing}");
            rows += same(data, table, filters, &reply.body);
        }
    }
    assert!(rows > 1_000, "{rows}");
}

#[test]
fn catalogues_are_the_clients_and_are_listed_with_packs() {
    let engine = shared();
    let data = shop::data();
    let packs = root().join("public/data");
    let config = format!(
        "packs = {packs:?}\n{WIDE}{}",
        dataset("shop", &engine.url, shop::ODD)
    );
    let gate = Gate::start(&config);
    let index = gate.get("/data/index.json");
    assert_eq!(
        (index.status, index.header("cache-control").as_str()),
        (200, "private, no-cache")
    );
    assert_eq!(
        index.json(),
        json!([
            {"slug": "shop", "title": "The shop shop"},
            {"slug": "online-retail-ii", "title": "Online Retail II"},
            {"slug": "omnichannel", "title": "Omnichannel retailer (made up)"},
        ])
    );
    let reply = gate.get("/data/shop/catalogue.json");
    assert_eq!(reply.header("content-type"), "application/json");
    let found: Catalogue = serde_json::from_slice(&reply.body).unwrap();
    assert!(found.is_live());
    assert_eq!(
        (found.title.as_str(), found.currency.as_str()),
        ("The shop shop", "EUR")
    );
    let expected = &data.catalogue;
    assert_eq!(
        (found.first, found.last, found.usual),
        (expected.first, expected.last, expected.usual)
    );
    assert_eq!(found.countries, expected.countries);
    assert_eq!(
        (found.orders, found.customers),
        (expected.orders, expected.customers)
    );

    let tag = reply.header("etag");
    let again = get(
        &gate.address,
        "/data/shop/catalogue.json",
        &[("If-None-Match", &tag)],
    );
    assert_eq!((again.status, again.body.len()), (304, 0));

    // Files of packs.
    let file = "/data/omnichannel/lines.arrow";
    let bytes = std::fs::read(packs.join("omnichannel/lines.arrow")).unwrap();
    let reply = get(
        &gate.address,
        file,
        &[("Accept-Encoding", "gzip, br, zstd")],
    );
    assert_eq!(
        (reply.status, reply.header("cache-control").as_str()),
        (200, "no-cache")
    );
    assert_eq!(reply.header("content-encoding"), "");
    assert!(reply.is_whole && reply.body == bytes);
    let tag = reply.header("etag");
    assert_eq!(
        get(&gate.address, file, &[("If-None-Match", &tag)]).status,
        304
    );
    let hashed = gate.get(&format!("{file}?v=0123"));
    assert_eq!(
        hashed.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert!(hashed.body == bytes);
    let catalogue = gate.get("/data/omnichannel/catalogue.json");
    let file = packs.join("omnichannel/catalogue.json");
    assert_eq!(catalogue.body, std::fs::read(file).unwrap());
}

#[test]
fn what_a_visitor_has_is_not_asked_again() {
    let (gate, _) = gate();
    let tag = |filters: &str| {
        let reply = gate.get(&format!("/data/shop/overview.arrow?{filters}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        (reply.header("etag"), reply.header("cache-control"))
    };
    let (open, kept) = tag("last=90");
    assert_eq!(kept, "private, max-age=60");
    let (closed, kept) = tag("from=2023-05-01&to=2023-06-30");
    assert_eq!(kept, "private, max-age=86400");
    assert_ne!(open, closed);
    // What a table does not depend on does not change its tag.
    assert_eq!(tag("k=3&last=90&seed=9").0, open);
    assert_eq!(tag("last=90").0, open);
    assert_ne!(tag("last=90&returns=off").0, open);
    let target = "/data/shop/overview.arrow?last=90";
    for known in [open.as_str(), "*", &format!("\"x\", {open}")] {
        let reply = get(&gate.address, target, &[("If-None-Match", known)]);
        assert_eq!((reply.status, reply.header("etag")), (304, open.clone()));
        assert_eq!(reply.header("server-timing"), "", "ClickHouse was asked");
        assert_eq!(reply.header("vary"), "authorization");
        let line = gate.line_of(&reply.header("x-request-id"));
        assert_eq!(line["query"], serde_json::Value::Null);
    }
    let reply = get(&gate.address, target, &[("If-None-Match", &closed)]);
    assert_eq!(reply.status, 200);
    let mut visitor = Visitor::of(&gate.address);
    let head = visitor.ask("HEAD", target, &[]).unwrap();
    assert_eq!((head.status, head.header("etag")), (200, open));
    // How long it would be is not known.
    assert_eq!(head.header("content-length"), "");
    assert_eq!(visitor.ask("GET", target, &[]).unwrap().status, 200);
}

#[test]
fn compressed_answers_are_the_plain_bytes() {
    let (gate, _) = gate();
    let target = "/data/shop/customers.arrow?period=all&lens=behaviour";
    let plain = gate.get(target);
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["zstd", "br", "gzip"] {
        let reply = get(&gate.address, target, &[("Accept-Encoding", encoding)]);
        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("vary"), "accept-encoding, authorization");
        assert_eq!(reply.header("etag"), plain.header("etag"));
        assert!(reply.is_whole && reply.body.len() < plain.body.len());
        let mut unpacked = vec![];
        let packed = reply.body.as_slice();
        match encoding {
            "zstd" => drop(
                zstd::Decoder::new(packed)
                    .unwrap()
                    .read_to_end(&mut unpacked)
                    .unwrap(),
            ),
            "br" => drop(
                brotli::Decompressor::new(packed, 4096)
                    .read_to_end(&mut unpacked)
                    .unwrap(),
            ),
            _ => drop(
                flate2::read::GzDecoder::new(packed)
                    .read_to_end(&mut unpacked)
                    .unwrap(),
            ),
        }
        assert!(unpacked == plain.body, "{encoding}");
    }
    let browsers = get(
        &gate.address,
        target,
        &[("Accept-Encoding", "gzip, deflate, br, zstd")],
    );
    assert_eq!(browsers.header("content-encoding"), "zstd");
    let none = get(
        &gate.address,
        target,
        &[("Accept-Encoding", "gzip;q=0, identity")],
    );
    assert_eq!(none.header("content-encoding"), "");
}
