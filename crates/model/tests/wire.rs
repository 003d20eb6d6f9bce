//! What threads say to each other survives the way, every variant once.

use clientele_model::date;
use clientele_model::failure::Failure;
use clientele_model::opening::{
    DayMonth, FromReader, Kept, OwnSet, Preview, Reading, ReadingStage, Refusal, ToReader, Told,
    ToldColumn,
};
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
        token: Some("a token".into()),
    });
    check(ToWorker::Start {
        job: 7,
        slot: Slot::Panel,
        question: Box::new(question),
        form: Form::Json,
    });
    check(ToWorker::Cancel { job: 7 });
    check(ToWorker::Own {
        slug: "own/orders".into(),
        files: vec![("catalogue.json".into(), 1234)],
    });
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

fn told() -> Told {
    Told {
        columns: vec![ToldColumn {
            column: "Kd.-Nr.".into(),
            field: Some("customer".into()),
        }],
        decimal: Some(','),
        dates: Some(DayMonth::DayFirst),
        anonymous: true,
        ..Told::default()
    }
}

#[test]
fn what_the_reader_of_files_hears_arrives() {
    check(ToReader::Read {
        names: vec!["orders.csv".into()],
        told: told(),
        today: date(2026, 1, 1),
        zone: "Europe/London".into(),
    });
    check(ToReader::Again { told: told() });
    check(ToReader::Keep {
        title: "Orders".into(),
        add_to: Some("own/orders".into()),
    });
    check(ToReader::List);
    let slug = || "own/orders".to_owned();
    check(ToReader::Rename {
        slug: slug(),
        title: "Orders".into(),
    });
    check(ToReader::Delete { slug: slug() });
    check(ToReader::Pack { slug: slug() });
}

#[test]
fn what_the_reader_of_files_says_arrives() {
    check(FromReader::Ready { build: BUILD });
    check(FromReader::Progress {
        stage: ReadingStage::Making,
        done: 1,
        of: 2,
    });
    check(FromReader::Read(Box::new(Reading {
        headline: "orders.csv can be read".into(),
        context: "2 lines".into(),
        files: vec![],
        doubts: vec![],
        columns: vec![],
        preview: Preview::default(),
        ledger: Default::default(),
        decided: vec![],
        gives: vec![],
        sum: "1 order".into(),
        title: "orders".into(),
        currency: "GBP".into(),
        zone: "UTC".into(),
        told: told(),
    })));
    check(FromReader::Refused(Box::new(Refusal {
        sentence: "No.".into(),
        doubts: vec![],
        columns: vec![],
        told: told(),
    })));
    check(FromReader::Kept(Kept {
        slug: "own/orders".into(),
        title: "Orders".into(),
        bytes: 7,
        files: vec!["catalogue.json".into()],
        said: vec![],
    }));
    check(FromReader::Sets(vec![OwnSet {
        slug: "own/orders".into(),
        title: "Orders".into(),
        lines: 2,
        span: (date(2025, 1, 1), date(2025, 1, 2)),
        bytes: 7,
    }]));
    check(FromReader::Packed {
        name: "orders.zip".into(),
    });
    check(FromReader::Failed {
        sentence: "No.".into(),
    });
    check(FromReader::Crashed {
        message: "index out of bounds".into(),
    });
}

#[test]
fn noise_is_nothing() {
    assert_eq!(decode::<ToWorker>(&[]), None);
    assert_eq!(decode::<ToWorker>(&[99]), None);
    assert_eq!(decode::<FromWorker>(&[0xff; 4]), None);
}
