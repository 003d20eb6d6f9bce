//! What is needed to repeat a file, as JSON that lies beside it.

use std::collections::BTreeMap;

use clientele_model::Date;
use clientele_model::outbound::{Choices, DestinationLine, HeldRow, KindRow, OutFile};
use serde::Serialize;

use super::holdout::Holdout;

/// Where an audience comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// What the audience is called.
    pub title: String,
    /// Its definition, as text.
    pub definition: String,
    /// The question that gives the same file.
    pub question: String,
    /// Name of the data set.
    pub dataset: String,
    /// Last day of its data.
    pub data_until: Option<Date>,
    /// The day on which the audience is looked at.
    pub as_of: Option<Date>,
}

/// The manifest.
#[derive(Serialize)]
pub struct Manifest<'a> {
    pub title: &'a str,
    pub definition: &'a str,
    pub question: &'a str,
    pub dataset: &'a str,
    pub data_until: Option<Date>,
    pub as_of: Option<Date>,
    pub to: &'static str,
    pub rule: Rule<'a>,
    pub spreadsheets: &'static str,
    pub consent: &'static str,
    pub home: &'a str,
    pub holdout: Option<Held<'a>>,
    pub counts: Counts,
    pub kinds: BTreeMap<&'a str, u32>,
    pub columns: Vec<&'a str>,
    pub files: Vec<Written<'a>>,
    pub build: &'a str,
}

/// The rule that is followed.
#[derive(Serialize)]
pub struct Rule<'a> {
    version: &'a str,
    source: &'a str,
    of: Option<Date>,
}

/// Those held out.
#[derive(Serialize)]
pub struct Held<'a> {
    per_cent: u32,
    salt: &'a str,
    draw: u32,
    largest_difference: Option<f64>,
    rule: &'static str,
    groups: &'a [HeldRow],
}

/// How many.
#[derive(Serialize)]
pub struct Counts {
    pub customers: u32,
    pub held_out: u32,
    pub read: u32,
    pub as_they_were: u32,
    pub tidied: u32,
    pub left_out: u32,
    pub invalid: u32,
    pub duplicates: u32,
    pub already_hashed: u32,
}

/// A file.
#[derive(Serialize)]
pub struct Written<'a> {
    name: &'a str,
    rows: u32,
    bytes: u64,
    sha256: &'a str,
}

impl Manifest<'_> {
    /// As JSON text.
    pub fn text(&self) -> String {
        // Plain values under text keys, which JSON always holds.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl<'a> Rule<'a> {
    /// That of a destination.
    pub fn of(line: &'a DestinationLine) -> Self {
        Self {
            version: &line.version,
            source: &line.source,
            of: line.of,
        }
    }
}

impl<'a> Held<'a> {
    /// Those of a draw; none where nobody was to be held out.
    pub fn of(holdout: &'a Holdout, choices: &Choices) -> Option<Self> {
        (!holdout.held.is_empty()).then_some(Self {
            per_cent: choices.hold,
            salt: &holdout.salt,
            draw: holdout.number,
            largest_difference: holdout.largest,
            rule: crate::experiments::RULE,
            groups: &holdout.groups,
        })
    }
}

impl<'a> Written<'a> {
    /// A file.
    pub fn of(file: &'a OutFile) -> Self {
        Self {
            name: &file.name,
            rows: file.rows,
            bytes: file.size,
            sha256: &file.sha256,
        }
    }
}

/// What was done, by its words.
pub fn kinds(rows: &[KindRow]) -> BTreeMap<&str, u32> {
    let pairs = rows.iter().map(|row| (row.words.as_str(), row.customers));
    pairs.collect()
}
