//! Scores every customer of a table in steps, and says in which cell each is.

use std::sync::Arc;

use super::groups::cell;
use crate::rfm::{self, Cuts};
use crate::tables::CustomersTable;

/// A table on its way to the cell of each row.
pub struct Scoring {
    table: Arc<CustomersTable>,
    columns: Vec<Vec<f64>>,
    cuts: Vec<Cuts>,
    cells: Vec<u8>,
}

impl Scoring {
    /// Of all customers of a table, who are compared with each other.
    pub fn new(table: Arc<CustomersTable>) -> Self {
        Self {
            table,
            columns: Vec::new(),
            cuts: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Goes on: columns first, then where each is cut, then so many rows. Returns whether it is done.
    pub fn step(&mut self, rows: usize) -> bool {
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
        (self.table, self.cells)
    }
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
            let mut scoring = Scoring::new(Arc::new(table));
            while !scoring.step(pace) {}
            let (_, cells) = scoring.done();
            let found: Vec<usize> = cells.iter().map(|&cell| Cut::Rfm.of(usize::from(cell))).collect();
            let expected: Vec<usize> = groups.iter().map(|&group| group as usize).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
