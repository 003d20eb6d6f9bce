//! Selections put together: and, or, not, nested; and their text.
//!
//! `all(…,…)`, `any(…,…)` and `not(…)` hold other selections. Inside them the signs that part them stand in
//! percent-encoding, so any name can stand there. What is made or read is in one canonical form: nothing of one kind
//! stands directly in another of its kind, none holds only one, and two nots are none.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Listed, NotASelection, Only};

/// The most conditions that one selection may hold.
pub const MAX_PARTS: usize = 64;

/// How deep they may be nested.
const MAX_DEPTH: usize = 8;

/// How a line of an audience is joined to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    /// Those who are in both.
    And,
    /// Those who are in either.
    Or,
    /// Those who are not in this one.
    Minus,
}

/// The words in front of the bracket.
const ALL: &str = "all";
const ANY: &str = "any";
const NOT: &str = "not";

impl Only {
    /// Customers of every one of these; everybody when there are none. Among others, everybody says nothing.
    pub fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            Self::Everyone => Vec::new(),
            other => vec![other],
        });
        one_or(flat.collect(), Self::All)
    }

    /// Customers of at least one of these; everybody when there are none.
    pub fn any(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        one_or(flat.collect(), Self::Any)
    }

    /// Everybody but these.
    pub fn but(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The conditions it is put together from: itself when it is one.
    pub fn conditions(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::conditions).collect()
            }
            Self::Not(inner) => inner.conditions(),
            one => vec![one],
        }
    }

    /// Whether whom it means depends on how segments are made.
    pub fn is_of_segments(&self) -> bool {
        let mut all = self.conditions().into_iter();
        all.any(|one| matches!(one, Self::Segment(_)))
    }

    /// Its lines, as a builder shows them: each is a condition, or several of which one must hold. Putting them together
    /// again ([`Only::of_lines`]) gives the same selection.
    pub fn lines(&self) -> Vec<(Join, Self)> {
        match self {
            // A saved audience in one line.
            Self::All(parts) if parts.len() == 1 => vec![(Join::And, self.clone())],
            Self::All(parts) => {
                let mut parts = parts.iter();
                let mut lines = parts.next().map_or_else(Vec::new, Self::lines);
                lines.extend(parts.map(Self::and_line));
                lines
            }
            Self::Any(parts) => {
                let mut lines: Vec<(Join, Self)> = Vec::new();
                for part in parts {
                    match lines.last_mut() {
                        Some((_, before)) if before.is_like(part) => {
                            *before = Self::any(vec![before.clone(), part.clone()]);
                        }
                        _ => lines.push((Join::Or, part.clone())),
                    }
                }
                if let Some((join, _)) = lines.first_mut() {
                    *join = Join::And;
                }
                lines
            }
            Self::Not(inner) => vec![
                (Join::And, Self::Everyone),
                (Join::Minus, inner.as_ref().clone()),
            ],
            Self::Everyone => vec![(Join::And, Self::Everyone)],
            one => vec![(Join::And, one.clone())],
        }
    }

    fn and_line(part: &Self) -> (Join, Self) {
        match part {
            Self::Not(inner) => (Join::Minus, inner.as_ref().clone()),
            other => (Join::And, other.clone()),
        }
    }

    /// What lines mean, one after the other: the first stands for itself, each other is joined to all before it.
    pub fn of_lines(lines: &[(Join, Self)]) -> Self {
        let mut so_far: Option<Self> = None;
        for (join, line) in lines {
            let line = line.clone();
            so_far = Some(match (so_far, join) {
                (None | Some(Self::Everyone), Join::Minus) => line.but(),
                (None | Some(Self::Everyone), Join::And) | (None, Join::Or) => line,
                (Some(before), Join::And) => Self::all(vec![before, line]),
                (Some(before), Join::Or) => Self::any(vec![before, line]),
                (Some(before), Join::Minus) => Self::all(vec![before, line.but()]),
            });
        }
        so_far.unwrap_or(Self::Everyone)
    }

    /// Whether both are conditions of one kind, so that a line may hold them side by side.
    fn is_like(&self, other: &Self) -> bool {
        match self {
            Self::Any(parts) => parts.iter().all(|part| part.is_like(other)),
            Self::All(_) | Self::Not(_) | Self::Had(_) | Self::Band { .. } => false,
            one => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }

    /// The lists it speaks of.
    pub fn lists(&self) -> BTreeSet<&Listed> {
        let all = self.conditions().into_iter();
        let lists = all.filter_map(|one| match one {
            Self::Listed(listed) => Some(listed),
            _ => None,
        });
        lists.collect()
    }

    /// Prints a selection that is put together; false for one that is not.
    pub(super) fn print_joined(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        let (word, parts) = match self {
            Self::All(parts) => (ALL, &parts[..]),
            Self::Any(parts) => (ANY, &parts[..]),
            Self::Not(inner) => (NOT, std::slice::from_ref(inner.as_ref())),
            _ => return Ok(false),
        };
        write!(f, "{word}(")?;
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            match part {
                Self::All(_) | Self::Any(_) | Self::Not(_) => write!(f, "{part}")?,
                one => f.write_str(&escaped(&one.to_string()))?,
            }
        }
        f.write_str(")")?;
        Ok(true)
    }

    /// Reads a selection that is put together; nothing when it is not one.
    pub(super) fn read_joined(text: &str) -> Option<Result<Self, NotASelection>> {
        is_joined(text)
            .then(|| read(text, 0))
            .map(|only| match only {
                Some(only) if only.conditions().len() <= MAX_PARTS => Ok(only),
                _ => Err(NotASelection),
            })
    }
}

/// The one of a list, or what is made of several; everybody when there are none.
fn one_or(mut parts: Vec<Only>, several: fn(Vec<Only>) -> Only) -> Only {
    match parts.len() {
        0 => Only::Everyone,
        1 => parts.remove(0),
        _ => several(parts),
    }
}

fn is_joined(text: &str) -> bool {
    let word = text.split_once('(').map(|(word, _)| word);
    matches!(word, Some(ALL | ANY | NOT))
}

fn read(text: &str, depth: usize) -> Option<Only> {
    if !is_joined(text) {
        return plain(text)?
            .parse()
            .ok()
            .filter(|only| !matches!(only, Only::All(_) | Only::Any(_) | Only::Not(_)));
    }
    let (word, rest) = text.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    if depth == MAX_DEPTH {
        return None;
    }
    let parts = parted(inside)?;
    let parts: Option<Vec<Only>> = parts.iter().map(|part| read(part, depth + 1)).collect();
    let mut parts = parts?;
    match (word, parts.len()) {
        (ALL, 1..) => Some(Only::all(parts)),
        (ANY, 1..) => Some(Only::any(parts)),
        (NOT, 1) => Some(parts.remove(0).but()),
        _ => None,
    }
}

/// The parts between commas that stand in no further bracket; none when brackets do not match.
fn parted(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut open, mut begin) = (Vec::new(), 0_usize, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => open += 1,
            ')' => open = open.checked_sub(1)?,
            ',' if open == 0 => {
                parts.push(&text[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    (open == 0).then_some(parts)
}

/// The signs that part selections, and what stands for them.
const SIGNS: [(&str, &str); 4] = [("%", "%25"), ("(", "%28"), (")", "%29"), (",", "%2C")];

/// A condition as it stands in brackets.
fn escaped(text: &str) -> String {
    let all = SIGNS.iter();
    all.fold(text.to_owned(), |text, (sign, code)| {
        text.replace(sign, code)
    })
}

/// The condition that was escaped; none when a bracket stands in it as it is.
fn plain(text: &str) -> Option<String> {
    if text.contains(['(', ')', ',']) {
        return None;
    }
    let all = SIGNS.iter().rev();
    Some(all.fold(text.to_owned(), |text, (sign, code)| {
        text.replace(code, sign)
    }))
}

#[cfg(test)]
mod tests;
