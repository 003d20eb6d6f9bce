//! Every table of every data set, under a grid of filters, is the same from both engines.

use clientele_gateway::clickhouse::Views;

use super::both::with_campaigns;
use super::compare;
use super::data::{from_file, from_pack, load_plain, odd, omnichannel};
use super::document::block;
use super::engine::{PATIENT, root, shared};
use super::facts;
use super::reports;

/// The two raw columns of Online Retail II that differ from Online Retail, and its two sheets: an
/// order that stands in both counts in the later one.
const TWO_SHEETS: &str = "
INSERT INTO lines
SELECT
    assumeNotNull(Invoice), assumeNotNull(InvoiceDate), upper(trimBoth(assumeNotNull(StockCode))), ifNull(Description, ''), '',
    multiIf(
        product IN ('POST', 'DOT', 'M', 'C2', 'D', 'S', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'PADS'), product,
        startsWith(product, 'ADJUST'), 'ADJUST*', startsWith(product, 'TEST'), 'TEST*',
        startsWith(product, 'GIFT'), 'GIFT*', startsWith(product, 'DCGS'), 'DCGS*', ''),
    assumeNotNull(Quantity), assumeNotNull(Price), 0, 0, ifNull(toString(CustomerID), ''), assumeNotNull(Country), '', '',
    startsWith(assumeNotNull(Invoice), 'C'), if(Sheet != latest, 'overlap', '')
FROM
(
    SELECT *, upper(trimBoth(assumeNotNull(StockCode))) AS product, max(Sheet) OVER (PARTITION BY Invoice) AS latest
    FROM file('{file}')
)";

#[test]
fn online_retail_is_the_same_under_every_filter() {
    let engine = shared();
    let data = from_file("online_retail.parquet");
    let of = |name| block("run", name).replace("shop", "online_retail");
    engine.run("online_retail", &of("typical-table"));
    let file = root().join("data/online_retail.parquet");
    engine.ask(
        "online_retail",
        &format!(
            "INSERT INTO order_lines SELECT * FROM file('{}')",
            file.display()
        ),
    );
    engine.run("online_retail", &of("typical-view"));
    let client = engine.client("online_retail", PATIENT);
    facts::compare(&data, &client);
    for link in [
        "",
        "last=90",
        "from=2011-02-01&to=2011-02-28&country=France&country=Germany",
        "from=2011-03-07&to=2011-06-05&country=EIRE",
        "spend=250..1500&returns=off",
        "goods=POST&goods=DCGS*&from=2011-05-01",
        "copies=off&from=2011-09-01&against=none",
    ] {
        assert!(
            compare::tables(&data, &client, link, Views::default()) > 100,
            "{link}"
        );
    }
}

#[test]
fn online_retail_ii_is_the_same_under_every_filter() {
    let engine = shared();
    let data = from_pack("online-retail-ii");
    let nowhere = tempfile::tempdir().unwrap();
    // An empty file of the right columns makes the table.
    odd(1, 10, &nowhere.path().join("few.parquet"));
    load_plain(
        engine,
        "online_retail_ii",
        &nowhere.path().join("few.parquet"),
    );
    engine.ask("online_retail_ii", "TRUNCATE TABLE lines");
    let file = root().join("data/online_retail_ii.parquet");
    let insert = TWO_SHEETS.replace("{file}", &file.display().to_string());
    engine.ask("online_retail_ii", &insert);
    let client = engine.client("online_retail_ii", PATIENT);
    facts::compare(&data, &client);
    for link in [
        "",
        "period=all",
        "last=90&against=year",
        "from=2011-02-01&to=2011-02-28&country=France&country=Germany&against=year",
        "spend=..500&country=Germany",
    ] {
        assert!(
            compare::tables(&data, &client, link, Views::default()) > 100,
            "{link}"
        );
    }
}

#[test]
fn the_omnichannel_retailer_is_the_same_under_every_filter() {
    let engine = shared();
    let data = from_pack("omnichannel");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lines.parquet");
    omnichannel(&file);
    load_plain(engine, "omnichannel", &file);
    let client = engine.client("omnichannel", PATIENT);
    facts::compare(&data, &client);
    for link in [
        "",
        "period=all&against=none&lens=behaviour",
        "last=45",
        "asof=2026-06-01&from=2025-10-10&to=2026-03-01&against=year",
        "country=Germany&channel=App&channel=Website",
        "category=Garden&category=Toys&tier=Gold&lens=behaviour",
        "tier=Bronze&returns=off&against=year",
        "spend=100..300",
        "spend=1000..&category=Beauty&channel=Store",
        "goods=post&copies=off",
        "country=Nowhere",
    ] {
        compare::tables(&data, &client, link, Views::default());
    }
    let data = with_campaigns(engine, "omnichannel", data);
    reports::compare(&data, &client);
}

#[test]
fn odd_lines_are_the_same_under_every_filter() {
    let engine = shared();
    let folder = tempfile::tempdir().unwrap();
    let quote = |text: &str| clientele_model::filters::encoded(text);
    for seed in 1..=2 {
        let database = format!("odd_{seed}");
        let file = folder.path().join(format!("{seed}.parquet"));
        let data = odd(seed, 4_000, &file);
        load_plain(engine, &database, &file);
        let client = engine.client(&database, PATIENT);
        facts::compare(&data, &client);
        let links = [
            String::new(),
            "period=all&against=year&lens=behaviour".to_owned(),
            "last=20&against=year".to_owned(),
            "from=2023-05-03&to=2024-03-01&against=year".to_owned(),
            "from=2023-05-03&to=2023-05-03".to_owned(),
            "from=2030-01-01".to_owned(),
            format!(
                "country={}&country={}",
                quote("Côte d'Ivoire"),
                quote("O\\'Land")
            ),
            format!("country={}", quote("{from:Date}")),
            format!("channel={}", quote("'; DROP TABLE lines; --")),
            format!(
                "category={}&category={}",
                quote("50% \"off\""),
                quote("Tab\tbed")
            ),
            format!("tier={}", quote("Silver\\")),
            "spend=..200".to_owned(),
            "spend=50..900&returns=off&copies=off".to_owned(),
            "goods=post&goods=gift*".to_owned(),
            format!("goods={}", quote("gift_2') OR 1=1 --")),
            "copies=off".to_owned(),
        ];
        for link in links {
            compare::tables(&data, &client, &link, Views::default());
        }
    }
}
