//! What to offer to one customer: item-based collaborative filtering, then what goes with the last
//! order, then what most customers buy.

use std::borrow::Cow;

use clientele_model::recommend::{Kind, Offer, Offers};
use clientele_model::words::Sentence;

use super::histories::scored;
use super::{Ground, Histories, OFFERS, product};
use crate::baskets::name_of;

/// Lists for one customer; products bought before are in none.
pub fn lists(ground: &Ground<'_>, customer: u32, remarks: &mut Vec<Sentence>) -> Vec<Offers> {
    let histories = Histories::new(ground.dataset, ground.baskets, &|_| false);
    let history = histories.of(customer);
    let similar = similar(ground, &histories, history);
    let mut lists = vec![similar];
    if history.is_empty() {
        remarks.push(Sentence::from(
            "This customer bought nothing in the period, so what most customers buy is shown. A longer period may tell more.",
        ));
    } else if lists[0].offers.len() < OFFERS {
        lists.push(with_last_order(ground, customer, history));
    }
    if lists.iter().map(|list| list.offers.len()).sum::<usize>() < OFFERS {
        lists.push(popular(ground, &histories, history));
    }
    lists
}

fn similar(ground: &Ground<'_>, histories: &Histories, history: &[u32]) -> Offers {
    let mut counts = Vec::new();
    let near: Vec<_> = history
        .iter()
        .map(|&item| histories.neighbours(item, &mut counts))
        .collect();
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
            id: ground.dataset.products.id[item as usize].clone(),
            name: name_of(ground.dataset, item),
            support: both,
            share,
            lift: share / base,
            score,
            reason: Sentence::new()
                .text("Bought by ")
                .count(u64::from(both))
                .text(" of the ")
                .count(u64::from(buyers))
                .text(" customers who bought ")
                .name(name_of(ground.dataset, because))
                .text(", as this one did."),
        }
    });
    Offers {
        kind: Kind::Similar,
        title: "Bought by customers like this one".to_owned(),
        offers: offers.collect(),
    }
}

/// What goes with the products of the last order.
fn with_last_order(ground: &Ground<'_>, customer: u32, history: &[u32]) -> Offers {
    let of =
        |at: &usize| ground.dataset.orders.customer[ground.baskets.order[*at] as usize] == customer;
    let last = (0..ground.baskets.len()).rev().find(of);
    let bought = last.map_or(&[][..], |at| ground.baskets.items(at));
    let ids = &ground.dataset.products.id;
    let known = |id: &String| history.iter().any(|&item| ids[item as usize] == *id);
    let mut offers: Vec<Offer> = Vec::new();
    for &item in bought.iter().take(OFFERS) {
        let lists = product::lists(ground, item);
        let with = lists.into_iter().find(|list| list.kind == Kind::With);
        for offer in with.map_or(Vec::new(), |list| list.offers) {
            if !known(&offer.id) && !offers.iter().any(|other| other.id == offer.id) {
                offers.push(offer);
            }
        }
    }
    crate::order::sort_by(&mut offers, |a, b| {
        b.score.total_cmp(&a.score).then(a.id.cmp(&b.id))
    });
    offers.truncate(OFFERS);
    Offers {
        kind: Kind::With,
        title: "Goes with the last order".to_owned(),
        offers,
    }
}

fn popular(ground: &Ground<'_>, histories: &Histories, history: &[u32]) -> Offers {
    let customers = (0..histories.customers() as u32).filter(|&c| !histories.of(c).is_empty());
    let customers = customers.count();
    let items = histories.popular().into_iter();
    let new = items.filter(|item| history.binary_search(item).is_err());
    let offers = new.take(OFFERS).map(|item| {
        let buyers = histories.buyers(item).len();
        let share = buyers as f64 / customers.max(1) as f64;
        Offer {
            id: ground.dataset.products.id[item as usize].clone(),
            name: name_of(ground.dataset, item),
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
        kind: Kind::Popular,
        title: "Bought by most customers".to_owned(),
        offers: offers.collect(),
    }
}
