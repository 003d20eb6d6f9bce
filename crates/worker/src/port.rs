//! Messages in and out of a thread, and how a thread lets others speak while it works.

use clientele_model::wire;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{
    DedicatedWorkerGlobalScope, Event, MessageChannel, MessageEvent, MessagePort, Worker,
};

/// What this thread sees as its world.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Milliseconds since the thread started.
pub fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Tells whoever started this thread. An error means that there is nobody.
pub fn tell<T: Serialize>(message: &T, attachment: Option<&[u8]>) -> Result<(), JsValue> {
    let list = pack(message, attachment);
    scope().post_message_with_transfer(&list, &list)
}

/// Tells a thread that this one started.
pub fn tell_worker<T: Serialize>(
    worker: &Worker,
    message: &T,
    attachment: Option<&[u8]>,
) -> Result<(), JsValue> {
    let list = pack(message, attachment);
    worker.post_message_with_transfer(&list, &list)
}

/// The head and the attachment, or nothing when the message is not one of ours.
pub fn unpack<T: DeserializeOwned>(event: &Event) -> Option<(T, JsValue)> {
    let event: &MessageEvent = event.dyn_ref()?;
    let parts = event.data().dyn_into::<Array>().ok()?;
    let message = wire::decode(&bytes(parts.get(0))?)?;
    Some((message, parts.get(1)))
}

/// What is in an attachment; nothing when it holds no bytes.
pub fn bytes(attachment: JsValue) -> Option<Vec<u8>> {
    let buffer = attachment.dyn_into::<ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Hears whoever started this thread, as long as the thread lives.
pub fn listen<T: DeserializeOwned + 'static>(mut hear: impl FnMut(T, JsValue) + 'static) {
    let on_message = move |event: &Event| {
        if let Some((message, attachment)) = unpack(event) {
            hear(message, attachment);
        }
    };
    EventListener::new(&scope(), "message", on_message).forget();
}

/// Calls back after everything that is already on its way in was heard. A timer would wait four
/// milliseconds, a promise would let nothing in.
pub struct Ping {
    port: Option<MessagePort>,
}

impl Ping {
    /// `back` is called once per [`Ping::ping`], as long as the thread lives.
    pub fn new(mut back: impl FnMut() + 'static) -> Self {
        let Ok(channel) = MessageChannel::new() else {
            return Self { port: None };
        };
        let port = channel.port1();
        EventListener::new(&port, "message", move |_| back()).forget();
        port.start();
        Self {
            port: Some(channel.port2()),
        }
    }

    /// Asks to be called back.
    pub fn ping(&self) {
        if let Some(port) = &self.port {
            // Nothing is cloned, so nothing can be refused.
            let _ = port.post_message(&JsValue::NULL);
        }
    }
}

/// Calls again and again, as long as the thread lives.
pub fn every(millis: u32, call: impl FnMut() + 'static) {
    Interval::new(millis, call).forget();
}

fn pack<T: Serialize>(message: &T, attachment: Option<&[u8]>) -> Array {
    let buffer = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes).buffer());
    let list = Array::of1(&buffer(&wire::encode(message)));
    if let Some(bytes) = attachment {
        list.push(&buffer(bytes));
    }
    list
}
