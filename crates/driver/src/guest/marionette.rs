//! Firefox's own protocol, which its WebDriver translates to: messages of JSON with their length before them, over one
//! connection.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{AT_MOST, POLL};
use crate::{Failure, Program, steady_port};

/// Longer than any script runs.
const LONGEST: Duration = Duration::from_secs(900);

/// A Firefox with a profile of its own, which goes with it.
pub struct Marionette {
    talk: Mutex<(TcpStream, u32)>,
    profile: PathBuf,
    firefox: Option<Program>,
}

impl Marionette {
    /// Starts Firefox without a screen and a session in it.
    ///
    /// # Errors
    /// When it does not start, with its words.
    pub fn start() -> Result<Marionette, Failure> {
        let port = steady_port();
        let profile = std::env::temp_dir().join(format!("clientele-firefox-{port}"));
        let _ = fs::remove_dir_all(&profile);
        fs::create_dir_all(&profile)?;
        // Nothing of what a browser does for itself at its first start.
        let wishes = format!(
            "user_pref(\"marionette.port\", {port});\n\
             user_pref(\"app.update.enabled\", false);\n\
             user_pref(\"browser.shell.checkDefaultBrowser\", false);\n\
             user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n\
             user_pref(\"network.captive-portal-service.enabled\", false);\n\
             user_pref(\"network.connectivity-service.enabled\", false);\n"
        );
        fs::write(profile.join("user.js"), wishes)?;
        let mut command = Command::new("firefox-esr");
        command
            .args(["-headless", "-marionette", "-no-remote", "-profile"])
            .arg(&profile)
            .env("HOME", &profile);
        let firefox = Program::start(&command)?;
        let until = Instant::now() + AT_MOST;
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(_) if Instant::now() < until => std::thread::sleep(POLL),
                Err(_) => {
                    let words = firefox.words();
                    return Err(Failure::new(format!("Firefox did not listen. {words}")));
                }
            }
        };
        stream.set_read_timeout(Some(LONGEST))?;
        let here = Marionette {
            talk: Mutex::new((stream, 0)),
            profile,
            firefox: Some(firefox),
        };
        // It says first what it is.
        {
            let mut talk = super::lock(&here.talk);
            hear(&mut talk.0)?;
        }
        here.tell("WebDriver:NewSession", &json!({}))?;
        let patience = json!({"script": 600_000, "pageLoad": 120_000});
        here.tell("WebDriver:SetTimeouts", &patience)?;
        Ok(here)
    }

    /// Tells it one command; what it answers.
    ///
    /// # Errors
    /// When Firefox refuses, with its reason.
    pub fn tell(&self, command: &str, about: &Value) -> Result<Value, Failure> {
        let mut talk = super::lock(&self.talk);
        talk.1 += 1;
        let (stream, number) = &mut *talk;
        let message = json!([0, number, command, about]).to_string();
        stream.write_all(format!("{}:{message}", message.len()).as_bytes())?;
        // One command at a time: the next message answers it.
        let answer = hear(stream)?;
        if let Some(why) = answer[2].get("message").and_then(Value::as_str) {
            return Err(Failure::new(format!("Firefox refused {command}: {why}")));
        }
        // A single value is wrapped.
        let said = &answer[3];
        Ok(said.get("value").unwrap_or(said).clone())
    }
}

impl Drop for Marionette {
    fn drop(&mut self) {
        // Firefox ends before its profile goes.
        drop(self.firefox.take());
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// One message.
fn hear(stream: &mut TcpStream) -> Result<Value, Failure> {
    let mut length = 0_usize;
    loop {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        match byte[0] {
            b':' => break,
            digit if digit.is_ascii_digit() => length = 10 * length + usize::from(digit - b'0'),
            other => {
                return Err(Failure::new(format!(
                    "Firefox said {other} where a length stands."
                )));
            }
        }
    }
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    serde_json::from_slice(&message)
        .map_err(|why| Failure::new(format!("Firefox said something else than JSON: {why}.")))
}
