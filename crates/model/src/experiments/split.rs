//! The lists of a test: who gets it, who is held back, and how alike both are.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::words::Sentence;

/// Who is in which arm? `/experiments/split`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What the test is called.
    pub label: String,
    /// Day of the send.
    pub day: Date,
    /// What customers were drawn by: with their numbers it gives the same arms anywhere.
    pub salt: String,
    /// Which draw it is, counted from 1: one whose arms are not alike is drawn again.
    pub draw: u32,
    /// Segments that the draw is balanced by.
    pub strata: u32,
    /// The arms, the one held back first.
    pub arms: Vec<SplitArm>,
    /// Whom the rules leave out: how many, and a sentence.
    pub left_out: Vec<(u32, Sentence)>,
    /// How alike the arms are.
    pub balance: Vec<BalanceRow>,
    /// Title of the balance.
    pub balance_title: Sentence,
    /// What stands below it.
    pub balance_note: Sentence,
    /// Everything that is needed to repeat it, as JSON text.
    pub manifest: String,
}

/// An arm's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitArm {
    /// Its name: `control`, `treatment`.
    pub name: String,
    /// How many.
    pub customers: u32,
    /// Share that was to be in it.
    pub share: f64,
    /// What its file is called.
    pub file: String,
    /// The list as CSV: customer, arm, segment.
    pub csv: String,
}

/// One figure in both arms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceRow {
    /// What it is.
    pub name: String,
    /// Mean of those held back.
    pub control: f64,
    /// Mean of those treated.
    pub treated: f64,
    /// Difference in standard deviations.
    pub difference: f64,
}
