//! Audiences that are written into a database: by whom, from where, and what is there afterwards.

use std::sync::OnceLock;

use clientele_analysis::grouping::Fitted;
use clientele_analysis::remote::Asked;
use clientele_gateway::clickhouse::audience::Audience;
use clientele_gateway::clickhouse::{Beyond, Query, Table, Views};
use clientele_model::filters::Filters;
use clientele_model::selection::Only;
use serde_json::{Value, json};

use super::compare::fetch;
use super::engine::{Engine, PATIENT, block_on, root};
use super::gate::{Gate, WIDE};
use super::http::{Reply, Visitor, get};
use super::shop::{self, ODD};

const WRITER: &str = "a-secret-of-the-writer-0001";
const READER: &str = "a-secret-of-the-reader-0001";

/// A ClickHouse with one more user, who may write, and the tables of the document.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let engine = Engine::start(&[
            "--profiles",
            "{\"writer\": {}, \"shut\": {\"readonly\": 2}}",
        ]);
        shop::load(&engine);
        engine.run(ODD, &tables());
        engine
    })
}

/// The statements of the document that make the tables and the view of the newest write.
fn tables() -> String {
    let document = std::fs::read_to_string(root().join("docs/clickhouse.md")).unwrap();
    let (_, rest) = document
        .split_once("<!-- run: audiences -->\n```sql\n")
        .unwrap();
    let block = rest.split_once("```").unwrap().0;
    block.replace("shop.", &format!("{ODD}."))
}

fn config(more: &str) -> String {
    let url = &engine().url;
    format!(
        "{WIDE}{more}[[dataset]]\nslug = \"shop\"\nurl = \"{url}\"\ndatabase = \"{ODD}\"\n\
        [dataset.audiences]\nuser = \"writer\"\n\
        [[dataset]]\nslug = \"plain\"\nurl = \"{url}\"\ndatabase = \"{ODD}\"\n\
        [[token]]\nname = \"marketing\"\nsecret = \"{WRITER}\"\ndatasets = [\"*\"]\nwrites = [\"shop\"]\n\
        [[token]]\nname = \"reading\"\nsecret = \"{READER}\"\ndatasets = [\"shop\"]\n"
    )
}

/// Sends a body.
#[track_caller]
fn post(gate: &Gate, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = format!("POST /audiences HTTP/1.1\r\nHost: {}\r\n", gate.address);
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let mut visitor = Visitor::of(&gate.address);
    visitor.send(request.as_bytes()).unwrap();
    visitor.reply(false).unwrap()
}

/// Sends an audience as the holder of a token.
#[track_caller]
fn sent(gate: &Gate, secret: &str, audience: &Value) -> Reply {
    let bearer = format!("Bearer {secret}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    post(gate, &headers, &audience.to_string())
}

fn lines(sql: &str) -> Vec<String> {
    let printed = engine().ask(ODD, sql);
    printed.lines().map(str::to_owned).collect()
}

/// The numbers of whom a definition means.
fn meant(only: &str, link: &str, segments: Option<&Fitted>) -> Vec<String> {
    let (only, filters): (Only, _) = (only.parse().unwrap(), Filters::parse(link).0);
    let audience = Audience {
        only: &only,
        filters: &filters,
        catalogue: &shop::data().catalogue,
        views: Views::default(),
    };
    let statement = audience.statement(segments).unwrap();
    let client = engine().client(ODD, PATIENT);
    let printed = block_on(client.run(&statement, &format!("meant {only} {link}"), false));
    let mut ids: Vec<String> = printed.unwrap().lines().map(str::to_owned).collect();
    ids.sort();
    ids
}

#[test]
fn an_audience_is_written_whole_and_the_newest_is_shown() {
    let gate = Gate::start(&config(""));
    let name = "Win'back \\ {run:String}";
    let of = |definition: &str, scope: &str| json!({"dataset": "shop", "name": name, "definition": definition, "scope": scope});
    let now = "SELECT customer_id FROM clientele_audiences_now WHERE startsWith(audience, 'Win') ORDER BY customer_id FORMAT TabSeparatedRaw";
    let mut runs = vec![];
    for (definition, scope) in [
        ("any(rfm.champions,had.anything~3x)", "last=400"),
        ("all(not(tier.Gold),band.frequency.2..)", "returns=off"),
    ] {
        let reply = sent(&gate, WRITER, &of(definition, scope));
        assert_eq!(reply.status, 201, "{}", reply.text());
        let expected = meant(definition, scope, None);
        assert!(expected.len() > 5);
        let written = reply.json();
        assert_eq!(written["customers"], expected.len());
        assert_eq!(lines(now), expected);
        let run = written["run"].as_str().unwrap().to_owned();
        let kept = lines(&format!(
            "SELECT audience, definition, scope, customers, written_by FROM clientele_audience_writes WHERE run = '{run}' FORMAT TabSeparatedRaw"
        ));
        let count = expected.len();
        assert_eq!(
            kept,
            [format!("{name}\t{definition}\t{scope}\t{count}\tmarketing")]
        );
        // The log tells who and how many; what visitors wrote is in the database only.
        let lines = gate.lines();
        let line = lines
            .iter()
            .find(|line| line.contains("\"event\":\"audience\"") && line.contains(&run));
        let line: Value = serde_json::from_str(line.unwrap()).unwrap();
        assert_eq!(line["token"], "marketing");
        assert_eq!(
            (&line["dataset"], &line["customers"]),
            (&json!("shop"), &json!(count))
        );
        assert!(lines.iter().all(|line| !line.contains("Win")));
        runs.push(run);
    }
    assert_ne!(runs[0], runs[1]);
    let all =
        lines("SELECT uniqExact(run) FROM clientele_audiences WHERE startsWith(audience, 'Win')");
    assert_eq!(all, ["2"]);
    let metrics = gate.get("/metrics").text();
    assert!(
        metrics.contains("clientele_requests_total{table=\"audiences\",status=\"201\"} 2\n"),
        "{metrics}"
    );
    assert!(
        metrics.contains("clientele_audience_customers_total "),
        "{metrics}"
    );
    // Nobody is an audience, too.
    let empty =
        json!({"dataset": "shop", "name": "Nobody", "definition": "all(rfm.champions,rfm.lost)"});
    let reply = sent(&gate, WRITER, &empty);
    assert_eq!((reply.status, &reply.json()["customers"]), (201, &json!(0)));
}

#[test]
fn segments_are_made_where_the_audience_is_written() {
    let gate = Gate::start(&config(""));
    let (filters, catalogue) = (Filters::parse("k=3").0, &shop::data().catalogue);
    let client = engine().client(ODD, PATIENT);
    let tables = Fitted::requests(&filters).map(|request| {
        let Asked::Of(table) = request.table else {
            panic!("{}", request.path());
        };
        let (views, beyond) = (Views::default(), Beyond::default());
        let query = Query::new(
            Table::Of(table),
            &request.filters,
            catalogue,
            views,
            &beyond,
        );
        fetch(&client, &query.unwrap())
    });
    let fitted = Fitted::of(&filters, catalogue, [&tables[0], &tables[1]]).unwrap();
    let slugs: Vec<&str> = fitted.slugs().collect();
    assert_eq!(slugs.len(), 3);
    let mut all = vec![];
    for slug in slugs {
        let definition = format!("segment.{slug}");
        let told =
            json!({"dataset": "shop", "name": "Segment", "definition": definition, "scope": "k=3"});
        let reply = sent(&gate, WRITER, &told);
        assert_eq!(reply.status, 201, "{}", reply.text());
        let ids = lines(
            "SELECT customer_id FROM clientele_audiences_now WHERE audience = 'Segment' ORDER BY customer_id FORMAT TabSeparatedRaw",
        );
        assert_eq!(ids, meant(&definition, "k=3", Some(&fitted)));
        assert!(!ids.is_empty());
        all.extend(ids);
    }
    all.sort();
    assert_eq!(all, meant("everyone", "", None));
    let told = json!({"dataset": "shop", "name": "Segment", "definition": "segment.no-such", "scope": "k=3"});
    let reply = sent(&gate, WRITER, &told);
    assert_eq!(reply.status, 422);
    assert_eq!(
        reply.sentence(),
        "There is no segment “no-such” under these filters. Open Segments and choose one of those shown."
    );
}

#[test]
fn a_write_that_is_not_whole_is_passed_over() {
    let gate = Gate::start(&config(""));
    let told = json!({"dataset": "shop", "name": "Half", "definition": "everyone"});
    assert_eq!(sent(&gate, WRITER, &told).status, 201);
    let whole =
        "SELECT count(), uniqExact(run) FROM clientele_audiences_now WHERE audience = 'Half'";
    let before = lines(whole);
    // A run without its row, as a database that fails between the two leaves it.
    engine().ask(
        ODD,
        "INSERT INTO clientele_audiences (run, audience, customer_id, as_of, written_at) VALUES ('zzz', 'Half', 'stray', '2024-01-01', '2100-01-01 00:00:00')",
    );
    assert_eq!(lines(whole), before);
}

#[test]
fn a_page_hears_whether_its_visitor_may_write() {
    let gate = Gate::start(&config(""));
    for (secret, slug, may) in [
        (WRITER, "shop", true),
        (WRITER, "plain", false),
        (READER, "shop", false),
    ] {
        let bearer = format!("Bearer {secret}");
        let target = format!("/data/{slug}/audiences.json");
        let reply = get(
            &gate.address,
            &target,
            &[("Authorization", bearer.as_str())],
        );
        assert_eq!(
            (reply.status, reply.json()),
            (200, json!({"may_write": may})),
            "{slug}"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    assert_eq!(gate.get("/data/shop/audiences.json").status, 401);
}

#[test]
fn every_refusal_has_its_sentence() {
    let gate = Gate::start(&config(""));
    let told = json!({"dataset": "shop", "name": "A", "definition": "rfm.champions"});
    let with = |key: &str, value: &str| {
        let mut told = told.clone();
        told[key] = value.into();
        told
    };
    for (secret, told, status, sentence) in [
        (
            "nobody-knows-this-secret",
            told.clone(),
            401,
            "A token is needed to see this, and no valid one was sent. Use the token you were given, or ask whoever runs this page for one.",
        ),
        (
            READER,
            told.clone(),
            403,
            "You may see “shop”, but not write its audiences into the database. Ask whoever runs this page to allow it.",
        ),
        (
            READER,
            with("dataset", "plain"),
            404,
            "There is no data set “plain” here. Choose one on the Data panel.",
        ),
        (
            WRITER,
            with("dataset", "plain"),
            403,
            "Audiences of “plain” are not written into its database. Download them instead, or ask whoever runs this page to allow it.",
        ),
        (
            WRITER,
            with("name", " \u{7} "),
            400,
            "The name of an audience has 1 to 80 characters, all of which can be seen. Give it another name.",
        ),
        (
            WRITER,
            with("definition", "all(rfm.champions"),
            400,
            "The definition of this audience cannot be read (“all(rfm.champions”). Open it in the page and send it again.",
        ),
        (
            WRITER,
            with("scope", "last=never"),
            400,
            "Part of this link could not be read (“last=never”) and was left at its default; choose it again above.",
        ),
        (
            WRITER,
            with("scope", "data=other"),
            400,
            "The address is of the data set “shop”, but its filters name “other”. Reload the page.",
        ),
        (
            WRITER,
            with("definition", "audience.Win back"),
            422,
            "The database does not know the audience “Win back”, which is saved in a browser. Send the definition with the lines of that audience in its place, as the page does.",
        ),
        (
            WRITER,
            with("definition", "arm.SPRING~offer"),
            422,
            "No customer of this data set took part in the arm “offer” of a campaign “SPRING”. Choose one of those on Experiments, or take this line out.",
        ),
        (
            WRITER,
            with("colour", "red"),
            400,
            "An audience is told in JSON of at most 64 kB, and this one cannot be read (unknown field `colour`, expected one of `dataset`, `name`, `definition`, `scope` at line 1 column 9). Reload the page, or look at docs/gateway.md.",
        ),
        (
            WRITER,
            with("name", &"long".repeat(20_000)),
            400,
            "An audience is told in JSON of at most 64 kB, and this one cannot be read (it is longer, or broke off). Reload the page, or look at docs/gateway.md.",
        ),
    ] {
        let reply = sent(&gate, secret, &told);
        assert_eq!(
            (reply.sentence().as_str(), reply.status),
            (sentence, status)
        );
    }
    // What is no audience is no address for a body.
    let reply = post(&gate, &[("Transfer-Encoding", "chunked")], "");
    assert_eq!(reply.status, 400);
    assert_eq!(gate.get("/data/index.json").status, 401);
}

#[test]
fn other_sites_cannot_write() {
    let gate = Gate::start(&config("origins = [\"https://intranet.example\"]\n"));
    let told = json!({"dataset": "shop", "name": "Sites", "definition": "tier.Gold"}).to_string();
    let bearer = format!("Bearer {WRITER}");
    let own = format!("http://{}", gate.address);
    let json = ("Content-Type", "application/json; charset=utf-8");
    let form = "Audiences are sent as JSON. Send this one with “Content-Type: application/json”.";
    let site = "Audiences are not written for pages of other sites. Open Clientele at its own address, or let whoever runs it add that site to “origins”.";
    for (headers, refused) in [
        (vec![], Some((415, form))),
        (vec![("Content-Type", "text/plain")], Some((415, form))),
        (
            vec![("Content-Type", "application/x-www-form-urlencoded")],
            Some((415, form)),
        ),
        (
            vec![json, ("Origin", "https://evil.example")],
            Some((403, site)),
        ),
        (vec![json, ("Origin", "null")], Some((403, site))),
        (
            vec![
                json,
                ("Origin", own.as_str()),
                ("Sec-Fetch-Site", "cross-site"),
            ],
            Some((403, site)),
        ),
        (
            vec![
                json,
                ("Origin", own.as_str()),
                ("Sec-Fetch-Site", "same-origin"),
            ],
            None,
        ),
        (vec![json, ("Origin", own.as_str())], None),
        (
            vec![
                json,
                ("Origin", "https://intranet.example"),
                ("Sec-Fetch-Site", "cross-site"),
            ],
            None,
        ),
        (vec![json], None),
    ] {
        let headers: Vec<_> = headers
            .into_iter()
            .chain([("Authorization", bearer.as_str())])
            .collect();
        let reply = post(&gate, &headers, &told);
        match refused {
            Some((status, sentence)) => {
                assert_eq!(
                    (reply.sentence().as_str(), reply.status),
                    (sentence, status),
                    "{headers:?}"
                );
            }
            None => assert_eq!(reply.status, 201, "{headers:?} {}", reply.text()),
        }
    }
    let mut visitor = Visitor::of(&gate.address);
    let asked = |origin| {
        [
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            (
                "Access-Control-Request-Headers",
                "authorization,content-type",
            ),
        ]
    };
    let reply = visitor
        .ask("OPTIONS", "/audiences", &asked("https://intranet.example"))
        .unwrap();
    assert_eq!(
        reply.header("access-control-allow-origin"),
        "https://intranet.example"
    );
    assert!(
        reply
            .header("access-control-allow-methods")
            .contains("POST")
    );
    assert!(
        reply
            .header("access-control-allow-headers")
            .contains("content-type")
    );
    let reply = visitor
        .ask("OPTIONS", "/audiences", &asked("https://evil.example"))
        .unwrap();
    assert_eq!(reply.header("access-control-allow-origin"), "");
}

#[test]
fn nothing_is_written_unless_it_is_configured() {
    let (gate, _) = shop::gate();
    let told = json!({"dataset": "shop", "name": "A", "definition": "everyone"}).to_string();
    let reply = post(&gate, &[("Content-Type", "application/json")], &told);
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.sentence(),
        "Requests here consist of an address only. Send this one without a body."
    );
    let mut visitor = Visitor::of(&gate.address);
    let reply = visitor
        .ask("POST", "/audiences", &[("Content-Length", "0")])
        .unwrap();
    assert_eq!(
        reply.sentence(),
        "Data can only be read here. Use GET or HEAD."
    );
}

#[test]
fn a_user_who_may_not_write_is_noticed() {
    let gate = Gate::start(&config("").replace("\"writer\"", "\"shut\""));
    let told = json!({"dataset": "shop", "name": "Shut", "definition": "everyone"});
    let reply = sent(&gate, WRITER, &told);
    assert_eq!(reply.status, 502);
    assert_eq!(
        reply.sentence(),
        "The database refuses this page. What is on the page is kept; tell whoever runs it to check its database user."
    );
    assert_eq!(
        lines("SELECT count() FROM clientele_audiences WHERE audience = 'Shut'"),
        ["0"]
    );
}
