//! Icons: one stroke on a square of 16 pixels.

use leptos::prelude::*;

/// A cross: close, remove.
pub const CROSS: &str = "M4 4l8 8M12 4l-8 8";
/// A triangle with an exclamation mark: look here.
pub const WARN: &str = "M8 2 14.5 13.500H1.500ZM8 6.500v3.500M8 11.800v.2";
/// A circle with an i: good to know.
pub const INFO: &str = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.500V11M8 5v.2";
/// An arrow into a tray: download.
pub const DOWNLOAD: &str = "M8 2.5V10M5 7.5 8 10.2l3-2.7M3 11v2.5h10V11";
/// An angle to the right: opens below.
pub const OPENS: &str = "M6 3.500 10.500 8 6 12.500";

/// An icon; the words beside it or the label of its button say what it means.
pub fn icon(path: &'static str) -> AnyView {
    view! { <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d=path/></svg> }.into_any()
}
