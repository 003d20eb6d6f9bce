//! Data sets in both engines.

use std::fs;
use std::path::{Path, PathBuf};

use clientele_analysis::dataset::{Campaigns, Dataset};
use clientele_analysis::pack::{self, Parts};
use clientele_gateway::clickhouse::lines;
use clientele_gateway::pack::open;
use clientele_gateway::synth::command::services;
use clientele_gateway::synth::{Retailer, Size};
use clientele_intake::assemble::{About, Origin, assemble};
use clientele_intake::classify::Verdict;
use clientele_intake::lines::{Lines, Manner};
use clientele_intake::people::Extras;
use clientele_intake::services::Services;
use clientele_intake::{Request, make};
use clientele_model::catalogue::Catalogue;
use clientele_model::date;
use clientele_model::table::{CAMPAIGNS_FILE, EXPOSURES_FILE};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::engine::{Engine, root};

/// A table of the contract's own columns, all texts: made-up data of any kind fit.
const PLAIN: &str = "
CREATE TABLE lines (
    `order` String, time DateTime('UTC'), product String, name String, category String, service String, quantity Int32,
    price Float64, discount Float64, cost Float64, customer String, country String, channel String, tier String,
    cancelled UInt8, aside String
) ENGINE = MergeTree ORDER BY (customer, time, `order`);
CREATE VIEW clientele_lines AS SELECT * FROM lines";

/// Words about a data set.
pub fn about(slug: &str) -> About {
    About {
        slug: slug.to_owned(),
        title: slug.to_owned(),
        about: String::new(),
        attribution: String::new(),
        licence: String::new(),
        currency: "EUR".to_owned(),
        zone: "UTC".to_owned(),
    }
}

/// A data set made from a Parquet file.
pub fn from_file(name: &str) -> Dataset {
    make(Request {
        files: vec![open(&root().join("data").join(name)).unwrap()],
        customers: None,
        products: None,
        campaigns: None,
        mapped: vec![],
        services: vec![],
        manner: Manner {
            dates: None,
            day_one: date(2016, 1, 1),
            today: date(2030, 1, 1),
            decimal: None,
            currency: None,
            rates: vec![],
            encoding: None,
            anonymous: false,
        },
        about: about("file"),
    })
    .unwrap()
}

/// A data set from a bundled pack.
pub fn from_pack(slug: &str) -> Dataset {
    let catalogue = catalogue(slug);
    let mut parts = Parts::default();
    for file in &catalogue.files {
        let bytes = fs::read(pack_folder(slug).join(&file.path)).unwrap();
        parts.supply(&file.table, &bytes).unwrap();
    }
    parts.dataset(&catalogue).unwrap().unwrap()
}

/// The campaigns of a bundled pack.
pub fn pack_campaigns(slug: &str) -> Campaigns {
    let [campaigns, exposures] = [CAMPAIGNS_FILE, EXPOSURES_FILE].map(|file| {
        let name = format!("{}.arrow", file.name);
        fs::read(pack_folder(slug).join(name)).unwrap()
    });
    pack::campaigns::read(&campaigns, &exposures).unwrap()
}

fn pack_folder(slug: &str) -> PathBuf {
    root().join("public/data").join(slug)
}

fn catalogue(slug: &str) -> Catalogue {
    let text = fs::read_to_string(pack_folder(slug).join("catalogue.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The bundled made-up retailer: its lines once more, for ClickHouse.
pub fn omnichannel(file: &Path) {
    let size = Size {
        customers: 12_000,
        products: 1_600,
        lines: 300_000,
        seed: 42,
    };
    let rows = Retailer::new(size).lines();
    lines::write(&rows, &Verdict::of(&rows, &services()), file).unwrap();
}

/// Loads a file of the contract's columns into a database of texts.
pub fn load_plain(engine: &Engine, database: &str, file: &Path) {
    engine.run(database, PLAIN);
    let columns = "`order`, time, product, name, category, service, quantity, price, discount, cost, customer, country, channel, tier, cancelled, aside";
    engine.ask(
        database,
        &format!(
            "INSERT INTO lines ({columns}) SELECT {columns} FROM file('{}')",
            file.display()
        ),
    );
}

/// Loads a file of the contract's columns into the document's own table, as the test server does.
pub fn load_numbers(engine: &Engine, database: &str, file: &Path) {
    let loader = fs::read_to_string(root().join("tests/clickhouse/load.py")).unwrap();
    let (_, rest) = loader.split_once("INSERT = \"\"\"").unwrap();
    let insert = rest.split_once("\"\"\"").unwrap().0;
    let insert = insert
        .replace("shop.", &format!("{database}."))
        .replace("{file}", &format!("'{}'", file.display()));
    engine.ask(database, &insert);
}

/// Lines that try everything: every class, copies, two orders of a customer in one minute, quotes
/// and signs in every text, empty values, whales and strangers.
pub fn odd(seed: u64, count: usize, file: &Path) -> Dataset {
    let rows = odd_lines(seed, count);
    let services = Services::of(
        &[],
        &[
            "POST=Postage".parse().unwrap(),
            "GIFT*=Gift cards".parse().unwrap(),
        ],
    );
    let verdict = Verdict::of(&rows, &services);
    lines::write(&rows, &verdict, file).unwrap();
    assemble(
        &rows,
        &verdict,
        &Extras::default(),
        about("odd"),
        Origin::default(),
    )
    .unwrap()
}

const COUNTRIES: [&str; 6] = [
    "France",
    "Côte d'Ivoire",
    "O\\'Land",
    "",
    "中国",
    "{from:Date}",
];
const CHANNELS: [&str; 5] = [
    "Store",
    "Online store",
    "App",
    "",
    "'; DROP TABLE lines; --",
];
const CATEGORIES: [&str; 4] = ["Garden & Home", "50% \"off\"", "", "Tab\tbed"];
const TIERS: [&str; 3] = ["Gold", "", "Silver\\"];

fn odd_lines(seed: u64, count: usize) -> Lines {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut rows = Lines {
        name: Some(Default::default()),
        category: Some(Default::default()),
        country: Some(Default::default()),
        channel: Some(Default::default()),
        tier: Some(Default::default()),
        sheet: Some(Default::default()),
        discount: Some(vec![]),
        cost: Some(vec![]),
        ..Lines::default()
    };
    // 2023-01-01, in minutes.
    let begin = 19_358 * 1440;
    let mut order = 0;
    while rows.len() < count {
        order += 1;
        let customer = rng.gen_range(0..80u32);
        // Few moments, so that orders of one customer fall into the same minute.
        let minute = begin + rng.gen_range(0..700i64) * 1440 + rng.gen_range(0..3) * 400;
        let (country, channel) = (rng.gen_range(0..6usize), rng.gen_range(0..5usize));
        let cancelled = rng.gen_bool(0.04);
        let number = format!("{}{:06}", if cancelled { "C" } else { "" }, 100_000 + order);
        let sheets = if rng.gen_bool(0.05) { 2 } else { 1 };
        for sheet in 0..sheets {
            for _ in 0..rng.gen_range(1..7) {
                let product = rng.gen_range(0..40u32) * rng.gen_range(0..2u32);
                let copies = if rng.gen_bool(0.08) { 2 } else { 1 };
                let quantity = match rng.gen_range(0..20) {
                    0 => 0,
                    1 | 2 => -rng.gen_range(1..5),
                    _ => rng.gen_range(1..9),
                };
                let price = match rng.gen_range(0..25) {
                    0 => 0.0,
                    1 => -3.5,
                    _ => f64::from(rng.gen_range(1..20_000)) / 100.0,
                };
                let discount = if rng.gen_bool(0.3) {
                    price.abs() / 8.0
                } else {
                    0.0
                };
                let spelling = rng.gen_range(0..3);
                for _ in 0..copies {
                    push_text(&mut rows, &number, customer, product, spelling);
                    push(&mut rows.country, COUNTRIES[country]);
                    push(&mut rows.channel, CHANNELS[channel]);
                    push(&mut rows.sheet, ["b", "a"][usize::from(sheet == 1)]);
                    rows.minute.push(minute);
                    rows.quantity.push(quantity);
                    rows.price.push(price);
                    rows.discount.get_or_insert_default().push(discount);
                    // Of some products it rises, of others nobody knows it.
                    let cost = match product % 5 {
                        1 if minute > begin + 350 * 1440 => 2.25,
                        2 => f64::NAN,
                        _ => 1.5,
                    };
                    rows.cost.get_or_insert_default().push(cost);
                    rows.numbers.push(rows.minute.len() as u64);
                    if quantity == 0 {
                        let line = rows.minute.len() - 1;
                        rows.wrong
                            .push((line, clientele_intake::wrong::Wrong::Zero));
                    }
                }
            }
        }
    }
    rows
}

fn push_text(rows: &mut Lines, number: &str, customer: u32, product: u32, spelling: u32) {
    rows.order.push(number);
    // A fifth of the sales have no customer.
    let known = customer < 64;
    match known {
        true => rows.customer.push(&format!("k{customer}'")),
        false => rows.customer.push_missing(),
    }
    let code = match product {
        0 => "POST".to_owned(),
        1..=3 => format!("Gift_{product}"),
        _ => format!("p-{product}"),
    };
    rows.product.push(&code);
    let name =
        ["", "Thing  {p}", "thing {p}"][spelling as usize].replace("{p}", &product.to_string());
    push(&mut rows.name, &name);
    push(&mut rows.category, CATEGORIES[product as usize % 4]);
    push(
        &mut rows.tier,
        if known {
            TIERS[customer as usize % 3]
        } else {
            ""
        },
    );
}

fn push(texts: &mut Option<clientele_intake::column::Texts>, text: &str) {
    texts.get_or_insert_default().push(text);
}
