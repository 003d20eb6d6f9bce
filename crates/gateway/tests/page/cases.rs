//! Inputs as shops write them, and the exports among the fixtures: files, what they hold, and what has to be said of them.

use std::fs;
use std::path::{Path, PathBuf};

use clientele_intake::File;
use clientele_model::opening::{FileKind, Told, ToldColumn};
use toml::Table;

/// The folder of inputs with right answers.
fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../intake/tests/cases")
}

/// Files, what they hold, and what has to be said of them.
pub struct Case {
    pub name: String,
    pub files: Vec<(File, FileKind)>,
    pub options: Vec<String>,
}

pub fn every_case() -> Vec<Case> {
    let all = fs::read_to_string(cases().join("cases.toml")).unwrap();
    let all: Table = toml::from_str(&all).unwrap();
    let text = |table: &Table, key: &str| {
        let value = table.get(key).and_then(toml::Value::as_str);
        value.map(str::to_owned)
    };
    let mut every = vec![];
    for case in all["case"].as_array().unwrap() {
        let case = case.as_table().unwrap();
        let files = case["files"].as_array().unwrap().iter().map(|file| {
            let file = file.as_table().unwrap();
            let bytes = match text(file, "path") {
                Some(path) => fs::read(cases().join(path)).unwrap(),
                None => text(file, "text").unwrap().into_bytes(),
            };
            let name = text(file, "name").unwrap();
            let kind = match text(file, "role").as_deref() {
                None | Some("orders") => FileKind::Orders,
                Some("customers") => FileKind::Customers,
                Some("products") => FileKind::Products,
                Some("campaigns") => FileKind::Campaigns,
                Some(_) => FileKind::Exposures,
            };
            (File { name, bytes }, kind)
        });
        let options = case.get("options").and_then(toml::Value::as_array);
        let options = options.into_iter().flatten();
        every.push(Case {
            name: text(case, "name").unwrap(),
            files: files.collect(),
            options: options
                .map(|option| option.as_str().unwrap().to_owned())
                .collect(),
        });
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pack");
    for name in [
        "online_retail.csv",
        "online_retail_ii.csv",
        "shopify.csv",
        "woocommerce.csv",
        "dunnhumby.csv",
    ] {
        let file = File {
            name: name.to_owned(),
            bytes: fs::read(fixtures.join(name)).unwrap(),
        };
        every.push(Case {
            name: name.to_owned(),
            files: vec![(file, FileKind::Orders)],
            options: vec![],
        });
    }
    every
}

impl Case {
    /// What a visitor says by hand where the command line has options.
    pub fn told(&self) -> Told {
        let mut told = Told::default();
        for pair in self.options.chunks(2) {
            match pair[0].as_str() {
                "--map" => {
                    let (field, column) = pair[1].split_once('=').unwrap();
                    told.columns.push(ToldColumn {
                        column: column.to_owned(),
                        field: Some(field.to_owned()),
                    });
                }
                "--currency" => told.currency = Some(pair[1].clone()),
                "--zone" => told.zone = Some(pair[1].clone()),
                other => panic!("{other}"),
            }
        }
        let kinds = self.files.iter();
        told.kinds = kinds
            .map(|(file, kind)| (file.name.clone(), *kind))
            .collect();
        told
    }

    pub fn files(&self) -> Vec<File> {
        self.files.iter().map(|(file, _)| file.clone()).collect()
    }

    /// The files as arguments: each in its place, or all of them alike.
    pub fn arguments(&self, folder: &Path, in_place: bool) -> Vec<String> {
        let path = |file: &File| folder.join(&file.name).display().to_string();
        let (mut orders, mut beside) = (vec![], vec![]);
        for (file, kind) in &self.files {
            let option = match kind {
                FileKind::Orders => None,
                FileKind::Customers => Some("--customers"),
                FileKind::Products => Some("--products"),
                FileKind::Campaigns => Some("--campaigns"),
                FileKind::Exposures => Some("--exposures"),
            };
            match option.filter(|_| in_place) {
                None => orders.push(path(file)),
                Some(option) => beside.extend([option.to_owned(), path(file)]),
            }
        }
        orders.extend(beside);
        orders
    }
}
