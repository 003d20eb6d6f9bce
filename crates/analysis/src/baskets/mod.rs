//! Market baskets: what is bought together, instead, and next.
//!
//! Order lines become [`Baskets`] of distinct items; [`Miner`] finds the sets of items that stand
//! together in enough of them ([`apriori`] is its readable reference); `rules` turns sets into
//! rules with measures and a test for chance. [`Baskets`] hold what was paid as well, which
//! `valuable` weighs sets by.

mod alike;
pub mod apriori;
mod basket;
pub mod fisher;
pub mod floors;
mod itemsets;
pub mod job;
pub mod measures;
mod miner;
mod next;
mod opened;
mod report;
pub mod rules;
mod sent;
mod sizes;
mod study;
mod valuable;

pub use alike::Alike;
pub(crate) use basket::Items;
pub use basket::{Baskets, Looked, Made, Making, PER_STEP, Worth, baskets, frequent};
pub use itemsets::{Itemsets, Level};
pub use miner::{Budget, Miner, Mining, OverBudget, Rare, RarePair};
pub use next::{Follow, Followed, Gathering, NextSearch};
pub(crate) use report::giants;
pub use sent::Sent;
pub use sizes::Sizes;
pub use study::Together;
pub(crate) use study::{Orders, not_of_chosen};
pub use valuable::{Valuable, Weighing};

#[cfg(test)]
mod tests;
