//! What a person's machine decides, and what is seen: size, theme, speed, network, pictures, console.

use std::path::Path;

use base64::Engine;
use serde_json::{Value, json};

use super::{Browser, text_of};
use crate::{Failure, root};

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

impl Browser {
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

    /// Makes the line to the page this slow, in kilobits a second each way, with so many milliseconds before each answer.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn slow_line(&self, kilobits: u32, latency: u32) -> Result<(), Failure> {
        self.devtools("Network.enable", json!({}))?;
        let bytes = kilobits * 125;
        let network = json!({"offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes});
        self.devtools("Network.emulateNetworkConditions", network)
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

    /// The page as somebody gets it who prints it on A4 as the browser suggests: without backgrounds, with the margins that
    /// the page wishes. A PDF.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn printed(&self) -> Result<Vec<u8>, Failure> {
        let wish = json!({"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true, "printBackground": false});
        let paper = self.devtools("Page.printToPDF", wish)?;
        decoded(&paper["data"])
    }

    fn capture(&self, wish: Value) -> Result<Vec<u8>, Failure> {
        let shot = self.devtools("Page.captureScreenshot", wish)?;
        decoded(&shot["data"])
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
}

/// The bytes behind base64.
fn decoded(text: &Value) -> Result<Vec<u8>, Failure> {
    let text = text.as_str().unwrap_or_default();
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .map_err(|e| Failure::new(format!("What the browser sent cannot be read: {e}.")))
}
