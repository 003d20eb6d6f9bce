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
    ("src/panels/segments/why.rs", "{} groups, the best of "),
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

/// Where the page says how something was decided, or names measures as the literature does as somebody switched to that.
const SECOND: [&str; 11] = [
    "src/panels/audiences/why.rs",
    "src/panels/baskets/column.rs",
    "src/panels/baskets/why.rs",
    "src/panels/baskets/controls.rs",
    "src/panels/plan/why.rs",
    "src/panels/products/why.rs",
    "src/panels/result/why.rs",
    "src/panels/segments/board.rs",
    "src/panels/segments/models.rs",
    "src/panels/segments/rule.rs",
    "src/panels/segments/why.rs",
];

/// Texts with a term that are well: tables of pictures there, headings of a file that holds every measure, and the marketer's own
/// word for what a campaign brings.
const MEANT: [(&str, &str); 8] = [
    ("src/panels/segments/tables.rs", "Mean silhouette"),
    ("src/panels/segments/tables.rs", "Silhouette"),
    ("src/panels/segments/tables.rs", "Inertia"),
    ("src/panels/baskets/tables.rs", "Conviction"),
    ("src/panels/baskets/tables.rs", "Jaccard"),
    ("src/panels/baskets/tables.rs", "Kulczynski"),
    ("src/panels/plan/", "ift"),
    ("src/panels/experiments.rs", "ift"),
];

#[test]
fn words_of_analysts_stand_only_where_somebody_asks_how() {
    let mut found = vec![];
    for file in files() {
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let name = name.to_str().unwrap().to_owned();
        // What the other rooms say is looked at in their reports.
        if !name.starts_with("src/") || SECOND.contains(&&*name) || name.contains("fixture") {
            continue;
        }
        for (term, text) in terms(&fs::read_to_string(&file).unwrap()) {
            let is_meant =
                |(file, part): &(&str, &str)| name.starts_with(file) && text.contains(part);
            if !MEANT.iter().any(is_meant) {
                found.push(format!("{name}: “{term}” in “{text}”"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "say it in a marketer's words:\n{}",
        found.join("\n")
    );
}

/// Texts of the code that hold a term of `tests/terms.txt`, and which.
fn terms(code: &str) -> Vec<(String, String)> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with("//"));
    // Keys and classes have no space and no capital.
    let texts = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let texts = texts.filter(|text| text.contains(' ') || text.starts_with(char::is_uppercase));
    let list = include_str!("terms.txt").lines();
    let list: Vec<&str> = list.filter(|line| !line.starts_with('#')).collect();
    let mut found = vec![];
    for text in texts {
        let low = text.to_lowercase();
        for term in &list {
            let word = term.trim_end_matches('*').to_lowercase();
            let is_there = low.match_indices(&word).any(|(at, _)| {
                let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let after = low[at + word.len()..].chars().next();
                ends(low[..at].chars().next_back()) && (term.ends_with('*') || ends(after))
            });
            if is_there {
                found.push(((*term).to_owned(), text.to_owned()));
            }
        }
    }
    found
}

#[test]
fn terms_in_texts_are_found_and_keys_are_not() {
    let code = r#"
        note=fixed("Clearly inside (silhouette 0.25)")
        <div id="lift" class="lift">
        // "A lift"
        ("Lift", 1), ("They lifted it", 2)
    "#;
    let found: Vec<_> = terms(code).into_iter().map(|(term, _)| term).collect();
    assert_eq!(found, ["silhouette*", "lift"]);
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
