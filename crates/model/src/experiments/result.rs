//! The report about a test's result. The file is long because it is one report, in the order in which it is read.

use serde::{Deserialize, Serialize};

use super::judged::Choices;
use super::kinds::{Measure, Stand, Verdict};
use crate::date::Date;
use crate::selection::Only;
use crate::words::Sentence;

/// Did the campaign work? `/experiments/result?campaign=spring-coupon`
///
/// Effects are treated less held back. Shares are 0 to 1, money in the data set's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResultReport {
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What was asked, as the link said it.
    pub choices: Choices,
    /// Every campaign one may choose.
    pub campaigns: Vec<CampaignLine>,
    /// The one that is judged.
    pub campaign: CampaignLine,
    /// Days in which an order counts.
    pub window: u32,
    /// Days since the exposure that the data hold, twice the window at most.
    pub days: u32,
    /// Its arms, the one held back first.
    pub arms: Vec<Arm>,
    /// Which of the arms is compared with the first one.
    pub compared: u32,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub why: Sentence,
    /// What speaks for it and against it.
    pub reasons: Vec<Reason>,
    /// What to do next.
    pub next: Vec<Sentence>,
    /// The narrower question, where one is worth asking.
    pub narrower: Option<Narrower>,
    /// Whether the split is fair.
    pub split: Split,
    /// Whether the arms differed before: title and what stands below.
    pub before: Option<Before>,
    /// The goal first, then the other measures and the guardrails; empty when the split is broken.
    pub measures: Vec<MeasureRow>,
    /// Title of the goal's and the profit's intervals.
    pub measures_title: Sentence,
    /// What stands below them.
    pub measures_note: Sentence,
    /// Title of the guardrails.
    pub guardrails_title: Sentence,
    /// The effect since the send.
    pub course: Option<Course>,
    /// Whether orders only came earlier.
    pub after: Option<After>,
    /// Who responded.
    pub cuts: Vec<Cut>,
    /// Three examples of shrinkage in words: measured, shrunk, why.
    pub examples: Vec<(f64, f64, Sentence)>,
    /// What it would bring to send it to everybody.
    pub impact: Option<Impact>,
    /// What the answer hangs on.
    pub sensitivity: Option<Sensitivity>,
    /// Every arm against the one held back, where there are more than two.
    pub others: Vec<ArmEffect>,
    /// What became of every row of the file.
    pub ledger: Ledger,
    /// Names of formulas and figures, for whoever wants to repeat it: what, and how.
    pub how: Vec<(String, Sentence)>,
}

/// A campaign one may choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignLine {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Day on which it began.
    pub day: Date,
    /// Days in which an order counts.
    pub window: u32,
    /// What was offered; may be empty.
    pub offer: String,
    /// Customers in it.
    pub customers: u32,
    /// Whether it stands in a file that was dropped on the page.
    pub dropped: bool,
}

/// An arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// As written.
    pub name: String,
    /// Customers judged.
    pub customers: u32,
    /// Share that was to be in it.
    pub share: f64,
    /// Of those, who bought in the window.
    pub buyers: u32,
    /// Opens the side sheet; nobody where they cannot be named.
    pub of: Option<Only>,
}

/// What speaks for a verdict or against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Where it stands.
    pub stand: Stand,
    /// In a few words.
    pub title: Sentence,
    /// Its figures.
    pub about: Sentence,
}

/// A narrower question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Narrower {
    /// Whom it is about, where they can be named.
    pub of: Option<Only>,
    /// Their name.
    pub name: String,
    /// Their customers in this test.
    pub customers: u32,
    /// Effect among them, with its 95 % interval.
    pub effect: (f64, f64, f64),
    /// What it is counted in.
    pub measure: Measure,
}

/// Whether the split is fair.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// χ².
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub df: u32,
    /// Chance of a split so uneven.
    pub p: f64,
    /// Whether it is too uneven to be chance.
    pub is_broken: bool,
}

/// Whether the arms differed before the send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Title.
    pub title: Sentence,
    /// What was compared: name, held back, treated, standardised difference.
    pub rows: Vec<(String, f64, f64, f64)>,
    /// Whether they did.
    pub differed: bool,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureRow {
    /// Stable name: `bought`, `margin`, `discount_share`, …
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub measure: Measure,
    /// What part it has.
    pub role: Role,
    /// Of those held back.
    pub control: f64,
    /// Of those treated.
    pub treated: f64,
    /// The effect in several ways, the one that counts marked.
    pub ways: Vec<Way>,
    /// Relative effect with its interval; none where the base is zero.
    pub relative: Option<(f64, f64, f64)>,
    /// Chance that it helps; none for ratios.
    pub chance: Option<f64>,
    /// p after the correction for several measures; none for guardrails.
    pub corrected: Option<f64>,
    /// Worst change that is agreed on; none for others than guardrails.
    pub limit: Option<f64>,
    /// Where it stands; none for what is only shown.
    pub stand: Option<Stand>,
    /// What to know about it; may be empty.
    pub note: Sentence,
}

/// What part a measure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The test is judged by it.
    Goal,
    /// It must not get worse by more than agreed.
    Guardrail,
    /// It is shown.
    Other,
}

/// One way to measure an effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// Its name: "As measured".
    pub name: String,
    /// What it does: "one look, day 28".
    pub about: String,
    /// The effect.
    pub effect: f64,
    /// Its 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// p.
    pub p: f64,
    /// Whether the verdict rests on it.
    pub counts: bool,
}

/// The effect on the share of buyers since the send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Day by day from the first.
    pub days: Vec<CoursePoint>,
}

/// A day since the send.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoursePoint {
    /// Counted from 1.
    pub day: u32,
    /// Share of those held back who have bought by then.
    pub control: f64,
    /// Share of those treated.
    pub treated: f64,
    /// 95 % interval for a single look.
    pub single: (f64, f64),
    /// Interval that holds on any day.
    pub any_day: (f64, f64),
}

/// Whether orders only came earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct After {
    /// Title.
    pub title: Sentence,
    /// Days after the window that were looked at.
    pub days: u32,
    /// Share of those held back who bought in them.
    pub control: f64,
    /// Share of those treated.
    pub treated: f64,
    /// Difference with its 95 % interval.
    pub effect: (f64, f64, f64),
    /// Difference from the send to the end of these days, with its 95 % interval.
    pub whole: (f64, f64, f64),
    /// What it means, in sentences.
    pub words: Vec<Sentence>,
    /// Where it stands.
    pub stand: Stand,
    /// Buyers of the window who bought again in these days: held back and treated.
    pub again: Option<(f64, f64)>,
}

/// A way to cut the customers into groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Its name: "RFM group".
    pub name: String,
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Chance of differences like these where there are none; none with fewer than two groups.
    pub interaction: Option<f64>,
    /// Groups.
    pub rows: Vec<CutRow>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutRow {
    /// Its name.
    pub name: String,
    /// Opens the side sheet; nobody where they cannot be named.
    pub of: Option<Only>,
    /// Customers judged.
    pub customers: u32,
    /// Goal of those held back.
    pub control: f64,
    /// Goal of those treated.
    pub treated: f64,
    /// Effect as measured, with its 95 % interval.
    pub measured: (f64, f64, f64),
    /// Effect drawn towards the whole, with its 95 % interval.
    pub shrunk: (f64, f64, f64),
    /// p, corrected over the groups of this cut.
    pub corrected: f64,
}

/// What it would bring to send it to everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Impact {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Share of today's customers who may be reached.
    pub coverage: f64,
    /// Effect on the revenue of the whole shop, relative, with its 95 % interval; none where it is not known.
    pub global: Option<(f64, f64, f64)>,
    /// Groups, then the total.
    pub rows: Vec<ImpactRow>,
}

/// What a send to a group would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpactRow {
    /// Its name.
    pub name: String,
    /// Customers who would get it.
    pub customers: u32,
    /// Further buyers.
    pub buyers: f64,
    /// Gain of a send, with its 95 % interval.
    pub gain: (f64, f64, f64),
    /// Whether it is the total.
    pub is_total: bool,
}

/// What the answer hangs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// What is measured.
    pub measure: Measure,
    /// Agreed limit; none where there is none.
    pub limit: Option<f64>,
    /// The answer as it is, then with one choice changed at a time: words, customers, effect with interval.
    pub rows: Vec<(String, u32, (f64, f64, f64))>,
}

/// An arm against the one held back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmEffect {
    /// The arm.
    pub name: String,
    /// Effect on the goal with its 95 % interval.
    pub effect: (f64, f64, f64),
    /// p, corrected over the arms.
    pub corrected: f64,
}

/// What became of every row of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Title.
    pub title: Sentence,
    /// Rows from the first read to those judged.
    pub rows: Vec<LedgerRow>,
}

/// Some rows of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// What they are.
    pub name: String,
    /// How many.
    pub rows: u32,
    /// Of those, treated and held back; none where they are in neither.
    pub arms: Option<(u32, u32)>,
    /// What becomes of them.
    pub fate: Sentence,
    /// Some of the customers, by their numbers, ten at most.
    pub some: Vec<String>,
}
