//! What exposed customers did, once more.

use std::collections::BTreeMap;

use clientele_model::filters::Returns;
use proptest::prelude::*;

use super::lines::{Flat, flat};
use super::{distinct, near};
use crate::dataset::Dataset;
use crate::days::{self, Day, Days};
use crate::tables::sample::{CUSTOMERS, datasets, filters};
use crate::tables::{Exposed, ResponseCounting, ResponsesTable, responses};
use crate::window::Window;

fn check(
    table: &ResponsesTable,
    data: &Dataset,
    window: &Window,
    exposures: &[(u32, Day)],
    days: u32,
) {
    let all = Days {
        first: Day::MIN / 2,
        last: Day::MAX / 2,
    };
    let lines = flat(data, window, all, None);
    let mut expected: BTreeMap<(u32, u32), Vec<&Flat>> = BTreeMap::new();
    for line in &lines {
        let Some(customer) = line.customer else {
            continue;
        };
        let own = exposures.iter().filter(|(of, _)| *of == customer);
        let Some(first) = own.map(|(_, day)| *day).min() else {
            continue;
        };
        let day = match line.day {
            day if day < first - 365 => continue,
            day if day < first => 0,
            day => (day - first + 1) as u32,
        };
        if day <= days {
            expected.entry((customer, day)).or_default().push(line);
        }
    }
    assert!(table.is_sound(days));
    assert_eq!(table.len(), expected.len());
    for (row, ((customer, day), lines)) in expected.into_iter().enumerate() {
        assert_eq!((table.customer.at[row], table.day[row]), (customer, day));
        let sold: Vec<_> = lines.iter().filter(|line| !line.is_return).collect();
        let back = lines.iter().filter(|line| line.is_return);
        let gross: f64 = sold.iter().map(|line| line.value).sum();
        let returned: f64 = back.map(|line| line.value).sum();
        let orders = distinct(sold.iter().map(|line| line.order));
        assert_eq!(table.orders[row], orders);
        assert!(near(table.gross[row], gross) && near(table.returned[row], returned));
        assert!(window.returns == Returns::Netted || table.returned[row] == 0.0);
        let discount = sold.iter().map(|line| line.discount).sum();
        assert!(near(table.discount[row], discount));
        let units = sold.iter().map(|line| line.quantity).sum();
        assert!(near(table.units[row], units));
        let cost = |line: &&Flat| line.quantity * data.products.unit_cost[line.product];
        let margin = gross - returned - lines.iter().map(cost).sum::<f64>();
        let found = table.margin[row];
        assert!(near(found, margin) || found.is_nan() && margin.is_nan());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn prop_responses_naive(
        data in datasets(),
        filters in filters(),
        exposures in prop::collection::vec((0..CUSTOMERS, -50..900), 0..12),
        days in 1u32..90,
        pace in 1usize..4,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let begin = days::from_date(data.catalogue.first);
        let exposures: Vec<(u32, Day)> = exposures
            .into_iter()
            .map(|(customer, after)| (customer, begin + after))
            .collect();
        let mut exposed = Exposed::nobody(data.customers.id.len());
        exposures.iter().for_each(|&(customer, day)| exposed.add(customer, day));
        let exposed = exposed.done();
        let table = responses(&data, &window, &exposed, days);
        check(&table, &data, &window, &exposures, days);
        // Whatever the pace, it is the same.
        let mut counting = ResponseCounting::new(&data);
        while !counting.step(&data, &window, &exposed, days, pace) {}
        // NaN is not equal to itself.
        prop_assert_eq!(format!("{:?}", counting.done()), format!("{table:?}"));
    }
}
