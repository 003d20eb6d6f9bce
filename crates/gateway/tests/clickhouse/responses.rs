//! What the customers of a campaign did is the same from both engines, and of a pack and a gateway.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clientele_analysis::dataset::{Campaigns, Dataset};
use clientele_analysis::days::{self, Day};
use clientele_analysis::engine::{
    Engine, Needs, Next, Plan, Scope, Shop, Source, Study, finish, then,
};
use clientele_analysis::tables::{Exposed, ResponsesTable, responses};
use clientele_analysis::window::Window;
use clientele_gateway::clickhouse::{Beyond, Client, Query, Table, Views};
use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::question::AnyQuestion;
use clientele_model::table::Aggregate;

use super::arrow::Frame;
use super::compare::{fetch, same};
use super::data::{from_pack, load_plain, odd, pack_campaigns};
use super::document::{mailings, of, retailer};
use super::engine::{PATIENT, shared};
use super::reports;

/// Tables that are the optional views of campaigns themselves.
pub const VIEWS: &str = "
CREATE TABLE clientele_campaigns (campaign String, name String, day Date, `window` UInt32, offer String) ENGINE = Memory;
CREATE TABLE clientele_exposures (
    campaign String, customer String, arm String, exposed DateTime('UTC'), converted Nullable(UInt8), revenue Nullable(Float64),
    margin Nullable(Float64), discount Nullable(Float64), unsubscribed Nullable(UInt8), complained Nullable(UInt8)
) ENGINE = Memory";

/// A code that does not stand in a statement as it is.
const CODE: &str = "Mail 'em \\ {days:Int32}";

/// Compares the table of a campaign under these filters. Returns how many rows were compared.
#[track_caller]
fn compare(
    data: &Dataset,
    client: &Client,
    exposures: &[(u32, Day)],
    link: &str,
    told: u32,
) -> usize {
    let (filters, notices) = Filters::parse(link);
    assert_eq!(notices, [], "{link}");
    let beyond = Beyond {
        campaign: Some((CODE.to_owned(), told)),
        ..Beyond::default()
    };
    let views = Views {
        campaigns: true,
        ..Views::default()
    };
    let table = Table::Of(Aggregate::Responses);
    let query = Query::new(table, &filters, &data.catalogue, views, &beyond).unwrap();
    let frame = Frame::read(&fetch(client, &query));
    frame.follows(Aggregate::Responses);
    let window = Window::new(&filters, &data.catalogue).unwrap();
    let mut exposed = Exposed::nobody(data.customers.id.len());
    exposures
        .iter()
        .for_each(|&(customer, day)| exposed.add(customer, day));
    let table = responses(data, &window, &exposed.done(), told);
    let places: BTreeMap<_, usize> = (0..table.len())
        .map(|row| ((table.customer.get(row), table.day[row]), row))
        .collect();
    let keys = frame.texts("customer").into_iter().zip(frame.counts("day"));
    let rows: Vec<usize> = keys
        .map(
            |(customer, day)| match places.get(&(customer.as_str(), day)) {
                Some(&row) => row,
                None => panic!("{link}: {customer} has nothing on day {day}"),
            },
        )
        .collect();
    let side_by_side = |pair: &[usize]| {
        let [a, b] = [pair[0], pair[1]].map(|row| (table.customer.get(row), table.day[row]));
        a.0 != b.0 || a.1 < b.1
    };
    assert!(rows.windows(2).all(side_by_side), "days are not in order");
    same(&frame, Aggregate::Responses, &table.columns(), &rows)
}

#[test]
fn responses_to_a_campaign_are_the_same_under_every_filter() {
    let engine = shared();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.parquet");
    let data = odd(3, 4_000, &file);
    let database = "odd_responses";
    load_plain(engine, database, &file);
    engine.run(database, VIEWS);
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let span = (data.catalogue.first, data.catalogue.last);
    let (first, last) = (days::from_date(span.0), days::from_date(span.1));
    // All over the data and beyond; every third customer twice, every fifth not at all.
    let mut exposures = Vec::new();
    for at in (0..data.customers.id.len() as u32).filter(|at| at % 5 != 4) {
        let day = first - 40 + (at as Day * 37) % (last - first + 80);
        exposures.push((at, day));
        if at % 3 == 0 {
            exposures.push((at, day - 11));
        }
    }
    let in_arm = |arm: &str, customer: &str, campaign: &str, day: Day| {
        let minute = i64::from(day) * 86_400 + 3_600;
        format!(
            "('{}', '{}', '{arm}', {minute}, NULL, NULL, NULL, NULL, NULL, NULL)",
            quoted(campaign),
            quoted(customer)
        )
    };
    let row = |customer: &str, campaign: &str, day: Day| in_arm("arm", customer, campaign, day);
    let mut rows: Vec<String> = exposures
        .iter()
        .map(|&(customer, day)| row(&data.customers.id[customer as usize], CODE, day))
        .collect();
    // Some stand there earlier, in no arm.
    let nowhere = exposures.iter().step_by(7).map(|&(customer, day)| {
        let number = &data.customers.id[customer as usize];
        in_arm(" ", number, CODE, day - 20)
    });
    rows.extend(nowhere);
    rows.push(row("stranger", CODE, first + 100));
    rows.push(row("", CODE, first + 100));
    rows.push(row(&data.customers.id[4], "another", first + 100));
    let insert = format!("INSERT INTO clientele_exposures VALUES {}", rows.join(", "));
    engine.ask(database, &insert);
    let client = engine.client(database, PATIENT);
    let quote = |text: &str| clientele_model::filters::encoded(text);
    let mut compared = 0;
    for (link, told) in [
        (String::new(), 28),
        ("last=20&spend=50..".to_owned(), 1),
        ("returns=off&copies=off".to_owned(), 400),
        (format!("country={}", quote("Côte d'Ivoire")), 90),
        (format!("category={}", quote("50% \"off\"")), 90),
        (format!("tier={}&goods=gift*", quote("Silver\\")), 1096),
    ] {
        compared += compare(&data, &client, &exposures, &link, told);
    }
    assert!(compared > 300, "{compared}");
}

/// Asks for one campaign and tells what it was given.
struct Telling;

static TOLD: Mutex<Option<(Arc<Campaigns>, Arc<ResponsesTable>)>> = Mutex::new(None);

impl Study for Telling {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::JudgeTest(asked) = question else {
            return None;
        };
        let plan = || {
            let scope = Scope::new(&asked.filters, shop)?;
            let mut needs = Needs::default();
            needs.campaigns();
            if shop.campaigns()?.is_none() {
                return Ok(Plan::new(needs, |_| Err(Failure::Nothing)));
            }
            let campaign = asked.judged.campaign.clone().unwrap_or_default();
            let of = needs.responses(&campaign, 56, &scope)?;
            Ok(Plan::new(needs, move |tables| {
                let campaigns = tables.campaigns()?;
                Ok(then(tables.responses(&of)?, move |table| {
                    *TOLD.lock().unwrap() = Some((campaigns, table));
                    Err(Failure::Nothing) as Result<Next, Failure>
                }))
            }))
        };
        Some(plan())
    }
}

fn told(engine: &Engine, question: &AnyQuestion) -> (Arc<Campaigns>, Arc<ResponsesTable>) {
    let end = engine.start(question).and_then(finish);
    assert_eq!(end.err(), Some(Failure::Nothing));
    TOLD.lock().unwrap().take().unwrap()
}

#[test]
fn a_gateway_tells_of_the_documents_views_what_a_pack_tells() {
    let engine = shared();
    let database = "answered";
    retailer(engine, database);
    engine.run(database, &of("view", database));
    engine.run(database, &of("optional-views", database));
    let campaigns = pack_campaigns("omnichannel");
    mailings(engine, database, &campaigns);
    let client = engine.client(database, PATIENT);
    let mut data = from_pack("omnichannel");
    data.campaigns = campaigns.clone();
    let mut catalogue = data.catalogue.clone();
    catalogue.files.clear();
    catalogue.has.campaigns = true;
    let mut live = Engine::new(Source::Gateway(catalogue.clone()), Vec::new(), &[&Telling]);
    let lines = Engine::new(Source::Memory(Box::new(data)), Vec::new(), &[&Telling]);
    for (at, code) in campaigns.id.iter().enumerate() {
        let filters = ["", "&country=Germany&returns=off"][at % 2];
        let text = format!("/experiments/result?campaign={code}{filters}");
        let (question, notices) = AnyQuestion::parse(&text).unwrap();
        assert_eq!(notices, []);
        reports::supply(&mut live, &client, &question);
        let (found, expected) = (told(&live, &question), told(&lines, &question));
        let mut sent = (*found.0).clone();
        // The database tells more.
        sent.exposures.unsubscribed.clear();
        assert_eq!(format!("{sent:?}"), format!("{:?}", expected.0));
        let rows = |table: &ResponsesTable| {
            let row = |row: usize| {
                let numbers = [
                    table.gross[row],
                    table.returned[row],
                    table.discount[row],
                    table.units[row],
                    table.margin[row],
                ];
                let numbers = numbers.map(|number| format!("{number:.5}")).join(" ");
                let customer = table.customer.get(row);
                format!(
                    "{customer} {} {} {numbers}",
                    table.day[row], table.orders[row]
                )
            };
            let mut rows: Vec<String> = (0..table.len()).map(row).collect();
            rows.sort();
            rows
        };
        let (found, expected) = (rows(&found.1), rows(&expected.1));
        assert!(found.len() > 500, "{code}: {}", found.len());
        assert_eq!(found.len(), expected.len(), "{code}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{code}");
        }
    }
}
