//! The customers that orders are narrowed to.

use clientele_model::failure::Failure;

use super::Narrowing;
use crate::engine::{Block, Tables, Went, Within};
use crate::set::CustomerSet;

/// The customers that orders are narrowed to: none when all are looked at, or when whoever made the
/// tables narrowed them.
pub struct Narrowed(Option<Narrowing>);

impl Narrowed {
    /// Begins.
    ///
    /// # Errors
    /// As [`Narrowing::new`].
    pub fn new(tables: &Tables, within: &Within) -> Result<Self, Failure> {
        let narrowing = match (tables.lines(), &within.0) {
            (Some(_), Some(of)) => Some(Narrowing::new(tables, of)?),
            _ => None,
        };
        Ok(Self(narrowing))
    }
}

impl Block for Narrowed {
    type Out = Option<CustomerSet>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        let Some(narrowing) = &mut self.0 else {
            return Ok(Went::There(None));
        };
        Ok(match narrowing.step()? {
            Went::On(step) => Went::On(step),
            Went::There(table) => Went::There(Some(table.set())),
        })
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let Some(narrowing) = &mut self.0 {
            narrowing.supply(results);
        }
    }
}

/// Whom the selections mean, also those whom the filters do not leave; nothing when there are none, or
/// when whoever made the tables knows of none.
pub struct Meant(Option<Narrowing>);

impl Meant {
    /// Begins.
    ///
    /// # Errors
    /// As [`Narrowing::new`].
    pub fn new(tables: &Tables, within: &Within) -> Result<Self, Failure> {
        let Narrowed(mut narrowing) = Narrowed::new(tables, within)?;
        if let Some(narrowing) = &mut narrowing {
            narrowing.may_be_nobody = true;
        }
        Ok(Self(narrowing))
    }
}

impl Block for Meant {
    type Out = Option<CustomerSet>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        let Some(narrowing) = &mut self.0 else {
            return Ok(Went::There(None));
        };
        Ok(match narrowing.step()? {
            Went::On(step) => Went::On(step),
            // Each was found among those of the ones before it.
            Went::There(_) => Went::There(narrowing.found.pop().map(|(_, set)| set)),
        })
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let Some(narrowing) = &mut self.0 {
            narrowing.supply(results);
        }
    }
}
