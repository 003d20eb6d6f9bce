//! Reading a TOML file so that every mistake in it is found, with its line.

use std::cell::RefCell;
use std::fmt;
use std::ops::RangeInclusive;

use strsim::levenshtein;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A key of the file.
    Key {
        /// Line, from 1.
        line: usize,
        /// The key, after the name of its part of the file.
        key: String,
    },
    /// A part of the file, in which something is missing.
    Part {
        /// Line at which it begins, from 1.
        line: usize,
        /// Its name.
        name: String,
    },
    /// The file as a whole.
    Whole,
    /// An environment variable.
    Variable(&'static str),
}

impl Place {
    /// The line, from 1; what has none stands after everything that has.
    fn line(&self) -> usize {
        match self {
            Self::Key { line, .. } | Self::Part { line, .. } => *line,
            Self::Whole | Self::Variable(_) => usize::MAX,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { line, key } => write!(f, "line {line}, {key}"),
            Self::Part { line, name } => write!(f, "line {line}, {name}"),
            Self::Whole => f.write_str("the configuration"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
        }
    }
}

/// A mistake: where, and a sentence that says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {sentence}")]
pub struct Mistake {
    /// Where it is.
    pub place: Place,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// All mistakes found so far.
#[derive(Default)]
pub struct Mistakes(RefCell<Vec<Mistake>>);

impl Mistakes {
    /// Adds one.
    pub fn add(&self, place: Place, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.0.borrow_mut().push(Mistake { place, sentence });
    }

    /// All of them, in the order of the file.
    pub fn all(self) -> Vec<Mistake> {
        let mut all = self.0.into_inner();
        all.sort_by_key(|mistake| mistake.place.line());
        all
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A table of the file. What nobody asks for is unknown.
pub struct Part<'a> {
    text: &'a str,
    name: String,
    line: usize,
    entries: Vec<(&'a Spanned<std::borrow::Cow<'a, str>>, &'a DeValue<'a>)>,
    known: RefCell<Vec<&'static str>>,
    mistakes: &'a Mistakes,
}

impl<'a> Part<'a> {
    /// The whole file.
    pub fn whole(text: &'a str, table: &'a DeTable<'a>, mistakes: &'a Mistakes) -> Self {
        Self::new(text, (String::new(), 1), table, mistakes)
    }

    fn new(
        text: &'a str,
        (name, line): (String, usize),
        table: &'a DeTable<'a>,
        mistakes: &'a Mistakes,
    ) -> Self {
        Self {
            text,
            name,
            line,
            entries: table
                .iter()
                .map(|(key, value)| (key, value.get_ref()))
                .collect(),
            known: RefCell::default(),
            mistakes,
        }
    }

    /// A text that is not empty.
    pub fn text(&self, key: &'static str) -> Option<Given<String>> {
        let (place, value) = self.value(key)?;
        match value.as_str().map(str::trim) {
            Some("") => self.wrong(place, "is empty. Write some text, or remove the line."),
            Some(text) => Some(Given {
                value: text.to_owned(),
                place,
            }),
            None => self.wrong(place, "must be text in quotation marks."),
        }
    }

    /// A list of texts.
    pub fn texts(&self, key: &'static str) -> Option<Given<Vec<String>>> {
        let (place, value) = self.value(key)?;
        let list = value.as_array().and_then(|list| {
            let texts = list.iter().map(|item| item.get_ref().as_str());
            texts.map(|text| Some(text?.trim().to_owned())).collect()
        });
        match list {
            Some(value) => Some(Given { value, place }),
            None => self.wrong(place, "must be a list of texts, such as [\"a\", \"b\"]."),
        }
    }

    /// A whole number within bounds.
    pub fn whole_number(&self, key: &'static str, bounds: RangeInclusive<u64>) -> Option<u64> {
        let (place, value) = self.value(key)?;
        let number = value
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        match number.filter(|number| bounds.contains(number)) {
            None => {
                let (low, high) = bounds.into_inner();
                self.wrong(
                    place,
                    &format!("must be a whole number from {low} to {high}."),
                )
            }
            number => number,
        }
    }

    /// A table in this one: `[key]`.
    pub fn part(&self, key: &'static str) -> Option<Part<'a>> {
        let (place, value) = self.value(key)?;
        match value.as_table() {
            Some(table) => {
                // What is missing in it is told with the line of what it stands in.
                let name = match self.name.as_str() {
                    "" => format!("[{key}]"),
                    part => format!("[{key}] of {part}"),
                };
                let name = (name, self.line);
                Some(Part::new(self.text, name, table, self.mistakes))
            }
            None => self.wrong(place, &format!("must be a table that begins with [{key}].")),
        }
    }

    /// Every table of a list: `[[key]]`. They are called by their number.
    pub fn parts(&self, key: &'static str) -> Vec<Part<'a>> {
        let Some((place, value)) = self.value(key) else {
            return vec![];
        };
        let tables = value.as_array().and_then(|list| {
            let tables = list.iter().map(|item| {
                let table = item.get_ref().as_table()?;
                Some((line(self.text, item.span().start), table))
            });
            tables.collect::<Option<Vec<_>>>()
        });
        let sentence = format!("must be tables that each begin with [[{key}]].");
        let tables = tables.or_else(|| self.wrong(place, &sentence));
        let named = |(at, (line, table))| {
            let name = format!("[[{key}]] number {}", at + 1);
            Part::new(self.text, (name, line), table, self.mistakes)
        };
        tables
            .into_iter()
            .flatten()
            .enumerate()
            .map(named)
            .collect()
    }

    /// Whether a key is there, right or wrong.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Says that a key is missing, if it is: about one that is wrong enough was said.
    pub fn missing(&self, key: &str, sentence: &str) {
        if self.has(key) {
            return;
        }
        let place = Place::Part {
            line: self.line,
            name: self.name.clone(),
        };
        let sentence = format!("“{key}” is missing. {sentence}");
        self.mistakes.add(place, sentence);
    }

    /// Says that something is wrong with a key that is there.
    pub fn wrong<T>(&self, place: Place, sentence: &str) -> Option<T> {
        self.mistakes.add(place, sentence);
        None
    }

    /// The keys that nobody asked for.
    pub fn close(self) {
        let known = self.known.borrow();
        for (key, _) in &self.entries {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let likely = known.iter().min_by_key(|known| levenshtein(known, name));
            let sentence = match likely.filter(|likely| levenshtein(likely, name) <= 2) {
                Some(likely) => format!("is not a key here. Did you mean “{likely}”?"),
                None => "is not a key here. Remove it; docs/gateway.md lists every key.".to_owned(),
            };
            self.mistakes.add(self.place(key), sentence);
        }
    }

    fn value(&self, key: &'static str) -> Option<(Place, &'a DeValue<'a>)> {
        self.known.borrow_mut().push(key);
        let entry = self.entries.iter().find(|(name, _)| name.get_ref() == key);
        entry.map(|(name, value)| (self.place(name), *value))
    }

    fn place(&self, key: &Spanned<std::borrow::Cow<'a, str>>) -> Place {
        let name = key.get_ref();
        Place::Key {
            line: line(self.text, key.span().start),
            key: match self.name.as_str() {
                "" => format!("“{name}”"),
                part => format!("“{name}” of {part}"),
            },
        }
    }
}

/// The line of a byte, from 1.
pub fn line(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|&b| b == b'\n').count() + 1
}
