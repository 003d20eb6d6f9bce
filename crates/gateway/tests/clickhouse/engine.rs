//! The ClickHouse the tests run against: started once, ended with the tests.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use clientele_driver::http;
use clientele_gateway::clickhouse::{Client, Limits, Server};
use clientele_model::filters::encoded;

/// What a query may take where its time is not what is tested: the machine may have other work.
pub const PATIENT: Limits = Limits {
    connect: Duration::from_secs(30),
    time: Duration::from_secs(300),
    bytes: 256 << 20,
};

/// A server of `tests/clickhouse`.
pub struct Engine {
    /// `http://127.0.0.1:…`
    pub url: String,
    /// Its standard input ends with the tests, and so does it.
    _child: Child,
}

/// The top folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The engine all tests share; each makes a database of its own.
pub fn shared() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::start(&[]))
}

impl Engine {
    /// Starts a server with these switches.
    pub fn start(switches: &[&str]) -> Self {
        let python = root().join(".tools/clickhouse/bin/python");
        assert!(
            python.exists(),
            "The ClickHouse of the tests is not installed. Run `cargo xtask setup`."
        );
        let mut child = Command::new(python)
            .arg(root().join("tests/clickhouse/server.py"))
            .arg("--with-parent")
            .args(switches)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().strip_prefix("ready ").unwrap().to_owned();
        Self { url, _child: child }
    }

    /// Runs statements divided by semicolons, in a database that is made when it is not there.
    #[track_caller]
    pub fn run(&self, database: &str, statements: &str) {
        self.ask("", &format!("CREATE DATABASE IF NOT EXISTS {database}"));
        for statement in statements.split(";\n").map(str::trim) {
            if !statement.is_empty() {
                self.ask(database, statement);
            }
        }
    }

    /// Runs a statement and returns what it prints.
    #[track_caller]
    pub fn ask(&self, database: &str, sql: &str) -> String {
        let (status, body) = self.post(&format!("/?database={}", encoded(database)), sql);
        assert_eq!(status, 200, "{body}\n{sql}");
        body
    }

    /// Sends a request; returns status and body.
    pub fn post(&self, target: &str, body: &str) -> (u16, String) {
        let answer = http::post(&format!("{}{target}", self.url), body).unwrap();
        (answer.status, String::from_utf8(answer.body).unwrap())
    }

    /// A client for a database.
    pub fn client(&self, database: &str, limits: Limits) -> Client {
        let server = Server {
            url: self.url.clone(),
            database: database.to_owned(),
            user: "default".to_owned(),
            key: String::new(),
            authority: None,
        };
        Client::new(&server, limits).unwrap()
    }
}

/// Runs one piece of asynchronous work to its end.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}
