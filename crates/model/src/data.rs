//! The Data panel's report.

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::words::Sentence;

/// What the numbers are made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataReport {
    /// The data set.
    pub catalogue: Catalogue,
    /// Every bundled data set: slug and title.
    pub datasets: Vec<(String, String)>,
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// Title of the waterfall.
    pub waterfall: Sentence,
    /// Title of the coverage chart.
    pub coverage: Sentence,
    /// Things worth a look, kept as they are.
    pub remarks: Vec<Remark>,
}

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Whether it wants attention, or only says so.
    pub warn: bool,
    /// The remark.
    pub words: Sentence,
}
