//! The thread that answers the page: what it has in hand, and what it does when it hears something.

mod helped;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use clientele_analysis::engine::{Reply, Step};
use clientele_model::failure::Failure;
use clientele_model::wire::{BUILD, Form, FromWorker, JobId, Stage, ToWorker};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::bring::{self, File};
use crate::fan::Fan;
use crate::item::Item;
use crate::library::Library;
use crate::part;
use crate::pending::{Pending, Phase, Sharing, say};
use crate::pool::{Ear, Pool};
use crate::port::{self, Ping};
use crate::slots::Slots;
use crate::supply;

/// Milliseconds of work between two looks into the inbox.
const TURN: f64 = 8.0;

/// Milliseconds without a question after which helpers are ended. The tables stay.
const IDLE: f64 = 30_000.0;

/// Everything the thread has in hand.
pub struct Answering {
    /// Where the data are.
    pub data: String,
    /// What of them is here.
    pub library: Library,
    /// What of them is being fetched, and how many bytes have come.
    pub on_the_way: Vec<(Item, u64)>,
    /// Whether fetching ahead failed: the next question says why, if it matters.
    pub gave_up_ahead: bool,
    /// What runs.
    pub slots: Slots<Pending>,
    pool: Pool,
    ping: Option<Ping>,
    is_pinged: bool,
    idle_since: f64,
}

/// The thread's only state.
pub type Shared = Rc<RefCell<Answering>>;

/// Listens, and says so.
pub fn start() {
    let shared: Shared = Rc::new_cyclic(|weak: &std::rc::Weak<RefCell<Answering>>| {
        let weak = weak.clone();
        let ear: Ear = Rc::new(move |id, said| {
            if let Some(shared) = weak.upgrade() {
                shared.borrow_mut().hear_helper(id, said);
            }
        });
        RefCell::new(Answering {
            data: String::new(),
            library: Library::new(String::new(), None),
            on_the_way: Vec::new(),
            gave_up_ahead: false,
            slots: Slots::default(),
            pool: Pool::new(ear),
            ping: None,
            is_pinged: false,
            idle_since: 0.0,
        })
    });
    let turning = shared.clone();
    shared.borrow_mut().ping = Some(Ping::new(move || turn(&turning)));
    let beating = shared.clone();
    port::every(1000, move || beating.borrow_mut().beat());
    port::listen(move |message, attachment| hear(&shared, message, attachment));
    say(&FromWorker::Ready { build: BUILD }, None);
}

fn hear(shared: &Shared, message: ToWorker, attachment: JsValue) {
    let mut this = shared.borrow_mut();
    match message {
        ToWorker::Begin {
            data,
            helpers,
            token,
        } => {
            this.library = Library::new(data.clone(), token);
            this.data = data;
            this.pool
                .bound(helpers.map_or_else(Pool::fitting, usize::from));
        }
        ToWorker::Start {
            job,
            slot,
            question,
            form,
        } => {
            this.library.ask_for_plays_again();
            let pending = Pending::new(*question, form);
            if let Some(replaced) = this.slots.start(slot, job, pending) {
                this.abandon(replaced);
            }
            drop(this);
            supply::advance(shared, job);
        }
        ToWorker::Bring {
            job,
            dataset,
            name,
            today,
            kind,
        } => {
            drop(this);
            let file = File {
                job,
                dataset,
                name,
                content: attachment.unchecked_into(),
                today,
                kind,
            };
            bring::bring(shared, file);
        }
        ToWorker::Own { slug, files } => {
            let bytes = port::bytes(attachment).unwrap_or_default();
            this.library.own(&slug, files, &bytes);
        }
        ToWorker::Cancel { job } => {
            if let Some(pending) = this.slots.remove(job) {
                this.abandon(pending);
            }
        }
    }
}

/// Works for a few milliseconds.
fn turn(shared: &Shared) {
    shared.borrow_mut().is_pinged = false;
    let until = port::now() + TURN;
    loop {
        let mut this = shared.borrow_mut();
        this.share();
        let is_helped = this.pool.is_ready();
        let Some(job) = this.slots.next(|pending| pending.can_go_on(is_helped)) else {
            break;
        };
        this.step(job);
        let due = this.slots.get_mut(job).map(Pending::due);
        drop(this);
        for item in due.unwrap_or_default() {
            supply::send_for(shared, item, false);
        }
        let mut this = shared.borrow_mut();
        if port::now() >= until {
            this.look();
            return;
        }
    }
    supply::go_ahead(shared);
}

/// Says a report as JSON text, once the code that writes it is here.
async fn say_as_json(job: JobId, report: Box<dyn Reply>) {
    match part::json_writer().await {
        Ok(write) => say(&FromWorker::Done { job }, Some(&write(&*report))),
        Err(_) => {
            let why = Failure::NoCode;
            say(&FromWorker::Failed { job, why }, None);
        }
    }
}

/// Says a report whose files may be large, once the code that lays them aside is here.
async fn say_with_files(job: JobId, report: Box<dyn Reply>) {
    let bytes = match part::files().await {
        Ok(aside) => aside(report),
        Err(_) => report.encoded(),
    };
    say(&FromWorker::Done { job }, Some(&bytes));
}

impl Answering {
    /// Goes on working once the inbox was looked into.
    pub fn look(&mut self) {
        if !self.is_pinged
            && let Some(ping) = &self.ping
        {
            self.is_pinged = true;
            ping.ping();
        }
    }

    /// The last word about a job.
    pub fn finish(&mut self, id: JobId, report: Result<Box<dyn Reply>, Failure>) {
        let Some(pending) = self.slots.remove(id) else {
            return;
        };
        match report {
            Ok(report) if pending.is_json() => spawn_local(say_as_json(id, report)),
            Ok(report) if pending.has_files() => spawn_local(say_with_files(id, report)),
            Ok(report) => say(&FromWorker::Done { job: id }, Some(&report.encoded())),
            Err(why) => say(&FromWorker::Failed { job: id, why }, None),
        }
        self.abandon(pending);
        self.look();
    }

    /// One step of a job, or one of its tasks when nobody else is there to do it.
    fn step(&mut self, id: JobId) {
        let Some(pending) = self.slots.get_mut(id) else {
            return;
        };
        let step = match &mut pending.phase {
            Phase::Waiting(_) => return,
            Phase::Running(job) => job.step(),
            Phase::Sharing(sharing) => {
                if let Some((at, task)) = sharing.fan.take() {
                    let result = sharing.about.run(task).unwrap_or_default();
                    sharing.fan.done(at, result);
                }
                return self.gather(id);
            }
        };
        match step {
            Err(why) => self.finish(id, Err(why)),
            Ok(step) => self.took(id, step),
        }
    }

    /// Goes on from a step.
    fn took(&mut self, id: JobId, step: Step) {
        let Some(pending) = self.slots.get_mut(id) else {
            return;
        };
        match step {
            Step::More { stage, done, of } => pending.said.say(id, stage, done, of),
            Step::Tasks { about, tasks } => {
                if tasks.len() > 1 {
                    self.pool.wake();
                }
                let name = self.pool.name(&about);
                if !pending.subjects.contains(&name) {
                    pending.subjects.push(name);
                }
                pending.phase = match pending.take_phase() {
                    Phase::Running(job) => Phase::Sharing(Box::new(Sharing {
                        job,
                        about,
                        name,
                        fan: Fan::new(tasks),
                        handed: BTreeMap::new(),
                    })),
                    other @ (Phase::Waiting(_) | Phase::Sharing(_)) => other,
                };
                self.gather(id);
            }
            Step::Partial(report) => {
                pending.is_due = true;
                // Whoever checks numbers wants all of them.
                if pending.form == Form::Postcard {
                    say(&FromWorker::Partial { job: id }, Some(&report.encoded()));
                }
            }
            Step::Waits => {
                pending.is_due = true;
                pending.hold();
                pending.said.say(id, Stage::Fetching, 0, 0);
            }
            Step::Done(report) => self.finish(id, Ok(report)),
        }
    }

    /// Once a second: signs of life, lost helpers, and rest.
    fn beat(&mut self) {
        for id in self.pool.silent() {
            self.lose(id);
            self.look();
        }
        for (job, pending) in self.slots.iter_mut() {
            match pending.phase {
                // The page knows that files take their time.
                Phase::Waiting(_) => {}
                Phase::Running(_) | Phase::Sharing(_) => pending.said.again(job),
            }
        }
        if self.slots.is_empty() && port::now() - self.idle_since > IDLE {
            self.pool.rest();
        }
    }

    /// Drops a job and forgets the subjects that no other job needs.
    fn abandon(&mut self, pending: Pending) {
        self.idle_since = port::now();
        for name in pending.subjects {
            let mut others = self.slots.iter_mut();
            if !others.any(|(_, other)| other.subjects.contains(&name)) {
                self.pool.forget(name);
            }
        }
    }
}
