//! Whole packs: the real sets against their published counts, exports of every known shop, and
//! inputs that are broken in every way we have met.

mod bad;
mod campaigns;
mod currencies;
mod exports;
mod hostile;
mod kin;
mod known_shops;
mod more_exports;
mod mutated;
mod outcomes;
mod polluted;
mod real;
mod rows;
mod shops;
mod shops_asked;
mod styles;

use std::path::Path;

use clientele_analysis::dataset::Dataset;
use clientele_model::catalogue::{Catalogue, DECIDED, LineClass};
use clientele_model::date;

use super::assemble::About;
use super::lines::Manner;
use super::trouble::Trouble;
use super::{File, Request, make};

/// A file of the repository.
fn root(path: &str) -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    File {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: std::fs::read(path).unwrap(),
    }
}

pub(crate) fn fixture(name: &str) -> File {
    root(&format!("tests/fixtures/pack/{name}"))
}

/// A CSV file of this text.
pub(crate) fn text(name: &str, text: impl AsRef<[u8]>) -> File {
    File {
        name: name.to_owned(),
        bytes: text.as_ref().to_vec(),
    }
}

pub(crate) fn request(files: impl Into<Vec<File>>) -> Request {
    Request {
        files: files.into(),
        customers: None,
        products: None,
        campaigns: None,
        mapped: vec![],
        services: vec![],
        manner: Manner {
            dates: None,
            day_one: date(2016, 1, 1),
            today: date(2026, 1, 1),
            decimal: None,
            currency: None,
            rates: vec![],
            encoding: None,
            anonymous: false,
        },
        about: About {
            slug: "shop".to_owned(),
            title: "Shop".to_owned(),
            about: String::new(),
            attribution: String::new(),
            licence: String::new(),
            currency: "GBP".to_owned(),
            zone: "Europe/London".to_owned(),
        },
    }
}

fn pack(name: &str) -> Dataset {
    make(request([fixture(name)])).unwrap()
}

/// A data set from the text of a CSV file.
fn from_text(csv: impl AsRef<[u8]>) -> Result<Dataset, Trouble> {
    make(request([text("x.csv", csv)]))
}

/// What was decided while the files were read.
pub(crate) fn decided(dataset: &Dataset) -> Vec<String> {
    let columns = dataset.catalogue.columns.iter();
    let decided = columns.filter(|column| column.read_as == DECIDED);
    decided.map(|column| column.note.clone()).collect()
}

fn lines(catalogue: &Catalogue, class: LineClass) -> u64 {
    let row = catalogue
        .ledger
        .classes
        .iter()
        .find(|row| row.class == class);
    row.unwrap().lines
}

/// Lines per class, in the ledger's order: unreadable, not sold where there are such, overlap, no
/// price, service, returns with and without customer, sales without and with customer.
fn classes(catalogue: &Catalogue) -> Vec<u64> {
    let rows = &catalogue.ledger.classes;
    assert_eq!(
        rows.iter().map(|row| row.lines).sum::<u64>(),
        catalogue.ledger.read
    );
    rows.iter().map(|row| row.lines).collect()
}
