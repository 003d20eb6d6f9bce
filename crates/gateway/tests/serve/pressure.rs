//! What wears a gateway down: no more files may be opened, nobody reads the log, a terminal closes.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::gate::{Gate, serve};
use super::http::{Visitor, get};
use super::lifetimes::until;

/// Something to serve.
const PACKS: &str = concat!(
    "packs = \"",
    env!("CARGO_MANIFEST_DIR"),
    "/../../public/data\"\n"
);

/// Asks a process for something by a signal.
fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args([name, &process.to_string()])
        .status();
    assert!(status.unwrap().success());
}

/// Lets a running process have so many files open.
fn allow(files: &str, process: u32) {
    let status = Command::new("prlimit")
        .args(["--pid", &process.to_string(), &format!("--nofile={files}")])
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn a_gateway_that_had_no_files_left_takes_connections_in_again() {
    let mut gate = Gate::start(PACKS);
    allow("40:40", gate.id());
    let crowd: Vec<TcpStream> = (0..80)
        .map(|_| TcpStream::connect(&gate.address).unwrap())
        .collect();
    until("it says why it takes nobody in", || {
        gate.lines().iter().any(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["event"] == "no connection"
        })
    });
    let told = gate.lines().len();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(gate.lines().len(), told, "it says so once");
    drop(crowd);
    assert_eq!(gate.get("/healthz").status, 200);
    // And it ends when it is told to, also while nobody can be taken in.
    let _crowd: Vec<TcpStream> = (0..80)
        .map(|_| TcpStream::connect(&gate.address).unwrap())
        .collect();
    until("it is full again", || {
        let lines = gate.lines();
        lines
            .iter()
            .filter(|line| line.contains("no connection"))
            .count()
            > 1
    });
    let begun = Instant::now();
    gate.terminate();
    assert!(gate.wait().success());
    assert!(begun.elapsed() < Duration::from_secs(25));
}

#[test]
fn more_connections_than_the_system_allows_are_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clientele.toml");
    std::fs::write(&file, format!("listen = \"127.0.0.1:0\"\n{PACKS}")).unwrap();
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -n 256 && exec \"$0\" serve --config \"$1\""])
        .arg(env!("CARGO_BIN_EXE_clientele"))
        .arg(&file);
    let output = command.output().unwrap();
    assert!(!output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "1024 connections do not fit: the system lets this process have 92 at most. Set connections = 92 under [limits], or raise the limit of open files (ulimit -n; LimitNOFILE= of systemd).\n"
    );
    let fits = format!("listen = \"127.0.0.1:0\"\n{PACKS}limits = {{ connections = 92 }}\n");
    std::fs::write(&file, fits).unwrap();
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("listening"), "{line}");
    signal("-TERM", child.id());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_log_that_nobody_reads_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clientele.toml");
    std::fs::write(&file, format!("listen = \"127.0.0.1:0\"\n{PACKS}")).unwrap();
    let mut child = serve(&file).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    let address = line["detail"].as_str().unwrap();
    let address = address.trim_start_matches("http://").trim_end_matches('/');
    // A pipe takes 64 kB, the queue four thousand lines.
    let mut visitor = Visitor::of(address);
    for _ in 0..6_000 {
        assert_eq!(visitor.ask("GET", "/healthz", &[]).unwrap().status, 200);
    }
    let metrics = get(address, "/metrics", &[]).text();
    let dropped = metrics
        .lines()
        .find_map(|line| line.strip_prefix("clientele_log_dropped_total "))
        .unwrap();
    assert!(dropped.parse::<u64>().unwrap() > 0, "{dropped}");
    let begun = Instant::now();
    signal("-TERM", child.id());
    assert!(child.wait().unwrap().success());
    assert!(begun.elapsed() < Duration::from_secs(15));
    drop(reader);
}

#[test]
fn a_terminal_that_closes_ends_nothing() {
    let gate = Gate::start(PACKS);
    signal("-HUP", gate.id());
    until("it says what it thinks of that", || {
        let lines = gate.lines();
        lines.iter().any(|line| {
            line.contains(
                "the configuration is read only at the start; restart the gateway to change it",
            )
        })
    });
    assert_eq!(gate.get("/healthz").status, 200);
}
