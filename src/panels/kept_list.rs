//! A list that this browser keeps and that a file takes elsewhere, as JSON: saved audiences, saved plans, cards.

use gloo::file::Blob;
use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use crate::download;
use crate::icon::{DOWNLOAD, icon};
use crate::state::{State, store, stored};

/// One of them.
pub(super) trait Kept: Sized {
    /// Its fields.
    fn fields(&self) -> Vec<(&'static str, Field<'_>)>;

    /// From its fields; nothing where these are none of its kind.
    fn of(fields: &Fields) -> Option<Self>;
}

/// A field that is written.
pub(super) enum Field<'a> {
    /// Words.
    Text(&'a str),
    /// A number.
    Number(u32),
}

/// The fields of an object of JSON.
pub(super) struct Fields(JsValue);

impl Fields {
    fn get(&self, key: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &JsValue::from_str(key)).ok()
    }

    /// Words, where there are some.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.as_string()
    }

    /// A number, where there is one.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        self.get(key)?.as_f64().map(|number| number as u32)
    }
}

/// All of them from a text; nothing where it holds none, or something else beside them.
pub(super) fn read<T: Kept>(text: &str) -> Option<Vec<T>> {
    let all: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
    let some = all.iter().map(|value| T::of(&Fields(value)));
    some.collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
}

/// All of them as a text.
pub(super) fn written<T: Kept>(all: &[T]) -> String {
    let object = |one: &T| -> JsValue {
        let object = Object::new();
        for (key, field) in one.fields() {
            let value = match field {
                Field::Text(text) => JsValue::from_str(text),
                Field::Number(number) => JsValue::from_f64(f64::from(number)),
            };
            // A fresh object takes every property.
            let _ = Reflect::set(&object, &JsValue::from_str(key), &value);
        }
        object.into()
    };
    let all: Array = all.iter().map(object).collect();
    let text =
        JSON::stringify_with_replacer_and_space(&all, &JsValue::NULL, &JsValue::from_f64(2.0));
    text.map(String::from).unwrap_or_default()
}

/// Those that were kept under a name; none where there are none.
pub(super) fn kept<T: Kept>(name: &str) -> Vec<T> {
    read(&stored(name).unwrap_or_default()).unwrap_or_default()
}

/// Keeps them under a name; says so where this browser does not.
pub(super) fn keep<T: Kept>(state: State, name: &str, all: &[T], not_kept: &'static str) {
    if store(name, &written(all)).is_none() {
        state.notify(not_kept);
    }
}

/// The buttons that take the list elsewhere and bring it back.
#[component]
pub(super) fn Tools<T: Kept + 'static>(
    /// The file that is made.
    file: &'static str,
    /// What is on the list now.
    #[prop(into)]
    all: Callback<(), Vec<T>>,
    /// Takes what was brought.
    #[prop(into)]
    bring: Callback<Vec<T>>,
    /// What is said of a file that holds none.
    unreadable: &'static str,
    /// Whether there is nothing on it.
    #[prop(into)]
    nobody: Signal<bool>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let export = move |_| download::save(state, file, "application/json", &written(&all.run(())));
    let import = move |e: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&e);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            let blob = Blob::from(file);
            let text = JsFuture::from(AsRef::<web_sys::Blob>::as_ref(&blob).text());
            spawn_local(async move {
                let text = text.await.ok().and_then(|text| text.as_string());
                match text.and_then(|text| read(&text)) {
                    Some(brought) => bring.run(brought),
                    None => state.notify(unreadable),
                }
            });
        }
        // The same file may be chosen again.
        input.set_value("");
    };
    view! {
        <div class="list-tools">
            <button type="button" class="btn" disabled=nobody on:click=export>{icon(DOWNLOAD)}"Export"</button>
            <label class="btn file-btn">"Import"<input type="file" accept=".json,application/json" on:change=import/></label>
        </div>
    }
}
