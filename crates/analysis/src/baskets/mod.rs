//! Market baskets: what is bought together, instead, and next.
//!
//! Order lines become [`Baskets`] of distinct items; [`Miner`] finds the sets of items that stand
//! together in enough of them ([`apriori`] is its readable reference); `rules` turns sets into
//! rules with measures and a test for chance. [`Baskets`] hold what was paid as well, which
//! `valuable` weighs sets by.

pub mod apriori;
mod basket;
pub mod fisher;
pub mod floors;
mod itemsets;
pub mod job;
pub mod measures;
mod miner;
mod next;
mod report;
pub mod rules;
mod sent;
mod sizes;
mod valuable;

pub use basket::{Baskets, Made, Worth, baskets, frequent};
pub use itemsets::{Itemsets, Level};
pub use miner::{Budget, Miner, Mining, OverBudget, Rare, RarePair};
pub use next::{Follow, Followed, Gathering, NextSearch};
pub(crate) use report::{giants, name_of};
pub use sent::Sent;
pub use sizes::Sizes;
pub use valuable::{Valuable, Weighing};

#[cfg(test)]
mod tests;
