//! Live data sets: a gateway makes the tables for each question.
//!
//! A pack holds every line; a live data set holds none. A question says which tables it takes
//! ([`requests`]), the gateway answers each with the contract's columns as an Arrow stream, and
//! [`read`] makes of it the same tables that the aggregator makes of lines. A stream that was cut
//! has no end marker and is refused whole: part of a table is never taken for all of it.

mod baskets;
mod buyers;
mod products;
mod read;
mod request;
mod shelf;
#[cfg(test)]
mod tests;

pub(crate) use baskets::request as baskets;
pub(crate) use buyers::{narrow, request as buyers};
pub(crate) use products::{days, now, then};
pub(crate) use read::Answer;
pub(crate) use request::customers;
pub use request::{Request, preview, requests};
pub(crate) use shelf::Shelf;
