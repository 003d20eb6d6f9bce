//! The gateway under test: the command itself, in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::http::{Reply, get};

/// A gateway that listens.
pub struct Gate {
    /// `127.0.0.1:…`
    pub address: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    _folder: tempfile::TempDir,
}

impl Gate {
    /// Starts the command with this configuration; the address is added.
    #[track_caller]
    pub fn start(config: &str) -> Self {
        Self::start_at("127.0.0.1:0", config)
    }

    #[track_caller]
    pub fn start_at(listen: &str, config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clientele.toml");
        std::fs::write(&file, format!("listen = \"{listen}\"\n{config}")).unwrap();
        let mut child = serve(&file).stderr(Stdio::piped()).spawn().unwrap();
        let mut reader = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let lines = Arc::new(Mutex::new(vec![]));
        let written = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in reader.lines().map_while(Result::ok) {
                written.lock().unwrap().push(line);
            }
        });
        let event: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
        let url = event["detail"].as_str().unwrap();
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        Self {
            address: address.to_owned(),
            child,
            lines,
            _folder: folder,
        }
    }

    #[track_caller]
    pub fn get(&self, target: &str) -> Reply {
        get(&self.address, target, &[])
    }

    /// The line of a request, once it is written.
    #[track_caller]
    pub fn line_of(&self, request: &str) -> Value {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            for line in self.lines() {
                let line: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
                if line["request"] == request {
                    return line;
                }
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("no line of {request}");
    }

    /// Every line so far.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args(["-TERM", &id]).status();
        assert!(status.unwrap().success());
    }

    /// How it ended.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `clientele serve` with a configuration and nothing of the environment's.
pub fn serve(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clientele"));
    command.args(["serve", "--config"]).arg(file);
    for name in ["LISTEN", "DIST", "PACKS", "CONFIG"] {
        command.env_remove(format!("CLIENTELE_{name}"));
    }
    for name in ["URL", "DATABASE", "USER", "KEY"] {
        command.env_remove(format!("CLIENTELE_CLICKHOUSE_{name}"));
    }
    command
}

/// A `[[dataset]]` of a database.
pub fn dataset(slug: &str, url: &str, database: &str) -> String {
    format!(
        "[[dataset]]\nslug = \"{slug}\"\ntitle = \"The shop {slug}\"\nurl = \"{url}\"\ndatabase = \"{database}\"\n"
    )
}

/// Limits that do not get in a test's way.
pub const WIDE: &str = "limits = { per_client_per_minute = 1000000, time = 120 }\n";
