//! A step: what it does, said before; what to do when it fails, said after.

use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// What a step ends with.
pub type Done<T = ()> = Result<T, Broken>;

/// Why the work stopped, and how to mend it. Two sentences.
#[derive(Debug)]
pub struct Broken {
    what: String,
    mend: String,
}

impl Broken {
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Broken {
            what: what.into(),
            mend: mend.into(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.mend)
    }
}

/// The top folder of the repository.
pub fn root() -> PathBuf {
    clientele_driver::root()
}

/// The folder of what cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command that runs at the top of the repository and asks nobody anything.
pub fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root()).stdin(Stdio::null());
    command
}

/// Says what is done next.
pub fn say(what: &str) {
    println!("» {what}");
}

/// When this command began.
static BEGIN: OnceLock<Instant> = OnceLock::new();

/// What was done, and how long it took, in the order of the ends.
static TIMES: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Remembers when the command began.
pub fn begin() {
    BEGIN.get_or_init(Instant::now);
}

/// Says what is done, does it, and writes down how long it took.
pub fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    say(what);
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    // A second is not worth a row.
    if took >= Duration::from_secs(1) {
        let mut times = TIMES.lock().unwrap_or_else(PoisonError::into_inner);
        times.push((what.to_owned(), took));
    }
    result
}

/// Prints the steps that took a second or more since the last call, and how long all took from the beginning.
pub fn tell_times() {
    let times = std::mem::take(&mut *TIMES.lock().unwrap_or_else(PoisonError::into_inner));
    if !times.is_empty() {
        let all = BEGIN.get().map_or(Duration::ZERO, Instant::elapsed);
        print!("\n{}", table(&times, all));
    }
}

fn table(times: &[(String, Duration)], all: Duration) -> String {
    let row = |(what, took): &(String, Duration)| {
        let seconds = took.as_secs();
        format!("{:>3}:{:02} min  {what}\n", seconds / 60, seconds % 60)
    };
    let all = ("from the beginning until now".to_owned(), all);
    times.iter().chain([&all]).map(row).collect()
}

/// Says what it does, and does it. `mend` is the sentence for when it fails.
pub fn perform(what: &str, command: &mut Command, mend: &str) -> Done {
    match timed(what, || command.status()) {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(failed(what, mend)),
        Err(error) => Err(not_started(command, &error, mend)),
    }
}

/// As [`perform`], and shows what the command says only when it fails.
pub fn perform_quietly(what: &str, command: &mut Command, mend: &str) -> Done {
    let out =
        timed(what, || command.output()).map_err(|error| not_started(command, &error, mend))?;
    if out.status.success() {
        return Ok(());
    }
    for said in [&out.stdout, &out.stderr] {
        eprint!("{}", String::from_utf8_lossy(said));
    }
    Err(failed(what, mend))
}

fn failed(what: &str, mend: &str) -> Broken {
    Broken::new(format!("This step failed: {what}."), mend)
}

fn not_started(command: &Command, error: &io::Error, mend: &str) -> Broken {
    let program = command.get_program().display();
    Broken::new(format!("`{program}` could not be started ({error})."), mend)
}

/// As [`perform`], and hands every line of standard output to `see` after printing it.
/// Returns whether the command ended well.
pub fn run_and_read(what: &str, command: &mut Command, mut see: impl FnMut(&str)) -> Done<bool> {
    let read = || {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                see(&line);
            }
        }
        child.wait().map(|status| status.success())
    };
    timed(what, read).map_err(|error: io::Error| {
        Broken::new(
            format!("This step could not be started: {what} ({error})."),
            "Run `cargo xtask setup`.",
        )
    })
}

/// The standard output of a command that is only asked something, or `None` when it is not there or fails.
pub fn ask(line: &str) -> Option<String> {
    let out = command(line).stderr(Stdio::null()).output().ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Reads a text file of the repository.
pub fn read(path: &str) -> Done<String> {
    std::fs::read_to_string(root().join(path)).map_err(|e| {
        Broken::new(
            format!("{path} cannot be read ({e})."),
            "Restore it with `git checkout`.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_listed_with_their_minutes() {
        let times = [("build the page".to_owned(), Duration::from_secs(63))];
        assert_eq!(
            table(&times, Duration::from_secs(605)),
            "  1:03 min  build the page\n 10:05 min  from the beginning until now\n"
        );
    }
}
