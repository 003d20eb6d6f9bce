//! What is said of plans that cannot be, word for word.

use clientele_model::date;
use clientele_model::experiments::Stand;

use super::{ask, engine, shop};
use crate::dataset::{Campaigns, Dataset};

#[track_caller]
fn refused(dataset: Dataset, link: &str, sentence: &str) {
    let plan = ask(&engine(dataset), link).unwrap();
    assert_eq!(plan.headline.to_string(), sentence);
    assert_eq!(
        plan.scenarios[0]
            .refused
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some(sentence)
    );
    assert_eq!(plan.tells, Stand::Broken);
    assert_eq!((plan.year.runs, plan.scenarios[0].gain), (0, 0.0));
}

#[track_caller]
fn fails(link: &str, sentence: &str) {
    assert_eq!(
        ask(&engine(shop(300)), link).unwrap_err().to_string(),
        sentence
    );
}

#[test]
fn nobody_is_reached() {
    let mut nobody = shop(300);
    nobody.customers.email_opt_in = vec![false; 300];
    let customers = ask(&engine(nobody.clone()), "/experiments/plan")
        .unwrap()
        .scenarios[0]
        .customers;
    refused(
        nobody,
        "/experiments/plan",
        &format!(
            "None of {customers} customers is reached. Write to them another way, or take back one of the rules that leave them out."
        ),
    );
}

#[test]
fn the_window_is_longer_than_the_data() {
    let mut short = shop(300);
    short.catalogue.last = date(2010, 3, 31);
    short.catalogue.usual = (date(2009, 12, 1), date(2010, 3, 31));
    short.campaigns = Campaigns::default();
    refused(
        short,
        "/experiments/plan?window=200",
        "The data do not hold a window of 200 days with customers who had ordered before it, so nobody knows how many buy anyway. Choose a shorter window, or say how many buy anyway and what an order earns.",
    );
}

#[test]
fn there_is_no_history() {
    let mut young = shop(300);
    young.catalogue.last = date(2010, 1, 31);
    young.catalogue.usual = (date(2009, 12, 1), date(2010, 1, 31));
    young.campaigns = Campaigns::default();
    let sentence = "The data do not hold a window of 60 days with customers who had ordered before it, so nobody knows how many buy anyway. Choose a shorter window, or say how many buy anyway and what an order earns.";
    refused(young.clone(), "/experiments/plan?window=60", sentence);
    // Told both, it can be planned.
    let plan = ask(
        &engine(young),
        "/experiments/plan?window=60&rate=10&order=20",
    )
    .unwrap();
    assert_eq!(plan.scenarios[0].refused, None);
    assert!(plan.seasons.is_empty());
    assert_eq!(
        plan.seasons_title.to_string(),
        "The data hold no window of 60 days that tells who buys anyway"
    );
}

#[test]
fn there_is_no_such_segment_or_group() {
    fails(
        "/experiments/plan?who=segment.kings",
        "There is no segment “kings” under these filters. Open Segments and choose one of those shown.",
    );
    // Another way to do it does not take the plan away.
    let plan = ask(&engine(shop(300)), "/experiments/plan?vs=who=segment.kings").unwrap();
    assert_eq!(plan.scenarios[0].refused, None);
    assert_eq!(
        plan.scenarios[1].refused.as_ref().unwrap().to_string(),
        "There is no segment “kings” under these filters. Open Segments and choose one of those shown."
    );
    refused(
        shop(300),
        "/experiments/plan?who=band.recency.5000..",
        "Nobody is among these customers today. Choose others.",
    );
}

#[test]
fn the_day_of_the_send_is_absurd() {
    let engine = engine(shop(300));
    let said = |link: &str| {
        let plan = ask(&engine, link).unwrap();
        (
            plan.day,
            plan.remarks
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
    };
    let usual = date(2011, 12, 10);
    assert_eq!(
        said("/experiments/plan?send=2010-05-01"),
        (usual, "A send on 1 May 2010 lies in the past of these data, which end on 9 Dec 2011; the plan is made for the day after that.".to_owned())
    );
    assert_eq!(
        said("/experiments/plan?send=2050-05-01"),
        (usual, "A send on 1 May 2050 lies more than a year after these data, which end on 9 Dec 2011; the plan is made for the day after that.".to_owned())
    );
    assert_eq!(
        said("/experiments/plan?send=2012-02-01").0,
        date(2012, 2, 1)
    );
}

#[test]
fn one_of_the_arms_is_empty() {
    let mut few = shop(300);
    few.customers.email_opt_in = (0..300).map(|at| at < 40).collect();
    let plan = ask(
        &engine(few.clone()),
        "/experiments/plan?who=rfm.champions&held=1",
    )
    .unwrap();
    let reached = plan.scenarios[0].reached;
    assert!((1..50).contains(&reached), "{reached}");
    refused(
        few,
        "/experiments/plan?who=rfm.champions&held=1",
        &format!(
            "With {reached} customers and 1.0% held back, one of the two groups is empty. Hold back another share, or choose more customers."
        ),
    );
}

#[test]
fn a_shop_that_is_too_small_is_told_what_would_do() {
    let plan = ask(&engine(shop(300)), "/experiments/plan?lift=2&setup=50").unwrap();
    assert_eq!(plan.tells, Stand::Broken);
    let headline = plan.headline.to_string();
    assert!(
        headline.ends_with(" points or more, and 2.0 points are expected"),
        "{headline}"
    );
    let instead: Vec<String> = plan.instead.iter().map(ToString::to_string).collect();
    assert!(
        instead[0].starts_with("To tell 2.0 points it takes "),
        "{instead:?}"
    );
    assert!(
        instead
            .iter()
            .all(|words| words.contains(|letter: char| letter.is_ascii_digit()))
    );
    // A lift of nothing, or below it.
    for (lift, instead, headline, title) in [
        (
            "0",
            "Nothing is expected of this, so there is no lift to tell: change the offer, or set the lift you hope for.",
            "no lift is expected",
            "No extra orders are expected",
        ),
        (
            "-3",
            "Fewer buyers are expected of this, not more: change the offer, or set the lift you hope for.",
            "3.0 points fewer are expected",
            "Fewer orders are expected, not more",
        ),
    ] {
        let plan = ask(
            &engine(shop(300)),
            &format!("/experiments/plan?lift={lift}"),
        )
        .unwrap();
        assert_eq!(plan.tells, Stand::Broken);
        assert_eq!(plan.instead[0].to_string(), instead);
        assert!(plan.headline.to_string().ends_with(headline));
        assert!(plan.waterfall.title.to_string().starts_with(title));
        assert!(plan.year.straight.unwrap().gain < 0.0);
    }
}
