//! Times rule mining over a pack, from its lines in memory on: `baskets PACK [SUPPORT [LENGTH]]`.
//!
//! With `--dump FILE` it writes the baskets instead, one a line, for other miners; with `--hits`
//! it says in JSON how often recommendations hit when each customer's last order is left out.
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use clientele_analysis::baskets::floors::confidence;
use clientele_analysis::baskets::rules::rules;
use clientele_analysis::baskets::{Baskets, Budget, Miner, Worth, baskets};
use clientele_analysis::dataset::Dataset;
use clientele_analysis::pack::{Parts, TABLES};
use clientele_analysis::recommend::evaluate;
use clientele_analysis::window::Window;
use clientele_model::catalogue::Catalogue;
use clientele_model::filters::{Filters, Floor, Level, Period};

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let dataset = dataset(Path::new(&args[0]));
    let filters = Filters {
        period: Period::All,
        ..Filters::default()
    };
    let window = Window::new(&filters, &dataset.catalogue).unwrap();
    let begin = || baskets(&dataset, &window, None, Level::Product, Worth::Revenue).baskets;
    if args.get(1).is_some_and(|arg| arg == "--dump") {
        return dump(&begin(), Path::new(&args[2]));
    }
    if args.get(1).is_some_and(|arg| arg == "--hits") {
        return hits(&dataset, &window);
    }
    let share: f64 = args.get(1).map_or(0.005, |arg| arg.parse().unwrap());
    let length: u8 = args.get(2).map_or(4, |arg| arg.parse().unwrap());
    for _ in 0..5 {
        let start = Instant::now();
        let baskets = begin();
        let made = start.elapsed();
        let floor = Floor::Share(share).orders(baskets.len() as u32);
        let found = Miner::new(&baskets, floor, length, Budget::default())
            .finish()
            .unwrap();
        let mined = start.elapsed();
        let rules = rules(&found, confidence(&baskets));
        let ruled = start.elapsed();
        let sizes: Vec<usize> = found.sets.levels.iter().map(|level| level.len()).collect();
        println!(
            "{} baskets, floor {floor}: {sizes:?} sets, {} rules; baskets {made:?}, mined {:?}, rules with Fisher's test {:?}, all {ruled:?}",
            baskets.len(),
            rules.len(),
            mined - made,
            ruled - mined,
        );
    }
}

fn hits(dataset: &Dataset, window: &Window) {
    println!(
        "{}",
        serde_json::to_string(&evaluate(dataset, window)).unwrap()
    );
}

fn dataset(folder: &Path) -> Dataset {
    let text = fs::read_to_string(folder.join("catalogue.json")).unwrap();
    let catalogue: Catalogue = serde_json::from_str(&text).unwrap();
    let mut parts = Parts::default();
    for file in catalogue
        .files
        .iter()
        .filter(|f| TABLES.contains(&f.table.as_str()))
    {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        parts.supply(&file.table, &bytes).unwrap();
    }
    parts.dataset(&catalogue).unwrap().unwrap()
}

fn dump(baskets: &Baskets, path: &Path) {
    let mut text = String::new();
    for at in 0..baskets.len() {
        for item in baskets.items(at) {
            let _ = write!(text, "{item} ");
        }
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}
