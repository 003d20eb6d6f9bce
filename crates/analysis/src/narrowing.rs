//! The customers that filters and selections leave, worked out in steps: counted, then narrowed by
//! one selection after the other. Where one of them is a segment, segments are made on the way.

mod choosing;
mod within;

use std::sync::Arc;

use clientele_model::failure::Failure;

use crate::engine::{Block, Choice, Counting, Customers, Tables, Went, counting};
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

use choosing::Choosing;
pub use choosing::Chosen;
pub(crate) use choosing::members;
pub use within::{Meant, Narrowed};

/// The customers that the filters and all their selections leave.
///
/// A selection that was made under other filters is found among the customers those leave, and by the
/// figures those have; then everything is narrowed to whom it means.
pub struct Narrowing {
    tables: Tables,
    of: Customers,
    /// Whom the selections so far mean, each in the table it was found in.
    found: Vec<(Arc<CustomersTable>, CustomerSet)>,
    /// Whether it goes on when the filters leave nobody of them.
    may_be_nobody: bool,
    state: State,
}

enum State {
    /// Those of the filters.
    Counting(Counting),
    /// Those that so many selections leave.
    Left(Arc<CustomersTable>, usize),
    /// Those of the filters that the next selection was made under, beside those that are left.
    Under(Counting, Arc<CustomersTable>, usize),
    /// The next selection.
    Choosing(Box<Choosing>, Arc<CustomersTable>, usize),
}

impl Narrowing {
    /// Begins.
    ///
    /// # Errors
    /// A defect when the tables are not those the customers need.
    pub fn new(tables: &Tables, of: &Customers) -> Result<Self, Failure> {
        Ok(Self {
            state: State::Counting(tables.customers(of)?),
            tables: tables.clone(),
            of: of.clone(),
            found: Vec::new(),
            may_be_nobody: false,
        })
    }

    /// The next selection of those that are left after so many.
    fn next(
        &self,
        left: &Arc<CustomersTable>,
        done: usize,
        choice: &Choice,
    ) -> Result<State, Failure> {
        let left = Arc::clone(left);
        if let Some(under) = &choice.under {
            return Ok(State::Under(self.tables.customers(under)?, left, done));
        }
        let among = Arc::clone(&left);
        let choosing = Choosing::new(&self.tables, &self.of, done, among, choice)?;
        Ok(State::Choosing(Box::new(choosing), left, done))
    }

    /// The next selection among the customers of the filters it was made under.
    fn next_under(
        &self,
        customers: &Arc<CustomersTable>,
        left: &Arc<CustomersTable>,
        done: usize,
    ) -> Result<State, Failure> {
        let choice = &self.of.chain[done];
        let of = choice.under.as_deref().unwrap_or(&self.of);
        let mut among = Arc::clone(customers);
        for (table, set) in &self.found {
            among = Arc::new(among.narrowed(&self.same(set, table, &among)));
        }
        let choosing = Choosing::new(&self.tables, of, done, among, choice)?;
        Ok(State::Choosing(Box::new(choosing), Arc::clone(left), done))
    }

    /// The customers of a set in one table, by their positions in another.
    fn same(&self, set: &CustomerSet, of: &CustomersTable, to: &CustomersTable) -> CustomerSet {
        match self.tables.lines() {
            // Both tell positions in the data set.
            Some(_) => set.clone(),
            None if std::ptr::eq(of, to) => set.clone(),
            None => of.same(set, to),
        }
    }
}

impl Block for Narrowing {
    type Out = Arc<CustomersTable>;

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        self.state = match &mut self.state {
            State::Counting(counting) => match counting.step()? {
                Went::On(step) => return Ok(Went::On(step)),
                Went::There(table) => State::Left(table, 0),
            },
            State::Left(table, done) => {
                let (table, done) = (Arc::clone(table), *done);
                match self.of.chain.get(done) {
                    None => return Ok(Went::There(table)),
                    Some(choice) => self.next(&table, done, choice)?,
                }
            }
            State::Under(counting, left, done) => match counting.step()? {
                Went::On(step) => return Ok(Went::On(step)),
                Went::There(table) => {
                    let (left, done) = (Arc::clone(left), *done);
                    self.next_under(&table, &left, done)?
                }
            },
            State::Choosing(choosing, left, done) => match choosing.step()? {
                Went::On(step) => return Ok(Went::On(step)),
                Went::There(Chosen { among, set, .. }) => {
                    let (left, done) = (Arc::clone(left), *done);
                    let table = left.narrowed(&self.same(&set, &among, &left));
                    if table.is_empty() && !self.may_be_nobody {
                        return Err(Failure::Nothing);
                    }
                    self.found.push((among, set));
                    State::Left(Arc::new(table), done + 1)
                }
            },
        };
        Ok(Went::On(counting()))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let State::Choosing(choosing, ..) = &mut self.state {
            choosing.supply(results);
        }
    }
}

/// The customers behind a mark, among those that the filters and all their selections leave.
pub struct Marking {
    narrowing: Narrowing,
    mark: Choice,
    choosing: Option<Choosing>,
}

impl Marking {
    /// Begins.
    ///
    /// # Errors
    /// As [`Narrowing::new`].
    pub fn new(tables: &Tables, of: &Customers, mark: Choice) -> Result<Self, Failure> {
        Ok(Self {
            narrowing: Narrowing::new(tables, of)?,
            mark,
            choosing: None,
        })
    }
}

impl Block for Marking {
    type Out = Chosen;

    fn step(&mut self) -> Result<Went<Chosen>, Failure> {
        if let Some(choosing) = &mut self.choosing {
            return choosing.step();
        }
        let table = match self.narrowing.step()? {
            Went::On(step) => return Ok(Went::On(step)),
            Went::There(table) => table,
        };
        let Narrowing { tables, of, .. } = &self.narrowing;
        let selections = of.chain.len();
        let choosing = Choosing::new(tables, of, selections, table, &self.mark)?;
        self.choosing = Some(choosing);
        Ok(Went::On(counting()))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        match &mut self.choosing {
            Some(choosing) => choosing.supply(results),
            None => self.narrowing.supply(results),
        }
    }
}
