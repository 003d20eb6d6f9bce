//! Nothing imports upward: the folders of this crate stand in one order, and each uses only those
//! below it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. What stands in one line may use what stands earlier in it.
const ORDER: [(&str, &[&str]); 7] = [
    (
        "small things",
        &[
            "order", "latest", "set", "texts", "numbers", "days", "stats", "plays", "work",
        ],
    ),
    ("data", &["dataset", "columns", "window"]),
    (
        "tables",
        &["tables", "arrow_ipc", "pack", "assortment", "remote"],
    ),
    ("kernels", &["rfm", "cluster", "features", "selection"]),
    ("engine", &["engine"]),
    ("shared by studies", &["grouping", "narrowing"]),
    (
        "studies",
        &[
            "data",
            "overview",
            "segments",
            "audience",
            "products",
            "baskets",
            "recommend",
            "studies",
            "subjects",
        ],
    ),
];

#[test]
fn every_folder_uses_only_those_below_it() {
    let order: Vec<&str> = ORDER
        .iter()
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut seen = BTreeSet::new();
    let mut upward = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let own = first.trim_end_matches(".rs");
        if own == "lib" {
            continue;
        }
        let place = |name: &str| {
            let at = order.iter().position(|known| *known == name);
            at.unwrap_or_else(|| panic!("{name} has no place in the order"))
        };
        let at = place(own);
        seen.insert(own.to_owned());
        for used in used(&fs::read_to_string(&file).unwrap()) {
            if used != own && place(&used) > at {
                upward.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
    let listed: BTreeSet<String> = order.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(seen, listed);
}

/// Every file but tests and what is for tests alone.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            collect(&path, into);
        } else if name.ends_with(".rs") && !["tests.rs", "naive.rs", "sample.rs"].contains(&name) {
            into.push(path);
        }
    }
}

/// Modules of the crate that a text names, without its tests and comments.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split("};").next().unwrap();
            assert!(!list.contains('{'), "imported in one go: {list}");
            used.extend(list.split(',').map(|part| first_word(part.trim())));
        } else {
            used.insert(first_word(rest));
        }
    }
    used.remove("");
    used
}

fn first_word(text: &str) -> String {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_');
    text.split(ends).next().unwrap_or_default().to_owned()
}

#[test]
fn uses_are_read_from_code_alone() {
    let text = "use crate::{days, rfm};\n// crate::engine\nfn f() { crate::order::sort(); }\n#[cfg(test)]\nmod tests {\nuse crate::pack;";
    let found: Vec<String> = used(text).into_iter().collect();
    assert_eq!(found, ["days", "order", "rfm"]);
}
