//! Customers as files for the tools they are written to with: details tidied by each destination's own rule, fingerprints,
//! those held out, a report of every change, and a manifest with which it can be repeated.
//!
//! Pure and seeded: the same customers, destination and salt give the same bytes in the worker and on the command line.

mod contact;
mod destination;
mod export;
mod fingerprint;
mod holdout;
mod list;
mod manifest;
pub mod normalise;
pub mod numbering;
mod read_back;
mod report;
mod seen;
mod sheet;
mod study;
mod tally;
#[cfg(test)]
mod tests;
mod written;

use clientele_model::failure::Failure;
use clientele_model::outbound::{AudienceFileReport, Choices};

use crate::engine::{Block, Went};

pub use contact::{ADDED, Contact, DETAILS, People};
pub use destination::{DESTINATIONS, Terms, terms};
pub use fingerprint::fingerprint;
pub use holdout::{Holdout, hold};
pub use list::take_list;
pub use manifest::Origin;
pub use read_back::{Back, Everybody, read_back};
pub use study::Outbound;

/// A file in one go: `holdout` is of these people in their order, `name` that of the file, `build` the program that writes it.
///
/// # Errors
/// A defect; there is none that the people could bring about.
pub fn write(
    people: impl People,
    choices: &Choices,
    holdout: &Holdout,
    origin: &Origin,
    name: &str,
    build: &str,
) -> Result<AudienceFileReport, Failure> {
    let to = terms(choices.to);
    let customers = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let (held, consent) = (holdout.clone(), choices.consent);
    let mut export = export::Export::new(people, to, held, consent, &choices.home, name);
    loop {
        if let Went::There(exported) = export.step()? {
            let made = report::report(exported, to, holdout, choices, origin, customers, build);
            return Ok(made);
        }
    }
}
