//! An audience being built: who is in it, condition by condition, what they are like, and whom of them one may write to.
//!
//! In reading order: `study` says what it takes and works it out in steps; `rules` has what holds for every send; `overlap`,
//! `profile` and `bought` are the cards; `words` the sentences.

mod bought;
mod overlap;
mod profile;
mod rules;
mod study;
mod words;

pub(crate) use bought::bought_more;
pub(crate) use profile::profile;
pub use study::Building;
