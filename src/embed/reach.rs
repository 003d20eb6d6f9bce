//! The side sheet where the visitor looks: a frame that is as high as its content is mostly out of sight, and the sheet
//! would fill all of it.
//!
//! A page does not know what is seen of its frame, unless it asks for the intersection of something in it with the window
//! around it. Whoever opens a sheet presses or focuses something first: what is seen then is where the sheet will be, so
//! that nothing has to scroll to it.

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::browser;

/// The least height that is of use, in CSS pixels.
const LEAST: f64 = 240.0;

/// Keeps `--seen-top` and `--seen-height` of the page up to what the visitor does; nothing in a window of its own.
pub fn follow() {
    let document = browser::parent().and_then(|(window, _)| window.document());
    for event in ["pointerdown", "focusin"] {
        if let Some(document) = &document {
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(document, event, options, |_| measure()).forget();
        }
    }
}

fn measure() {
    let Some(body) = browser::document().and_then(|d| d.body()) else {
        return;
    };
    let measured = Closure::once_into_js(|entries: JsValue, observer: JsValue| {
        if let Some(observer) = observer.dyn_ref::<IntersectionObserver>() {
            observer.disconnect();
        }
        let entry = Array::from(&entries).get(0);
        if let Some(entry) = entry.dyn_ref::<IntersectionObserverEntry>() {
            keep(entry);
        }
    });
    if let Ok(observer) = IntersectionObserver::new(measured.unchecked_ref()) {
        observer.observe(&body);
    }
}

fn keep(entry: &IntersectionObserverEntry) {
    let seen = entry.intersection_rect();
    let root = browser::document().and_then(|d| d.document_element());
    if let Some(root) = root.filter(|_| seen.height() >= LEAST) {
        let (top, height) = (seen.y(), seen.height());
        let style = format!("--seen-top:{top}px;--seen-height:{height}px");
        // An element of ours takes any attribute.
        let _ = root.set_attribute("style", &style);
    }
}
