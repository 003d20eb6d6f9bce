//! Which customers a selection means.
//!
//! There are many kinds of selections and few ways to find their customers. Each kind comes down to
//! a [`Meaning`], said in one place; the ways are worked out over lines, asked of a database, and put
//! together, once each. So a new kind is a row of [`Meaning::of`] and of [`heading`]; what is put together
//! from others is [`Meaning::All`], [`Meaning::Any`] or [`Meaning::Not`].
//!
//! A selection is always read among the customers that the filters and the selections before it
//! leave: RFM scores, segments and bands are worked out anew among them.

mod buyers;
mod heading;
mod meaning;
#[cfg(test)]
pub(crate) mod tests;

pub use buyers::{Buyers, First, Holds};
pub use heading::{Heading, heading};
pub use meaning::{Dealing, Known, Meaning, no_arm};
