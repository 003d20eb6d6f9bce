//! Questions are asked as often as needed and no more: a stand-in for the worker counts them.

use std::cell::RefCell;
use std::rc::Rc;

use clientele_app::ask::{Answer, Asker, Status, ask};
use clientele_app::engine_client::{DroppedFile, EngineClient, Event, JobHandle, Listener};
use clientele_model::audience::Export;
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::question::{AnyQuestion, ExportCsv};
use clientele_model::selection::Only;
use clientele_model::wire::{Form, Slot, Stage, encode};
use leptos::prelude::*;

/// Writes down what it is asked and what is abandoned, and answers when told to.
#[derive(Clone, Default)]
struct Fake(Rc<RefCell<Diary>>);

#[derive(Default)]
struct Diary {
    lines: Vec<String>,
    newest: Option<Listener>,
}

impl EngineClient for Fake {
    fn ask(&self, _: Slot, question: AnyQuestion, _: Form, on: Listener) -> JobHandle {
        let mut diary = self.0.borrow_mut();
        diary.lines.push(format!("ask {question}"));
        diary.newest = Some(on);
        let (fake, name) = (self.clone(), question.to_string());
        JobHandle::new(move || fake.0.borrow_mut().lines.push(format!("drop {name}")))
    }

    fn bring(&self, file: DroppedFile, on: Listener) -> JobHandle {
        let mut diary = self.0.borrow_mut();
        diary.lines.push(format!("bring {}", file.name));
        diary.newest = Some(on);
        JobHandle::new(|| {})
    }

    fn own(&self, slug: String, _: Vec<(String, u64)>, _: Rc<Vec<u8>>) {
        self.0.borrow_mut().lines.push(format!("own {slug}"));
    }

    fn sign_in(&self, token: String) {
        self.0
            .borrow_mut()
            .lines
            .push(format!("sign in with {token}"));
    }
}

impl Fake {
    fn says(&self, event: Event) {
        let on = self.0.borrow().newest.clone();
        on.expect("something was asked")(event);
    }

    #[track_caller]
    fn check(&self, lines: &[&str]) {
        assert_eq!(std::mem::take(&mut self.0.borrow_mut().lines), lines);
    }
}

fn question(seed: u32) -> ExportCsv {
    let filters = Filters {
        seed,
        ..Filters::default()
    };
    ExportCsv {
        filters,
        of: Only::Everyone,
    }
}

fn report(name: &str) -> Export {
    Export {
        name: name.into(),
        rows: 0,
        csv: String::new(),
    }
}

fn done(name: &str) -> Event {
    Event::Done(encode(&report(name)))
}

fn settle() {
    any_spawner::Executor::poll_local();
}

/// A page with one question on it.
struct Page {
    owner: Owner,
    fake: Fake,
    seed: RwSignal<u32>,
    answer: Answer<Export>,
}

fn page() -> Page {
    // Every test is a thread of its own; only the first of a process sets the executor.
    let _ = any_spawner::Executor::init_futures_executor();
    let owner = Owner::new();
    let fake = Fake::default();
    let client = fake.clone();
    let (seed, answer) = owner.with(|| {
        let seed = RwSignal::new(1);
        let asker = Asker::new(client);
        let answer = ask::<ExportCsv>(
            Memo::new(move |_| question(seed.get() / 10)),
            asker,
            Slot::Download,
        );
        (seed, answer)
    });
    settle();
    Page {
        owner,
        fake,
        seed,
        answer,
    }
}

impl Page {
    fn set(&self, seed: u32) {
        self.seed.set(seed);
        settle();
    }

    #[track_caller]
    fn shows(&self, name: &str, is_fresh: bool) {
        self.owner.with(|| {
            let status = self.answer.status.get_untracked();
            assert_eq!(status == Status::Ready, is_fresh);
            let kept = self.answer.report.get_untracked();
            assert_eq!(kept.as_deref(), Some(&report(name)));
        });
    }
}

#[test]
fn a_question_is_asked_once_however_often_its_parts_change_in_vain() {
    let page = page();
    page.set(2);
    page.set(3);
    page.fake.check(&["ask /export?seed=0&of=everyone"]);
}

#[test]
fn a_new_question_abandons_the_old_one_and_keeps_its_report() {
    let page = page();
    page.fake.says(done("first"));
    page.shows("first", true);
    page.set(10);
    page.fake.check(&[
        "ask /export?seed=0&of=everyone",
        "drop /export?seed=0&of=everyone",
        "ask /export?seed=1&of=everyone",
    ]);
    page.shows("first", false);
    page.fake.says(Event::Progress {
        stage: Stage::Counting,
        done: 1,
        of: 2,
    });
    page.shows("first", false);
    page.fake.says(done("second"));
    page.shows("second", true);
}

#[test]
fn a_report_that_stands_is_fresh_until_the_fuller_one_comes() {
    let page = page();
    page.fake.says(Event::Partial(encode(&report("winner"))));
    page.shows("winner", true);
    page.fake.says(Event::Progress {
        stage: Stage::Scoring,
        done: 1,
        of: 2,
    });
    page.shows("winner", true);
    page.fake.says(done("all scores"));
    page.shows("all scores", true);
}

#[test]
fn going_back_asks_nobody() {
    let page = page();
    page.fake.says(done("first"));
    page.set(10);
    page.fake.says(done("second"));
    page.fake.check(&[
        "ask /export?seed=0&of=everyone",
        "drop /export?seed=0&of=everyone",
        "ask /export?seed=1&of=everyone",
    ]);
    page.set(1);
    page.shows("first", true);
    page.fake.check(&["drop /export?seed=1&of=everyone"]);
}

#[test]
fn a_failure_keeps_the_last_report_and_can_be_tried_again() {
    let page = page();
    page.fake.says(done("first"));
    page.set(10);
    page.fake.says(Event::Failed(Failure::Offline));
    page.shows("first", false);
    page.owner.with(|| {
        let status = page.answer.status.get_untracked();
        assert_eq!(status, Status::Failed(Failure::Offline));
    });
    page.fake.0.borrow_mut().lines.clear();
    page.answer.again.notify();
    settle();
    page.fake.check(&[
        "drop /export?seed=1&of=everyone",
        "ask /export?seed=1&of=everyone",
    ]);
}

#[test]
fn a_page_that_goes_away_abandons_its_question() {
    let page = page();
    page.owner.cleanup();
    page.fake.check(&[
        "ask /export?seed=0&of=everyone",
        "drop /export?seed=0&of=everyone",
    ]);
}

#[test]
fn a_report_that_cannot_be_read_is_a_failure() {
    let page = page();
    page.fake.says(Event::Done(vec![0xff]));
    page.owner.with(|| {
        let status = page.answer.status.get_untracked();
        assert!(matches!(status, Status::Failed(Failure::Crashed { .. })));
        assert_eq!(page.answer.report.get_untracked(), None);
    });
}
