//! What becomes of every row.

use std::collections::BTreeMap;

use clientele_model::experiments::ResultReport;
use proptest::prelude::*;

use super::shop::{Row, SENT, ask, campaigns, fair, nothing, order, rows, shop};

const LINK: &str = "/experiments/result?campaign=coupon";

fn count(report: &ResultReport, name: &str) -> u32 {
    let row = report.ledger.rows.iter().find(|row| row.name == name);
    row.map_or(0, |row| row.rows)
}

#[test]
fn every_row_is_named_counted_and_has_a_fate() {
    let of = fair();
    let mut all: Vec<Row<'_>> = rows(&of);
    all.extend([
        ("c0", "control", SENT),
        ("c1", "mail", SENT + 2),
        ("c2", "mail", SENT),
        ("x7", "", SENT),
        ("late", "mail", 400),
        ("early", "mail", 400),
        ("x0", "MAIL ", SENT),
    ]);
    let mut told = campaigns(&all);
    let (mut converted, _) = nothing(all.len());
    converted[all.len() - 2] = 1;
    told.exposures.converted = converted;
    let report = ask(shop(vec![order(0, SENT + 3, 1)], told), LINK).unwrap();
    for (name, rows) in [
        ("Read", 77),
        ("Another campaign", 0),
        ("This campaign", 77),
        ("In two arms", 2),
        ("The same row twice", 2),
        ("Exposed again later", 1),
        ("Arm, date or number missing", 1),
        ("Exposed after the last day of the data", 1),
        ("Outcome before the exposure", 1),
        ("Judged", 69),
        ("Of those, unknown to the data set", 61),
    ] {
        assert_eq!(count(&report, name), rows, "{name}");
    }
    let both = report
        .ledger
        .rows
        .iter()
        .find(|row| row.name == "In two arms")
        .unwrap();
    assert_eq!(
        (both.some.clone(), both.arms),
        (vec!["c2".to_owned()], Some((1, 1)))
    );
    assert_eq!(
        both.fate.to_string(),
        "Left out: nobody can say which arm made them do what they did."
    );
    assert_eq!(
        report.ledger.title.to_string(),
        "All 77 rows of the file are accounted for; 2 are left out because their customers are in two arms"
    );
    let said: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        said[0],
        "Arms whose names differ in spaces or capital letters alone are taken for one: “mail”."
    );
    let ten = report
        .ledger
        .rows
        .iter()
        .find(|row| row.name == "Judged")
        .unwrap();
    assert_eq!(ten.some.len(), 10);
}

proptest! {
    /// However a file is muddled, no row is lost and nobody is judged twice.
    #[test]
    fn the_rows_add_up(
        muddle in prop::collection::vec((0..30u32, 0..4usize, 0..4i32), 0..80),
    ) {
        let of = fair();
        let numbers: Vec<String> = (0..30).map(|at| format!("m{at}")).collect();
        let mut all = rows(&of);
        let arms = ["control", "mail", "Mail", ""];
        all.extend(muddle.iter().map(|&(who, arm, day)| {
            let day = if day == 3 { 400 } else { SENT + day };
            (numbers[who as usize].as_str(), arms[arm], day)
        }));
        let report = ask(shop(vec![order(0, SENT + 3, 1), order(1, SENT, 1)], campaigns(&all)), &format!("{LINK}&held=50"));
        let Ok(report) = report else {
            return Ok(());
        };
        let fates = [
            "Another campaign", "In two arms", "The same row twice", "Exposed again later",
            "Arm, date or number missing", "Exposed after the last day of the data",
            "Outcome before the exposure", "Judged",
        ];
        let sum: u32 = fates.iter().map(|name| count(&report, name)).sum();
        prop_assert_eq!(sum, count(&report, "Read"));
        // The simplest way: who is in one arm only, and was exposed by the last day at least once first.
        let mut seen: BTreeMap<&str, Vec<(String, i32)>> = BTreeMap::new();
        for (who, arm, day) in all.iter().filter(|row| !row.1.is_empty()) {
            seen.entry(who).or_default().push((arm.to_lowercase(), *day));
        }
        let judged = seen.values().filter(|rows| {
            rows.iter().all(|row| row.0 == rows[0].0) && rows.iter().any(|row| row.1 < 365)
        });
        prop_assert_eq!(count(&report, "Judged") as usize, judged.count());
        let arms: u32 = report.arms.iter().map(|arm| arm.customers).sum();
        prop_assert_eq!(arms, count(&report, "Judged"));
    }
}
