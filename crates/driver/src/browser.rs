//! A headless Chromium, driven over the WebDriver protocol.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Failure, Program, http};

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

/// What a page sees in a browser that has none.
const NO_SERVICE_WORKERS: &str =
    "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });";

/// How often a condition is looked at while waiting.
const POLL: Duration = Duration::from_millis(20);

/// How long ChromeDriver may take to say where it is.
const AT_MOST: Duration = Duration::from_secs(60);

/// A window of a Chromium that keeps nothing of what was before it. It is closed when it is dropped.
pub struct Browser {
    /// There until it is dropped.
    chromium: Option<Chromium>,
    port: u16,
    session: String,
}

/// A Chromium with its first, empty window.
struct Chromium {
    session: String,
    /// The first window's name.
    home: String,
    /// Whether others may use it afterwards.
    is_shared: bool,
}

/// Those that nobody uses at the moment.
static IDLE: Mutex<Vec<Chromium>> = Mutex::new(Vec::new());

/// The port of the ChromeDriver that starts all of them.
///
/// It ends with this process, as its standard input does.
fn driver() -> Result<u16, Failure> {
    static DRIVER: OnceLock<Result<(Program, u16), Failure>> = OnceLock::new();
    let started = DRIVER.get_or_init(|| {
        let mut command = std::process::Command::new("chromedriver");
        let driver = Program::start(command.arg("--port=0"))?;
        let port = driver.told(AT_MOST, read_port).map_err(|why| {
            Failure::new(format!(
                "ChromeDriver did not start. `cargo xtask setup` installs it. {why}"
            ))
        })?;
        Ok((driver, port))
    });
    started
        .as_ref()
        .map(|(_, port)| *port)
        .map_err(Clone::clone)
}

impl Chromium {
    fn start(port: u16, is_shared: bool) -> Result<Chromium, Failure> {
        let wishes = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": FLAGS},
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 600_000, "pageLoad": 120_000},
        }}});
        let started = http::call(port, "POST", "/session", Some(&wishes))?;
        let session = text_of(&started["sessionId"]);
        let home = http::call(port, "GET", &format!("/session/{session}/window"), None)?;
        Ok(Chromium {
            session,
            home: text_of(&home),
            is_shared,
        })
    }
}

impl Browser {
    /// A new window of a Chromium that tests use one after the other, with an empty cache. Storage is kept apart by the
    /// port of the page, which is another one for every [`Server`](crate::Server), and emptied afterwards. There are no
    /// service workers in it: what a test makes of the network reaches the page.
    ///
    /// # Errors
    /// When `chromedriver` is not on the path (`cargo xtask setup` installs it) or Chromium does not start.
    pub fn start() -> Result<Browser, Failure> {
        let browser = Browser::with_service_workers()?;
        browser.before_each_page(NO_SERVICE_WORKERS)?;
        Ok(browser)
    }

    /// As [`Browser::start`], and the page may have a service worker.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub fn with_service_workers() -> Result<Browser, Failure> {
        let port = driver()?;
        let idle = lock(&IDLE).pop();
        let chromium = match idle {
            Some(chromium) => chromium,
            None => Chromium::start(port, true)?,
        };
        let browser = Browser::of(chromium, port);
        let window = browser.post("window/new", json!({"type": "window"}))?;
        browser.post("window", json!({ "handle": window["handle"] }))?;
        browser.forget_files()?;
        browser.prepared()
    }

    /// A Chromium that nobody used before and nobody will: what is measured shall not depend on others. Without service
    /// workers, as [`Browser::start`].
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub fn alone() -> Result<Browser, Failure> {
        let port = driver()?;
        let browser = Browser::of(Chromium::start(port, false)?, port).prepared()?;
        browser.before_each_page(NO_SERVICE_WORKERS)?;
        Ok(browser)
    }

    fn of(chromium: Chromium, port: u16) -> Browser {
        Browser {
            session: chromium.session.clone(),
            chromium: Some(chromium),
            port,
        }
    }

    fn prepared(self) -> Result<Browser, Failure> {
        // A window that another one stands in front of has no focus of its own.
        self.devtools(
            "Emulation.setFocusEmulationEnabled",
            json!({"enabled": true}),
        )?;
        self.show(Page {
            width: 1440,
            height: 900,
            theme: Theme::Light,
        })?;
        // What the window before it wrote is none of this one's.
        self.take_console()?;
        Ok(self)
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

    /// Opens an empty tab beside this one and goes there. Returns this one's name and the new one's, for
    /// [`Browser::switch_to`]. Whoever opens it closes it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn open_tab(&self) -> Result<[String; 2], Failure> {
        let here = text_of(&self.get("window")?);
        let tab = text_of(&self.post("window/new", json!({"type": "tab"}))?["handle"]);
        self.switch_to(&tab)?;
        Ok([here, tab])
    }

    /// Goes to a tab.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn switch_to(&self, tab: &str) -> Result<(), Failure> {
        self.post("window", json!({ "handle": tab })).map(drop)
    }

    /// Closes the tab and goes to another one.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn close_tab(&self, then: &str) -> Result<(), Failure> {
        let path = format!("/session/{}/window", self.session);
        http::call(self.port, "DELETE", &path, None)?;
        self.switch_to(then)
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
    /// When it is still not true after `at_most`, with what the page and its console say.
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
                let page = self.run(
                    "return location.href + '\\n' + document.body.innerText;",
                    &[],
                );
                let page = text_of(&page.unwrap_or_default());
                let console = self.take_console().unwrap_or_default().join("\n");
                return Err(Failure::new(format!(
                    "After {seconds} s this is still not so: {expression}.{why}\nThe page says: {page}\nThe console \
                     says: {console}"
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
        let Some(chromium) = self.chromium.take() else {
            return;
        };
        if chromium.is_shared && self.leave(&chromium.home).is_ok() {
            lock(&IDLE).push(chromium);
            return;
        }
        // Ending the session ends Chromium; one that does not end ends with ChromeDriver.
        let path = format!("/session/{}", self.session);
        let _ = http::call(self.port, "DELETE", &path, None);
    }
}

impl Browser {
    /// Empties the storage of the page, closes its window, and goes back to the first one.
    fn leave(&self, home: &str) -> Result<(), Failure> {
        let origin = self.run("return location.origin;", &[])?;
        let all = json!({ "origin": origin, "storageTypes": "all" });
        self.devtools("Storage.clearDataForOrigin", all)?;
        let wish = json!({ "behavior": "default" });
        self.devtools("Browser.setDownloadBehavior", wish)?;
        self.close_tab(home)
    }
}

/// A list that a panicking test leaves behind is whole: each critical section is one call.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The port in "ChromeDriver was started successfully on port 12345."
fn read_port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

fn text_of(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_default()
}
