//! `clientele serve`: the page, packs, and tables from ClickHouse over HTTP.
//!
//! A request goes through the layers of [`routes`]: [`observe`] gives it an id and writes it down,
//! [`cors`] says which other pages may read it, [`pack_up`] compresses, [`head`] refuses what is no
//! plain reading. [`visit`] finds out who asks. What there is to answer with is in [`live`] (data
//! sets in ClickHouse), [`packs`] and [`page`]; why there is no answer, in [`refusal`].

pub mod audiences;
pub mod auth;
mod calm;
pub mod check;
mod check_data;
mod check_tokens;
pub mod command;
pub mod config;
pub mod cors;
mod database;
pub mod facts;
pub mod files;
pub mod flight;
pub mod gateway;
pub mod head;
pub mod health;
pub mod hosts;
pub mod ids;
pub mod listen;
pub mod live;
pub mod log;
pub mod metrics;
pub mod observe;
pub mod open_files;
pub mod pack_up;
pub mod packed;
pub mod packs;
pub mod page;
pub mod parameters;
pub mod policy;
pub mod rate;
pub mod refusal;
pub mod routes;
pub mod share;
pub mod stream;
pub mod table;
pub mod toml_book;
pub mod visit;
mod write;
