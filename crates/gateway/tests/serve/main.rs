//! `clientele serve` as visitors and attackers meet it: the real command, over real connections,
//! before a real ClickHouse engine. Only streams that an engine cannot be made to send are faked.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

mod access;
mod answers;
mod audiences;
mod config;
mod document;
mod fake;
mod faults;
mod gate;
mod http;
mod injection;
mod lifetimes;
mod load;
mod names;
mod observed;
mod page;
mod portal;
mod pressure;
mod proxies;
mod raw;
mod ready;
mod refused;
mod shop;
mod together;

#[allow(dead_code, reason = "the tests of the tables use all of it")]
#[path = "../clickhouse/arrow.rs"]
mod arrow;
#[allow(dead_code, reason = "the tests of the tables use all of it")]
#[path = "../clickhouse/compare.rs"]
mod compare;
#[allow(dead_code, reason = "the tests of the tables use all of it")]
#[path = "../clickhouse/data.rs"]
mod data;
#[allow(dead_code, reason = "the tests of the tables use all of it")]
#[path = "../clickhouse/engine.rs"]
mod engine;
#[allow(dead_code, reason = "the tests of the tables use all of it")]
#[path = "../clickhouse/naive.rs"]
mod naive;
