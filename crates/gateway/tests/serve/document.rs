//! The configuration in docs/gateway.md.

use super::config::check;
use super::engine::root;

#[test]
fn the_documents_example_is_right_and_names_every_key() {
    let document = std::fs::read_to_string(root().join("docs/gateway.md")).unwrap();
    let (_, rest) = document.split_once("```toml\n").unwrap();
    let example = rest.split_once("```").unwrap().0;
    let folder = tempfile::tempdir().unwrap();
    for name in ["dist", "packs"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    std::fs::write(folder.path().join("dist/index.html"), "").unwrap();
    std::fs::write(folder.path().join("shop.key"), "x").unwrap();
    let variables = [
        ("SHOP_KEY", "x"),
        ("PARTNER_TOKEN", "a-secret-of-partners-0001"),
    ];
    let (code, out, said) = check(folder.path(), example, &variables);
    assert_eq!((code, said.as_str()), (Some(0), ""), "{out}");
    // Keys that are commented out are right as well, each for itself.
    let known = [
        "listen",
        "dist",
        "packs",
        "refresh",
        "origins",
        "frame_ancestors",
        "hosts",
        "metrics",
        "proxies",
        "slug",
        "title",
        "about",
        "attribution",
        "licence",
        "currency",
        "zone",
        "url",
        "database",
        "user",
        "key",
        "key_env",
        "key_file",
        "views",
        "writes",
        "header",
        "headers",
        "concurrent",
        "per_client",
        "wait",
        "per_client_per_minute",
        "connections",
        "connect",
        "time",
        "bytes",
        "head",
        "head_time",
        "stall",
        "answer",
        "stop",
        "name",
        "sha256",
        "secret",
        "env",
        "datasets",
    ];
    for key in known {
        let is_there = example.lines().any(|line| {
            line.trim_start_matches("# ")
                .starts_with(&format!("{key} ="))
        });
        assert!(is_there, "{key} is not in the example");
        assert!(
            document.contains(&format!("| `{key}` |")),
            "{key} is not explained"
        );
    }
    for variable in [
        "CLIENTELE_CONFIG",
        "CLIENTELE_LISTEN",
        "CLIENTELE_DIST",
        "CLIENTELE_PACKS",
        "CLIENTELE_CLICKHOUSE_URL",
        "CLIENTELE_CLICKHOUSE_DATABASE",
        "CLIENTELE_CLICKHOUSE_USER",
        "CLIENTELE_CLICKHOUSE_KEY",
    ] {
        assert!(document.contains(&format!("`{variable}`")), "{variable}");
    }
}
