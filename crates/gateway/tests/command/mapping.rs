//! How files were read, saved for those of next month.

use std::path::PathBuf;

use super::{Desk, GOOD, HEADINGS};

/// Every file of a pack, by its place in the folder.
fn pack(desk: &Desk, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let root = desk.path().join(folder);
    let (mut folders, mut files) = (vec![root.clone()], vec![]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let place = path.strip_prefix(&root).unwrap().to_owned();
            files.push((place, std::fs::read(path).unwrap()));
        }
    }
    files.sort();
    assert!(files.len() > 4, "{}", files.len());
    files
}

#[test]
fn with_its_own_mapping_a_file_makes_the_same_pack_byte_for_byte() {
    let desk = Desk::new();
    let shop = ["--slug", "shop", "--title", "Shop"];
    for (file, zone) in [("good.csv", "Europe/Paris"), ("german.csv", "UTC")] {
        desk.put(
            "german.csv",
            "Bestellnummer;Bestelldatum;Kundennummer;Artikelnummer;Menge;Einzelpreis;Land\n\
             1;31.12.2024 10:30;7;A;2;1.012,50 €;FR\n2;30.12.2024 09:15;8;B;1;9,95 €;DE\n",
        );
        let first = [
            &[
                "pack",
                file,
                "--out",
                "a",
                "--save-mapping",
                "m.json",
                "--zone",
                zone,
            ][..],
            &shop,
        ]
        .concat();
        desk.answered(&first);
        let second = [
            &[
                "pack",
                file,
                "--out",
                "b",
                "--mapping",
                "m.json",
                "--save-mapping",
                "n.json",
            ][..],
            &shop,
        ]
        .concat();
        desk.answered(&second);
        assert!(pack(&desk, "a") == pack(&desk, "b"), "{file}");
        let saved = |name: &str| std::fs::read_to_string(desk.path().join(name)).unwrap();
        assert_eq!(saved("m.json"), saved("n.json"), "{file}");
        assert!(saved("m.json").contains(&format!("\"zone\": \"{zone}\"")));
    }
    let saved = std::fs::read_to_string(desk.path().join("m.json")).unwrap();
    for part in [
        "\"column\": \"Bestellnummer\",\n      \"role\": \"order\"",
        "\"decimal\": \",\"",
        "\"dates\": \"dmy\"",
        "\"currency\": \"EUR\"",
    ] {
        assert!(saved.contains(part), "{part} in {saved}");
    }
}

#[test]
fn a_packed_file_makes_the_same_pack() {
    use std::io::Write;
    let desk = Desk::new();
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    packed
        .write_all(format!("{HEADINGS}\n{GOOD}").as_bytes())
        .unwrap();
    desk.put("good.csv.gz", packed.finish().unwrap());
    for (file, out) in [("good.csv", "a"), ("good.csv.gz", "b")] {
        desk.answered(&[
            "pack", file, "--out", out, "--slug", "shop", "--title", "Shop",
        ]);
    }
    assert!(pack(&desk, "a") == pack(&desk, "b"));
}

#[test]
fn a_mapping_that_cannot_be_read_says_so() {
    let desk = Desk::new();
    desk.put("m.json", "{}x");
    desk.refused(
        &["pack", "good.csv", "--out", "a", "--mapping", "m.json"],
        1,
        "The mapping cannot be read (trailing characters at line 1 column 3). Nothing was written; make one with --save-mapping.",
    );
    desk.refused(
        &["pack", "good.csv", "--out", "a", "--mapping", "none.json"],
        1,
        "The file none.json cannot be read (there is no such file or folder). Nothing was written; check its name and permissions.",
    );
    desk.refused(
        &["pack", "good.csv", "--out", "a", "--save-mapping", "no/m.json"],
        1,
        "The mapping no/m.json cannot be written (there is no such file or folder). The pack was written; choose another file with --save-mapping.",
    );
}
