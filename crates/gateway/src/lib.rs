//! The gate: files to packs, made-up data, questions on the command line, tables from ClickHouse, and
//! all of it over HTTP.

#![forbid(unsafe_code)]

pub mod ask;
pub mod assign;
pub mod clickhouse;
pub mod command;
pub mod export;
pub mod pack;
pub mod serve;
pub mod synth;
