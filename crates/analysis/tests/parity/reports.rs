//! Reports as JSON, and the fields in them that hold numbers.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clientele_analysis::engine::{Engine, Source, Step, finish};
use clientele_analysis::plays::Plays;
use clientele_analysis::studies;
use clientele_model::question::AnyQuestion;
use serde_json::Value;

/// An engine with every file of a bundled pack.
pub fn engine(pack: &str) -> Engine {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../public/data")
        .join(pack);
    let catalogue = fs::read(folder.join("catalogue.json")).unwrap();
    let source = Source::Pack(serde_json::from_slice(&catalogue).unwrap());
    let mut engine = Engine::new(source, vec![], &studies::all());
    engine.advise(Ok(Plays::own().into()));
    for file in engine.rest() {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    // Files that only some data sets have come when a question asks for them.
    for table in ["campaigns", "exposures"] {
        if let Ok(bytes) = fs::read(folder.join(format!("{table}.arrow"))) {
            engine.supply(table, &bytes).unwrap();
        }
    }
    engine
}

/// What `tests/golden/reports.py` wrote.
pub fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/reports.json")).unwrap()
}

/// The answer to a question.
#[track_caller]
pub fn ask(engine: &mut Engine, text: &str) -> Value {
    let (question, notices) = AnyQuestion::parse(text).unwrap();
    assert_eq!(notices, [], "{text}");
    let report = engine.start(&question).and_then(finish);
    let report = report.unwrap_or_else(|why| panic!("{text}: {why}"));
    serde_json::to_value(report.bare()).unwrap()
}

/// The first answer to a question, before what takes longer is there.
#[track_caller]
pub fn first(engine: &mut Engine, text: &str) -> Value {
    let (question, _) = AnyQuestion::parse(text).unwrap();
    let mut job = engine.start(&question).unwrap();
    loop {
        match job.step().unwrap() {
            Step::Partial(report) | Step::Done(report) => {
                return serde_json::to_value(report.into_any().bare()).unwrap();
            }
            Step::More { .. } => {}
            Step::Waits | Step::Tasks { .. } => panic!("{text} has no first answer"),
        }
    }
}

/// Questions whose reports together have every field that can hold a number, by the names of the reports.
const QUESTIONS: [(&str, &[(&str, &str)]); 2] = [
    (
        "online-retail-ii",
        &[
            ("overview", "/overview"),
            ("segments", "/segments"),
            ("segments", "/segments?lens=behaviour&returns=off"),
            ("products", "/products"),
            ("product", "/products?product=22423"),
            ("find", "/products?find=holder"),
            ("baskets", "/baskets"),
            ("recommend", "/recommend?product=22423"),
            ("recommend", "/recommend?of=rfm.champions"),
            ("customer", "/customer?who=12347"),
            ("audience", "/audience?of=rfm.champions"),
            (
                "audiences",
                "/audiences?of=all(any(rfm.champions,rfm.loyal),not(country.France))",
            ),
            ("export", "/export?of=rfm.champions"),
            ("audience-file", "/audience-file?of=rfm.champions&to=ids"),
            ("playbook", "/playbook?of=rfm.champions"),
            ("values", "/values"),
            ("data", "/data"),
        ],
    ),
    (
        "omnichannel",
        &[
            ("overview", "/overview"),
            ("segments", "/segments?lens=behaviour"),
            ("products", "/products?by=margin"),
            ("baskets", "/baskets"),
            ("data", "/data"),
            ("customer", "/customer?who=111700"),
            (
                "audience-file",
                "/audience-file?of=rfm.at-risk&to=meta&hold=10",
            ),
            (
                "audience-file",
                "/audience-file?of=rfm.at-risk&to=csv&hold=10",
            ),
            (
                "playbook",
                "/playbook?lens=behaviour&of=segment.regular-big-spenders-active",
            ),
            ("plan", "/experiments/plan?vs=offer=none;lift=3"),
            ("split", "/experiments/split"),
            ("result", "/experiments/result"),
            ("result", "/experiments/result?campaign=spring-coupon"),
        ],
    ),
];

/// Every field that holds a number, in every report.
pub fn fields() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (pack, questions) in QUESTIONS {
        let mut engine = engine(pack);
        for (name, question) in questions {
            let report = ask(&mut engine, question);
            walk(name, &report, &mut fields);
        }
    }
    fields
}

fn walk(at: &str, value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Number(_) => {
            fields.insert(at.to_owned());
        }
        Value::Array(list) => list.iter().for_each(|one| walk(at, one, fields)),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, one)| walk(&format!("{at}.{key}"), one, fields)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
