//! Signing in to the page's own gateway, where that asks who comes. The token is kept for this tab only, in its
//! `sessionStorage`, and sent in a header; it never stands in a link.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::Storage;

use crate::ask::Asker;
use crate::effect::effect;
use crate::lazy::MakeView;

/// The name under which this tab keeps the token.
const KEPT: &str = "clientele token";

/// Said of a token that the gateway does not know.
const UNKNOWN: &str = "This token is not known here. Check that it came whole, without spaces, or ask whoever runs this page for another.";

thread_local! {
    /// The token the gateway was last asked with.
    static TOLD: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether it is about to be asked with another one.
    static GOES: Cell<bool> = const { Cell::new(false) };
}

/// Where the token is asked for. Its code comes when the gateway first asks who comes.
#[wasm_split(sign_in, fallible)]
pub fn form() -> Result<MakeView, SplitLoaderError> {
    Ok(|| view! { <SignIn/> }.into_any())
}

/// What this tab keeps; nothing where the browser keeps nothing for it, as in some frames.
fn kept() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// The token that this tab keeps.
pub fn token() -> Option<String> {
    kept()?.get_item(KEPT).ok()?
}

/// Keeps a token for this tab, where that is allowed.
#[expect(
    clippy::disallowed_methods,
    reason = "what the tab keeps for itself is no setting: it goes with the tab"
)]
fn keep(token: &str) {
    let _ = kept().map(|kept| kept.set_item(KEPT, token));
}

/// Signs in with a token, once whoever calls has returned: what is shown is asked for anew, this among it.
fn sign_in(asker: Asker, token: String) {
    TOLD.set(Some(token.clone()));
    GOES.set(true);
    let go = move || {
        GOES.set(false);
        asker.sign_in(token);
    };
    set_timeout(go, Duration::ZERO);
}

/// Signs in with the token this tab keeps, or asks for one.
#[component]
fn SignIn() -> impl IntoView {
    let asker = expect_context::<Asker>();
    // Another card asks already.
    if GOES.get() {
        return ().into_any();
    }
    let known = token();
    let told = TOLD.take();
    match known {
        // After a reload.
        Some(token) if told.as_ref() != Some(&token) => {
            sign_in(asker, token);
            return ().into_any();
        }
        // The gateway has just refused it.
        Some(_) => drop(kept().map(|kept| kept.remove_item(KEPT))),
        None => {}
    }
    let doubt = RwSignal::new(told.map(|_| UNKNOWN));
    let field = NodeRef::<Input>::new();
    effect(move || {
        if let Some(field) = field.get() {
            // Nobody is to look for where to type.
            let _ = field.focus();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else {
            return;
        };
        let token = field.value().trim().to_owned();
        // What cannot stand in a header is none.
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return doubt.set(Some(UNKNOWN));
        }
        keep(&token);
        sign_in(asker, token);
    };
    view! {
        <form class="ways" on:submit=submit>
            <label for="token">"Token"</label>
            <input class="field" id="token" type="password" autocomplete="current-password" spellcheck="false"
                aria-describedby="token-note" aria-invalid=move || doubt.get().map(|_| "true") node_ref=field/>
            <button type="submit" class="btn primary">"Sign in"</button>
            <p id="token-note" role="status">{move || doubt.get().unwrap_or("It is kept until this tab is closed, and never stands in a link.")}</p>
        </form>
    }
    .into_any()
}
