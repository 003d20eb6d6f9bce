//! What customers spent per category, without a place for what they did not buy.

/// Goods sold per customer and category: compressed sparse rows, so that memory grows with what was
/// bought, not with customers × categories.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryGross {
    /// Entries of row `at` are `starts[at]..starts[at + 1]`: one more entry than rows.
    starts: Vec<u32>,
    /// Positions of categories, ascending within a row.
    category: Vec<u32>,
    /// Goods sold, in the data set's currency; never zero.
    gross: Vec<f64>,
}

impl Default for CategoryGross {
    fn default() -> Self {
        Self {
            starts: vec![0],
            category: Vec::new(),
            gross: Vec::new(),
        }
    }
}

impl CategoryGross {
    /// Rows of all categories, side by side: `width` values each.
    pub fn of_rows<'a>(rows: impl IntoIterator<Item = &'a [f64]>) -> Self {
        let mut all = Self::default();
        for row in rows {
            all.push((0..).zip(row.iter().copied()));
        }
        all
    }

    /// Adds a row; categories ascend.
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f64)>) {
        for (category, gross) in row.into_iter().filter(|(_, gross)| *gross != 0.0) {
            self.category.push(category);
            self.gross.push(gross);
        }
        self.starts.push(self.category.len() as u32);
    }

    /// Categories that a row bought of, with what was paid; nothing where no row is known.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let own = self.range(row);
        let categories = self.category[own.clone()].iter();
        categories
            .map(|&at| at as usize)
            .zip(self.gross[own].iter().copied())
    }

    /// What a row paid for goods of a category.
    pub fn get(&self, category: usize, row: usize) -> f64 {
        let own = self.range(row);
        let found = self.category[own.clone()].binary_search(&(category as u32));
        found.map_or(0.0, |at| self.gross[own.start + at])
    }

    /// These rows, in this order.
    pub fn picked(&self, rows: &[usize]) -> Self {
        let mut picked = Self::default();
        for &row in rows {
            picked.push(self.row(row).map(|(at, gross)| (at as u32, gross)));
        }
        picked
    }

    /// How many values are held.
    pub fn held(&self) -> usize {
        self.gross.len()
    }

    fn range(&self, row: usize) -> std::ops::Range<usize> {
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&begin), Some(&end)) => begin as usize..end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sparse_rows_say_what_full_ones_say(
            (width, rows) in (1usize..6).prop_flat_map(|width| {
                let value = prop_oneof![Just(0.0), -5.0..50.0f64];
                (Just(width), prop::collection::vec(prop::collection::vec(value, width), 0..8))
            }),
            picked in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let sparse = CategoryGross::of_rows(rows.iter().map(Vec::as_slice));
            let check = |sparse: &CategoryGross, row: usize, full: &[f64]| {
                (0..width).all(|at| sparse.get(at, row) == full[at])
                    && sparse.row(row).map(|(at, gross)| full[at] - gross).all(|rest| rest == 0.0)
            };
            prop_assert!(rows.iter().enumerate().all(|(row, full)| check(&sparse, row, full)));
            let is_bought = rows.iter().flatten().filter(|gross| **gross != 0.0);
            prop_assert_eq!(sparse.held(), is_bought.count());
            if !rows.is_empty() {
                let picked: Vec<usize> = picked.iter().map(|at| at.index(rows.len())).collect();
                let some = sparse.picked(&picked);
                prop_assert!(picked.iter().enumerate().all(|(at, &row)| check(&some, at, &rows[row])));
            }
            prop_assert_eq!(sparse.get(0, rows.len()), 0.0);
        }
    }
}
