//! What to speak of with some customers: the category they are fond of, products they buy more than others, and what goes
//! together in their orders.

use std::collections::BTreeMap;

use clientele_model::audiences::BoughtMore;
use clientele_model::filters::Level;

use crate::audiences::{bought_more, profile};
use crate::baskets::{Alike, Items};
use crate::dataset::Dataset;
use crate::order::sort_by;
use crate::set::CustomerSet;
use crate::stats::wilson;
use crate::tables::CustomersTable;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// Products whose pairs are looked at: those in most of the orders.
const LOOKED_AT: usize = 40;
/// Fewer orders than these say nothing.
const FEWEST: u32 = 10;
/// Nearer than this to everybody is like everybody, in standard deviations.
const ALIKE: f64 = 0.2;

/// What to speak of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Focus {
    /// A category: its name, its mean share of their spend, and of everybody's.
    pub category: Option<(String, f64, f64)>,
    /// Products that stand in more of their orders, the surest first.
    pub products: Vec<BoughtMore>,
    /// Two products that go together in their orders.
    pub pair: Option<Pair>,
}

/// Two products that go together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Their names.
    pub names: [String; 2],
    /// Orders with both.
    pub orders: u32,
    /// That many times what chance would bring together.
    pub lift: f64,
}

impl Focus {
    /// Of these customers among others; products only where there are lines.
    pub fn of(
        dataset: Option<&Dataset>,
        window: &Window,
        among: &CustomersTable,
        these: &CustomerSet,
    ) -> Self {
        let rows = profile(among, these).rows.into_iter();
        let mut fond = rows.filter_map(|row| {
            let name = row.key.strip_prefix("category:")?.to_owned();
            (row.deviations >= ALIKE && row.these > row.everybody).then_some((
                name,
                row.these,
                row.everybody,
            ))
        });
        Self {
            category: fond.next(),
            products: dataset
                .map_or_else(Vec::new, |lines| bought_more(lines, window, among, these)),
            pair: dataset.and_then(|lines| pair(lines, window, these)),
        }
    }
}

/// The two products that most surely go together in the orders of these customers: by the lower end of Wilson's interval of
/// the share of the rarer one's orders that hold the other, over the other's share of all orders. Products of which one may
/// be bought in place of the other are no pair.
fn pair(dataset: &Dataset, window: &Window, these: &CustomerSet) -> Option<Pair> {
    let filter = LineFilter::new(dataset, window, Some(these));
    let mut orders = 0u32;
    let mut counts = vec![0u32; dataset.products.id.len()];
    each(dataset, &filter, &mut |items| {
        orders += 1;
        items.iter().for_each(|&item| counts[item as usize] += 1);
    });
    let mut most: Vec<u32> = (0..counts.len() as u32)
        .filter(|&item| counts[item as usize] >= FEWEST)
        .collect();
    sort_by(&mut most, |&a, &b| {
        counts[b as usize].cmp(&counts[a as usize]).then(a.cmp(&b))
    });
    most.truncate(LOOKED_AT);
    most.sort_unstable();
    let mut both: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    each(dataset, &filter, &mut |items| {
        let mut known: Vec<u32> = items
            .iter()
            .copied()
            .filter(|item| most.binary_search(item).is_ok())
            .collect();
        known.sort_unstable();
        for (at, &one) in known.iter().enumerate() {
            for &other in &known[at + 1..] {
                *both.entry((one, other)).or_default() += 1;
            }
        }
    });
    let mut alike = Alike::new(dataset);
    let mut surest: Option<(f64, Pair)> = None;
    for ((one, other), hits) in both.into_iter().filter(|(_, hits)| *hits >= FEWEST) {
        let (rarer, other) = match counts[one as usize] <= counts[other as usize] {
            true => (one, other),
            false => (other, one),
        };
        let (hits_of, usual) = (
            f64::from(counts[rarer as usize]),
            f64::from(counts[other as usize]) / f64::from(orders),
        );
        let sure = wilson(f64::from(hits), hits_of).0 / usual;
        let is_surer = surest.as_ref().is_none_or(|(best, _)| sure > *best);
        if sure > 1.0 && is_surer && !alike.are(rarer, other) {
            let name = |item: u32| dataset.products.name[item as usize].clone();
            let pair = Pair {
                names: [name(rarer), name(other)],
                orders: hits,
                lift: f64::from(hits) / hits_of / usual,
            };
            surest = Some((sure, pair));
        }
    }
    surest.map(|(_, pair)| pair)
}

/// The distinct products of each order of these customers.
fn each(dataset: &Dataset, filter: &LineFilter<'_>, see: &mut dyn FnMut(&[u32])) {
    let mut items = Items::new(filter, Level::Product);
    for order in filter.orders.clone() {
        if filter.customer(dataset.orders.customer[order]) && filter.order(order) {
            let items = items.of(order);
            if !items.is_empty() {
                see(items);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::dataset::NONE;
    use crate::tables::sample;

    /// Counts every pair of every order anew.
    fn twin(dataset: &Dataset, window: &Window, these: &CustomerSet) -> Vec<(f64, u32, f64)> {
        let filter = LineFilter::new(dataset, window, Some(these));
        let mut baskets: Vec<BTreeSet<u32>> = Vec::new();
        for order in filter.orders.clone() {
            let customer = dataset.orders.customer[order];
            if customer == NONE || !these.contains(customer) || !filter.order(order) {
                continue;
            }
            let sold = filter.lines(order).filter(|line| !line.is_return);
            let basket: BTreeSet<u32> = sold.map(|line| line.product).collect();
            if !basket.is_empty() && filter.customer(customer) {
                baskets.push(basket);
            }
        }
        let with = |items: &[u32]| {
            let has = |basket: &&BTreeSet<u32>| items.iter().all(|item| basket.contains(item));
            baskets.iter().filter(has).count() as f64
        };
        let products = dataset.products.id.len() as u32;
        let mut alike = Alike::new(dataset);
        let mut found = Vec::new();
        for one in 0..products {
            for other in one + 1..products {
                let both = with(&[one, other]);
                if both < f64::from(FEWEST) || alike.are(one, other) {
                    continue;
                }
                let (fewer, more) = (
                    with(&[one]).min(with(&[other])),
                    with(&[one]).max(with(&[other])),
                );
                let usual = more / baskets.len() as f64;
                let sure = wilson(both, fewer).0 / usual;
                if sure > 1.0 {
                    found.push((sure, both as u32, both / fewer / usual));
                }
            }
        }
        found
    }

    fn order() -> impl Strategy<Value = sample::Order> {
        let product = (0..sample::PRODUCTS, 0..8u8);
        let products = prop::collection::vec(product, 1..4);
        (180..365i32, 0..sample::CUSTOMERS, products).prop_map(|(day, customer, products)| {
            let line = |(product, flag): (u32, u8)| sample::Line {
                product,
                quantity: 1,
                pence: 100,
                discount: 0,
                // Now and then something comes back.
                flags: u8::from(flag == 0),
            };
            sample::Order {
                day,
                customer: Some(customer),
                country: 0,
                channel: 0,
                lines: products.into_iter().map(line).collect(),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn prop_the_pair_is_the_surest_of_all(orders in prop::collection::vec(order(), 100..250)) {
            let dataset = sample::dataset(orders);
            let window = Window::usual(&dataset.catalogue).unwrap();
            let these: CustomerSet = (0..sample::CUSTOMERS).filter(|customer| customer % 3 != 0).collect();
            let found = pair(&dataset, &window, &these);
            let all = twin(&dataset, &window, &these);
            let best = all.iter().map(|(sure, ..)| *sure).fold(f64::NEG_INFINITY, f64::max);
            match found {
                None => prop_assert!(all.is_empty(), "{all:?}"),
                Some(pair) => prop_assert!(
                    all.iter().any(|(sure, orders, lift)| {
                        (sure - best).abs() < 1e-12 && *orders == pair.orders && (lift - pair.lift).abs() < 1e-9
                    }),
                    "{pair:?} {all:?}"
                ),
            }
        }
    }
}
