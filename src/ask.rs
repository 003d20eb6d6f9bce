//! The only bridge from signals to the worker: a question goes in, its answer comes out.
//!
//! A new question abandons the one before. The last report stays, to be shown dimmed while the
//! next one is computed. The sixteen newest complete reports are remembered, so that going back is
//! instant.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, Question};
use clientele_model::wire::{self, Form, Slot, Stage};
use leptos::prelude::*;

use crate::lane::{Event, JobHandle, Lane};

/// How many reports are remembered.
pub const REMEMBERED: usize = 16;

/// What is known about a question right now.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<R> {
    /// It is being computed.
    Working {
        /// What is being done; nothing before the first word is heard.
        stage: Option<Stage>,
        /// Steps done; kilobytes while data are on their way.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
        /// The last report, to another question.
        last: Option<Arc<R>>,
    },
    /// A report.
    Ready {
        /// It stands.
        report: Arc<R>,
        /// Whether all of it is there; a fuller one follows when not.
        complete: bool,
    },
    /// There is none.
    Failed {
        /// Why.
        why: Failure,
        /// The last report, perhaps to another question.
        last: Option<Arc<R>>,
    },
}

/// What follows from asking; `Copy`, so that views can share it.
pub struct Asked<R: Send + Sync + 'static> {
    /// Everything that is known; changes with every progress, ten times a second.
    pub answer: Signal<Answer<R>>,
    /// The newest report there is; changes only when another report comes, for what is dear to
    /// draw.
    pub report: Signal<Option<Arc<R>>>,
    /// Notify to ask again, after a failure.
    pub again: Trigger,
}

/// Whom to ask; `Copy`, to be put into the context.
#[derive(Clone, Copy)]
pub struct Asker(StoredValue<Inner, LocalStorage>);

struct Inner {
    lane: Rc<dyn Lane>,
    reports: Rc<RefCell<Reports>>,
}

/// The newest reports by the text of their question, oldest first.
#[derive(Default)]
struct Reports(VecDeque<(Vec<u8>, Arc<dyn Any + Send + Sync>)>);

/// Asks whenever the question changes, as long as the current owner lives.
pub fn ask<Q: Question>(
    question: impl Into<Signal<Q>>,
    asker: Asker,
    slot: Slot,
) -> Asked<Q::Report> {
    let question = question.into();
    let (answer, report) = (RwSignal::new(Answer::unheard()), RwSignal::new(None));
    let again = Trigger::new();
    // Dropped with the owner, which abandons what is still being computed.
    let handle = StoredValue::<Option<JobHandle>, LocalStorage>::new_local(None);
    Effect::new(move |_| {
        again.track();
        let question: AnyQuestion = question.get().into();
        handle.set_value(None);
        let key = wire::encode(&question);
        if let Some(known) = asker.remembered::<Q::Report>(&key) {
            report.set(Some(known.clone()));
            answer.set(Answer::Ready {
                report: known,
                complete: true,
            });
            return;
        }
        answer.update(|answer| {
            *answer = Answer::Working {
                stage: None,
                done: 0,
                of: 0,
                last: answer.report().cloned(),
            };
        });
        let hear = move |event| {
            let next = answer.with_untracked(|before| after::<Q>(before, event));
            if let Answer::Ready {
                report: newest,
                complete,
            } = &next
            {
                report.set(Some(newest.clone()));
                if *complete {
                    asker.remember(key.clone(), newest.clone());
                }
            }
            answer.set(next);
        };
        handle.set_value(asker.start(slot, question, Form::Postcard, hear));
    });
    Asked {
        answer: answer.into(),
        report: report.into(),
        again,
    }
}

impl<R> Answer<R> {
    /// The report to show: the newest there is.
    pub fn report(&self) -> Option<&Arc<R>> {
        match self {
            Self::Working { last, .. } | Self::Failed { last, .. } => last.as_ref(),
            Self::Ready { report, .. } => Some(report),
        }
    }

    /// Whether the report to show, if any, answers the question that was asked.
    pub fn is_fresh(&self) -> bool {
        matches!(self, Self::Ready { .. })
    }

    fn unheard() -> Self {
        Self::Working {
            stage: None,
            done: 0,
            of: 0,
            last: None,
        }
    }
}

/// What is known after one more event. Free of [`Answer`], so that the bounds of `Q::Report` are known here.
fn after<Q: Question>(before: &Answer<Q::Report>, event: Event) -> Answer<Q::Report> {
    let last = before.report().cloned();
    let ready = |bytes: &[u8], complete| match wire::decode(bytes) {
        Some(report) => Answer::Ready {
            report: Arc::new(report),
            complete,
        },
        None => Answer::Failed {
            why: unreadable(),
            last: last.clone(),
        },
    };
    match event {
        // A report that stands stays on the page while the fuller one is computed.
        Event::Progress { .. } if before.is_fresh() => before.clone(),
        Event::Progress { stage, done, of } => Answer::Working {
            stage: Some(stage),
            done,
            of,
            last,
        },
        Event::Partial(bytes) => ready(&bytes, false),
        Event::Done(bytes) => ready(&bytes, true),
        Event::Failed(why) => Answer::Failed { why, last },
    }
}

impl<R: Send + Sync + 'static> Clone for Asked<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync + 'static> Copy for Asked<R> {}

impl Asker {
    /// Asks through `lane`. Lives as long as the current owner.
    pub fn new(lane: impl Lane + 'static) -> Self {
        Self(StoredValue::new_local(Inner {
            lane: Rc::new(lane),
            reports: Rc::default(),
        }))
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

    /// Asks once for the report as JSON text, the same as `clientele ask` prints.
    pub fn json(
        self,
        question: AnyQuestion,
        on: impl Fn(Result<String, Failure>) + 'static,
    ) -> Option<JobHandle> {
        self.last_word(Slot::Download, question, Form::Json, move |bytes| {
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
            Event::Progress { .. } | Event::Partial(_) => {}
            Event::Done(bytes) => on(Ok(bytes)),
            Event::Failed(why) => on(Err(why)),
        })
    }

    /// Nothing when the page that owned the lane is gone.
    fn start(
        self,
        slot: Slot,
        question: AnyQuestion,
        form: Form,
        on: impl Fn(Event) + 'static,
    ) -> Option<JobHandle> {
        let lane = self.0.try_with_value(|inner| inner.lane.clone())?;
        Some(lane.ask(slot, question, form, Rc::new(on)))
    }

    fn remembered<R: Send + Sync + 'static>(self, key: &[u8]) -> Option<Arc<R>> {
        let reports = self.0.try_with_value(|inner| inner.reports.clone())?;
        let report = reports.borrow_mut().find(key)?;
        report.downcast().ok()
    }

    fn remember(self, key: Vec<u8>, report: Arc<dyn Any + Send + Sync>) {
        if let Some(reports) = self.0.try_with_value(|inner| inner.reports.clone()) {
            reports.borrow_mut().keep(key, report);
        }
    }
}

impl Reports {
    /// The report, which becomes the newest.
    fn find(&mut self, key: &[u8]) -> Option<Arc<dyn Any + Send + Sync>> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        let entry = self.0.remove(at)?;
        let report = entry.1.clone();
        self.0.push_back(entry);
        Some(report)
    }

    fn keep(&mut self, key: Vec<u8>, report: Arc<dyn Any + Send + Sync>) {
        self.0.retain(|(known, _)| *known != key);
        self.0.push_back((key, report));
        if self.0.len() > REMEMBERED {
            self.0.pop_front();
        }
    }
}

/// Page and worker are of one build, so a report that cannot be read is a defect.
fn unreadable() -> Failure {
    Failure::Crashed {
        detail: "The report could not be read.".into(),
    }
}
