//! What links say about experiments: plans with their scenarios, results with their settings.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clientele_model::experiments::{Goal, OfferKind, SCENARIOS, Via};
use clientele_model::link::Link;
use clientele_model::question::AnyQuestion;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, expected: &str, notices: &[&str]) {
    let (question, said) = AnyQuestion::parse(text).unwrap();
    assert_eq!(question.to_string(), expected);
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert_eq!(said, notices);
    let (again, said) = AnyQuestion::parse(expected).unwrap();
    assert_eq!((again, said.len()), (question, 0));
}

fn unread(part: &str) -> String {
    format!(
        "Part of this link could not be read (“{part}”) and was left at its default; choose it again above."
    )
}

#[test]
fn links_about_plans_work_for_ever() {
    check("/experiments/plan", "/experiments/plan", &[]);
    check(
        "/experiments/plan?who=rfm.at-risk&offer=percent.15&via=post&contact=0.95&setup=900&lift=5.5&window=42&held=40&sends=6",
        "/experiments/plan?who=rfm.at-risk&offer=percent.15&via=post&contact=0.95&setup=900&lift=5.5&window=42&held=40&sends=6",
        &[],
    );
    // What is at its default is not printed.
    check(
        "/experiments/plan?offer=percent.10&via=email&setup=300&window=28&held=50&sends=4&sure=95&power=80&runs=10000",
        "/experiments/plan",
        &[],
    );
    check(
        "/experiments/plan?sure=90&label=Spring+%26+more&send=2026-01-13&country=France",
        "/experiments/plan?country=France&sure=90&send=2026-01-13&label=Spring+%26+more",
        &[],
    );
    check(
        "/experiments/plan?offer=half&held=0&window=0&lift=NaN&rate=1e5",
        "/experiments/plan",
        &[
            &unread("offer=half"),
            &unread("held=0"),
            &unread("window=0"),
            &unread("lift=NaN"),
            &unread("rate=1e5"),
        ],
    );
}

#[test]
fn up_to_four_scenarios_stand_side_by_side() {
    let one = "vs=offer%3Dnone%3Blift%3D3.1";
    check(
        &format!("/experiments/plan?offer=none&{one}"),
        &format!("/experiments/plan?offer=none&{one}"),
        &[],
    );
    // A code with the signs that stand between the parts.
    let bought = "vs=who%3Dproduct.a%253Bb%253Dc";
    check(
        &format!("/experiments/plan?{bought}"),
        &format!("/experiments/plan?{bought}"),
        &[],
    );
    let four = [one; SCENARIOS].join("&");
    let three = [one; SCENARIOS - 1].join("&");
    check(
        &format!("/experiments/plan?{four}"),
        &format!("/experiments/plan?{three}"),
        &["This link lists too much (“vs=offer=none;lift=3.1”); the rest was left out."],
    );
    check(
        "/experiments/plan?vs=offer%3Dhalf",
        "/experiments/plan",
        &[&unread("vs=offer=half")],
    );
}

#[test]
fn links_about_results_work_for_ever() {
    check("/experiments/result", "/experiments/result", &[]);
    check(
        "/experiments/result?campaign=spring-coupon&goal=margin&window=14&control=held+back&arm=A&held=30&sure=99&day=10&planned=28&least=-1&discount=4&back=1.5&lost=0.1",
        "/experiments/result?campaign=spring-coupon&goal=margin&window=14&control=held+back&arm=A&held=30&sure=99&day=10&planned=28&least=-1&discount=4&back=1.5&lost=0.1",
        &[],
    );
    check(
        "/experiments/result?goal=clicks&least=2&day=0",
        "/experiments/result",
        &[&unread("goal=clicks"), &unread("least=2"), &unread("day=0")],
    );
}

#[test]
fn a_panel_of_two_words_is_found_in_every_form_of_a_link() {
    let plan = "/experiments/plan?sends=6";
    for text in [
        "/experiments/plan?sends=6",
        "experiments/plan?sends=6",
        "?panel=experiments/plan&sends=6",
        "?panel=experiments%2Fplan&sends=6",
        "https://shop.example/clientele/experiments/plan?sends=6",
        "https://shop.example/?panel=experiments/plan&sends=6",
    ] {
        let (question, notices) = AnyQuestion::parse(text).unwrap();
        assert_eq!((question.to_string(), notices.len()), (plan.to_owned(), 0));
    }
    for address in [
        "/clientele/experiments/plan?sends=6",
        "/?panel=experiments/plan&sends=6",
        "?panel=experiments%2Fplan&sends=6",
    ] {
        let (link, notices) = Link::of_page(address);
        let question = link.question().unwrap();
        assert_eq!((question.to_string(), notices.len()), (plan.to_owned(), 0));
    }
}

#[test]
fn every_way_has_a_cost_and_every_word_is_read_again() {
    for &via in Via::ALL {
        assert!(via.usual_cost() > 0.0);
        assert_eq!(Via::of(via.word()), Some(via));
    }
    for &kind in OfferKind::ALL {
        assert_eq!(OfferKind::of(kind.word()), Some(kind));
    }
    for &goal in Goal::ALL {
        assert_eq!(Goal::of(goal.word()), Some(goal));
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(
        keys in proptest::collection::vec(
            ("who|offer|reaches|redeemed|via|contact|setup|lift|window|held|sends|rested|floor|rate|order|sure|power|runs|send|label|vs",
             "[0-9]{1,4}(\\.[0-9]{1,9})?|percent\\.[0-9]{1,2}|rfm\\.champions|post|2026-0[1-9]-11|lift=[0-9]\\.[0-9]{1,4};setup=[0-9]{1,3}|[ -~]{0,12}"),
            0..12,
        ),
    ) {
        let encode = |value: &str| clientele_model::link::encoded(value);
        let parts: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
        let (question, _) = AnyQuestion::parse(&format!("/experiments/plan?{}", parts.join("&"))).unwrap();
        let (again, notices) = AnyQuestion::parse(&question.to_string()).unwrap();
        prop_assert!(notices.is_empty(), "{question}: {notices:?}");
        prop_assert_eq!(again, question);
    }

    #[test]
    fn settings_of_results_are_read_again(
        keys in proptest::collection::vec(
            ("campaign|goal|window|control|arm|held|sure|day|planned|least|discount|back|lost",
             "-?[0-9]{1,3}(\\.[0-9]{1,9})?|margin|[ -~]{0,12}"),
            0..12,
        ),
    ) {
        let encode = |value: &str| clientele_model::link::encoded(value);
        let parts: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
        let (question, _) = AnyQuestion::parse(&format!("/experiments/result?{}", parts.join("&"))).unwrap();
        let (again, notices) = AnyQuestion::parse(&question.to_string()).unwrap();
        prop_assert!(notices.is_empty(), "{question}: {notices:?}");
        prop_assert_eq!(again, question);
    }
}
