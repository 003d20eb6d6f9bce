//! The page's client of the engine worker.
//!
//! The worker is started with the first question and kept: its tables are dear. A question asked before it listens waits.
//! The newest question of a slot replaces the one before; dropping a [`JobHandle`] abandons its question. A worker that
//! crashes, or says nothing for fifteen seconds while it computes, is ended and started anew, and whoever waited is told in a
//! sentence. The rules are in [`requests`], which knows no browser; [`worker`] owns the real worker.

pub mod requests;
mod worker;

use std::rc::Rc;

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{BringKind, Form, Slot, Stage};
use wasm_bindgen::JsValue;

pub use worker::WorkerClient;

/// What is heard about a question, until one of the last two.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// How far it is.
    Progress {
        /// What is being done.
        stage: Stage,
        /// Steps done; kilobytes while data are on their way.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
    },
    /// Where the tables of a live data set came from.
    Origin(Origin),
    /// A report that stands, while a fuller one is computed.
    Partial(Vec<u8>),
    /// The report.
    Done(Vec<u8>),
    /// There is no answer.
    Failed(Failure),
}

/// Where the tables behind an answer of a live data set came from; nothing is said for a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// How much came, when, and how long the database took.
    pub words: String,
    /// A sentence when the tables are older than they should be; else empty.
    pub older: String,
}

/// A file that was dropped on the page.
#[derive(Clone, Debug)]
pub struct DroppedFile {
    /// Name of the data set that is shown; the first one when absent.
    pub dataset: Option<String>,
    /// Its name, without a folder.
    pub name: String,
    /// The visitor's day.
    pub today: Date,
    /// What it is.
    pub kind: BringKind,
    /// The browser's handle of it, a `Blob`: it is read in the worker.
    pub content: Rc<JsValue>,
}

/// Who is told.
pub type Listener = Rc<dyn Fn(Event)>;

/// Something that can be asked: the worker, or in tests a stand-in.
pub trait EngineClient {
    /// Asks. `on` is called once or more, never before this returns and never after the handle is
    /// dropped.
    fn ask(&self, slot: Slot, question: AnyQuestion, form: Form, on: Listener) -> JobHandle;

    /// Has a result file read. `on` is called as for a question.
    fn bring(&self, file: DroppedFile, on: Listener) -> JobHandle;

    /// A data set of this device changed. Where the device does not keep its files, they are handed over with their names and
    /// sizes in bytes, one after the other.
    fn own(&self, slug: String, files: Vec<(String, u64)>, bytes: Rc<Vec<u8>>);

    /// The visitor signs in to the page's own gateway.
    fn sign_in(&self, token: String);
}

/// A question that is being answered; dropping it abandons the question.
pub struct JobHandle(Option<Box<dyn FnOnce()>>);

impl JobHandle {
    /// `cancel` runs once, when the handle is dropped.
    pub fn new(cancel: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(cancel)))
    }
}

impl Drop for JobHandle {
    fn drop(&mut self) {
        if let Some(cancel) = self.0.take() {
            cancel();
        }
    }
}
