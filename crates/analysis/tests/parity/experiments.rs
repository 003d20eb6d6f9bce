//! A planned test and the results of three campaigns of the made-up retailer, by pandas, SciPy and statsmodels
//! (`tests/golden/experiments.py`).

use clientele_analysis::engine::Engine;
use serde_json::Value;

use crate::gaps::Gaps;
use crate::reports::{ask, first};

/// Compares the plan, its first answer and its simulated year, and every campaign's result.
pub fn compare(engine: &mut Engine, gaps: &mut Gaps) {
    let golden: Value = serde_json::from_str(include_str!("../golden/experiments.json")).unwrap();
    let link = "/experiments/plan";
    let (closed, drawn) = (first(engine, link), ask(engine, link));
    let plan = &golden["plan"];
    for (key, known) in plan.as_object().unwrap() {
        match key.as_str() {
            "closed" => mirror("plan", " (closed form)", &closed, known, gaps),
            "simulated" => mirror("plan", "", &drawn, known, gaps),
            "groups" => groups(&drawn, known, gaps),
            key => mirror(&format!("plan.{key}"), "", &drawn[key], known, gaps),
        }
    }
    for (code, known) in golden["results"].as_object().unwrap() {
        let report = ask(engine, &format!("/experiments/result?campaign={code}"));
        mirror("result", "", &report, known, gaps);
    }
}

/// Customers of each group that one may choose.
fn groups(report: &Value, known: &Value, gaps: &mut Gaps) {
    let choices = report["audiences"].as_array().unwrap();
    for (name, customers) in known.as_object().unwrap() {
        // Segments may be called like groups.
        let of = choices
            .iter()
            .find(|choice| choice["name"] == name.as_str() && choice["of"].get("Rfm").is_some());
        gaps.same(
            "plan.audiences.customers",
            &of.unwrap()["customers"],
            customers,
        );
    }
}

/// Chances are compared in size, however small.
const CHANCES: [&str; 3] = ["p", "corrected", "interaction"];

/// Compares every number of the reference with the one at the same place of the report.
#[track_caller]
fn mirror(field: &str, kind: &str, ours: &Value, theirs: &Value, gaps: &mut Gaps) {
    match theirs {
        Value::Object(map) => {
            for (key, theirs) in map {
                mirror(&format!("{field}.{key}"), kind, &ours[key], theirs, gaps);
            }
        }
        Value::Array(list) => {
            let own = ours.as_array().map_or(0, Vec::len);
            assert!(list.len() <= own, "{field}: {own} here");
            for (at, theirs) in list.iter().enumerate() {
                mirror(field, kind, &ours[at], theirs, gaps);
            }
        }
        Value::Number(theirs) => {
            let (Some(ours), Some(theirs)) = (ours.as_f64(), theirs.as_f64()) else {
                panic!("{field}: {ours} here, {theirs} in the reference");
            };
            let key = field.rsplit('.').next().unwrap_or_default();
            match CHANCES.contains(&key) {
                true => gaps.near_in_size(&format!("{field}{kind}"), ours, theirs),
                false => gaps.near(&format!("{field}{kind}"), ours, theirs),
            }
        }
        // The reference has nothing to say there.
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
