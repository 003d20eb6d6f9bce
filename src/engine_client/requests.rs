//! The open requests, and what follows from what is heard about them: the rules of the client, without a browser.

use std::collections::BTreeMap;
use std::rc::Rc;

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{BUILD, Form, FromWorker, JobId, Slot, Stage, ToWorker};
use wasm_bindgen::JsValue;

use super::{DroppedFile, Event, Listener, Origin};

/// Silent seconds after which a computing worker counts as hung. It speaks every second between its steps; on a busy, slow
/// machine a step that is some tens of milliseconds elsewhere takes seconds.
pub const PATIENCE: u32 = 15;

/// Silent seconds after which a program or a file that is on its way counts as lost. The worker
/// itself gives up on a file five seconds earlier, and says why.
pub const LOADING_PATIENCE: u32 = 45;

/// What the client is to do.
#[derive(Clone)]
pub enum Action {
    /// Send this to the worker.
    Send(ToWorker),
    /// Send this with a file.
    SendFile(ToWorker, Rc<JsValue>),
    /// Tell the worker, and hand these bytes over.
    SendBytes(ToWorker, Rc<Vec<u8>>),
    /// Tell whoever asked.
    Notify(Listener, Event),
    /// End the worker.
    Terminate,
    /// End the worker and start another.
    Restart,
}

/// The open requests, by number.
pub struct Requests {
    data: String,
    helpers: Option<u8>,
    token: Option<String>,
    listening: bool,
    outdated: bool,
    next: JobId,
    silent: u32,
    open: BTreeMap<JobId, Request>,
    /// Data sets that the device does not keep: a worker that is started again hears of them again.
    handed: Vec<(String, Action)>,
}

/// A question without an answer so far, or a file that is being read.
struct Request {
    slot: Slot,
    asked: Asked,
    on: Listener,
    fetching: bool,
}

enum Asked {
    Question(Box<AnyQuestion>, Form),
    File(DroppedFile),
}

impl Requests {
    /// None yet; the worker hears first where the data are, and how many helpers it may start.
    pub fn new(data: String, helpers: Option<u8>) -> Self {
        Self {
            data,
            helpers,
            token: None,
            listening: false,
            outdated: false,
            next: 0,
            silent: 0,
            open: BTreeMap::new(),
            handed: Vec::new(),
        }
    }

    /// Whether anybody waits.
    pub fn is_busy(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes a question. What ran in the same slot is abandoned.
    pub fn ask(
        &mut self,
        slot: Slot,
        question: AnyQuestion,
        form: Form,
        on: Listener,
    ) -> (JobId, Vec<Action>) {
        self.open(slot, Asked::Question(Box::new(question), form), on)
    }

    /// Takes a file. One that is still being read is abandoned.
    pub fn bring(&mut self, file: DroppedFile, on: Listener) -> (JobId, Vec<Action>) {
        self.open(Slot::File, Asked::File(file), on)
    }

    /// A data set of this device changed. Files that the device does not keep are handed over, one after the other.
    pub fn own(
        &mut self,
        slug: String,
        files: Vec<(String, u64)>,
        bytes: Rc<Vec<u8>>,
    ) -> Vec<Action> {
        self.handed.retain(|(of, _)| *of != slug);
        let is_kept = files.is_empty();
        let message = ToWorker::Own {
            slug: slug.clone(),
            files,
        };
        let action = Action::SendBytes(message, bytes);
        if !is_kept {
            self.handed.push((slug, action.clone()));
        }
        // One that does not listen yet knows nothing that it could forget.
        match self.listening {
            true => vec![action],
            false => Vec::new(),
        }
    }

    /// The visitor signs in: what the worker knows of data sets, it learns anew.
    pub fn sign_in(&mut self, token: String) -> Vec<Action> {
        self.token = Some(token);
        match self.listening {
            true => self.begin(),
            false => Vec::new(),
        }
    }

    /// What a worker hears first.
    fn begin(&self) -> Vec<Action> {
        let begin = Action::Send(ToWorker::Begin {
            data: self.data.clone(),
            helpers: self.helpers,
            token: self.token.clone(),
        });
        let handed = self.handed.iter().map(|(_, action)| action.clone());
        std::iter::once(begin).chain(handed).collect()
    }

    fn open(&mut self, slot: Slot, asked: Asked, on: Listener) -> (JobId, Vec<Action>) {
        self.next += 1;
        let job = self.next;
        if self.outdated {
            let event = Event::Failed(Failure::Outdated);
            return (job, vec![Action::Notify(on, event)]);
        }
        if self.open.is_empty() {
            self.silent = 0;
        }
        self.open.retain(|_, open| open.slot != slot);
        let open = Request {
            slot,
            asked,
            on,
            fetching: false,
        };
        let actions = match self.listening {
            true => vec![start(job, &open)],
            false => Vec::new(),
        };
        self.open.insert(job, open);
        (job, actions)
    }

    /// Abandons a question; nothing when it is not open.
    pub fn cancel(&mut self, job: JobId) -> Vec<Action> {
        let was_open = self.open.remove(&job).is_some();
        match was_open && self.listening {
            true => vec![Action::Send(ToWorker::Cancel { job })],
            false => Vec::new(),
        }
    }

    /// Takes what the worker says. Words about abandoned questions are dropped.
    pub fn hear(&mut self, message: FromWorker, attachment: Vec<u8>) -> Vec<Action> {
        self.silent = 0;
        match message {
            FromWorker::Ready { build } if build != BUILD => {
                self.outdated = true;
                self.listening = false;
                let mut actions = self.fail_all(&Failure::Outdated);
                actions.push(Action::Terminate);
                actions
            }
            FromWorker::Ready { .. } => {
                self.listening = true;
                let mut actions = self.begin();
                actions.extend(self.open.iter().map(|(&job, open)| start(job, open)));
                actions
            }
            FromWorker::Progress {
                job,
                stage,
                done,
                of,
            } => {
                let Some(open) = self.open.get_mut(&job) else {
                    return Vec::new();
                };
                open.fetching = stage == Stage::Fetching;
                let event = Event::Progress { stage, done, of };
                vec![Action::Notify(open.on.clone(), event)]
            }
            FromWorker::Came { job, origin, older } => match self.open.get(&job) {
                Some(open) => {
                    let words = origin;
                    let event = Event::Origin(Origin { words, older });
                    vec![Action::Notify(open.on.clone(), event)]
                }
                None => Vec::new(),
            },
            FromWorker::Partial { job } => match self.open.get(&job) {
                Some(open) => vec![Action::Notify(open.on.clone(), Event::Partial(attachment))],
                None => Vec::new(),
            },
            FromWorker::Done { job } => self.close(job, Event::Done(attachment)),
            FromWorker::Failed { job, why } => self.close(job, Event::Failed(why)),
            FromWorker::Crashed { message } => self.crash(&message),
        }
    }

    /// A second has passed, in which the page could listen.
    pub fn tick(&mut self) -> Vec<Action> {
        if self.open.is_empty() {
            self.silent = 0;
            return Vec::new();
        }
        self.silent += 1;
        let computing = self.listening && self.open.values().any(|open| !open.fetching);
        let patience = if computing {
            PATIENCE
        } else {
            LOADING_PATIENCE
        };
        match self.silent < patience {
            true => Vec::new(),
            false => self.crash(&format!("It said nothing for {patience} seconds.")),
        }
    }

    /// The worker is lost. One that never listened is not tried again until the next question.
    pub fn crash(&mut self, detail: &str) -> Vec<Action> {
        self.silent = 0;
        let (why, last) = match std::mem::take(&mut self.listening) {
            true => (
                Failure::Crashed {
                    detail: detail.to_owned(),
                },
                Action::Restart,
            ),
            false => (Failure::NoWorker, Action::Terminate),
        };
        let mut actions = self.fail_all(&why);
        actions.push(last);
        actions
    }

    fn close(&mut self, job: JobId, event: Event) -> Vec<Action> {
        match self.open.remove(&job) {
            Some(open) => vec![Action::Notify(open.on, event)],
            None => Vec::new(),
        }
    }

    fn fail_all(&mut self, why: &Failure) -> Vec<Action> {
        std::mem::take(&mut self.open)
            .into_values()
            .map(|open| Action::Notify(open.on, Event::Failed(why.clone())))
            .collect()
    }
}

fn start(job: JobId, open: &Request) -> Action {
    match &open.asked {
        Asked::Question(question, form) => Action::Send(ToWorker::Start {
            job,
            slot: open.slot,
            question: question.clone(),
            form: *form,
        }),
        Asked::File(file) => Action::SendFile(
            ToWorker::Bring {
                job,
                dataset: file.dataset.clone(),
                name: file.name.clone(),
                today: file.today,
                kind: file.kind,
            },
            file.content.clone(),
        ),
    }
}

#[cfg(test)]
mod tests;
