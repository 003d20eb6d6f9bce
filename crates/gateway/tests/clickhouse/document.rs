//! The statements of docs/clickhouse.md, from its own text.

use clientele_analysis::dataset::Campaigns;
use clientele_analysis::pack;
use clientele_gateway::clickhouse::{Beyond, Query, Table, Views};
use clientele_model::filters::Filters;
use clientele_model::table::{Aggregate, CAMPAIGNS_FILE, EXPOSURES_FILE};

use super::arrow::Frame;
use super::compare;
use super::data::{from_pack, load_numbers, omnichannel, pack_campaigns};
use super::engine::{Engine, PATIENT, root, shared};
use super::facts;

fn document() -> String {
    std::fs::read_to_string(root().join("docs/clickhouse.md")).unwrap()
}

/// The statements of a block of the document; `kind` is `run` or `parse`.
#[track_caller]
pub fn block(kind: &str, name: &str) -> String {
    let mark = format!("<!-- {kind}: {name} -->\n```sql\n");
    let text = document();
    let (_, rest) = text
        .split_once(&mark)
        .unwrap_or_else(|| panic!("there is no {mark}"));
    rest.split_once("```").unwrap().0.to_owned()
}

/// The blocks that tests run, each in one of the tests here or of the contract.
const RUN: [&str; 9] = [
    "table",
    "view",
    "typical-table",
    "typical-view",
    "star",
    "optional-views",
    "rollup",
    "distributed",
    "audiences",
];

#[test]
fn every_statement_of_the_document_is_run_or_said_to_be_untested() {
    let text = document();
    let run: Vec<&str> = text
        .split("<!-- run: ")
        .skip(1)
        .map(|rest| rest.split_once(" -->").unwrap().0)
        .collect();
    assert_eq!(run, RUN);
    let parsed = text.matches("\n*Untested: ").count();
    let xml = text.matches("```xml").count();
    assert_eq!(text.matches("<!-- parse: ").count() + xml, parsed);
    assert_eq!(text.matches("```sql").count(), RUN.len() + parsed - xml);
}

#[test]
fn statements_that_cannot_run_here_are_at_least_read_by_the_parser() {
    let engine = shared();
    let statements = ["users", "writer", "dictionaries"]
        .map(|name| block("parse", name))
        .concat();
    for statement in statements.split(";\n") {
        if !statement.trim().is_empty() {
            engine.ask("", &format!("EXPLAIN AST {statement}"));
        }
    }
    let (status, _) = engine.post("/", "EXPLAIN AST CREATE QUOTA clientele FOR ALWAYS");
    assert_ne!(status, 200, "the parser refuses nothing");
}

/// The made-up retailer in the document's own table, in a database of this name.
pub fn retailer(engine: &Engine, database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lines.parquet");
    omnichannel(&file);
    engine.run(database, &of("table", database));
    load_numbers(engine, database, &file);
}

/// A block of the document that is run, in another database.
pub fn of(name: &str, database: &str) -> String {
    block("run", name).replace("shop", database)
}

#[test]
fn the_documents_table_views_and_roll_up_hold_what_the_lines_say() {
    let engine = shared();
    let data = from_pack("omnichannel");
    let database = "rolled";
    retailer(engine, database);
    engine.run(database, &of("view", database));
    let client = engine.client(database, PATIENT);
    facts::compare(&data, &client);
    compare::tables(&data, &client, "tier=Gold&returns=off", Views::default());

    engine.run(database, &of("optional-views", database));
    engine.ask(
        database,
        "INSERT INTO products SELECT product, any(name), any(category), any(cost) FROM lines GROUP BY product",
    );
    let views = Views {
        products: true,
        ..Views::default()
    };
    compare::tables(&data, &client, "last=100", views);

    // Half of the lines are there before the roll-up, half come after it.
    engine.run(database, "CREATE TABLE later AS lines;\nINSERT INTO later SELECT * FROM lines WHERE `order` % 2 = 1;\nDELETE FROM lines WHERE `order` % 2 = 1");
    let query = |table| {
        let (filters, _) = Filters::parse("country=Germany&country=France&against=year");
        Query::new(table, &filters, &data.catalogue, views, &Beyond::default()).unwrap()
    };
    let mut rolled = of("rollup", database).replace(
        "CREATE OR REPLACE VIEW",
        "DROP VIEW clientele_lines;\nCREATE VIEW",
    );
    rolled.push_str(";\nINSERT INTO lines SELECT * FROM later");
    engine.run(database, &rolled);
    let (filters, _) = Filters::parse("country=Germany&country=France&against=year");
    let window = clientele_analysis::window::Window::new(&filters, &data.catalogue).unwrap();
    let mut expected = clientele_analysis::tables::customers(&data, &window, None);
    let found = Frame::read(&compare::fetch(
        &client,
        &query(Table::Of(Aggregate::Customers)),
    ));
    // What the document says differs.
    expected.lines = found.counts("lines");
    expected.discounted_lines = found.counts("discounted_lines");
    assert!(compare::customers(&found, &expected) > 1_000);
    let merged: f64 = found.counts("lines").into_iter().map(f64::from).sum();
    assert!(merged > 10_000.0);
    // Its times are days: every other statement takes them as well.
    let (once, _) = Filters::parse("copies=off&last=50");
    for table in Table::all().filter(|&table| views.hold(table)) {
        let beyond = Beyond {
            product: (table == Table::Of(Aggregate::Product)).then(|| data.products.id[7].clone()),
            campaign: None,
        };
        let query = Query::new(table, &once, &data.catalogue, views, &beyond).unwrap();
        assert!(Frame::read(&compare::fetch(&client, &query)).len() > 10);
    }
}

/// Campaigns in the document's own tables, in a database of this name; every second customer unsubscribed.
pub fn mailings(engine: &Engine, database: &str, told: &Campaigns) {
    let campaigns = (0..told.id.len()).map(|at| {
        let (id, name, offer) = (&told.id[at], &told.name[at], &told.offer[at]);
        format!("('{id}', '{name}', {}, '{offer}')", told.day[at])
    });
    let rows = &told.exposures;
    let exposures = rows.customer.iter().enumerate().map(|(at, customer)| {
        let campaign = &told.id[rows.campaign[at] as usize];
        let arm = &rows.arms[rows.arm[at] as usize];
        // In the evening of the day.
        let sent = i64::from(rows.exposed[at]) * 86_400 + 79_200;
        format!("('{campaign}', {customer}, '{arm}', {sent}, {})", at % 2)
    });
    let (campaigns, exposures): (Vec<_>, Vec<_>) = (campaigns.collect(), exposures.collect());
    engine.run(
        database,
        &format!(
            "INSERT INTO mailings VALUES {};\nINSERT INTO recipients VALUES {}",
            campaigns.join(", "),
            exposures.join(", ")
        ),
    );
}

#[test]
fn the_documents_views_of_campaigns_hold_what_a_pack_of_them_holds() {
    let engine = shared();
    let data = from_pack("omnichannel");
    let database = "mailed";
    engine.run(database, &of("optional-views", database));
    let told = pack_campaigns("omnichannel");
    mailings(engine, database, &told);
    let client = engine.client(database, PATIENT);
    let [campaigns, exposures] = [
        (Table::Campaigns, CAMPAIGNS_FILE),
        (Table::Exposures, EXPOSURES_FILE),
    ]
    .map(|(table, file)| {
        let query = Query::new(
            table,
            &Filters::default(),
            &data.catalogue,
            Views::default(),
            &Beyond::default(),
        );
        let bytes = compare::fetch(&client, &query.unwrap());
        Frame::read(&bytes).is(&file);
        bytes
    });
    let mut found = pack::campaigns::read(&campaigns, &exposures).unwrap();
    let left = std::mem::take(&mut found.exposures.unsubscribed);
    assert_eq!(found, told);
    assert!((0..left.len()).all(|at| left[at] as usize == at % 2));
}

#[test]
fn the_documents_cluster_gives_the_answers_of_one_machine() {
    let engine = shared();
    let data = from_pack("omnichannel");
    let database = "spread";
    retailer(engine, database);
    let statements = of("distributed", database).replace("('spread', ", "('shop', ");
    engine.run(database, &statements);
    let client = engine.client(database, PATIENT);
    facts::compare(&data, &client);
    for link in ["spend=100..400&against=year", "channel=App"] {
        assert!(compare::tables(&data, &client, link, Views::default()) > 1_000);
    }
    // Two shards that hold the same lines: each line once gives the same figures.
    let statements = of("distributed", database).replace("('spread', ", "('twice', ");
    engine.run(
        database,
        "DROP VIEW clientele_lines;\nDROP TABLE lines_everywhere",
    );
    engine.run(database, &statements);
    for link in ["copies=off", "copies=off&spend=100..400&country=Germany"] {
        assert!(compare::tables(&data, &client, link, Views::default()) > 100);
    }
}

#[test]
fn the_documents_joins_bring_in_what_other_tables_know() {
    let engine = shared();
    let database = "star";
    engine.run(database, &of("star", database));
    engine.run(
        database,
        "INSERT INTO clients VALUES (7, 'Peru', 'Gold'), (8, 'Chile', '');
INSERT INTO articles VALUES (1, 'Kettle', 'Kitchen', 4.20), (2, 'Delivery', 'Services', 0);
INSERT INTO sales VALUES (10, '2025-03-30 23:30:00', 1, 2, 10.50, 7, 'web'), (10, '2025-03-30 23:30:00', 2, 1, 4.90, 7, 'web');
INSERT INTO sales VALUES (11, '2025-04-02 09:00:00', 1, 1, 10.50, 8, 'Lyon'), (12, '2025-04-03 09:00:00', 1, -1, 10.50, 7, 'web')",
    );
    let client = engine.client(database, PATIENT);
    let dimensions = compare::fetch(&client, &Query::dimensions());
    let ledger = compare::fetch(&client, &Query::ledger());
    let about = super::data::about("star");
    let catalogue =
        clientele_gateway::clickhouse::catalogue::catalogue(about, &dimensions, &ledger).unwrap();
    assert_eq!(catalogue.first.to_string(), "2025-03-30");
    assert_eq!(
        (catalogue.orders, catalogue.customers, catalogue.products),
        (2, 2, 1)
    );
    let (filters, _) = Filters::parse("lens=behaviour");
    let query = Query::new(
        Table::Of(Aggregate::Customers),
        &filters,
        &catalogue,
        Views::default(),
        &Beyond::default(),
    )
    .unwrap();
    let customers = Frame::read(&compare::fetch(&client, &query));
    assert_eq!(customers.texts("customer"), ["7", "8"]);
    assert_eq!(customers.texts("country"), ["Peru", "Chile"]);
    assert_eq!(customers.texts("tier"), ["Gold", ""]);
    assert_eq!(customers.amounts("gross"), [21.0, 10.5]);
    assert_eq!(customers.amounts("returned"), [10.5, 0.0]);
    assert_eq!(customers.counts("online_orders"), [1, 0]);
    assert_eq!(customers.lists("category_gross"), [[21.0], [10.5]]);
}
