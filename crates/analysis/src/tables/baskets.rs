//! What stands together in an order, each different set of items once: as a database sends it.

use std::collections::BTreeMap;

use clientele_model::columns;

use crate::baskets::{Baskets, Sizes};
use crate::columns::structure;
use crate::texts::Texts;

columns!(baskets => structure {
    /// Items and sets of them as they travel.
    pub struct BasketRows {}
});

/// Items, and sets of them with their orders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BasketsTable {
    /// Product codes or categories that were sent, most orders first.
    pub item: Texts,
    /// No item in fewer orders was sent.
    pub least: u32,
    /// Position of a set's first item; one more entry than sets.
    pub start: Vec<u32>,
    /// Rows of the sets' items, distinct within a set.
    pub items: Vec<u32>,
    /// What the items brought in: of a set of one item in all its orders, of a larger set one value per
    /// item, order by order.
    pub worth: Vec<f64>,
    /// Position of a set's first worth; one more entry than sets.
    pub worth_start: Vec<u32>,
    /// How many orders hold exactly this set.
    pub orders: Vec<u32>,
    /// Different items in each of these orders, those not sent too.
    pub size: Vec<u32>,
}

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
