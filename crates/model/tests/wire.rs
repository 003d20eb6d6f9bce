//! What threads say to each other survives the way, every variant once.

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::wire::{
    BUILD, Form, FromHelper, FromWorker, Slot, Stage, TaskKind, ToHelper, ToWorker, decode, encode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: T) {
    assert_eq!(decode::<T>(&encode(&message)), Some(message));
}

#[test]
fn what_the_page_says_arrives() {
    let (question, _) = AnyQuestion::parse("/segments?country=France&k=5").unwrap();
    check(ToWorker::Begin {
        data: "https://example.com/data/".into(),
        helpers: Some(2),
    });
    check(ToWorker::Start {
        job: 7,
        slot: Slot::Panel,
        question: Box::new(question),
        form: Form::Json,
    });
    check(ToWorker::Cancel { job: 7 });
}

#[test]
fn what_the_worker_says_arrives() {
    check(FromWorker::Ready { build: BUILD });
    check(FromWorker::Progress {
        job: 7,
        stage: Stage::Scoring,
        done: 3,
        of: 9,
    });
    check(FromWorker::Partial { job: 7 });
    check(FromWorker::Done { job: 7 });
    check(FromWorker::Failed {
        job: 7,
        why: Failure::Nothing,
    });
    check(FromWorker::Crashed {
        message: "index out of bounds".into(),
    });
}

#[test]
fn what_helpers_hear_and_say_arrives() {
    check(ToHelper::Keep {
        subject: 1,
        kind: TaskKind::Clustering,
    });
    check(ToHelper::Forget { subject: 1 });
    check(ToHelper::Run {
        subject: 1,
        task: 2,
    });
    check(FromHelper::Ready { build: BUILD });
    check(FromHelper::Done { task: 2 });
    check(FromHelper::Lost);
}

#[test]
fn noise_is_nothing() {
    assert_eq!(decode::<ToWorker>(&[]), None);
    assert_eq!(decode::<ToWorker>(&[99]), None);
    assert_eq!(decode::<FromWorker>(&[0xff; 4]), None);
}
