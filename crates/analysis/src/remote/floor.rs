//! How rare the items may be that a database sends baskets of.

use clientele_model::filters::Floor;

/// The share of orders that an item must stand in when nobody names a floor.
pub const SUPPORT: f64 = 0.002;

/// The floor that a database is asked to send items from: a hundredth below the one asked for, or
/// below the least one that is chosen from the data, so that those orders may be left out which are
/// too large.
pub fn sent(asked: Option<Floor>) -> Floor {
    match asked.unwrap_or(Floor::Share(SUPPORT)) {
        // Whole millionths: few digits in an address.
        Floor::Share(share) => Floor::Share(((share * 990_000.0).floor() / 1e6).max(1e-6)),
        orders @ Floor::Orders(_) => orders,
    }
}

/// A floor as one number: below 1 a share, else orders. One order is as good as two, since a set has
/// to stand in two to be sent.
pub fn as_number(floor: Floor) -> f64 {
    match floor {
        Floor::Share(share) => share,
        Floor::Orders(orders) => f64::from(orders.max(1)),
    }
}

/// The least number of orders of an item that a database sends from so many orders.
pub fn least(floor: Floor, orders: u32) -> u32 {
    let floor = match floor {
        Floor::Share(share) => share * f64::from(orders),
        Floor::Orders(orders) => f64::from(orders),
    };
    floor.max(2.0).ceil() as u32
}
