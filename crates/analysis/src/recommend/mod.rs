//! What to offer: with, instead of and after a product; to a group of customers; to one customer.
//!
//! Everything is counted from baskets when asked; nothing is trained and kept. [`evaluate`] says how
//! good the recommendations for customers are, by leaving out each customer's last order.

mod customer;
mod evaluate;
mod group;
mod histories;
mod product;
mod study;
#[cfg(test)]
mod tests;
mod work;

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::Mining;
use clientele_model::recommend::{OfferKind, Offers, RecommendReport, Whom};
use clientele_model::words::{Sentence, counted};

use crate::baskets::{Baskets, PER_STEP, Sent};
use crate::dataset::Dataset;
use crate::inference::multiple::findings;
use crate::set::CustomerSet;
use crate::window::Window;

pub use evaluate::evaluate;
use histories::Writing;
pub use histories::{Histories, Neighbours};
pub use study::Offering;
pub use work::Recommending;

/// What is asked.
pub struct Asked {
    /// The data.
    pub dataset: Arc<Dataset>,
    /// What is looked at.
    pub window: Window,
    /// Only orders of these customers; all when absent.
    pub within: Option<CustomerSet>,
    /// How products bought together are looked for.
    pub params: Mining,
    /// For whom or what.
    pub whom: Whom,
    /// The group's name and customers, when it is for a group.
    pub group: Option<(String, CustomerSet)>,
    /// What a database sent; the data then have no lines, and only products are answered for.
    pub sent: Option<Sent>,
}

/// Offers of one list at most.
pub const OFFERS: usize = 10;

/// What every kind of recommendation is counted from.
struct Basis<'a> {
    dataset: &'a Dataset,
    window: &'a Window,
    baskets: &'a Baskets,
    /// Only these customers, if not all.
    customers: Option<&'a CustomerSet>,
    /// The most items of an order that was kept.
    largest: u32,
    /// Days within which something is bought next.
    within: u16,
    /// Whether a database sent the baskets, so that nobody knows who ordered when.
    is_sent: bool,
}

/// Goes on writing histories; they, when they are complete.
fn written(writing: &mut Option<Writing>, of: &Basis<'_>) -> Option<Histories> {
    let all = |_| false;
    let begun = writing.get_or_insert_with(|| Writing::new(of.dataset, of.baskets, &all));
    let is_done = begun.step(of.dataset, of.baskets, &all, PER_STEP);
    is_done.then(|| writing.take().map(Writing::done)).flatten()
}

/// What a database leaves out.
fn only_sent(least: u32) -> Sentence {
    Sentence::new()
        .text("The database sends totals: only products in at least ")
        .counted(least, "order")
        .text(" are looked at, and not what is bought in later orders.")
}

/// The product is too rare to be sent.
fn not_sent(name: &str, least: u32) -> Failure {
    Failure::NotFromTotals {
        what: format!("What goes with {name}"),
        instead: format!(
            "It is there only for products in at least {}; choose one of those.",
            counted(least, "order")
        ),
    }
}

fn report(
    asked: &Asked,
    subject: &str,
    orders: usize,
    lists: Vec<Offers>,
    remarks: Vec<Sentence>,
) -> RecommendReport {
    let lists: Vec<Offers> = lists.into_iter().filter(|l| !l.offers.is_empty()).collect();
    let first = lists
        .first()
        .and_then(|list| Some((list.kind, list.offers.first()?)));
    let headline = match first {
        Some((kind, offer)) => {
            let verb = match kind {
                OfferKind::With => "Offer with ",
                OfferKind::Instead => "Offer instead of ",
                OfferKind::Next => "Offer after ",
                OfferKind::Group | OfferKind::Similar | OfferKind::Popular => "Offer to ",
            };
            Sentence::new()
                .text(verb)
                .name(subject)
                .text(": ")
                .name(offer.name.clone())
        }
        None => nothing(asked, subject),
    };
    let context = Sentence::new()
        .text("Counted from ")
        .counted(orders as u64, "order")
        .text(" under these filters.");
    RecommendReport {
        headline,
        context,
        remarks,
        period: asked.window.days.dates(),
        whom: asked.whom.clone(),
        lists,
    }
}

/// Why there is nothing to offer.
fn nothing(asked: &Asked, subject: &str) -> Sentence {
    let words = Sentence::new();
    match (&asked.whom, &asked.group) {
        (Whom::Group(_), Some((_, set))) if set.is_empty() => words
            .text("There is nobody to offer anything to: no customer is behind “")
            .name(subject)
            .text("” under these filters."),
        (Whom::Group(_), _) => words
            .text("Nothing stands out for ")
            .name(subject)
            .text(": they buy no product more than all customers do beyond chance. A longer period may tell more."),
        (Whom::Customer(_), _) => words
            .text("Nothing can be recommended for ")
            .name(subject)
            .text(": there is no product that they have not bought. Remove a filter to see more."),
        (Whom::Product(_), _) => words
            .text("Nothing can be recommended for ")
            .name(subject)
            .text(": no other product goes with it beyond chance. A longer period may tell more."),
    }
}

/// Which of these are significant at 1 % by Benjamini and Hochberg over `family` tests.
fn significant(p: &[f64], family: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    crate::order::sort_by(&mut order, |&a, &b| p[a].total_cmp(&p[b]));
    let ascending = order.iter().map(|&at| p[at]);
    let found = findings(ascending, family as u64, crate::baskets::rules::ALPHA);
    let mut passes = vec![false; p.len()];
    for &at in order.iter().take(found) {
        passes[at] = true;
    }
    passes
}
