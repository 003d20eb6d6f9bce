//! Three arms: each against the one held back, corrected, and all others together.

use clientele_model::experiments::ResultReport;

use super::shop::{Row, SENT, ask, campaigns, nothing, rows, shop};
use crate::inference::{Share, newcombe, pooled_z};

/// Customers of each arm, and of those who bought.
const ARMS: [(&str, u32, u32); 3] = [("control", 300, 30), ("letter", 300, 63), ("mail", 300, 36)];

fn share(at: usize) -> Share {
    let (_, n, hits) = ARMS[at];
    Share { hits, n }
}

/// A result file that tells who bought.
fn three(link: &str) -> ResultReport {
    let mut file: Vec<(String, &'static str, i32)> = Vec::new();
    let mut bought = Vec::new();
    for (arm, n, hits) in ARMS {
        for at in 0..n {
            file.push((format!("{arm}{at}"), arm, SENT));
            bought.push(u32::from(at < hits));
        }
    }
    let rows: Vec<Row<'_>> = rows(&file);
    let mut of = campaigns(&rows);
    of.exposures.converted = bought;
    let (_, amounts) = nothing(rows.len());
    of.exposures.revenue = amounts;
    ask(shop(Vec::new(), of), link).unwrap()
}

#[test]
fn each_arm_is_compared_and_corrected() {
    let report = three("/experiments/result?campaign=coupon");
    let p = [1, 2].map(|at| pooled_z(share(0), share(at)).unwrap().p);
    assert!(p[0] < p[1], "{p:?}");
    // Holm: the smaller one times two, the other one as it is, and none below the one before.
    let corrected = [2.0 * p[0], p[1].max(2.0 * p[0])];
    assert_eq!(report.others.len(), 2);
    for (at, other) in report.others.iter().enumerate() {
        let (name, n, hits) = ARMS[at + 1];
        assert_eq!(other.name, name);
        let effect = f64::from(hits) / f64::from(n) - 0.1;
        let interval = newcombe(share(0), share(at + 1), 0.05).unwrap();
        for (found, expected) in [
            (other.effect.0, effect),
            (other.effect.1, interval.low),
            (other.effect.2, interval.high),
            (other.corrected, corrected[at]),
        ] {
            assert!(
                (found - expected).abs() < 1e-12,
                "{name}: {found} {expected}"
            );
        }
    }
    // Equal parts were planned.
    assert_eq!(report.split.df, 2);
    assert!(report.split.chi_squared < 1e-12);
}

#[test]
fn the_others_are_put_together_where_no_arm_is_named() {
    let report = three("/experiments/result?campaign=coupon");
    let arms: Vec<(&str, u32, u32)> = report
        .arms
        .iter()
        .map(|arm| (arm.name.as_str(), arm.customers, arm.buyers))
        .collect();
    let [control, letter, mail] = ARMS;
    let together = ("All others together", 600, 99);
    assert_eq!(arms, [control, together, letter, mail]);
    assert_eq!(report.compared, 1);
    let shares: Vec<f64> = report.arms.iter().map(|arm| arm.share).collect();
    for (found, expected) in shares.into_iter().zip([1.0, 2.0, 1.0, 1.0]) {
        assert!((found - expected / 3.0).abs() < 1e-12, "{found}");
    }
    let bought = &report.measures[0];
    assert_eq!((bought.control, bought.treated), (0.1, 0.165));
    let interval = newcombe(share(0), Share { hits: 99, n: 600 }, 0.05).unwrap();
    assert_eq!(
        (bought.ways[0].low, bought.ways[0].high),
        (interval.low, interval.high)
    );
}

#[test]
fn one_arm_may_be_named() {
    let report = three("/experiments/result?campaign=coupon&arm=mail");
    let names: Vec<&str> = report.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(
        (names, report.compared),
        (vec!["control", "letter", "mail"], 2)
    );
    let bought = &report.measures[0];
    assert!((bought.ways[0].effect - 0.02).abs() < 1e-12, "{bought:?}");
    // The arm that stands aside is corrected for all the same, and named among the rows.
    assert_eq!(report.others.len(), 2);
    let aside = report.ledger.rows.iter().filter(|row| row.rows == 300);
    assert_eq!(aside.count(), 1, "{:?}", report.ledger);
}

/// The data of this shop have no order of anybody in the file.
#[test]
fn days_say_when_they_count_other_buyers_than_the_file() {
    let report = three("/experiments/result?campaign=coupon");
    let note = report.course.unwrap().note.to_string();
    assert!(
        note.ends_with(" Day by day, orders of the data are counted: 0 buyers up to day 28. What is judged are the 129 buyers of the file, which tells no days."),
        "{note}"
    );
}
