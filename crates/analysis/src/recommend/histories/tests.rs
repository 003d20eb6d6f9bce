use std::collections::{BTreeMap, BTreeSet};

use clientele_model::filters::Level;
use proptest::prelude::*;

use super::*;
use crate::baskets::{Looked, Making, baskets};
use crate::tables::sample::{datasets, filters};
use crate::window::Window;

proptest! {
    #[test]
    fn whatever_the_pace_the_histories_are_those_of_the_definition(
        data in datasets(),
        filters in filters(),
        pace in 1usize..12,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let of = Looked { dataset: &data, window: &window, within: None };
        let mut making = Making::new(&of, Level::Product, None);
        while !making.step(&of, pace) {}
        let made = making.done();
        prop_assert_eq!(&made, &baskets(&data, &window, None, Level::Product, None));
        let made = made.baskets;
        let all = |_| false;
        let mut writing = Writing::new(&data, &made, &all);
        let mut steps = 1;
        while !writing.step(&data, &made, &all, pace) {
            steps += 1;
        }
        // Every item of a known customer is looked at once while they are gathered, sorted, and given their buyers. A
        // step ends after a whole basket or a whole customer.
        let known = (0..made.len()).map(|at| (at, data.orders.customer[made.order[at] as usize]));
        let mut of_customer = BTreeMap::<u32, usize>::new();
        for (at, customer) in known.filter(|&(_, customer)| customer != NONE) {
            *of_customer.entry(customer).or_default() += made.items(at).len();
        }
        let items: usize = of_customer.values().sum();
        let most = pace + of_customer.values().max().copied().unwrap_or(0);
        prop_assert!(steps * most >= items, "{steps} steps");
        let histories = writing.done();
        for customer in 0..data.customers.id.len() as u32 {
            let own = (0..made.len())
                .filter(|&at| data.orders.customer[made.order[at] as usize] == customer);
            let own: BTreeSet<u32> = own.flat_map(|at| made.items(at)).copied().collect();
            prop_assert!(histories.of(customer).iter().eq(own.iter()));
            for &item in &own {
                prop_assert!(histories.buyers(item).binary_search(&customer).is_ok());
            }
        }
        let bought = (0..histories.kinds() as u32).map(|item| histories.buyers(item).len());
        prop_assert_eq!(bought.sum::<usize>(), histories.items.len());
    }
}
