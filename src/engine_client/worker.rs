//! The real worker behind the client.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use clientele_model::question::AnyQuestion;
use clientele_model::wire::{self, Form, FromWorker, JobId, Slot, ToWorker};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::requests::{Action, Requests};
use super::{EngineClient, Event, JobHandle, Listener};

/// A client with a worker of its own, started with the first question.
#[derive(Clone)]
pub struct WorkerClient(Rc<Inner>);

struct Inner {
    script: String,
    requests: RefCell<Requests>,
    running: RefCell<Option<Running>>,
    watch: RefCell<Option<Watch>>,
}

/// A running worker and what listens to it.
struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

/// A timer that fires every second while somebody waits.
struct Watch {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl WorkerClient {
    /// `script` and `data` are absolute addresses, of the worker's script and of the folder of data
    /// sets (ends with a slash). `helpers` bounds the worker's helpers; as many as fit the machine
    /// when absent.
    pub fn new(script: String, data: String, helpers: Option<u8>) -> Self {
        Self(Rc::new(Inner {
            script,
            requests: RefCell::new(Requests::new(ToWorker::Begin { data, helpers })),
            running: RefCell::default(),
            watch: RefCell::default(),
        }))
    }

    /// Starts the worker before anything is asked, so that it loads while the page draws.
    pub fn warm_up(&self) {
        self.0.start();
    }
}

impl EngineClient for WorkerClient {
    fn ask(&self, slot: Slot, question: AnyQuestion, form: Form, on: Listener) -> JobHandle {
        let inner = self.0.clone();
        // A failure may be on its way to whoever asked when the handle is dropped.
        let wanted = Rc::new(Cell::new(true));
        let still_wanted = wanted.clone();
        let on: Listener = Rc::new(move |event| {
            if still_wanted.get() {
                on(event);
            }
        });
        let (job, actions) = inner.requests.borrow_mut().ask(slot, question, form, on);
        inner.perform(actions);
        inner.start();
        inner.watch();
        JobHandle::new(move || {
            wanted.set(false);
            inner.cancel(job);
        })
    }
}

impl Inner {
    /// Starts the worker unless there is one.
    fn start(self: &Rc<Self>) {
        if self.running.borrow().is_some() {
            return;
        }
        match Running::start(&self.script, Rc::downgrade(self)) {
            Ok(running) => *self.running.borrow_mut() = Some(running),
            Err(_) => self.later_crash("The browser refused to start a worker."),
        }
    }

    fn cancel(self: &Rc<Self>, job: JobId) {
        let actions = self.requests.borrow_mut().cancel(job);
        self.perform(actions);
    }

    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        let Some((message, attachment)) = unpack(event) else {
            return self.crash("It said something that cannot be read.");
        };
        if let FromWorker::Crashed { message } = &message {
            web_sys::console::error_1(&JsValue::from_str(message));
        }
        let actions = self.requests.borrow_mut().hear(message, attachment);
        self.perform(actions);
    }

    fn crash(self: &Rc<Self>, detail: &str) {
        let actions = self.requests.borrow_mut().crash(detail);
        self.perform(actions);
    }

    /// Crashes once the caller has returned: nobody is told before `ask` has.
    fn later_crash(self: &Rc<Self>, detail: &'static str) {
        let inner = self.clone();
        let crash = Closure::once_into_js(move || inner.crash(detail));
        after(crash.unchecked_ref(), 0);
    }

    fn perform(self: &Rc<Self>, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(message) => self.send(&message),
                Action::Notify(on, Event::Failed(why)) => {
                    // May stem from within `ask`, which is to return first.
                    let tell = Closure::once_into_js(move || on(Event::Failed(why)));
                    after(tell.unchecked_ref(), 0);
                }
                Action::Notify(on, event) => on(event),
                Action::Terminate => self.end(),
                Action::Restart => {
                    self.end();
                    self.start();
                }
            }
        }
    }

    fn send(self: &Rc<Self>, message: &ToWorker) {
        let sent = match &*self.running.borrow() {
            Some(running) => running.send(message),
            None => Ok(()),
        };
        if sent.is_err() {
            self.later_crash("It could not be spoken to.");
        }
    }

    fn end(&self) {
        if let Some(running) = self.running.borrow_mut().take() {
            running.worker.terminate();
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.set_onmessageerror(None);
            // This may run inside one of its own closures, which must outlive the call.
            let keep = Closure::once_into_js(move || drop(running));
            after(keep.unchecked_ref(), 0);
        }
    }

    /// Counts seconds while somebody waits.
    fn watch(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else {
            return;
        };
        if self.watch.borrow().is_some() {
            return;
        }
        let weak = Rc::downgrade(self);
        let closure = Closure::<dyn FnMut()>::new(move || {
            let Some(inner) = weak.upgrade() else { return };
            let actions = inner.requests.borrow_mut().tick();
            inner.perform(actions);
            if !inner.requests.borrow().is_busy() {
                inner.stop_watching();
            }
        });
        let id = window.set_interval_with_callback_and_timeout_and_arguments_0(
            closure.as_ref().unchecked_ref(),
            1000,
        );
        // A browser without timers runs without it.
        *self.watch.borrow_mut() = id.ok().map(|id| Watch {
            id,
            _closure: closure,
        });
    }

    fn stop_watching(&self) {
        if let Some(watch) = self.watch.borrow_mut().take() {
            if let Some(window) = web_sys::window() {
                window.clear_interval_with_handle(watch.id);
            }
            // Runs inside the closure it would drop.
            let keep = Closure::once_into_js(move || drop(watch));
            after(keep.unchecked_ref(), 0);
        }
    }
}

impl Running {
    fn start(script: &str, client: Weak<Inner>) -> Result<Self, JsValue> {
        let worker = Worker::new(script)?;
        let weak = client.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(client) = weak.upgrade() {
                client.hear(&event);
            }
        });
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(client) = client.upgrade() {
                client.crash("It stopped with an error.");
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn send(&self, message: &ToWorker) -> Result<(), JsValue> {
        let head = Uint8Array::from(wire::encode(message).as_slice()).buffer();
        let list = Array::of1(&head);
        self.worker.post_message_with_transfer(&list, &list)
    }
}

/// The head and the attachment, or nothing when the message is not one of ours.
fn unpack(event: &MessageEvent) -> Option<(FromWorker, Vec<u8>)> {
    let parts = event.data().dyn_into::<Array>().ok()?;
    let bytes = |at: u32| {
        let buffer = parts.get(at).dyn_into::<ArrayBuffer>().ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    };
    let message = wire::decode(&bytes(0)?)?;
    Some((message, bytes(1).unwrap_or_default()))
}

/// Calls once after so many milliseconds.
fn after(call: &js_sys::Function, millis: i32) {
    if let Some(window) = web_sys::window() {
        // Without timers there is no page to speak of.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call, millis);
    }
}
