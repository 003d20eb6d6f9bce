//! What a person does: find, read, click, type, press.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Browser, POLL, text_of};
use crate::Failure;

/// The name under which WebDriver returns an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

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

impl Browser {
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

    /// From now on everything happens inside the first frame that matches, until [`Browser::leave_frames`].
    ///
    /// # Errors
    /// When nothing matches or it is no frame.
    pub fn enter_frame(&self, css: &str) -> Result<(), Failure> {
        let frame = json!({ ELEMENT: self.find(css)?.0 });
        self.post("frame", json!({ "id": frame })).map(drop)
    }

    /// From now on everything happens in the page of the window again.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn leave_frames(&self) -> Result<(), Failure> {
        self.post("frame", json!({ "id": null })).map(drop)
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
}
