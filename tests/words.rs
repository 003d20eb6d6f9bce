//! Counts take their nouns in one place, `clientele_model::words`: nowhere in the code does a number stand before
//! a plural that was written by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// Things that are counted in sentences.
const NOUNS: [&str; 22] = [
    "baskets",
    "boxes",
    "buyers",
    "categories",
    "channels",
    "countries",
    "customers",
    "days",
    "files",
    "groups",
    "lines",
    "months",
    "orders",
    "pairs",
    "pieces",
    "products",
    "rows",
    "rules",
    "segments",
    "values",
    "weeks",
    "years",
];

/// Numbers that are never one, and messages for programmers.
const FIXED: [(&str, &str); 16] = [
    (
        "analysis/src/cluster/matrix.rs",
        "where {expected} customers",
    ),
    ("analysis/src/pack/dataset.rs", "promise {promised} lines"),
    ("analysis/src/grouping/titles.rs", "choose {} groups"),
    ("analysis/src/grouping/why.rs", "{groups} groups"),
    ("analysis/src/grouping/why.rs", " for {} groups"),
    ("analysis/src/grouping/why.rs", "{} to {} groups"),
    ("analysis/src/products/stage.rs", "{LONGER} times"),
    (
        "analysis/src/baskets/report/words.rs",
        "rules reach a confidence of",
    ),
    ("analysis/src/rfm/report.rs", "{}–{to} orders"),
    ("analysis/src/rfm/report.rs", "{}+ orders"),
    ("src/panels/baskets/bundles.rs", "all {} pairs"),
    ("src/panels/baskets/pictures.rs", "The {} rules"),
    ("src/panels/segments/mod.rs", "for {} customers"),
    ("src/panels/segments/models.rs", "{} groups: "),
    ("src/panels/segments/models.rs", "{} groups"),
    ("src/panels/segments/why.rs", "{} groups, {}, "),
];

#[test]
fn no_number_stands_before_a_plural_written_by_hand() {
    let mut found = vec![];
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let name = name.to_str().unwrap().to_owned();
        for said in by_hand(&text) {
            let is_fixed =
                |(file, part): &(&str, &str)| name.ends_with(file) && said.contains(part);
            if !FIXED.iter().any(is_fixed) {
                found.push(format!("{name}: {said}"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "use `counted` of clientele_model::words (in the page: of Format):\n{}",
        found.join("\n")
    );
}

/// Plurals behind a number: in a text with places, and in a piece of a sentence behind a count.
fn by_hand(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.map(str::trim).collect::<Vec<_>>().join("");
    let mut found = vec![];
    for (at, _) in code.match_indices("} ") {
        let rest = &code[at + 2..];
        if NOUNS.contains(&first_word(rest)) && is_in_text(&code[..at]) {
            let begin = code[..at].rfind('"').unwrap_or(at);
            found.push(code[begin + 1..].chars().take(60).collect());
        }
    }
    for (at, _) in code.match_indices(").text(\" ") {
        let rest = &code[at + 9..];
        let call = called(&code[..=at]);
        if call == "count" && NOUNS.contains(&first_word(rest)) {
            found.push(rest.chars().take(60).collect());
        }
    }
    found
}

fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    &text[..end]
}

/// Whether code ends within a text: an odd number of quotation marks since its statement began.
fn is_in_text(code: &str) -> bool {
    let begin = code.rfind(';').map_or(0, |at| at + 1);
    !code[begin..].matches('"').count().is_multiple_of(2)
}

/// The name of the function whose arguments end where the code ends.
fn called(code: &str) -> &str {
    let mut depth = 0;
    for (at, sign) in code.char_indices().rev() {
        match sign {
            ')' => depth += 1,
            '(' => {
                depth -= 1;
                if depth == 0 {
                    let before = &code[..at];
                    let begin = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_'));
                    return &before[begin.map_or(0, |begin| begin + 1)..];
                }
            }
            _ => {}
        }
    }
    ""
}

/// Every file of the rooms whose words people read.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![];
    for room in [
        "src",
        "crates/model/src",
        "crates/analysis/src",
        "crates/intake/src",
        "crates/gateway/src",
        "crates/worker/src",
    ] {
        collect(&root.join(room), &mut files);
    }
    files
}

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

#[test]
fn plurals_by_hand_are_found() {
    let code = r#"
        let a = format!("{} customers bought", fmt.count(n));
        let b = words.count(n.into())
            .text(" orders came");
        let c = words.counted(n, "order").text(" came");
        // {} customers in a comment
        let d = format!("{a} {b}");
        #[cfg(test)]
        let e = "{} customers";
    "#;
    assert_eq!(by_hand(code).len(), 2, "{:?}", by_hand(code));
}
