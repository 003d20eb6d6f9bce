//! What to offer to one customer: item-based collaborative filtering, then what goes with the last
//! order, then what most customers buy.

use std::borrow::Cow;

use clientele_model::recommend::{Offer, OfferKind, Offers};
use clientele_model::words::Sentence;

use super::histories::{Neighbours, scored};
use super::{Basis, Histories, OFFERS, Writing, product, written};

/// Lists for one customer on their way; products bought before are in none.
pub struct Listing {
    customer: u32,
    at: At,
}

enum At {
    Writing(Option<Writing>),
    /// Looks for the products with the same customers as each one bought.
    Near(Histories, Vec<Neighbours>),
    /// Looks for what goes with the products of the last order.
    With {
        histories: Histories,
        similar: Offers,
        bought: Vec<u32>,
        offers: Vec<Offer>,
    },
}

/// Places in histories that are counted in one step, some ten milliseconds.
const PER_STEP: usize = 2_000_000;

impl Listing {
    /// Begins.
    pub fn new(customer: u32) -> Self {
        Self {
            customer,
            at: At::Writing(None),
        }
    }

    /// Goes on; the lists, when they are there.
    pub fn step(&mut self, basis: &Basis<'_>, remarks: &mut Vec<Sentence>) -> Option<Vec<Offers>> {
        let customer = self.customer;
        self.at = match std::mem::replace(&mut self.at, At::Writing(None)) {
            At::Writing(mut writing) => match written(&mut writing, basis) {
                None => At::Writing(writing),
                Some(histories) => At::Near(histories, Vec::new()),
            },
            At::Near(histories, mut near) => {
                let history = histories.of(customer);
                look_near(&histories, history, &mut near, PER_STEP);
                if near.len() < history.len() {
                    At::Near(histories, near)
                } else {
                    let similar = similar(basis, &histories, history, &near);
                    let mut bought = Vec::new();
                    if history.is_empty() {
                        remarks.push(Sentence::from(
                            "This customer bought nothing in the period, so what most customers buy is shown. A longer period may tell more.",
                        ));
                    } else if similar.offers.len() < OFFERS {
                        bought = last_order(basis, customer);
                        bought.reverse();
                    }
                    At::With {
                        histories,
                        similar,
                        bought,
                        offers: Vec::new(),
                    }
                }
            }
            At::With {
                histories,
                similar,
                mut bought,
                mut offers,
            } => match bought.pop() {
                Some(item) => {
                    add_with(basis, item, histories.of(customer), &mut offers);
                    At::With {
                        histories,
                        similar,
                        bought,
                        offers,
                    }
                }
                None => return Some(lists(basis, &histories, customer, similar, offers)),
            },
        };
        None
    }
}

fn lists(
    basis: &Basis<'_>,
    histories: &Histories,
    customer: u32,
    similar: Offers,
    with: Vec<Offer>,
) -> Vec<Offers> {
    let mut lists = vec![similar];
    if !with.is_empty() {
        lists.push(best_with(with));
    }
    if lists.iter().map(|list| list.offers.len()).sum::<usize>() < OFFERS {
        lists.push(popular(basis, histories, histories.of(customer)));
    }
    lists
}

/// Adds the neighbours of the next products of a history, as far as so many places allow; at least of
/// one.
fn look_near(histories: &Histories, history: &[u32], near: &mut Vec<Neighbours>, places: usize) {
    let (mut counts, mut left) = (Vec::new(), places);
    for &item in &history[near.len()..] {
        near.push(histories.neighbours(item, &mut counts));
        left = left.saturating_sub(histories.places(item));
        if left == 0 {
            break;
        }
    }
}

fn similar(
    basis: &Basis<'_>,
    histories: &Histories,
    history: &[u32],
    near: &[Neighbours],
) -> Offers {
    let of = |item: u32| {
        let at = history.binary_search(&item).unwrap_or_default();
        Cow::Borrowed(&near[at][..])
    };
    let mut scores = vec![0.0; histories.kinds()];
    let offers = scored(history, of, &mut scores, OFFERS);
    let offers = offers.into_iter().map(|(item, score, because)| {
        let both = of(because)
            .iter()
            .find(|n| n.item == item)
            .map_or(0, |n| n.both);
        let buyers = histories.buyers(because).len() as u32;
        let base = histories.buyers(item).len() as f64 / histories.customers().max(1) as f64;
        let share = f64::from(both) / f64::from(buyers.max(1));
        Offer {
            id: basis.dataset.products.id[item as usize].clone(),
            name: basis.dataset.product_name(item),
            support: both,
            share,
            lift: share / base,
            score,
            reason: Sentence::new()
                .text("Bought by ")
                .count(u64::from(both))
                .text(" of the ")
                .counted(buyers, "customer")
                .text(" who bought ")
                .name(basis.dataset.product_name(because))
                .text(", as this one did."),
        }
    });
    Offers {
        kind: OfferKind::Similar,
        title: "Bought by customers like this one".to_owned(),
        offers: offers.collect(),
    }
}

/// The first products of a customer's last order.
fn last_order(basis: &Basis<'_>, customer: u32) -> Vec<u32> {
    let of =
        |at: &usize| basis.dataset.orders.customer[basis.baskets.order[*at] as usize] == customer;
    let last = (0..basis.baskets.len()).rev().find(of);
    let bought = last.map_or(&[][..], |at| basis.baskets.items(at));
    bought.iter().take(OFFERS).copied().collect()
}

/// Adds what goes with a product and is not there yet.
fn add_with(basis: &Basis<'_>, item: u32, history: &[u32], offers: &mut Vec<Offer>) {
    let ids = &basis.dataset.products.id;
    let known = |id: &String| history.iter().any(|&item| ids[item as usize] == *id);
    for offer in product::with_it(basis, item) {
        if !known(&offer.id) && !offers.iter().any(|other| other.id == offer.id) {
            offers.push(offer);
        }
    }
}

fn best_with(mut offers: Vec<Offer>) -> Offers {
    crate::order::sort_by(&mut offers, |a, b| {
        b.score.total_cmp(&a.score).then(a.id.cmp(&b.id))
    });
    offers.truncate(OFFERS);
    Offers {
        kind: OfferKind::With,
        title: "Goes with the last order".to_owned(),
        offers,
    }
}

fn popular(basis: &Basis<'_>, histories: &Histories, history: &[u32]) -> Offers {
    let customers = (0..histories.customers() as u32).filter(|&c| !histories.of(c).is_empty());
    let customers = customers.count();
    let items = histories.popular().into_iter();
    let new = items.filter(|item| history.binary_search(item).is_err());
    let offers = new.take(OFFERS).map(|item| {
        let buyers = histories.buyers(item).len();
        let share = buyers as f64 / customers.max(1) as f64;
        Offer {
            id: basis.dataset.products.id[item as usize].clone(),
            name: basis.dataset.product_name(item),
            support: buyers as u32,
            share,
            lift: 1.0,
            score: share,
            reason: Sentence::new()
                .text("Bought by ")
                .share(share)
                .text(" of all customers."),
        }
    });
    Offers {
        kind: OfferKind::Popular,
        title: "Bought by most customers".to_owned(),
        offers: offers.collect(),
    }
}
