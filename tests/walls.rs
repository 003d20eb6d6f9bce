//! The walls between rooms are the ones written in ARCHITECTURE.md.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// One row of the table "Rooms".
struct Room {
    path: String,
    package: String,
    uses: BTreeSet<String>,
    must_never_see: Vec<String>,
}

/// The names a package depends on when it is built (not when it is tested).
type Dependencies = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_table_lists_every_room_at_its_place() {
    let listed: BTreeMap<_, _> = rooms().into_iter().map(|r| (r.package, r.path)).collect();
    let metadata = metadata();
    let root = metadata["workspace_root"].as_str().unwrap();
    let real: BTreeMap<_, _> = packages(&metadata)
        .iter()
        .map(|p| {
            let folder = p["manifest_path"]
                .as_str()
                .unwrap()
                .trim_end_matches("/Cargo.toml");
            let folder = folder.strip_prefix(root).unwrap().trim_start_matches('/');
            // The root package is the face, and its code is in `src`.
            let folder = if folder.is_empty() { "src" } else { folder };
            (p["name"].as_str().unwrap().to_owned(), folder.to_owned())
        })
        .collect();
    assert_eq!(listed, real, "ARCHITECTURE.md, table \"Rooms\"");
}

#[test]
fn rooms_use_the_rooms_they_are_said_to_use() {
    let dependencies = dependencies();
    let packages: BTreeMap<String, String> = rooms()
        .into_iter()
        .map(|r| (name_of(&r.path), r.package))
        .collect();
    let names: BTreeSet<_> = packages.values().cloned().collect();
    for room in rooms() {
        let said: BTreeSet<_> = room
            .uses
            .iter()
            .map(|name| packages[name].clone())
            .collect();
        let real: BTreeSet<_> = dependencies[&room.package]
            .intersection(&names)
            .cloned()
            .collect();
        assert_eq!(
            said, real,
            "ARCHITECTURE.md says (left) what `{}` uses, cargo (right)",
            room.path
        );
    }
}

#[test]
fn no_room_sees_what_it_must_never_see() {
    let dependencies = dependencies();
    for room in rooms() {
        assert!(
            !room.must_never_see.is_empty(),
            "`{}` has no wall at all",
            room.path
        );
        let seen: Vec<_> = dependencies[&room.package]
            .iter()
            .filter(|name| room.must_never_see.iter().any(|wall| is_behind(wall, name)))
            .collect();
        assert!(
            seen.is_empty(),
            "`{}` depends on {seen:?}, which ARCHITECTURE.md forbids",
            room.path
        );
    }
}

/// Whether a wall such as `arrow` or `linfa*` hides a crate.
fn is_behind(wall: &str, name: &str) -> bool {
    wall.strip_suffix('*')
        .map_or(wall == name, |start| name.starts_with(start))
}

/// The rows of the table "Rooms".
fn rooms() -> Vec<Room> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("\n## Rooms\n").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(room)
        .collect()
}

fn room(line: &str) -> Room {
    let cells: Vec<_> = line
        .trim_matches('|')
        .split('|')
        .map(|cell| cell.replace('`', ""))
        .collect();
    let [path, package, _owns, uses, must_never_see] = cells.as_slice() else {
        panic!(
            "this row of ARCHITECTURE.md has {} cells instead of 5: {line}",
            cells.len()
        );
    };
    let list = |cell: &str| -> Vec<String> {
        let names = cell.split(',').map(|name| name.trim().to_owned());
        names
            .filter(|name| !name.is_empty() && name != "none")
            .collect()
    };
    Room {
        path: path.trim().to_owned(),
        package: package.trim().to_owned(),
        uses: list(uses).into_iter().collect(),
        must_never_see: list(must_never_see),
    }
}

/// `crates/model` is called `model`.
fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

fn dependencies() -> Dependencies {
    let of = |package: &Value| -> BTreeSet<String> {
        let all = package["dependencies"].as_array().unwrap().iter();
        let built = all.filter(|d| d["kind"].as_str() != Some("dev"));
        built
            .map(|d| d["name"].as_str().unwrap().to_owned())
            .collect()
    };
    packages(&metadata())
        .iter()
        .map(|p| (p["name"].as_str().unwrap().to_owned(), of(p)))
        .collect()
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().unwrap()
}

fn metadata() -> Value {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}
