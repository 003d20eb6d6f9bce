//! A headless Chromium, driven over the WebDriver protocol.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Failure, http};

mod act;
mod look;

pub use act::{Element, Key};
pub use look::{Page, Theme};

/// How Chromium is started: as root, without a screen, without asking anybody outside.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// How often a condition is looked at while waiting.
const POLL: Duration = Duration::from_millis(20);

/// ChromeDriver, its Chromium, and one window. Both processes end when it is dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts ChromeDriver on a free port and a Chromium with an empty profile.
    ///
    /// # Errors
    /// When `chromedriver` is not on the path (`cargo xtask setup` installs it) or Chromium does not start.
    pub fn start() -> Result<Browser, Failure> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| {
                Failure::new(format!(
                    "ChromeDriver did not start ({e}). Run `cargo xtask setup`."
                ))
            })?;
        let port = match driver.stdout.take().and_then(read_port) {
            Some(port) => port,
            None => {
                // It is of no use without a port; the failure below is what matters.
                let _ = driver.kill();
                let _ = driver.wait();
                return Err(Failure::new(
                    "ChromeDriver did not say which port it listens on.",
                ));
            }
        };
        let mut browser = Browser {
            driver,
            port,
            session: String::new(),
        };
        let wishes = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": FLAGS},
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 600_000, "pageLoad": 120_000},
        }}});
        let started = http::call(port, "POST", "/session", Some(&wishes))?;
        browser.session = started["sessionId"].as_str().unwrap_or_default().to_owned();
        browser.show(Page {
            width: 1440,
            height: 900,
            theme: Theme::Light,
        })?;
        Ok(browser)
    }

    /// Opens an address and waits for the load event.
    ///
    /// # Errors
    /// As every method here: when the browser refuses, with its reason.
    pub fn open(&self, url: &str) -> Result<(), Failure> {
        self.post("url", json!({ "url": url })).map(drop)
    }

    /// The address in the address bar.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn url(&self) -> Result<String, Failure> {
        self.get("url").map(|v| text_of(&v))
    }

    /// Goes one step back in the history.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn back(&self) -> Result<(), Failure> {
        self.post("back", json!({})).map(drop)
    }

    /// Goes one step forward in the history.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn forward(&self) -> Result<(), Failure> {
        self.post("forward", json!({})).map(drop)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn reload(&self) -> Result<(), Failure> {
        self.post("refresh", json!({})).map(drop)
    }

    /// Runs JavaScript as the body of a function and returns what it returns; a promise is awaited.
    /// The arguments are `arguments[0]` and so on.
    ///
    /// # Errors
    /// When the script throws, with what it threw.
    pub fn run(&self, script: &str, args: &[Value]) -> Result<Value, Failure> {
        self.post("execute/sync", json!({"script": script, "args": args}))
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Errors
    /// When it is still not true after `at_most`.
    pub fn wait_until(&self, expression: &str, at_most: Duration) -> Result<(), Failure> {
        let until = Instant::now() + at_most;
        let script = format!("return !!({expression});");
        loop {
            // A throw while the page is being replaced is as good as "not yet".
            let answer = self.run(&script, &[]);
            if answer == Ok(Value::Bool(true)) {
                return Ok(());
            }
            if Instant::now() > until {
                let seconds = at_most.as_secs_f64();
                let why = answer.err().map(|e| format!(" {e}")).unwrap_or_default();
                return Err(Failure::new(format!(
                    "After {seconds} s this is still not so: {expression}.{why}"
                )));
            }
            std::thread::sleep(POLL);
        }
    }

    fn get(&self, path: &str) -> Result<Value, Failure> {
        http::call(
            self.port,
            "GET",
            &format!("/session/{}/{path}", self.session),
            None,
        )
    }

    fn post(&self, path: &str, body: Value) -> Result<Value, Failure> {
        http::call(
            self.port,
            "POST",
            &format!("/session/{}/{path}", self.session),
            Some(&body),
        )
    }
}
impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the session ends Chromium; whatever fails here, the driver is ended next.
        if !self.session.is_empty() {
            let _ = http::call(
                self.port,
                "DELETE",
                &format!("/session/{}", self.session),
                None,
            );
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port in "ChromeDriver was started successfully on port 12345."
fn read_port(out: std::process::ChildStdout) -> Option<u16> {
    let mut lines = BufReader::new(out).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    // Keeps reading, so that the driver never blocks on a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    port
}

fn text_of(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_default()
}
