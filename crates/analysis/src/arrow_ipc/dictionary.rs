//! The names that the positions of a column stand for.
//!
//! “Dictionary messages”: a dictionary may grow (delta), and in a stream a new one may replace it,
//! after which the positions of later batches mean other names. All names met are kept in one
//! list, and positions are mapped into it batch by batch.

use std::collections::BTreeMap;

use super::batch::Batch;
use super::layout::TextKind;
use super::{Broken, Form, Texts};
use crate::dataset::NONE;

/// One dictionary. The first one's names keep their positions.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// How its names are stored.
    pub kind: TextKind,
    /// The first column that uses it.
    column: String,
    /// All names met, in order of first appearance.
    names: Vec<String>,
    /// Where the names of the present dictionary stand in `names`; [`NONE`] for a null.
    places: Vec<u32>,
    /// Positions by name, once a dictionary was replaced.
    known: Option<BTreeMap<String, u32>>,
    given: bool,
}

impl Dictionary {
    /// A dictionary without names.
    pub fn new(column: &str, kind: TextKind) -> Self {
        Self {
            kind,
            column: column.to_owned(),
            names: Vec::new(),
            places: Vec::new(),
            known: None,
            given: false,
        }
    }

    /// All names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where that name of the present dictionary stands among all names; none outside it.
    pub fn place(&self, position: usize) -> Option<u32> {
        self.places.get(position).copied()
    }

    /// Takes a dictionary batch: one column of names.
    pub fn take(&mut self, batch: &mut Batch<'_>, delta: bool, form: Form) -> Result<(), Broken> {
        if self.given && !delta {
            // “In the file format dictionary replacement is not supported.”
            if form == Form::File {
                return Err(Broken::Twice(self.column.clone()));
            }
            self.replace();
        }
        self.given = true;
        let node = batch.node_of_all()?;
        let valid = batch.validity(&self.column, node)?;
        let mut texts = Texts::default();
        self.kind
            .append(&mut texts, &self.column, 0..node.rows, batch)?;
        batch.finish()?;
        for (at, name) in texts.iter().enumerate() {
            let place = match valid {
                Some(valid) if !valid.get(at) => NONE,
                _ => self.name(name)?,
            };
            self.places.push(place);
        }
        Ok(())
    }

    fn replace(&mut self) {
        self.places.clear();
        if self.known.is_none() {
            let mut known = BTreeMap::new();
            for (at, name) in (0u32..).zip(&self.names) {
                known.entry(name.clone()).or_insert(at);
            }
            self.known = Some(known);
        }
    }

    /// The position of a name that is known, or is now.
    fn name(&mut self, name: &str) -> Result<u32, Broken> {
        if let Some(&at) = self.known.as_ref().and_then(|known| known.get(name)) {
            return Ok(at);
        }
        if self.names.len() >= super::MOST_ROWS {
            return Err(Broken::TooMany);
        }
        let at = self.names.len() as u32;
        self.names.push(name.to_owned());
        if let Some(known) = &mut self.known {
            known.insert(name.to_owned(), at);
        }
        Ok(at)
    }
}
