//! The Products panel's questions and reports: value classes, steadiness, the nine boxes, one product, a search.

mod kinds;
mod one;
mod options;
mod question;

use crate::Date;
use serde::{Deserialize, Serialize};

use crate::overview::Unit;
use crate::words::Sentence;

pub use kinds::{Class, Column, Demand, Measure, Place, Sort, Stage, Task};
pub use one::{GroupBuyers, HistoryPoint, ProductBucket, ProductReport};
pub use options::{Choices, Options, Pick};
pub(crate) use question::PANEL;
pub use question::{FindProducts, Product, Products};

/// How many products one page of the list holds.
pub const PAGE: usize = 100;

/// How many best sellers stand in every report.
pub const BEST: usize = 12;

/// How many products a search lists.
pub const HITS: usize = 50;

/// Which products matter, and how steadily they sell. `/products`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductsReport {
    /// First and last day looked at.
    pub period: (Date, Date),
    /// First and last day compared with.
    pub before: Option<(Date, Date)>,
    /// What a period of [`periods`](Self::periods) is: a month, or a week where the days looked at
    /// hold fewer than six full months.
    pub unit: Unit,
    /// First and last day of each full period, in order of time.
    pub periods: Vec<(Date, Date)>,
    /// The cut-offs, measure and selection the report was made with.
    pub options: Options,
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// What one can act on, each with the products it is about.
    pub facts: Vec<ProductFact>,
    /// Products sold.
    pub sold: u32,
    /// Of those, the ones in a class.
    pub classed: u32,
    /// Products sold that have no value above zero, so that they are in no class.
    pub worthless: u32,
    /// Products sold whose cost is not known; only counted by margin.
    pub without_cost: u32,
    /// Value of all products in a class: revenue or margin in currency, or pieces.
    pub total: f64,
    /// A, B and C.
    pub classes: Vec<ClassSummary>,
    /// Nine boxes and the three of products with too few periods to tell, AX, AY, AZ, AN, BX, …
    pub boxes: Vec<BoxSummary>,
    /// Title of the boxes.
    pub boxes_title: Sentence,
    /// What stands below the boxes.
    pub boxes_note: Sentence,
    /// The Pareto curve, from 0 to 1 on both axes.
    pub curve: Vec<CurvePoint>,
    /// Title of the curve.
    pub curve_title: Sentence,
    /// How many products, best first, make half of the value.
    pub half: u32,
    /// Demand patterns, most value first, then those with too few periods.
    pub demand: Vec<DemandSummary>,
    /// Title of the demand patterns.
    pub demand_title: Sentence,
    /// Stages of life; empty where they are not known.
    pub stages: Vec<StageSummary>,
    /// Title of the stages.
    pub stages_title: Sentence,
    /// Revenue by full period, per box with products; empty where it is not known.
    pub season: Vec<Season>,
    /// Title of the season.
    pub season_title: Sentence,
    /// From box to box since the period compared with; empty without one.
    pub moves: Vec<Move>,
    /// Title of the movement.
    pub moves_title: Sentence,
    /// The best sellers by the measure, [`BEST`] at most.
    pub best: Vec<ProductLine>,
    /// One page of the products picked, [`PAGE`] at most.
    pub rows: Vec<ProductLine>,
    /// How many products are picked, over all pages.
    pub picked: u32,
}

/// One of A, B, C.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassSummary {
    /// Which.
    pub class: Class,
    /// How many products.
    pub products: u32,
    /// Their share of the products in a class.
    pub products_share: f64,
    /// Their value.
    pub value: f64,
    /// Its share of all value.
    pub share: f64,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoxSummary {
    /// Which.
    pub place: Place,
    /// How many products.
    pub products: u32,
    /// Their value by the measure.
    pub value: f64,
    /// Its share of all value.
    pub share: f64,
    /// Their revenue.
    pub revenue: f64,
    /// Code and name of the one with the most value; empty when there is none.
    pub largest: (String, String),
    /// What to do, in two or three words: "Never run out".
    pub advice: String,
    /// What to do and why, in a sentence or two.
    pub policy: String,
    /// How many products stood here in the period compared with.
    pub then: Option<u32>,
}

/// A point of the Pareto curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// How many products, best first.
    pub products: u32,
    /// Their share of products.
    pub x: f64,
    /// Their share of value.
    pub y: f64,
}

/// Products with one demand pattern.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemandSummary {
    /// Which; none for products with too few periods to tell.
    pub demand: Option<Demand>,
    /// How many products.
    pub products: u32,
    /// Their share of all value.
    pub share: f64,
}

/// Products in one stage of life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageSummary {
    /// Which.
    pub stage: Stage,
    /// When a product is in it, in a sentence.
    pub meaning: String,
    /// How many products.
    pub products: u32,
    /// Their share of all value.
    pub share: f64,
}

/// A box over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Season {
    /// Which box.
    pub place: Place,
    /// Revenue per full period.
    pub revenue: Vec<f64>,
    /// Its share of the sum of those above zero.
    pub share: Vec<f64>,
}

/// Products that stood in one box and stand in another, or in the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Box in the period compared with; none when not sold, or without value, then.
    pub from: Option<Place>,
    /// Box now; none when not sold, or without value, now.
    pub to: Option<Place>,
    /// How many products.
    pub products: u32,
    /// Their value now.
    pub value: f64,
}

/// A finding about products.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductFact {
    /// What to do, with a count.
    pub title: Sentence,
    /// Why.
    pub detail: Sentence,
    /// Which products.
    pub pick: Pick,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductLine {
    /// Product code.
    pub id: String,
    /// Name, as written most often; the code when it has none.
    pub name: String,
    /// Category, or empty.
    pub category: String,
    /// Place in the list of all products sold, by the measure; 1 is best.
    pub rank: u32,
    /// Box; none when the product has no value above zero.
    pub place: Option<Place>,
    /// Box in the period compared with.
    pub was: Option<Place>,
    /// Demand pattern; none when too few periods to tell.
    pub demand: Option<Demand>,
    /// Stage of life, where it is known.
    pub stage: Option<Stage>,
    /// What is to be done about it besides what its box says.
    pub task: Option<Task>,
    /// Value by the measure.
    pub value: f64,
    /// Its share of all value; zero without a class.
    pub share: f64,
    /// Share of value of this product and all better ones.
    pub cumulative: f64,
    /// Revenue, net of returns unless those are left out of sight.
    pub revenue: f64,
    /// Value of returns, above zero.
    pub returned: f64,
    /// Pieces sold, less those that came back unless returns are left out of sight.
    pub units: f64,
    /// Pieces that came back.
    pub units_back: f64,
    /// Orders with it.
    pub orders: u32,
    /// Known customers who bought it.
    pub customers: u32,
    /// Average price of a piece sold, after discount and before returns.
    pub price: f64,
    /// Revenue less cost of the pieces, where the cost is known.
    pub margin: Option<f64>,
    /// Coefficient of variation of pieces kept per full period (sample deviation over mean).
    pub cv: Option<f64>,
    /// Average demand interval: full periods per full period with a sale.
    pub adi: Option<f64>,
    /// Squared coefficient of variation of the periods with a sale.
    pub cv2: Option<f64>,
    /// Full periods since the product was first sold, that one included.
    pub periods: u32,
    /// Pieces kept per full period: sold, less what came back of it later; empty where not known.
    pub pieces: Vec<f64>,
    /// Revenue per full period; empty where not known.
    pub sales: Vec<f64>,
}

/// Products by name or code. `/products?find=lunch+bag`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundReport {
    /// What was looked for.
    pub text: String,
    /// How many there are.
    pub headline: Sentence,
    /// What to know before reading on.
    pub remarks: Vec<Sentence>,
    /// How many products match.
    pub found: u32,
    /// Best matches first, [`HITS`] at most.
    pub hits: Vec<Hit>,
}

/// A product that matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Product code.
    pub id: String,
    /// Name; the code when it has none.
    pub name: String,
    /// Category, or empty.
    pub category: String,
    /// Revenue in the period; zero when not sold.
    pub revenue: f64,
    /// Orders in the period; zero when not sold.
    pub orders: u32,
}
