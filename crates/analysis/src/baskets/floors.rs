//! Floors chosen from the data, so that nobody has to tune them.

use super::{Baskets, Budget, Miner};
use crate::remote::floor::SUPPORT;

/// Below so many orders a single campaign or customer decides.
const FEW_ORDERS: u32 = 10;
/// The least confidence floor that is chosen.
pub const LEAST_CONFIDENCE: f64 = 0.1;
/// More sets than these tell nobody more: the floor is raised until there are fewer.
const PLENTY: usize = 100_000;
/// One class in so many is mined to estimate.
const SAMPLED: u32 = 16;

/// How a support floor was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Orders.
    pub floor: u32,
    /// Where the search began.
    pub first: u32,
}

/// The support floor when nobody names one, in orders: 0.2 % of the orders, but no fewer than 10
/// (in a shop of less than 100 orders a tenth of them, and never fewer than 2); raised by a quarter
/// at a time while the sets of items are estimated to be more than 100,000.
pub fn support(baskets: &Baskets, length: u8) -> Chosen {
    let orders = baskets.len() as u32;
    let first = ((SUPPORT * f64::from(orders)).ceil() as u32)
        .max(FEW_ORDERS.min(orders / 10))
        .max(2);
    let mut floor = first;
    while estimate(baskets, floor, length, PLENTY) > PLENTY {
        floor = raised(floor);
    }
    Chosen { floor, first }
}

/// The next floor to try: a quarter higher.
pub fn raised(floor: u32) -> u32 {
    floor + (floor / 4).max(1)
}

/// About how many sets there are at a floor, from one prefix class in sixteen; more than `enough`
/// when there are more than that, without counting how many.
pub fn estimate(baskets: &Baskets, floor: u32, length: u8, enough: usize) -> usize {
    let every = SAMPLED as usize;
    let budget = Budget {
        itemsets: enough / every + baskets.kinds as usize,
    };
    let mut miner = Miner::new(baskets, floor, length, budget);
    match miner.sample(SAMPLED) {
        Ok(sets) => sets,
        Err(_) => enough + 1,
    }
}

/// The confidence floor when nobody names one: a rule has to do better than offering everybody the
/// best-seller, so the share of orders that hold it; at least 10 % and at most 50 %.
pub fn confidence(baskets: &Baskets) -> f64 {
    let most = baskets.counts().into_iter().max().unwrap_or_default();
    let share = f64::from(most) / (baskets.len().max(1) as f64);
    share.clamp(LEAST_CONFIDENCE, 0.5)
}
