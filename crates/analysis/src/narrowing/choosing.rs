//! A selection among customers, worked out in steps: segments are made on the way where it speaks of one.

use std::sync::Arc;

use clientele_model::failure::Failure;

use crate::engine::{Block, Choice, Customers, Tables, Went};
use crate::grouping::{Made, Making, Model};
use crate::selection::Meaning;
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

/// The customers of a selection among others.
pub struct Chosen {
    /// The others.
    pub among: Arc<CustomersTable>,
    /// Those meant.
    pub set: CustomerSet,
    /// The segments, where one of them is meant.
    pub model: Option<Arc<Model>>,
}

/// A selection on its way.
pub(super) struct Choosing {
    tables: Tables,
    of: Customers,
    choice: Choice,
    among: Arc<CustomersTable>,
    /// The segments it speaks of, where it speaks of some.
    making: Option<Box<Making>>,
}

impl Choosing {
    pub fn new(
        tables: &Tables,
        of: &Customers,
        selections: usize,
        among: Arc<CustomersTable>,
        choice: &Choice,
    ) -> Result<Self, Failure> {
        let is_of_segments = choice
            .meaning
            .has(&|part| matches!(part, Meaning::Segment(_)));
        let making = is_of_segments.then(|| {
            let table = Arc::clone(&among);
            Making::new(tables, of, selections, table, false).map(Box::new)
        });
        Ok(Self {
            making: making.transpose()?,
            tables: tables.clone(),
            of: of.clone(),
            choice: choice.clone(),
            among,
        })
    }
}

impl Block for Choosing {
    type Out = Chosen;

    fn step(&mut self) -> Result<Went<Chosen>, Failure> {
        let model = match &mut self.making {
            None => None,
            Some(making) => match making.step()? {
                Made::On(step) => return Ok(Went::On(step)),
                Made::Chosen(model) | Made::Whole(model) => Some(model),
            },
        };
        let (choice, among) = (&self.choice, &self.among);
        let segment = |slug: &str| members(model.as_deref(), slug);
        Ok(Went::There(Chosen {
            set: self.tables.select(choice, among, &self.of, &segment)?,
            among: Arc::clone(among),
            model,
        }))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let Some(making) = &mut self.making {
            making.supply(results);
        }
    }
}

/// Who is in a segment of these, where they were made.
///
/// # Errors
/// [`Failure::NoSegment`] when there is none of that name.
pub(crate) fn members(model: Option<&Model>, slug: &str) -> Result<CustomerSet, Failure> {
    model.map_or_else(
        || {
            Err(Failure::NoSegment {
                name: slug.to_owned(),
            })
        },
        |model| model.members(slug),
    )
}
