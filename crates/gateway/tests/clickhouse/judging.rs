//! Tests are planned and judged over ClickHouse as over a pack: the same numbers, and what only a pack tells is said.

use std::sync::Arc;

use clientele_analysis::dataset::{Campaigns, Dataset};
use clientele_analysis::days;
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_gateway::clickhouse::Client;
use clientele_model::catalogue::Catalogue;
use clientele_model::experiments::{PlanReport, ResultReport};
use clientele_model::question::{AnyQuestion, AnyReport};

use super::compare::fetch;
use super::data::{from_pack, load_plain, omnichannel, pack_campaigns};
use super::engine::{self, PATIENT, shared};
use super::reports::{alike, query, supply};
use super::responses::VIEWS;

/// A data set with the campaigns of its pack, which are put into the database as well. Whoever agreed to get e-mails is
/// forgotten, since no view tells it.
pub fn with_campaigns(engine: &engine::Engine, database: &str, mut data: Dataset) -> Dataset {
    data.campaigns = pack_campaigns("omnichannel");
    data.catalogue.has.campaigns = true;
    data.customers.email_opt_in.clear();
    let told = &data.campaigns;
    let campaigns = (0..told.id.len()).map(|at| {
        let (id, name, offer) = (&told.id[at], &told.name[at], &told.offer[at]);
        let (day, window) = (told.day[at], told.window[at]);
        format!("('{id}', '{name}', {day}, {window}, '{offer}')")
    });
    let rows = &told.exposures;
    let exposures = rows.customer.iter().enumerate().map(|(at, customer)| {
        let campaign = &told.id[rows.campaign[at] as usize];
        let arm = &rows.arms[rows.arm[at] as usize];
        let minute = i64::from(rows.exposed[at]) * 86_400 + 7_200;
        format!(
            "('{campaign}', '{customer}', '{arm}', {minute}, NULL, NULL, NULL, NULL, NULL, NULL)"
        )
    });
    let (campaigns, exposures): (Vec<_>, Vec<_>) = (campaigns.collect(), exposures.collect());
    engine.run(
        database,
        &format!(
            "{VIEWS};\nINSERT INTO clientele_campaigns VALUES {};\nINSERT INTO clientele_exposures VALUES {}",
            campaigns.join(", "),
            exposures.join(", ")
        ),
    );
    data
}

/// What is said of a live data set besides.
const LEFT_OUT: &str = "The database sends totals and not every order, so a pack tells more: ";
const RETURNS: &str = "Returns not taken off";
const WHOLE_SHOP: &str = "Effect on the whole shop";

/// Takes away what only every order tells.
pub fn level(report: &mut ResultReport) {
    let is_left_out = |words: &String| words.starts_with(LEFT_OUT);
    report
        .remarks
        .retain(|remark| !is_left_out(&remark.to_string()));
    report.how.retain(|(name, _)| name != WHOLE_SHOP);
    if let Some(impact) = &mut report.impact {
        impact.global = None;
    }
    if let Some(sensitivity) = &mut report.sensitivity {
        sensitivity.rows.retain(|(name, ..)| name != RETURNS);
    }
}

/// Both engines over the same data.
struct Both {
    client: Client,
    live: Engine,
    lines: Engine,
}

impl Both {
    /// In a database of this name.
    fn new(database: &str) -> Self {
        Self::of(database, |_| {})
    }

    /// With something done to what the pack holds.
    fn of(database: &str, change: impl FnOnce(&mut Dataset)) -> Self {
        let engine = shared();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lines.parquet");
        omnichannel(&file);
        load_plain(engine, database, &file);
        let mut data = with_campaigns(engine, database, from_pack("omnichannel"));
        let catalogue = Catalogue {
            files: vec![],
            ..data.catalogue.clone()
        };
        change(&mut data);
        Self {
            client: engine.client(database, PATIENT),
            live: Engine::new(Source::Gateway(catalogue), vec![], &studies::all()),
            lines: Engine::new(Source::Memory(Box::new(data)), vec![], &studies::all()),
        }
    }

    /// The answers of both to a link: of the database, of the lines.
    #[track_caller]
    fn ask(&mut self, link: &str) -> (AnyReport, AnyReport) {
        let (question, notices) = AnyQuestion::parse(link).unwrap();
        assert_eq!(notices, [], "{link}");
        supply(&mut self.live, &self.client, &question);
        let answer = |engine: &Engine| engine.start(&question).and_then(finish).unwrap();
        (answer(&self.live), answer(&self.lines))
    }

    #[track_caller]
    fn judged(&mut self, link: &str) -> (ResultReport, ResultReport) {
        match self.ask(link) {
            (AnyReport::JudgeTest(found), AnyReport::JudgeTest(expected)) => (*found, *expected),
            _ => panic!("{link} is no result"),
        }
    }

    /// A segment of the customers of the year before the autumn preview.
    fn segment(&self) -> String {
        let sent = pack_campaigns("omnichannel").day[0];
        let (from, to) = (days::to_date(sent - 365), days::to_date(sent - 1));
        let (question, _) = AnyQuestion::parse(&format!("/segments?from={from}&to={to}")).unwrap();
        match self.lines.start(&question).and_then(finish).unwrap() {
            AnyReport::Segments(report) => report.segments[0].slug.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn planned(&mut self, link: &str) -> (PlanReport, PlanReport) {
        match self.ask(link) {
            (AnyReport::PlanTest(found), AnyReport::PlanTest(expected)) => (*found, *expected),
            _ => panic!("{link} is no plan"),
        }
    }
}

fn said(report: &ResultReport) -> Vec<String> {
    report.remarks.iter().map(ToString::to_string).collect()
}

#[test]
fn a_result_has_the_numbers_that_it_has_over_a_pack() {
    let mut both = Both::new("judged");
    let segment = format!("autumn-preview&only=segment.{}", both.segment());
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
        "summer-reminder&tier=Gold&only=rfm.loyal&only=country.France",
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
    let mut both = Both::new("crowded");
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
    let opted = from_pack("omnichannel").customers.email_opt_in;
    let mut both = Both::of("told_less", |data| data.customers.email_opt_in = opted);
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
    let customers =
        |impact: &clientele_model::experiments::Impact| impact.rows.last().unwrap().customers;
    assert!((today.coverage - 1.0).abs() < 1e-9 && opted.coverage < 0.9);
    assert!(customers(&today) > customers(&opted));
    assert!(today.global.is_none() && opted.global.is_some());
    let has = |report: Option<clientele_model::experiments::Sensitivity>| {
        report.unwrap().rows.iter().any(|row| row.0 == RETURNS)
    };
    assert!(!has(found.sensitivity) && has(expected.sensitivity));
    // With a filter the whole shop is not compared, and without returns nothing changes by them.
    let link = "/experiments/result?campaign=spring-coupon&country=Germany&returns=off";
    let (found, _) = both.judged(link);
    assert_eq!(
        said(&found)[0],
        format!("{LEFT_OUT}who agreed to get e-mails.")
    );
}

/// The bands in which the made-up campaigns work most and not at all, and what they were made with: see
/// `crates/analysis/tests/results.rs`.
#[test]
fn both_made_up_campaigns_are_recovered_by_segment() {
    let mut both = Both::new("recovered");
    for (campaign, name, least, most) in [
        ("spring-coupon", "Half or more", 0.09, 0.09),
        ("spring-coupon", "Never", 0.005, 0.03),
        ("spring-coupon", "Under a quarter", 0.005, 0.03),
        ("autumn-preview", "Half or more", 0.0, 0.0),
        ("autumn-preview", "Under a quarter", 0.01, 0.07),
    ] {
        let link = format!("/experiments/result?campaign={campaign}");
        let (found, _) = both.judged(&link);
        let mut cuts = found.cuts.iter();
        let cut = cuts.find(|cut| cut.name == "Share of items bought at a discount");
        let row = cut
            .unwrap()
            .rows
            .iter()
            .find(|row| row.name == name)
            .unwrap();
        // Of those made to order some would have ordered anyway.
        let further = |orders: f64| orders * (1.0 - row.control);
        for (_, low, high) in [row.measured, row.shrunk] {
            let is_inside = low <= further(most) && further(least) <= high;
            assert!(is_inside, "{campaign}, {name}: {low} to {high}");
        }
    }
}

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
    let mut both = Both::new("beside");
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

#[test]
fn a_plan_has_the_numbers_that_it_has_over_a_pack() {
    let mut both = Both::new("planned");
    for choices in [
        "",
        "who=rfm.hibernating&offer=percent.15&setup=900&vs=via=post;offer=percent.15&vs=offer=none",
        "lift=-2&via=sms&held=20&sends=12&window=14&floor=5",
        "who=country.Germany&offer=amount.5&window=60&rested=30&via=post",
        "country=France&who=rfm.need-attention&offer=none",
    ] {
        let link = format!("/experiments/plan?{choices}");
        let (found, expected) = both.planned(&link);
        let json = |report: &PlanReport| serde_json::to_value(report).unwrap();
        alike(&link, &json(&found), &json(&expected));
    }
}

#[test]
fn a_plan_by_e_mail_says_that_nobody_knows_who_agreed() {
    let opted = from_pack("omnichannel").customers.email_opt_in;
    let mut both = Both::of("planned_less", |data| data.customers.email_opt_in = opted);
    let (found, expected) = both.planned("/experiments/plan");
    const UNKNOWN: &str =
        "Who agreed to get e-mails is not known here, so everybody is counted as reached.";
    let said = |report: &PlanReport| {
        report
            .remarks
            .iter()
            .any(|words| words.to_string() == UNKNOWN)
    };
    assert!(said(&found) && !said(&expected));
    // By post nobody has to agree.
    let (found, expected) = both.planned("/experiments/plan?via=post");
    let json = |report: &PlanReport| serde_json::to_value(report).unwrap();
    alike("post", &json(&found), &json(&expected));
}
