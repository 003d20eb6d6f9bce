//! Browsers other than Chromium, for the ways that must work in every one: Firefox by its own protocol, WebKitGTK by its
//! driver. No size, no theme and no network of theirs is changed here.

mod marionette;
mod webkit;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Failure;
use marionette::Marionette;
use webkit::WebKit;

/// How often a condition is looked at while waiting.
const POLL: Duration = Duration::from_millis(50);

/// How long a browser or its driver may take to listen.
const AT_MOST: Duration = Duration::from_secs(60);

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Firefox; Debian's package `firefox-esr`.
    Firefox,
    /// The engine of GNOME's browser; Debian's packages `webkit2gtk-driver` and `xvfb`.
    WebKit,
}

impl Engine {
    /// Which of the programs it takes is not on the path; nothing when all are.
    pub fn missing(self) -> Option<&'static str> {
        let programs: &[&str] = match self {
            Engine::Firefox => &["firefox-esr"],
            Engine::WebKit => &["WebKitWebDriver", "Xvfb"],
        };
        let path = std::env::var_os("PATH").unwrap_or_default();
        let is_there = |name: &str| std::env::split_paths(&path).any(|of| of.join(name).is_file());
        programs.iter().copied().find(|name| !is_there(name))
    }
}

/// A window of another browser, without anything of what was before. It and its programs end when it is dropped.
pub struct Guest(Inner);

enum Inner {
    Firefox(Marionette),
    WebKit(WebKit),
}

impl Guest {
    /// Starts the browser.
    ///
    /// # Errors
    /// When one of its programs is missing or does not start.
    pub fn start(engine: Engine) -> Result<Guest, Failure> {
        Ok(Guest(match engine {
            Engine::Firefox => Inner::Firefox(Marionette::start()?),
            Engine::WebKit => Inner::WebKit(WebKit::start()?),
        }))
    }

    fn tell(&self, firefox: &str, webkit: &str, about: &Value) -> Result<Value, Failure> {
        match &self.0 {
            Inner::Firefox(window) => window.tell(firefox, about),
            Inner::WebKit(window) => window.post(webkit, about),
        }
    }

    /// Opens an address and waits for the load event.
    ///
    /// # Errors
    /// As every method here: when the browser refuses, with its reason.
    pub fn open(&self, url: &str) -> Result<(), Failure> {
        let about = json!({ "url": url });
        self.tell("WebDriver:Navigate", "url", &about).map(drop)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn reload(&self) -> Result<(), Failure> {
        let about = json!({});
        self.tell("WebDriver:Refresh", "refresh", &about).map(drop)
    }

    /// Runs JavaScript as the body of a function and returns what it returns; a promise is awaited.
    /// The arguments are `arguments[0]` and so on.
    ///
    /// # Errors
    /// When the script throws, with what it threw.
    pub fn run(&self, script: &str, args: &[Value]) -> Result<Value, Failure> {
        let about = json!({"script": script, "args": args});
        self.tell("WebDriver:ExecuteScript", "execute/sync", &about)
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Errors
    /// When it is still not true after `at_most`, with what the page says.
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
                let why = answer.err().map(|e| format!(" {e}")).unwrap_or_default();
                let page = "return location.href + '\\n' + document.body.innerText;";
                let page = self.run(page, &[]).unwrap_or_default();
                return Err(Failure::new(format!(
                    "After {} s this is still not so: {expression}.{why}\nThe page says: {}",
                    at_most.as_secs(),
                    page.as_str().unwrap_or_default()
                )));
            }
            std::thread::sleep(POLL);
        }
    }
}

/// A poisoned lock still holds whole values here: a message is said and heard in one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
