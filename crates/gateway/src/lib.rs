//! The gate: files to packs, made-up data, questions on the command line, tables from ClickHouse, and
//! all of it over HTTP.

pub mod ask;
pub mod clickhouse;
pub mod command;
#[expect(
    clippy::len_without_is_empty,
    reason = "columns and lines are counted; nobody asks whether there are none"
)]
pub mod pack;
pub mod serve;
pub mod synth;
