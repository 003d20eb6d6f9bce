//! What to offer: with, instead of and after a product; to a group of customers; to one customer.
//!
//! Everything is counted from baskets when asked; nothing is trained and kept. [`evaluate`] says how
//! good the recommendations for customers are, by leaving out each customer's last order.

mod customer;
mod evaluate;
mod group;
mod histories;
mod product;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use clientele_model::baskets::LeftOut;
use clientele_model::failure::Failure;
use clientele_model::filters::{Level, Mining, USUAL_WITHIN};
use clientele_model::recommend::{Kind, Offers, RecommendReport, Whom};
use clientele_model::words::Sentence;

use crate::baskets::{Baskets, Sent, Sizes, baskets, giants, name_of};
use crate::dataset::Dataset;
use crate::set::CustomerSet;
use crate::window::Window;

pub use evaluate::evaluate;
pub use histories::{Histories, Neighbours};

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
struct Ground<'a> {
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

/// Answers.
///
/// # Errors
/// [`Failure::Nothing`] when the filters leave no basket, [`Failure::NoProduct`] for a product
/// that is not in the data, [`Failure::NoCustomer`] for a customer who is not.
pub fn recommend(asked: &Asked) -> Result<RecommendReport, Failure> {
    let dataset = &*asked.dataset;
    let within = asked.within.as_ref();
    let mut remarks = Vec::new();
    let (params, level) = (asked.params, Level::Product);
    let mut most = u32::MAX;
    let kept = if let Some(sent) = &asked.sent {
        let opened = sent.open(dataset, level, params.largest);
        remarks.extend(opened.giants.map(|left| left.words));
        remarks.push(only_sent(sent.table.least));
        opened.baskets
    } else {
        let made = baskets(dataset, &asked.window, within, level, None);
        let sizes = Sizes::of(&made.baskets);
        match params.largest.or_else(|| sizes.giant()) {
            // What a customer bought counts whatever the size of the order.
            Some(largest) if sizes.above(largest) > 0 && matches!(asked.whom, Whom::Product(_)) => {
                let left: LeftOut = giants(&sizes, made.baskets.len(), largest, level);
                remarks.push(left.words);
                most = largest;
                made.baskets.without_giants(largest)
            }
            _ => made.baskets,
        }
    };
    if kept.is_empty() {
        return Err(Failure::Nothing);
    }
    let ground = Ground {
        dataset,
        window: &asked.window,
        baskets: &kept,
        customers: within,
        largest: most,
        within: asked.params.within.unwrap_or(USUAL_WITHIN),
        is_sent: asked.sent.is_some(),
    };
    let (subject, lists) = match &asked.whom {
        Whom::Product(id) => {
            let products = &dataset.products.id;
            let at = products.iter().position(|known| known == id);
            let product = at.ok_or_else(|| Failure::NoProduct { id: id.clone() })? as u32;
            if let Some(sent) = &asked.sent
                && !sent.table.item.iter().any(|sent| sent == id)
            {
                return Err(not_sent(&name_of(dataset, product), sent.table.least));
            }
            (name_of(dataset, product), product::lists(&ground, product))
        }
        Whom::Customer(id) => {
            let customers = &dataset.customers.id;
            let at = customers.iter().position(|known| known == id);
            let customer = at.ok_or_else(|| Failure::NoCustomer { id: id.clone() })? as u32;
            if asked
                .within
                .as_ref()
                .is_some_and(|set| !set.contains(customer))
            {
                return Err(Failure::NoCustomer { id: id.clone() });
            }
            let lists = customer::lists(&ground, customer, &mut remarks);
            (format!("customer {id}"), lists)
        }
        Whom::Group(_) => {
            let (name, set) = asked.group.as_ref().ok_or(Failure::Nothing)?;
            (name.clone(), group::lists(&ground, set))
        }
    };
    Ok(report(asked, &subject, kept.len(), lists, remarks))
}

/// What a database leaves out.
fn only_sent(least: u32) -> Sentence {
    Sentence::new()
        .text("The database sends totals: only products in at least ")
        .count(u64::from(least))
        .text(" orders are looked at, and not what is bought in later orders.")
}

/// The product is too rare to be sent.
fn not_sent(name: &str, least: u32) -> Failure {
    Failure::NotFromTotals {
        what: format!("What goes with {name}"),
        instead: format!("It comes for products in at least {least} orders: choose one of those."),
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
                Kind::With => "Offer with ",
                Kind::Instead => "Offer instead of ",
                Kind::Next => "Offer after ",
                Kind::Group | Kind::Similar | Kind::Popular => "Offer to ",
            };
            Sentence::new()
                .text(verb)
                .name(subject)
                .text(": ")
                .name(offer.name.clone())
        }
        None => Sentence::new()
            .text("Nothing can be recommended for ")
            .name(subject)
            .text(": no other product goes with it beyond chance. A longer period may tell more."),
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

/// Which of these are significant at 1 % by Benjamini and Hochberg over `family` tests.
fn significant(p: &[f64], family: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    crate::order::sort_by(&mut order, |&a, &b| p[a].total_cmp(&p[b]));
    let family = family.max(p.len()).max(1) as f64;
    let alpha = crate::baskets::rules::ALPHA;
    let last = (0..order.len())
        .rev()
        .find(|&at| p[order[at]] <= alpha * (at + 1) as f64 / family);
    let mut passes = vec![false; p.len()];
    for &at in order.iter().take(last.map_or(0, |last| last + 1)) {
        passes[at] = true;
    }
    passes
}
