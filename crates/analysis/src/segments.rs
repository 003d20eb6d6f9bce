//! From a grouping to a report: who the groups are, in names, numbers and sentences.
//!
//! In reading order: [`Ground`] is everything known about the customers before they are grouped;
//! [`report`] puts a chosen grouping into words; below it one file per part of the report.

pub mod beside;
pub mod found;
pub mod ground;
pub mod report;
pub mod why;

mod fit;
mod naming;
mod rules;
mod scatter;
mod titles;
mod tree;

pub use found::Found;
pub use ground::Ground;
