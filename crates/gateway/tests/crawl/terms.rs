//! Words of analysts, which stand only where somebody asks how something was decided.

use super::walk::{Walked, own_words, without_names};

/// Parts of reports that are shown only there.
const SECOND: [&str; 5] = ["how", "left_out", "preparation", "thresholds", "why"];

/// What of these parts is shown with the finding, too.
const FIRST: [&str; 1] = ["why.number"];

/// The terms of `tests/terms.txt`.
fn terms() -> Vec<&'static str> {
    let lines = include_str!("../../../../tests/terms.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
}

/// The terms that a text holds, whatever their case.
pub fn of(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let is_there = |term: &&str| {
        let (word, open) = match term.strip_suffix('*') {
            Some(word) => (word.to_lowercase(), true),
            None => (term.to_lowercase(), false),
        };
        text.match_indices(&word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            ends(before) && (open || ends(after))
        })
    };
    terms().into_iter().filter(is_there).collect()
}

/// The terms on the first level of a report. Of a campaign, lift is the marketer's own word.
pub fn wrong(link: &str, walked: &Walked) -> Vec<String> {
    let is_first = |path: &str| {
        let second = path.split('.').any(|part| SECOND.contains(&part));
        !second || FIRST.iter().any(|first| path.starts_with(first))
    };
    let own = link.starts_with("/experiments");
    let sentences = walked.sentences.iter();
    let sentences = sentences.map(|met| (&met.path, own_words(&met.it)));
    let texts = walked.texts.iter().filter(|met| met.it.contains(' '));
    let texts = texts.map(|met| (&met.path, without_names(&met.it, &walked.names)));
    let mut wrong = vec![];
    for (path, text) in sentences.chain(texts).filter(|(path, _)| is_first(path)) {
        for term in of(&text).into_iter().filter(|term| !own || *term != "lift") {
            wrong.push(format!("{path}: “{term}” is a word of analysts: {text}"));
        }
    }
    wrong
}

#[test]
fn terms_are_found_as_whole_words() {
    assert_eq!(of("A lift of 3, by Fisher’s test"), ["Fisher*", "lift"]);
    assert_eq!(of("Quartiles; K-Means"), ["k-means", "quartile*"]);
    assert_eq!(of("They lifted spirits and uplift"), [""; 0]);
}
