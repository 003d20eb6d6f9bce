use super::*;
use crate::http;

/// A folder of this test alone: another would read a page that is half written.
fn folder(of: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("clientele-server-{}-{of}", std::process::id()));
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
    std::fs::write(folder.join("data/x.arrow"), "0123456789").unwrap();
    folder
}

#[track_caller]
fn check(server: &Server, target: &str, status: u16, body: &str) {
    let answer = http::get(&format!("http://127.0.0.1:{}{target}", server.port)).unwrap();
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!((answer.status, &*text), (status, body), "{target}");
}

#[test]
fn files_panels_and_faults_are_answered_below_the_base() {
    let server = Server::start(&folder("panels"), "some/where").unwrap();
    assert!(server.url().ends_with("/some/where/"));
    check(&server, "/some/where/", 200, "<p>page</p>");
    check(&server, "/some/where/segments?k=5", 200, "<p>page</p>");
    check(&server, "/some/where/data/x.arrow", 200, "0123456789");
    check(&server, "/some/where", 301, "");
    check(&server, "/some/where/segments/?k=5", 302, "");
    check(&server, "/some/where/experiments/plan", 302, "");
    check(&server, "/data/x.arrow", 404, "Nothing is here.\n");
    check(
        &server,
        "/some/where/data/y.arrow",
        404,
        "Nothing is here.\n",
    );
    check(
        &server,
        "/some/where/%2e%2e/secret",
        400,
        "This address cannot be read.\n",
    );
    assert_eq!(server.take_requests().len(), 6);

    server.fail("data/x.arrow", Fault::Half);
    check(&server, "/some/where/data/x.arrow", 200, "01234");
    server.fail("data/x.arrow", Fault::Status(503));
    check(
        &server,
        "/some/where/data/x.arrow",
        503,
        "Broken on purpose.\n",
    );
    server.mend();
    check(&server, "/some/where/data/x.arrow", 200, "0123456789");
}

#[test]
fn a_folder_without_a_page_is_refused_in_a_sentence() {
    let error = Server::start(Path::new("/nowhere"), "/").err().unwrap();
    assert_eq!(
        error.to_string(),
        "There is no page in /nowhere. Run `cargo xtask build` first."
    );
}

#[test]
fn an_address_with_a_slash_leads_to_the_page_that_is_told_its_panel() {
    let server = Server::start(&folder("slash"), "/some/where/").unwrap();
    let leads = |target: &str| {
        let asked = Asked {
            method: "GET".to_owned(),
            target: target.to_owned(),
            unpacks: true,
        };
        server.shared.answer(&asked).1.headers
    };
    assert_eq!(
        leads("/some/where/segments/?k=5"),
        "Location: /some/where/?panel=segments&k=5\r\n"
    );
    assert_eq!(
        leads("/some/where/experiments/plan"),
        "Location: /some/where/?panel=experiments%2Fplan\r\n"
    );
}

#[test]
fn files_are_packed_for_whoever_unpacks_them() {
    let server = Server::start(&folder("packed"), "/").unwrap();
    server.pack(|bytes| bytes.iter().rev().copied().collect());
    let reply = |target: &str, unpacks| {
        let asked = Asked {
            method: "GET".to_owned(),
            target: target.to_owned(),
            unpacks,
        };
        server.shared.answer(&asked).1
    };
    let page = reply("/", true);
    assert_eq!(page.body, b">p/<egap>p<");
    assert!(page.headers.contains("Content-Encoding: br\r\n"));
    assert_eq!(reply("/", false).body, b"<p>page</p>");
    // What is packed already goes as it is.
    assert_eq!(reply("/data/x.arrow", true).body, b"0123456789");
}
