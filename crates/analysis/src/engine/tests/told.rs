//! Campaigns, and what their customers did, are the same of a pack, of memory and of a gateway.

use std::sync::{Arc, Mutex};

use arrow::array::{ArrayRef, DictionaryArray, Float64Array, RecordBatch, UInt32Array};
use arrow::datatypes::UInt32Type;
use arrow::ipc::writer::StreamWriter;
use clientele_model::catalogue::File;
use clientele_model::question::AnyReport;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::*;
use crate::dataset::{Campaigns, Exposures};
use crate::days::{self, Day};
use crate::engine::{Begin, Next, Plan, Shop, Study, Wants, finish, then};
use crate::engine::{Needs, Scope};
use crate::pack;
use crate::remote::{Asked, Request};
use crate::tables::{Exposed, ResponsesTable, responses, sample};

/// Asks for one campaign and tells what it was given.
struct Telling;

/// What a question was given last. Tests that look take turns.
static TOLD: Mutex<Option<(Arc<Campaigns>, Arc<ResponsesTable>)>> = Mutex::new(None);
static TURN: Mutex<()> = Mutex::new(());

const DAYS: u32 = 40;

impl Study for Telling {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::JudgeTest(asked) = question else {
            return None;
        };
        let plan = || {
            let scope = Scope::new(&asked.filters, shop)?;
            let mut needs = Needs::default();
            needs.campaigns();
            let Some(campaigns) = shop.campaigns()? else {
                let never: Begin = Box::new(|_| Err(Failure::defect("campaigns are not here")));
                return Ok(Plan {
                    needs,
                    begin: never,
                });
            };
            let code = asked.judged.campaign.clone();
            let code = code.or_else(|| campaigns.id.first().cloned());
            let of = needs.responses(&code.unwrap_or_default(), DAYS, &scope)?;
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

fn question(text: &str) -> AnyQuestion {
    AnyQuestion::parse(text).unwrap().0
}

/// Two campaigns among the customers of a sample, and who is on no line.
fn campaigns(begin: Day) -> Campaigns {
    let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
    let customers = ["c1", "c2", "nobody", "c2", "c5", "c1", "c0"];
    Campaigns {
        id: texts(["autumn", "spring"]),
        name: texts(["Autumn", "Spring"]),
        day: vec![begin + 200, begin + 300],
        window: vec![28, 14],
        offer: texts(["", "15% off"]),
        exposures: Exposures {
            campaign: vec![0, 0, 0, 0, 0, 1, 1],
            customer: customers.into_iter().collect(),
            arm: vec![0, 1, 0, 1, 1, 0, 1],
            arms: texts(["control", "treated"]),
            exposed: [200, 210, 200, 205, 200, 300, 301]
                .map(|at| begin + at)
                .into(),
            revenue: vec![1.5, f64::NAN, 0.0, 2.0, 0.0, f64::NAN, f64::NAN],
            ..Exposures::default()
        },
    }
}

fn dataset() -> Dataset {
    let mut runner = TestRunner::deterministic();
    let mut dataset = sample::datasets().new_tree(&mut runner).unwrap().current();
    dataset.campaigns = campaigns(days::from_date(dataset.catalogue.first));
    dataset.catalogue.has.campaigns = true;
    dataset
}

/// As a database sends it: customers in any order.
fn stream(table: &ResponsesTable) -> Vec<u8> {
    let rows = 0..table.len();
    let names: Vec<&str> = rows.map(|row| table.customer.get(row)).collect();
    let names: DictionaryArray<UInt32Type> = names.into_iter().collect();
    let counts = |values: &[u32]| Arc::new(UInt32Array::from(values.to_vec())) as ArrayRef;
    let amounts = |values: &[f64]| Arc::new(Float64Array::from(values.to_vec())) as ArrayRef;
    let columns = [
        ("customer", Arc::new(names) as ArrayRef),
        ("day", counts(&table.day)),
        ("orders", counts(&table.orders)),
        ("gross", amounts(&table.gross)),
        ("returned", amounts(&table.returned)),
        ("discount", amounts(&table.discount)),
        ("units", amounts(&table.units)),
        ("margin", amounts(&table.margin)),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    let stream = writer.into_inner().unwrap();
    [&stream[..], &(batch.num_rows() as u64).to_le_bytes()].concat()
}

/// What a gateway over these data sends.
fn sent(dataset: &Dataset, request: &Request) -> Vec<u8> {
    let file = |name: &str| {
        let files = pack::encode(dataset).unwrap();
        let mut files = files.into_iter();
        files.find(|file| file.table == name).unwrap().bytes
    };
    match request.table {
        Asked::Campaigns => file("campaigns"),
        Asked::Exposures => file("exposures"),
        Asked::Of(Aggregate::Responses) => {
            let (code, days) = request.campaign.clone().unwrap();
            let campaigns = &dataset.campaigns;
            let place = campaigns.place(&code).unwrap() as u32;
            let mut exposed = Exposed::nobody(dataset.customers.id.len());
            for row in campaigns.exposures.rows(place) {
                let ids = &dataset.customers.id;
                let number = campaigns.exposures.customer.get(row);
                if let Some(at) = ids.iter().position(|id| id == number) {
                    exposed.add(at as u32, campaigns.exposures.exposed[row]);
                }
            }
            let window = Window::new(&request.filters, &dataset.catalogue).unwrap();
            stream(&responses(dataset, &window, &exposed.done(), days))
        }
        Asked::Of(_) => panic!("nobody asks for {}", request.path()),
    }
}

fn gateway(dataset: &Dataset) -> Engine {
    let mut catalogue = dataset.catalogue.clone();
    catalogue.files.clear();
    Engine::new(Source::Gateway(catalogue), Vec::new(), &[&Telling])
}

fn pack_of(dataset: &Dataset) -> (Engine, Vec<pack::Encoded>) {
    let files = pack::encode(dataset).unwrap();
    let mut catalogue = dataset.catalogue.clone();
    let listed = files.iter().map(|file| File {
        table: file.table.to_owned(),
        path: format!("{}.arrow", file.table),
        bytes: file.bytes.len() as u64,
        rows: 0,
        sha256: String::new(),
    });
    catalogue.files = listed.collect();
    (
        Engine::new(Source::Pack(catalogue), Vec::new(), &[&Telling]),
        files,
    )
}

/// Supplies what a question wants, until it wants nothing. Returns what a gateway was asked for, in that order.
fn supply(
    engine: &mut Engine,
    question: &AnyQuestion,
    dataset: &Dataset,
    files: &[pack::Encoded],
) -> Vec<String> {
    let mut asked = Vec::new();
    loop {
        match engine.wants(question).unwrap() {
            Wants::Study | Wants::Dealings => panic!("all code is here"),
            Wants::Files(missing) if missing.is_empty() => return asked,
            Wants::Files(missing) => {
                for wanted in missing {
                    let mut files = files.iter();
                    let file = files.find(|file| file.table == wanted.table).unwrap();
                    engine.supply(&wanted.table, &file.bytes).unwrap();
                }
            }
            Wants::Tables { all, .. } => {
                let missing = all.iter().filter(|one| engine.answered(one).is_none());
                let missing: Vec<Request> = missing.cloned().collect();
                if missing.is_empty() {
                    return asked;
                }
                for request in missing {
                    engine.answer(&request, &sent(dataset, &request)).unwrap();
                    asked.push(request.path());
                }
            }
        }
    }
}

/// What a question is given.
fn told(engine: &Engine, question: &AnyQuestion) -> (Arc<Campaigns>, Arc<ResponsesTable>) {
    let end: Result<AnyReport, Failure> = engine.start(question).and_then(finish);
    assert_eq!(end, Err(Failure::Nothing));
    TOLD.lock().unwrap().take().unwrap()
}

/// Everything said of a row.
fn rows(table: &ResponsesTable) -> Vec<String> {
    let row = |row: usize| {
        format!(
            "{} {} {} {} {} {} {} {}",
            table.customer.get(row),
            table.day[row],
            table.orders[row],
            table.gross[row],
            table.returned[row],
            table.discount[row],
            table.units[row],
            table.margin[row],
        )
    };
    (0..table.len()).map(row).collect()
}

#[test]
fn packs_memory_and_gateways_tell_the_same() {
    let _turn = TURN.lock().unwrap();
    let dataset = dataset();
    for text in [
        "/experiments/result",
        "/experiments/result?campaign=spring&returns=off",
        "/experiments/result?last=30&country=France&country=Utopia",
    ] {
        let question = question(text);
        let memory = Engine::new(
            Source::Memory(Box::new(dataset.clone())),
            Vec::new(),
            &[&Telling],
        );
        let (mut pack, files) = pack_of(&dataset);
        let mut gateway = gateway(&dataset);
        assert_eq!(supply(&mut pack, &question, &dataset, &files), [""; 0]);
        let asked = supply(&mut gateway, &question, &dataset, &[]);
        assert_eq!(asked[..2], ["campaigns.arrow", "exposures.arrow"]);
        let code = text.contains("spring").then_some("spring");
        let code = code.unwrap_or("autumn");
        assert!(
            asked[2].starts_with(&format!("responses.arrow?campaign={code}&days=40")),
            "{asked:?}"
        );
        assert!(!asked[2].contains("last="));
        let expected = told(&memory, &question);
        let words = |campaigns: &Campaigns| format!("{campaigns:?}");
        assert_eq!(words(&expected.0), words(&dataset.campaigns));
        for engine in [&pack, &gateway] {
            let (campaigns, table) = told(engine, &question);
            assert_eq!(words(&campaigns), words(&expected.0));
            assert_eq!(rows(&table), rows(&expected.1), "{text}");
        }
    }
}

#[test]
fn newer_campaigns_of_a_gateway_take_the_place_of_older_ones() {
    let _turn = TURN.lock().unwrap();
    let mut dataset = dataset();
    let mut engine = gateway(&dataset);
    let question = question("/experiments/result?campaign=autumn");
    supply(&mut engine, &question, &dataset, &[]);
    let (before, _) = told(&engine, &question);
    assert_eq!(before.name[0], "Autumn");
    dataset.campaigns.name[0] = "Autumn leaves".to_owned();
    let Wants::Tables { all, .. } = engine.wants(&question).unwrap() else {
        panic!("a gateway makes tables");
    };
    for request in all {
        engine.answer(&request, &sent(&dataset, &request)).unwrap();
    }
    assert_eq!(told(&engine, &question).0.name[0], "Autumn leaves");
}

#[test]
fn a_gateway_without_campaigns_is_not_asked_for_them() {
    let _turn = TURN.lock().unwrap();
    let mut dataset = dataset();
    dataset.catalogue.has.campaigns = false;
    let mut engine = gateway(&dataset);
    dataset.campaigns = Campaigns::default();
    let question = question("/experiments/result");
    let Wants::Tables { all, .. } = engine.wants(&question).unwrap() else {
        panic!("a gateway makes tables");
    };
    // The study of these tests asks for the customers of some campaign all the same.
    let paths: Vec<String> = all.iter().map(Request::path).collect();
    assert_eq!(paths, ["responses.arrow?campaign=&days=40"]);
    let empty = stream(&ResponsesTable::default());
    engine.answer(&all[0], &empty).unwrap();
    assert_eq!(*told(&engine, &question).0, Campaigns::default());
}

#[test]
fn what_is_no_table_of_campaigns_is_refused_in_the_words_of_a_gateway() {
    let _turn = TURN.lock().unwrap();
    let dataset = dataset();
    let mut engine = gateway(&dataset);
    let question = question("/experiments/result");
    let [campaigns, exposures] = Request::history();
    let cut = &sent(&dataset, &campaigns)[..100];
    assert!(engine.answer(&campaigns, cut).is_err());
    // Whole, and of other columns.
    engine
        .answer(&campaigns, &sent(&dataset, &exposures))
        .unwrap();
    engine
        .answer(&exposures, &sent(&dataset, &exposures))
        .unwrap();
    assert_eq!(
        engine.wants(&question).unwrap_err().to_string(),
        "What came for campaigns and exposures is broken or incomplete (no column “id”), so none of it is shown. What is on the page is kept; try again, or tell whoever runs this page."
    );
}

/// A campaign that the data set does not know, and one that it does.
fn dropped(begin: Day) -> Campaigns {
    let mut dropped = campaigns(begin);
    dropped.id = vec!["spring".to_owned(), "test".to_owned()];
    dropped.name = vec!["Spring as dropped".to_owned(), "test".to_owned()];
    dropped.exposures.arms = vec!["control".to_owned(), "offer".to_owned()];
    dropped.exposures.revenue.clear();
    dropped.exposures.converted = vec![1; 7];
    dropped
}

#[test]
fn campaigns_that_somebody_brought_stand_beside_those_of_the_data_set() {
    let _turn = TURN.lock().unwrap();
    let dataset = dataset();
    let begin = days::from_date(dataset.catalogue.first);
    let memory = Source::Memory(Box::new(dataset.clone()));
    let mut engine = Engine::new(memory, Vec::new(), &[&Telling]);
    engine.bring(Arc::new(dropped(begin)));
    let question = question("/experiments/result?campaign=test");
    let (campaigns, table) = told(&engine, &question);
    assert_eq!(campaigns.id, ["autumn", "spring", "test"]);
    assert_eq!(campaigns.name, ["Autumn", "Spring", "test"]);
    assert!(!table.is_empty());
    let exposures = &campaigns.exposures;
    assert_eq!(exposures.campaign, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2]);
    assert_eq!(exposures.arms, ["control", "offer", "treated"]);
    assert_eq!(exposures.arm, [0, 2, 0, 2, 2, 0, 1, 0, 1, 1, 0, 1]);
    assert_eq!(exposures.customer.get(5), "c1");
    let told = |values: &[u32]| values.iter().filter(|value| **value == 1).count();
    assert_eq!(
        (exposures.converted.len(), told(&exposures.converted)),
        (12, 7)
    );
    assert_eq!(exposures.revenue.len(), 12);
    assert!(exposures.revenue[5..].iter().all(|amount| amount.is_nan()));
    assert!(exposures.unsubscribed.is_empty());
    let shop = engine.shop();
    assert!(shop.is_brought("test") && shop.is_brought("spring") && !shop.is_brought("autumn"));
    // What is brought next takes its place.
    engine.bring(Arc::new(Campaigns::default()));
    assert_eq!(
        engine.shop().campaigns().unwrap().unwrap().id,
        ["autumn", "spring"]
    );
}

#[test]
fn orders_of_a_dropped_campaign_are_not_to_be_had_from_a_database() {
    let _turn = TURN.lock().unwrap();
    let dataset = dataset();
    let mut engine = gateway(&dataset);
    supply(
        &mut engine,
        &question("/experiments/result?campaign=autumn"),
        &dataset,
        &[],
    );
    engine.bring(Arc::new(dropped(days::from_date(dataset.catalogue.first))));
    let why = engine.wants(&question("/experiments/result?campaign=test"));
    assert_eq!(
        why.unwrap_err().to_string(),
        "Orders after the dropped campaign “test” cannot be shown here, because the database sends totals and not every order. Judge it by the outcomes of the file, or add it to the database."
    );
}
