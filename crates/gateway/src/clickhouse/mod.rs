//! Tables from ClickHouse: the question becomes one of the statements of `queries/*.sql` and its
//! parameters ([`query`]), is sent over HTTP ([`client`]), and comes back as an Arrow stream.
//!
//! Whom an audience means becomes one statement as well ([`audience`]), put together from constants.
//!
//! No text of a request is ever part of a statement: values travel as ClickHouse's own query parameters. Nothing ClickHouse says reaches a visitor: [`trouble`] has a
//! sentence for every kind of failure and keeps the message for the log.

pub mod answer;
pub mod audience;
pub mod catalogue;
pub mod client;
mod form;
mod frames;
pub mod lines;
pub mod query;
mod tls;
pub mod trouble;
pub mod value;

pub use answer::{Answer, Summary};
pub use client::{Client, Limits, Server};
pub use query::{Beyond, Query, Table, Views};
pub use trouble::{Trouble, TroubleKind};
