//! The Segments panel's question and report: who the customers are, and how that was decided.

mod play;
mod why;

use crate::Date;
use serde::{Deserialize, Serialize};

use crate::filters::{Filters, Lens, Segmentation};
use crate::groups::RfmGroup;
use crate::lines::Lines;
use crate::link::Declaration;
use crate::question::{Question, Report};
use crate::words::Sentence;

pub use play::{KeyAccounts, Play};
pub use why::{Algorithm, Candidate, Silhouette, Verdict, Veto, Why};

/// Who are the customers? `/segments`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segments(pub Filters);

impl Question for Segments {
    type Report = SegmentsReport;

    fn filters(&self) -> &Filters {
        &self.0
    }
}

pub(crate) const PANEL: Declaration = Declaration::new(
    "segments",
    Some("Segments"),
    "Who are the customers?",
    |link| Ok(Segments(link.filters).into()),
);

/// Who the customers are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentsReport {
    /// First and last day looked at.
    pub period: (Date, Date),
    /// Recency counts up to this day.
    pub as_of: Date,
    /// Customers with at least one order.
    pub customers: u32,
    /// Their revenue.
    pub revenue: f64,
    /// Which segmentation is in force: the one that headline, context and sureness are about.
    pub by: Segmentation,
    /// Which measures segments are made from.
    pub lens: Lens,
    /// The finding.
    pub headline: Sentence,
    /// How many groups, by what.
    pub context: Sentence,
    /// How sure we are.
    pub sureness: Sentence,
    /// What to know before reading on: values left out of a filter.
    pub remarks: Vec<Sentence>,
    /// The few who bring much of the revenue, where there are any.
    pub key_accounts: Option<KeyAccounts>,
    /// Most revenue per customer first.
    pub segments: Vec<Segment>,
    /// The second segmentation.
    pub rfm: Rfm,
    /// Every measure: those the segments are made from, then those that only describe.
    pub features: Vec<Feature>,
    /// Customers as points.
    pub scatter: Scatter,
    /// Title of the scatter.
    pub scatter_title: Sentence,
    /// Title of the heat map.
    pub heat_title: Sentence,
    /// How well customers fit.
    pub fit: Fit,
    /// How it was decided.
    pub why: Why,
}

impl Report for SegmentsReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.line(&self.sureness);
        lines.remarks(&self.remarks);
        if let Some(few) = &self.key_accounts {
            lines.line(&few.words);
            lines.below(&few.play.summary);
        }
        match self.by {
            Segmentation::Found => {
                for segment in &self.segments {
                    lines.row(segment.customers, segment.share, &segment.name);
                    lines.below(&segment.about);
                    lines.below(&segment.rule.words);
                    lines.below(&segment.play.summary);
                }
            }
            Segmentation::Rfm => {
                for group in &self.rfm.groups {
                    lines.row(group.customers, group.share, group.group.name());
                    lines.below(&group.play.summary);
                }
            }
        }
    }
}

/// One segment found in the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Distinct name, made from the data.
    pub name: String,
    /// The name in links.
    pub slug: String,
    /// Palette place.
    pub colour: u8,
    /// Short description of the typical customer.
    pub about: Sentence,
    /// How many customers.
    pub customers: u32,
    /// Their share of customers.
    pub share: f64,
    /// Their revenue.
    pub revenue: f64,
    /// Its share.
    pub revenue_share: f64,
    /// One per feature of the report, in its order.
    pub profile: Vec<Profile>,
    /// One sentence that says who belongs, from a shallow tree.
    pub rule: Rule,
    /// Mean Jaccard overlap over bootstrap refits; absent until computed.
    pub stability: Option<f64>,
    /// What to do with them.
    pub play: Play,
}

/// A feature's distribution in one segment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// How many customers have the feature; where nobody does, the figures are what preparation gave all.
    pub known: u32,
    /// Mean.
    pub mean: f64,
    /// 5th, 25th, 50th, 75th and 95th percentile.
    pub quantiles: [f64; 5],
    /// Mean's distance from all customers' mean, in their standard deviations, on the prepared
    /// scale; above zero is more.
    pub sigma: f64,
}

/// One sentence that says who belongs, and how well it says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// "Last order within 30 days and more than 5 orders".
    pub words: Sentence,
    /// Share of the segment that the rule describes.
    pub coverage: f64,
    /// Share of those described that belong to the segment.
    pub precision: f64,
}

/// The eleven groups beside the clusters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rfm {
    /// Groups with customers, best first.
    pub groups: Vec<GroupSummary>,
    /// 25 cells, recency 1–5 within frequency 5–1.
    pub cells: Vec<Cell>,
    /// Words for recency scores 1–5: "over 178 d".
    pub recency_labels: [String; 5],
    /// Words for frequency scores 1–5: "6+ orders".
    pub frequency_labels: [String; 5],
    /// Title of the grid.
    pub title: Sentence,
}

/// A group in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupSummary {
    /// Which.
    pub group: RfmGroup,
    /// How many customers.
    pub customers: u32,
    /// Their share of customers.
    pub share: f64,
    /// Their revenue.
    pub revenue: f64,
    /// Its share.
    pub revenue_share: f64,
    /// Median days since the last order.
    pub recency: f64,
    /// Median orders.
    pub frequency: f64,
    /// Median spend.
    pub monetary: f64,
    /// What to do with them.
    pub play: Play,
}

/// One cell of the R×F grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Recency score, 1–5.
    pub recency: u8,
    /// Frequency score, 1–5.
    pub frequency: u8,
    /// How many customers.
    pub customers: u32,
    /// Groups in it with their customers, most first.
    pub groups: Vec<(RfmGroup, u32)>,
}

/// A measure of a customer, and how it was prepared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Stable key: `recency`, `frequency`, `monetary`, `aov`, `products`, `discount_share`,
    /// `online_share`, `return_share`, `gap`, `category:NAME`.
    pub key: String,
    /// Plain name: "Days since the last order".
    pub label: String,
    /// What the numbers are.
    pub unit: FeatureUnit,
    /// Whether segments were made from it.
    pub used: bool,
    /// All customers: as in [`Profile`], with sigma 0.
    pub all: Profile,
    /// What was done to it before grouping.
    pub preparation: Preparation,
    /// 20 equal bins from 0 (or the 1st percentile) to the 99th percentile as it is.
    pub before: Histogram,
    /// 20 equal bins of the prepared values.
    pub after: Histogram,
}

/// What a feature's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeatureUnit {
    /// Whole days.
    Days,
    /// A number of things.
    Count,
    /// The data set's currency.
    Money,
    /// A share between 0 and 1.
    Share,
}

/// What was done to a feature before grouping, and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// Missing values, and what they were given.
    pub imputed: Option<(u32, f64)>,
    /// Values were capped to these bounds (1st and 99th percentile).
    pub capped: Option<(f64, f64)>,
    /// Whether log(1 + x) was taken, after what is below zero was raised to zero.
    pub logged: bool,
    /// Skewness as it is.
    pub skew_before: f64,
    /// Skewness when prepared.
    pub skew_after: f64,
    /// Left out of grouping because all customers are alike in it.
    pub constant: bool,
    /// The steps in a sentence.
    pub words: Sentence,
}

/// Counts in equal bins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Lower end of the first bin.
    pub low: f64,
    /// Upper end of the last bin.
    pub high: f64,
    /// Customers per bin; those outside are in the first and last.
    pub counts: Vec<u32>,
}

/// Customers as points on two understandable axes: days since the last order, and spend.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// A seeded sample: days since last order, spend, position of the segment in the report.
    pub points: Vec<(f32, f32, u8)>,
    /// How many customers one point stands for.
    pub each: f64,
    /// For many customers: column and row of a grid over log axes ([`Scatter::GRID`]), segment that
    /// leads there, and customers; empty when the points tell it all.
    pub density: Vec<(u8, u8, u8, u32)>,
    /// Ends of the axes (log scale): days low, high, spend low, high.
    pub bounds: [f64; 4],
}

impl Scatter {
    /// Columns and rows of the grid of density.
    pub const GRID: (u8, u8) = (48, 32);
}

/// How well customers fit their segment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Per segment, in the report's order.
    pub segments: Vec<SegmentFit>,
    /// Share of all customers with a silhouette of at least 0.25.
    pub clearly: f64,
    /// Share with a silhouette below 0.
    pub between: f64,
    /// Mean silhouette.
    pub mean: f64,
    /// Whether every customer was measured, or a sample of that many.
    pub sampled: Option<u32>,
    /// Title of its chart.
    pub title: Sentence,
    /// Title of the silhouette picture.
    pub picture_title: Sentence,
}

/// How well one segment's customers fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SegmentFit {
    /// Share with a silhouette of at least 0.25.
    pub clearly: f64,
    /// Share from 0 to 0.25.
    pub leaning: f64,
    /// Share below 0.
    pub between: f64,
    /// Mean silhouette.
    pub mean: f64,
    /// Silhouettes at 61 even ranks, highest first.
    pub curve: Vec<f32>,
}
