//! Catalogues of packs that were damaged, or made to break their reader: whatever one says, every question has an answer or a
//! sentence. `CLIENTELE_MUTATIONS` says how many are tried.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clientele_gateway::ask::answer;
use clientele_model::question::AnyQuestion;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::{Value, json};

use super::Desk;

/// How many are tried unless told otherwise.
const USUAL: u64 = 600;

/// One for each study that reads a catalogue in its own way.
const QUESTIONS: [&str; 9] = [
    "/data",
    "/overview",
    "/overview?from=2009-01-01&to=2030-12-31&compare=year",
    "/segments?k=auto",
    "/segments?lens=behaviour&by=rfm",
    "/products",
    "/baskets",
    "/experiments/plan",
    "/audience?of=rfm.champions",
];

/// Every place in a document, as JSON pointers.
fn places(value: &Value, here: &str, all: &mut Vec<String>) {
    let mut below = |name: String, value: &Value| {
        let name = name.replace('~', "~0").replace('/', "~1");
        let place = format!("{here}/{name}");
        all.push(place.clone());
        places(value, &place, all);
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| below(name.clone(), value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, value)| below(at.to_string(), value)),
        _ => {}
    }
}

/// What no catalogue should say, most often of the right kind, so that it is not refused at the door.
fn hostile(value: &Value, rng: &mut Xoshiro256PlusPlus) -> Value {
    let of_kind = match value {
        Value::Number(_) => vec![
            json!(0),
            json!(-1),
            json!(1),
            json!(u32::MAX),
            json!(u64::MAX),
            json!(1e308),
            json!(-0.5),
        ],
        Value::String(text) if text.len() == 10 && text.as_bytes()[4] == b'-' => vec![
            json!("0001-01-01"),
            json!("9999-12-31"),
            json!("1970-01-01"),
            json!("2030-02-29"),
        ],
        Value::String(_) => vec![
            json!(""),
            json!("\u{0}"),
            json!("ß".repeat(3_000)),
            json!("../x"),
        ],
        Value::Bool(is) => vec![json!(!is)],
        Value::Array(items) => vec![
            json!([]),
            Value::Array(items.iter().chain(items).cloned().collect()),
            Value::Array(items.iter().rev().cloned().collect()),
        ],
        _ => vec![],
    };
    let any = [json!(null), json!([]), json!({}), json!("x"), json!(7)];
    match rng.gen_range(0..10) {
        0 => any[rng.gen_range(0..any.len())].clone(),
        _ if of_kind.is_empty() => any[rng.gen_range(0..any.len())].clone(),
        _ => of_kind[rng.gen_range(0..of_kind.len())].clone(),
    }
}

fn mutated(whole: &Value, rng: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    let mut value = whole.clone();
    for _ in 0..rng.gen_range(1..=3) {
        let mut all = vec![];
        places(&value, "", &mut all);
        let place = &all[rng.gen_range(0..all.len())];
        if let Some(there) = value.pointer_mut(place) {
            *there = hostile(there, rng);
        }
    }
    let mut text = serde_json::to_vec(&value).unwrap();
    // Now and then the text itself is damaged.
    if rng.gen_range(0..8) == 0 {
        let at = rng.gen_range(0..text.len());
        match rng.gen_range(0..3) {
            0 => text.truncate(at),
            1 => text[at] ^= 1 << rng.gen_range(0..8),
            _ => text[at] = b'9',
        }
    }
    text
}

/// How many of the questions have an answer.
fn answers(pack: &Path, questions: &[AnyQuestion]) -> usize {
    let answers = questions.iter().map(|question| answer(pack, question));
    // A refusal is a sentence.
    answers
        .filter(|answer| match answer {
            Ok(report) => !report.lines().is_empty(),
            Err(why) => {
                assert!(why.to_string().ends_with('.'), "{why}");
                false
            }
        })
        .count()
}

#[test]
fn a_damaged_catalogue_of_a_pack_ends_nothing() {
    let desk = Desk::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join("crates/intake/tests/cases/inputs/four-alike.csv");
    desk.answered(&["pack", file.to_str().unwrap(), "--out", "shop"]);
    let pack = desk.path().join("shop");
    let path = pack.join("catalogue.json");
    let whole: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let questions = QUESTIONS.map(|text| AnyQuestion::parse(text).unwrap().0);
    assert!(answers(&pack, &questions) >= 6);

    let told = std::env::var("CLIENTELE_MUTATIONS").ok();
    let most = told.and_then(|told| told.parse().ok()).unwrap_or(USUAL);
    let (mut panicked, mut read, mut refused) = (vec![], 0, 0);
    for seed in 0..most {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        std::fs::write(&path, mutated(&whole, &mut rng)).unwrap();
        match catch_unwind(AssertUnwindSafe(|| answers(&pack, &questions))) {
            Ok(0) => refused += 1,
            Ok(_) => read += 1,
            Err(_) => panicked.push(seed),
        }
    }
    assert!(panicked.is_empty(), "{panicked:?}");
    // Both happen: some damages only change what is said.
    assert!(
        read > most / 10 && refused > most / 10,
        "{read} and {refused}"
    );
}
