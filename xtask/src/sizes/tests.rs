use super::*;

#[test]
fn files_are_weighed_by_what_they_are_for() {
    let cases = [
        ("index.html", "first_load"),
        ("app-0123456789abcdef.wasm", "first_load"),
        ("style-0123456789abcdef.css", "first_load"),
        ("part-data-0123456789abcdef.wasm", "part-data"),
        ("part-shared7-0123456789abcdef.wasm", "part-shared"),
        ("worker-0123456789abcdef.js", "worker"),
        ("sw.js", "offline"),
        ("offline-0123456789abcdef.js", "offline"),
        ("clientele-embed.js", "element"),
        ("embed.html", "demo"),
        (
            "worker-part-mining-0123456789abcdef.wasm",
            "worker-part-mining",
        ),
    ];
    for (file, name) in cases {
        assert_eq!(name_of(file), name, "{file}");
    }
}

#[test]
fn each_part_has_a_line_and_a_budget_of_its_own() {
    let sums = [
        ("first_load", 1),
        ("part-data", 2),
        ("part-shared", 4),
        ("worker", 8),
        ("offline", 32),
        ("element", 64),
        ("worker-part-mining", 16),
    ];
    let sums = sums.map(|(name, bytes)| (name.to_owned(), bytes)).into();
    let lines = lines(&sums, 127);
    let lines: Vec<_> = lines
        .iter()
        .map(|w| (w.name.as_str(), w.what.as_str(), w.budget / 1000, w.bytes))
        .collect();
    assert_eq!(
        lines,
        [
            ("first_load", "The first load (html, css, js, wasm)", 300, 1),
            ("part-data", "The part “data” of the page", 80, 2),
            (
                "part-shared",
                "The heaviest piece that parts of the page share",
                80,
                4
            ),
            ("worker", "The worker before any part (js, wasm)", 450, 8),
            (
                "worker-part-mining",
                "The part “mining” of the worker",
                250,
                16
            ),
            ("element", "The element for other pages (js)", 2, 64),
            (
                "offline",
                "Use without a network (js, manifest, svg)",
                12,
                32
            ),
            ("everything", "All code", 2500, 127),
        ]
    );
}

#[test]
fn what_is_too_heavy_or_grew_or_is_new_is_said_in_a_sentence() {
    let ledger = "# note\neverything = 340000\nmining = 340000\nmin = 1\n";
    let said = |name: &str, bytes| {
        let weight = Weight {
            name: name.to_owned(),
            what: "The worker".to_owned(),
            budget: 450_000,
            bytes,
        };
        judge(&weight, ledger).err().map(|e| e.to_string())
    };
    assert_eq!(said("mining", 343_400), None);
    assert_eq!(
        said("mining", 343_401).as_deref(),
        Some(
            "The worker grew from 340.0 kB to 343.4 kB. If it is worth it, run `cargo xtask sizes --accept` and commit the new weights."
        )
    );
    assert_eq!(
        said("mining", 454_501).as_deref(),
        Some(
            "The worker weighs 454.5 kB, and 450.0 kB are promised. Find what made it heavy and leave it out."
        )
    );
    // What grew with consent is held to its promise all the same, but for what is said to miss it today.
    let over = |name: &str, bytes| Weight {
        name: name.to_owned(),
        what: "The worker".to_owned(),
        budget: 100_000,
        bytes,
    };
    assert!(judge(&over("mining", 340_000), ledger).is_err());
    assert!(judge(&over("everything", 340_000), ledger).is_ok());
    assert!(judge(&over("everything", 350_000), ledger).is_err());
    assert_eq!(
        said("part-new", 1).as_deref(),
        Some("tests/sizes.toml has no weight for part-new. Run `cargo xtask sizes --accept`.")
    );
}
