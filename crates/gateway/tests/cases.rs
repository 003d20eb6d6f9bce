//! Small inputs as shops really write them, each with the answer that is right: what `clientele pack`
//! makes of them. They lie in `crates/intake/tests/cases`; its README has the rules.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toml::Table;

/// Lines that name columns, days and classes as a matter of course: they warn of nothing.
fn warns_of_nothing(line: &str) -> bool {
    let line = line.trim();
    let counts = line
        .split_once("  ")
        .is_some_and(|(count, _)| count.bytes().all(|b| b.is_ascii_digit()));
    let top = line.contains(" read, ") && line.contains(" to ") && line.ends_with('.');
    line.starts_with("Columns not used:") || counts || top || line.contains(" files, ")
}

/// "a|b & c": c and one of a and b stand in the text; case and spacing do not matter.
fn holds(wanted: &str, text: &str) -> bool {
    let plain = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let text = plain(text);
    wanted
        .to_lowercase()
        .split(" & ")
        .all(|part| part.split('|').any(|word| text.contains(&plain(word))))
}

/// All text of an answer's sentences.
fn words(node: &Value) -> String {
    match node {
        Value::Object(fields) => fields.values().map(words).collect::<Vec<_>>().join(" "),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(" "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What the command line says about one case.
struct Answers {
    folder: tempfile::TempDir,
    names: Vec<String>,
    said: String,
    good: bool,
    kept: RefCell<HashMap<(String, bool), Option<String>>>,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../intake/tests/cases")
}

fn text_of<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(toml::Value::as_str)
}

impl Answers {
    fn of(case: &Table) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (mut orders, mut beside, mut names) = (vec![], vec![], vec![]);
        for file in case["files"].as_array().unwrap() {
            let file = file.as_table().unwrap();
            let name = text_of(file, "name").unwrap();
            let path = folder.path().join(name);
            match text_of(file, "path") {
                Some(from) => drop(std::fs::copy(cases().join(from), &path).unwrap()),
                None => std::fs::write(&path, text_of(file, "text").unwrap()).unwrap(),
            }
            names.push(name.to_owned());
            let path = path.to_str().unwrap().to_owned();
            match text_of(file, "role").unwrap_or("orders") {
                "orders" => orders.push(path),
                role => beside.extend([format!("--{role}"), path]),
            }
        }
        let mut answers = Self {
            folder,
            names,
            said: String::new(),
            good: false,
            kept: RefCell::default(),
        };
        let mut arguments = vec!["pack".to_owned()];
        arguments.extend(orders);
        arguments.extend(["--out".to_owned(), answers.pack()]);
        arguments.extend(beside);
        let options = case.get("options").and_then(toml::Value::as_array);
        arguments.extend(
            options
                .into_iter()
                .flatten()
                .map(|option| option.as_str().unwrap().to_owned()),
        );
        (answers.good, answers.said) = answers.run(&arguments);
        answers
    }

    fn pack(&self) -> String {
        self.folder.path().join("pack").to_str().unwrap().to_owned()
    }

    /// Whether it went well, and what was printed: neither the folder nor a file's name is a word of it.
    fn run(&self, arguments: &[String]) -> (bool, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_clientele"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let mut text = format!(
            "{}\n{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        text = text.replace(&format!("{}/", self.folder.path().display()), "");
        for name in &self.names {
            text = text.replace(name, "FILE");
        }
        (done.status.success(), text.trim().to_owned())
    }

    fn ask(&self, question: &str, as_text: bool) -> Option<String> {
        let key = (question.to_owned(), as_text);
        if let Some(kept) = self.kept.borrow().get(&key) {
            return kept.clone();
        }
        let mut arguments = vec!["ask".to_owned(), self.pack(), question.to_owned()];
        arguments.extend(as_text.then(|| "--text".to_owned()));
        let (good, text) = self.run(&arguments);
        // Sentences that say why there is no answer are an answer, too.
        let answer = (good || as_text).then_some(text);
        self.kept.borrow_mut().insert(key, answer.clone());
        answer
    }

    fn data(&self, question: &str) -> Option<Value> {
        self.ask(question, false)
            .map(|text| serde_json::from_str(&text).unwrap())
    }

    fn catalogue(&self) -> Value {
        self.data("/data").unwrap()["catalogue"].clone()
    }

    /// Every sentence that may warn: of `pack`, the Data panel, remarks, notes on columns.
    fn warnings(&self) -> Vec<String> {
        let mut said: Vec<String> = self
            .said
            .lines()
            .filter(|line| !warns_of_nothing(line))
            .map(str::to_owned)
            .collect();
        said.extend(
            self.ask("/data", true)
                .unwrap_or_default()
                .lines()
                .map(str::to_owned),
        );
        for question in ["/overview?period=all", "/overview"] {
            if let Some(answer) = self.data(question) {
                said.extend(answer["remarks"].as_array().unwrap().iter().map(words));
            }
        }
        let catalogue = self.catalogue();
        said.extend(
            catalogue["columns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|column| words(&column["note"])),
        );
        said
    }

    fn lines_of(&self, classes: &[&str]) -> i64 {
        let rows = self.catalogue()["ledger"]["classes"]
            .as_array()
            .unwrap()
            .clone();
        let of = rows
            .iter()
            .filter(|row| classes.contains(&row["class"].as_str().unwrap()));
        of.map(|row| row["lines"].as_i64().unwrap()).sum()
    }
}

/// Name, description, rule and advice of the segment that holds more than half of the revenue.
fn top_segment(answers: &Answers) -> Option<String> {
    let report = answers.data("/segments?period=all")?;
    let segments = report["segments"].as_array().unwrap();
    let top = segments
        .iter()
        .find(|segment| segment["revenue_share"].as_f64().unwrap() > 0.5)?;
    let parts = ["name", "about", "rule", "play"].map(|part| words(&top[part]));
    Some(parts.join(" "))
}

/// Classes of lines that a key counts.
fn classes(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "unreadable" => &["Unreadable"],
        "not_sold" => &["NotSold"],
        "without_price" => &["NoPrice"],
        "service" => &["Service"],
        "returned" => &["ReturnKnown", "ReturnAnonymous"],
        "anonymous" => &["SaleAnonymous", "ReturnAnonymous"],
        _ => return None,
    })
}

/// Why the answers are not what one table expects; nothing when they are.
fn wrong(answers: &Answers, case: &Table, expect: &Table) -> Vec<String> {
    if answers.said.contains("panicked") {
        return vec!["it panicked".to_owned()];
    }
    if let Some(refused) = text_of(expect, "refused") {
        return match () {
            () if answers.good => vec![format!(
                "it is read, and should be refused naming {refused}"
            )],
            () if answers.folder.path().join("pack/catalogue.json").exists() => {
                vec!["it is refused, and a pack was written".to_owned()]
            }
            () if !holds(refused, &answers.said) => vec![format!(
                "it is refused without naming {refused}: {}",
                answers.said
            )],
            () => vec![],
        };
    }
    if !answers.good {
        return vec![format!("it is refused: {}", answers.said)];
    }
    let ask = text_of(case, "ask").unwrap_or("/overview?period=all");
    let overview = answers.data(if ask.starts_with("/overview") {
        ask
    } else {
        "/overview?period=all"
    });
    let now = |key: &str| {
        overview
            .as_ref()
            .map_or(0.0, |overview| overview["now"][key].as_f64().unwrap())
    };
    let catalogue = answers.catalogue();
    let mut problems = vec![];
    for (key, value) in expect {
        let mut compare = |found: String, wanted: String| {
            if found != wanted {
                problems.push(format!("{key} is {found}, should be {wanted}"));
            }
        };
        let text = value.as_str().unwrap_or_default();
        match key.as_str() {
            "warns"
                if !answers
                    .warnings()
                    .iter()
                    .any(|warning| holds(text, warning)) =>
            {
                problems.push(format!("nothing warns of {text}"))
            }
            "says" if !holds(text, &answers.ask(ask, true).unwrap_or_default()) => {
                problems.push(format!("{ask} does not say {text}"))
            }
            "warns" | "says" => {}
            "top_segment_never" => {
                if let Some(card) = top_segment(answers).filter(|card| holds(text, card)) {
                    problems.push(format!(
                        "the segment with most revenue is told {text}: {card}"
                    ));
                }
            }
            "default_orders_min" => {
                let orders = answers
                    .data("/overview")
                    .map_or(0.0, |answer| answer["now"]["orders"].as_f64().unwrap());
                if orders < value.as_integer().unwrap() as f64 {
                    problems.push(format!(
                        "the usual period has {orders} orders, should be {value} or more"
                    ));
                }
            }
            "net_revenue" => {
                let wanted = value
                    .as_float()
                    .or(value.as_integer().map(|whole| whole as f64))
                    .unwrap();
                if (now("revenue") - wanted).abs() > 0.0101 {
                    problems.push(format!(
                        "net_revenue is {:.2}, should be {wanted:.2}",
                        now("revenue")
                    ));
                }
            }
            "orders" | "customers" => compare(now(key).to_string(), value.to_string()),
            "lines" => compare(catalogue["ledger"]["read"].to_string(), value.to_string()),
            "products" => compare(catalogue["products"].to_string(), value.to_string()),
            "first_day" | "last_day" | "currency" => {
                let name = key.trim_end_matches("_day");
                compare(
                    catalogue[name].as_str().unwrap().to_owned(),
                    text.to_owned(),
                );
            }
            key => compare(
                answers
                    .lines_of(classes(key).unwrap_or_else(|| panic!("no key {key}")))
                    .to_string(),
                value.to_string(),
            ),
        }
    }
    problems
}

/// The problems of the alternative that comes closest; nothing when one is met.
fn judge(case: &Table) -> Vec<String> {
    let answers = Answers::of(case);
    let alternatives: Vec<&Table> = match case.get("expect_any").and_then(toml::Value::as_array) {
        Some(any) => any
            .iter()
            .map(|expect| expect.as_table().unwrap())
            .collect(),
        None => vec![case["expect"].as_table().unwrap()],
    };
    let problems = alternatives
        .into_iter()
        .map(|expect| wrong(&answers, case, expect));
    problems.min_by_key(Vec::len).unwrap()
}

#[test]
fn every_input_is_read_as_its_shop_meant_it() {
    let all: Table =
        toml::from_str(&std::fs::read_to_string(cases().join("cases.toml")).unwrap()).unwrap();
    let all = all["case"].as_array().unwrap();
    let mut failed = vec![];
    for case in all {
        let case = case.as_table().unwrap();
        let problems = judge(case);
        if !problems.is_empty() {
            failed.push(format!(
                "{}: {}",
                text_of(case, "name").unwrap(),
                problems.join("; ")
            ));
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {} cases:\n{}",
        failed.len(),
        all.len(),
        failed.join("\n")
    );
}
