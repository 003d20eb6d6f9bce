//! Tests against a real ClickHouse engine: every table is what the aggregator makes of the same
//! transactions, the statements of docs/clickhouse.md do what it says, and failures are told.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod arrow;
mod audiences;
mod beside;
mod both;
mod client;
mod compare;
mod compiled;
mod contract;
mod damaged;
mod data;
mod document;
mod engine;
mod facts;
#[path = "../answers/golden.rs"]
mod golden;
mod judging;
mod naive;
mod planning;
mod profiles;
mod reports;
mod responses;
mod split;
#[path = "../../../analysis/tests/results/truths.rs"]
mod truths;
