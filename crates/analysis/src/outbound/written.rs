//! Rows as text: cells, files, and files in parts where a destination takes none as large.

use std::fmt::Write;

use clientele_model::outbound::{Field, PreviewRow};
use clientele_model::spreadsheet::cell;
use sha2::{Digest, Sha256};

use super::contact::{ADDED, Contact, DETAILS};
use super::destination::{Cell, Column, Form, Terms};
use super::export::Detail;
use super::fingerprint;
use super::normalise::Outcome;
use super::tally::covered;

/// How cells are kept from being taken for formulas, said once.
pub const GUARD: &str = "In files of plain text a cell that begins with = + - @, tab or carriage return gets an apostrophe in front, so that no spreadsheet takes it for a formula; a phone number, “+” and digits, stays as it is.";

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Rows, without headings.
    pub rows: u32,
    /// What stands in it.
    pub text: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Files that are written.
pub struct Files {
    name: String,
    terms: &'static Terms,
    head: String,
    done: Vec<Part>,
    part: Part,
    /// Bytes of it that the fingerprint has.
    hashed: usize,
    hash: Sha256,
}

/// A row to be written, beside its details.
pub struct Row<'a> {
    /// Who it is.
    pub contact: &'a Contact<'a>,
    /// Whether they are held out.
    pub held: bool,
    /// What the added columns say.
    pub added: [&'a str; ADDED.len()],
}

impl Files {
    /// Begins. `name` is that of the file, without what follows the dot.
    pub fn new(terms: &'static Terms, columns: &[Column], name: &str) -> Self {
        let head = match terms.form {
            Form::Lines => String::new(),
            Form::Csv { mark } => {
                let headings: Vec<&str> = columns.iter().map(|column| column.heading).collect();
                let mark = if mark { "\u{feff}" } else { "" };
                format!("{mark}{}\r\n", headings.join(","))
            }
        };
        Self {
            name: name.to_owned(),
            terms,
            part: Part {
                text: head.clone(),
                ..Part::default()
            },
            head,
            done: Vec::new(),
            hashed: 0,
            hash: Sha256::new(),
        }
    }

    /// One more row.
    pub(super) fn row(
        &mut self,
        columns: &[Column],
        row: &Row<'_>,
        details: &mut [Detail; DETAILS],
    ) {
        let start = self.part.text.len();
        row.write(self.terms.form, columns, details, &mut self.part.text);
        let is_over = |most: usize| self.part.text.len() > most && self.part.rows > 0;
        if self.terms.most_bytes.is_some_and(is_over) {
            let row = self.part.text.split_off(start);
            self.close();
            self.part.text.push_str(&row);
        }
        self.part.rows += 1;
    }

    /// Takes what was written since into the fingerprint.
    pub fn fingerprint(&mut self) {
        let more = self.part.text.as_bytes().get(self.hashed..);
        self.hash.update(more.unwrap_or_default());
        self.hashed = self.part.text.len();
    }

    fn close(&mut self) {
        self.hashed = self.hashed.min(self.part.text.len());
        self.fingerprint();
        let mut part = std::mem::take(&mut self.part);
        let hash = std::mem::take(&mut self.hash).finalize();
        fingerprint::write(&hash, &mut part.sha256);
        self.done.push(part);
        self.part.text.push_str(&self.head);
        self.hashed = 0;
    }

    /// All of them, named.
    pub fn end(&mut self) -> Vec<Part> {
        self.close();
        let mut parts = std::mem::take(&mut self.done);
        let ending = match self.terms.form {
            Form::Csv { .. } => "csv",
            Form::Lines => "jsonl",
        };
        let several = parts.len() > 1;
        for (number, part) in (1..).zip(&mut parts) {
            part.name = match several {
                true => format!("{}-{number}.{ending}", self.name),
                false => format!("{}.{ending}", self.name),
            };
        }
        parts
    }
}

impl Row<'_> {
    fn write(
        &self,
        form: Form,
        columns: &[Column],
        details: &mut [Detail; DETAILS],
        out: &mut String,
    ) {
        let csv = matches!(form, Form::Csv { .. });
        if !csv {
            out.push('{');
        }
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if !csv {
                // Headings of ours need no escaping.
                let _ = write!(out, "\"{}\":", column.heading);
            }
            match (self.plain(column.cell, details), csv) {
                (Plain::Digest(digest), _) => {
                    let quote = if csv { "" } else { "\"" };
                    out.push_str(quote);
                    fingerprint::write(&digest, out);
                    out.push_str(quote);
                }
                (Plain::Flag(flag), true) => out.push_str(if flag { "yes" } else { "no" }),
                (Plain::Flag(flag), false) => out.push_str(if flag { "true" } else { "false" }),
                (Plain::Safe(text), true) => out.push_str(text),
                (Plain::Text(text), true) => cell(out, text),
                (Plain::Text("") | Plain::Safe(""), false) => out.push_str("null"),
                (Plain::Text(text) | Plain::Safe(text), false) => json(text, out),
            }
        }
        out.push_str(if csv { "\r\n" } else { "}\n" });
    }

    /// What stands in a cell.
    fn plain<'a>(&'a self, cell: Cell, details: &'a mut [Detail; DETAILS]) -> Plain<'a> {
        match cell {
            Cell::Id => Plain::Text(self.contact.customer),
            Cell::IdHashed => Plain::Digest(fingerprint::digest(self.contact.customer.as_bytes())),
            Cell::OptIn => match self.contact.opt_in {
                Some(agreed) => Plain::Flag(agreed),
                None => Plain::Safe(""),
            },
            Cell::Held => Plain::Flag(self.held),
            Cell::Added(column) => Plain::Text(self.added.get(column).copied().unwrap_or("")),
            Cell::Plain(field) => match (field, &details[field as usize]) {
                (_, detail) if !detail.is_there() => Plain::Safe(""),
                // Digits with a "+" are a number whatever a spreadsheet makes of it, and a plus sign is what imports want.
                (Field::Phone, detail) => Plain::Safe(&detail.text),
                (_, detail) => Plain::Text(&detail.text),
            },
            Cell::Hashed(field) => {
                let detail = &mut details[field as usize];
                match detail.outcome {
                    Outcome::Fine(_) => Plain::Digest(detail.digest()),
                    Outcome::Hashed => Plain::Safe(&detail.text),
                    Outcome::Empty | Outcome::Invalid(_) => Plain::Safe(""),
                }
            }
        }
    }

    /// The row as it is shown: plain text covered, fingerprints whole.
    pub(super) fn covered(
        &self,
        columns: &[Column],
        details: &mut [Detail; DETAILS],
    ) -> PreviewRow {
        let mut cells = Vec::with_capacity(columns.len());
        for column in columns {
            let mut hash = String::new();
            let text = match self.plain(column.cell, details) {
                Plain::Digest(digest) => {
                    fingerprint::write(&digest, &mut hash);
                    match column.cell {
                        Cell::Hashed(field) => covered(&details[field as usize].text),
                        _ => self.contact.customer.to_owned(),
                    }
                }
                Plain::Flag(flag) => (if flag { "yes" } else { "no" }).to_owned(),
                Plain::Text(text) | Plain::Safe(text) => match column.cell {
                    Cell::Hashed(_) => {
                        text.clone_into(&mut hash);
                        String::new()
                    }
                    Cell::Plain(Field::Country) | Cell::Id | Cell::Added(_) => text.to_owned(),
                    _ => covered(text),
                },
            };
            cells.push((text, hash));
        }
        PreviewRow {
            customer: self.contact.customer.to_owned(),
            cells,
        }
    }
}

/// What stands in a cell.
enum Plain<'a> {
    /// A text from the data.
    Text(&'a str),
    /// A text of which nothing can be taken for a formula.
    Safe(&'a str),
    Digest([u8; 32]),
    Flag(bool),
}

/// Appends a text as JSON.
fn json(text: &str, out: &mut String) {
    // Texts are always JSON.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
