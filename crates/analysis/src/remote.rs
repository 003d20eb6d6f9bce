//! Tables that a gateway makes for each question.
//!
//! A pack holds every line; a gateway sends none. It answers each [`Request`] with the contract's
//! columns as an Arrow stream, and `read` makes of it the same tables that the aggregator makes of
//! lines. A stream that was cut has no end marker and is refused whole: part of a table is never
//! taken for all of it.

mod baskets;
pub mod facts;
pub mod floor;
mod products;
mod read;
mod request;
mod responses;
mod table;
#[cfg(test)]
mod tests;

pub use read::Answer;
pub(crate) use read::refused;
pub use request::{Asked, Request};
pub(crate) use responses::responses;
pub(crate) use table::Table;
