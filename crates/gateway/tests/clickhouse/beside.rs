//! A result file that is dropped beside a database.

use std::sync::Arc;

use clientele_analysis::dataset::Campaigns;
use clientele_model::experiments::ResultReport;

use super::both::{Both, RETURNS, said};
use super::data::pack_campaigns;
use super::reports::alike;

/// A result file of the customers of the spring coupon, with what they did as the judge counts it.
fn dropped(data: &Campaigns) -> Campaigns {
    let place = data.place("spring-coupon").unwrap();
    let rows = data.exposures.rows(place as u32);
    let mut file = Campaigns {
        id: vec!["spring".to_owned()],
        name: vec!["spring".to_owned()],
        day: vec![data.day[place]],
        window: vec![28],
        offer: vec![String::new()],
        ..Campaigns::default()
    };
    let to = &mut file.exposures;
    to.arms = data.exposures.arms.clone();
    for row in rows {
        to.campaign.push(0);
        to.customer.push(data.exposures.customer.get(row));
        to.arm.push(data.exposures.arm[row]);
        to.exposed.push(data.exposures.exposed[row]);
        // Some of those treated, and fewer of the others; of a few nothing is known.
        let bought = row % 7 == 0 || row % 5 == 0 && data.exposures.arm[row] == 1;
        let unknown = row % 500 == 3;
        let revenue = if bought {
            10.0 + (row % 40) as f64
        } else {
            0.0
        };
        to.converted
            .push(if unknown { u32::MAX } else { bought.into() });
        to.revenue.push(if unknown { f64::NAN } else { revenue });
    }
    file
}

#[test]
fn a_file_dropped_beside_a_database_is_judged_by_its_own_columns() {
    let mut both = Both::new();
    let file = Arc::new(dropped(&pack_campaigns("omnichannel")));
    both.live.bring(Arc::clone(&file));
    both.lines.bring(file);
    let (found, expected) = both.judged("/experiments/result?campaign=spring");
    assert!(found.campaign.dropped);
    let silent = said(&found)[1].clone();
    assert_eq!(
        said(&found),
        [
            "The orders of a dropped campaign cannot be looked up in a database, so what its file says counts alone: orders per customer, returns, the days since the send and the days after the window are left out.",
            silent.as_str(),
            "The database sends totals and not every order, so a pack tells more: who agreed to get e-mails.",
        ]
    );
    assert!(silent.starts_with("The file does not say of "), "{silent}");
    assert!(
        silent.ends_with(" customers whether they bought: they count as “did not buy”."),
        "{silent}"
    );
    // What the file tells is what the pack makes of it, but for those it does not tell of, whose orders a pack looks up.
    let rows = |report: &ResultReport| {
        report
            .measures
            .iter()
            .map(|row| row.key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&found),
        [
            "bought",
            "revenue",
            "margin",
            "discount_share",
            "return_share",
            "unsubscribed",
            "complained"
        ]
    );
    for key in ["bought", "revenue"] {
        let of = |report: &ResultReport| {
            let row = report
                .measures
                .iter()
                .find(|row| row.key == key)
                .unwrap()
                .clone();
            (row.treated - row.control, row.ways.len())
        };
        let (found, expected) = (of(&found), of(&expected));
        assert!(
            (found.0 - expected.0).abs() < 0.02 * expected.0.abs(),
            "{key}: {found:?}, {expected:?}"
        );
        assert_eq!(found.1, expected.1, "past spend and groups count as well");
    }
    let note = |key: &str| {
        found
            .measures
            .iter()
            .find(|row| row.key == key)
            .unwrap()
            .note
            .to_string()
    };
    assert_eq!(
        note("margin"),
        "Add a column “margin” to the file to judge it too."
    );
    assert_eq!(note("return_share"), "The data do not say.");
    assert!(found.course.is_none() && found.after.is_none());
    let tried = found.sensitivity.unwrap().rows;
    assert!(
        tried
            .iter()
            .all(|row| !row.0.starts_with("Window") && row.0 != RETURNS)
    );
    // Who is known, and the groups they were in.
    alike(
        "split",
        &serde_json::to_value(&found.split).unwrap(),
        &serde_json::to_value(&expected.split).unwrap(),
    );
    alike(
        "ledger",
        &serde_json::to_value(&found.ledger).unwrap(),
        &serde_json::to_value(&expected.ledger).unwrap(),
    );
}
