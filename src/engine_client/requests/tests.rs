//! The rules of the client, each told as what is sent, told and done.

use std::cell::RefCell;
use std::rc::Rc;

use clientele_model::wire::BringKind;

use super::*;

/// The requests, and a log of what was sent, told and done.
struct Harness {
    requests: Requests,
    log: Rc<RefCell<Vec<String>>>,
}

impl Harness {
    fn new() -> Self {
        Self {
            requests: Requests::new("data/".into(), None),
            log: Rc::default(),
        }
    }

    fn ask(&mut self, slot: Slot, text: &str) -> JobId {
        let (question, _) = AnyQuestion::parse(text).unwrap();
        let (log, name) = (self.log.clone(), text.to_owned());
        let on: Listener = Rc::new(move |event| {
            log.borrow_mut().push(match event {
                Event::Progress { done, of, .. } => format!("{name}: {done} of {of}"),
                Event::Origin(origin) => format!("{name}: {}", origin.words),
                Event::Partial(bytes) => format!("{name}: so far {bytes:?}"),
                Event::Done(bytes) => format!("{name}: {bytes:?}"),
                Event::Failed(why) => format!("{name}: {why}"),
            });
        });
        let (job, actions) = self.requests.ask(slot, question, Form::Postcard, on);
        self.perform(actions);
        job
    }

    fn perform(&self, actions: Vec<Action>) {
        for action in actions {
            let line = match action {
                Action::Send(ToWorker::Begin { data, token, .. }) => {
                    format!("send begin {data}{}", token.unwrap_or_default())
                }
                Action::Send(ToWorker::Start { job, question, .. }) => {
                    format!("send start {job} {question}")
                }
                Action::Send(ToWorker::Cancel { job }) => format!("send cancel {job}"),
                Action::SendFile(ToWorker::Bring { job, name, .. }, _) => {
                    format!("send file {job} {name}")
                }
                Action::SendBytes(ToWorker::Own { slug, files }, bytes) => {
                    format!("send own {slug} {files:?} {bytes:?}")
                }
                Action::SendFile(..)
                | Action::SendBytes(..)
                | Action::Send(ToWorker::Bring { .. } | ToWorker::Own { .. }) => {
                    "send a file in another way".to_owned()
                }
                Action::Terminate => "terminate".to_owned(),
                Action::Restart => "restart".to_owned(),
                Action::Notify(on, event) => {
                    on(event);
                    continue;
                }
            };
            self.log.borrow_mut().push(line);
        }
    }

    fn hear(&mut self, message: FromWorker, attachment: &[u8]) {
        let actions = self.requests.hear(message, attachment.to_vec());
        self.perform(actions);
    }

    fn tick(&mut self, times: u32) {
        for _ in 0..times {
            let actions = self.requests.tick();
            self.perform(actions);
        }
    }

    #[track_caller]
    fn check(&self, lines: &[&str]) {
        assert_eq!(std::mem::take(&mut *self.log.borrow_mut()), lines);
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
    let mut harness = Harness::new();
    harness.ask(Slot::Panel, "/overview");
    harness.ask(Slot::Sheet, "/audience?of=everyone");
    harness.check(&[]);
    harness.hear(READY, &[]);
    harness.check(&[
        "send begin data/",
        "send start 1 /overview",
        "send start 2 /audience?of=everyone",
    ]);
    harness.hear(FromWorker::Partial { job: 1 }, &[5]);
    harness.hear(FromWorker::Done { job: 1 }, &[6]);
    harness.check(&["/overview: so far [5]", "/overview: [6]"]);
}

#[test]
fn the_newest_question_of_a_slot_is_the_only_one_that_hears() {
    let mut harness = Harness::new();
    harness.hear(READY, &[]);
    let old = harness.ask(Slot::Panel, "/overview");
    harness.ask(Slot::Panel, "/segments");
    harness.hear(progress(old, Stage::Counting), &[]);
    harness.hear(FromWorker::Done { job: old }, &[1]);
    harness.hear(
        FromWorker::Failed {
            job: old,
            why: Failure::Nothing,
        },
        &[],
    );
    harness.check(&[
        "send begin data/",
        "send start 1 /overview",
        "send start 2 /segments",
    ]);
}

#[test]
fn an_abandoned_question_is_cancelled_once_and_hears_nothing() {
    let mut harness = Harness::new();
    harness.hear(READY, &[]);
    let job = harness.ask(Slot::Panel, "/overview");
    for _ in 0..2 {
        let actions = harness.requests.cancel(job);
        harness.perform(actions);
    }
    harness.hear(FromWorker::Done { job }, &[1]);
    harness.check(&[
        "send begin data/",
        "send start 1 /overview",
        "send cancel 1",
    ]);
}

#[test]
fn a_worker_of_another_build_is_not_spoken_to() {
    let mut harness = Harness::new();
    harness.ask(Slot::Panel, "/overview");
    harness.hear(FromWorker::Ready { build: BUILD ^ 1 }, &[]);
    harness.ask(Slot::Panel, "/segments");
    let why = Failure::Outdated;
    harness.check(&[
        &format!("/overview: {why}"),
        "terminate",
        &format!("/segments: {why}"),
    ]);
}

#[test]
fn a_computing_worker_that_is_silent_for_too_long_is_ended() {
    let mut harness = Harness::new();
    harness.hear(READY, &[]);
    harness.ask(Slot::Panel, "/segments");
    harness.tick(PATIENCE - 1);
    harness.hear(progress(1, Stage::Grouping), &[]);
    harness.tick(PATIENCE - 1);
    harness.check(&[
        "send begin data/",
        "send start 1 /segments",
        "/segments: 1 of 2",
    ]);
    harness.tick(1);
    harness.check(&[
        "/segments: The calculation stopped unexpectedly and was started again. Your filters \
         and the last answer are kept; try again.",
        "restart",
    ]);
    harness.ask(Slot::Panel, "/segments");
    harness.hear(READY, &[]);
    harness.check(&["send begin data/", "send start 2 /segments"]);
}

#[test]
fn a_file_on_its_way_has_more_time_and_idleness_has_all() {
    let mut harness = Harness::new();
    harness.hear(READY, &[]);
    harness.tick(1000);
    harness.ask(Slot::Panel, "/segments");
    harness.hear(progress(1, Stage::Fetching), &[]);
    harness.tick(LOADING_PATIENCE - 1);
    harness.check(&[
        "send begin data/",
        "send start 1 /segments",
        "/segments: 1 of 2",
    ]);
    harness.hear(progress(1, Stage::Counting), &[]);
    harness.tick(PATIENCE);
    assert!(!harness.requests.is_busy());
}

#[test]
fn last_words_fail_every_open_question() {
    let mut harness = Harness::new();
    harness.hear(READY, &[]);
    harness.ask(Slot::Panel, "/overview");
    harness.ask(Slot::Download, "/export?of=everyone");
    harness.log.borrow_mut().clear();
    let message = "index out of bounds".to_owned();
    harness.hear(FromWorker::Crashed { message }, &[]);
    let why = Failure::Crashed {
        detail: String::new(),
    };
    harness.check(&[
        &format!("/overview: {why}"),
        &format!("/export?of=everyone: {why}"),
        "restart",
    ]);
}

#[test]
fn a_worker_that_never_listened_is_not_started_in_a_loop() {
    let mut harness = Harness::new();
    harness.ask(Slot::Panel, "/overview");
    let actions = harness.requests.crash("refused");
    harness.perform(actions);
    harness.check(&[&format!("/overview: {}", Failure::NoWorker), "terminate"]);
}

#[test]
fn a_file_goes_along_once_somebody_listens_and_a_newer_one_replaces_it() {
    let mut harness = Harness::new();
    let mut bring = |name: &str| {
        let (log, told) = (harness.log.clone(), name.to_owned());
        let on: Listener = Rc::new(move |event| {
            log.borrow_mut().push(format!("{told}: {event:?}"));
        });
        let file = DroppedFile {
            dataset: None,
            name: name.to_owned(),
            today: clientele_model::date(2026, 1, 1),
            kind: BringKind::Result,
            content: Rc::new(JsValue::NULL),
        };
        let (job, actions) = harness.requests.bring(file, on);
        harness.perform(actions);
        job
    };
    bring("first.csv");
    let second = bring("second.csv");
    let actions = harness
        .requests
        .hear(FromWorker::Ready { build: BUILD }, Vec::new());
    harness.perform(actions);
    let actions = harness
        .requests
        .hear(FromWorker::Done { job: second }, vec![7]);
    harness.perform(actions);
    assert_eq!(
        *harness.log.borrow(),
        [
            "send begin data/",
            "send file 2 second.csv",
            "second.csv: Done([7])",
        ]
    );
}

#[test]
fn a_data_set_that_the_device_does_not_keep_is_handed_to_every_worker_anew() {
    let mut harness = Harness::new();
    let own = |harness: &mut Harness, slug: &str, files: &[(&str, u64)]| {
        let files = files.iter().map(|(name, size)| ((*name).to_owned(), *size));
        let bytes = Rc::new(vec![1]);
        let actions = harness
            .requests
            .own(slug.to_owned(), files.collect(), bytes);
        harness.perform(actions);
    };
    own(&mut harness, "own/kept", &[]);
    own(&mut harness, "own/a", &[("catalogue.json", 1)]);
    harness.check(&[]);
    for _ in 0..2 {
        let ready = FromWorker::Ready { build: BUILD };
        let actions = harness.requests.hear(ready, Vec::new());
        harness.perform(actions);
        harness.check(&[
            "send begin data/",
            "send own own/a [(\"catalogue.json\", 1)] [1]",
        ]);
    }
    own(&mut harness, "own/kept", &[]);
    harness.check(&["send own own/kept [] [1]"]);
    // One that was deleted is not handed over again.
    own(&mut harness, "own/a", &[]);
    harness.check(&["send own own/a [] [1]"]);
    let ready = FromWorker::Ready { build: BUILD };
    let actions = harness.requests.hear(ready, Vec::new());
    harness.perform(actions);
    harness.check(&["send begin data/"]);
}

#[test]
fn whoever_signs_in_is_asked_for_no_token_again() {
    let mut harness = Harness::new();
    harness.ask(Slot::Panel, "/overview");
    // It does not listen yet: it will hear of the token with all else.
    let actions = harness.requests.sign_in("first".into());
    assert!(actions.is_empty());
    harness.hear(READY, &[]);
    harness.check(&["send begin data/first", "send start 1 /overview"]);
    let actions = harness.requests.sign_in("second".into());
    harness.perform(actions);
    harness.check(&["send begin data/second"]);
}
