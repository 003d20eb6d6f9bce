//! The page's client of the thread that reads files: a thread of the worker's program, under a name of its own.
//!
//! It is started when a file comes and ended with the client: what runs is then given up, and its memory is free again. What is
//! told before it listens waits.

use std::cell::RefCell;
use std::rc::Rc;

use clientele_model::opening::{FromReader, READER, ToReader};
use clientele_model::wire;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{File, MessageEvent, Worker, WorkerOptions};

/// Who is told what the thread says; ArrayBuffers are what rides behind.
type Listener = Rc<dyn Fn(FromReader, Vec<ArrayBuffer>)>;

/// A thread that reads files; dropping it ends the thread.
pub struct ReaderClient {
    inner: Rc<Inner>,
    _listeners: Vec<EventListener>,
}

struct Inner {
    worker: Option<Worker>,
    /// What waits until the thread listens; nothing once it does.
    waiting: RefCell<Option<Vec<Array>>>,
    listener: RefCell<Option<Listener>>,
    /// Whether the thread is of no more use: nobody hears of it twice.
    is_lost: RefCell<bool>,
}

impl ReaderClient {
    /// Starts the thread. `script` is the absolute address of the worker's script.
    pub fn start(script: &str) -> Self {
        let options = WorkerOptions::new();
        options.set_name(READER);
        let worker = Worker::new_with_options(script, &options).ok();
        let inner = Rc::new(Inner {
            worker: worker.clone(),
            waiting: RefCell::new(Some(Vec::new())),
            listener: RefCell::default(),
            is_lost: RefCell::default(),
        });
        let mut listeners = Vec::new();
        match worker {
            Some(worker) => {
                let hears = inner.clone();
                listeners.push(EventListener::new(&worker, "message", move |event| {
                    hears.hear(event.unchecked_ref());
                }));
                for name in ["error", "messageerror"] {
                    let hears = inner.clone();
                    listeners.push(EventListener::new(&worker, name, move |_| {
                        hears.lose("It stopped with an error.");
                    }));
                }
            }
            None => inner.lose_soon("The browser refused to start a worker."),
        }
        Self {
            inner,
            _listeners: listeners,
        }
    }

    /// Tells it something; files ride behind as they are, and none of their bytes is copied.
    pub fn tell(&self, message: &ToReader, files: Option<Vec<File>>) {
        let head = Uint8Array::from(wire::encode(message).as_slice()).buffer();
        let list = Array::of1(&head);
        for file in files.unwrap_or_default() {
            list.push(&file);
        }
        if let Some(waiting) = self.inner.waiting.borrow_mut().as_mut() {
            return waiting.push(list);
        }
        self.inner.send(&list);
    }

    /// `hear` is called with everything the thread says from now on, and with [`FromReader::Crashed`] when it dies.
    pub fn listen(&self, hear: impl Fn(FromReader, Vec<ArrayBuffer>) + 'static) {
        *self.inner.listener.borrow_mut() = Some(Rc::new(hear));
    }
}

impl Inner {
    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        let Some((message, behind)) = unpack(event) else {
            return self.lose("It said something that cannot be read.");
        };
        match &message {
            FromReader::Ready { build } if *build != wire::BUILD => {
                return self.lose("This page is older than its engine. Reload the page.");
            }
            FromReader::Ready { .. } => {
                let waiting = self.waiting.take().unwrap_or_default();
                waiting.iter().for_each(|list| self.send(list));
            }
            FromReader::Crashed { message } => {
                *self.is_lost.borrow_mut() = true;
                web_sys::console::error_1(&JsValue::from_str(message));
            }
            _ => {}
        }
        self.notify(message, behind);
    }

    fn send(self: &Rc<Self>, list: &Array) {
        let head = Array::of1(&list.get(0));
        let sent = self
            .worker
            .as_ref()
            .map(|worker| worker.post_message_with_transfer(list, &head));
        if !matches!(sent, Some(Ok(()))) {
            self.lose_soon("It could not be spoken to.");
        }
    }

    /// Says once that the thread is of no more use.
    fn lose(&self, message: &str) {
        if !self.is_lost.replace(true) {
            let message = message.to_owned();
            self.notify(FromReader::Crashed { message }, Vec::new());
        }
    }

    /// Says it once the caller has returned.
    fn lose_soon(self: &Rc<Self>, message: &'static str) {
        let inner = self.clone();
        Timeout::new(0, move || inner.lose(message)).forget();
    }

    fn notify(&self, message: FromReader, behind: Vec<ArrayBuffer>) {
        // Whoever hears it may end the thread, so nothing is borrowed meanwhile.
        let listener = self.listener.borrow().clone();
        if let Some(hear) = listener {
            hear(message, behind);
        }
    }
}

impl Drop for ReaderClient {
    fn drop(&mut self) {
        self.inner.listener.take();
        if let Some(worker) = &self.inner.worker {
            worker.terminate();
        }
    }
}

/// The head and what rides behind, or nothing when the message is not one of ours.
fn unpack(event: &MessageEvent) -> Option<(FromReader, Vec<ArrayBuffer>)> {
    let parts = event.data().dyn_into::<Array>().ok()?;
    let head = parts.get(0).dyn_into::<ArrayBuffer>().ok()?;
    let message = wire::decode(&Uint8Array::new(&head).to_vec())?;
    let behind = parts.iter().skip(1);
    Some((
        message,
        behind.filter_map(|part| part.dyn_into().ok()).collect(),
    ))
}
