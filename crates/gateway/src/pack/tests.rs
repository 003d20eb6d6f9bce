//! Whole packs: the real sets against their published counts, exports of every known shop, and
//! inputs that are broken in every way we have met.

mod bad;
mod exports;
mod real;

use std::path::PathBuf;

use clientele_analysis::dataset::Dataset;
use clientele_model::catalogue::{Catalogue, LineClass};
use clientele_model::date;

use super::assemble::About;
use super::lines::Manner;
use super::trouble::Trouble;
use super::{Request, make};

/// A file of the repository.
fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn fixture(name: &str) -> PathBuf {
    root("tests/fixtures/pack").join(name)
}

fn request(files: &[PathBuf]) -> Request {
    Request {
        files: files.to_vec(),
        customers: None,
        products: None,
        mapped: vec![],
        services: vec![],
        manner: Manner {
            dates: None,
            day_one: date(2016, 1, 1),
            today: date(2026, 1, 1),
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
    make(request(&[fixture(name)])).unwrap()
}

/// A pack from the text of a CSV file.
fn from_text(text: impl AsRef<[u8]>) -> Result<Dataset, Trouble> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    std::fs::write(&path, text).unwrap();
    make(request(&[path]))
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
