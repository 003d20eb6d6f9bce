//! The verbs of Clientele: transactions to tables, tables to reports.
//!
//! Stepped, seeded, without files, network, clock or browser.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod arrow_ipc;
pub mod columns;
pub mod dataset;
pub mod days;
mod draw;
mod latest;
pub mod lookup;
pub mod numbers;
mod order;
pub mod pack;
pub mod set;
pub mod stats;
pub mod texts;
pub mod window;
pub mod work;

pub mod assortment;
pub mod cluster;
pub mod experiments;
pub mod features;
pub mod inference;
pub mod plays;
pub mod remote;
pub mod rfm;
pub mod selection;
pub mod tables;

pub mod engine;
pub mod grouping;
pub mod narrowing;

pub mod audience;
pub mod audiences;
pub mod baskets;
pub mod customer;
pub mod data;
pub mod outbound;
pub mod overview;
pub mod playbook;
pub mod products;
pub mod recommend;
pub mod segments;
pub mod studies;
pub mod subjects;
pub mod values;
