//! The folders of each room are the ones drawn in ARCHITECTURE.md, and in the analysis nothing imports upward.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The room whose folders use only those to the left of them or above.
const ORDERED: &str = "crates/analysis/src";

#[test]
fn every_room_has_the_folders_that_are_drawn() {
    for (room, drawn) in rooms() {
        let mut there = BTreeSet::new();
        for entry in fs::read_dir(root().join(&room)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let name = name.strip_suffix(".rs").unwrap_or(&name).to_owned();
            // A file without Rust is the data of the module beside it.
            let is_module = !name.contains('.') && !["lib", "main", "tests"].contains(&&*name);
            if is_module {
                there.insert(name);
            }
        }
        let listed: BTreeSet<_> = drawn.iter().cloned().collect();
        assert_eq!(listed, there, "ARCHITECTURE.md, “Folders”, {room}");
        assert_eq!(listed.len(), drawn.len(), "{room} lists a folder twice");
    }
}

#[test]
fn every_folder_of_the_analysis_uses_only_those_below_it() {
    let (_, order) = rooms()
        .into_iter()
        .find(|(room, _)| room == ORDERED)
        .unwrap();
    let src = root().join(ORDERED);
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut upward = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let own = first.trim_end_matches(".rs");
        if own == "lib" {
            continue;
        }
        let place = |name: &str| {
            let at = order.iter().position(|known| known == name);
            at.unwrap_or_else(|| panic!("{name} has no place in the order"))
        };
        let at = place(own);
        for used in used(&fs::read_to_string(&file).unwrap()) {
            if used != own && place(&used) > at {
                upward.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

/// The rooms that are drawn, each with its folders in their order.
fn rooms() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, drawing) = text.split_once("\n## Folders\n").unwrap();
    let (_, drawing) = drawing.split_once("```text\n").unwrap();
    let (drawing, _) = drawing.split_once("```").unwrap();
    let mut rooms: Vec<(String, Vec<String>)> = Vec::new();
    for line in drawing.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("    ") {
            None => rooms.push((line.to_owned(), Vec::new())),
            Some(row) => {
                let (_, names) = row.split_once("  ").unwrap();
                let names = names.split_whitespace().map(str::to_owned);
                rooms.last_mut().unwrap().1.extend(names);
            }
        }
    }
    rooms
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
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
