//! Every study there is: one line per kind of question.

#[cfg(test)]
mod tests;

use crate::audience::Audiences;
use crate::baskets::Together;
use crate::data::Origins;
use crate::engine::Study;
use crate::overview::Overviews;
use crate::products::Assortments;
use crate::recommend::Offering;
use crate::segments::Segmentation;

/// Those that a visitor needs first.
pub const FIRST: [&dyn Study; 5] = [
    &Overviews,
    &Segmentation,
    &Audiences,
    &Assortments,
    &Origins,
];

/// Those that look into orders: what is bought together, and what to offer.
pub const MINING: [&dyn Study; 2] = [&Together, &Offering];

/// All of them.
pub fn all() -> Vec<&'static dyn Study> {
    FIRST.into_iter().chain(MINING).collect()
}
