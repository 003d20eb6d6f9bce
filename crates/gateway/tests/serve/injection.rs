//! Values that want to become more than values.

use clientele_model::filters::encoded;
use serde_json::Value;

use super::engine::{Engine, shared};
use super::gate::{Gate, WIDE, dataset};
use super::http::Visitor;
use super::shop::{self, ODD, same};

const EVIL: [&str; 14] = [
    "'; DROP TABLE lines; --",
    "' OR 1=1 --",
    "France') OR (1=1",
    "\\'; SELECT sleep(3); --",
    "{from:Date}",
    "a\tb\nc\r\nd\0e",
    "1 UNION ALL SELECT * FROM system.users",
    "x&param_from=1970-01-01",
    "%27%20OR%201=1",
    "x\r\nX-ClickHouse-User: default\r\n\r\nGET /?query=SELECT+1 HTTP/1.1",
    "url('http://127.0.0.1/','CSV')",
    "/*",
    "`order`",
    "é中'",
];

#[test]
fn values_stay_values_in_every_parameter() {
    let engine = shared();
    let data = shop::data();
    let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &engine.url, ODD)));
    let everyone = gate.get("/data/shop/customers.arrow?period=all").body;
    // Beside a value that is there, it matches nothing.
    for (key, known) in [
        ("country", "Côte d'Ivoire"),
        ("channel", "Store"),
        ("category", "Garden & Home"),
        ("tier", "Gold"),
    ] {
        let known = format!("period=all&{key}={}", encoded(known));
        let alone = gate.get(&format!("/data/shop/customers.arrow?{known}"));
        assert_eq!(alone.status, 200);
        for evil in EVIL {
            let filters = format!("{known}&{key}={}", encoded(evil));
            let beside = gate.get(&format!("/data/shop/customers.arrow?{filters}"));
            assert_eq!(beside.status, 200, "{key} {evil}: {}", beside.text());
            let values = data
                .catalogue
                .channels
                .iter()
                .chain(&data.catalogue.countries);
            if values.into_iter().any(|value| value.name == evil) {
                assert!(same(data, "customers", &filters, &beside.body) > 0);
            } else {
                assert!(beside.body == alone.body, "{key} {evil}");
            }
        }
    }
    for evil in EVIL {
        let value = encoded(evil);
        let goods = format!("period=all&goods={value}");
        let reply = gate.get(&format!("/data/shop/customers.arrow?{goods}"));
        assert!(
            reply.status == 200 && reply.body == everyone,
            "goods {evil}: {}",
            reply.text()
        );
        for key in [
            "from", "to", "last", "asof", "spend", "returns", "copies", "lens", "k", "seed",
            "against", "data", "only", "support", evil,
        ] {
            let target = format!("/data/shop/baskets.arrow?{}={value}", encoded(key));
            let reply = gate.get(&target);
            assert_eq!(reply.status, 400, "{key} {evil}");
            reply.sentence();
        }
        for target in [
            format!("/data/{value}/overview.arrow"),
            format!("/data/shop/{value}.arrow"),
            format!("/data/shop/{value}"),
        ] {
            assert_eq!(gate.get(&target).status, 404, "{target}");
        }
    }
    let tables = engine.ask(ODD, "SELECT count() FROM lines");
    assert!(tables.trim().parse::<u32>().unwrap() > 3_000);
}

#[test]
fn clickhouse_sees_statements_of_ours_and_parameters() {
    let engine = Engine::start(&["--faults", "--engine", "chdb"]);
    shop::load(&engine);
    let gate = Gate::start(&(WIDE.to_owned() + &dataset("shop", &engine.url, ODD)));
    assert_eq!(gate.get("/data/shop/catalogue.json").status, 200);
    assert_eq!(engine.post("/test/faults", "[]").0, 200);
    let known = encoded("Côte d'Ivoire");
    for evil in EVIL {
        let target = format!(
            "/data/shop/overview.arrow?period=all&against=none&country={known}&country={0}&goods={0}",
            encoded(evil)
        );
        assert_eq!(gate.get(&target).status, 200, "{evil}");
    }
    let report: Value = serde_json::from_str(&report(&engine)).unwrap();
    let queries = report["queries"].as_array().unwrap();
    assert_eq!(queries.len(), EVIL.len());
    let statement = &queries[0]["sql"];
    for query in queries {
        assert_eq!(&query["sql"], statement);
        for sign in EVIL.iter().filter(|evil| evil.contains("DROP")) {
            assert!(!query["sql"].as_str().unwrap().contains(sign));
        }
        let params = query["params"].as_object().unwrap();
        let names: Vec<&str> = params.keys().map(String::as_str).collect();
        assert!(
            names.contains(&"countries") && names.contains(&"goods"),
            "{names:?}"
        );
        assert!(
            names.iter().all(|name| !name.contains("param")),
            "{names:?}"
        );
    }
}

fn report(engine: &Engine) -> String {
    let host = engine.url.strip_prefix("http://").unwrap();
    super::http::get(host, "/test/faults", &[]).text()
}

#[test]
fn headers_cannot_be_smuggled_into_answers() {
    let (gate, _) = shop::gate();
    for target in [
        "/data/shop%0d%0aX-Evil:%201/overview.arrow",
        "/data/shop/overview.arrow%0d%0aX-Evil:%201",
        "/data/shop/overview.arrow?country=%0d%0aX-Evil:%201",
        "/data/shop/overview.arrow?data=%0d%0aX-Evil:%201",
        "/%0d%0aX-Evil:%201",
    ] {
        let reply = gate.get(target);
        assert!(reply.status >= 400, "{target}");
        assert_eq!(reply.header("x-evil"), "", "{target}");
    }
    let mut visitor = Visitor::of(&gate.address);
    let ids = [
        ("X-Request-Id", "mine"),
        ("X-ClickHouse-User", "admin"),
        ("Origin", "https://x\u{7f}"),
    ];
    if let Ok(reply) = visitor.ask("GET", "/data/index.json", &ids) {
        assert_ne!(reply.header("x-request-id"), "mine");
    }
}
