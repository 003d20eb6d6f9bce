//! Market baskets: what is bought together, instead, and next.
//!
//! Order lines become [`Baskets`] of distinct items; [`Miner`] finds the sets of items that stand
//! together in enough of them ([`apriori`] is its readable reference); `rules` turns sets into
//! rules with measures and a test for chance. [`Baskets`] hold what was paid as well, which
//! `valuable` weighs sets by.

pub mod apriori;
mod basket;
pub mod fisher;
mod itemsets;
pub mod measures;
mod miner;

pub use basket::{Baskets, Made, Sizes, Worth, baskets};
pub use itemsets::Itemsets;
pub use miner::{Budget, Miner, Mining, OverBudget, Rare, RarePair};

#[cfg(test)]
mod tests;
