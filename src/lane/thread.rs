//! The real worker behind a lane.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use clientele_model::question::AnyQuestion;
use clientele_model::wire::{self, Form, FromWorker, JobId, Slot, ToWorker};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::desk::{Deed, Desk};
use super::{Event, JobHandle, Lane, Listener};

/// A lane with a worker of its own, started with the first question.
#[derive(Clone)]
pub struct WorkerLane(Rc<Inner>);

struct Inner {
    script: String,
    desk: RefCell<Desk>,
    thread: RefCell<Option<Thread>>,
    ticking: RefCell<Option<Ticking>>,
}

/// A running worker and what listens to it.
struct Thread {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

/// A timer that fires every second while somebody waits.
struct Ticking {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl WorkerLane {
    /// `script` and `data` are absolute addresses, of the worker's script and of the folder of data
    /// sets (ends with a slash). `helpers` bounds the worker's helpers; as many as fit the machine
    /// when absent.
    pub fn new(script: String, data: String, helpers: Option<u8>) -> Self {
        Self(Rc::new(Inner {
            script,
            desk: RefCell::new(Desk::new(ToWorker::Begin { data, helpers })),
            thread: RefCell::default(),
            ticking: RefCell::default(),
        }))
    }

    /// Starts the worker before anything is asked, so that it loads while the page draws.
    pub fn warm_up(&self) {
        self.0.start();
    }
}

impl Lane for WorkerLane {
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
        let (job, deeds) = inner.desk.borrow_mut().ask(slot, question, form, on);
        inner.perform(deeds);
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
        if self.thread.borrow().is_some() {
            return;
        }
        match Thread::start(&self.script, Rc::downgrade(self)) {
            Ok(thread) => *self.thread.borrow_mut() = Some(thread),
            Err(_) => self.later_crash("The browser refused to start a worker."),
        }
    }

    fn cancel(self: &Rc<Self>, job: JobId) {
        let deeds = self.desk.borrow_mut().cancel(job);
        self.perform(deeds);
    }

    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        let Some((message, attachment)) = unpack(event) else {
            return self.crash("It said something that cannot be read.");
        };
        if let FromWorker::Crashed { message } = &message {
            web_sys::console::error_1(&JsValue::from_str(message));
        }
        let deeds = self.desk.borrow_mut().hear(message, attachment);
        self.perform(deeds);
    }

    fn crash(self: &Rc<Self>, detail: &str) {
        let deeds = self.desk.borrow_mut().crash(detail);
        self.perform(deeds);
    }

    /// Crashes once the caller has returned: nobody is told before `ask` has.
    fn later_crash(self: &Rc<Self>, detail: &'static str) {
        let inner = self.clone();
        let crash = Closure::once_into_js(move || inner.crash(detail));
        after(crash.unchecked_ref(), 0);
    }

    fn perform(self: &Rc<Self>, deeds: Vec<Deed>) {
        for deed in deeds {
            match deed {
                Deed::Say(message) => self.say(&message),
                Deed::Tell(on, Event::Failed(why)) => {
                    // May stem from within `ask`, which is to return first.
                    let tell = Closure::once_into_js(move || on(Event::Failed(why)));
                    after(tell.unchecked_ref(), 0);
                }
                Deed::Tell(on, event) => on(event),
                Deed::End => self.end(),
                Deed::Restart => {
                    self.end();
                    self.start();
                }
            }
        }
    }

    fn say(self: &Rc<Self>, message: &ToWorker) {
        let said = match &*self.thread.borrow() {
            Some(thread) => thread.say(message),
            None => Ok(()),
        };
        if said.is_err() {
            self.later_crash("It could not be spoken to.");
        }
    }

    fn end(&self) {
        if let Some(thread) = self.thread.borrow_mut().take() {
            thread.worker.terminate();
            thread.worker.set_onmessage(None);
            thread.worker.set_onerror(None);
            thread.worker.set_onmessageerror(None);
            // This may run inside one of the thread's own closures, which must outlive the call.
            let keep = Closure::once_into_js(move || drop(thread));
            after(keep.unchecked_ref(), 0);
        }
    }

    /// Counts seconds while somebody waits.
    fn watch(self: &Rc<Self>) {
        let Some(window) = web_sys::window() else {
            return;
        };
        if self.ticking.borrow().is_some() {
            return;
        }
        let weak = Rc::downgrade(self);
        let closure = Closure::<dyn FnMut()>::new(move || {
            let Some(inner) = weak.upgrade() else { return };
            let deeds = inner.desk.borrow_mut().tick();
            inner.perform(deeds);
            if !inner.desk.borrow().is_busy() {
                inner.stop_watching();
            }
        });
        let id = window.set_interval_with_callback_and_timeout_and_arguments_0(
            closure.as_ref().unchecked_ref(),
            1000,
        );
        // A browser without timers runs without the watch.
        *self.ticking.borrow_mut() = id.ok().map(|id| Ticking {
            id,
            _closure: closure,
        });
    }

    fn stop_watching(&self) {
        if let Some(ticking) = self.ticking.borrow_mut().take() {
            if let Some(window) = web_sys::window() {
                window.clear_interval_with_handle(ticking.id);
            }
            // Runs inside the closure it would drop.
            let keep = Closure::once_into_js(move || drop(ticking));
            after(keep.unchecked_ref(), 0);
        }
    }
}

impl Thread {
    fn start(script: &str, lane: Weak<Inner>) -> Result<Self, JsValue> {
        let worker = Worker::new(script)?;
        let weak = lane.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(lane) = weak.upgrade() {
                lane.hear(&event);
            }
        });
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(lane) = lane.upgrade() {
                lane.crash("It stopped with an error.");
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

    fn say(&self, message: &ToWorker) -> Result<(), JsValue> {
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
