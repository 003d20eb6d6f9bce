//! `--check-config` asks every database whether it is as the gateway needs it.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::engine::{Engine, shared};
use super::gate::serve;

/// Exit code and what was said, of a configuration with one data set.
fn check(url: &str, database: &str, more: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clientele.toml");
    let text = format!(
        "[[dataset]]\nslug = \"shop\"\nurl = \"{url}\"\ndatabase = \"{database}\"\n{more}\n"
    );
    std::fs::write(&file, text).unwrap();
    let output = serve(&file).arg("--check-config").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[track_caller]
fn refused(url: &str, database: &str, more: &str, sentences: &[&str]) {
    let (code, said) = check(url, database, more);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.starts_with("The configuration is right, but not all of its databases are:\n"),
        "{said}"
    );
    for sentence in sentences {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
}

#[test]
fn a_database_that_is_not_ready_has_a_sentence() {
    refused(
        "http://127.0.0.1:1",
        "shop",
        "",
        &["- data set “shop”: nothing at http://127.0.0.1:1 answers as ClickHouse does ("],
    );
    let locked = Engine::start(&["--user", "reader", "--password", "right", "--readonly", "2"]);
    refused(
        &locked.url,
        "shop",
        "user = \"reader\"\nkey = \"wrong\"",
        &[
            "does not let the user “reader” in. Check “user” and the key, and from where that user may connect (HOST).",
        ],
    );
    let engine = shared();
    refused(
        &engine.url,
        "nowhere_at_all",
        "",
        &["there is no database “nowhere_at_all” at "],
    );
    engine.run(
        "not_ready",
        "CREATE TABLE x (a UInt8) ENGINE = MergeTree ORDER BY a",
    );
    refused(
        &engine.url,
        "not_ready",
        "",
        &["the view clientele_lines of the database “not_ready” cannot be described ("],
    );
    engine.run(
        "half_ready",
        "CREATE TABLE clientele_lines (`order` UInt8, time DateTime, product String, quantity Int32, price Float64, customer UInt32, name String, category String, service String, discount Float64, country String, channel String, tier String, cancelled UInt8) ENGINE = MergeTree ORDER BY customer",
    );
    refused(
        &engine.url,
        "half_ready",
        "views = [\"products\"]",
        &[
            "the view clientele_lines has no column cost, aside. docs/clickhouse.md says what to put there when there are no values.",
            "the view clientele_products of the database “half_ready” cannot be described (",
            "the user “default” may change data, and so could anybody who had its key. Set readonly = 2 in its profile.",
        ],
    );
}

/// A ClickHouse that says what the test wants; a statement is known by its beginning, that of the user `writer` by `writer: `
/// before it where there is such an answer.
fn scripted(script: &'static [(&'static str, &'static str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let (mut request, mut piece) = (vec![], [0; 4096]);
            let answer = loop {
                let read = stream.read(&mut piece).unwrap_or(0);
                request.extend_from_slice(&piece[..read]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
                let is_writer = text
                    .to_lowercase()
                    .contains("x-clickhouse-user: writer\r\n");
                let fits = |begin: &str| match begin.strip_prefix("writer: ") {
                    Some(begin) => is_writer && body.starts_with(begin),
                    None => body.starts_with(begin),
                };
                if let Some((_, answer)) = script.iter().find(|(begin, _)| fits(begin)) {
                    break *answer;
                }
                if read == 0 {
                    break "";
                }
            };
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{answer}",
                answer.len()
            );
        }
    });
    url
}

const COLUMNS: &str = "order\tUInt64\ntime\tDateTime\nproduct\tString\nquantity\tInt32\nprice\tFloat64\ncustomer\tUInt32\nname\tString\ncategory\tString\nservice\tString\ndiscount\tFloat64\ncost\tFloat64\ncountry\tString\nchannel\tString\ntier\tString\ncancelled\tUInt8\naside\tString\n";

#[test]
fn a_database_that_is_ready_is_said_to_be() {
    let url = scripted(&[
        ("SELECT 1", "1\n"),
        ("DESCRIBE TABLE clientele_lines", COLUMNS),
        ("SELECT * FROM clientele_lines", "1\t2\n"),
        ("SELECT getSetting", "2\n"),
        (
            "SHOW GRANTS",
            "GRANT SELECT ON shop.clientele_lines TO default\n",
        ),
    ]);
    let (code, said) = check(&url, "shop", "");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("The configuration is right."), "{said}");
    let url = scripted(&[
        ("SELECT 1", "1\n"),
        ("DESCRIBE TABLE clientele_lines", COLUMNS),
        ("SELECT * FROM clientele_lines", ""),
        ("SELECT getSetting", "1\n"),
        ("SHOW GRANTS", "GRANT SELECT, INSERT ON *.* TO default\n"),
    ]);
    refused(
        &url,
        "shop",
        "",
        &[
            "- data set “shop”: the view clientele_lines is empty, so there is nothing to show yet.\n",
            "- data set “shop”: the user “default” has readonly = 1, and ClickHouse then refuses the settings that the gateway sends with each question. Set readonly = 2 in its profile.\n",
            "- data set “shop”: the user “default” may do more than read (GRANT SELECT, INSERT ON *.* TO default). Grant it SELECT on the views, and nothing else.\n",
        ],
    );
}

/// Where audiences are written, and who may.
const WRITING: &str = "[dataset.audiences]\nuser = \"writer\"\n[[token]]\nname = \"crm\"\nsecret = \"a-secret-of-the-shop-0001\"\ndatasets = [\"*\"]\nwrites = [\"shop\"]";

const WRITTEN: &str = "run\tString\naudience\tString\ndefinition\tString\nscope\tString\nas_of\tDate\ncustomers\tUInt64\nwritten_at\tDateTime\nwritten_by\tString\ncustomer_id\tString\n";

#[test]
fn whoever_writes_audiences_is_looked_at_too() {
    let url = scripted(&[
        ("writer: SELECT getSetting", "0\n"),
        (
            "writer: SHOW GRANTS",
            "GRANT SELECT ON shop.clientele_lines TO writer\nGRANT SELECT, INSERT ON shop.clientele_audiences TO writer\n",
        ),
        ("DESCRIBE TABLE clientele_audience", WRITTEN),
        ("CHECK GRANT SELECT, INSERT ON clientele_audience", "1\n"),
        ("SELECT 1", "1\n"),
        ("DESCRIBE TABLE clientele_lines", COLUMNS),
        ("SELECT * FROM clientele_lines", "1\t2\n"),
        ("SELECT getSetting", "2\n"),
        (
            "SHOW GRANTS",
            "GRANT SELECT ON shop.clientele_lines TO default\n",
        ),
    ]);
    let (code, said) = check(&url, "shop", WRITING);
    assert_eq!(code, Some(0), "{said}");
    let url = scripted(&[
        (
            "writer: SHOW GRANTS",
            "GRANT SELECT, INSERT, ALTER ON shop.* TO writer\n",
        ),
        (
            "DESCRIBE TABLE clientele_audiences",
            "run\tString\naudience\tString\nas_of\tDate\n",
        ),
        ("DESCRIBE TABLE clientele_audience_writes", WRITTEN),
        ("CHECK GRANT SELECT, INSERT ON clientele_audiences", "1\n"),
        (
            "CHECK GRANT SELECT, INSERT ON clientele_audience_writes",
            "0\n",
        ),
        ("SELECT 1", "1\n"),
        ("DESCRIBE TABLE clientele_lines", COLUMNS),
        ("SELECT * FROM clientele_lines", "1\t2\n"),
        ("SELECT getSetting", "2\n"),
        (
            "SHOW GRANTS",
            "GRANT SELECT ON shop.clientele_lines TO default\n",
        ),
    ]);
    refused(
        &url,
        "shop",
        WRITING,
        &[
            "- data set “shop”: the user “writer”, who is to write audiences, may change nothing. Set readonly = 0 in its profile.\n",
            "- data set “shop”: the table clientele_audiences has no column customer_id, written_at. docs/clickhouse.md says what it holds.\n",
            "- data set “shop”: the user “writer” may not read and fill the table clientele_audience_writes. Grant it SELECT and INSERT on it.\n",
            "- data set “shop”: the user “writer” may do more than write audiences (GRANT SELECT, INSERT, ALTER ON shop.* TO writer). Grant it SELECT on the views, SELECT and INSERT on the two tables, and nothing else.\n",
        ],
    );
    let engine = Engine::start(&["--profiles", "{\"writer\": {}}"]);
    engine.run("bare", "SELECT 1");
    refused(
        &engine.url,
        "bare",
        WRITING,
        &[
            "- data set “shop”: the table clientele_audiences cannot be described (",
            "). Create it as docs/clickhouse.md says, and let “writer” read and fill it.\n",
            "- data set “shop”: the user “writer”, who is to write audiences, cannot read the view clientele_lines (",
            "). Let it read the views as well.\n",
        ],
    );
}
