//! Scores every customer of a table in steps, and says in which cell each is.

use std::sync::Arc;

use super::groups::cell;
use crate::engine::Tables;
use crate::latest::Latest;
use crate::rfm::{self, Cuts};
use crate::tables::CustomersTable;

/// The cells of a table that was scored.
pub struct Scored {
    table: Arc<CustomersTable>,
    cells: Vec<u8>,
}

/// Tables whose cells are kept: of the day before the send, and of today.
const KEPT: usize = 2;

/// A table on its way to the cell of each row.
pub struct Scoring {
    kept: Arc<Latest<Scored, KEPT>>,
    table: Arc<CustomersTable>,
    columns: Vec<Vec<f64>>,
    cuts: Vec<Cuts>,
    cells: Vec<u8>,
}

impl Scoring {
    /// Of all customers of a table, who are compared with each other.
    pub fn new(table: Arc<CustomersTable>, tables: &Tables) -> Self {
        Self::beside(table, tables.kept())
    }

    fn beside(table: Arc<CustomersTable>, kept: Arc<Latest<Scored, KEPT>>) -> Self {
        let before = kept.get(&key(&table));
        let before = before.filter(|scored| Arc::ptr_eq(&scored.table, &table));
        Self {
            kept,
            table,
            columns: Vec::new(),
            cuts: Vec::new(),
            cells: before.map_or_else(Vec::new, |scored| scored.cells.clone()),
        }
    }

    /// Goes on: columns first, then where each is cut, then so many rows. Returns whether it is done.
    pub fn step(&mut self, rows: usize) -> bool {
        if self.cells.len() == self.table.len() {
            return true;
        }
        if self.columns.is_empty() {
            self.columns = rfm::columns(&self.table).into();
            return false;
        }
        if let Some(column) = self.columns.get(self.cuts.len()) {
            self.cuts.push(rfm::cuts(column));
            return false;
        }
        let end = self.table.len().min(self.cells.len() + rows);
        for row in self.cells.len()..end {
            let score = |at: usize| rfm::score(self.columns[at][row], &self.cuts[at]);
            let group = rfm::group(6 - score(0), score(1), score(2));
            self.cells.push(cell(&self.table, row, group));
        }
        end == self.table.len()
    }

    /// The table, and the cell of each row.
    pub fn done(self) -> (Arc<CustomersTable>, Vec<u8>) {
        let scored = Scored {
            table: Arc::clone(&self.table),
            cells: self.cells.clone(),
        };
        self.kept.put(key(&self.table), Arc::new(scored));
        (self.table, self.cells)
    }
}

/// The day that a table is of.
fn key(table: &CustomersTable) -> String {
    table.as_of.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::experiments::judge::groups::Cut;
    use crate::rfm::Scores;
    use crate::tables::customers;
    use crate::tables::sample::{datasets, filters};
    use crate::window::Window;

    proptest! {
        #[test]
        fn scored_in_steps_the_groups_are_the_same(
            data in datasets(),
            filters in filters(),
            pace in 1usize..5,
        ) {
            let Ok(window) = Window::new(&filters, &data.catalogue) else {
                return Ok(());
            };
            let table = customers(&data, &window, None);
            let groups = Scores::of(&table).groups();
            let (table, kept) = (Arc::new(table), Arc::default());
            let mut scoring = Scoring::beside(Arc::clone(&table), Arc::clone(&kept));
            while !scoring.step(pace) {}
            let (_, cells) = scoring.done();
            let mut again = Scoring::beside(table, kept);
            prop_assert!(again.step(pace));
            prop_assert_eq!(&again.done().1, &cells);
            let found: Vec<usize> = cells.iter().map(|&cell| Cut::Rfm.of(usize::from(cell))).collect();
            let expected: Vec<usize> = groups.iter().map(|&group| group as usize).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
