//! A headless Chromium, driven over the WebDriver protocol.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

use crate::{Failure, http, root};

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

/// The name under which WebDriver returns an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How often a condition is looked at while waiting.
const POLL: Duration = Duration::from_millis(20);

/// What the visitor's system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// `prefers-color-scheme: light`.
    Light,
    /// `prefers-color-scheme: dark`.
    Dark,
}

/// A size in CSS pixels and a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The width of the viewport, in CSS pixels.
    pub width: u32,
    /// The height of the viewport, in CSS pixels.
    pub height: u32,
    /// Light or dark.
    pub theme: Theme,
}

/// A key that has no character of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Tab.
    Tab,
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// The space bar.
    Space,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
}

impl Key {
    /// The code point WebDriver uses for the key.
    fn code(self) -> char {
        match self {
            Key::Tab => '\u{E004}',
            Key::Enter => '\u{E007}',
            Key::Escape => '\u{E00C}',
            Key::Space => '\u{E00D}',
            Key::Left => '\u{E012}',
            Key::Up => '\u{E013}',
            Key::Right => '\u{E014}',
            Key::Down => '\u{E015}',
        }
    }
}

/// One element of the page. It stops working when the page replaces the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

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

    /// The first element a CSS selector matches; waits up to ten seconds for it.
    ///
    /// # Errors
    /// When there is none by then.
    pub fn find(&self, css: &str) -> Result<Element, Failure> {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            match self.find_all(css)?.into_iter().next() {
                Some(element) => return Ok(element),
                None if Instant::now() > until => {
                    return Err(Failure::new(format!("Nothing on the page matches {css}.")));
                }
                None => std::thread::sleep(POLL),
            }
        }
    }

    /// Every element a CSS selector matches now, in document order.
    ///
    /// # Errors
    /// When the selector is not CSS.
    pub fn find_all(&self, css: &str) -> Result<Vec<Element>, Failure> {
        let found = self.post("elements", json!({"using": "css selector", "value": css}))?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found
            .iter()
            .filter_map(|v| v[ELEMENT].as_str())
            .map(|id| Element(id.to_owned()))
            .collect())
    }

    /// Clicks in the middle of the first element that matches, as a person would: it must be visible.
    ///
    /// # Errors
    /// When nothing matches, or something else lies on top.
    pub fn click(&self, css: &str) -> Result<(), Failure> {
        self.click_on(&self.find(css)?)
    }

    /// Clicks in the middle of an element.
    ///
    /// # Errors
    /// When the element is gone, hidden, or something else lies on top.
    pub fn click_on(&self, element: &Element) -> Result<(), Failure> {
        self.post(&format!("element/{}/click", element.0), json!({}))
            .map(drop)
    }

    /// The visible text of the first element that matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn text(&self, css: &str) -> Result<String, Failure> {
        self.text_in(&self.find(css)?)
    }

    /// The visible text of an element.
    ///
    /// # Errors
    /// When the element is gone.
    pub fn text_in(&self, element: &Element) -> Result<String, Failure> {
        self.get(&format!("element/{}/text", element.0))
            .map(|v| text_of(&v))
    }

    /// Types text into the first element that matches, after what it holds.
    ///
    /// # Errors
    /// When nothing matches or it takes no text.
    pub fn write(&self, css: &str, text: &str) -> Result<(), Failure> {
        let element = self.find(css)?;
        self.post(
            &format!("element/{}/value", element.0),
            json!({ "text": text }),
        )
        .map(drop)
    }

    /// Empties the first field that matches.
    ///
    /// # Errors
    /// When nothing matches or it takes no text.
    pub fn clear(&self, css: &str) -> Result<(), Failure> {
        let element = self.find(css)?;
        self.post(&format!("element/{}/clear", element.0), json!({}))
            .map(drop)
    }

    /// Presses and releases one key, wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn press(&self, key: Key) -> Result<(), Failure> {
        let key = key.code().to_string();
        let strokes = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        let source = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("actions", json!({ "actions": [source] }))
            .map(drop)
    }

    /// Moves the pointer over the first element that matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn hover(&self, css: &str) -> Result<(), Failure> {
        let origin = json!({ ELEMENT: self.find(css)?.0 });
        let step = json!({"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": origin});
        let source = json!({"type": "pointer", "id": "mouse", "actions": [step]});
        self.post("actions", json!({ "actions": [source] }))
            .map(drop)
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

    /// Sends a command of the Chrome DevTools protocol.
    ///
    /// # Errors
    /// When the browser does not know the command.
    pub fn devtools(&self, command: &str, params: Value) -> Result<Value, Failure> {
        self.post(
            "goog/cdp/execute",
            json!({"cmd": command, "params": params}),
        )
    }

    /// Sets the size of the viewport and the theme.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn show(&self, page: Page) -> Result<(), Failure> {
        let Page {
            width,
            height,
            theme,
        } = page;
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size)?;
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .map(drop)
    }

    /// Makes the processor seem this many times slower to the page (1 is as it is).
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn slow_down(&self, times: f64) -> Result<(), Failure> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times }))
            .map(drop)
    }

    /// Takes the page off the network, or puts it back.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn set_offline(&self, offline: bool) -> Result<(), Failure> {
        self.devtools("Network.enable", json!({}))?;
        let network = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.devtools("Network.emulateNetworkConditions", network)
            .map(drop)
    }

    /// Forgets every cached file, so that the next load is a first one.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn forget_files(&self) -> Result<(), Failure> {
        self.devtools("Network.clearBrowserCache", json!({}))
            .map(drop)
    }

    /// Runs a script at the start of every page from now on, before the page's own.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn before_each_page(&self, script: &str) -> Result<(), Failure> {
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .map(drop)
    }

    /// Saves downloads into this folder without asking.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn save_downloads_in(&self, folder: &Path) -> Result<(), Failure> {
        let wish = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
        self.devtools("Browser.setDownloadBehavior", wish).map(drop)
    }

    /// A PNG of the viewport.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn picture(&self) -> Result<Vec<u8>, Failure> {
        self.capture(json!({"format": "png"}))
    }

    /// A PNG of the whole page, also of what is below the fold.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn whole_picture(&self) -> Result<Vec<u8>, Failure> {
        self.capture(json!({"format": "png", "captureBeyondViewport": true}))
    }

    fn capture(&self, wish: Value) -> Result<Vec<u8>, Failure> {
        let shot = self.devtools("Page.captureScreenshot", wish)?;
        let text = shot["data"].as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD
            .decode(text)
            .map_err(|e| Failure::new(format!("The picture cannot be read: {e}.")))
    }

    /// What the page, its workers and the browser wrote to the console since the last call, each as
    /// `LEVEL: text`.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn take_console(&self) -> Result<Vec<String>, Failure> {
        let entries = self.post("se/log", json!({"type": "browser"}))?;
        let entries = entries.as_array().cloned().unwrap_or_default();
        Ok(entries
            .iter()
            .map(|e| format!("{}: {}", text_of(&e["level"]), text_of(&e["message"])))
            .collect())
    }

    /// What axe-core finds wrong with the page as it is now: one line per rule and element.
    ///
    /// # Errors
    /// When axe-core is not installed (`cargo xtask setup` does it) or fails.
    pub fn violations(&self) -> Result<Vec<String>, Failure> {
        let file = root().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&file).map_err(|e| {
            Failure::new(format!(
                "axe-core cannot be read ({e}). Run `cargo xtask setup`."
            ))
        })?;
        let tags = r#"["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]"#;
        let script = format!(
            "{axe};\nreturn axe.run(document, {{runOnly: {tags}, resultTypes: ['violations']}}).then(r => \
             r.violations.flatMap(v => v.nodes.map(n => v.id + ' (' + v.impact + '): ' + v.help + ' at ' \
             + n.target.join(' ') + ' ' + (n.any.concat(n.all)[0]?.message ?? ''))));"
        );
        let found = self.run(&script, &[])?;
        Ok(found
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .map(text_of)
            .collect())
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
