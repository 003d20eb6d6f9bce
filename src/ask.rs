//! The only bridge from signals to the worker: a question goes in, its answer comes out.
//!
//! A new question abandons the one before. The last report stays, to be shown dimmed while the
//! next one is computed. The sixteen newest complete reports over packs are remembered, so that
//! going back is instant; over a database the worker knows how long its tables are good.

mod prefetch;
mod remembered;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, Question, Segments};
use clientele_model::wire::{self, Form, Slot, Stage};
use leptos::prelude::*;

use crate::effect::effect;
use crate::engine_client::{DroppedFile, EngineClient, Event, JobHandle, Origin};
use crate::timing;

use prefetch::Prefetched;
use remembered::{AnyReport, Reports};

/// How it stands with a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// It is being computed; a report to another question may be there.
    Working {
        /// What is being done; nothing before the first word is heard.
        stage: Option<Stage>,
        /// Steps done; kilobytes while data are on their way.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
    },
    /// The report that is there answers it. A fuller one may follow.
    Ready,
    /// There is no answer. The last report, perhaps to another question, stays.
    Failed(Failure),
}

/// The answer to a question, as far as it is there; `Copy`, so that views can share it.
pub struct Answer<R: Send + Sync + 'static> {
    /// How it stands; changes with every progress, ten times a second.
    pub status: Signal<Status>,
    /// The newest report there is; changes only when another report comes, for what is dear to
    /// draw.
    pub report: Signal<Option<Arc<R>>>,
    /// Notify to ask again, after a failure.
    pub again: Trigger,
}

/// Whom to ask; `Copy`, to be put into the context.
#[derive(Clone, Copy)]
pub struct Asker {
    inner: StoredValue<Inner, LocalStorage>,
    /// Where the tables behind the panel’s answer came from.
    pub origin: RwSignal<Origin>,
    anew: Trigger,
}

struct Inner {
    client: Rc<dyn EngineClient>,
    reports: Rc<RefCell<Reports>>,
    prefetched: Rc<RefCell<Option<Prefetched>>>,
}

/// Asks whenever the question changes, as long as the current owner lives.
pub fn ask<Q: Question>(
    question: impl Into<Signal<Q>>,
    asker: Asker,
    slot: Slot,
) -> Answer<Q::Report> {
    let question = question.into();
    let question = Signal::derive(move || question.get().into());
    let (status, report, again) = ask_any(question, asker, slot, |bytes| {
        Some(Arc::new(wire::decode::<Q::Report>(bytes)?))
    });
    let report = Signal::derive(move || report.get().and_then(|report| report.downcast().ok()));
    Answer {
        status,
        report,
        again,
    }
}

/// As [`ask`], for a report that `decode` reads.
fn ask_any(
    question: Signal<AnyQuestion>,
    asker: Asker,
    slot: Slot,
    decode: fn(&[u8]) -> Option<AnyReport>,
) -> (Signal<Status>, RwSignal<Option<AnyReport>>, Trigger) {
    let status = RwSignal::new(UNHEARD);
    let report = RwSignal::new(None);
    let again = Trigger::new();
    // Dropped with the owner, which abandons what is still being computed.
    let handle = StoredValue::<Option<JobHandle>, LocalStorage>::new_local(None);
    effect(move || {
        again.track();
        asker.anew.track();
        let question = question.get();
        handle.set_value(None);
        let key = wire::encode(&question);
        let set_origin = move |origin| {
            if slot == Slot::Panel {
                asker.origin.set(origin);
            }
        };
        if let Some(known) = asker.remembered(&key) {
            set_origin(Origin::default());
            report.set(Some(known));
            status.set(Status::Ready);
            return;
        }
        status.set(UNHEARD);
        let heard = Rc::new(RefCell::new(Origin::default()));
        let hears = heard.clone();
        let ready = move |bytes: &[u8], keep: Option<&[u8]>| match decode(bytes) {
            Some(newest) => {
                let origin = heard.borrow().clone();
                // A database goes on; the worker knows how long its tables are good.
                if let Some(key) = keep.filter(|_| origin.words.is_empty()) {
                    asker.remember(key.to_owned(), newest.clone());
                }
                set_origin(origin);
                report.set(Some(newest));
                status.set(Status::Ready);
            }
            None => status.set(Status::Failed(unreadable())),
        };
        let prefetched = asker.take_prefetched(slot, &key);
        let hear = move |event| match event {
            // A report that stands stays on the page while the fuller one is computed.
            Event::Progress { .. } if status.with_untracked(|s| *s == Status::Ready) => {}
            Event::Progress { stage, done, of } => status.set(Status::Working {
                stage: Some(stage),
                done,
                of,
            }),
            Event::Origin(origin) => *hears.borrow_mut() = origin,
            Event::Partial(bytes) => ready(&bytes, None),
            Event::Done(bytes) => ready(&bytes, Some(&key)),
            Event::Failed(why) => status.set(Status::Failed(why)),
        };
        handle.set_value(match prefetched {
            Some(prefetched) => Some(prefetched.listen(timing::heard(slot, Rc::new(hear)))),
            None => asker.start(slot, question, Form::Postcard, hear),
        });
    });
    (status.into(), report, again)
}

/// Asked, and nothing heard so far.
const UNHEARD: Status = Status::Working {
    stage: None,
    done: 0,
    of: 0,
};

impl<R: Send + Sync + 'static> Clone for Answer<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync + 'static> Copy for Answer<R> {}

impl Asker {
    /// Asks through `client`. Lives as long as the current owner.
    pub fn new(client: impl EngineClient + 'static) -> Self {
        Self {
            inner: StoredValue::new_local(Inner {
                client: Rc::new(client),
                reports: Rc::default(),
                prefetched: Rc::default(),
            }),
            origin: RwSignal::default(),
            anew: Trigger::new(),
        }
    }

    /// Asks again for what is shown.
    pub fn refresh(self) {
        self.anew.notify();
    }

    /// Asks what the panel will ask as soon as its code is there.
    pub fn prefetch(self, question: AnyQuestion) {
        let key = wire::encode(&question);
        if self.remembered(&key).is_some() {
            return;
        }
        timing::asked(Slot::Panel);
        self.inner.try_with_value(|inner| {
            let prefetched = Prefetched::ask(key, |on| {
                inner.client.ask(Slot::Panel, question, Form::Postcard, on)
            });
            *inner.prefetched.borrow_mut() = Some(prefetched);
        });
    }

    /// What was prefetched, if it is this; else it is of no use any more.
    fn take_prefetched(self, slot: Slot, key: &[u8]) -> Option<Prefetched> {
        if slot != Slot::Panel {
            return None;
        }
        let prefetched = self
            .inner
            .try_with_value(|inner| inner.prefetched.borrow_mut().take())??;
        prefetched.is(key).then_some(prefetched)
    }

    /// Asks once; `on` hears the report or why there is none. Dropping the handle abandons the
    /// question.
    pub fn once<Q: Question>(
        self,
        slot: Slot,
        question: Q,
        on: impl Fn(Result<Q::Report, Failure>) + 'static,
    ) -> Option<JobHandle> {
        self.last_word(slot, question.into(), Form::Postcard, move |bytes| {
            on(bytes.and_then(|bytes| wire::decode(&bytes).ok_or_else(unreadable)));
        })
    }

    /// Asks once for the report as JSON text, the same as `clientele ask` prints. The worker writes it
    /// of segments only: of every report it would be too heavy.
    pub fn json(
        self,
        question: Segments,
        on: impl Fn(Result<String, Failure>) + 'static,
    ) -> Option<JobHandle> {
        self.last_word(Slot::Download, question.into(), Form::Json, move |bytes| {
            on(bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| unreadable())));
        })
    }

    fn last_word(
        self,
        slot: Slot,
        question: AnyQuestion,
        form: Form,
        on: impl Fn(Result<Vec<u8>, Failure>) + 'static,
    ) -> Option<JobHandle> {
        self.start(slot, question, form, move |event| match event {
            Event::Progress { .. } | Event::Origin(_) | Event::Partial(_) => {}
            Event::Done(bytes) => on(Ok(bytes)),
            Event::Failed(why) => on(Err(why)),
        })
    }

    /// Nothing when the page that owned the client is gone.
    fn start(
        self,
        slot: Slot,
        question: AnyQuestion,
        form: Form,
        on: impl Fn(Event) + 'static,
    ) -> Option<JobHandle> {
        timing::asked(slot);
        let client = self.inner.try_with_value(|inner| inner.client.clone())?;
        Some(client.ask(slot, question, form, timing::heard(slot, Rc::new(on))))
    }

    /// Has a result file read; `on` hears how far it is, and the last word. What is shown may be about it: it is asked anew.
    pub fn bring(self, file: DroppedFile, on: impl Fn(Event) + 'static) -> Option<JobHandle> {
        let (client, reports) = self
            .inner
            .try_with_value(|inner| (inner.client.clone(), inner.reports.clone()))?;
        let hear = move |event| {
            let is_taken = matches!(event, Event::Done(_));
            if is_taken {
                reports.borrow_mut().clear();
            }
            on(event);
            if is_taken {
                self.refresh();
            }
        };
        Some(client.bring(file, Rc::new(hear)))
    }

    /// A data set of this device changed: what was answered may be about it, and is asked anew. Where the device does not keep
    /// its files, they are handed over with their names and sizes in bytes, one after the other.
    pub fn own(self, slug: String, files: Vec<(String, u64)>, bytes: Vec<u8>) {
        let inner = self
            .inner
            .try_with_value(|inner| (inner.client.clone(), inner.reports.clone()));
        if let Some((client, reports)) = inner {
            client.own(slug, files, Rc::new(bytes));
            reports.borrow_mut().clear();
            self.refresh();
        }
    }

    /// The visitor signs in to the page's own gateway, and what is shown is asked for anew.
    pub fn sign_in(self, token: String) {
        self.inner.try_with_value(|of| of.client.sign_in(token));
        self.refresh();
    }

    fn remembered(self, key: &[u8]) -> Option<AnyReport> {
        let reports = self.inner.try_with_value(|inner| inner.reports.clone())?;
        reports.borrow_mut().find(key)
    }

    fn remember(self, key: Vec<u8>, report: AnyReport) {
        if let Some(reports) = self.inner.try_with_value(|inner| inner.reports.clone()) {
            reports.borrow_mut().keep(key, report);
        }
    }
}

/// Page and worker are of one build, so a report that cannot be read is a defect.
fn unreadable() -> Failure {
    Failure::Crashed {
        detail: "The report could not be read.".into(),
    }
}
