//! The verbs of Clientele: transactions to tables, tables to reports.
//!
//! Stepped, seeded, without files, network, clock or browser.

#![deny(missing_docs)]

pub mod cluster;
pub mod dataset;

pub mod plays;
