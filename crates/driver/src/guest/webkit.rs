//! WebKitGTK, by WebKitWebDriver and a screen that nobody sees.

use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use super::{AT_MOST, POLL};
use crate::{Failure, Program, http, steady_port};

/// A session of WebKit's small browser, its driver, and the screen, which end in this order.
pub struct WebKit {
    port: u16,
    session: String,
    _driver: Program,
    _screen: Program,
}

impl WebKit {
    /// Starts all of it.
    ///
    /// # Errors
    /// When one of its programs does not start, with its words.
    pub fn start() -> Result<WebKit, Failure> {
        let mut screen = Command::new("Xvfb");
        // It says its number.
        screen.args(["-displayfd", "1", "-screen", "0", "1440x900x24"]);
        screen.args(["-nolisten", "tcp"]);
        let screen = Program::start(&screen)?;
        let number: u32 = screen.told(AT_MOST, |line| line.trim().parse().ok())?;
        let port = steady_port();
        let mut driver = Command::new("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("DISPLAY", format!(":{number}"))
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        let driver = Program::start(&driver)?;
        let until = Instant::now() + AT_MOST;
        while http::call(port, "GET", "/status", None).is_err() {
            if Instant::now() > until {
                let words = driver.words();
                return Err(Failure::new(format!(
                    "WebKitWebDriver did not listen. {words}"
                )));
            }
            std::thread::sleep(POLL);
        }
        let wishes = json!({"capabilities": {"alwaysMatch": {
            "timeouts": {"script": 600_000, "pageLoad": 120_000},
        }}});
        let started = http::call(port, "POST", "/session", Some(&wishes))
            .map_err(|why| Failure::new(format!("{why} {}", driver.words())))?;
        Ok(WebKit {
            port,
            session: started["sessionId"].as_str().unwrap_or_default().to_owned(),
            _driver: driver,
            _screen: screen,
        })
    }

    /// Sends a command of the session.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let path = format!("/session/{}/{path}", self.session);
        http::call(self.port, "POST", &path, Some(body))
    }
}

impl Drop for WebKit {
    fn drop(&mut self) {
        // One that does not end ends with its driver.
        let path = format!("/session/{}", self.session);
        let _ = http::call(self.port, "DELETE", &path, None);
    }
}
