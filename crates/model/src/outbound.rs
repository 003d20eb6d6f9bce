//! Customers as a file for the tool they are written to with: question and report.

mod choices;
mod kinds;
mod report;

use serde::{Deserialize, Serialize};

use crate::audience::OF;
use crate::filters::Filters;
use crate::link::{Declaration, Link};
use crate::question::{NotAQuestion, Question};
use crate::selection::Only;

pub use choices::Choices;
pub use kinds::{Change, Destination, Field, Wrong};
pub use report::{
    AudienceFileReport, CellHint, DestinationLine, Disagreement, Example, Fate, FileColumn,
    HeldRow, KindRow, OutFile, PreviewRow,
};

/// The customers behind a mark as a file for a destination: `/audience-file?of=rfm.champions&to=meta&hold=10`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceFile {
    /// What is being looked at.
    pub filters: Filters,
    /// The mark.
    pub of: Only,
    /// For whom, and who is held out.
    pub choices: Choices,
}

impl Question for AudienceFile {
    type Report = AudienceFileReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.of = Some(self.of.clone());
        link.outbound = self.choices.clone();
    }
}

pub(crate) const PANEL: Declaration = Declaration {
    params: &[
        OF,
        choices::TO,
        choices::HOLD,
        choices::SALT,
        choices::HOME,
        choices::CONSENT,
    ],
    ..Declaration::new(
        "audience-file",
        Some("Audience file"),
        "The customers behind a mark as a file for the tool they are written to with.",
        |link| {
            let of = link.of.ok_or(NotAQuestion::Of)?;
            Ok(AudienceFile {
                filters: link.filters,
                of,
                choices: link.outbound,
            }
            .into())
        },
    )
};
