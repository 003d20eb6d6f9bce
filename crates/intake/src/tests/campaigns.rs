//! Files of campaigns and exposures: what is read of them, and every sentence where they cannot be.

use clientele_analysis::dataset::NONE;
use clientele_analysis::days::{from_date, to_date};
use clientele_model::catalogue::Catalogue;

use super::*;

const ORDERS: &str = "order_id,date,sku,qty,unit_price,customer_id
1,2025-04-02,A,1,2.5,007
2,2025-04-20,A,1,2.5,8
";
const CAMPAIGNS: &str = "campaign_id,name,day,window_days,offer
spring,Spring coupon,2025-04-15,14,15% off
autumn,,2025-09-12,28,
";
const EXPOSURES: &str = "campaign,customer,arm,exposed_at,converted,revenue,unsubscribed
spring,8,treated,2025-04-15 09:30,yes,12.50,0
autumn,8,control,2025-09-12,,,
spring,007,control,2025-04-16,no,0,
spring,99,treated,2025-04-15,no,0,1
";

fn read(campaigns: &str, exposures: &str) -> Result<Dataset, Trouble> {
    let mut request = request([text("orders.csv", ORDERS)]);
    request.campaigns = Some((text("c.csv", campaigns), text("e.csv", exposures)));
    make(request)
}

#[test]
fn campaigns_and_exposures_are_read() {
    let dataset = read(CAMPAIGNS, EXPOSURES).unwrap();
    let all = &dataset.campaigns;
    assert_eq!(all.id, ["autumn", "spring"]);
    assert_eq!(all.name, ["autumn", "Spring coupon"]);
    assert_eq!(all.window, [28, 14]);
    assert_eq!(all.offer, ["", "15% off"]);
    assert_eq!(
        all.day,
        [date(2025, 9, 12), date(2025, 4, 15)].map(from_date)
    );
    let rows = &all.exposures;
    assert_eq!(rows.campaign, [0, 1, 1, 1]);
    assert_eq!(
        rows.customer.iter().collect::<Vec<_>>(),
        ["8", "8", "007", "99"]
    );
    assert_eq!(rows.arms, ["control", "treated"]);
    assert_eq!(rows.arm, [0, 1, 0, 1]);
    assert_eq!(to_date(rows.exposed[2]), date(2025, 4, 16));
    assert_eq!(rows.converted, [NONE, 1, 0, 0]);
    assert_eq!(rows.unsubscribed, [NONE, 0, NONE, 1]);
    assert_eq!(rows.revenue[1..], [12.5, 0.0, 0.0]);
    assert!(rows.revenue[0].is_nan());
    // What no column tells.
    assert!(rows.complained.is_empty() && rows.margin.is_empty() && rows.discount.is_empty());
    let catalogue = &dataset.catalogue;
    assert!(catalogue.has.campaigns);
    let ledger = catalogue.ledger.exposures.as_ref().unwrap();
    assert_eq!((ledger.read, ledger.kept, ledger.unknown), (4, 4, 1));
    assert_eq!(
        decided(&dataset),
        ["1 exposure is of a customer without any order, who counts as not having bought."]
    );
    let used = |column: &str| {
        let mut columns = catalogue.columns.iter();
        columns
            .find(|c| c.column == column)
            .unwrap()
            .read_as
            .clone()
    };
    assert_eq!(used("window_days (c.csv)"), "Window of the campaign");
    assert_eq!(used("exposed_at (e.csv)"), "Day of exposure");
}

#[test]
fn data_without_campaigns_have_none_and_packs_of_before_are_read() {
    let dataset = from_text(ORDERS).unwrap();
    assert!(!dataset.catalogue.has.campaigns);
    assert_eq!(dataset.catalogue.ledger.exposures, None);
    // Packs of before there were any are read, too.
    let mut json = serde_json::to_value(&dataset.catalogue).unwrap();
    for (part, name) in [("has", "campaigns"), ("ledger", "exposures")] {
        json[part].as_object_mut().unwrap().remove(name).unwrap();
    }
    let before: Catalogue = serde_json::from_value(json).unwrap();
    assert_eq!(before, dataset.catalogue);
}

#[test]
fn what_the_files_leave_open_is_said() {
    let dataset = read(
        "campaign,sent\nspring,2025-04-15\n",
        "campaign,customer,group\nspring,007,A\nspring,8,B\n",
    )
    .unwrap();
    assert_eq!(
        decided(&dataset),
        [
            "No column of c.csv says how long orders count for a campaign: 28 days are assumed.",
            "No column of e.csv says when customers were exposed: the first day of their campaign is assumed.",
        ]
    );
    let all = &dataset.campaigns;
    assert_eq!((all.window[0], &all.name[0]), (28, &"spring".to_owned()));
    assert_eq!(all.exposures.exposed, [all.day[0]; 2]);
}

#[test]
fn exposures_that_cannot_be_read_are_counted_and_the_rest_is_kept() {
    let exposures = "campaign,customer,arm,exposed_at,revenue
spring,8,treated,2025-04-15,12.50
spring,007,,2025-04-15,1
winter,8,treated,2025-04-15,1
spring,,treated,2025-04-15,1
,8,treated,2025-04-15,1
spring,8,treated,soon,1
spring,8,treated,,1
spring,8,treated,2031-04-15,1
spring,8,treated,2025-04-15,much
";
    let dataset = read(CAMPAIGNS, exposures).unwrap();
    let ledger = dataset.catalogue.ledger.exposures.clone().unwrap();
    assert_eq!((ledger.read, ledger.kept, ledger.unknown), (9, 1, 0));
    let why: Vec<(u64, &str)> = ledger.unreadable.iter().map(|(n, w)| (*n, &**w)).collect();
    assert_eq!(
        why,
        [
            (3, "it has no arm"),
            (4, "the campaign “winter” is not in the campaign file"),
            (5, "it has no customer"),
            (6, "it has no campaign"),
            (7, "“soon” is not a date"),
            (8, "it has no day of exposure"),
            (9, "the date 2031-04-15 is in the future"),
            (10, "the revenue “much” is not a number"),
        ]
    );
    assert_eq!(
        decided(&dataset),
        ["8 exposures cannot be read and are left out, the first on line 3: it has no arm."]
    );
}

#[test]
fn files_that_cannot_be_used_are_refused_in_a_sentence() {
    let says =
        |campaigns: &str, exposures: &str| read(campaigns, exposures).unwrap_err().to_string();
    assert_eq!(
        says("code,day\nspring,2025-04-15\n", EXPOSURES),
        "The file c.csv has no campaign column. Nothing was written; rename one of its columns to campaign_id, campaign, campaign_code, id. Its columns are: code, day."
    );
    assert_eq!(
        says("campaign,offer\nspring,10%\n", EXPOSURES),
        "The file c.csv has no first day column. Nothing was written; rename one of its columns to day, start_date, begin, sent_at, sent, date. Its columns are: campaign, offer."
    );
    assert_eq!(
        says("campaign,day\nspring,soon\n", EXPOSURES),
        "Column “day” of c.csv should be the first day, but it holds text such as “soon”. Nothing was written; write dates as 2025-04-15."
    );
    assert_eq!(
        says(
            "campaign,day\nspring,2025-04-15\nspring,2025-05-15\n",
            EXPOSURES
        ),
        "Line 3 of c.csv cannot be read: the campaign “spring” appears twice. Nothing was written; correct it."
    );
    assert_eq!(
        says("campaign,day,window\nspring,2025-04-15,0\n", EXPOSURES),
        "Line 2 of c.csv cannot be read: its window is not a whole number of days from 1 to 366. Nothing was written; correct it."
    );
    assert_eq!(
        says("campaign,day\nspring,2025-04-15\nautumn,\n", EXPOSURES),
        "Line 3 of c.csv cannot be read: it has no first day. Nothing was written; correct it."
    );
    assert_eq!(
        says(CAMPAIGNS, "campaign,customer\nspring,8\n"),
        "The file e.csv has no arm column. Nothing was written; rename one of its columns to arm, variant, test_group, group. Its columns are: campaign, customer."
    );
    assert_eq!(
        says(CAMPAIGNS, "campaign,customer,arm\nwinter,8,A\n"),
        "None of the exposures in e.csv can be read; line 2: the campaign “winter” is not in the campaign file. Nothing was written; correct the file."
    );
    assert_eq!(
        says(
            CAMPAIGNS,
            "campaign,customer,arm,revenue\nspring,8,A,much\n"
        ),
        "Column “revenue” of e.csv should be the revenue, but it holds text such as “much”. Nothing was written; write numbers as 12.50."
    );
    assert_eq!(
        says(CAMPAIGNS, ""),
        "The file e.csv is empty. Nothing was written; export it again."
    );
}
