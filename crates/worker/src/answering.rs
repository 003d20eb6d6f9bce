//! The thread that answers the page: what it has in hand, and what it does when it hears something.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use clientele_analysis::cluster::{self, TaskResult};
use clientele_analysis::engine::Step;
use clientele_model::failure::Failure;
use clientele_model::question::AnyReport;
use clientele_model::wire::{BUILD, Form, FromHelper, FromWorker, JobId, Stage, ToWorker, decode};

use crate::errand;
use crate::fan::Fan;
use crate::library::{Item, Library};
use crate::live::{Live, Phase, Sharing, say, written};
use crate::pool::{Ear, Pool};
use crate::port::{self, Ping};
use crate::slots::Slots;

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
    pub slots: Slots<Live>,
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
            library: Library::new(String::new()),
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
    port::listen(move |message, _| hear(&shared, message));
    say(&FromWorker::Ready { build: BUILD }, None);
}

fn hear(shared: &Shared, message: ToWorker) {
    let mut this = shared.borrow_mut();
    match message {
        ToWorker::Begin { data, helpers } => {
            this.library = Library::new(data.clone());
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
            let live = Live::new(*question, form);
            if let Some(replaced) = this.slots.start(slot, job, live) {
                this.abandon(replaced);
            }
            drop(this);
            errand::advance(shared, job);
        }
        ToWorker::Cancel { job } => {
            if let Some(live) = this.slots.remove(job) {
                this.abandon(live);
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
        let Some(job) = this.slots.next(|live| live.can_go_on(is_helped)) else {
            break;
        };
        this.step(job);
        let due = this.slots.get_mut(job).map(Live::due);
        drop(this);
        for item in due.unwrap_or_default() {
            errand::send_for(shared, item, false);
        }
        let mut this = shared.borrow_mut();
        if port::now() >= until {
            this.look();
            return;
        }
    }
    errand::go_ahead(shared);
}

impl Answering {
    /// Work is coming that helpers can share.
    pub fn call_helpers(&mut self) {
        self.pool.wake();
    }

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
    pub fn finish(&mut self, id: JobId, report: Result<AnyReport, Failure>) {
        let Some(live) = self.slots.remove(id) else {
            return;
        };
        match report {
            Ok(report) => {
                let bytes = written(&report, live.form);
                say(&FromWorker::Done { job: id }, Some(&bytes));
            }
            Err(why) => say(&FromWorker::Failed { job: id, why }, None),
        }
        self.abandon(live);
        self.look();
    }

    /// One step of a job, or one of its tasks when nobody else is there to do it.
    fn step(&mut self, id: JobId) {
        let Some(live) = self.slots.get_mut(id) else {
            return;
        };
        let step = match &mut live.phase {
            Phase::Waiting(_) => return,
            Phase::Running(job) => job.step(),
            Phase::Sharing(sharing) => {
                if let Some((at, task)) = sharing.fan.take() {
                    let result = cluster::run(task, &sharing.matrix);
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
        let Some(live) = self.slots.get_mut(id) else {
            return;
        };
        match step {
            Step::More { stage, done, of } => live.said.say(id, stage, done, of),
            Step::Tasks { matrix, tasks } => {
                if tasks.len() > 1 {
                    self.pool.wake();
                }
                let name = self.pool.name(&matrix);
                if !live.matrices.contains(&name) {
                    live.matrices.push(name);
                }
                live.phase = match live.take_phase() {
                    Phase::Running(job) => Phase::Sharing(Box::new(Sharing {
                        job,
                        matrix,
                        name,
                        fan: Fan::new(tasks),
                        handed: BTreeMap::new(),
                    })),
                    other @ (Phase::Waiting(_) | Phase::Sharing(_)) => other,
                };
                self.gather(id);
            }
            Step::Partial(report) => {
                live.is_due = true;
                // Whoever checks numbers wants all of them.
                if live.form == Form::Postcard {
                    let bytes = written(&report, live.form);
                    say(&FromWorker::Partial { job: id }, Some(&bytes));
                }
            }
            Step::Waits => {
                live.is_due = true;
                live.hold();
                live.said.say(id, Stage::Fetching, 0, 0);
            }
            Step::Done(report) => self.finish(id, Ok(report)),
        }
    }

    /// Hands tasks to helpers that are free.
    fn share(&mut self) {
        let Self { slots, pool, .. } = self;
        for (_, live) in slots.iter_mut() {
            let Some(sharing) = live.sharing() else {
                continue;
            };
            while pool.is_free() {
                let Some((at, task)) = sharing.fan.take() else {
                    break;
                };
                match pool.hand(sharing.name, task) {
                    Some(named) => drop(sharing.handed.insert(named, at)),
                    None => {
                        sharing.fan.give_back(at);
                        break;
                    }
                }
            }
        }
    }

    /// Says how far the tasks of a job are, and goes on with the job when all are done.
    fn gather(&mut self, id: JobId) {
        let Some(live) = self.slots.get_mut(id) else {
            return;
        };
        let Some(sharing) = live.sharing() else {
            return;
        };
        let (done, of) = sharing.fan.progress();
        if let Some(results) = sharing.fan.results() {
            live.phase = match live.take_phase() {
                Phase::Sharing(mut sharing) => {
                    sharing.job.supply(results);
                    Phase::Running(sharing.job)
                }
                other @ (Phase::Waiting(_) | Phase::Running(_)) => other,
            };
        }
        let stage = match live.said.stage() {
            Stage::Scoring => Stage::Scoring,
            Stage::Fetching | Stage::Counting | Stage::Grouping | Stage::Mining => Stage::Grouping,
        };
        live.said.say(id, stage, done, of);
        self.look();
    }

    fn hear_helper(&mut self, id: u32, said: Option<(FromHelper, Vec<u8>)>) {
        match said {
            Some((FromHelper::Ready { build }, _)) => {
                self.pool.ready(id);
                if build != BUILD {
                    self.lose(id);
                }
            }
            Some((FromHelper::Done { task, .. }, attachment)) => {
                match decode::<TaskResult>(&attachment) {
                    Some(result) => {
                        self.pool.done(id, task);
                        self.take_result(task, result);
                    }
                    None => self.lose(id),
                }
            }
            Some((FromHelper::Lost, _)) | None => self.lose(id),
        }
        self.look();
    }

    fn take_result(&mut self, task: u32, result: TaskResult) {
        let owner = self.slots.iter_mut().find_map(|(job, live)| {
            let sharing = live.sharing()?;
            let at = sharing.handed.remove(&task)?;
            sharing.fan.done(at, result.clone());
            Some(job)
        });
        self.share();
        if let Some(job) = owner {
            self.gather(job);
        }
    }

    /// What a lost helper held goes to others.
    fn lose(&mut self, id: u32) {
        for task in self.pool.lose(id) {
            for (_, live) in self.slots.iter_mut() {
                if let Some(sharing) = live.sharing()
                    && let Some(at) = sharing.handed.remove(&task)
                {
                    sharing.fan.give_back(at);
                }
            }
        }
    }

    /// Once a second: signs of life, lost helpers, and rest.
    fn beat(&mut self) {
        for id in self.pool.silent() {
            self.lose(id);
            self.look();
        }
        for (job, live) in self.slots.iter_mut() {
            match live.phase {
                // The page knows that files take their time.
                Phase::Waiting(_) => {}
                Phase::Running(_) | Phase::Sharing(_) => live.said.again(job),
            }
        }
        if self.slots.is_empty() && port::now() - self.idle_since > IDLE {
            self.pool.rest();
        }
    }

    /// Drops a job and forgets the matrices that no other job needs.
    fn abandon(&mut self, live: Live) {
        self.idle_since = port::now();
        for name in live.matrices {
            let mut others = self.slots.iter_mut();
            if !others.any(|(_, other)| other.matrices.contains(&name)) {
                self.pool.forget(name);
            }
        }
    }
}
