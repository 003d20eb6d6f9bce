//! What is bought together: question and report of `/baskets`.
//!
//! Items are named once, in [`BasketsReport::items`]; rules, bundles and the rest refer to them by
//! position. All counts are orders unless they say customers. Money is in the data set's currency.

use serde::{Deserialize, Serialize};

mod bundle;

pub use bundle::{Bundle, MORE};

use crate::Date;
use crate::filters::{Filters, Level};
use crate::lines::Lines;
use crate::link::Declaration;
use crate::question::{Question, Report};
use crate::words::Sentence;

/// What is bought together? `/baskets`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baskets(pub Filters);

impl Question for Baskets {
    type Report = BasketsReport;

    fn filters(&self) -> &Filters {
        &self.0
    }
}

pub(crate) const PANEL: Declaration = Declaration::new(
    "baskets",
    Some("Baskets"),
    "What is bought together?",
    |link| Ok(Baskets(link.filters).into()),
);

/// What is bought together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BasketsReport {
    /// The most telling rule, as a sentence.
    pub headline: Sentence,
    /// How many pairs were looked at, and how many are beyond chance.
    pub context: Sentence,
    /// What else is to be said beside the numbers; what was left out comes first.
    pub remarks: Vec<Sentence>,
    /// First and last day looked at.
    pub period: (Date, Date),
    /// What an item is.
    pub level: Level,
    /// How much was looked at.
    pub counts: Counts,
    /// The floors, and how they were chosen.
    pub thresholds: Thresholds,
    /// What was left out, one entry per reason that applies.
    pub left_out: Vec<LeftOut>,
    /// How many distinct items orders hold.
    pub sizes: Vec<SizeBin>,
    /// The items that the rest refers to by position.
    pub items: Vec<Item>,
    /// Pairs worth a campaign, most annual value first.
    pub bundles: Vec<Bundle>,
    /// The surest rule of all that stand the test, listed or not: the one whose confidence is highest for
    /// sure, by [`Rule::low`].
    pub surest: Option<Rule>,
    /// Whether bundles and sets are weighed by margin, as unit costs are known, or by revenue.
    pub by_margin: bool,
    /// Sets of items that bring in most when bought together, most value first.
    pub valuable: Vec<ValuableSet>,
    /// Rules, most extra orders beyond chance first.
    pub rules: Vec<Rule>,
    /// Products bought instead of each other, of one category or with names that are alike: most missing
    /// orders first. None of categories.
    pub substitutes: Vec<Substitute>,
    /// What customers buy next, strongest for sure first, by [`NextPurchase::low`].
    pub next: Vec<NextPurchase>,
    /// Why next purchases are not known; none where they were looked for.
    pub next_why: Option<Sentence>,
    /// Days within which a later purchase counts as the next one.
    pub within: u16,
    /// Why there is no rule, and what would find some; none when there are rules.
    pub why_none: Option<Sentence>,
    /// Whether `valuable` and `next` are there; else they follow, and nothing else changes.
    pub complete: bool,
}

impl Report for BasketsReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for bundle in &self.bundles {
            lines.item(&bundle.words);
            lines.below(&bundle.promise(MORE, self.by_margin));
        }
        if let Some(why) = &self.why_none {
            lines.line(why);
        }
    }
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Orders with at least one item; supports are shares of these.
    pub orders: u32,
    /// Those with two items or more, which can hold a pair.
    pub with_pairs: u32,
    /// Distinct items bought.
    pub items: u32,
    /// Items in at least as many orders as the floor asks for.
    pub frequent_items: u32,
    /// Sets of items that reach the floor, single items included.
    pub itemsets: u32,
    /// Pairs of items that reach the floor.
    pub pairs: u32,
    /// Rules whose counts were looked at: the family of the test for chance.
    pub looked_at: u64,
    /// Rules that reach both floors.
    pub reaching: u32,
    /// Of these, rules that a shorter rule makes needless.
    pub redundant: u32,
    /// Of these, neither redundant nor explained by chance.
    pub telling: u32,
}

/// The floors, and how they were chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// In how many orders a set must stand together.
    pub support_orders: u32,
    /// The same as a share of the orders.
    pub support: f64,
    /// How it was chosen.
    pub support_why: Sentence,
    /// The least confidence of a rule.
    pub confidence: f64,
    /// How it was chosen.
    pub confidence_why: Sentence,
    /// The most items of a set.
    pub length: u8,
    /// Share of false discoveries that is put up with among the rules shown (Benjamini–Hochberg).
    pub alpha: f64,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Orders with very many items.
    Giant,
    /// Lines of products without a category, when categories are looked at.
    NoCategory,
    /// Sets between the asked and the used floor: they would not fit into memory.
    OverBudget,
    /// Rules beyond the number a report lists.
    Rows,
    /// Sets of items that a database does not send.
    NotSent,
}

/// What was left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why.
    pub reason: Reason,
    /// How many: orders, lines, or rules; 0 where it cannot be known.
    pub count: u32,
    /// As a sentence.
    pub words: Sentence,
}

/// How many orders hold so many distinct items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeBin {
    /// At least so many items.
    pub from: u32,
    /// At most so many items.
    pub to: u32,
    /// Orders.
    pub orders: u32,
}

/// An item: a product, or a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Product code, or the category.
    pub id: String,
    /// Name; the code where the data have none.
    pub name: String,
    /// Category of a product; empty when unknown.
    pub category: String,
    /// Orders with it.
    pub orders: u32,
    /// What was paid for it.
    pub revenue: f64,
}

/// A set of items that brings in much when bought together (a high-utility itemset).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValuableSet {
    /// Positions in the items.
    pub items: Vec<u32>,
    /// Orders with all of them.
    pub orders: u32,
    /// What these items brought in, in those orders: margin where costs are known, else revenue.
    pub value: f64,
}

/// Whoever buys all of `when` also buys `then`. Formulas: association rules in the definitions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Positions in the items, at least one, by position.
    pub when: Vec<u32>,
    /// Position in the items.
    pub then: u32,
    /// Orders with all of it.
    pub orders: u32,
    /// Orders with all of `when`.
    pub when_orders: u32,
    /// How strong it is.
    pub measures: Measures,
    /// The lower end of what the confidence may be (Wilson's interval, 95 %): what a few orders say weighs
    /// less.
    pub low: f64,
    /// One-sided Fisher exact test: the chance of so many orders or more without any link.
    pub p: f64,
    /// The same adjusted for all rules looked at (Benjamini–Hochberg).
    pub q: f64,
    /// Whether it is beyond chance: `q` at most alpha.
    pub significant: bool,
    /// Whether a rule with fewer items on the left is at least as confident.
    pub redundant: bool,
}

/// Measures of a rule A → C; s is support.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// s(A∪C).
    pub support: f64,
    /// s(A∪C) / s(A).
    pub confidence: f64,
    /// confidence / s(C).
    pub lift: f64,
    /// s(A∪C) − s(A) s(C).
    pub leverage: f64,
    /// (1 − s(C)) / (1 − confidence); none stands for infinity, at confidence 1.
    pub conviction: Option<f64>,
    /// leverage / max(s(A∪C)(1 − s(A)), s(A)(s(C) − s(A∪C))), 0 where the denominator is 0.
    pub zhang: f64,
    /// s(A∪C) / (s(A) + s(C) − s(A∪C)).
    pub jaccard: f64,
    /// (confidence − s(C)) / (1 − s(C)), 0 where the denominator is 0.
    pub certainty: f64,
    /// Mean of the two confidences.
    pub kulczynski: f64,
}

/// Two items bought together less often than chance: one may be bought instead of the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Substitute {
    /// Position in the items.
    pub one: u32,
    /// Position in the items.
    pub other: u32,
    /// Orders with both.
    pub orders: u32,
    /// Orders with both that chance alone would give.
    pub expected: f64,
    /// `orders / expected`, below 0.8.
    pub lift: f64,
    /// One-sided Fisher exact test: the chance of so few orders without any link.
    pub p: f64,
}

/// Customers who bought `first` buy `then` in a later order soon after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextPurchase {
    /// Position in the items.
    pub first: u32,
    /// Position in the items.
    pub then: u32,
    /// Customers who bought `first`, can be followed long enough, and had not bought `then` yet.
    pub of: u32,
    /// Those of them who bought `then` for the first time in a later order within the days.
    pub customers: u32,
    /// `customers / of`.
    pub confidence: f64,
    /// `confidence` over the share after any purchase.
    pub lift: f64,
    /// The lower end of what `lift` may be, from that of `confidence` (Wilson's interval, 95 %).
    pub low: f64,
    /// Half of them bought within so many days.
    pub gap_days: u32,
    /// One-sided Fisher exact test against purchases of other items.
    pub p: f64,
}
