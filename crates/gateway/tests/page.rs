//! The page and `clientele pack` make the same pack of the same files, byte for byte; and one mapping serves both.
//!
//! What decides how the page reads files is `clientele_intake::opening`, what decides what it keeps is `clientele_intake::packed`:
//! the worker only hands bytes over. Here both are called as the worker calls them, and the command is run as it is.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "page/cases.rs"]
mod cases;

use std::fs;
use std::path::Path;
use std::process::Command;

use clientele_gateway::command::today;
use clientele_intake::File;
use clientele_intake::opening::adding::{self, Source, Sources, together};
use clientele_intake::opening::{Asked, Opened, open_all};
use clientele_intake::packed::{CATALOGUE, Packed, text};
use clientele_model::catalogue::LineClass;
use clientele_model::opening::{FileKind, Told};
use tempfile::TempDir;

use cases::{Case, every_case};

/// What the page makes of files; the sentence where it refuses.
fn page(files: Vec<File>, told: Told) -> Result<Opened, String> {
    let asked = Asked {
        told,
        today: today(),
        zone: "UTC".to_owned(),
    };
    let opened = open_all(files, &asked, &mut |_, _, _| {});
    opened.map_err(|refusal| refusal.sentence)
}

/// The files of a pack that the page keeps, under a name.
fn kept(mut opened: Opened, name: &str) -> Vec<(String, Vec<u8>)> {
    let catalogue = &mut opened.dataset.catalogue;
    catalogue.title = name.to_owned();
    catalogue.slug = name.to_owned();
    let packed = Packed::of(&opened.dataset).unwrap();
    let mut files = packed.files;
    files.push((CATALOGUE.to_owned(), text(&packed.catalogue)));
    files
}

/// The files of a pack that the command writes into a folder of this name; what it says where it refuses.
fn command(
    folder: &Path,
    arguments: &[String],
    name: &str,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let out = folder.join(name);
    let done = Command::new(env!("CARGO_BIN_EXE_clientele"))
        .arg("pack")
        .args(arguments)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let mut files = vec![];
    let mut folders = vec![out.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(&out).unwrap().to_str().unwrap();
                    files.push((name.to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
    }
    Ok(files)
}

/// Why two packs are not the same; nothing when they are.
fn differ(mut one: Vec<(String, Vec<u8>)>, mut other: Vec<(String, Vec<u8>)>) -> Option<String> {
    one.sort();
    other.sort();
    let names =
        |of: &[(String, Vec<u8>)]| of.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    if names(&one) != names(&other) {
        return Some(format!("{:?} and {:?}", names(&one), names(&other)));
    }
    let differs = one.iter().zip(&other).find(|(one, other)| one.1 != other.1);
    differs.map(|(one, other)| match one.0 == CATALOGUE {
        true => {
            let text = |of: &[u8]| String::from_utf8_lossy(of).into_owned();
            let (one, other) = (text(&one.1), text(&other.1));
            let lines = one.lines().zip(other.lines());
            let first = lines.clone().find(|(one, other)| one != other);
            format!("the catalogue: {first:?}")
        }
        false => format!("{} differs", one.0),
    })
}

fn written(case: &Case) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in case.files() {
        fs::write(folder.path().join(&file.name), &file.bytes).unwrap();
    }
    folder
}

#[test]
fn the_page_and_the_command_make_the_same_pack_and_so_does_the_mapping_of_either() {
    let (mut alone, mut by_mapping, mut by_saved) = (0, 0, 0);
    let mut wrong = vec![];
    for case in every_case() {
        let folder = written(&case);
        let mut differs = |way: &str, why: Option<String>| {
            wrong.extend(why.map(|why| format!("{} ({way}): {why}", case.name)));
        };
        let mut arguments = case.arguments(folder.path(), true);
        arguments.extend(case.options.iter().cloned());
        let saved = folder.path().join("saved.json");
        let saving = [
            &["--save-mapping".to_owned(), saved.display().to_string()],
            &arguments[..],
        ];
        let packed = command(folder.path(), &saving.concat(), "pack");
        let read = page(case.files(), case.told());
        let (told, read) = match read {
            Ok(opened) => (opened.reading.told.clone(), kept(opened, "pack")),
            Err(sentence) => {
                // The page asks where the command takes the first that comes.
                if packed.is_ok() {
                    differs("page", Some(sentence));
                }
                continue;
            }
        };
        // A currency against the file: the command refuses the option, and the page says that it counts what stands there.
        if case
            .told()
            .currency
            .is_some_and(|wanted| told.currency != Some(wanted))
        {
            assert!(packed.is_err(), "{}", case.name);
            continue;
        }
        if let Ok(packed) = packed {
            // An option says what a column is and that it is nothing else; what the page is told adds to what headings say.
            if !case.options.iter().any(|option| option == "--map") {
                alone += 1;
                differs("alone", differ(read.clone(), packed));
            }
            // How the command read it is how the page reads it.
            let text = fs::read_to_string(&saved).unwrap();
            let told: Told = serde_json::from_str(&text).unwrap();
            by_saved += 1;
            differs(
                "mapping of the command",
                match page(case.files(), told) {
                    Ok(opened) => differ(kept(opened, "pack"), read.clone()),
                    Err(sentence) => Some(sentence),
                },
            );
        }
        // How the page read it, as the page saves it, is how the command reads it, whatever was answered by hand.
        let mapping = folder.path().join("mapping.json");
        fs::write(&mapping, serde_json::to_string_pretty(&told).unwrap()).unwrap();
        let mut arguments = case.arguments(folder.path(), false);
        arguments.extend(["--mapping".to_owned(), mapping.display().to_string()]);
        by_mapping += 1;
        differs(
            "mapping of the page",
            match command(folder.path(), &arguments, "by/pack") {
                Ok(packed) => differ(read, packed),
                Err(sentence) => Some(sentence),
            },
        );
    }
    println!(
        "{alone} alone, {by_mapping} by the mapping of the page, {by_saved} by that of the command"
    );
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(alone >= 20 && by_mapping >= 20 && by_saved >= 20);
}

const OLD: &str = "order_id,order_date,sku,quantity,unit_price,customer_id\n\
    1,2025-01-05,A,1,10,7\n\
    2,2025-02-20,A,2,10,8\n\
    2,2025-02-20,B,1,5,8\n\
    3,2025-02-27,C,1,3,9\n";

/// The second order has one piece more and one product less, the third is as it was.
const NEW: &str = "order_id,order_date,sku,quantity,unit_price,customer_id\n\
    2,2025-02-20,A,3,10,8\n\
    3,2025-02-27,C,1,3,9\n\
    4,2025-03-02,A,1,10,7\n";

fn file(name: &str, text: &str) -> File {
    File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

#[test]
fn months_that_are_added_make_the_pack_that_the_command_makes_of_both_files() {
    let old = page(vec![file("orders.csv", OLD)], Told::default()).unwrap();
    let new = page(vec![file("orders.csv", NEW)], Told::default()).unwrap();
    let told = old.reading.told.clone();
    let sources = Sources {
        made: vec![],
        files: vec![Source::new("orders.csv", OLD.len() as u64, &told)],
        told,
    };
    let all = together(
        "Shop",
        (&sources, vec![file("orders.csv", OLD)]),
        (&new.reading.told, vec![file("orders.csv", NEW)]),
    )
    .unwrap();
    let names: Vec<&str> = all.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["orders.csv", "orders (2).csv"]);
    let case = Case {
        name: "months".to_owned(),
        files: all
            .files
            .iter()
            .map(|file| (file.clone(), FileKind::Orders))
            .collect(),
        options: vec![],
    };
    let now = page(all.files, all.told).unwrap();
    assert_eq!(
        adding::said(&old.dataset.catalogue, &now),
        [
            "1 order was added; the data now run to 2025-03-02.",
            "2 orders appear in two files and are counted once, in their later state."
        ]
    );
    let catalogue = &now.dataset.catalogue;
    assert_eq!(catalogue.orders, 4);
    let lines = |class| {
        let rows = &catalogue.ledger.classes;
        rows.iter().find(|row| row.class == class).unwrap().lines
    };
    // Seven lines are read; the three of before that stand again are said and not counted.
    assert_eq!((catalogue.ledger.read, lines(LineClass::Overlap)), (7, 3));
    // The newer file's lines hold: three pieces, and no second product.
    let pieces: f64 = now.dataset.lines.quantity.iter().sum();
    assert_eq!(pieces, 1.0 + 3.0 + 1.0 + 1.0);
    let folder = written(&case);
    let packed = command(folder.path(), &case.arguments(folder.path(), true), "pack");
    assert_eq!(differ(kept(now, "pack"), packed.unwrap()), None);
}
