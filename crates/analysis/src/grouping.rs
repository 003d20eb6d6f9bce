//! From a table of customers to segments: who the groups are, in names, numbers and sentences.
//!
//! In reading order: [`Basis`] is everything known about the customers before they are grouped;
//! `steps` seeks a grouping; [`report`] puts a chosen one into words; below it one file per part of
//! the report. [`Making`] is all of it for whoever needs segments, as an answer or on the way to one.

pub mod basis;
pub mod beside;
pub mod found;
pub mod report;
pub mod why;

mod fit;
mod fitted;
mod former;
mod key_accounts;
mod making;
mod naming;
mod rules;
mod scatter;
mod steps;
#[cfg(test)]
mod tests;
mod titles;
mod tree;

pub use basis::Basis;
pub use fitted::Fitted;
pub use found::Found;
pub use making::{Made, Making, Model};
