//! What the device is asked: how much memory and room it has, its time zone, and to keep what is stored.

use js_sys::{Array, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property of an object, where it has it.
fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn navigator() -> Option<JsValue> {
    Some(web_sys::window()?.navigator().into())
}

/// Memory in GB, as far as the browser says it.
pub fn memory() -> Option<f64> {
    get(&navigator()?, "deviceMemory")?.as_f64()
}

/// Whether this browser has room for files at all; a private window may say so and refuse later.
pub fn keeps_files() -> bool {
    let storage = navigator().and_then(|n| get(&n, "storage"));
    storage.is_some_and(|storage| get(&storage, "getDirectory").is_some())
}

/// The visitor's time zone; UTC where the browser does not say it.
pub fn zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = get(&format.resolved_options(), "timeZone");
    zone.and_then(|zone| zone.as_string())
        .filter(|zone| !zone.is_empty())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone or currency this browser knows, and `now`.
pub fn known(kind: &str, now: &str) -> Vec<String> {
    let all = || -> Option<Array> {
        let intl = get(&js_sys::global(), "Intl")?;
        let of: Function = get(&intl, "supportedValuesOf")?.dyn_into().ok()?;
        of.call1(&intl, &kind.into()).ok()?.dyn_into().ok()
    };
    let mut all: Vec<_> = all()
        .map(|all| all.iter().filter_map(|name| name.as_string()).collect())
        .unwrap_or_default();
    if !now.is_empty() && !all.iter().any(|name| name == now) {
        all.insert(0, now.to_owned());
    }
    all
}

/// The name of a currency in the visitor's language.
pub fn currency_name(code: &str) -> Option<String> {
    let intl = get(&js_sys::global(), "Intl")?;
    let names: Function = get(&intl, "DisplayNames")?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"currency".into()).ok()?;
    let arguments = Array::of2(&JsValue::UNDEFINED, &options);
    let names = Reflect::construct(&names, &arguments).ok()?;
    let of: Function = get(&names, "of")?.dyn_into().ok()?;
    of.call1(&names, &code.into()).ok()?.as_string()
}

/// What the browser says of the room it gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Bytes that are left.
    pub left: Option<f64>,
    /// Whether it keeps them when space runs short; nothing where it does not say.
    pub lasting: Option<bool>,
}

/// Asks for the room there is; with `lasting`, also that what is stored is kept when space runs short.
pub fn room(lasting: bool, into: RwSignal<Room>) {
    spawn_local(async move {
        let Some(storage) = navigator().and_then(|n| get(&n, "storage")) else {
            return;
        };
        let call = |name: &str| -> Option<JsFuture> {
            let method: Function = get(&storage, name)?.dyn_into().ok()?;
            let promise: js_sys::Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
            Some(JsFuture::from(promise))
        };
        let kept = match call(if lasting { "persist" } else { "persisted" }) {
            Some(promise) => promise.await.ok().and_then(|kept| kept.as_bool()),
            None => None,
        };
        let estimate = match call("estimate") {
            Some(promise) => promise.await.ok(),
            None => None,
        };
        let number = |name: &str| get(estimate.as_ref()?, name)?.as_f64();
        let left = number("quota").map(|quota| quota - number("usage").unwrap_or_default());
        // The page may be gone by then.
        let _ = into.try_set(Room {
            left,
            lasting: kept,
        });
    });
}
