//! What cannot be judged, word for word.

use clientele_model::experiments::Verdict;

use super::shop::{SENT, ask, campaigns, fair, nothing, order, rows, shop};
use crate::dataset::{Campaigns, Dataset};

const LINK: &str = "/experiments/result?campaign=coupon";

fn data(of: &[(&str, &str, i32)]) -> Dataset {
    shop(
        vec![order(0, SENT + 3, 1), order(1, SENT + 5, 2)],
        campaigns(of),
    )
}

#[track_caller]
fn refuses(data: Dataset, link: &str, sentence: &str) {
    let why = ask(data, link).map(|report| report.headline.to_string());
    assert_eq!(why.map_err(|why| why.to_string()), Err(sentence.to_owned()));
}

#[test]
fn who_brings_no_campaign_is_told_what_to_do() {
    let mut data = shop(Vec::new(), Campaigns::default());
    data.catalogue.has.campaigns = false;
    let sentence = "This data set has no campaigns, so there is no result to judge. Drop a result file here, or make the pack again with --campaigns and --exposures.";
    refuses(data.clone(), "/experiments/result", sentence);
    refuses(
        data,
        "/experiments/result?campaign=spring",
        "There is no campaign “spring” here: this data set has none, and a file that was dropped is gone once the page is reloaded. Drop it again, or make the pack again with --campaigns and --exposures.",
    );
    refuses(
        data_of_two(),
        "/experiments/result?campaign=spring",
        "There is no campaign “spring” in this data set; it has “coupon” and “other”. Choose one of those; a file that was dropped is gone once the page is reloaded, so drop it again.",
    );
    refuses(
        data_of_two(),
        "/experiments/result?campaign=other",
        "Nobody was exposed to “Other”: the file of exposures has no readable row for it. Choose another campaign, or make the pack again with its exposures.",
    );
}

fn data_of_two() -> Dataset {
    data(&[("c0", "control", SENT), ("c1", "mail", SENT)])
}

#[test]
fn arms_must_be_two_and_one_of_them_held_back() {
    refuses(
        data(&[("c0", "mail", SENT), ("c1", "mail", SENT)]),
        LINK,
        "All customers of “Coupon” are in one arm, “mail”, so there is nobody to compare them with. Its effect cannot be measured; hold some customers back next time, or add those who were held back to the file.",
    );
    refuses(
        data(&[("c0", "A", SENT), ("c1", "B", SENT)]),
        LINK,
        "The arms of this campaign are “A” and “B”. None has a name that says it was held back. Nothing is judged yet; say which it is with control=….",
    );
    refuses(
        data(&[
            ("c0", "control", SENT),
            ("c1", "no mail", SENT),
            ("c2", "mail", SENT),
        ]),
        LINK,
        "The arms of this campaign are “control”, “mail” and “no mail”. “control” and “no mail” could each be the one that was held back. Nothing is judged yet; say which it is with control=….",
    );
    refuses(
        data(&[("c0", "A", SENT), ("c1", "B", SENT)]),
        "/experiments/result?campaign=coupon&control=C",
        "There is no arm “C” in this campaign; its arms are “A” and “B”. Choose one of those.",
    );
    refuses(
        data(&[("c0", "A", SENT), ("c1", "B", SENT)]),
        "/experiments/result?campaign=coupon&control=A&arm=a",
        "“A” cannot be compared with itself. Choose another arm.",
    );
}

#[test]
fn too_few_customers_are_no_test() {
    refuses(
        data_of_two(),
        LINK,
        "“control” has 1 customer who can be judged, and it takes at least 2 in each arm for any answer. Remove a filter, or wait until more are exposed.",
    );
    refuses(
        data(&[("c0", "control", SENT), ("c0", "mail", SENT)]),
        LINK,
        "Every customer of “Coupon” is in more than one arm, so nobody can be judged. Check the file: each customer belongs to the one arm they were drawn for.",
    );
    refuses(
        data(&[("c0", "control", 400), ("c1", "mail", 400)]),
        LINK,
        "Nobody can be judged yet: the customers of “Coupon” were exposed after 31 Dec 2011, the last day of the data. Come back with newer data.",
    );
    let of = fair();
    refuses(
        shop(Vec::new(), campaigns(&rows(&of))),
        "/experiments/result?campaign=coupon&country=France",
        "These filters leave nobody of those who were exposed to “Coupon”. Remove a filter.",
    );
}

#[test]
fn a_segment_that_is_no_longer_there_is_named() {
    let of = fair();
    let orders = vec![order(0, 20, 1), order(1, 30, 2), order(2, 40, 3)];
    let data = shop(orders, campaigns(&rows(&of)));
    let why = ask(
        data,
        "/experiments/result?campaign=coupon&only=segment.nobody",
    );
    let why = why
        .map(|report| report.headline.to_string())
        .unwrap_err()
        .to_string();
    assert!(
        why.starts_with("There is no segment “nobody”") || why.starts_with("Groups need at least"),
        "{why}"
    );
}

#[test]
fn who_bought_nothing_is_waited_for() {
    let of = fair();
    let report = ask(shop(Vec::new(), campaigns(&rows(&of))), LINK).unwrap();
    assert_eq!(report.verdict, Verdict::KeepRunning);
    assert_eq!(
        report.headline.to_string(),
        "Keep running: nobody in “Coupon” has bought so far, so nothing can be told"
    );
    assert!(report.measures.is_empty() && report.course.is_none());
    assert_eq!(
        report.remarks[0].to_string(),
        "Nobody in this test has an order in the year before, so past spend cannot be counted and the answer is less sharp than it could be."
    );
}

#[test]
fn a_window_longer_than_the_data_is_said() {
    let of = fair();
    let data = shop(vec![order(0, SENT + 3, 1)], campaigns(&rows(&of)));
    let report = ask(data, "/experiments/result?campaign=coupon&window=300").unwrap();
    assert_eq!(
        report.remarks[0].to_string(),
        "The data hold 165 days since the send, and the window has 300: what is judged are the days so far."
    );
    assert_eq!((report.window, report.days), (300, 165));
    assert_eq!(
        report.next[0].to_string(),
        "Let it run for 135 more days, as planned, then look again."
    );
}

#[test]
fn refunds_and_absurd_amounts_of_the_file_are_named() {
    let of = fair();
    let mut told = campaigns(&rows(&of));
    let (_, mut revenue) = nothing(of.len());
    (revenue[0], revenue[1], revenue[2]) = (-40.0, 1e9, f64::INFINITY);
    told.exposures.revenue = revenue;
    let report = ask(shop(vec![order(3, SENT + 1, 1)], told), LINK).unwrap();
    let said: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    for sentence in [
        "1 customer of the file spent less than nothing: more was paid back than bought. It counts as it is.",
        "What the file itself says counts before what the orders say: “revenue”.",
    ] {
        assert!(said.iter().any(|words| words == sentence), "{said:?}");
    }
    let below = report
        .ledger
        .rows
        .iter()
        .find(|row| row.name == "Of those, below zero");
    let below = below.unwrap();
    assert_eq!((below.rows, below.some.clone()), (1, vec!["c0".to_owned()]));
    let revenue = report
        .measures
        .iter()
        .find(|row| row.key == "revenue")
        .unwrap();
    // An infinite amount is no amount.
    assert!(revenue.treated.is_finite() && revenue.control.is_finite());
}

#[test]
fn a_split_that_is_off_hides_every_effect() {
    let mut of = fair();
    of.retain(|row| row.1 == "mail" || row.0.starts_with('c'));
    let data = shop(vec![order(0, SENT + 3, 1)], campaigns(&rows(&of)));
    let report = ask(data, LINK).unwrap();
    assert_eq!(report.verdict, Verdict::Broken);
    assert!(report.split.is_broken && report.measures.is_empty() && report.impact.is_none());
    assert_eq!(
        report.headline.to_string(),
        "Broken: the split of “Coupon” is off, so no effect can be trusted"
    );
    // Said to be so, it is fair.
    let data = shop(vec![order(0, SENT + 3, 1)], campaigns(&rows(&of)));
    let report = ask(data, "/experiments/result?campaign=coupon&held=12.5").unwrap();
    assert!(!report.split.is_broken && !report.measures.is_empty());
    // An arm that was to have nobody.
    let data = shop(vec![order(0, SENT + 3, 1)], campaigns(&rows(&of)));
    let report = ask(data, "/experiments/result?campaign=coupon&held=0").unwrap();
    assert_eq!(
        report.split.title.to_string(),
        "5 customers stand in an arm that was to have nobody"
    );
    assert_eq!(report.verdict, Verdict::Broken);
}
