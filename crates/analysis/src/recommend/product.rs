//! What goes with a product, instead of it, and after it.

use clientele_model::filters::Level;
use clientele_model::recommend::{Offer, OfferKind, Offers};
use clientele_model::words::Sentence;

use super::{Basis, OFFERS, significant};
use crate::baskets::measures::{Counts, lift};
use crate::baskets::{Alike, Followed, Gathering, NextSearch, fisher};

/// Fewer orders with both say nothing.
const FEW: u32 = 5;
/// A substitute is told from bad luck where chance alone would give so many orders with both.
const EXPECTED: f64 = 10.0;
/// A substitute stands together with the product in less than this times the orders of chance.
const RARE: f64 = 0.8;
/// So many customers must have bought one after the other.
const FOLLOWERS: u32 = 5;

/// Lists for a product on their way.
pub struct Listing {
    product: u32,
    pairs: Vec<(u32, Counts)>,
    lists: Vec<Offers>,
    at: At,
}

enum At {
    Pairs,
    With,
    Next(Box<Gathering>),
    Instead,
}

impl Listing {
    /// Begins.
    pub fn new(product: u32) -> Self {
        Self {
            product,
            pairs: Vec::new(),
            lists: Vec::new(),
            at: At::Pairs,
        }
    }

    /// Goes on; the lists, when they are there.
    pub fn step(&mut self, basis: &Basis<'_>) -> Option<Vec<Offers>> {
        let product = self.product;
        self.at = match std::mem::replace(&mut self.at, At::Pairs) {
            At::Pairs => {
                self.pairs = pairs(basis, product);
                At::With
            }
            At::With => {
                self.lists.push(with(basis, &self.pairs));
                // Nobody knows who ordered what a database sent.
                match basis.is_sent {
                    true => At::Instead,
                    false => At::Next(Box::new(Gathering::new(&followed(basis)))),
                }
            }
            At::Next(mut gathering) => match gathering.step(&followed(basis)) {
                false => At::Next(gathering),
                true => {
                    self.lists.push(next(basis, product, *gathering));
                    At::Instead
                }
            },
            At::Instead => {
                self.lists.push(instead(basis, product, &self.pairs));
                return Some(std::mem::take(&mut self.lists));
            }
        };
        None
    }
}

/// What goes with a product.
pub fn with_it(basis: &Basis<'_>, product: u32) -> Vec<Offer> {
    with(basis, &pairs(basis, product)).offers
}

/// How often each other product stands in an order with it.
fn pairs(basis: &Basis<'_>, product: u32) -> Vec<(u32, Counts)> {
    let baskets = basis.baskets;
    let mut both = vec![0_u32; baskets.kinds as usize];
    for at in 0..baskets.len() {
        if baskets.items(at).contains(&product) {
            for &item in baskets.items(at) {
                both[item as usize] += 1;
            }
        }
    }
    let orders = baskets.counts();
    (0..baskets.kinds)
        .filter(|&item| item != product && orders[item as usize] > 0)
        .map(|item| {
            let counts = Counts {
                all: baskets.len() as u32,
                when: orders[product as usize],
                then: orders[item as usize],
                both: both[item as usize],
            };
            (item, counts)
        })
        .collect()
}

fn expected(counts: Counts) -> f64 {
    f64::from(counts.when) * f64::from(counts.then) / f64::from(counts.all)
}

/// Bought together beyond chance, most orders beyond chance first.
fn with(basis: &Basis<'_>, pairs: &[(u32, Counts)]) -> Offers {
    let able: Vec<&(u32, Counts)> = pairs.iter().filter(|(_, c)| c.both >= FEW).collect();
    let p: Vec<f64> = able.iter().map(|(_, c)| fisher::more(*c)).collect();
    let passes = significant(&p, pairs.len());
    let extra = |counts: &Counts| f64::from(counts.both) - expected(*counts);
    let mut kept: Vec<&(u32, Counts)> = able
        .iter()
        .zip(passes)
        .filter_map(|(pair, passes)| passes.then_some(*pair))
        .collect();
    crate::order::sort_by(&mut kept, |a, b| {
        extra(&b.1).total_cmp(&extra(&a.1)).then(a.0.cmp(&b.0))
    });
    let offers = kept.into_iter().take(OFFERS).map(|(item, counts)| {
        let reason = Sentence::new()
            .text("In ")
            .count(u64::from(counts.both))
            .text(" of the ")
            .counted(counts.when, "order")
            .text(" with it: ")
            .times(lift(*counts))
            .text(" as many as chance would give.");
        offer(basis, *item, *counts, extra(counts), reason)
    });
    Offers {
        kind: OfferKind::With,
        title: "Bought with it".to_owned(),
        offers: offers.collect(),
    }
}

/// Alike, and bought together less often than chance. Most missing orders first.
fn instead(basis: &Basis<'_>, product: u32, pairs: &[(u32, Counts)]) -> Offers {
    let mut alike = Alike::new(basis.dataset);
    let able: Vec<&(u32, Counts)> = pairs
        .iter()
        .filter(|(item, c)| expected(*c) >= EXPECTED && alike.are(product, *item))
        .collect();
    let p: Vec<f64> = able.iter().map(|(_, c)| fisher::fewer(*c)).collect();
    let passes = significant(&p, able.len());
    let missing = |counts: &Counts| expected(*counts) - f64::from(counts.both);
    let mut kept: Vec<&(u32, Counts)> = able
        .iter()
        .zip(passes)
        .filter_map(|(pair, passes)| (passes && lift(pair.1) < RARE).then_some(*pair))
        .collect();
    crate::order::sort_by(&mut kept, |a, b| {
        missing(&b.1).total_cmp(&missing(&a.1)).then(a.0.cmp(&b.0))
    });
    let offers = kept.into_iter().take(OFFERS).map(|(item, counts)| {
        let reason = Sentence::new()
            .text("Together in ")
            .counted(counts.both, "order")
            .text(", where chance would give ")
            .number(expected(*counts), 0)
            .text(": customers tend to take one or the other.");
        offer(basis, *item, *counts, missing(counts), reason)
    });
    Offers {
        kind: OfferKind::Instead,
        title: "Bought instead".to_owned(),
        offers: offers.collect(),
    }
}

fn followed<'a>(basis: &Basis<'a>) -> Followed<'a> {
    Followed {
        dataset: basis.dataset,
        window: basis.window,
        customers: basis.customers,
        level: Level::Product,
        largest: basis.largest,
    }
}

/// Bought in a later order.
fn next(basis: &Basis<'_>, product: u32, gathered: Gathering) -> Offers {
    let (dataset, last) = (basis.dataset, basis.window.days.last);
    let mut search = NextSearch::new(gathered, last, basis.within, FOLLOWERS);
    let mut follows = search.found_after(product);
    follows.truncate(OFFERS);
    search.gaps(&mut follows);
    let offers = follows.iter().map(|follow| Offer {
        id: dataset.products.id[follow.then as usize].clone(),
        name: dataset.product_name(follow.then),
        support: follow.customers,
        share: f64::from(follow.customers) / f64::from(follow.of),
        lift: follow.lift,
        score: follow.low,
        reason: Sentence::new()
            .count(u64::from(follow.customers))
            .text(" of ")
            .counted(follow.of, "customer")
            .text(" bought it for the first time within ")
            .counted(basis.within, "day")
            .text(" after, half of them within ")
            .count(u64::from(follow.gap_days))
            .text(": ")
            .times(follow.lift)
            .text(" as many as after other products."),
    });
    Offers {
        kind: OfferKind::Next,
        title: "Bought next".to_owned(),
        offers: offers.collect(),
    }
}

fn offer(basis: &Basis<'_>, item: u32, counts: Counts, score: f64, reason: Sentence) -> Offer {
    Offer {
        id: basis.dataset.products.id[item as usize].clone(),
        name: basis.dataset.product_name(item),
        support: counts.both,
        share: f64::from(counts.both) / f64::from(counts.when.max(1)),
        lift: lift(counts),
        score,
        reason,
    }
}
