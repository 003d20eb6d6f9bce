//! A gateway in a portal: whom a proxy signs in, what browsers hold the page and its worker to, and how its files are sent.

use std::time::Duration;

use super::engine::root;
use super::gate::Gate;
use super::http::{Reply, get};

/// What the page says of itself.
const META: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// A folder with a page, its worker, and two packs.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page =
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{META}\"><p>page</p>");
    for (file, text) in [
        ("dist/index.html", page.clone()),
        ("dist/404.html", page),
        ("dist/embed.html", "<p>portal</p>".to_owned()),
        ("dist/worker-0123456789abcdef.js", "self.onmessage = () => {};\n".repeat(300)),
        ("dist/style.css", "p { color: red }\n".repeat(500)),
        (
            "dist/config.json",
            r#"{"gateways": [{"address": "https://data.example:8443/data/"}], "allowed": ["https://other.example/data/"]}"#.to_owned(),
        ),
        ("packs/shop/catalogue.json", r#"{"slug": "shop", "title": "Shop"}"#.to_owned()),
        ("packs/other/catalogue.json", r#"{"slug": "other", "title": "Other"}"#.to_owned()),
    ] {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn gate(folder: &tempfile::TempDir, keys: &str, tables: &str) -> Gate {
    let (dist, packs) = (folder.path().join("dist"), folder.path().join("packs"));
    Gate::start(&format!(
        "{keys}dist = {dist:?}\npacks = {packs:?}\n{tables}"
    ))
}

fn slugs(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let list = reply.json();
    let slugs = list.as_array().unwrap().iter();
    let slugs = slugs.map(|set| set["slug"].as_str().unwrap().to_owned());
    slugs.collect::<Vec<_>>().join(" ")
}

const SIGN_IN: &str = "[sign_in]\nheader = \"Remote-User\"\ndatasets = [\"shop\"]\n";
const TOKEN: &str =
    "[[token]]\nname = \"all\"\nsecret = \"a-secret-of-everything-02\"\ndatasets = [\"*\"]\n";

#[test]
fn whom_a_proxy_names_is_believed_only_from_that_proxy() {
    let folder = folder();
    let index = "/data/index.json";
    let named = [("Remote-User", "anna")];
    let bearer = ("Authorization", "Bearer a-secret-of-everything-02");
    for tables in [SIGN_IN.to_owned(), format!("{SIGN_IN}{TOKEN}")] {
        let gate = gate(&folder, "proxies = [\"127.0.0.0/8\"]\n", &tables);
        let reply = get(&gate.address, index, &named);
        assert_eq!(slugs(&reply), "shop");
        assert!(reply.header("vary").contains("remote-user"), "{reply:?}");
        assert!(reply.header("cache-control").starts_with("private"));
        assert_eq!(
            get(&gate.address, "/data/other/catalogue.json", &named).status,
            404
        );
        let pack = get(&gate.address, "/data/shop/catalogue.json", &named);
        assert!(
            pack.header("cache-control").starts_with("private"),
            "{pack:?}"
        );
        // Nobody, an empty name, one that is there twice, and one that is too long.
        let long = "a".repeat(300);
        for headers in [
            &[][..],
            &[("Remote-User", "")],
            &[("Remote-User", "anna"), ("Remote-User", "bert")],
            &[("Remote-User", &long)],
            &[("X-Forwarded-User", "anna")],
        ] {
            assert_eq!(
                get(&gate.address, index, headers).status,
                401,
                "{headers:?}"
            );
        }
        // The page itself is for everybody.
        assert_eq!(gate.get("/").status, 200);
        let with_token = get(&gate.address, index, &[bearer]);
        match tables.contains("[[token]]") {
            true => assert_eq!(slugs(&with_token), "other shop"),
            false => assert_eq!(with_token.status, 401),
        }
        // Nothing of a name is written down.
        let line = gate.line_of(&reply.header("x-request-id"));
        assert!(!line.to_string().contains("anna"), "{line}");
    }
    // Whoever is no proxy may say what they like.
    let elsewhere = gate(&folder, "proxies = [\"10.0.0.1\"]\n", SIGN_IN);
    assert_eq!(get(&elsewhere.address, index, &named).status, 401);
    let forged = [("Remote-User", "anna"), ("X-Forwarded-For", "10.0.0.1")];
    assert_eq!(get(&elsewhere.address, index, &forged).status, 401);
}

#[test]
fn those_whom_a_proxy_names_have_limits_of_their_own() {
    let folder = folder();
    let keys = "proxies = [\"127.0.0.1\"]\n";
    // Only tables and catalogues of databases take turns; one that is down is enough.
    let tables = format!(
        "{}{}limits = {{ per_client_per_minute = 2 }}\n[sign_in]\nheader = \"Remote-User\"\ndatasets = [\"*\"]\n",
        "", ""
    );
    let dataset = super::gate::dataset("live", "http://127.0.0.1:1", "any");
    let gate = gate(&folder, keys, &format!("{tables}{dataset}"));
    let ask = |name: &str| {
        get(
            &gate.address,
            "/data/live/catalogue.json",
            &[("Remote-User", name)],
        )
        .status
    };
    assert_eq!([ask("anna"), ask("anna"), ask("anna")], [503, 503, 429]);
    assert_eq!(ask("bert"), 503);
}

#[test]
fn page_and_worker_have_policies_of_their_own() {
    let folder = folder();
    let gate = gate(
        &folder,
        "frame_ancestors = [\"https://portal.example\"]\n",
        "",
    );
    let framing = "frame-ancestors 'self' https://portal.example";
    let policy = |target: &str| gate.get(target).header("content-security-policy");
    for page in ["/", "/index.html", "/segments", "/no/such.html"] {
        assert_eq!(policy(page), format!("{META}; {framing}"), "{page}");
    }
    // A thread asks its own origin and the gateways of the settings, and nobody else.
    assert_eq!(
        policy("/worker-0123456789abcdef.js"),
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self' blob: https://data.example:8443 https://other.example; {framing}"
        )
    );
    assert_eq!(policy("/embed.html"), framing);
    assert_eq!(policy("/style.css"), framing);
}

#[test]
fn the_pages_policy_is_found_in_the_built_page() {
    let page = std::fs::read_to_string(root().join("index.html")).unwrap();
    let begin = "http-equiv=\"Content-Security-Policy\" content=\"";
    assert_eq!(page.matches(begin).count(), 1);
    assert!(page.contains(&format!("{begin}default-src 'none';")));
}

#[test]
fn a_portal_may_want_other_headers() {
    let folder = folder();
    let gate = gate(
        &folder,
        "headers = [\"Referrer-Policy: same-origin\", \"Permissions-Policy: camera=(), geolocation=()\", \"Cross-Origin-Opener-Policy: unsafe-none\"]\n",
        "",
    );
    for target in ["/", "/data/index.json", "/no/such/file.js"] {
        let reply = gate.get(target);
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{target}");
        assert_eq!(
            reply.header("permissions-policy"),
            "camera=(), geolocation=()"
        );
        assert_eq!(reply.header("cross-origin-opener-policy"), "unsafe-none");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
}

#[test]
fn files_of_the_page_are_compressed_once() {
    let folder = folder();
    let gate = gate(&folder, "", "");
    let ask = |target: &str, takes: &str| get(&gate.address, target, &[("Accept-Encoding", takes)]);
    // Until it is done they are compressed while they are sent, and nobody knows how long they will be.
    let begun = std::time::Instant::now();
    let packed = loop {
        let reply = ask("/style.css", "gzip, br");
        if !reply.header("content-length").is_empty() {
            break reply;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{reply:?}");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() < 100 && packed.header("vary").contains("accept-encoding"));
    let mut plain = vec![];
    std::io::Read::read_to_end(
        &mut brotli::Decompressor::new(&packed.body[..], 4096),
        &mut plain,
    )
    .unwrap();
    assert_eq!(plain, "p { color: red }\n".repeat(500).into_bytes());
    let tag = packed.header("etag");
    let again = get(
        &gate.address,
        "/style.css",
        &[("Accept-Encoding", "br"), ("If-None-Match", &tag)],
    );
    assert_eq!((again.status, again.body.len()), (304, 0));
    let bare = ask("/style.css", "identity");
    assert_eq!(
        (bare.header("content-encoding").as_str(), bare.body.len()),
        ("", plain.len())
    );
    // A page that is built anew is sent as it is now.
    std::fs::write(
        folder.path().join("dist/style.css"),
        "b { color: blue }\n".repeat(40),
    )
    .unwrap();
    let new = ask("/style.css", "br");
    assert_ne!(new.header("etag"), tag);
    let mut plain = vec![];
    std::io::Read::read_to_end(
        &mut brotli::Decompressor::new(&new.body[..], 4096),
        &mut plain,
    )
    .unwrap();
    assert!(plain.starts_with(b"b { color: blue }"));
}
