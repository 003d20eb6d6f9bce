//! The real worker behind the client.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use clientele_model::question::AnyQuestion;
use clientele_model::wire::{self, Form, FromWorker, JobId, Slot, ToWorker};
use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::requests::{Action, Requests};
use super::{DroppedFile, EngineClient, Event, JobHandle, Listener};

/// A client with a worker of its own, started with the first question.
#[derive(Clone)]
pub struct WorkerClient(Rc<Inner>);

struct Inner {
    script: String,
    requests: RefCell<Requests>,
    running: RefCell<Option<Running>>,
    /// Fires every second while somebody waits.
    watch: RefCell<Option<Interval>>,
}

/// A running worker and what listens to it; dropping it ends the worker.
struct Running {
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl WorkerClient {
    /// `script` and `data` are absolute addresses, of the worker's script and of the folder of data
    /// sets (ends with a slash). `helpers` bounds the worker's helpers; as many as fit the machine
    /// when absent.
    pub fn new(script: String, data: String, helpers: Option<u8>) -> Self {
        Self(Rc::new(Inner {
            script,
            requests: RefCell::new(Requests::new(data, helpers)),
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
        self.0
            .open(on, |requests, on| requests.ask(slot, question, form, on))
    }

    fn bring(&self, file: DroppedFile, on: Listener) -> JobHandle {
        self.0.open(on, |requests, on| requests.bring(file, on))
    }

    fn own(&self, slug: String, files: Vec<(String, u64)>, bytes: Rc<Vec<u8>>) {
        let actions = self.0.requests.borrow_mut().own(slug, files, bytes);
        self.0.perform(actions);
    }

    fn sign_in(&self, token: String) {
        let actions = self.0.requests.borrow_mut().sign_in(token);
        self.0.perform(actions);
    }
}

impl Inner {
    /// Opens a request.
    fn open(
        self: &Rc<Self>,
        on: Listener,
        ask: impl FnOnce(&mut Requests, Listener) -> (JobId, Vec<Action>),
    ) -> JobHandle {
        let inner = self.clone();
        // A failure may be on its way to whoever asked when the handle is dropped.
        let wanted = Rc::new(Cell::new(true));
        let still_wanted = wanted.clone();
        let on: Listener = Rc::new(move |event| {
            if still_wanted.get() {
                on(event);
            }
        });
        let (job, actions) = ask(&mut inner.requests.borrow_mut(), on);
        inner.perform(actions);
        inner.start();
        inner.watch();
        JobHandle::new(move || {
            wanted.set(false);
            inner.cancel(job);
        })
    }

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
        soon(move || inner.crash(detail));
    }

    fn perform(self: &Rc<Self>, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Send(message) => self.send(&message, None),
                Action::SendFile(message, file) => self.send(&message, Some(&file)),
                Action::SendBytes(message, bytes) => {
                    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
                    self.send(&message, Some(&buffer));
                }
                Action::Notify(on, Event::Failed(why)) => {
                    // May stem from within `ask`, which is to return first.
                    soon(move || on(Event::Failed(why)));
                }
                Action::Notify(on, event) => on(event),
                Action::Terminate => drop(self.running.take()),
                Action::Restart => {
                    drop(self.running.take());
                    self.start();
                }
            }
        }
    }

    fn send(self: &Rc<Self>, message: &ToWorker, file: Option<&JsValue>) {
        let sent = match &*self.running.borrow() {
            Some(running) => running.send(message, file),
            None => Ok(()),
        };
        if sent.is_err() {
            self.later_crash("It could not be spoken to.");
        }
    }

    /// Counts seconds while somebody waits.
    fn watch(self: &Rc<Self>) {
        if self.watch.borrow().is_some() {
            return;
        }
        let weak = Rc::downgrade(self);
        let watch = Interval::new(1000, move || {
            let Some(inner) = weak.upgrade() else { return };
            let actions = inner.requests.borrow_mut().tick();
            inner.perform(actions);
            if !inner.requests.borrow().is_busy() {
                drop(inner.watch.take());
            }
        });
        self.watch.replace(Some(watch));
    }
}

impl Running {
    fn start(script: &str, client: Weak<Inner>) -> Result<Self, JsValue> {
        let worker = Worker::new(script)?;
        let hears = client.clone();
        let on_message = EventListener::new(&worker, "message", move |event| {
            if let Some(client) = hears.upgrade() {
                client.hear(event.unchecked_ref());
            }
        });
        let on_error = |name: &'static str| {
            let client = client.clone();
            EventListener::new(&worker, name, move |_| {
                if let Some(client) = client.upgrade() {
                    client.crash("It stopped with an error.");
                }
            })
        };
        let listeners = [on_message, on_error("error"), on_error("messageerror")];
        Ok(Self {
            worker,
            _listeners: listeners,
        })
    }

    fn send(&self, message: &ToWorker, file: Option<&JsValue>) -> Result<(), JsValue> {
        let head = Uint8Array::from(wire::encode(message).as_slice()).buffer();
        let (list, given) = (Array::of1(&head), Array::of1(&head));
        if let Some(file) = file {
            list.push(file);
        }
        self.worker.post_message_with_transfer(&list, &given)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
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

/// Calls once the caller has returned.
fn soon(call: impl FnOnce() + 'static) {
    Timeout::new(0, call).forget();
}
