//! How high this page would be in full, for whoever around it wants no second scroll bar.
//!
//! Told in the two messages that content systems know: Datawrapper's and AMP's. A height tells nothing about anybody, so
//! any page may hear it.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{JSON, Object};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ResizeObserver, Window};

use crate::browser;

/// What may stand out below the page.
const FLOATS: &str = "details[open] > .popover, details[open] > ul";

/// Tells the height now, and whenever it is another one; nothing in a window of its own.
pub fn tell() {
    let Some((window, parent)) = browser::parent() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    let Some(body) = document.body() else { return };
    let told = Rc::new(Cell::new(0));
    let measure: Rc<dyn Fn()> = Rc::new(move || {
        let height = height(&window);
        if told.replace(height) != height {
            post(&parent, height);
        }
    });
    let resized = measure.clone();
    let on_resize = Closure::<dyn Fn()>::new(move || resized());
    if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
        observer.observe(&body);
    }
    // As long as the page lives.
    on_resize.forget();
    let options = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&document, "toggle", options, move |_| {
        let measure = measure.clone();
        // What was opened is drawn by then.
        let later = Closure::once_into_js(move || measure());
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(later.unchecked_ref());
        }
    })
    .forget();
}

/// In CSS pixels, rounded up.
fn height(window: &Window) -> u32 {
    let Some(document) = window.document() else {
        return 0;
    };
    let bottom = |element: &Element| element.get_bounding_client_rect().bottom();
    let mut lowest = document.body().map_or(0.0, |body| bottom(&body));
    if let Ok(floats) = document.query_selector_all(FLOATS) {
        for float in (0..floats.length()).filter_map(|i| floats.item(i)) {
            if let Some(float) = float.dyn_ref::<Element>() {
                // Room for its shadow.
                lowest = lowest.max(bottom(float) + 16.0);
            }
        }
    }
    let whole = lowest + window.scroll_y().unwrap_or_default();
    // A height is never negative, and far below the limit.
    whole.ceil().clamp(0.0, 1e6) as u32
}

fn post(parent: &Window, height: u32) {
    // Numbers only: to be read by anybody.
    let datawrapper = format!(r#"{{"datawrapper-height":{{"clientele":{height}}}}}"#);
    let amp = format!(r#"{{"sentinel":"amp","type":"embed-size","height":{height}}}"#);
    for message in [datawrapper, amp] {
        let message = JSON::parse(&message).unwrap_or_else(|_| JsValue::from(Object::new()));
        let _ = parent.post_message(&message, "*");
    }
}
