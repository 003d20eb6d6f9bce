//! What is bought together, by mlxtend and SciPy (`tests/golden/reports.py`, `baskets.py`).

use std::collections::BTreeMap;

use clientele_analysis::baskets::measures::{Counts, measures};
use clientele_analysis::baskets::rules::rules;
use clientele_analysis::baskets::{Baskets, Budget, Miner, Mining, fisher};
use clientele_analysis::engine::Engine;
use serde_json::Value;

use crate::gaps::Gaps;
use crate::reports::{ask, golden};

/// The link that `reports.py` follows.
const LINK: &str =
    "/baskets?support=0.012&confidence=0.2&length=3&largest=1000000&rules=all&rows=100000";

/// Compares real orders, and random ones with every measure.
pub fn compare(engine: &mut Engine, gaps: &mut Gaps) {
    real(&ask(engine, LINK), gaps);
    measured(gaps);
    tails(gaps);
}

fn real(report: &Value, gaps: &mut Gaps) {
    let golden = &golden()["baskets"];
    for (key, known) in golden["counts"].as_object().unwrap() {
        gaps.same(
            &format!("baskets.counts.{key}"),
            &report["counts"][key],
            known,
        );
    }
    gaps.same(
        "baskets.thresholds.support_orders",
        &report["thresholds"]["support_orders"],
        &golden["support_orders"],
    );
    for bin in report["sizes"].as_array().unwrap() {
        let (from, to) = (bin["from"].as_u64().unwrap(), bin["to"].as_u64().unwrap());
        let sizes = golden["sizes"].as_object().unwrap().iter();
        let orders: u64 = sizes
            .filter(|(size, _)| (from..=to).contains(&size.parse().unwrap()))
            .map(|(_, orders)| orders.as_u64().unwrap())
            .sum();
        gaps.same("baskets.sizes.orders", &bin["orders"], &orders.into());
    }
    let items = report["items"].as_array().unwrap();
    for item in items {
        // What is bought next may be rarer than what is in rules.
        let Some(known) = golden["items"].get(item["id"].as_str().unwrap()) else {
            continue;
        };
        gaps.same("baskets.items.orders", &item["orders"], &known[0]);
        gaps.same("baskets.items.revenue", &item["revenue"], &known[1]);
    }
    let named = |places: &Value| {
        let places = places.as_array().unwrap().iter();
        let at = |place: &Value| items[place.as_u64().unwrap() as usize]["id"].as_str();
        let mut names: Vec<&str> = places.map(|place| at(place).unwrap()).collect();
        names.sort_unstable();
        names.join(" ")
    };
    let list = |key: &str| report[key].as_array().unwrap();
    for rule in list("rules") {
        let then = Value::from(vec![rule["then"].clone()]);
        let name = format!("{} > {}", named(&rule["when"]), named(&then));
        let known = &golden["rules"][&name];
        let measures = &rule["measures"];
        gaps.same("baskets.rules.orders", &rule["orders"], &known[0]);
        gaps.same("baskets.rules.when_orders", &rule["when_orders"], &known[1]);
        for (at, key) in ["support", "confidence", "lift"].into_iter().enumerate() {
            let field = format!("baskets.rules.measures.{key}");
            gaps.same(&field, &measures[key], &known[2 + at]);
        }
        for (at, key) in ["p", "q"].into_iter().enumerate() {
            let (own, known) = (&rule[key], &known[5 + at]);
            let field = format!("baskets.rules.{key}");
            gaps.near_in_size(&field, own.as_f64().unwrap(), known.as_f64().unwrap());
        }
    }
    assert_eq!(
        list("rules").len(),
        golden["rules"].as_object().unwrap().len()
    );
    for set in list("valuable") {
        let known = &golden["valuable"][&named(&set["items"])];
        gaps.same("baskets.valuable.orders", &set["orders"], &known[0]);
        gaps.same("baskets.valuable.value", &set["value"], &known[1]);
    }
}

fn random() -> Value {
    serde_json::from_str(include_str!("../golden/baskets.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<u32> {
    let all = value.as_array().unwrap().iter();
    all.map(|number| number.as_u64().unwrap() as u32).collect()
}

fn mined(golden: &Value) -> Mining {
    let rows = golden["baskets"].as_array().unwrap().iter();
    let rows: Vec<Vec<u32>> = rows.map(numbers).collect();
    let baskets = Baskets::of(rows.iter().map(Vec::as_slice));
    let floor = golden["floor"].as_u64().unwrap() as u32;
    Miner::new(&baskets, floor, 4, Budget::default())
        .finish()
        .unwrap()
}

fn measured(gaps: &mut Gaps) {
    let golden = random();
    let mining = mined(&golden);
    let sets = golden["sets"].as_array().unwrap().iter();
    let mut known: Vec<(Vec<u32>, u32)> = sets
        .map(|set| (numbers(&set[0]), set[1].as_u64().unwrap() as u32))
        .collect();
    known.sort();
    assert_eq!(mining.sets.listed(), known, "the same sets as mlxtend's");
    let items = |ranks: &mut dyn Iterator<Item = u32>| {
        let mut items: Vec<u32> = ranks.map(|rank| mining.sets.item[rank as usize]).collect();
        items.sort_unstable();
        items
    };
    let sides = |rule: &_| -> (Vec<u32>, Vec<u32>) {
        let rule: &clientele_analysis::baskets::rules::Found = rule;
        (
            items(&mut rule.when()),
            items(&mut [rule.then()].into_iter()),
        )
    };
    let found: BTreeMap<_, _> = rules(&mining, 0.0)
        .iter()
        .map(|rule| (sides(rule), measures(rule.counts)))
        .collect();
    let known = golden["rules"].as_array().unwrap();
    assert_eq!(found.len(), known.len(), "the same rules as mlxtend's");
    for rule in known {
        let then = rule["then"].as_u64().unwrap() as u32;
        let m = found[&(numbers(&rule["when"]), vec![then])];
        for (theirs, ours, value) in [
            ("support", "support", m.support),
            ("confidence", "confidence", m.confidence),
            ("lift", "lift", m.lift),
            ("leverage", "leverage", m.leverage),
            ("zhangs_metric", "zhang", m.zhang),
            ("jaccard", "jaccard", m.jaccard),
            ("certainty", "certainty", m.certainty),
            ("kulczynski", "kulczynski", m.kulczynski),
            (
                "conviction",
                "conviction",
                m.conviction.unwrap_or(f64::INFINITY),
            ),
        ] {
            let known = rule[theirs].as_f64().unwrap_or(f64::INFINITY);
            gaps.near(&format!("baskets.rules.measures.{ours}"), value, known);
        }
    }
}

fn tails(gaps: &mut Gaps) {
    for case in random()["fisher"].as_array().unwrap() {
        let table = numbers(&case["table"]);
        let counts = Counts {
            all: table.iter().sum(),
            when: table[0] + table[1],
            then: table[0] + table[2],
            both: table[0],
        };
        let known = |key: &str| case[key].as_f64().unwrap();
        gaps.near_in_size("baskets.rules.p", fisher::more(counts), known("more"));
        gaps.near_in_size(
            "baskets.substitutes.p",
            fisher::fewer(counts),
            known("fewer"),
        );
    }
}
