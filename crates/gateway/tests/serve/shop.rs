//! The data behind the tests: lines that try everything, in the engine and in the aggregator.

use std::sync::OnceLock;

use clientele_analysis::dataset::Dataset;
use clientele_analysis::tables;
use clientele_analysis::window::Window;
use clientele_model::filters::{Filters, Lens, Level};

use super::arrow::Frame;
use super::compare;
use super::data::{load_plain, odd};
use super::engine::{Engine, shared};
use super::gate::{Gate, WIDE, dataset};

/// The database of the odd lines.
pub const ODD: &str = "odd";

/// Loads the odd lines into an engine, and makes the data set that the aggregator reads.
pub fn load(engine: &Engine) -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.parquet");
    let data = odd(1, 4_000, &file);
    load_plain(engine, ODD, &file);
    data
}

/// The data of the engine that all tests share.
pub fn data() -> &'static Dataset {
    static DATA: OnceLock<Dataset> = OnceLock::new();
    DATA.get_or_init(|| load(shared()))
}

/// A gateway before that engine, and the data behind it.
pub fn gate() -> (Gate, &'static Dataset) {
    let data = data();
    let config = WIDE.to_owned() + &dataset("shop", &shared().url, ODD);
    (Gate::start(&config), data)
}

/// Compares a table that came with the aggregator's.
#[track_caller]
pub fn same(data: &Dataset, table: &str, filters: &str, body: &[u8]) -> usize {
    let (filters, notices) = Filters::parse(filters);
    assert_eq!(notices, []);
    let window = Window::new(&filters, &data.catalogue).unwrap();
    let frame = Frame::read(body);
    let expected = tables::customers(data, &window, None);
    let narrowed = filters.spend.low.is_some() || filters.spend.high.is_some();
    let within = narrowed.then(|| expected.set());
    match table {
        "customers" => compare::customers(&frame, &expected),
        "overview" => compare::overview(&frame, data, &window),
        "products" => {
            let in_full = filters.lens == Lens::Behaviour;
            compare::products(&frame, data, &window, within.as_ref(), in_full)
        }
        "values" => compare::values(&frame, &tables::values(data, &window, None)),
        "baskets" => compare::baskets(&frame, data, &window, within.as_ref(), Level::Product),
        table => panic!("{table}"),
    }
}
