//! What stands together in an order, each different set of items once: as a database sends it.

use clientele_model::columns;

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
