//! A live data set: what is asked of it, and what cannot be judged, word for word.

use std::sync::Arc;

use clientele_model::question::AnyQuestion;

use super::shop::{Row, SENT, campaigns, fair, nothing, order, rows, shop};
use crate::dataset::{Campaigns, Dataset};
use crate::engine::{Engine, Source, Wants};
use crate::experiments::Judging;
use crate::pack;
use crate::remote::{Asked, Request};

const LINK: &str = "/experiments/result?campaign=coupon";

/// A gateway over a shop.
fn gateway(data: &Dataset) -> Engine {
    let mut catalogue = data.catalogue.clone();
    catalogue.files.clear();
    Engine::new(Source::Gateway(catalogue), Vec::new(), &[&Judging])
}

/// What a question wants once the campaigns are here, in the order it is asked for.
fn wants(engine: &mut Engine, data: &Dataset, link: &str) -> Result<Vec<String>, String> {
    let (question, notices) = AnyQuestion::parse(link).unwrap();
    assert_eq!(notices, []);
    let files = pack::encode(data).unwrap();
    let mut asked: Vec<String> = Vec::new();
    loop {
        let wanted = engine.wants(&question).map_err(|why| why.to_string())?;
        let Wants::Tables { all, first: None } = wanted else {
            panic!("a gateway makes the tables");
        };
        let is_new = |request: &&Request| !asked.contains(&request.path());
        let new: Vec<Request> = all.iter().filter(is_new).cloned().collect();
        if new.is_empty() {
            return Ok(asked);
        }
        for request in new {
            asked.push(request.path());
            if matches!(request.table, Asked::Campaigns | Asked::Exposures) {
                let mut files = files.iter();
                let file = files.find(|file| file.table == request.name()).unwrap();
                engine.answer(&request, &file.bytes).unwrap();
            }
        }
    }
}

fn fair_shop() -> Dataset {
    let of = fair();
    shop(vec![order(0, SENT + 3, 1)], campaigns(&rows(&of)))
}

#[test]
fn it_is_asked_for_the_days_around_the_send_and_for_today() {
    let data = fair_shop();
    let asked = |link: &str| wants(&mut gateway(&data), &data, link);
    let days = "from=2010-07-20&to=2011-07-19";
    assert_eq!(
        asked(LINK).unwrap(),
        [
            "campaigns.arrow",
            "exposures.arrow",
            &format!("customers.arrow?{days}&lens=behaviour"),
            "responses.arrow?campaign=coupon&days=56",
            "customers.arrow?lens=behaviour",
            "rfm.arrow?period=all",
        ]
    );
    // Filters choose customers, among whom groups stay what they are in the whole shop; outcomes are counted without them.
    assert_eq!(
        asked(&format!("{LINK}&country=France&returns=off&window=14")).unwrap(),
        [
            "campaigns.arrow",
            "exposures.arrow",
            &format!("customers.arrow?{days}&returns=off&lens=behaviour"),
            &format!("customers.arrow?{days}&country=France&returns=off&lens=behaviour"),
            "responses.arrow?campaign=coupon&days=28&returns=off",
            "customers.arrow?returns=off&lens=behaviour",
            "customers.arrow?country=France&returns=off&lens=behaviour",
            "rfm.arrow?period=all",
        ]
    );
    // Whoever was chosen by value needs no table of their own.
    assert_eq!(asked(&format!("{LINK}&only=rfm.loyal")), asked(LINK));
    // Customers of today are not asked for where there is no room for them, and more than there is room for is refused.
    let bought = asked(&format!("{LINK}&only=bought.category.Toys~not~Garden")).unwrap();
    assert_eq!(bought.len(), 7, "{bought:?}");
    assert!(!bought.contains(&"customers.arrow?lens=behaviour".to_owned()));
    assert_eq!(bought[6], "rfm.arrow?period=all");
    assert_eq!(
        asked(&format!(
            "{LINK}&country=France&only=bought.category.Toys~not~Garden&only=bought.category.Books~not~Games"
        ))
        .unwrap_err(),
        "So many choices at once cannot be shown here, because the database sends totals and not every order. Remove one of them."
    );
}

#[test]
fn a_database_without_campaigns_is_told_which_views_to_add() {
    let mut data = shop(Vec::new(), Campaigns::default());
    data.catalogue.has.campaigns = false;
    let refused = |data: &Dataset, link| wants(&mut gateway(data), data, link).unwrap_err();
    assert_eq!(
        refused(&data, "/experiments/result"),
        "There is no result to judge: this database has no views clientele_campaigns and clientele_exposures. Drop a result file here, or add these views to the database."
    );
    assert_eq!(
        refused(&data, "/experiments/result?campaign=spring"),
        "There is no campaign “spring” here: this database has no views clientele_campaigns and clientele_exposures, and a file that was dropped is gone once the page is reloaded. Drop it again, or add these views to the database."
    );
}

#[test]
fn rows_that_cannot_be_judged_are_refused_before_any_table_is_asked_for() {
    let refused = |data: &Dataset, link| wants(&mut gateway(data), data, link).unwrap_err();
    let of: [Row<'_>; 2] = [("c0", "control", SENT), ("c1", "mail", SENT)];
    let data = shop(Vec::new(), campaigns(&of));
    assert_eq!(
        refused(&data, "/experiments/result?campaign=other"),
        "Nobody was exposed to “Other”: the view clientele_exposures has no readable row for it. Choose another campaign, or add its exposures to the view."
    );
    assert_eq!(
        refused(&data, "/experiments/result?campaign=coupon&control=C"),
        "There is no arm “C” in this campaign; its arms are “control” and “mail”. Choose one of those."
    );
    assert_eq!(
        refused(&data, "/experiments/result?campaign=spring"),
        "There is no campaign “spring” in this data set; it has “coupon” and “other”. Choose one of those; a file that was dropped is gone once the page is reloaded, so drop it again."
    );
}

/// A result file about the same customers, dropped.
fn dropped() -> Campaigns {
    let of = fair();
    let mut dropped = campaigns(&rows(&of));
    (dropped.id, dropped.name) = (vec!["test".to_owned()], vec!["test".to_owned()]);
    dropped.day.truncate(1);
    dropped.window.truncate(1);
    dropped.offer.truncate(1);
    dropped
}

#[test]
fn a_file_dropped_beside_a_database_is_judged_by_what_stands_in_it() {
    let mut data = fair_shop();
    data.catalogue.has.campaigns = false;
    let asked = |dropped: &Campaigns, choices: &str| {
        let mut engine = gateway(&data);
        engine.bring(Arc::new(dropped.clone()));
        let link = format!("/experiments/result?campaign=test{choices}");
        wants(&mut engine, &data, &link)
    };
    let silent = dropped();
    let (converted, amounts) = nothing(silent.exposures.arm.len());
    let whole = |choices: &str, dropped: &Campaigns| asked(dropped, choices).unwrap_err();
    for (goal, sentence) in [
        (
            "",
            "who bought, and the orders of its customers cannot be looked up in a database. Add a column “converted” or “revenue” to the file and drop it again, or add the campaign to the database.",
        ),
        (
            "&goal=revenue",
            "what each customer spent, and the orders of its customers cannot be looked up in a database. Add a column “revenue” to the file and drop it again, or add the campaign to the database.",
        ),
        (
            "&goal=margin",
            "what each customer earned the shop, and the orders of its customers cannot be looked up in a database. Add a column “margin” to the file and drop it again, or add the campaign to the database.",
        ),
        (
            "&goal=orders",
            "how many orders each customer placed, and the orders of its customers cannot be looked up in a database. Judge it by who bought, or add the campaign to the database.",
        ),
    ] {
        assert_eq!(
            whole(goal, &silent),
            format!("The file of “test” does not say {sentence}")
        );
    }
    // Columns that are there and empty say nothing either.
    let mut empty = silent.clone();
    empty.exposures.converted.clone_from(&converted);
    empty.exposures.revenue.clone_from(&amounts);
    assert_eq!(whole("", &empty), whole("", &silent));
    let mut telling = empty;
    telling.exposures.revenue[3] = 20.0;
    assert_eq!(
        whole("&window=14", &telling),
        "The file of “test” says what came of it within 28 days, and the orders of its customers cannot be looked up in a database, so other days cannot be judged. Judge it over those, or add the campaign to the database."
    );
    assert_eq!(whole("&day=3", &telling), whole("&window=14", &telling));
    // Who spent something bought; their orders are not asked for.
    assert_eq!(
        asked(&telling, "").unwrap(),
        [
            "customers.arrow?from=2010-07-20&to=2011-07-19&lens=behaviour",
            "customers.arrow?lens=behaviour",
            "rfm.arrow?period=all",
        ]
    );
}
