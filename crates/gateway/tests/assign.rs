//! The lists of a test: who is drawn into which arm, repeated here from what the lists and the manifest say alone.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use clientele_analysis::inference::assignment::point;
use serde_json::Value;

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/data/omnichannel");

fn run(plan: &str, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clientele"))
        .args(["assign", PACK, plan, "--out"])
        .arg(out)
        .output()
        .unwrap()
}

/// Customer, arm and segment of each row, and the point it says.
fn rows(folder: &Path, file: &str) -> Vec<(String, String, String, f64)> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("\u{feff}customer,arm,segment,point"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [customer, arm, segment, point] = cells[..] else {
            panic!("{line}");
        };
        let texts = [customer, arm, segment].map(str::to_owned);
        let [customer, arm, segment] = texts;
        (customer, arm, segment, point.parse().unwrap())
    };
    lines.map(row).collect()
}

/// The rule of docs/split.md, written anew: places within a segment, and the arm by places.
#[track_caller]
fn check(plan: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let said = run(plan, folder.path());
    assert!(said.status.success(), "{said:?}");
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let salt = manifest["salt"].as_str().unwrap();
    let arms = manifest["arms"].as_array().unwrap();
    let held = arms[0]["share"].as_f64().unwrap();
    let mut segments: BTreeMap<String, Vec<(f64, String, String)>> = BTreeMap::new();
    for arm in arms {
        let all = rows(folder.path(), arm["file"].as_str().unwrap());
        assert_eq!(all.len() as u64, arm["customers"].as_u64().unwrap());
        for (customer, name, segment, said) in all {
            assert_eq!(name, arm["name"].as_str().unwrap());
            assert_eq!(said, point(salt, &customer));
            let segment = segments.entry(segment).or_default();
            segment.push((said, customer, name));
        }
    }
    let mut seen = Vec::new();
    for (segment, mut members) in segments {
        members.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let (start, n) = (point(salt, &segment), members.len() as f64);
        for (rank, (_, customer, arm)) in members.into_iter().enumerate() {
            let place = (rank as f64 + start) / n;
            let expected = if place < held { "control" } else { "treatment" };
            assert_eq!(arm, expected, "{customer}");
            seen.push(customer);
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all, "somebody stands twice");
    manifest
}

#[test]
fn lists_can_be_repeated_from_their_manifest() {
    let manifest = check("/experiments/plan?who=rfm.at-risk&label=winback");
    assert!(manifest["salt"].as_str().unwrap().starts_with("winback"));
    assert!(manifest["largest_difference"].as_f64().unwrap() <= 0.1);
    let manifest = check("/experiments/split?held=20&via=post");
    assert_eq!(manifest["salt"], "test");
    // Post reaches everybody.
    assert_eq!(manifest["left_out"].as_array().unwrap().len(), 0);
    let customers = |at: usize| manifest["arms"][at]["customers"].as_f64().unwrap();
    let share = customers(0) / (customers(0) + customers(1));
    assert!((share - 0.2).abs() < 0.001, "{share}");
}

#[test]
fn the_same_plan_gives_the_same_lists() {
    let plan = "/experiments/plan?who=rfm.loyal&label=thanks";
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let lists = folders.each_ref().map(|folder| {
        assert!(run(plan, folder.path()).status.success());
        rows(folder.path(), "thanks-treatment.csv")
    });
    assert_eq!(lists[0], lists[1]);
}

#[test]
fn what_is_no_plan_or_cannot_be_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |plan: &str, out: &Path| {
        let said = run(plan, out);
        assert_eq!(said.status.code(), Some(1), "{plan}");
        String::from_utf8(said.stderr).unwrap()
    };
    assert_eq!(
        refused("/segments", folder.path()),
        "“/segments” is not a plan for a test, so nothing was written. Give the link to one, such as '/experiments/plan?who=rfm.champions&held=50'.\n"
    );
    std::fs::write(folder.path().join("file"), "x").unwrap();
    let file = folder.path().join("file");
    let said = refused("/experiments/plan", &file);
    let path = file.display();
    assert!(
        said.starts_with(&format!("{path} could not be written ("))
            && said.ends_with("). Choose another folder with --out.\n"),
        "{said}"
    );
    assert_eq!(
        refused("/experiments/plan?floor=1000000", folder.path()),
        "The plan reaches nobody, so no list was made. Choose more customers, or leave fewer out.\n"
    );
}
