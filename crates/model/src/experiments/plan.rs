//! The report about a planned test. The file is long because it is one report, in the order in which it is read.

use serde::{Deserialize, Serialize};

use super::kinds::{Measure, Stand};
use super::scenario::{Choices, Scenario};
use crate::date::Date;
use crate::selection::Only;
use crate::words::Sentence;

/// Can this test tell a difference, and what does the campaign bring? `/experiments/plan`
///
/// A lift is a difference of shares: 0.05 is five more buyers among 100. Money is in the data set's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanReport {
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What was asked, as the link said it.
    pub choices: Choices,
    /// First day of the test.
    pub day: Date,
    /// Whether the test can tell what is expected of it.
    pub tells: Stand,
    /// What would do where it cannot; empty where it can.
    pub instead: Vec<Sentence>,
    /// Whom one may choose: everybody the filters leave, segments, groups, with their customers.
    pub audiences: Vec<AudienceChoice>,
    /// The plan first, then the other ways to do it.
    pub scenarios: Vec<ScenarioReport>,
    /// Title of the scenarios.
    pub scenarios_title: Sentence,
    /// What stands below them.
    pub scenarios_note: Sentence,
    /// Lifts that help to choose one.
    pub anchors: Vec<Anchor>,
    /// Where the expected lift comes from.
    pub lift_note: Sentence,
    /// Where the share of redemption and of goods reached come from.
    pub offer_note: Sentence,
    /// The simulated year.
    pub year: Year,
    /// What the test can tell, day by day.
    pub timeline: Timeline,
    /// What other shares held back would do.
    pub holdouts: Vec<Holdout>,
    /// The question turned round: how many more must buy with so many customers.
    pub turned: Sentence,
    /// The lift needed, by size of the offer; nothing for an offer without a size.
    pub break_even: Option<BreakEven>,
    /// From reached customers to profit, in one send to everybody.
    pub waterfall: Waterfall,
    /// What a contact brings, group by group.
    pub cells: Cells,
    /// The share who buy in such a window, in windows before.
    pub seasons: Vec<Season>,
    /// Title of the seasons.
    pub seasons_title: Sentence,
    /// Why looking early misleads.
    pub peeking: Peeking,
    /// What may get worse, and by how much.
    pub guardrails: Vec<GuardrailBudget>,
    /// Tests that run on the day of the send.
    pub running: Vec<RunningTest>,
    /// Names of formulas, seeds and inputs, for whoever wants to repeat it: what, and how.
    pub how: Vec<(String, Sentence)>,
}

/// Customers one may choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceChoice {
    /// Who; nobody in particular for all the filters leave.
    pub of: Option<Only>,
    /// Their name.
    pub name: String,
    /// How many.
    pub customers: u32,
}

/// What a scenario comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioReport {
    /// As asked.
    pub asked: Scenario,
    /// In a few words: "15% coupon by e-mail".
    pub name: String,
    /// Whom it is for, in a few words.
    pub whom: String,
    /// Customers chosen.
    pub customers: u32,
    /// Of those, who is reached.
    pub reached: u32,
    /// Who is left out, and why: how many, and a sentence.
    pub left_out: Vec<(u32, Sentence)>,
    /// Share who buy in the window anyway.
    pub rate: f64,
    /// Further share who buy because of it, as expected.
    pub lift: f64,
    /// Its standard error.
    pub lift_error: f64,
    /// What an order earns at list price.
    pub order: f64,
    /// What the offer costs on an order that uses it.
    pub offer: f64,
    /// Share of those who buy anyway who use it.
    pub redeemed: f64,
    /// Cost of a contact.
    pub contact: f64,
    /// Further orders of a year.
    pub orders: f64,
    /// Revenue of these orders, after discount.
    pub revenue: f64,
    /// Expected gain of the year, by simulation once it is here, in closed form before.
    pub gain: f64,
    /// The middle eighty of 100 years; while [`Year::runs`] is 0 that of years without a test, which is wider.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Chance that the year ends with a loss; rough like the range while nothing is simulated.
    pub loss: f64,
    /// Mean loss of such a year, below zero; none without one.
    pub loss_mean: Option<f64>,
    /// The lift at which a send neither gains nor loses; none where no lift does.
    pub break_even: Option<f64>,
    /// Gained for each unit of currency spent on discounts, sending and set-up; none where nothing is spent.
    pub per_spent: Option<f64>,
    /// Cost of an order won; none where none is.
    pub per_order: Option<f64>,
    /// Share of the customers who buy again in a window after it, with and without it.
    pub retention: Option<(f64, f64)>,
    /// What not sending to those who would buy anyway saves in a year: discount given without effect.
    pub given: f64,
    /// Gain of a year by lift, all sends made: lift and gain at both ends of the line.
    pub line: [(f64, f64); 2],
    /// Whether it cannot be simulated, and why; nothing as a rule.
    pub refused: Option<Sentence>,
}

/// A lift that helps to choose one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// What it is: "measured among them", "all earlier customers".
    pub words: String,
    /// The lift.
    pub lift: f64,
    /// The campaign it was measured in.
    pub campaign: Option<String>,
}

/// The simulated year of the plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Year {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// How many years; 0 while only the closed form is here.
    pub runs: u32,
    /// Bars from left to right, all of the same width.
    pub bars: Vec<YearBar>,
    /// Share of years in which the later sends were made.
    pub rolled_out: f64,
    /// Standard error of the mean gain, from the number of runs.
    pub error: f64,
    /// The same when all sends are made, without a test: mean, low, high, chance and mean of a loss.
    pub straight: Option<Straight>,
}

/// A year without a test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Straight {
    /// Mean gain.
    pub gain: f64,
    /// The middle eighty of 100 years.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Chance of a loss.
    pub loss: f64,
    /// Mean loss of such a year, below zero; none without one.
    pub loss_mean: Option<f64>,
}

/// Years whose gain lies in a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearBar {
    /// From this gain.
    pub from: f64,
    /// To below this one.
    pub to: f64,
    /// Years in which the later sends were made.
    pub rolled_out: u32,
    /// Years that were stopped after the test.
    pub stopped: u32,
}

/// What the test can tell, day by day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Day by day from the first, to twice the window.
    pub days: Vec<DayPoint>,
}

/// A day of a test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayPoint {
    /// Counted from 1.
    pub day: u32,
    /// Share who have bought anyway by then.
    pub rate: f64,
    /// Smallest lift it can tell.
    pub detectable: f64,
    /// The same when one may look on any day.
    pub any_day: f64,
    /// Lift expected by then.
    pub expected: f64,
    /// Chance that the expected lift is seen.
    pub power: f64,
}

/// A share held back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holdout {
    /// The share.
    pub held: f64,
    /// Smallest lift the test can tell.
    pub detectable: f64,
    /// Chance that the expected lift is seen.
    pub power: f64,
    /// Gain of those who are held back, forgone.
    pub forgone: f64,
}

/// The lift needed, by size of the offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// What the size is counted in: a share for per cent and points.
    pub measure: Measure,
    /// Size of the offer and the lift needed, in order of size.
    pub points: Vec<(f64, f64)>,
    /// Size of the plan's offer.
    pub at: f64,
    /// Size from which the expected lift is not enough; none when it always is.
    pub limit: Option<f64>,
    /// The expected lift and the middle eighty of what is plausible.
    pub expected: (f64, f64, f64),
}

/// From reached customers to profit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Customers reached.
    pub reached: u32,
    /// Of those, who would buy anyway.
    pub anyway: f64,
    /// Of those, who buy because of it.
    pub won: f64,
    /// Steps; the last one is what remains.
    pub steps: Vec<WaterfallStep>,
}

/// A step on the way to profit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// What it is.
    pub name: String,
    /// Why it is so much.
    pub why: Sentence,
    /// How much, below zero for costs.
    pub amount: f64,
}

/// What a contact brings, group by group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cells {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Where the next 100 contacts should go.
    pub next: Sentence,
    /// Groups, in their own order.
    pub rows: Vec<CellRow>,
}

/// A group of the customers reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellRow {
    /// Its name.
    pub name: String,
    /// Opens the side sheet; nobody where they cannot be named.
    pub of: Option<Only>,
    /// Customers reached.
    pub reached: u32,
    /// Share who buy anyway.
    pub rate: f64,
    /// Lift as earlier campaigns measured it; none where none did.
    pub measured: Option<f64>,
    /// Lift as expected, drawn towards the whole.
    pub lift: f64,
    /// Its standard error.
    pub error: f64,
    /// Expected gain of a contact.
    pub each: f64,
    /// Its 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The share who buy in a window, in windows before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Season {
    /// First day of the window.
    pub from: Date,
    /// Customers who had ordered before it.
    pub customers: u32,
    /// Share of them who bought in it.
    pub rate: f64,
}

/// Why looking early misleads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Peeking {
    /// Title.
    pub title: Sentence,
    /// What stands below it.
    pub note: Sentence,
    /// Chance of a false alarm: words, how often one looks, and how many of 100 useless tests look as if
    /// they worked or did harm.
    pub rows: Vec<(String, u32, f64)>,
    /// Some simulated useless tests: standard errors from zero, day by day.
    pub paths: Vec<Vec<f64>>,
    /// The usual limit, day by day.
    pub usual: Vec<f64>,
    /// The limit that holds on any day, day by day.
    pub any_day: Vec<f64>,
}

/// What may get worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuardrailBudget {
    /// What: "Unsubscribed".
    pub name: String,
    /// How much, and what one costs.
    pub words: Sentence,
}

/// A test that runs on the day of the send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunningTest {
    /// Code of the campaign.
    pub id: String,
    /// Name.
    pub name: String,
    /// Last day that counts.
    pub until: Date,
    /// Customers in it.
    pub customers: u32,
}
