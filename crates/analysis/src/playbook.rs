//! Playbook cards: what to do with some customers, how much to offer them, how to know that it worked.
//!
//! In reading order: `study` says what a card takes and puts it together; `entries` are its lines; `focus` finds what to speak
//! of; `hybrid` is for those who stand between two segments. The play is the table's; every number is from the data.

mod entries;
mod focus;
mod hybrid;
mod study;
#[cfg(test)]
mod tests;

pub use study::Playbooks;
