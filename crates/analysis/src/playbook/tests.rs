//! Cards over the bundled packs, beside the planner; the rules of offer and measurement by hand.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clientele_model::experiments::PlanReport;
use clientele_model::playbook::{About, PlaybookReport};
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::words::Piece;

use super::entries::{most_off, to_hold_out};
use crate::engine::{Engine, Source, finish};
use crate::experiments::outlook::{Outlook, Told};
use crate::plays::Plays;
use crate::studies;

const PLAYS: &[u8] = include_bytes!("../../../../public/plays.json");

fn folder(pack: &str) -> PathBuf {
    let packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../public/data");
    packs.join(pack)
}

fn engine(pack: &str) -> Engine {
    let catalogue = fs::read(folder(pack).join("catalogue.json")).unwrap();
    let source = Source::Pack(serde_json::from_slice(&catalogue).unwrap());
    let mut engine = Engine::new(source, vec![], &studies::all());
    engine.advise(Ok(Arc::new(Plays::read(PLAYS).unwrap())));
    for file in engine.rest() {
        let bytes = fs::read(folder(pack).join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    engine
}

fn ask(engine: &mut Engine, pack: &str, link: &str) -> AnyReport {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    for file in engine.wants(&question).unwrap().files() {
        let bytes = fs::read(folder(pack).join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    finish(engine.start(&question).unwrap()).unwrap()
}

fn card(engine: &mut Engine, pack: &str, of: &str) -> PlaybookReport {
    match ask(engine, pack, &format!("/playbook?{of}")) {
        AnyReport::WritePlaybook(report) => *report,
        other => panic!("{other:?}"),
    }
}

fn planned(engine: &mut Engine, pack: &str, of: &str) -> PlanReport {
    match ask(engine, pack, &format!("/experiments/plan?{of}")) {
        AnyReport::PlanTest(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// The first number of this kind on a line of a card.
fn numbers(report: &PlaybookReport, about: About, line: usize) -> Vec<f64> {
    let entry = report.entries.iter().find(|entry| entry.about == about);
    let pieces = &entry.unwrap().lines[line].0;
    let number = |piece: &Piece| match piece {
        Piece::Number(number, _) => Some(*number),
        _ => None,
    };
    pieces.iter().filter_map(number).collect()
}

#[test]
fn a_card_says_what_the_planner_says() {
    for (pack, of) in [
        ("omnichannel", "rfm.at-risk"),
        ("omnichannel", "rfm.champions"),
        ("omnichannel", "country.Germany"),
        ("online-retail-ii", "rfm.loyal"),
    ] {
        let mut engine = engine(pack);
        let card = card(&mut engine, pack, &format!("of={of}"));
        let plan = planned(&mut engine, pack, &format!("who={of}"));
        let scenario = &plan.scenarios[0];
        assert_eq!(card.customers, scenario.customers, "{of}");
        assert_eq!(card.reached, scenario.reached, "{of}");
        let rate = numbers(&card, About::Goal, 0)[0];
        assert!((rate - scenario.rate * 100.0).abs() < 1e-9, "{of}: {rate}");
        // The lift that one send tells, in tenths of a point.
        let told = *numbers(&card, About::Measurement, 0).last().unwrap();
        let near = plan
            .holdouts
            .iter()
            .any(|held| (told - (held.detectable * 1000.0).round() / 10.0).abs() < 1e-9);
        assert!(near, "{of}: {told} in none of {:?}", plan.holdouts);
    }
}

#[test]
fn an_audience_of_nobody_is_said() {
    let mut engine = engine("omnichannel");
    let of = "/playbook?of=all(rfm.champions,rfm.lost)";
    let (question, _) = AnyQuestion::parse(of).unwrap();
    for file in engine.wants(&question).unwrap().files() {
        let bytes = fs::read(folder("omnichannel").join(&file.path)).unwrap();
        engine.supply(&file.table, &bytes).unwrap();
    }
    let why = finish(engine.start(&question).unwrap()).unwrap_err();
    assert_eq!(
        why.to_string(),
        "Nobody is in this audience under these filters, so there is no card for it. Take a condition out, or widen the period or the filters."
    );
}

#[test]
fn those_between_two_segments_are_of_the_segment_and_bring_a_part_of_its_revenue() {
    let mut engine = engine("omnichannel");
    let of = "lens=behaviour&of=segment.regular-big-spenders-active";
    let card = card(&mut engine, "omnichannel", of);
    assert!(!card.hybrids.is_empty());
    for hybrid in &card.hybrids {
        assert!(hybrid.customers >= 10 && hybrid.customers < card.customers / 2);
        assert!(hybrid.revenue > 0.0 && hybrid.revenue < card.revenue / 2.0);
        assert!(hybrid.first == hybrid.name || hybrid.first == card.title);
        assert_ne!(hybrid.name, card.title);
    }
    let sizes: Vec<u32> = card.hybrids.iter().map(|one| one.customers).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
}

fn outlook() -> Outlook {
    Outlook {
        reached: 1_000,
        not_agreed: 0,
        tested: 0,
        knows_opt_in: true,
        window: 28,
        rate: Some(0.2),
        windows: 12,
        is_by_rule: true,
        order: Some((100.0, 40.0)),
        knows_costs: true,
        discount: 0.12,
        returned: 0.0,
        lift: Some((0.05, true)),
        tells: Vec::new(),
        left: None,
    }
}

#[test]
fn an_offer_takes_no_more_than_half_of_what_an_order_leaves_nor_more_than_was_given() {
    let usual = outlook();
    let near = |found: Option<f64>, expected: f64| {
        assert!(
            (found.unwrap() - expected).abs() < 1e-9,
            "{found:?}, not {expected}"
        );
    };
    // Half of 40 per cent, but they were given 12, which is 15 in steps.
    near(most_off(&usual, 0.5), 0.15);
    // Who buys at list price gets none.
    near(most_off(&usual, 0.05), 0.0);
    // Where discounts are not known costs alone count, and the other way round.
    near(most_off(&usual, f64::NAN), 0.2);
    let thin = Outlook {
        order: Some((100.0, 8.0)),
        ..outlook()
    };
    near(most_off(&thin, 0.5), 0.0);
    let blind = Outlook {
        knows_costs: false,
        ..outlook()
    };
    near(most_off(&blind, 0.5), 0.15);
    assert_eq!(most_off(&blind, f64::NAN), None);
}

#[test]
fn the_smallest_share_that_tells_what_is_expected_is_held_out() {
    let told = |held: f64, lift: Option<f64>| Told {
        held,
        customers: 100,
        lift,
    };
    let with = |lifts: [Option<f64>; 3]| Outlook {
        tells: vec![
            told(0.1, lifts[0]),
            told(0.3, lifts[1]),
            told(0.5, lifts[2]),
        ],
        ..outlook()
    };
    let held = |outlook: &Outlook| to_hold_out(outlook).map(|told| told.held);
    assert_eq!(held(&with([Some(0.04), Some(0.03), Some(0.02)])), Some(0.1));
    assert_eq!(held(&with([Some(0.09), Some(0.05), Some(0.02)])), Some(0.3));
    // None is enough: half of them tells most.
    assert_eq!(held(&with([Some(0.09), Some(0.08), Some(0.07)])), Some(0.5));
    assert_eq!(held(&with([None, None, None])), None);
}
