//! From the sets that a database sent to baskets.

use std::collections::BTreeMap;

use super::{Baskets, Sizes};
use crate::tables::BasketsTable;

impl BasketsTable {
    /// How many orders hold so many different items.
    pub fn sizes(&self) -> Sizes {
        let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
        for (&size, &orders) in self.size.iter().zip(&self.orders) {
            *sizes.entry(size).or_default() += orders;
        }
        Sizes(sizes.into_iter().collect())
    }

    /// One basket per order of at most `largest` items; single items are worth what they bring in on
    /// the mean. `place` says which of `kinds` items a row is; rows that are none are left out.
    pub fn opened(&self, place: &[u32], kinds: u32, largest: u32) -> Baskets {
        let mut baskets = Baskets {
            start: vec![0],
            kinds,
            ..Baskets::default()
        };
        for set in (0..self.size.len()).filter(|&set| self.size[set] <= largest) {
            let range = self.start[set] as usize..self.start[set + 1] as usize;
            let worths = self.worth_start[set] as usize..self.worth_start[set + 1] as usize;
            let (items, worths) = (&self.items[range], &self.worth[worths]);
            for order in 0..self.orders[set] {
                for (at, &row) in items.iter().enumerate() {
                    let worth = match items.len() {
                        1 => worths[0] / f64::from(self.orders[set]),
                        several => worths[order as usize * several + at],
                    };
                    if place[row as usize] < kinds {
                        baskets.items.push(place[row as usize]);
                        baskets.value.push(worth);
                    }
                }
                baskets.order.push(baskets.order.len() as u32);
                baskets.start.push(baskets.items.len() as u32);
            }
        }
        baskets
    }
}
