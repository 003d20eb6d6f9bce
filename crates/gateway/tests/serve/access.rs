//! Who may see what: tokens, origins, how often.

use std::time::Duration;

use super::engine::{root, shared};
use super::gate::{Gate, WIDE, dataset};
use super::http::{Visitor, get};
use super::shop::{self, ODD};

const TOKENS: &str = r#"
[[token]]
name = "shop only"
secret = "a-secret-of-the-shop-0001"
datasets = ["shop"]
[[token]]
name = "all"
# printf %s 'a-secret-of-everything-02' | sha256sum
sha256 = "HASH"
datasets = ["*"]
[[token]]
name = "pack"
secret = "a-secret-of-the-packs-003"
datasets = ["omnichannel"]
"#;

fn bearer(secret: &str) -> String {
    format!("Bearer {secret}")
}

#[test]
fn tokens_open_what_they_are_for_and_nothing_else() {
    use sha2::{Digest, Sha256};
    let (engine, _) = (shared(), shop::data());
    let hash = Sha256::digest("a-secret-of-everything-02");
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let gate = Gate::start(&format!(
        "packs = {:?}\n{WIDE}{}{}{}",
        root().join("public/data"),
        dataset("shop", &engine.url, ODD),
        dataset("other", &engine.url, ODD),
        TOKENS.replace("HASH", &hash)
    ));
    let ask = |target: &str, secret: &str| {
        get(&gate.address, target, &[("Authorization", &bearer(secret))])
    };
    let (shop, all, pack) = (
        "a-secret-of-the-shop-0001",
        "a-secret-of-everything-02",
        "a-secret-of-the-packs-003",
    );
    let listed = |secret| {
        let list = ask("/data/index.json", secret).json();
        let slugs = list
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["slug"].as_str().unwrap().to_owned());
        slugs.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(listed(shop), "shop");
    assert_eq!(listed(all), "shop other online-retail-ii omnichannel");
    assert_eq!(listed(pack), "omnichannel");
    let table = "/data/shop/overview.arrow?last=90";
    let reply = ask(table, shop);
    assert_eq!(reply.status, 200);
    let line = gate.line_of(&reply.header("x-request-id"));
    assert_eq!(line["token"], "shop only");
    assert_eq!(ask("/data/other/overview.arrow", all).status, 200);
    let file = ask("/data/omnichannel/orders.arrow?v=1", pack);
    assert_eq!(
        file.header("cache-control"),
        "private, max-age=31536000, immutable"
    );
    let catalogue = ask("/data/omnichannel/catalogue.json", pack);
    assert_eq!(catalogue.header("cache-control"), "private, no-cache");

    // Another's data set is as unknown as one that is nowhere.
    for (target, secret) in [
        ("/data/other/catalogue.json", shop),
        ("/data/other/overview.arrow", shop),
        ("/data/omnichannel/catalogue.json", shop),
        ("/data/shop/overview.arrow", pack),
        ("/data/online-retail-ii/lines.arrow", pack),
    ] {
        let slug = target.split('/').nth(2).unwrap();
        let nowhere = ask(&target.replace(slug, "nowhere"), secret);
        let reply = ask(target, secret);
        assert_eq!((reply.status, nowhere.status), (404, 404), "{target}");
        let sentence = format!("There is no data set “{slug}” here. Choose one on the Data panel.");
        assert_eq!(reply.sentence(), sentence);
        assert_eq!(nowhere.sentence(), sentence.replace(slug, "nowhere"));
        let names = |reply: &super::http::Reply| -> Vec<String> {
            reply.headers.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&reply), names(&nowhere));
    }
    let sentence = "A token is needed to see this, and no valid one was sent. Use the token you were given, or ask whoever runs this page for one.";
    for target in [
        table,
        "/data/index.json",
        "/data/shop/catalogue.json",
        "/data/nowhere/x",
        "/data/omnichannel/catalogue.json",
    ] {
        for value in [
            "",
            "Bearer",
            "Bearer wrong",
            "Basic YTpi",
            &bearer(&shop[1..]),
            &format!("Bearer {shop} {all}"),
            &bearer(&shop.to_uppercase()),
        ] {
            let reply = get(&gate.address, target, &[("Authorization", value)]);
            assert_eq!(
                (reply.status, reply.sentence().as_str()),
                (401, sentence),
                "{value}"
            );
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
        let reply = gate.get(target);
        assert_eq!((reply.status, reply.sentence().as_str()), (401, sentence));
        // A token in the address would stand in logs and histories.
        assert_eq!(gate.get(&format!("{target}?token={shop}")).status, 401);
    }
    let lines = gate.lines().join("\n");
    for secret in [shop, all, pack, "127.0.0.1", "Authorization"] {
        let lines = lines.replace(&gate.address, "");
        assert!(!lines.contains(secret), "{secret}");
    }
}

#[test]
fn only_listed_origins_may_read() {
    let (engine, _) = (shared(), shop::data());
    let origins = "origins = [\"https://shop.example\", \"http://localhost:8080\"]\n";
    let gate = Gate::start(&format!(
        "{origins}{WIDE}{}",
        dataset("shop", &engine.url, ODD)
    ));
    let table = "/data/shop/overview.arrow";
    let allowed = |origin: &str| {
        let reply = get(&gate.address, table, &[("Origin", origin)]);
        assert_eq!(reply.status, 200);
        assert!(reply.header("vary").contains("origin"), "{reply:?}");
        reply
    };
    for origin in ["https://shop.example", "http://localhost:8080"] {
        let reply = allowed(origin);
        assert_eq!(reply.header("access-control-allow-origin"), origin);
        assert_eq!(
            reply.header("access-control-expose-headers"),
            "server-timing,x-request-id,etag,retry-after"
        );
    }
    for foreign in [
        "https://shop.example.evil",
        "https://evil.example",
        "http://shop.example",
        "null",
        "https://shop.example:444",
        "*",
    ] {
        assert_eq!(
            allowed(foreign).header("access-control-allow-origin"),
            "",
            "{foreign}"
        );
    }
    let preflight = |origin: &str| {
        let headers = [
            ("Origin", origin),
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "authorization"),
        ];
        Visitor::of(&gate.address)
            .ask("OPTIONS", table, &headers)
            .unwrap()
    };
    let reply = preflight("https://shop.example");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("access-control-allow-origin"),
        "https://shop.example"
    );
    assert_eq!(reply.header("access-control-allow-methods"), "GET,HEAD");
    assert_eq!(
        reply.header("access-control-allow-headers"),
        "authorization,if-none-match"
    );
    assert_eq!(reply.header("x-request-id").len(), 16);
    assert_eq!(
        preflight("https://evil.example").header("access-control-allow-origin"),
        ""
    );
    // Refusals can be read as well, else the page could not show their sentence.
    let refused = get(
        &gate.address,
        "/data/x/y",
        &[("Origin", "https://shop.example")],
    );
    assert_eq!(
        refused.header("access-control-allow-origin"),
        "https://shop.example"
    );
}

#[test]
fn one_client_may_ask_so_often() {
    let (engine, _) = (shared(), shop::data());
    let gate = Gate::start(&format!(
        "proxies = [\"127.0.0.1\"]\nlimits = {{ per_client_per_minute = 20 }}\n{}",
        dataset("shop", &engine.url, ODD)
    ));
    let ask = |address: &str| {
        get(
            &gate.address,
            "/data/shop/catalogue.json",
            &[("X-Forwarded-For", address)],
        )
    };
    for _ in 0..20 {
        assert_eq!(ask("10.1.1.1").status, 200);
    }
    let reply = ask("10.1.1.1");
    assert_eq!(reply.status, 429);
    let seconds: u64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=3).contains(&seconds), "{seconds}");
    assert_eq!(
        reply.sentence(),
        format!(
            "More requests came from here than are allowed in a minute. What is on the page is kept; try again in {seconds} s."
        )
    );
    // What a visitor says about himself does not help.
    assert_eq!(ask("10.9.9.9, 10.1.1.1").status, 429);
    assert_eq!(ask("10.1.1.2").status, 200);
    std::thread::sleep(Duration::from_secs(seconds.min(3)));
    assert_eq!(ask("10.1.1.1").status, 200);
}

#[test]
fn tokens_cannot_be_guessed_quickly() {
    let engine = shared();
    let config = format!(
        "limits = {{ per_client_per_minute = 10 }}\n{}[[token]]\nname = \"x\"\nsecret = \"a-secret-of-the-shop-0001\"\ndatasets = [\"*\"]\n",
        dataset("shop", &engine.url, ODD)
    );
    let gate = Gate::start(&config);
    let statuses: Vec<u16> = (0..12)
        .map(|_| gate.get("/data/index.json").status)
        .collect();
    assert_eq!(statuses[..10], [401; 10]);
    assert_eq!(statuses[10..], [429; 2]);
    let known = [("Authorization", "Bearer a-secret-of-the-shop-0001")];
    assert_eq!(get(&gate.address, "/data/index.json", &known).status, 200);
}
