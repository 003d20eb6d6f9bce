//! The report about a file of customers. The file is long because it is one report, in the order in which it is read.

use serde::{Deserialize, Serialize};

use super::kinds::{Destination, Field};
use crate::date::Date;
use crate::lines::Lines;
use crate::question::Report;
use crate::words::Sentence;

/// The customers behind a mark as a file for a destination, and what was done to make it. `/audience-file`
///
/// Examples and previews are covered: most letters are dots. Only the files hold what they are meant to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceFileReport {
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What the mark is called.
    pub title: String,
    /// Where the file goes.
    pub to: Destination,
    /// Every destination there is.
    pub destinations: Vec<DestinationLine>,
    /// Customers behind the mark.
    pub customers: u32,
    /// Those held out.
    pub held: u32,
    /// The others: those who were read.
    pub read: u32,
    /// Rows whose details are as they were.
    pub as_they_were: u32,
    /// Rows with a detail that was tidied, or left empty because it is none.
    pub tidied: u32,
    /// Customers who are in no row.
    pub left_out: u32,
    /// Details that are none of their kind.
    pub invalid: u32,
    /// Customers with the address or number of another one.
    pub duplicates: u32,
    /// Details that were fingerprints already.
    pub already_hashed: u32,
    /// What was done, and how often; most often first.
    pub kinds: Vec<KindRow>,
    /// One example of each, covered.
    pub examples: Vec<Example>,
    /// What to look after before it is sent: size, minimum, lapse, small groups.
    pub hints: Vec<Sentence>,
    /// Combinations of the added columns with few people; none where no column is added.
    pub cells: Option<CellHint>,
    /// Columns of the file.
    pub columns: Vec<FileColumn>,
    /// The first rows, covered.
    pub preview: Vec<PreviewRow>,
    /// The files; more than one where the destination takes no file as large.
    pub files: Vec<OutFile>,
    /// What the manifest's file is called.
    pub manifest_name: String,
    /// Everything that is needed to repeat it, as JSON text.
    pub manifest: String,
    /// Those held out, group by group; empty where nobody is.
    pub groups: Vec<HeldRow>,
    /// What those held out were drawn by; nothing where nobody is.
    pub draw: Option<Sentence>,
    /// Where the rules of the destinations differ.
    pub differences: Vec<Disagreement>,
    /// Rules, fingerprints and the draw, for whoever wants to repeat it: what, and how.
    pub how: Vec<(String, Sentence)>,
}

/// A destination, and the rule that is followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DestinationLine {
    /// Which.
    pub to: Destination,
    /// What it is called.
    pub name: String,
    /// What its file holds, in a sentence.
    pub holds: Sentence,
    /// Whether the file holds personal data in plain text.
    pub plain: bool,
    /// Version of the rule, where it was found, and of when it is.
    pub version: String,
    /// The source, in words.
    pub source: String,
    /// First day of the month that the source is of; none where it bears none.
    pub of: Option<Date>,
}

/// What was done to details, and how often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindRow {
    /// "Phone: country code added".
    pub words: String,
    /// How many customers it happened to.
    pub customers: u32,
    /// What became of these rows.
    pub fate: Fate,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// As it was.
    AsItWas,
    /// Tidied.
    Tidied,
    /// In no row.
    LeftOut,
}

/// One example of what was done, covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Customer number.
    pub customer: String,
    /// The detail; none where the whole row is meant.
    pub field: Option<Field>,
    /// As it was.
    pub was: String,
    /// As it is; empty where it is in no row.
    pub now: String,
    /// Why.
    pub why: String,
    /// What became of it.
    pub fate: Fate,
}

/// Combinations of the added columns with few people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellHint {
    /// Combinations there are.
    pub combinations: u32,
    /// Those with fewer than ten people.
    pub small: u32,
    /// People in the smallest one.
    pub smallest: u32,
    /// What to do about it.
    pub words: Sentence,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileColumn {
    /// Its heading.
    pub heading: String,
    /// Whether it holds fingerprints.
    pub hashed: bool,
}

/// A row of the file, covered: for each column what it holds in plain text, and the fingerprint where it is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Customer number.
    pub customer: String,
    /// Plain text, covered, and fingerprint.
    pub cells: Vec<(String, String)>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutFile {
    /// What it is called: a neutral name, as destinations refuse those that hint at income or health.
    pub name: String,
    /// Rows, without the headings.
    pub rows: u32,
    /// Bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// What stands in it, UTF-8.
    pub text: String,
    /// Where this browser holds it, where it is too large to ride along; then the text is empty.
    pub held_at: String,
}

/// A group of those held out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// Its name.
    pub name: String,
    /// Customers who may be in the file.
    pub kept: u32,
    /// Customers held out.
    pub held: u32,
}

/// Where the rules differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// What about.
    pub what: String,
    /// What Google, Meta, TikTok, Klaviyo and Mailchimp say.
    pub said: [String; 4],
    /// Which is followed, and why.
    pub followed: String,
}

impl Report for AudienceFileReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for row in &self.kinds {
            lines.count(row.customers, &row.words);
        }
        lines.remarks(&self.hints);
        if let Some(cells) = &self.cells {
            lines.line(&cells.words);
        }
        if let Some(draw) = &self.draw {
            lines.line(draw);
        }
    }
}
