//! Sets, measures and tests for chance beside mlxtend's and SciPy's (`tests/golden/baskets.py`).
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use clientele_analysis::baskets::measures::{Counts, measures};
use clientele_analysis::baskets::rules::rules;
use clientele_analysis::baskets::{Baskets, Budget, Miner, Mining, fisher};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/baskets.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<u32> {
    let all = value.as_array().unwrap().iter();
    all.map(|number| number.as_u64().unwrap() as u32).collect()
}

fn mined(golden: &Value) -> Mining {
    let rows: Vec<Vec<u32>> = golden["baskets"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let baskets = Baskets::of(rows.iter().map(Vec::as_slice));
    let floor = golden["floor"].as_u64().unwrap() as u32;
    let miner = Miner::new(&baskets, floor, 4, Budget::default());
    miner.finish().unwrap()
}

#[test]
fn sets_are_those_of_mlxtend() {
    let golden = golden();
    let sets = golden["sets"].as_array().unwrap().iter();
    let mut expected: Vec<(Vec<u32>, u32)> = sets
        .map(|set| (numbers(&set[0]), set[1].as_u64().unwrap() as u32))
        .collect();
    expected.sort();
    assert_eq!(mined(&golden).sets.listed(), expected);
}

#[test]
fn every_measure_is_that_of_mlxtend() {
    let golden = golden();
    let mining = mined(&golden);
    let items = |ranks: &mut dyn Iterator<Item = u32>| {
        let mut items: Vec<u32> = ranks.map(|rank| mining.sets.item[rank as usize]).collect();
        items.sort_unstable();
        items
    };
    let found: BTreeMap<(Vec<u32>, Vec<u32>), _> = rules(&mining, 0.0)
        .into_iter()
        .map(|rule| {
            let sides = (
                items(&mut rule.when()),
                items(&mut [rule.then()].into_iter()),
            );
            (sides, measures(rule.counts))
        })
        .collect();
    let expected = golden["rules"].as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    assert!(expected.len() > 300);
    for rule in expected {
        let sides = (
            numbers(&rule["when"]),
            vec![rule["then"].as_u64().unwrap() as u32],
        );
        let m = found[&sides];
        for (name, value) in [
            ("support", m.support),
            ("confidence", m.confidence),
            ("lift", m.lift),
            ("leverage", m.leverage),
            ("zhangs_metric", m.zhang),
            ("jaccard", m.jaccard),
            ("certainty", m.certainty),
            ("kulczynski", m.kulczynski),
            ("conviction", m.conviction.unwrap_or(f64::INFINITY)),
        ] {
            let expected = rule[name].as_f64().unwrap_or(f64::INFINITY);
            let near =
                value == expected || (value - expected).abs() <= 1e-12 * (1.0 + expected.abs());
            assert!(near, "{name} of {sides:?}: {value}, mlxtend {expected}");
        }
    }
}

#[test]
fn tails_are_those_of_scipy() {
    let golden = golden();
    for case in golden["fisher"].as_array().unwrap() {
        let table = numbers(&case["table"]);
        let counts = Counts {
            all: table.iter().sum(),
            when: table[0] + table[1],
            then: table[0] + table[2],
            both: table[0],
        };
        for (name, value) in [
            ("more", fisher::more(counts)),
            ("fewer", fisher::fewer(counts)),
        ] {
            let expected = case[name].as_f64().unwrap();
            let near = (value - expected).abs() <= 1e-9 * expected || value.max(expected) < 1e-300;
            assert!(near, "{name} of {table:?}: {value}, SciPy {expected}");
        }
    }
}
