//! Who asked what, and what follows from what is heard: the rules of a lane, without a browser.

use std::collections::BTreeMap;

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{BUILD, Form, FromWorker, JobId, Slot, Stage, ToWorker};

use super::{Event, Listener};

/// Silent seconds after which a computing worker counts as hung.
pub const PATIENCE: u32 = 5;

/// Silent seconds after which a program or a file that is on its way counts as lost. The worker
/// itself gives up on a file five seconds earlier, and says why.
pub const LOADING_PATIENCE: u32 = 45;

/// What the lane is to do.
pub enum Deed {
    /// Say this to the worker.
    Say(ToWorker),
    /// Tell whoever asked.
    Tell(Listener, Event),
    /// End the worker.
    End,
    /// End the worker and start another.
    Restart,
}

/// The book of open questions.
pub struct Desk {
    begin: ToWorker,
    listening: bool,
    outdated: bool,
    next: JobId,
    silent: u32,
    open: BTreeMap<JobId, Open>,
}

/// A question without an answer so far.
struct Open {
    slot: Slot,
    question: AnyQuestion,
    form: Form,
    on: Listener,
    fetching: bool,
}

impl Desk {
    /// A desk whose worker hears `begin` first.
    pub fn new(begin: ToWorker) -> Self {
        Self {
            begin,
            listening: false,
            outdated: false,
            next: 0,
            silent: 0,
            open: BTreeMap::new(),
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
    ) -> (JobId, Vec<Deed>) {
        self.next += 1;
        let job = self.next;
        if self.outdated {
            let event = Event::Failed(Failure::Outdated);
            return (job, vec![Deed::Tell(on, event)]);
        }
        if self.open.is_empty() {
            self.silent = 0;
        }
        self.open.retain(|_, open| open.slot != slot);
        let open = Open {
            slot,
            question,
            form,
            on,
            fetching: false,
        };
        let deeds = match self.listening {
            true => vec![Deed::Say(start(job, &open))],
            false => Vec::new(),
        };
        self.open.insert(job, open);
        (job, deeds)
    }

    /// Abandons a question; nothing when it is not open.
    pub fn cancel(&mut self, job: JobId) -> Vec<Deed> {
        let was_open = self.open.remove(&job).is_some();
        match was_open && self.listening {
            true => vec![Deed::Say(ToWorker::Cancel { job })],
            false => Vec::new(),
        }
    }

    /// Takes what the worker says. Words about abandoned questions are dropped.
    pub fn hear(&mut self, message: FromWorker, attachment: Vec<u8>) -> Vec<Deed> {
        self.silent = 0;
        match message {
            FromWorker::Ready { build } if build != BUILD => {
                self.outdated = true;
                self.listening = false;
                let mut deeds = self.tell_all(&Failure::Outdated);
                deeds.push(Deed::End);
                deeds
            }
            FromWorker::Ready { .. } => {
                self.listening = true;
                let begin = std::iter::once(Deed::Say(self.begin.clone()));
                let waiting = self.open.iter();
                begin
                    .chain(waiting.map(|(&job, open)| Deed::Say(start(job, open))))
                    .collect()
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
                vec![Deed::Tell(open.on.clone(), event)]
            }
            FromWorker::Came { job, origin, older } => match self.open.get(&job) {
                Some(open) => vec![Deed::Tell(open.on.clone(), Event::Came(origin, older))],
                None => Vec::new(),
            },
            FromWorker::Partial { job } => match self.open.get(&job) {
                Some(open) => vec![Deed::Tell(open.on.clone(), Event::Partial(attachment))],
                None => Vec::new(),
            },
            FromWorker::Done { job } => self.close(job, Event::Done(attachment)),
            FromWorker::Failed { job, why } => self.close(job, Event::Failed(why)),
            FromWorker::Crashed { message } => self.crash(&message),
        }
    }

    /// A second has passed, in which the page could listen.
    pub fn tick(&mut self) -> Vec<Deed> {
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
    pub fn crash(&mut self, detail: &str) -> Vec<Deed> {
        self.silent = 0;
        let (why, last) = match std::mem::take(&mut self.listening) {
            true => (
                Failure::Crashed {
                    detail: detail.to_owned(),
                },
                Deed::Restart,
            ),
            false => (Failure::NoWorker, Deed::End),
        };
        let mut deeds = self.tell_all(&why);
        deeds.push(last);
        deeds
    }

    fn close(&mut self, job: JobId, event: Event) -> Vec<Deed> {
        match self.open.remove(&job) {
            Some(open) => vec![Deed::Tell(open.on, event)],
            None => Vec::new(),
        }
    }

    fn tell_all(&mut self, why: &Failure) -> Vec<Deed> {
        std::mem::take(&mut self.open)
            .into_values()
            .map(|open| Deed::Tell(open.on, Event::Failed(why.clone())))
            .collect()
    }
}

fn start(job: JobId, open: &Open) -> ToWorker {
    ToWorker::Start {
        job,
        slot: open.slot,
        question: Box::new(open.question.clone()),
        form: open.form,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    /// A desk, and a diary of what was said, told and done.
    struct Room {
        desk: Desk,
        diary: Rc<RefCell<Vec<String>>>,
    }

    impl Room {
        fn new() -> Self {
            let begin = ToWorker::Begin {
                data: "data/".into(),
                helpers: None,
            };
            Self {
                desk: Desk::new(begin),
                diary: Rc::default(),
            }
        }

        fn ask(&mut self, slot: Slot, text: &str) -> JobId {
            let (question, _) = AnyQuestion::parse(text).unwrap();
            let (diary, name) = (self.diary.clone(), text.to_owned());
            let on: Listener = Rc::new(move |event| {
                diary.borrow_mut().push(match event {
                    Event::Progress { done, of, .. } => format!("{name}: {done} of {of}"),
                    Event::Came(origin, _) => format!("{name}: {origin}"),
                    Event::Partial(bytes) => format!("{name}: so far {bytes:?}"),
                    Event::Done(bytes) => format!("{name}: {bytes:?}"),
                    Event::Failed(why) => format!("{name}: {why}"),
                });
            });
            let (job, deeds) = self.desk.ask(slot, question, Form::Postcard, on);
            self.perform(deeds);
            job
        }

        fn perform(&self, deeds: Vec<Deed>) {
            for deed in deeds {
                let line = match deed {
                    Deed::Say(ToWorker::Begin { data, .. }) => format!("say begin {data}"),
                    Deed::Say(ToWorker::Start { job, question, .. }) => {
                        format!("say start {job} {question}")
                    }
                    Deed::Say(ToWorker::Cancel { job }) => format!("say cancel {job}"),
                    Deed::End => "end".to_owned(),
                    Deed::Restart => "restart".to_owned(),
                    Deed::Tell(on, event) => {
                        on(event);
                        continue;
                    }
                };
                self.diary.borrow_mut().push(line);
            }
        }

        fn hear(&mut self, message: FromWorker, attachment: &[u8]) {
            let deeds = self.desk.hear(message, attachment.to_vec());
            self.perform(deeds);
        }

        fn tick(&mut self, times: u32) {
            for _ in 0..times {
                let deeds = self.desk.tick();
                self.perform(deeds);
            }
        }

        #[track_caller]
        fn check(&self, lines: &[&str]) {
            assert_eq!(std::mem::take(&mut *self.diary.borrow_mut()), lines);
        }
    }

    const READY: FromWorker = FromWorker::Ready { build: BUILD };

    fn progress(job: JobId, stage: Stage) -> FromWorker {
        FromWorker::Progress {
            job,
            stage,
            done: 1,
            of: 2,
        }
    }

    #[test]
    fn questions_wait_until_the_worker_listens() {
        let mut room = Room::new();
        room.ask(Slot::Panel, "/overview");
        room.ask(Slot::Sheet, "/audience?of=everyone");
        room.check(&[]);
        room.hear(READY, &[]);
        room.check(&[
            "say begin data/",
            "say start 1 /overview",
            "say start 2 /audience?of=everyone",
        ]);
        room.hear(FromWorker::Partial { job: 1 }, &[5]);
        room.hear(FromWorker::Done { job: 1 }, &[6]);
        room.check(&["/overview: so far [5]", "/overview: [6]"]);
    }

    #[test]
    fn the_newest_question_of_a_slot_is_the_only_one_that_hears() {
        let mut room = Room::new();
        room.hear(READY, &[]);
        let old = room.ask(Slot::Panel, "/overview");
        room.ask(Slot::Panel, "/segments");
        room.hear(progress(old, Stage::Counting), &[]);
        room.hear(FromWorker::Done { job: old }, &[1]);
        room.hear(
            FromWorker::Failed {
                job: old,
                why: Failure::Nothing,
            },
            &[],
        );
        room.check(&[
            "say begin data/",
            "say start 1 /overview",
            "say start 2 /segments",
        ]);
    }

    #[test]
    fn an_abandoned_question_is_cancelled_once_and_hears_nothing() {
        let mut room = Room::new();
        room.hear(READY, &[]);
        let job = room.ask(Slot::Panel, "/overview");
        for _ in 0..2 {
            let deeds = room.desk.cancel(job);
            room.perform(deeds);
        }
        room.hear(FromWorker::Done { job }, &[1]);
        room.check(&["say begin data/", "say start 1 /overview", "say cancel 1"]);
    }

    #[test]
    fn a_worker_of_another_build_is_not_spoken_to() {
        let mut room = Room::new();
        room.ask(Slot::Panel, "/overview");
        room.hear(FromWorker::Ready { build: BUILD ^ 1 }, &[]);
        room.ask(Slot::Panel, "/segments");
        let why = Failure::Outdated;
        room.check(&[
            &format!("/overview: {why}"),
            "end",
            &format!("/segments: {why}"),
        ]);
    }

    #[test]
    fn five_silent_seconds_of_computing_end_the_worker() {
        let mut room = Room::new();
        room.hear(READY, &[]);
        room.ask(Slot::Panel, "/segments");
        room.tick(4);
        room.hear(progress(1, Stage::Grouping), &[]);
        room.tick(4);
        room.check(&[
            "say begin data/",
            "say start 1 /segments",
            "/segments: 1 of 2",
        ]);
        room.tick(1);
        room.check(&[
            "/segments: The calculation stopped unexpectedly and was started again. Your filters \
             and the last answer are kept; try again.",
            "restart",
        ]);
        room.ask(Slot::Panel, "/segments");
        room.hear(READY, &[]);
        room.check(&["say begin data/", "say start 2 /segments"]);
    }

    #[test]
    fn a_file_on_its_way_has_more_time_and_idleness_has_all() {
        let mut room = Room::new();
        room.hear(READY, &[]);
        room.tick(1000);
        room.ask(Slot::Panel, "/segments");
        room.hear(progress(1, Stage::Fetching), &[]);
        room.tick(LOADING_PATIENCE - 1);
        room.check(&[
            "say begin data/",
            "say start 1 /segments",
            "/segments: 1 of 2",
        ]);
        room.hear(progress(1, Stage::Counting), &[]);
        room.tick(PATIENCE);
        assert!(!room.desk.is_busy());
    }

    #[test]
    fn last_words_fail_every_open_question() {
        let mut room = Room::new();
        room.hear(READY, &[]);
        room.ask(Slot::Panel, "/overview");
        room.ask(Slot::Download, "/export?of=everyone");
        room.diary.borrow_mut().clear();
        let message = "index out of bounds".to_owned();
        room.hear(FromWorker::Crashed { message }, &[]);
        let why = Failure::Crashed {
            detail: String::new(),
        };
        room.check(&[
            &format!("/overview: {why}"),
            &format!("/export?of=everyone: {why}"),
            "restart",
        ]);
    }

    #[test]
    fn a_worker_that_never_listened_is_not_started_in_a_loop() {
        let mut room = Room::new();
        room.ask(Slot::Panel, "/overview");
        let deeds = room.desk.crash("refused");
        room.perform(deeds);
        room.check(&[&format!("/overview: {}", Failure::NoWorker), "end"]);
    }
}
