//! The side sheet where the visitor looks: a frame that is as high as its content is mostly out of sight, and the sheet
//! would fill all of it.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::browser;

/// Puts the sheet, once it is open, into what can be seen of the frame at that moment.
pub fn bring_the_sheet_in() {
    let later = Closure::once_into_js(watch);
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(later.unchecked_ref());
    }
}

fn watch() {
    let Some(document) = browser::document() else {
        return;
    };
    let Some(root) = document.document_element() else {
        return;
    };
    let Ok(Some(sheet)) = document.query_selector("dialog.sheet") else {
        return;
    };
    // Measured at its full height.
    let _ = root.remove_attribute("style");
    let place = move |entries: Array, observer: IntersectionObserver| {
        observer.disconnect();
        let Ok(entry) = entries.get(0).dyn_into::<IntersectionObserverEntry>() else {
            return;
        };
        let seen = entry.intersection_rect();
        // Too little to be of use: the visitor is about to scroll there.
        if seen.height() >= 240.0 {
            let style = format!(
                "--seen-top:{}px;--seen-height:{}px",
                seen.y(),
                seen.height()
            );
            let _ = root.set_attribute("style", &style);
        }
    };
    let place = Closure::once_into_js(move |entries: JsValue, observer: JsValue| {
        if let (Ok(entries), Ok(observer)) = (entries.dyn_into(), observer.dyn_into()) {
            place(entries, observer);
        }
    });
    if let Ok(observer) = IntersectionObserver::new(place.unchecked_ref()) {
        observer.observe(&sheet);
    }
}
