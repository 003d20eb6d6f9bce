//! What the clocks of places show, as the browser knows it.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

use std::cell::RefCell;

thread_local! {
    /// The zone that was asked for last, and what writes a moment as its clock shows it.
    static LAST: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
}

/// By how many seconds the clock of a zone is ahead of UTC at a moment, in seconds since 1970; nothing when the browser does not
/// know the zone.
pub(super) fn offset_at(zone: &str, seconds: i64) -> Option<i64> {
    let moment = Date::new(&JsValue::from_f64(seconds as f64 * 1000.0));
    let written = LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| known != zone) {
            *last = Some((zone.to_owned(), writer(zone)?));
        }
        let (_, write) = last.as_ref()?;
        write.call1(&JsValue::UNDEFINED, &moment).ok()?.as_string()
    })?;
    // "1/5/2024, GMT+01:00"; "GMT" alone in winter on its own meridian.
    let (_, ahead) = written.rsplit_once("GMT")?;
    match ahead.trim() {
        "" => Some(0),
        ahead => clientele_intake::zones::offset(ahead),
    }
}

/// What writes a moment with its offset; nothing when there is no such zone.
fn writer(zone: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [("timeZone", zone), ("timeZoneName", "longOffset")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let format = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let format: Function = Reflect::get(&format, &"DateTimeFormat".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let arguments = Array::of2(&"en-US".into(), &options);
    // Throws where the zone is not known.
    let format = Reflect::construct(&format, &arguments).ok()?;
    Some(format.unchecked_into::<Intl::DateTimeFormat>().format())
}
