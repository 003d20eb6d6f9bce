//! What the browser is asked to do. Nothing here takes for granted that it agrees.

use clientele_model::Date;
use gloo::file::{Blob, BlobContents, ObjectUrl};
use gloo::timers::callback::Timeout;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlAnchorElement, HtmlElement, Url};

/// The page.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// This window and the one around it; none in a window of its own.
pub fn parent() -> Option<(web_sys::Window, web_sys::Window)> {
    let window = web_sys::window()?;
    let parent = window.parent().ok()??;
    (parent != window).then_some((window, parent))
}

/// Offers a text, or bytes, as a file.
pub fn download(name: &str, kind: &str, contents: impl BlobContents) -> Option<()> {
    let url = ObjectUrl::from(Blob::new_with_options(contents, Some(kind)));
    let done = offer(name, &url);
    // The browser has taken the address by the time the click returns; a little later is safe everywhere.
    Timeout::new(20_000, move || drop(url)).forget();
    done
}

/// Offers what lies at an address as a file.
pub fn offer(name: &str, url: &str) -> Option<()> {
    let document = document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(url);
    link.set_download(name);
    document.body()?.append_child(&link).ok()?;
    link.click();
    link.remove();
    Some(())
}

/// Puts a text on the clipboard, then says whether that worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = web_sys::window().map(|w| w.navigator().clipboard());
    // Outside a secure context there is no clipboard at all.
    let Some(clipboard) = clipboard.filter(|c| !c.is_undefined()) else {
        return done(false);
    };
    let written = JsFuture::from(clipboard.write_text(text));
    spawn_local(async move { done(written.await.is_ok()) });
}

/// Gives the focus to the element of that id, where there is one that takes it.
pub fn focus(id: &str) {
    let element = document().and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        // Whoever cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// The value of a custom property of the page, such as `--mark`.
pub fn token(name: &str) -> Option<String> {
    let root = document()?.document_element()?;
    let style = web_sys::window()?.get_computed_style(&root).ok()??;
    style.get_property_value(name).ok()
}

/// Whether the `details` element that a toggle event comes from is open.
pub fn is_open(event: &web_sys::Event) -> bool {
    let details = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::HtmlDetailsElement>().ok());
    details.is_some_and(|d| d.open())
}

/// Whether the address ends with this fragment.
pub fn fragment_is(fragment: &str) -> bool {
    web_sys::window()
        .and_then(|w| w.location().hash().ok())
        .is_some_and(|hash| hash == fragment)
}

/// Scrolls to the element with this id.
pub fn show(id: &str) {
    if let Some(element) = document().and_then(|d| d.get_element_by_id(id)) {
        element.scroll_into_view();
    }
}

/// An address made absolute against the page.
pub fn absolute(relative: &str) -> Option<String> {
    let base = document()?.base_uri().ok()??;
    Some(Url::new_with_base(relative, &base).ok()?.href())
}

/// Closes open menus and popovers, but not the one that holds `around`.
pub fn close_popovers(around: Option<&web_sys::Node>) -> Option<HtmlElement> {
    let open = document()?
        .query_selector_all("details.chip[open], details.menu[open], details.switcher[open]")
        .ok()?;
    let mut last = None;
    for i in 0..open.length() {
        let Some(details) = open
            .item(i)
            .and_then(|n| n.dyn_into::<web_sys::HtmlDetailsElement>().ok())
        else {
            continue;
        };
        if around.is_some_and(|node| details.contains(Some(node))) {
            continue;
        }
        details.set_open(false);
        last = details
            .query_selector("summary")
            .ok()
            .flatten()
            .and_then(|s| s.dyn_into().ok());
    }
    last
}

/// The visitor's day, with a day to spare for shops east of here.
pub fn today() -> Date {
    let days = js_sys::Date::now() / 86_400_000.0;
    Date::from_epoch_days(days as i32 + 1)
}
