//! What is said when somebody drops a result file.

use serde::{Deserialize, Serialize};

use crate::words::Sentence;

/// What became of a result file: its campaigns stand beside those of the data set until the page is reloaded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brought {
    /// Codes of its campaigns, the one with most customers first.
    pub campaigns: Vec<String>,
    /// How much was read.
    pub headline: Sentence,
    /// What was decided, and what was left out.
    pub said: Vec<String>,
}
