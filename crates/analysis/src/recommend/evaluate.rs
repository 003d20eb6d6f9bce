//! How good recommendations for customers are: each customer's last order is left out and guessed.

use std::borrow::Cow;

use clientele_model::filters::Level;
use clientele_model::recommend::Evaluation;

use super::histories::{Neighbours, scored};
use super::{Histories, OFFERS};
use crate::baskets::{Worth, baskets};
use crate::dataset::{Dataset, NONE};
use crate::window::Window;

/// Hit rate and coverage at ten recommendations, beside those of the most popular products. For
/// every customer with two orders or more in the window, the last one is left out of what is learnt
/// from; a hit is a customer with at least one of ten recommended products among the products of
/// that order that were new to them. Ties of time: the order that stands last.
pub fn evaluate(dataset: &Dataset, window: &Window) -> Evaluation {
    let made = baskets(dataset, window, None, Level::Product, Worth::Revenue).baskets;
    let customers = dataset.customers.id.len();
    let (mut last, mut count) = (vec![NONE; customers], vec![0_u32; customers]);
    for at in 0..made.len() {
        let customer = dataset.orders.customer[made.order[at] as usize];
        if customer != NONE {
            last[customer as usize] = at as u32;
            count[customer as usize] += 1;
        }
    }
    let held = |at: usize| {
        let customer = dataset.orders.customer[made.order[at] as usize] as usize;
        last[customer] == at as u32 && count[customer] >= 2
    };
    let histories = Histories::new(dataset, &made, &held);
    let mut counts = Vec::new();
    let near: Vec<Neighbours> = (0..histories.kinds() as u32)
        .map(|item| histories.neighbours(item, &mut counts))
        .collect();
    let popular = histories.popular();
    let mut scores = vec![0.0; histories.kinds()];
    let (mut offered, mut offered_popular) = (
        vec![false; histories.kinds()],
        vec![false; histories.kinds()],
    );
    let mut found = Evaluation::default();
    let (mut hits, mut popular_hits) = (0_u32, 0_u32);
    for customer in 0..customers {
        if count[customer] < 2 {
            continue;
        }
        let history = histories.of(customer as u32);
        let is_new = |item: &&u32| history.binary_search(item).is_err();
        let order = made.items(last[customer] as usize).iter().filter(is_new);
        let order: Vec<u32> = order.copied().collect();
        if order.is_empty() {
            continue;
        }
        found.customers += 1;
        let of = |item: u32| Cow::Borrowed(&near[item as usize][..]);
        let offers = scored(history, of, &mut scores, OFFERS);
        let mut offers: Vec<u32> = offers.into_iter().map(|(item, ..)| item).collect();
        let usual: Vec<u32> = popular
            .iter()
            .filter(is_new)
            .take(OFFERS)
            .copied()
            .collect();
        // Popularity fills what alike customers leave open, as in the report.
        for &item in &usual {
            if offers.len() < OFFERS && !offers.contains(&item) {
                offers.push(item);
            }
        }
        hits += u32::from(offers.iter().any(|item| order.contains(item)));
        popular_hits += u32::from(usual.iter().any(|item| order.contains(item)));
        offers
            .iter()
            .for_each(|&item| offered[item as usize] = true);
        usual
            .iter()
            .for_each(|&item| offered_popular[item as usize] = true);
    }
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let of = |offered: &[bool]| offered.iter().filter(|on| **on).count();
    found.hit_rate = share(hits as usize, found.customers as usize);
    found.popular_hit_rate = share(popular_hits as usize, found.customers as usize);
    found.coverage = share(of(&offered), popular.len());
    found.popular_coverage = share(of(&offered_popular), popular.len());
    found
}
