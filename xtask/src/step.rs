//! A step: what it does, said before; what to do when it fails, said after.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

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

/// Says what it does, and does it. `mend` is the sentence for when it fails.
pub fn perform(what: &str, command: &mut Command, mend: &str) -> Done {
    say(what);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Broken::new(format!("This step failed: {what}."), mend)),
        Err(error) => Err(Broken::new(
            format!(
                "`{}` could not be started ({error}).",
                command.get_program().display()
            ),
            mend,
        )),
    }
}

/// As [`perform`], and shows what the command says only when it fails.
pub fn perform_quietly(what: &str, command: &mut Command, mend: &str) -> Done {
    say(what);
    let out = command.output().map_err(|error| {
        Broken::new(
            format!(
                "`{}` could not be started ({error}).",
                command.get_program().display()
            ),
            mend,
        )
    })?;
    if out.status.success() {
        return Ok(());
    }
    eprintln!("{}", String::from_utf8_lossy(&out.stderr));
    Err(Broken::new(format!("This step failed: {what}."), mend))
}

/// As [`perform`], and hands every line of standard output to `see` after printing it.
/// Returns whether the command ended well.
pub fn run_and_read(what: &str, command: &mut Command, mut see: impl FnMut(&str)) -> Done<bool> {
    say(what);
    let not_started = |e: std::io::Error| {
        Broken::new(
            format!("This step could not be started: {what} ({e})."),
            "Run `cargo xtask setup`.",
        )
    };
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
        }
    }
    child
        .wait()
        .map(|status| status.success())
        .map_err(not_started)
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
