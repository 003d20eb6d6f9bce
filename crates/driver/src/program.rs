//! A program beside this one: it ends when this one does, however this one ends, and its last words are kept.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Failure;

/// Starts the program, says its process number, and waits for the end of standard input, which comes when the process
/// that holds it ends. Then the program is asked to end, and whatever of its group is left five seconds later is ended.
const GUARD: &str = r#"sh -c 'echo $$; exec "$0" "$@"' "$0" "$@" &
program=$!; exec >&- 2>&-; read -r _; kill $program; (sleep 5; kill -KILL 0) & wait $program; kill -KILL 0"#;

/// How many lines are kept.
const KEPT: usize = 200;

/// A running program. Dropping it ends it, and waits for that.
pub struct Program {
    name: String,
    guard: Child,
    id: u32,
    lines: Mutex<Receiver<String>>,
    words: Words,
}

type Words = Arc<Mutex<VecDeque<String>>>;

impl Program {
    /// Starts a command: its program, arguments, environment and folder. It reads nothing, and what it writes is kept here.
    ///
    /// # Errors
    /// When there is no shell to start it from. A program that is not there is one that ends at once.
    pub fn start(command: &Command) -> Result<Program, Failure> {
        let name = command.get_program().display().to_string();
        let mut guard = Command::new("sh");
        guard
            .arg("-c")
            .arg(GUARD)
            .arg(command.get_program())
            .args(command.get_args())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => guard.env(key, value),
                None => guard.env_remove(key),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            guard.current_dir(folder);
        }
        let mut guard = guard
            .spawn()
            .map_err(|e| Failure::new(format!("{name} could not be started ({e}).")))?;
        let (send, lines) = channel();
        let words = Words::default();
        if let Some(err) = guard.stderr.take() {
            listen(err, send.clone(), Arc::clone(&words));
        }
        let mut id = String::new();
        if let Some(out) = guard.stdout.take() {
            let mut out = BufReader::new(out);
            out.read_line(&mut id)?;
            listen(out, send, Arc::clone(&words));
        }
        Ok(Program {
            name,
            guard,
            id: id.trim().parse().unwrap_or_default(),
            lines: Mutex::new(lines),
            words,
        })
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Waits for a line in which `find` finds something; no line is looked at twice.
    ///
    /// # Errors
    /// When the program ends first, or is silent about it for so long: with its words.
    pub fn told<T>(
        &self,
        at_most: Duration,
        mut find: impl FnMut(&str) -> Option<T>,
    ) -> Result<T, Failure> {
        let until = Instant::now() + at_most;
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let why = match lines.recv_timeout(left) {
                Ok(line) => match find(&line) {
                    Some(found) => return Ok(found),
                    None => continue,
                },
                Err(RecvTimeoutError::Timeout) => {
                    format!("has not said so in {} s", at_most.as_secs())
                }
                Err(RecvTimeoutError::Disconnected) => "ended before it said so".to_owned(),
            };
            return Err(Failure::new(format!(
                "{} {why}. {}",
                self.name,
                self.words()
            )));
        }
    }

    /// Waits until the program ends.
    pub fn wait(&self) {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        while lines.recv().is_ok() {}
    }

    /// What it wrote last, to either output, as a sentence and lines.
    pub fn words(&self) -> String {
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if words.is_empty() {
            return "It wrote nothing.".to_owned();
        }
        let lines: Vec<&str> = words.iter().map(String::as_str).collect();
        format!("Its last words:\n{}", lines.join("\n"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // It has ended, or it could not be waited for: there is nothing more to do in either case.
        let _ = self.guard.wait();
    }
}

/// Reads lines to the end, so that the program never waits for a reader, and keeps the last ones.
fn listen(from: impl Read + Send + 'static, to: Sender<String>, words: Words) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
            if words.len() == KEPT {
                words.pop_front();
            }
            words.push_back(line.clone());
            drop(words);
            // Nobody may be waiting any more.
            let _ = to.send(line);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn is_there(id: u32) -> bool {
        let asked = Command::new("kill").args(["-0", &id.to_string()]).output();
        asked.unwrap().status.success()
    }

    #[test]
    fn it_is_heard_and_ends_with_its_handle() {
        let program = Program::start(&shell("echo one; echo two >&2; sleep 600")).unwrap();
        let mut seen = Vec::new();
        program
            .told(SOON, |line| {
                seen.push(line.to_owned());
                (seen.len() == 2).then_some(())
            })
            .unwrap();
        seen.sort();
        assert_eq!(seen, ["one", "two"]);
        let id = program.id();
        assert!(is_there(id));
        drop(program);
        assert!(!is_there(id));
    }

    #[test]
    fn what_it_said_is_in_the_failure_when_it_ends_or_is_silent() {
        let program = Program::start(&shell("echo no such table")).unwrap();
        let why = program.told::<()>(SOON, |_| None).unwrap_err();
        assert_eq!(
            why.to_string(),
            "sh ended before it said so. Its last words:\nno such table"
        );
        let program = Program::start(&shell("sleep 600")).unwrap();
        let why = program.told::<()>(Duration::ZERO, |_| None).unwrap_err();
        assert_eq!(
            why.to_string(),
            "sh has not said so in 0 s. It wrote nothing."
        );
    }
}
