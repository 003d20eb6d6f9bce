//! nginx and Caddy before the gateway, with the very files of docs/gateway.md. Where a proxy is not installed its test says so
//! and is left out; `cargo xtask setup` installs both.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::engine::root;
use super::gate::Gate;

/// A proxy that runs until the test ends.
struct Proxy {
    port: u16,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // nginx ends its workers when it is asked to.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.child.wait();
    }
}

fn is_installed(name: &str) -> bool {
    let told = Command::new(name)
        .arg("-h")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if told.is_err() {
        eprintln!("    {name} is not installed, so what docs/gateway.md says of it was not tried");
    }
    told.is_ok()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn tls(file: &str) -> PathBuf {
    root().join("tests/clickhouse/tls").join(file)
}

/// The file of the document that follows this line.
fn snippet(name: &str) -> String {
    let document = std::fs::read_to_string(root().join("docs/gateway.md")).unwrap();
    let mark = format!("<!-- proxy: {name} -->\n");
    let (_, rest) = document
        .split_once(&mark)
        .unwrap_or_else(|| panic!("{name}"));
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// A snippet with the names and places of this test in place of the example's.
fn adapted(name: &str, port: u16, gate: &str, auth: &str) -> String {
    let mut text = snippet(name);
    let port = port.to_string();
    for (example, here) in [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{port} ssl;")),
        (
            "clientele.example {",
            format!("https://localhost:{port} {{"),
        ),
        ("intranet.example {", format!("https://localhost:{port} {{")),
        (
            "server_name clientele.example;",
            "server_name localhost;".to_owned(),
        ),
        (
            "server_name intranet.example;",
            "server_name localhost;".to_owned(),
        ),
        (
            "/etc/ssl/clientele.pem",
            tls("server.pem").display().to_string(),
        ),
        (
            "/etc/ssl/clientele.key",
            tls("server.key").display().to_string(),
        ),
        ("127.0.0.1:8088", gate.to_owned()),
        ("127.0.0.1:4180", auth.to_owned()),
        ("127.0.0.1:9091", auth.to_owned()),
    ] {
        text = text.replace(example, &here);
    }
    assert!(!text.contains("example"), "{text}");
    text
}

impl Proxy {
    fn nginx(name: &str, gate: &str, auth: &str) -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let here = folder.path().display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|of| format!("{of}_temp_path {here}/{of};\n"))
            .concat();
        let text = format!(
            "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{}\n}}\n",
            adapted(name, port, gate, auth)
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, text).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-p").arg(folder.path()).arg("-c").arg(&file);
        Self::start(command, port, folder)
    }

    fn caddy(name: &str, gate: &str, auth: &str) -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let mut text = adapted(name, port, gate, auth);
        if !text.contains("tls ") {
            // Here nobody may ask for a certificate.
            let (pem, key) = (tls("server.pem"), tls("server.key"));
            text = text.replacen(
                "{\n",
                &format!("{{\n    tls {} {}\n", pem.display(), key.display()),
                1,
            );
        }
        let file = folder.path().join("Caddyfile");
        std::fs::write(&file, format!("{{\n    admin off\n    auto_https disable_redirects\n    skip_install_trust\n}}\n{text}")).unwrap();
        let mut command = Command::new("caddy");
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&file)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path());
        Self::start(command, port, folder)
    }

    fn start(mut command: Command, port: u16, folder: tempfile::TempDir) -> Self {
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut proxy = Self {
            port,
            child,
            _folder: folder,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = proxy.child.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < Duration::from_secs(20),
                "{ended:?}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        proxy
    }

    /// Status, head and body of what a browser would be sent.
    #[track_caller]
    fn get(&self, target: &str, headers: &[&str]) -> (u16, String, Vec<u8>) {
        let mut curl = Command::new("curl");
        curl.args([
            "--silent",
            "--show-error",
            "--include",
            "--http1.1",
            "--cacert",
        ])
        .arg(tls("authority.pem"));
        for header in headers {
            curl.args(["--header", header]);
        }
        let output = curl
            .arg(format!("https://localhost:{}{target}", self.port))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let all = output.stdout;
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, all[end + 4..].to_vec())
    }

    #[track_caller]
    fn status(&self, target: &str, headers: &[&str]) -> u16 {
        self.get(target, headers).0
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("dist/index.html", "<p>page</p>"),
        ("dist/404.html", "<p>page</p>"),
        ("packs/shop/catalogue.json", r#"{"title": "Shop"}"#),
    ] {
        let path: PathBuf = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn gate(folder: &Path, more: &str) -> Gate {
    let (dist, packs) = (folder.join("dist"), folder.join("packs"));
    Gate::start(&format!(
        "dist = {dist:?}\npacks = {packs:?}\nhosts = [\"localhost\"]\nproxies = [\"127.0.0.1\"]\n{more}"
    ))
}

/// Page, data and panels below this path, and what must not be there.
#[track_caller]
fn serves(proxy: &Proxy, below: &str) {
    for (target, status) in [
        ("/", 200),
        ("/data/index.json", 200),
        ("/data/shop/catalogue.json", 200),
        ("/data/shop/../../Cargo.toml", 404),
        ("/segments", 200),
        ("/experiments/plan", 302),
        ("/metrics", 404),
        ("/healthz", 404),
    ] {
        let (found, head, body) = proxy.get(&format!("{below}{target}"), &[]);
        assert_eq!(found, status, "{target}: {head}");
        if target == "/segments" {
            assert_eq!(body, b"<p>page</p>");
        }
        if status == 302 {
            // One step up from here is the page's own folder, whatever was taken away.
            let leads = "location: ./../?panel=experiments%2fplan";
            assert!(head.contains(leads), "{head}");
        }
        if status == 200 {
            assert!(head.contains("x-request-id: "), "{head}");
        }
    }
    // A long address of many filters comes through.
    let long = format!("{below}/data/index.json?{}", "x".repeat(20_000));
    assert_eq!(proxy.status(&long, &[]), 200);
}

#[test]
fn the_documents_nginx_works() {
    if !is_installed("nginx") {
        return;
    }
    let folder = folder();
    let gate = gate(folder.path(), "");
    serves(&Proxy::nginx("nginx", &gate.address, ""), "");
    let below = Proxy::nginx("nginx below a path", &gate.address, "");
    serves(&below, "/clientele");
    let (status, head, _) = below.get("/clientele?data=shop", &[]);
    assert_eq!(status, 301);
    assert!(head.contains("/clientele/?data=shop"), "{head}");
}

#[test]
fn the_documents_caddy_works() {
    if !is_installed("caddy") {
        return;
    }
    let folder = folder();
    let gate = gate(folder.path(), "");
    serves(&Proxy::caddy("Caddy", &gate.address, ""), "");
    serves(
        &Proxy::caddy("Caddy with a private authority", &gate.address, ""),
        "",
    );
    let below = Proxy::caddy("Caddy below a path", &gate.address, "");
    serves(&below, "/clientele");
    let (status, head, _) = below.get("/clientele?data=shop", &[]);
    assert!((301..=308).contains(&status), "{head}");
    assert!(head.contains("/clientele/?data=shop"), "{head}");
}

/// Whoever signs people in: anna has signed in where the cookie says so. It says who it is in both of the usual headers.
fn authority() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let (mut head, mut piece) = (vec![], [0; 4096]);
                while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                    match stream.read(&mut piece) {
                        Ok(read @ 1..) => head.extend_from_slice(&piece[..read]),
                        _ => return,
                    }
                }
                let head = String::from_utf8_lossy(&head).to_lowercase();
                let answer = match head.contains("session=anna") {
                    true => "200 OK\r\nRemote-User: anna\r\nX-Auth-Request-User: anna",
                    false => "401 Unauthorized",
                };
                let _ = write!(
                    stream,
                    "HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                );
            });
        }
    });
    address
}

/// Who has signed in sees data, nobody else does, and a name that a visitor sends is no name.
#[track_caller]
fn asks_who_comes(proxy: &Proxy) {
    let anna = "Cookie: session=anna";
    assert_eq!(proxy.status("/data/index.json", &[anna]), 200);
    assert_eq!(proxy.status("/", &[anna]), 200);
    for header in [
        "Remote-User: anna",
        "X-Auth-Request-User: anna",
        "Cookie: session=bert",
    ] {
        let status = proxy.status("/data/index.json", &[header]);
        assert!([302, 401].contains(&status), "{header}: {status}");
    }
    // What the visitor says beside a session is not what the gateway hears.
    let (status, _, body) = proxy.get("/data/index.json", &[anna, "Remote-User: bert"]);
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
}

const SIGN_IN: &str = "[sign_in]\nheader = \"Remote-User\"\ndatasets = [\"*\"]\n";

#[test]
fn the_documents_nginx_signs_people_in() {
    if !is_installed("nginx") {
        return;
    }
    let (folder, auth) = (folder(), authority());
    let gate = gate(folder.path(), SIGN_IN);
    for name in ["nginx with oauth2-proxy", "nginx with Authelia"] {
        asks_who_comes(&Proxy::nginx(name, &gate.address, &auth));
    }
}

#[test]
fn the_documents_caddy_signs_people_in() {
    if !is_installed("caddy") {
        return;
    }
    let (folder, auth) = (folder(), authority());
    let gate = gate(folder.path(), SIGN_IN);
    for name in ["Caddy with oauth2-proxy", "Caddy with Authelia"] {
        asks_who_comes(&Proxy::caddy(name, &gate.address, &auth));
    }
}
