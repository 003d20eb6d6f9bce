//! A list of customers that somebody brought as a file, as a condition.

use serde::{Deserialize, Serialize};

/// A list of customers. Who is on it is kept where it was brought; a link tells it by its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listed {
    /// By what customers are told apart in it.
    pub by: ListBy,
    /// The first 16 hexadecimal digits of the SHA-256 of its text.
    pub key: String,
    /// What the file was called.
    pub name: String,
}

/// By what customers are told apart in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ListBy {
    /// Customer numbers, in plain text or as SHA-256.
    Number,
    /// E-mail addresses or phone numbers, in plain text or as SHA-256.
    Contact,
}

/// Digits of a fingerprint.
pub const KEY: usize = 16;

impl Listed {
    /// `number.0123456789abcdef.pause.csv`
    pub(super) fn print(&self) -> String {
        format!("{}.{}.{}", self.by.word(), self.key, self.name)
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let (by, rest) = text.split_once('.')?;
        let (key, name) = rest.split_once('.')?;
        let by = ListBy::ALL.into_iter().find(|one| one.word() == by)?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_key = key.len() == KEY && key.bytes().all(is_digit);
        (is_key && !name.is_empty()).then(|| Self {
            by,
            key: key.to_owned(),
            name: name.to_owned(),
        })
    }
}

impl ListBy {
    const ALL: [Self; 2] = [Self::Number, Self::Contact];

    fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Contact => "contact",
        }
    }
}
