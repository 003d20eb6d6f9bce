//! The campaigns of the made-up retailer, judged: the figures of an independent script, and the effects they were made with.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::PathBuf;

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_model::experiments::{CutRow, ResultReport, Verdict};
use clientele_model::question::{AnyQuestion, AnyReport};

#[path = "results/truths.rs"]
mod truths;

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

fn judged(link: &str) -> ResultReport {
    ask(&mut engine("omnichannel"), link)
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found}, not {expected}"
    );
}

#[track_caller]
fn nearly((effect, low, high): (f64, f64, f64), expected: (f64, f64, f64), within: f64) {
    near(effect, expected.0, within);
    near(low, expected.1, within);
    near(high, expected.2, within);
}

fn way(report: &ResultReport, key: &str, name: &str) -> ((f64, f64, f64), f64) {
    let row = report.measures.iter().find(|row| row.key == key).unwrap();
    let way = row.ways.iter().find(|way| way.name == name).unwrap();
    ((way.effect, way.low, way.high), way.p)
}

fn group<'a>(report: &'a ResultReport, cut: &str, name: &str) -> &'a CutRow {
    let cut = report.cuts.iter().find(|shown| shown.name == cut).unwrap();
    cut.rows.iter().find(|row| row.name == name).unwrap()
}

const DISCOUNT: &str = "Share of items bought at a discount";

/// The figures of `figures_ea.py`, written apart in NumPy, pandas and SciPy from the same pack.
#[test]
#[expect(clippy::approx_constant, reason = "the end of an interval, not π")]
fn the_spring_coupon_is_judged_as_an_independent_script_does() {
    let report = judged("/experiments/result?campaign=spring-coupon");
    let arms: Vec<(u32, u32)> = report
        .arms
        .iter()
        .map(|arm| (arm.customers, arm.buyers))
        .collect();
    assert_eq!(arms, [(2842, 406), (2860, 476)]);
    near(report.split.p, 0.8116, 5e-5);
    let (told, p) = way(&report, "bought", "As measured");
    nearly(told, (0.0236, 0.0048, 0.0423), 1e-4);
    near(p, 0.0138, 5e-5);
    nearly(
        way(&report, "bought", "Past spend counted").0,
        (0.0235, 0.0055, 0.0414),
        1e-4,
    );
    nearly(
        way(&report, "bought", "Any-day interval").0,
        (0.0235, -0.0044, 0.0513),
        1e-4,
    );
    nearly(
        way(&report, "bought", "Compared within groups").0,
        (0.025, 0.0075, 0.0425),
        1e-3,
    );
    nearly(
        way(&report, "margin", "As measured").0,
        (0.42, -1.94, 2.78),
        0.005,
    );
    nearly(
        way(&report, "margin", "Past spend counted").0,
        (0.40, -1.75, 2.55),
        0.005,
    );
    nearly(
        way(&report, "margin", "Any-day interval").0,
        (0.40, -2.93, 3.73),
        0.005,
    );
    nearly(
        way(&report, "revenue", "As measured").0,
        (1.76, -3.24, 6.76),
        0.005,
    );
    nearly(
        way(&report, "orders", "As measured").0,
        (0.0279, 0.0009, 0.0549),
        1e-4,
    );
    nearly(
        way(&report, "discount_share", "As measured").0,
        (0.0243, 0.0163, 0.0324),
        1e-4,
    );
    nearly(
        way(&report, "return_share", "As measured").0,
        (0.0111, -0.0077, 0.0299),
        1e-4,
    );
    near(report.measures[0].chance.unwrap(), 0.993, 1e-3);
    let relative = report.measures[0].relative.unwrap();
    nearly(relative, (0.165, 0.023, 0.307), 1e-3);
    let after = report.after.as_ref().unwrap();
    nearly(after.effect, (-0.0181, -0.0359, -0.0002), 1e-4);
    nearly(after.whole, (0.0101, -0.0121, 0.0322), 1e-4);
    let course = report.course.as_ref().unwrap();
    assert_eq!(course.days.len(), 56);
    let day = &course.days[13];
    nearly(
        (day.treated - day.control, day.any_day.0, day.any_day.1),
        (0.0128, -0.0096, 0.0352),
        1e-4,
    );
    let chances: Vec<f64> = report
        .cuts
        .iter()
        .map(|cut| cut.interaction.unwrap())
        .collect();
    near(chances[0], 0.0026, 1e-4);
    near(chances[1], 0.554, 1e-3);
    for (name, customers, measured) in [
        ("Never", 1730, -0.018),
        ("Under a quarter", 649, 0.009),
        ("A quarter to a half", 757, 0.027),
        ("Half or more", 1147, 0.092),
    ] {
        let row = group(&report, DISCOUNT, name);
        assert_eq!(row.customers, customers);
        near(row.measured.0, measured, 6e-4);
        // Another prior of the spread than the script's: as far apart as that makes them.
        assert!(row.shrunk.0.abs() <= row.measured.0.abs() + 0.01);
    }
    let sensitivity = report.sensitivity.as_ref().unwrap();
    for (name, customers, told) in [
        ("As judged", 5702, (0.40, -1.75, 2.55)),
        (
            "Past spend not taken into account",
            5702,
            (0.42, -1.94, 2.78),
        ),
        ("Unknown customers left out", 4901, (0.48, -2.02, 2.98)),
        (
            "Only customers with an order in the year before",
            4283,
            (0.31, -2.53, 3.14),
        ),
        ("Window of 14 days", 5702, (0.61, -0.92, 2.14)),
        ("Window of 42 days", 5702, (-1.27, -4.00, 1.47)),
        ("Returns not taken off", 5702, (0.62, -1.57, 2.80)),
    ] {
        let row = sensitivity.rows.iter().find(|row| row.0 == name).unwrap();
        assert_eq!(row.1, customers, "{name}");
        nearly(row.2, told, 0.01);
    }
    let narrower = report.narrower.as_ref().unwrap();
    assert_eq!(narrower.customers, 1904);
    nearly(narrower.effect, (0.063, 0.027, 0.099), 1e-3);
    assert_eq!(report.verdict, Verdict::Narrower);
    assert_eq!(
        report.headline.to_string(),
        "Repeat, narrower: “Spring coupon, 15% off” brought 2.4 more buyers among 100, but it is not sure that it pays"
    );
    let unknown = report
        .ledger
        .rows
        .iter()
        .find(|row| row.name == "Of those, unknown to the data set");
    assert_eq!(
        unknown.map(|row| (row.rows, row.arms)),
        Some((801, Some((406, 395))))
    );
    assert_eq!(
        report
            .before
            .unwrap()
            .rows
            .iter()
            .filter(|row| row.3.abs() > 0.1)
            .count(),
        0
    );
}

#[test]
fn what_the_campaigns_were_made_with_lies_in_the_intervals() {
    let mut engine = engine("omnichannel");
    for (campaign, ..) in truths::WHOLE {
        let link = format!("/experiments/result?campaign={campaign}");
        truths::recovered(&ask(&mut engine, &link));
    }
    // Nothing was made to happen, and nothing is claimed.
    let report = ask(&mut engine, "/experiments/result?campaign=summer-reminder");
    assert!(report.narrower.is_none() && report.verdict != Verdict::Ship);
}

#[test]
fn looked_at_early_it_is_left_to_run() {
    let report = judged("/experiments/result?campaign=autumn-preview&day=10");
    assert_eq!((report.verdict, report.days), (Verdict::KeepRunning, 10));
    let counting = report.measures[0]
        .ways
        .iter()
        .find(|way| way.counts)
        .unwrap();
    let once = &report.measures[0].ways[0];
    assert!(counting.high - counting.low > 1.2 * (once.high - once.low));
    assert_eq!(
        report.next[0].to_string(),
        "Let it run for 18 more days, as planned, then look again."
    );
}

#[test]
fn filters_choose_customers_as_they_were_on_the_day_before() {
    let report = judged("/experiments/result?campaign=spring-coupon&only=rfm.champions");
    let judged: u32 = report.arms.iter().map(|arm| arm.customers).sum();
    assert_eq!(judged, 744);
    let champions = group(&report, "RFM group", "Champions");
    assert_eq!(champions.customers, 744);
}
