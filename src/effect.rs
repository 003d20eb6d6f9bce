//! Effects, compiled once: every closure handed to `Effect::new` brings a copy of its machinery into the page.

use leptos::prelude::*;

/// Runs now, and again whenever a signal that it reads changes, as long as the current owner lives.
pub fn effect(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
