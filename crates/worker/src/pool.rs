//! Helpers: threads that this thread starts to share its tasks with.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use clientele_analysis::work::Subject;
use clientele_model::wire::{FromHelper, HELPER, ToHelper};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsValue;
use web_sys::{Event, Worker, WorkerOptions};

use crate::port;

/// Tasks a helper holds at most: the one it runs, and one to go on with while the result of the
/// first is on its way.
const HOLDS: usize = 2;

/// Milliseconds a helper may be silent with a task in its hands.
const PATIENCE: f64 = 20_000.0;

/// Helpers that may be lost before no more are started.
const LOSSES: u32 = 3;

/// What is heard of the helper with this number; nothing when it stopped with an error.
pub type Ear = Rc<dyn Fn(u32, Option<(FromHelper, Vec<u8>)>)>;

/// The helpers of this thread.
pub struct Pool {
    ear: Ear,
    limit: usize,
    losses: u32,
    next: u32,
    helpers: Vec<Helper>,
    subjects: Vec<(u32, Arc<dyn Subject>)>,
}

struct Helper {
    id: u32,
    worker: Worker,
    is_ready: bool,
    heard: f64,
    knows: BTreeSet<u32>,
    /// Subject and name of each task in its hands.
    holds: Vec<(u32, u32)>,
    /// Nothing is heard any more when these are dropped.
    _listeners: [EventListener; 3],
}

impl Pool {
    /// No helpers are allowed so far; `ear` hears them, never from within a call to the pool.
    pub fn new(ear: Ear) -> Self {
        Self {
            ear,
            limit: 0,
            losses: 0,
            next: 0,
            helpers: Vec::new(),
            subjects: Vec::new(),
        }
    }

    /// Allows so many helpers.
    pub fn bound(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// How many helpers fit this machine: one per core, four at most, none on a single core.
    pub fn fitting() -> usize {
        match port::scope().navigator().hardware_concurrency() as usize {
            0 | 1 => 0,
            cores => cores.min(4),
        }
    }

    /// Starts all helpers that are not there yet.
    pub fn wake(&mut self) {
        while self.helpers.len() < self.limit {
            self.next += 1;
            match Helper::start(self.next, self.ear.clone()) {
                Ok(helper) => self.helpers.push(helper),
                // A browser without workers in workers: everything is done here.
                Err(_) => self.limit = 0,
            }
        }
    }

    /// Ends all helpers. They are started again when there is work.
    pub fn rest(&mut self) {
        for helper in self.helpers.drain(..) {
            helper.end();
        }
        self.subjects.clear();
    }

    /// Whether a helper listens.
    pub fn is_ready(&self) -> bool {
        self.helpers.iter().any(|helper| helper.is_ready)
    }

    /// The name of a subject; the same for the same pointer until it is forgotten.
    pub fn name(&mut self, subject: &Arc<dyn Subject>) -> u32 {
        let pointer = |subject: &Arc<dyn Subject>| Arc::as_ptr(subject).cast::<()>();
        let known = |(_, kept): &&(u32, Arc<dyn Subject>)| pointer(kept) == pointer(subject);
        if let Some((name, _)) = self.subjects.iter().find(known) {
            return *name;
        }
        self.next += 1;
        self.subjects.push((self.next, subject.clone()));
        self.next
    }

    /// Forgets a subject, here and at every helper, with all that waits for it.
    pub fn forget(&mut self, name: u32) {
        self.subjects.retain(|(of, _)| *of != name);
        for helper in &mut self.helpers {
            helper.holds.retain(|(subject, _)| *subject != name);
            if helper.knows.remove(&name) {
                helper.tell(&ToHelper::Forget { subject: name }, None);
            }
        }
    }

    /// Whether somebody is free to take a task.
    pub fn is_free(&self) -> bool {
        self.helpers.iter().any(Helper::is_free)
    }

    /// Hands a task to the helper with the fewest, and returns the name it has there; nothing when
    /// nobody is free or the subject was forgotten.
    pub fn hand(&mut self, subject: u32, task: &[u8]) -> Option<u32> {
        let (_, kept) = self.subjects.iter().find(|(of, _)| *of == subject)?;
        let free = self.helpers.iter_mut().filter(|helper| helper.is_free());
        let helper = free.min_by_key(|helper| helper.holds.len())?;
        if helper.knows.insert(subject) {
            let kind = kept.kind();
            let keep = ToHelper::Keep { subject, kind };
            helper.tell(&keep, Some(&kept.to_bytes()));
        }
        self.next += 1;
        if helper.holds.is_empty() {
            helper.heard = port::now();
        }
        helper.holds.push((subject, self.next));
        let run = ToHelper::Run {
            subject,
            task: self.next,
        };
        helper.tell(&run, Some(task));
        Some(self.next)
    }

    /// A helper says that it listens.
    pub fn ready(&mut self, id: u32) {
        if let Some(helper) = self.get_mut(id) {
            helper.is_ready = true;
        }
    }

    /// A helper has done a task.
    pub fn done(&mut self, id: u32, task: u32) {
        if let Some(helper) = self.get_mut(id) {
            helper.heard = port::now();
            helper.holds.retain(|(_, of)| *of != task);
        }
    }

    /// A helper is lost: ends it and returns the tasks it held. One that never listened, or the
    /// third, is not replaced.
    pub fn lose(&mut self, id: u32) -> Vec<u32> {
        let Some(place) = self.helpers.iter().position(|helper| helper.id == id) else {
            return Vec::new();
        };
        let helper = self.helpers.remove(place);
        helper.end();
        self.losses += 1;
        if self.losses >= LOSSES || !helper.is_ready {
            self.limit = self.helpers.len();
        }
        helper.holds.into_iter().map(|(_, task)| task).collect()
    }

    /// Helpers that were silent for too long with a task in their hands.
    pub fn silent(&self) -> Vec<u32> {
        let now = port::now();
        self.helpers
            .iter()
            .filter(|helper| !helper.holds.is_empty() && now - helper.heard > PATIENCE)
            .map(|helper| helper.id)
            .collect()
    }

    fn get_mut(&mut self, id: u32) -> Option<&mut Helper> {
        self.helpers.iter_mut().find(|helper| helper.id == id)
    }
}

impl Helper {
    /// A thread of the same script, under the name that makes it a helper.
    fn start(id: u32, ear: Ear) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_name(HELPER);
        let worker = Worker::new_with_options(&port::scope().location().href(), &options)?;
        let hear = ear.clone();
        let on_message = move |event: &Event| {
            let said = port::unpack(event);
            hear(
                id,
                said.map(|(message, result)| (message, port::bytes(result).unwrap_or_default())),
            );
        };
        let on_error = move |event: &Event| {
            // Otherwise the error would go on to whoever started this thread.
            event.prevent_default();
            ear(id, None);
        };
        let may_prevent = EventListenerOptions::enable_prevent_default();
        let listeners = [
            EventListener::new(&worker, "message", on_message),
            EventListener::new(&worker, "messageerror", on_error.clone()),
            EventListener::new_with_options(&worker, "error", may_prevent, on_error),
        ];
        Ok(Self {
            id,
            worker,
            is_ready: false,
            heard: port::now(),
            knows: BTreeSet::new(),
            holds: Vec::new(),
            _listeners: listeners,
        })
    }

    fn is_free(&self) -> bool {
        self.is_ready && self.holds.len() < HOLDS
    }

    /// A helper that cannot be spoken to is noticed when it stays silent.
    fn tell(&self, message: &ToHelper, attachment: Option<&[u8]>) {
        let _ = port::tell_worker(&self.worker, message, attachment);
    }

    fn end(&self) {
        self.worker.terminate();
    }
}
