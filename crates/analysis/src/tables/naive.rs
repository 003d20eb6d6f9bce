//! The tables once more, so simply that they are unlikely to be wrong: every line with everything
//! that belongs to it, filtered by name, summed into maps. The fast versions must agree. The file is
//! long because every table has its plain twin here.

mod lines;
mod responses;

use std::collections::{BTreeMap, BTreeSet};

use clientele_model::filters::Dimension;
use proptest::prelude::*;

use super::overview::{Side, Sums, buckets, unit};
use super::sample::{datasets, filters};
use super::{CustomerMonthsTable, CustomersTable, Tables, ValuesTable, customer_months, values};
use crate::dataset::Dataset;
use crate::days::{self, Day, Days};
use crate::set::CustomerSet;
use crate::window::Window;
use lines::{Flat, first_ever, flat};

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> u32 {
    values.collect::<BTreeSet<T>>().len() as u32
}

fn sums<'a>(
    lines: impl Iterator<Item = &'a Flat<'a>>,
    days: Days,
    first: &BTreeMap<u32, Day>,
) -> Sums {
    let lines: Vec<_> = lines.collect();
    let sold = || lines.iter().filter(|line| !line.is_return);
    let back = || lines.iter().filter(|line| line.is_return);
    let customers: BTreeSet<u32> = sold().filter_map(|line| line.customer).collect();
    Sums {
        gross: sold().map(|line| line.value).sum(),
        returned: back().map(|line| line.value).sum(),
        discount: sold().map(|line| line.discount).sum(),
        anonymous_gross: sold()
            .filter(|l| l.customer.is_none())
            .map(|l| l.value)
            .sum(),
        anonymous_returned: back()
            .filter(|l| l.customer.is_none())
            .map(|l| l.value)
            .sum(),
        orders: distinct(sold().map(|line| line.order)),
        customers: customers.len() as u32,
        new_customers: customers
            .iter()
            .filter(|at| days.contains(first[at]))
            .count() as u32,
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

#[track_caller]
fn same_sums(a: &Sums, b: &Sums) {
    assert!(
        near(a.gross, b.gross)
            && near(a.returned, b.returned)
            && near(a.discount, b.discount)
            && near(a.anonymous_gross, b.anonymous_gross)
            && near(a.anonymous_returned, b.anonymous_returned)
            && (a.orders, a.customers, a.new_customers) == (b.orders, b.customers, b.new_customers),
        "{a:?} {b:?}"
    );
}

fn check_side(
    side: &Side,
    data: &Dataset,
    window: &Window,
    edges: &[Days],
    within: Option<&CustomerSet>,
) {
    let first = first_ever(data, window);
    let lines = flat(data, window, window.days, within);
    same_sums(&side.all, &sums(lines.iter(), window.days, &first));
    for (sums_of, &days) in side.buckets.iter().zip(edges) {
        let inside = lines.iter().filter(|line| days.contains(line.day));
        same_sums(sums_of, &sums(inside, days, &first));
    }
    for (sums_of, name) in side.countries.iter().zip(&data.values.countries) {
        let inside = lines.iter().filter(|line| line.country == Some(name));
        same_sums(sums_of, &sums(inside, window.days, &first));
    }
    for (sums_of, name) in side.channels.iter().zip(&data.values.channels) {
        let inside = lines.iter().filter(|line| line.channel == Some(name));
        same_sums(sums_of, &sums(inside, window.days, &first));
    }
}

fn check_customers(
    table: &CustomersTable,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) {
    let first = first_ever(data, window);
    let lines = flat(data, window, window.days, within);
    let mut row = 0;
    for at in 0..data.customers.id.len() as u32 {
        let sold: Vec<_> = lines
            .iter()
            .filter(|line| line.customer == Some(at) && !line.is_return)
            .collect();
        let back = lines
            .iter()
            .filter(|l| l.customer == Some(at) && l.is_return);
        let gross: f64 = sold.iter().map(|line| line.value).sum();
        let returned: f64 = back.map(|line| line.value).sum();
        let spend = gross - returned;
        let wanted = window.spend.low.is_none_or(|low| spend >= low)
            && window.spend.high.is_none_or(|high| spend <= high);
        if sold.is_empty() || !wanted {
            continue;
        }
        assert_eq!(table.position[row], at);
        assert_eq!(table.customer.get(row), data.customers.id[at as usize]);
        assert_eq!(table.first_ever[row], first[&at]);
        assert_eq!(table.first[row], sold[0].day);
        assert_eq!(table.last[row], sold[sold.len() - 1].day);
        assert_eq!(
            table.orders[row],
            distinct(sold.iter().map(|line| line.order))
        );
        assert_eq!(
            table.order_days[row],
            distinct(sold.iter().map(|line| line.day))
        );
        assert_eq!(
            table.products[row],
            distinct(sold.iter().map(|line| line.product))
        );
        assert_eq!(table.lines[row], sold.len() as u32);
        let discounted = sold.iter().filter(|line| line.discount > 0.0).count() as u32;
        assert_eq!(table.discounted_lines[row], discounted);
        let online = sold
            .iter()
            .filter(|line| matches!(line.channel, Some("App" | "Online store")));
        assert_eq!(
            table.online_orders[row],
            distinct(online.map(|line| line.order))
        );
        assert_eq!(
            table.country.get(row),
            sold[sold.len() - 1].country.unwrap_or("")
        );
        assert!(near(table.monetary(row), spend));
        assert!(near(table.gross[row], gross) && near(table.returned[row], returned));
        assert!(near(
            table.units[row],
            sold.iter().map(|line| line.quantity).sum()
        ));
        assert!(near(
            table.discount[row],
            sold.iter().map(|line| line.discount).sum()
        ));
        for (at, name) in data.values.categories.iter().enumerate() {
            let value = table.gross_in(at, row);
            let inside = sold.iter().filter(|line| line.category == Some(name));
            assert!(near(value, inside.map(|line| line.value).sum()));
        }
        row += 1;
    }
    assert_eq!(table.len(), row);
}

fn check_months(
    table: &CustomerMonthsTable,
    customers: &CustomersTable,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) {
    let lines = flat(data, window, window.days, within);
    let mut expected: BTreeMap<(u32, Day), Vec<&Flat>> = BTreeMap::new();
    for line in &lines {
        if let Some(customer) = line.customer {
            let date = days::to_date(line.day);
            let month = clientele_model::date(date.year(), date.month(), 1);
            let key = (customer, days::from_date(month));
            expected.entry(key).or_default().push(line);
        }
    }
    assert_eq!(table.len(), expected.len());
    assert!(table.is_sound());
    for (row, ((customer, month), lines)) in expected.into_iter().enumerate() {
        assert_eq!(
            (table.customer.at[row], table.month[row]),
            (customer, month)
        );
        let sold: Vec<_> = lines.iter().filter(|line| !line.is_return).collect();
        let back: Vec<_> = lines.iter().filter(|line| line.is_return).collect();
        let orders = distinct(sold.iter().map(|line| line.order));
        assert_eq!(table.orders[row], orders);
        assert_eq!(table.order_days(row), distinct(sold.iter().map(|l| l.day)));
        assert_eq!(table.first(row), sold.first().map(|line| line.day));
        assert_eq!(table.last(row), sold.last().map(|line| line.day));
        let gross: f64 = sold.iter().map(|line| line.value).sum();
        let returned: f64 = back.iter().map(|line| line.value).sum();
        let cost = |line: &Flat| line.quantity * data.products.unit_cost[line.product];
        let margin = gross - returned - lines.iter().map(|line| cost(line)).sum::<f64>();
        assert!(near(table.gross[row], gross) && near(table.returned[row], returned));
        let found = table.margin[row];
        assert!(near(found, margin) || found.is_nan() && margin.is_nan());
        let discount = sold.iter().map(|line| line.discount).sum();
        assert!(near(table.discount[row], discount));
        assert!(near(
            table.units[row],
            sold.iter().map(|l| l.quantity).sum()
        ));
    }
    // The months of a customer add up to the customer.
    for (at, &customer) in customers.position.iter().enumerate() {
        let own = (0..table.len()).filter(|&row| table.customer.at[row] == customer);
        let sum = |values: &[f64]| own.clone().map(|row| values[row]).sum::<f64>();
        let count = |of: &dyn Fn(usize) -> u32| own.clone().map(of).sum::<u32>();
        assert_eq!(count(&|row| table.orders[row]), customers.orders[at]);
        assert_eq!(
            count(&|row| table.order_days(row)),
            customers.order_days[at]
        );
        assert!(near(sum(&table.gross), customers.gross[at]));
        assert!(near(sum(&table.returned), customers.returned[at]));
        assert!(near(sum(&table.units), customers.units[at]));
        assert!(near(sum(&table.discount), customers.discount[at]));
        let first = own.clone().find_map(|row| table.first(row));
        assert_eq!(first, Some(customers.first[at]));
        let last = own.clone().rev().find_map(|row| table.last(row));
        assert_eq!(last, Some(customers.last[at]));
    }
}

/// Who counts on a side: those of `within` whose spend on that side lies in the range, and nobody
/// without a number, when there is a range.
fn spenders(data: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Option<CustomerSet> {
    if window.spend.low.is_none() && window.spend.high.is_none() {
        return within.cloned();
    }
    let mut sums: BTreeMap<u32, (bool, f64, f64)> = BTreeMap::new();
    for line in flat(data, window, window.days, within) {
        let Some(customer) = line.customer else {
            continue;
        };
        let (buys, gross, returned) = sums.entry(customer).or_default();
        if line.is_return {
            *returned += line.value;
        } else {
            *buys = true;
            *gross += line.value;
        }
    }
    let chosen = sums.into_iter().filter(|(_, (buys, gross, returned))| {
        let spend = gross - returned;
        *buys
            && window.spend.low.is_none_or(|low| spend >= low)
            && window.spend.high.is_none_or(|high| spend <= high)
    });
    Some(chosen.map(|(customer, _)| customer).collect())
}

fn check_products(tables: &Tables, data: &Dataset, window: &Window, within: Option<&CustomerSet>) {
    let table = &tables.products;
    let lines = flat(data, window, window.days, within);
    let mut rows = 0;
    for (product, id) in data.products.id.iter().enumerate() {
        let of: Vec<_> = lines
            .iter()
            .filter(|line| line.product == product)
            .collect();
        let sold: Vec<_> = of.iter().filter(|line| !line.is_return).collect();
        let row = table.product.iter().position(|known| known == id);
        assert_eq!(row.is_some(), !sold.is_empty());
        let Some(row) = row else { continue };
        rows += 1;
        assert!(near(
            table.gross[row],
            sold.iter().map(|line| line.value).sum()
        ));
        let back = || of.iter().filter(|line| line.is_return);
        let returned = back().map(|line| line.value).sum();
        assert!(near(table.returned[row], returned));
        let units: f64 = sold.iter().map(|line| line.quantity).sum();
        assert!(near(table.units[row], units));
        let units_back: f64 = back().map(|line| line.quantity.abs()).sum();
        assert!(near(table.units_back[row], units_back));
        assert!(near(table.pieces(row), units - units_back));
        assert_eq!(
            table.orders[row],
            distinct(sold.iter().map(|line| line.order))
        );
        let customers = distinct(sold.iter().filter_map(|line| line.customer));
        assert_eq!(table.customers[row], customers);
    }
    assert_eq!((table.len(), table.sold as usize), (rows, rows));
    assert!((1..rows).all(|row| table.revenue(row - 1) >= table.revenue(row)));
}

/// The window with one value of a dimension and no other.
fn with_value(window: &Window, of: Dimension, value: &str) -> Window {
    let mut window = window.clone();
    let listed = match of {
        Dimension::Country => &mut window.countries,
        Dimension::Channel => &mut window.channels,
        Dimension::Category => &mut window.categories,
        Dimension::Tier => &mut window.tiers,
        Dimension::Product => unreachable!("no filter lists products"),
    };
    *listed = BTreeSet::from([value.to_owned()]);
    window
}

/// A value has as many customers as are left when it alone is chosen.
fn check_values(
    table: &ValuesTable,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) {
    let mut rows = 0;
    for of in Dimension::LISTED {
        for name in data.dimension(of).0 {
            let window = with_value(window, of, name);
            let spenders = spenders(data, &window, within);
            let lines = flat(data, &window, window.days, spenders.as_ref());
            let sold = lines.iter().filter(|line| !line.is_return);
            let customers = distinct(sold.filter_map(|line| line.customer));
            let names = table.names();
            let row = names.iter().position(|row| *row == (of.one(), name));
            assert_eq!(row.map_or(0, |row| table.customers[row]), customers);
            assert_eq!(row.is_some(), customers > 0);
            rows += usize::from(customers > 0);
        }
    }
    assert_eq!(table.customers.len(), rows);
    assert!(table.names().is_sorted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn prop_tables_naive(
        data in datasets(),
        filters in filters(),
        within in proptest::option::weighted(0.3, prop::collection::btree_set(0..super::sample::CUSTOMERS, 0..6)),
    ) {
        let within: Option<CustomerSet> = within.map(|set| set.into_iter().collect());
        let within = within.as_ref();
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let tables = Tables::of(&data, &window, within);
        check_customers(&tables.customers, &data, &window, within);
        let chosen = spenders(&data, &window, within);
        check_products(&tables, &data, &window, chosen.as_ref());
        check_values(&values(&data, &window, within), &data, &window, within);
        let months = customer_months(&data, &window, chosen.as_ref());
        check_months(&months, &tables.customers, &data, &window, chosen.as_ref());
        let now = buckets(window.days, unit(window.days));
        check_side(&tables.overview.now, &data, &window, &now, chosen.as_ref());
        prop_assert_eq!(tables.overview.then.is_some(), window.before.is_some());
        if let (Some(side), Some(shift)) = (&tables.overview.then, window.before) {
            let earlier = window.earlier().unwrap();
            let then: Vec<Days> = now
                .iter()
                .map(|days| Days {
                    first: shift.by.earlier(days.first),
                    last: shift.by.earlier(days.last + 1) - 1,
                })
                .collect();
            let chosen = spenders(&data, &earlier, within);
            check_side(side, &data, &earlier, &then, chosen.as_ref());
        }
    }
}
