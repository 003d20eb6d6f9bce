//! What a file's column holds, before anybody decides what it means.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// "None" for a text that is missing.
pub const MISSING: u32 = u32::MAX;

/// Values of one column, one per line.
#[derive(Clone, Debug)]
pub enum Column {
    /// Texts; every column of a CSV file.
    Text(Texts),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers; not-a-number and infinity as they stand in the file.
    Number(Vec<Option<f64>>),
    /// Minutes since 1970-01-01 00:00, wall clock.
    Time(Vec<Option<i64>>),
    /// Something that cannot be used, named as the file names it.
    Other(String, usize),
}

/// Texts, each distinct one kept once.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Position in `values` per line, or [`MISSING`].
    pub codes: Vec<u32>,
    values: IndexSet<Box<str>, FxBuildHasher>,
}

impl Column {
    /// How many lines.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(texts) => texts.codes.len(),
            Self::Whole(values) | Self::Time(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Other(_, lines) => *lines,
        }
    }

    /// Whether a line has a value.
    pub fn holds(&self, line: usize) -> bool {
        match self {
            Self::Text(texts) => texts.codes[line] != MISSING,
            Self::Whole(values) | Self::Time(values) => values[line].is_some(),
            Self::Number(values) => values[line].is_some(),
            Self::Other(..) => true,
        }
    }

    /// What it holds, in plain words.
    pub fn kind(&self) -> &str {
        match self {
            Self::Text(_) => "text",
            Self::Whole(_) => "whole numbers",
            Self::Number(_) => "numbers",
            Self::Time(_) => "times",
            Self::Other(kind, _) => kind,
        }
    }

    /// What it holds, with an example: "text such as “x”".
    pub fn example(&self) -> String {
        match self {
            Self::Text(texts) => match texts.values().next() {
                Some(first) => format!("text such as “{}”", crate::wrong::shown(first)),
                None => "nothing".to_owned(),
            },
            other => other.kind().to_owned(),
        }
    }

    /// Whether another column has the same value on every line.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => {
                (0..a.codes.len()).all(|line| a.at(line) == b.at(line))
            }
            (Self::Whole(a), Self::Whole(b)) | (Self::Time(a), Self::Time(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            _ => false,
        }
    }

    /// Keeps the lines that stay.
    pub fn keep(&mut self, stays: &[bool]) {
        fn kept<T>(values: &mut Vec<T>, stays: &[bool]) {
            let mut stays = stays.iter();
            values.retain(|_| stays.next().copied().unwrap_or(true));
        }
        match self {
            Self::Text(texts) => kept(&mut texts.codes, stays),
            Self::Whole(values) | Self::Time(values) => kept(values, stays),
            Self::Number(values) => kept(values, stays),
            Self::Other(_, lines) => *lines = stays.iter().filter(|stays| **stays).count(),
        }
    }

    /// The column as texts: numbers as they are written without needless decimals. `None` when it
    /// cannot be read so.
    pub fn texts(&self) -> Option<Texts> {
        match self {
            Self::Text(texts) => Some(texts.clone()),
            Self::Whole(values) => Some(written(
                values.iter().map(|value| value.map(Numeral::Whole)),
            )),
            Self::Number(values) => {
                Some(written(values.iter().map(|value| {
                    value.filter(|number| !number.is_nan()).map(Numeral::Float)
                })))
            }
            Self::Time(_) | Self::Other(..) => None,
        }
    }
}

enum Numeral {
    Whole(i64),
    Float(f64),
}

fn written(numbers: impl Iterator<Item = Option<Numeral>>) -> Texts {
    let mut texts = Texts::default();
    for number in numbers {
        match number {
            None => texts.push_missing(),
            Some(Numeral::Whole(value)) => texts.push(&value.to_string()),
            Some(Numeral::Float(value)) => texts.push(&value.to_string()),
        }
    }
    texts
}

impl Texts {
    /// Adds a line; outer spaces do not count, and an empty text is a missing one.
    pub fn push(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return self.push_missing();
        }
        // Neighbouring lines of an order share most of their texts.
        if let Some(&last) = self.codes.last()
            && last != MISSING
            && &*self.values[last as usize] == text
        {
            return self.codes.push(last);
        }
        let code = self.code(text);
        self.codes.push(code);
    }

    /// Adds a line without a text.
    pub fn push_missing(&mut self) {
        self.codes.push(MISSING);
    }

    /// The position of a text among the distinct ones, added when it is new.
    pub fn code(&mut self, text: &str) -> u32 {
        match self.values.get_index_of(text) {
            Some(at) => at as u32,
            None => self.values.insert_full(text.into()).0 as u32,
        }
    }

    /// The distinct texts, in order of appearance.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        self.values.iter().map(AsRef::as_ref)
    }

    /// How many distinct texts.
    pub fn distinct(&self) -> usize {
        self.values.len()
    }

    /// The text of a code; empty when missing.
    pub fn value(&self, code: u32) -> &str {
        self.values
            .get_index(code as usize)
            .map_or("", AsRef::as_ref)
    }

    /// The text of a line; empty when missing.
    pub fn at(&self, line: usize) -> &str {
        self.value(self.codes[line])
    }

    /// Rewrites every distinct text; texts that become equal become one, empty ones missing.
    pub fn rewritten(self, rewrite: impl Fn(&str) -> String) -> Self {
        let mut next = Self {
            codes: self.codes,
            values: IndexSet::with_capacity_and_hasher(self.values.len(), FxBuildHasher),
        };
        let moved: Vec<u32> = self
            .values
            .iter()
            .map(|value| match rewrite(value) {
                text if text.is_empty() => MISSING,
                text => next.code(&text),
            })
            .collect();
        for code in &mut next.codes {
            if *code != MISSING {
                *code = moved[*code as usize];
            }
        }
        next
    }

    /// Adds the lines of another column below these.
    pub fn append(&mut self, other: &Self) {
        let moved: Vec<u32> = other.values.iter().map(|value| self.code(value)).collect();
        self.codes
            .extend(other.codes.iter().map(|&code| match code {
                MISSING => MISSING,
                code => moved[code as usize],
            }));
    }

    /// Adds so many lines without a text.
    pub fn append_missing(&mut self, lines: usize) {
        self.codes.resize(self.codes.len() + lines, MISSING);
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(lines: I) -> Self {
        let mut texts = Self::default();
        lines.into_iter().for_each(|text| texts.push(text));
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(texts: &Texts) -> Vec<&str> {
        (0..texts.codes.len()).map(|line| texts.at(line)).collect()
    }

    #[test]
    fn texts_come_back_line_by_line() {
        let mut texts: Texts = ["a", " a ", "", "b", "a"].into_iter().collect();
        assert_eq!(all(&texts), ["a", "a", "", "b", "a"]);
        assert_eq!(texts.distinct(), 2);
        texts.append(&["c", "b"].into_iter().collect());
        texts.append_missing(1);
        assert_eq!(all(&texts), ["a", "a", "", "b", "a", "c", "b", ""]);
        assert_eq!(
            all(&texts.rewritten(|text| text.replace('c', "b").to_uppercase()))[5],
            "B"
        );
    }

    #[test]
    fn numbers_read_as_texts_lose_needless_decimals() {
        let numbers = Column::Number(vec![Some(13085.0), None, Some(f64::NAN), Some(0.5)]);
        assert_eq!(all(&numbers.texts().unwrap()), ["13085", "", "", "0.5"]);
        assert!(Column::Time(vec![]).texts().is_none());
    }
}
