//! An audience into the database that the page's own gateway asks, where the visitor may write there.

use clientele_model::selection::{Only, Unresolved};
use js_sys::{JSON, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use crate::effect::effect;
use crate::frame::Frame;
use crate::sign_in;
use crate::state::State;

/// Said where no answer comes.
const SILENT: &str = "The gateway did not answer, so it is not known whether the audience was written. Try again: a further write under this name is a newer version of it.";

/// The card: a name, a button, and what came of it. Nothing where this visitor may not write.
#[component]
pub(super) fn Database(
    /// Whom it means, with every saved audience replaced.
    of: Memo<Result<Only, Unresolved>>,
) -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let live = Memo::new(move |_| {
        let slug = frame.catalogue.with(|known| {
            let known = known.as_ref().filter(|known| known.is_live());
            known.map(|known| known.slug.clone())
        });
        // The page asks its own origin only: a data set of another gateway is named by its address.
        let is_elsewhere = |name: &String| name.contains('/');
        let is_own = state
            .filters
            .with(|filters| !filters.dataset.as_ref().is_some_and(is_elsewhere));
        slug.filter(|_| is_own)
    });
    let may = RwSignal::new(None::<String>);
    effect(move || {
        let slug = live.get();
        may.set(None);
        if let Some(slug) = slug {
            spawn_local(async move {
                let said = asked(&format!("data/{slug}/audiences.json"), None).await;
                let said = said.ok().and_then(|said| get(&said, "may_write"));
                if said.is_some_and(|said| said.is_truthy()) {
                    may.try_set(Some(slug));
                }
            });
        }
    });
    move || {
        let slug = may.get()?;
        of.with(Result::is_ok).then(|| view! { <Card of slug/> })
    }
}

#[component]
fn Card(of: Memo<Result<Only, Unresolved>>, slug: String) -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let (name, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let said = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(definition) = of.get_untracked() else {
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        let mut scope = state.filters.get_untracked();
        scope.dataset = None;
        let sent = object(&[
            ("dataset", slug.as_str()),
            ("name", name.get_untracked().trim()),
            ("definition", &definition.to_string()),
            ("scope", &scope.to_string()),
        ]);
        is_busy.set(true);
        said.set(String::new());
        let fmt = frame.fmt.get_untracked();
        spawn_local(async move {
            let words = match asked("audiences", Some(&sent)).await {
                Ok(written) => {
                    let count = get(&written, "customers").and_then(|count| count.as_f64());
                    let count = fmt.counted(count.unwrap_or_default() as u32, "customer");
                    format!("Written: {count}. Other tools find them in the database now.")
                }
                Err(sentence) => sentence,
            };
            is_busy.try_set(false);
            said.try_set(words);
        });
    };
    view! {
        <section class="card span-12 no-print export-settings" aria-labelledby="export-database">
            <h2 class="chart-title" id="export-database">"Write into the database"</h2>
            <p class="chart-sub">"Everybody in this audience, with nobody held out. They are found in the database and do not leave it; a further write under the same name is a newer version"</p>
            <form class="ask" on:submit=submit>
                <div class="typed">
                    <label for="database-name">"Name of the audience"</label>
                    <input class="field" id="database-name" maxlength="80" required=true autocomplete="off"
                        prop:value=name on:input=move |e| name.set(event_target_value(&e))/>
                </div>
                <p><button type="submit" class="btn" aria-disabled=move || is_busy.get().then_some("true")>
                    {move || if is_busy.get() { "Writing…" } else { "Write" }}
                </button></p>
                <p class="hint" role="status">{said}</p>
            </form>
        </section>
    }
}

/// What the page's own gateway answers, or the sentence with which it refuses.
async fn asked(address: &str, body: Option<&JsValue>) -> Result<JsValue, String> {
    let init = Object::new();
    let headers = Object::new();
    let set = |object: &Object, key: &str, value: &JsValue| {
        // A fresh object takes every property.
        let _ = Reflect::set(object, &JsValue::from_str(key), value);
    };
    if let Some(token) = sign_in::token() {
        let bearer = format!("Bearer {token}");
        set(&headers, "authorization", &JsValue::from_str(&bearer));
    }
    if let Some(body) = body {
        let json = JsValue::from_str("application/json");
        set(&headers, "content-type", &json);
        set(&init, "method", &JsValue::from_str("POST"));
        let text = JSON::stringify(body).map_err(|_| SILENT)?;
        set(&init, "body", &text);
    }
    set(&init, "headers", &headers);
    let window = web_sys::window().ok_or(SILENT)?;
    let init: &RequestInit = init.unchecked_ref();
    let answer = JsFuture::from(window.fetch_with_str_and_init(address, init)).await;
    let answer: Response = answer
        .ok()
        .and_then(|answer| answer.dyn_into().ok())
        .ok_or(SILENT)?;
    let json = answer.json().map_err(|_| SILENT)?;
    let said = JsFuture::from(json).await.map_err(|_| SILENT)?;
    match answer.ok() {
        true => Ok(said),
        false => {
            let sentence = get(&said, "sentence").and_then(|sentence| sentence.as_string());
            Err(sentence.unwrap_or_else(|| SILENT.to_owned()))
        }
    }
}

/// An object of texts.
fn object(texts: &[(&str, &str)]) -> JsValue {
    let all = Object::new();
    for (key, text) in texts {
        // A fresh object takes every property.
        let _ = Reflect::set(&all, &JsValue::from_str(key), &JsValue::from_str(text));
    }
    all.into()
}

fn get(of: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(key)).ok()
}
