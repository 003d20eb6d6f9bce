//! Any report as a tree: its sentences, texts and numbers, each with the path to it.

use clientele_model::words::{Piece, Sentence};
use serde_json::Value;

/// Something met on the way, and where: `segments.2.about`.
pub struct Met<T> {
    pub path: String,
    pub it: T,
}

/// Everything of a report that is looked at.
#[derive(Default)]
pub struct Walked {
    pub sentences: Vec<Met<Sentence>>,
    /// Texts that are no sentences: names, titles, what to do.
    pub texts: Vec<Met<String>>,
    pub numbers: Vec<Met<f64>>,
    /// Names that the data bring along: customers' countries, products, categories.
    pub names: Vec<String>,
}

/// Keys whose texts come from the data, or are meant for machines.
const FROM_DATA: [&str; 13] = [
    "products",
    "id",
    "name",
    "slug",
    "category",
    "country",
    "largest",
    "csv",
    "question",
    "of",
    "key",
    "column",
    "attribution",
];

pub fn walk(report: &Value) -> Walked {
    let mut walked = Walked::default();
    visit(report, String::new(), &mut walked);
    walked
        .names
        .sort_by_key(|name| std::cmp::Reverse(name.len()));
    walked.names.dedup();
    walked
}

/// The last key of a path that is no position in a list.
pub fn key(path: &str) -> &str {
    let is_name = |part: &&str| !part.bytes().all(|b| b.is_ascii_digit());
    path.rsplit('.').find(is_name).unwrap_or_default()
}

fn visit(node: &Value, path: String, walked: &mut Walked) {
    let below = |name: &str| match path.as_str() {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match node {
        Value::Object(fields) => {
            for (name, value) in fields {
                visit(value, below(name), walked);
            }
        }
        Value::Array(items) => match sentence(node) {
            Some(it) => {
                for piece in &it.0 {
                    if let Piece::Name(name) = piece {
                        walked.names.push(name.clone());
                    }
                }
                walked.sentences.push(Met { path, it });
            }
            None => {
                for (at, value) in items.iter().enumerate() {
                    visit(value, below(&at.to_string()), walked);
                }
            }
        },
        Value::String(text) => {
            if FROM_DATA.contains(&key(&path)) {
                walked.names.push(text.clone());
            } else {
                let it = text.clone();
                walked.texts.push(Met { path, it });
            }
        }
        Value::Number(number) => {
            let it = number.as_f64().unwrap();
            walked.numbers.push(Met { path, it });
        }
        Value::Bool(_) | Value::Null => {}
    }
}

/// A list of pieces is a sentence.
pub fn sentence(node: &Value) -> Option<Sentence> {
    let items = node.as_array().filter(|items| !items.is_empty())?;
    let is_piece = |item: &Value| {
        item.as_object().is_some_and(|fields| {
            fields.len() == 1 && fields.keys().all(|k| k.starts_with(char::is_uppercase))
        })
    };
    items
        .iter()
        .all(is_piece)
        .then(|| serde_json::from_value(node.clone()).ok())
        .flatten()
}

/// A sentence with its names hidden, so that only our own words are judged.
pub fn own_words(sentence: &Sentence) -> String {
    let pieces = sentence.0.iter().map(|piece| match piece {
        Piece::Name(_) => Piece::Text("Name".to_owned()),
        other => other.clone(),
    });
    Sentence(pieces.collect()).to_string()
}

/// A text in which the names of the data are hidden.
pub fn without_names(text: &str, names: &[String]) -> String {
    let long = names.iter().filter(|name| name.len() > 2);
    long.fold(text.to_owned(), |text, name| text.replace(&**name, "Name"))
}

#[test]
fn sentences_texts_and_numbers_are_told_apart() {
    let report = serde_json::json!({
        "headline": [{"Name": "Mug 1 boxes"}, {"Text": " sold "}, {"Count": 3}],
        "rows": [{"name": "Mug 1 boxes", "share": 0.5, "advice": "Sell"}],
        "empty": []
    });
    let walked = walk(&report);
    assert_eq!(walked.sentences.len(), 1);
    assert_eq!(own_words(&walked.sentences[0].it), "Name sold 3");
    assert_eq!(
        (walked.texts[0].path.as_str(), walked.texts.len()),
        ("rows.0.advice", 1)
    );
    assert_eq!(
        (walked.numbers[0].path.as_str(), walked.numbers[0].it),
        ("rows.0.share", 0.5)
    );
    assert_eq!(
        without_names("- Mug 1 boxes, cheap", &walked.names),
        "- Name, cheap"
    );
    assert_eq!(key("rows.0.share"), "share");
}
