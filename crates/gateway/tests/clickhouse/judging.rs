//! Tests are judged over ClickHouse as over a pack: the same numbers, and what only a pack tells is said.

use clientele_analysis::days;
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_model::experiments::{Impact, ResultReport, Sensitivity};
use clientele_model::question::{AnyQuestion, AnyReport};

use super::both::{Both, LEFT_OUT, RETURNS, level, said};
use super::compare::fetch;
use super::data::{from_pack, pack_campaigns};
use super::engine::{PATIENT, shared};
use super::reports::{alike, query};
use super::responses::VIEWS;
use super::truths::{WHOLE, recovered};

/// A segment of the customers of the year before the autumn preview.
fn segment(lines: &Engine) -> String {
    let sent = pack_campaigns("omnichannel").day[0];
    let (from, to) = (days::to_date(sent - 365), days::to_date(sent - 1));
    let (question, _) = AnyQuestion::parse(&format!("/segments?from={from}&to={to}")).unwrap();
    match lines.start(&question).and_then(finish).unwrap() {
        AnyReport::Segments(report) => report.segments[0].slug.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_result_has_the_numbers_that_it_has_over_a_pack() {
    let mut both = Both::new();
    let segment = format!("autumn-preview&only=segment.{}", segment(&both.lines));
    for choices in [
        "spring-coupon",
        "spring-coupon&goal=margin&country=Germany",
        "spring-coupon&window=14&returns=off",
        "spring-coupon&only=rfm.champions",
        "spring-coupon&category=Toys&category=Garden&spend=20..",
        "autumn-preview",
        "autumn-preview&day=10&goal=revenue",
        &segment,
        "autumn-preview&only=ordered.2025-03-01.2025-06-30",
        "summer-reminder&held=30",
        "summer-reminder&tier=Gold",
    ] {
        let link = format!("/experiments/result?campaign={choices}");
        let (mut found, mut expected) = both.judged(&link);
        level(&mut found);
        level(&mut expected);
        let json = |report: &ResultReport| serde_json::to_value(report).unwrap();
        alike(&link, &json(&found), &json(&expected));
    }
}

#[test]
fn with_many_choices_the_customers_of_today_are_not_asked_for() {
    let mut both = Both::new();
    let link = "/experiments/result?campaign=autumn-preview&only=bought.category.Toys~not~Garden";
    let (found, expected) = both.judged(link);
    assert_eq!(
        said(&found)[1],
        "With so many choices there is no room to ask for the customers of today, so it is not said what sending it to all of them would bring, and nobody looks whether they are enough to settle what is open."
    );
    assert!(found.impact.is_none() && expected.impact.is_some());
    let figures = |report: &ResultReport| {
        let ResultReport {
            arms,
            measures,
            cuts,
            course,
            after,
            ledger,
            ..
        } = report;
        serde_json::to_value((arms, measures, cuts, course, after, ledger)).unwrap()
    };
    alike(link, &figures(&found), &figures(&expected));
    // With one more, not even whom the data know.
    let link = "/experiments/result?campaign=autumn-preview&country=Germany&only=bought.category.Toys~Garden~not~Beauty";
    let (found, expected) = both.judged(link);
    assert_eq!(
        said(&found)[2],
        "With so many choices there is no room to ask who ordered long ago: whoever ordered neither in the year before nor since the send counts as unknown to the data set."
    );
    assert_eq!(found.arms.len(), expected.arms.len());
}

#[test]
fn an_empty_view_is_told_from_one_that_is_not_there() {
    let (engine, database) = (shared(), "empty_views");
    engine.run(database, VIEWS);
    let mut catalogue = from_pack("omnichannel").catalogue;
    catalogue.files.clear();
    catalogue.has.campaigns = true;
    let mut live = Engine::new(Source::Gateway(catalogue), vec![], &studies::all());
    let (question, _) = AnyQuestion::parse("/experiments/result").unwrap();
    let client = engine.client(database, PATIENT);
    for request in live.wants(&question).unwrap().tables() {
        let bytes = fetch(&client, &query(&request, live.catalogue()));
        live.answer(&request, &bytes).unwrap();
    }
    assert_eq!(
        live.wants(&question).unwrap_err().to_string(),
        "There is no result to judge: the view clientele_campaigns of this database is empty. Drop a result file here, or add the campaign to the view."
    );
}

#[test]
fn what_only_a_pack_tells_is_said() {
    let mut both = Both::with_opt_in();
    let (found, expected) = both.judged("/experiments/result?campaign=spring-coupon");
    assert_eq!(
        said(&found)[0],
        format!(
            "{LEFT_OUT}who agreed to get e-mails, what it did to the revenue of the whole shop, and the answer with returns not taken off."
        )
    );
    assert!(
        !said(&expected)
            .iter()
            .any(|words| words.starts_with(LEFT_OUT))
    );
    // All of today are counted, where a pack counts those who agreed.
    let (today, opted) = (found.impact.unwrap(), expected.impact.unwrap());
    let customers = |impact: &Impact| impact.rows.last().unwrap().customers;
    assert!((today.coverage - 1.0).abs() < 1e-9 && opted.coverage < 0.9);
    assert!(customers(&today) > customers(&opted));
    assert!(today.global.is_none() && opted.global.is_some());
    let has = |report: Option<Sensitivity>| report.unwrap().rows.iter().any(|row| row.0 == RETURNS);
    assert!(!has(found.sensitivity) && has(expected.sensitivity));
    // With a filter the whole shop is not compared, and without returns nothing changes by them.
    let link = "/experiments/result?campaign=spring-coupon&country=Germany&returns=off";
    let (found, _) = both.judged(link);
    assert_eq!(
        said(&found)[0],
        format!("{LEFT_OUT}who agreed to get e-mails.")
    );
}

#[test]
fn both_made_up_campaigns_are_recovered_by_segment() {
    let mut both = Both::new();
    for (campaign, ..) in WHOLE {
        let link = format!("/experiments/result?campaign={campaign}");
        recovered(&both.judged(&link).0);
    }
}
