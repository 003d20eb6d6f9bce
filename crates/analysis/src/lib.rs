//! The verbs of Clientele: transactions to tables, tables to reports.
//!
//! Stepped, seeded, without files, network, clock or browser.

#![deny(missing_docs)]

mod arrow_ipc;
pub mod columns;
pub mod dataset;
pub mod days;
pub mod numbers;
pub mod pack;
pub mod set;
pub mod texts;
pub mod window;

pub mod only;
mod order;
pub mod rfm;
pub mod tables;

pub mod audience;
pub mod baskets;
pub mod data;
pub mod overview;
pub mod products;

pub mod cluster;
pub mod features;
pub mod plays;
pub mod recommend;
pub mod segments;

pub mod engine;
mod latest;
pub mod live;
