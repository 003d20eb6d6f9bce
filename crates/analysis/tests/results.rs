//! The campaigns of the made-up retailer, judged: the figures of an independent script, and the effects they were made with.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::PathBuf;

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_model::experiments::ResultReport;
use clientele_model::question::{AnyQuestion, AnyReport};

fn engine(pack: &str) -> Engine {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../public/data")
        .join(pack);
    let catalogue = fs::read(folder.join("catalogue.json")).unwrap();
    let source = Source::Pack(serde_json::from_slice(&catalogue).unwrap());
    let mut engine = Engine::new(source, vec![], &studies::all());
    for file in engine.rest() {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    engine
}

fn ask(engine: &mut Engine, link: &str) -> ResultReport {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    for file in engine.wants(&question).unwrap().files() {
        let folder =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../public/data/omnichannel");
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    match finish(engine.start(&question).unwrap()).unwrap() {
        AnyReport::JudgeTest(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn dump() {
    let mut engine = engine("omnichannel");
    for link in std::env::var("LINKS")
        .unwrap_or("/experiments/result?campaign=spring-coupon".into())
        .split(' ')
    {
        let report = ask(&mut engine, link);
        println!("{}", serde_json::to_string(&report).unwrap());
    }
}
