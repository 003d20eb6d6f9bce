//! The same questions have the same answers: sixty links over both bundled packs, byte for byte.
//!
//! `questions.txt` lists the links; `online-retail-ii.txt` and `omnichannel.txt` hold a fingerprint of every part of every
//! report. A change that is meant to change no answer changes none of them; one that is meant to is read in their
//! difference. `UPDATE_GOLDEN=1` accepts the answers as they are. The same over ClickHouse: `tests/clickhouse/golden.rs`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod golden;

use std::fs;
use std::path::{Path, PathBuf};

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::plays::Plays;
use clientele_analysis::studies;
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::wire::{decode, encode};

use golden::{Golden, fields, part};

const QUESTIONS: &str = include_str!("questions.txt");

#[test]
fn a_wholesaler_of_gifts_is_answered_as_before() {
    check("online-retail-ii");
}

#[test]
fn a_made_up_retailer_is_answered_as_before() {
    check("omnichannel");
}

#[test]
fn sixty_questions_are_asked() {
    let links: Vec<_> = QUESTIONS.lines().filter(|l| l.starts_with('/')).collect();
    assert!(links.len() >= 60, "{}", links.len());
}

#[track_caller]
fn check(slug: &str) {
    let folder = root().join("public/data").join(slug);
    let text = fs::read_to_string(folder.join("catalogue.json")).unwrap();
    let catalogue: Catalogue = serde_json::from_str(&text).unwrap();
    let offered = vec![(slug.to_owned(), slug.to_owned())];
    let mut engine = Engine::new(Source::Pack(catalogue), offered, &studies::all());
    engine.advise(Ok(Plays::own().into()));
    let mut golden = Golden::default();
    for link in links(QUESTIONS, slug) {
        let (question, notices) = match AnyQuestion::parse(link) {
            Ok(parsed) => parsed,
            Err(why) => {
                golden.add(link, vec![part("refused", &why.to_string())]);
                continue;
            }
        };
        let mut says: Vec<_> = notices
            .iter()
            .map(|notice| part("notice", &notice.to_string()))
            .collect();
        says.push(part("canonical", &question.to_string()));
        match answer(&mut engine, &folder, &question) {
            Ok(report) => {
                arrives(link, &report);
                says.extend(parts(&report));
            }
            Err(why @ Failure::Defect { .. }) => panic!("{link}: {why}"),
            Err(why) => says.push(part("failure", &why.to_string())),
        }
        golden.add(link, says);
    }
    golden.check(&format!("answers/{slug}.txt"));
}

/// Answers from what the question needs: ready-made tables first, from the lines once these are here.
fn answer(
    engine: &mut Engine,
    folder: &Path,
    question: &AnyQuestion,
) -> Result<AnyReport, Failure> {
    for file in engine.wants(question)?.files() {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes)?;
    }
    finish(engine.start(question)?)
}

/// The top folder of the repository.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The links of a list that are for a data set: those of the section `both` and of the one with its name.
fn links<'a>(list: &'a str, slug: &'a str) -> impl Iterator<Item = &'a str> {
    let mut is_meant = true;
    list.lines().filter(move |line| {
        if let Some(name) = line.strip_prefix("== ") {
            is_meant = name == slug || name == "both";
        }
        is_meant && line.starts_with('/')
    })
}

/// Whether the page gets from the worker what was sent to it.
#[track_caller]
fn arrives(link: &str, report: &AnyReport) {
    let sent = encode(report);
    let arrived = decode::<AnyReport>(&sent);
    assert!(
        arrived.is_some_and(|arrived| encode(&arrived) == sent),
        "{link}: the report does not arrive as it was sent"
    );
}

/// The parts of a report.
fn parts(report: &AnyReport) -> Vec<String> {
    let report = serde_json::to_value(report).unwrap();
    let (_, report) = report.as_object().unwrap().iter().next().unwrap();
    fields(report)
}
