//! A question without an answer so far, and what is said about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_analysis::engine::Job;
use clientele_analysis::work::Subject;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{Form, FromWorker, JobId, Stage};

use crate::fan::Fan;
use crate::item::Item;
use crate::port;

/// Milliseconds between two words about the progress of a job.
const PROGRESS: f64 = 100.0;

/// A question without an answer so far.
pub struct Pending {
    /// What is asked.
    pub question: AnyQuestion,
    /// How the report is to be written.
    pub form: Form,
    /// Where it stands.
    pub phase: Phase,
    /// What was said about it.
    pub said: Said,
    /// The subjects that helpers keep for it.
    pub subjects: Vec<u32>,
    /// Whether tables of a live data set were asked for.
    pub has_asked: bool,
    /// What it waits for while it goes on from a smaller table.
    pub rest: Vec<Item>,
    /// Whether that is to be sent for now.
    pub is_due: bool,
    /// A job that cannot go on before that is here.
    pub held: Option<Box<Job>>,
    /// Whether it is to be answered without a smaller table first.
    pub in_full: bool,
    /// Why it is answered from older tables of a live data set.
    pub trouble: Option<Failure>,
}

/// Where a question stands.
pub enum Phase {
    /// It waits for files.
    Waiting(Vec<Item>),
    /// It is stepped here.
    Running(Box<Job>),
    /// Its tasks are shared.
    Sharing(Box<Sharing>),
}

/// Tasks of one step.
pub struct Sharing {
    /// The job that wants the results.
    pub job: Box<Job>,
    /// What the tasks are about.
    pub about: Arc<dyn Subject>,
    /// The name under which helpers keep it.
    pub name: u32,
    /// The tasks and their results.
    pub fan: Fan<Vec<u8>, Vec<u8>>,
    /// Positions of tasks by the names under which helpers have them.
    pub handed: BTreeMap<u32, u32>,
}

/// What was last said about a job, and when.
#[derive(Clone, Copy)]
pub struct Said {
    stage: Stage,
    done: u32,
    of: u32,
    at: f64,
}

impl Pending {
    /// Nothing is done for it so far.
    pub fn new(question: AnyQuestion, form: Form) -> Self {
        Self {
            question,
            form,
            phase: Phase::Waiting(Vec::new()),
            said: Said {
                stage: Stage::Fetching,
                done: 0,
                of: 0,
                at: f64::NEG_INFINITY,
            },
            subjects: Vec::new(),
            has_asked: false,
            rest: Vec::new(),
            is_due: false,
            held: None,
            in_full: false,
            trouble: None,
        }
    }

    /// Whether its report is written as JSON text: that of segments, where it is asked for so.
    pub fn is_json(&self) -> bool {
        self.form == Form::Json && matches!(self.question, AnyQuestion::Segments(_))
    }

    /// Whether its report holds files.
    pub fn has_files(&self) -> bool {
        self.form == Form::Postcard && matches!(self.question, AnyQuestion::AudienceFile(_))
    }

    /// Whether this is waited for.
    pub fn waits_for(&self, item: &Item) -> bool {
        let is_held = matches!(&self.phase, Phase::Waiting(items) if items.contains(item));
        is_held || self.rest.contains(item)
    }

    /// What is to be sent for now.
    pub fn due(&mut self) -> Vec<Item> {
        match std::mem::take(&mut self.is_due) {
            true => self.rest.clone(),
            false => Vec::new(),
        }
    }

    /// Nothing can be done before what a smaller table stands for is here.
    pub fn hold(&mut self) {
        if let Phase::Running(job) = self.take_phase() {
            self.held = Some(job);
        }
        self.phase = Phase::Waiting(self.rest.clone());
    }

    /// Goes on when all is here: with the job that began from a smaller table, else with this one.
    pub fn run(&mut self, job: Box<Job>) {
        match self.held.take() {
            Some(held) => self.phase = Phase::Running(held),
            None if self.rest.is_empty() => self.phase = Phase::Running(job),
            None => {}
        }
        self.rest.clear();
    }

    /// Whether this thread can do something for it. Tasks are left to helpers when one listens.
    pub fn can_go_on(&self, is_helped: bool) -> bool {
        match &self.phase {
            Phase::Waiting(_) => false,
            Phase::Running(_) => true,
            Phase::Sharing(sharing) => !is_helped && sharing.fan.has_waiting(),
        }
    }

    /// Takes the phase out, to be followed by another.
    pub fn take_phase(&mut self) -> Phase {
        std::mem::replace(&mut self.phase, Phase::Waiting(Vec::new()))
    }

    /// The tasks in progress, if there are any.
    pub fn sharing(&mut self) -> Option<&mut Sharing> {
        match &mut self.phase {
            Phase::Sharing(sharing) => Some(sharing),
            Phase::Waiting(_) | Phase::Running(_) => None,
        }
    }
}

impl Said {
    /// This is how far it is; said at most ten times a second.
    pub fn say(&mut self, job: JobId, stage: Stage, done: u32, of: u32) {
        let is_news = self.stage != stage;
        (self.stage, self.done, self.of) = (stage, done, of);
        if is_news || port::now() - self.at >= PROGRESS {
            self.again(job);
        }
    }

    /// Says the same again, as a sign of life.
    pub fn again(&mut self, job: JobId) {
        self.at = port::now();
        let Self {
            stage, done, of, ..
        } = *self;
        say(
            &FromWorker::Progress {
                job,
                stage,
                done,
                of,
            },
            None,
        );
    }

    /// What is being done.
    pub fn stage(&self) -> Stage {
        self.stage
    }
}

/// Tells the page. Without a page this thread is about to end.
pub fn say(message: &FromWorker, attachment: Option<&[u8]>) {
    let _ = port::tell(message, attachment);
}
