//! Who unsubscribed or complained, as a file tells it: guardrails beside the others.

use clientele_model::experiments::{MeasureRow, ResultReport, Stand, Verdict};

use super::shop::{Row, SENT, ask, campaigns, rows, shop};
use crate::dataset::NONE;

/// Both arms of so many customers, of whom a tenth bought; so many of each unsubscribed, and half as many complained. Nothing
/// is told of every tenth customer.
fn told(each: u32, control: u32, treated: u32, link: &str) -> ResultReport {
    let mut file: Vec<(String, &'static str, i32)> = Vec::new();
    let (mut bought, mut left, mut complained) = (Vec::new(), Vec::new(), Vec::new());
    for (arm, lost) in [("control", control), ("mail", treated)] {
        for at in 0..each {
            file.push((format!("{arm}{at}"), arm, SENT));
            bought.push(u32::from(at % 10 == 1));
            let is_told = at % 10 != 0;
            let of = |lost: u32| match is_told {
                true => u32::from(at - at / 10 - 1 < lost),
                false => NONE,
            };
            left.push(of(lost));
            complained.push(of(lost / 2));
        }
    }
    let rows: Vec<Row<'_>> = rows(&file);
    let mut of = campaigns(&rows);
    of.exposures.converted = bought;
    of.exposures.unsubscribed = left;
    of.exposures.complained = complained;
    ask(shop(Vec::new(), of), link).unwrap()
}

fn row<'a>(report: &'a ResultReport, key: &str) -> &'a MeasureRow {
    let mut rows = report.measures.iter();
    rows.find(|row| row.key == key).unwrap()
}

const LINK: &str = "/experiments/result?campaign=coupon";

#[test]
fn a_file_that_tells_who_left_is_judged_by_it() {
    let report = told(1_000, 9, 90, LINK);
    let left = row(&report, "unsubscribed");
    // Of the nine hundred of each arm that are told.
    assert!(
        (left.control - 0.01).abs() < 1e-12 && (left.treated - 0.1).abs() < 1e-12,
        "{left:?}"
    );
    assert_eq!((left.limit, left.stand), (Some(0.002), Some(Stand::Broken)));
    let way = &left.ways[0];
    let error = ((0.01 * 0.99 + 0.1 * 0.9) / 900.0_f64).sqrt();
    assert!((way.effect - 0.09).abs() < 1e-12);
    assert!(
        ((way.high - way.low) / (2.0 * 1.963 * error) - 1.0).abs() < 2e-3,
        "{way:?}"
    );
    assert_eq!(report.verdict, Verdict::RollBack);
    assert_eq!(
        report.why.to_string(),
        "The goal is open, but unsubscribed is beyond its limit."
    );
    let complained = row(&report, "complained");
    assert!((complained.treated - 0.05).abs() < 1e-12, "{complained:?}");
    let reason = report
        .reasons
        .iter()
        .find(|reason| reason.title.to_string().starts_with("Unsubscribed"));
    assert_eq!(
        reason.unwrap().title.to_string(),
        "Unsubscribed is beyond its limit"
    );
    assert!(
        reason
            .unwrap()
            .about
            .to_string()
            .starts_with("+9.0 points (")
    );
    // They are outside the correction.
    assert_eq!((left.corrected, complained.corrected), (None, None));
}

#[test]
fn a_limit_of_the_link_is_the_one_that_counts() {
    let stand = |link: &str| row(&told(1_000, 9, 12, link), "unsubscribed").stand;
    assert_eq!(stand(LINK), Some(Stand::Open));
    assert_eq!(stand(&format!("{LINK}&lost=3")), Some(Stand::Holds));
}

#[test]
fn nobody_who_left_says_little_of_few() {
    let nobody = |each: u32, link: &str| told(each, 0, 0, link);
    let few = nobody(300, LINK);
    let left = row(&few, "unsubscribed");
    // Of 270 each: Newcombe's interval reaches to z² / (n + z²).
    assert_eq!(left.stand, Some(Stand::Open));
    let reach = 3.841_458_8 / (270.0 + 3.841_458_8);
    assert!((left.ways[0].high - reach).abs() < 1e-6, "{left:?}");
    let reason = few
        .reasons
        .iter()
        .find(|reason| reason.title.to_string().starts_with("Unsubscribed"));
    assert_eq!(reason.unwrap().title.to_string(), "Unsubscribed is open");
    assert_eq!(
        reason.unwrap().about.to_string(),
        "0.0 points (−1.4 to 1.4); agreed limit +0.2 points"
    );
    assert_eq!(
        row(&nobody(300, &format!("{LINK}&lost=2")), "unsubscribed").stand,
        Some(Stand::Holds)
    );
    assert_eq!(
        row(&nobody(2_400, LINK), "unsubscribed").stand,
        Some(Stand::Holds)
    );
}
