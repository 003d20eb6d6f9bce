//! The page as the gateway serves it: its files, its panels, and what is not there.

use super::gate::Gate;
use super::http::{Visitor, get};

#[test]
fn the_page_is_served_as_static_sites_are() {
    let dist = tempfile::tempdir().unwrap();
    let program = "x".repeat(5_000);
    for (name, text) in [
        ("index.html", "<p>page"),
        ("404.html", "<p>not here"),
        ("app-0123456789abcdef.js", &program),
        ("app-0123456789abcdef_bg.wasm", &program),
        ("style-0123456789abcdef.css", &program),
        ("logo.svg", &program),
        ("sw.js", &program),
        ("manifest.webmanifest", "{}"),
        (".secret", "x"),
    ] {
        std::fs::write(dist.path().join(name), text).unwrap();
    }
    std::fs::create_dir_all(dist.path().join("data/shop")).unwrap();
    std::fs::write(dist.path().join("data/shop/lines.arrow"), "x").unwrap();
    let gate = Gate::start(&format!("dist = {:?}\n", dist.path()));
    let check = |target: &str, status: u16, kind: &str, kept: &str| {
        let reply = gate.get(target);
        assert_eq!(reply.status, status, "{target}");
        assert_eq!(reply.header("content-type"), kind, "{target}");
        assert_eq!(reply.header("cache-control"), kept, "{target}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("x-request-id").len(), 16);
        reply
    };
    let (html, forever) = (
        "text/html; charset=utf-8",
        "public, max-age=31536000, immutable",
    );
    let index = check("/", 200, html, "no-cache");
    assert_eq!(index.text(), "<p>page");
    let known = get(
        &gate.address,
        "/",
        &[("If-None-Match", &index.header("etag"))],
    );
    assert_eq!(known.status, 304);
    check("/index.html?panel=overview", 200, html, "no-cache");
    check(
        "/app-0123456789abcdef.js",
        200,
        "text/javascript; charset=utf-8",
        forever,
    );
    check(
        "/app-0123456789abcdef_bg.wasm",
        200,
        "application/wasm",
        forever,
    );
    check(
        "/style-0123456789abcdef.css",
        200,
        "text/css; charset=utf-8",
        forever,
    );
    check("/logo.svg", 200, "image/svg+xml", "no-cache");
    // Browsers look here for a new version of the page.
    let script = "text/javascript; charset=utf-8";
    check("/sw.js", 200, script, "no-cache");
    let manifest = "application/manifest+json";
    check("/manifest.webmanifest", 200, manifest, "no-cache");
    let panel = check("/segments?country=France", 200, html, "no-cache");
    assert_eq!(panel.text(), "<p>not here");
    let missing = check("/no/such.html", 404, html, "no-cache");
    assert_eq!(missing.text(), "<p>not here");
    check("/.secret", 404, html, "no-cache");
    let wasm = "/app-0123456789abcdef_bg.wasm";
    let packed = get(&gate.address, wasm, &[("Accept-Encoding", "br")]);
    assert_eq!(packed.header("content-encoding"), "br");
    // Data that lie in the page's folder are not given away.
    for hidden in [
        "/data/shop/lines.arrow",
        "//data/shop/lines.arrow",
        "/%64ata/shop/lines.arrow",
        "/data/",
    ] {
        let reply = gate.get(hidden);
        assert_ne!(reply.text(), "x", "{hidden}");
        assert_eq!(reply.status, 404, "{hidden}");
    }
    let mut visitor = Visitor::of(&gate.address);
    let refused = visitor.ask("DELETE", "/index.html", &[]).unwrap();
    assert_eq!(
        (refused.status, refused.header("allow").as_str()),
        (405, "GET, HEAD")
    );
    assert_eq!(
        refused.sentence(),
        "Data can only be read here. Use GET or HEAD."
    );
}

#[test]
fn an_address_deeper_than_the_page_leads_to_it() {
    let dist = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("index.html", "<p>page"),
        ("404.html", "<p>page"),
        ("deep/index.html", "<p>deep"),
        ("deep/file", "x"),
    ] {
        let path = dist.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let gate = Gate::start(&format!("dist = {:?}\n", dist.path()));
    // The way is relative, so that it holds below whatever path a proxy takes away.
    for (target, location) in [
        ("/segments/", "./../?panel=segments"),
        (
            "/segments/?k=5&country=France",
            "./../?panel=segments&k=5&country=France",
        ),
        ("/segments/?", "./../?panel=segments"),
        ("/segments//", "./../../?panel=segments"),
        ("/segments/5", "./../?panel=segments%2F5"),
        ("/experiments/plan", "./../?panel=experiments%2Fplan"),
        ("/a/b/c", "./../../?panel=a%2Fb%2Fc"),
        ("//a/b", "./../../?panel=a%2Fb"),
        // One part for a browser: it goes no way up.
        ("/a%2Fb", "./?panel=a%2Fb"),
        (
            "/a/%0d%0aSet-Cookie:x",
            "./../?panel=a%2F%0D%0ASet%2DCookie%3Ax",
        ),
        ("/database/x", "./../?panel=database%2Fx"),
    ] {
        let reply = gate.get(target);
        assert_eq!(reply.status, 302, "{target}: {}", reply.text());
        assert_eq!(reply.header("location"), location, "{target}");
        assert_eq!(reply.header("cache-control"), "no-cache", "{target}");
        assert_eq!(reply.header("set-cookie"), "", "{target}");
    }
    for (target, status, text) in [
        ("/deep/", 200, "<p>deep"),
        ("/deep/file", 200, "x"),
        ("/segments", 200, "<p>page"),
        ("/no/such.js", 404, "<p>page"),
    ] {
        let reply = gate.get(target);
        assert_eq!((reply.status, &*reply.text()), (status, text), "{target}");
    }
    // What is no panel's gets its sentence, however deep.
    for target in [
        "/data/",
        "/data/shop/",
        "/data/shop/a/b",
        "/data/index.json/",
        "/DATA/shop/x",
        "/%64ata/x/y",
        "//data/x/y",
        "/healthz/",
        "/metrics/x",
    ] {
        let reply = gate.get(target);
        assert_eq!(reply.status, 404, "{target}");
        assert_eq!(reply.header("location"), "", "{target}");
        assert!(reply.sentence().ends_with('.'), "{target}");
    }
    let mut visitor = Visitor::of(&gate.address);
    assert_eq!(visitor.ask("HEAD", "/segments/", &[]).unwrap().status, 302);
    assert_eq!(visitor.ask("POST", "/segments/", &[]).unwrap().status, 405);
}

#[test]
fn the_page_says_whose_pages_may_show_it_and_its_element_may_be_loaded_by_all() {
    let dist = tempfile::tempdir().unwrap();
    for name in ["index.html", "404.html", "clientele-embed.js"] {
        std::fs::write(dist.path().join(name), "x").unwrap();
    }
    let origins = "origins = [\"https://portal.example\"]\n";
    for (key, policy) in [
        ("", "frame-ancestors 'self'"),
        ("frame_ancestors = []\n", "frame-ancestors 'none'"),
        (
            "frame_ancestors = [\"https://portal.example\", \"https://*.intranet.example:8443\"]\n",
            "frame-ancestors 'self' https://portal.example https://*.intranet.example:8443",
        ),
    ] {
        let gate = Gate::start(&format!("{key}{origins}dist = {:?}\n", dist.path()));
        for target in ["/", "/index.html?embed=1", "/segments", "/not/here.html"] {
            let reply = gate.get(target);
            assert_eq!(reply.header("content-security-policy"), policy, "{target}");
            assert_eq!(reply.header("access-control-allow-origin"), "", "{target}");
        }
        for origin in ["https://anybody.example", "https://portal.example"] {
            let element = get(&gate.address, "/clientele-embed.js", &[("Origin", origin)]);
            let allowed = element.header("access-control-allow-origin");
            assert!(allowed == "*" || allowed == origin, "{allowed}");
        }
    }
}
