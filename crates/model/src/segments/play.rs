//! What to do with customers.

use serde::{Deserialize, Serialize};

use crate::selection::Only;
use crate::words::Sentence;

/// What to do with a segment: a row of the table of plays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// In one line.
    pub summary: String,
    /// Who they are, in a sentence.
    pub persona: String,
    /// What to do.
    pub does: Vec<String>,
    /// What to leave.
    pub donts: Vec<String>,
    /// Where to reach them.
    pub channel: String,
    /// What kind of offer.
    pub offer: String,
    /// How often at most.
    pub cap: String,
}

/// Few customers who bring much of the revenue, in whichever segments they stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyAccounts {
    /// How much they bring, and in which segments they stand.
    pub words: Sentence,
    /// These customers: those who spent so much or more.
    pub of: Only,
    /// How many they are.
    pub customers: u32,
    /// Their share of customers.
    pub share: f64,
    /// Their revenue.
    pub revenue: f64,
    /// Its share.
    pub revenue_share: f64,
    /// What to do with them.
    pub play: Play,
}
