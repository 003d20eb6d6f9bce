//! What is said about a part of a link that could not be used.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::short;

/// A part of a link that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The part as it stood in the link, decoded and shortened to what sentences repeat.
    pub part: String,
    /// What happened to it.
    pub kind: NoticeKind,
}

/// What happened to a part of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoticeKind {
    /// No such key.
    UnknownKey,
    /// The value has no meaning for its key.
    Unreadable,
    /// The key stands twice, or two keys say different things; the first one counts.
    Repeated,
    /// More values than a link may list.
    TooMany,
}

impl Notice {
    pub(super) fn new(key: &str, value: &str, kind: NoticeKind) -> Self {
        let part = short(&format!("{key}={value}")).into_owned();
        Self { part, kind }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = &self.part;
        match self.kind {
            NoticeKind::UnknownKey => write!(
                f,
                "Part of this link is not known here (“{part}”) and was left out; everything else applies."
            ),
            NoticeKind::Unreadable => write!(
                f,
                "Part of this link could not be read (“{part}”) and was left at its default; choose it again above."
            ),
            NoticeKind::Repeated => write!(
                f,
                "Part of this link contradicts an earlier part (“{part}”) and was left out; the earlier one applies."
            ),
            NoticeKind::TooMany => write!(
                f,
                "This link lists too much (“{part}”); the rest was left out."
            ),
        }
    }
}
