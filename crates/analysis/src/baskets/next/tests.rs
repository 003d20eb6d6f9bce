//! The naive twin, and one product alone against all.

use proptest::prelude::*;

use super::*;
use crate::dataset::Dataset;
use crate::tables::sample;
use crate::window::Window;
use clientele_model::filters::Level;

/// Of, customers, after whatever (at risk and bought), for one pair: counted one by one.
fn naive(purchases: &FirstPurchases, until: Day, within: Day, pair: (u32, u32)) -> [u64; 4] {
    let mut counts = [0; 4];
    for w in purchases.start.windows(2) {
        // Item and visit of each place.
        let own: Vec<(u32, usize)> = (w[0] as usize..w[1] as usize)
            .flat_map(|visit| {
                let items = purchases.items(visit..visit + 1).iter();
                items.map(move |&item| (item, visit))
            })
            .collect();
        let then = own.iter().find(|(item, _)| *item == pair.1);
        for &(item, at) in own.iter().filter(|(item, _)| *item != pair.1) {
            if purchases.day[at] > until {
                continue;
            }
            let later = then.filter(|(_, then)| *then > at);
            let at_risk = u64::from(then.is_none() || later.is_some());
            let days = |&(_, then): &(u32, usize)| purchases.day[then] - purchases.day[at];
            let bought = u64::from(later.is_some_and(|then| days(then) <= within));
            if item == pair.0 {
                counts[0] += at_risk;
                counts[1] += bought;
            }
            counts[2] += at_risk;
            counts[3] += bought;
        }
    }
    counts
}

fn search(data: &Dataset, window: &Window, within: u16, floor: u32) -> NextSearch {
    let followed = Followed {
        dataset: data,
        window,
        customers: None,
        level: Level::Product,
        largest: u32::MAX,
    };
    NextSearch::new(Gathering::whole(&followed), window.days.last, within, floor)
}

proptest! {
    #[test]
    fn one_item_alone_has_the_counts_that_it_has_among_all(
        data in sample::datasets(), filters in sample::filters(), within in 1..400_u16,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let mut all = search(&data, &window, within, 1);
        all.most_p = 1.0;
        while !all.step() {}
        for first in 0..data.products.id.len() as u32 {
            let mut one = search(&data, &window, within, 1);
            one.most_p = 1.0;
            one.follow(first);
            let of_all = all.candidates.iter().filter(|follow| follow.first == first);
            prop_assert!(one.candidates.iter().eq(of_all));
            let pairs = one.candidates.clone();
            let kept = one.found_after(first);
            prop_assert!(kept.iter().all(|follow| pairs.contains(follow) && follow.lift > 1.0));
        }
    }

    #[test]
    fn what_follows_is_what_counting_one_by_one_finds(
        data in sample::datasets(), filters in sample::filters(), within in 1..400_u16,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let last = window.days.last;
        let mut search = search(&data, &window, within, 1);
        search.most_p = 1.0;
        while !search.step() {}
        let until = last - Day::from(within);
        for follow in &search.candidates {
            let pair = (follow.first, follow.then);
            let [of, customers, risk, bought] =
                naive(&search.purchases, until, Day::from(within), pair);
            prop_assert_eq!(u64::from(follow.of), of);
            prop_assert_eq!(u64::from(follow.customers), customers);
            let at = follow.then as usize;
            let own = search.buyers.visits(follow.then).len() as u64;
            prop_assert_eq!(search.base.total - own - search.base.risk[at], risk);
            prop_assert_eq!(search.base.bought[at], bought);
        }
        let listed = search.candidates.len();
        let kinds = data.products.id.len() as u32;
        let all = (0..kinds).flat_map(|a| (0..kinds).map(move |b| (a, b)));
        let expected = all.filter(|(a, b)| a != b).filter(|&pair| {
            naive(&search.purchases, until, Day::from(within), pair)[1] > 0
        });
        prop_assert_eq!(listed, expected.count());
    }
}
