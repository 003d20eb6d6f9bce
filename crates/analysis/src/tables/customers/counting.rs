//! From orders to the table of customers, one customer after the other.

use clientele_model::filters::Returns;

use super::{CustomersTable, online_channels};
use crate::columns::Names;
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day};
use crate::set::CustomerSet;
use crate::stats::exact;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// Makes the table. `within` narrows it to a set; the window's spend range is applied last.
pub fn customers(
    dataset: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) -> CustomersTable {
    let mut counting = Counting::new(dataset, window, within);
    while !counting.step(dataset, window, within, usize::MAX) {}
    counting.done()
}

/// The table while customers are counted.
///
/// Orders are first laid out by customer, so that everything about one customer, distinct
/// products too, is counted in one go with a stamp per product.
#[derive(Default)]
pub struct Counting {
    table: CustomersTable,
    by_customer: ByCustomer,
    /// The next customer.
    next: u32,
    /// Per product, the customer who was last seen to buy it.
    seen: Vec<u32>,
    /// Of one customer, zero for categories that are not among those bought of.
    per_category: Vec<f64>,
    /// Categories that one customer bought of.
    bought_of: Vec<u32>,
}

impl Counting {
    /// Begins.
    pub fn new(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Self {
        let names = &dataset.values;
        Self {
            table: CustomersTable {
                as_of: window.as_of,
                returns_netted: window.returns == Returns::Netted,
                country: Names::of(&names.countries),
                tier: Names::of(&names.tiers),
                categories: names.categories.clone(),
                has_channels: !dataset.orders.channel.is_empty(),
                has_discounts: !dataset.lines.discount.is_empty(),
                ..CustomersTable::default()
            },
            by_customer: ByCustomer::new(
                dataset,
                LineFilter::new(dataset, window, within).orders.end,
            ),
            next: 0,
            seen: vec![NONE; dataset.products.id.len()],
            per_category: vec![0.0; names.categories.len()],
            bought_of: Vec::new(),
        }
    }

    /// Counts the next customers, with about so many lines; of what it began with. Returns whether all
    /// were counted.
    pub fn step(
        &mut self,
        dataset: &Dataset,
        window: &Window,
        within: Option<&CustomerSet>,
        lines: usize,
    ) -> bool {
        let filter = LineFilter::new(dataset, window, within);
        let online = online_channels(&dataset.values.channels);
        let all = dataset.customers.id.len() as u32;
        let mut left = lines;
        while self.next < all && left > 0 {
            let customer = self.next;
            self.next += 1;
            if filter.customer(customer) {
                let read = self.count(&filter, window, &online, customer);
                left = left.saturating_sub(read);
            }
        }
        self.next == all
    }

    /// Counts a customer; returns how many lines they have.
    fn count(
        &mut self,
        filter: &LineFilter<'_>,
        window: &Window,
        online: &[bool],
        customer: u32,
    ) -> usize {
        let dataset = filter.dataset;
        let orders = self.by_customer.orders(customer);
        let begin = orders.partition_point(|&order| (order as usize) < filter.orders.start);
        let mut row = Row::default();
        let mut read = 0;
        for category in self.bought_of.drain(..) {
            self.per_category[category as usize] = 0.0;
        }
        for &order in &orders[begin..] {
            let order = order as usize;
            if !filter.order(order) {
                continue;
            }
            let own = dataset.orders.start[order]..dataset.orders.start[order + 1];
            read += own.len();
            let mut sold = false;
            for line in filter.lines(order) {
                if line.is_return {
                    row.returned += line.paid_back();
                    continue;
                }
                sold = true;
                let value = line.value();
                row.gross += value;
                row.units += line.quantity;
                row.lines += 1;
                row.discount += line.discount;
                row.discounted_lines += u32::from(line.discount > 0.0);
                let product = line.product as usize;
                if self.seen[product] != customer {
                    self.seen[product] = customer;
                    row.products += 1;
                }
                if let Some(&category) = dataset.products.category.get(product)
                    && category != NONE
                {
                    let sum = &mut self.per_category[category as usize];
                    if *sum == 0.0 {
                        self.bought_of.push(category);
                    }
                    *sum += value;
                }
            }
            if sold {
                let day = days::of_minute(dataset.orders.minute[order]);
                if row.orders == 0 {
                    row.first = day;
                }
                row.order_days += u32::from(row.orders == 0 || day != row.last);
                row.last = day;
                row.orders += 1;
                row.country = dataset.orders.country.get(order).copied().unwrap_or(NONE);
                let channel = dataset.orders.channel.get(order).copied();
                row.online_orders += u32::from(
                    channel.is_some_and(|at| online.get(at as usize).copied().unwrap_or(false)),
                );
            }
        }
        if row.orders == 0 || !within_spend(window, row.gross, row.returned) {
            return read;
        }
        row.first_ever = orders
            .iter()
            .find(|&&order| filter.sells(order as usize))
            .map_or(row.first, |&order| {
                days::of_minute(dataset.orders.minute[order as usize])
            });
        self.table.push(dataset, customer, &row);
        // A sum may have been zero in between, so a category may stand there twice.
        self.bought_of.sort_unstable();
        self.bought_of.dedup();
        let bought = self.bought_of.iter();
        let bought = bought.map(|&at| (at, self.per_category[at as usize]));
        self.table.category_gross.push(bought);
        read
    }

    /// The table.
    pub fn done(self) -> CustomersTable {
        self.table
    }
}

/// One customer while the lines go by.
#[derive(Default)]
pub(super) struct Row {
    pub country: u32,
    pub first_ever: Day,
    pub first: Day,
    pub last: Day,
    pub orders: u32,
    pub order_days: u32,
    pub gross: f64,
    pub returned: f64,
    pub units: f64,
    pub lines: u32,
    pub products: u32,
    pub discount: f64,
    pub discounted_lines: u32,
    pub online_orders: u32,
}

/// Orders laid out by customer, each customer's in order of time.
#[derive(Default)]
pub(crate) struct ByCustomer {
    orders: Vec<u32>,
    start: Vec<u32>,
}

impl ByCustomer {
    /// Over the first `count` orders of the data set.
    pub fn new(dataset: &Dataset, count: usize) -> Self {
        let customers = dataset.customers.id.len();
        let mut start = vec![0u32; customers + 1];
        let owner = &dataset.orders.customer[..count];
        for &customer in owner.iter().filter(|&&customer| customer != NONE) {
            start[customer as usize + 1] += 1;
        }
        for at in 0..customers {
            start[at + 1] += start[at];
        }
        let mut next = start.clone();
        let mut orders = vec![0u32; start[customers] as usize];
        for (order, &customer) in owner.iter().enumerate() {
            if customer != NONE {
                let slot = &mut next[customer as usize];
                orders[*slot as usize] = order as u32;
                *slot += 1;
            }
        }
        Self { orders, start }
    }

    /// A customer's orders.
    pub fn orders(&self, customer: u32) -> &[u32] {
        let at = customer as usize;
        &self.orders[self.start[at] as usize..self.start[at + 1] as usize]
    }
}

/// Whether what somebody spent and got back lies in the range of the window.
pub(crate) fn within_spend(window: &Window, gross: f64, returned: f64) -> bool {
    let spend = match window.returns {
        Returns::Netted => exact(exact(gross) - exact(returned)),
        Returns::Off => exact(gross),
    };
    window.spend.low.is_none_or(|low| spend >= low)
        && window.spend.high.is_none_or(|high| spend <= high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tables::sample::{datasets, filters};

    proptest! {
        #[test]
        fn whatever_the_pace_the_customers_are_the_same(
            data in datasets(),
            filters in filters(),
            pace in 1usize..12,
        ) {
            let Ok(window) = Window::new(&filters, &data.catalogue) else {
                return Ok(());
            };
            let mut counting = Counting::new(&data, &window, None);
            loop {
                let before = counting.next;
                let is_done = counting.step(&data, &window, None, pace);
                // All but the last customer of a step fit into it.
                let lines = |customer: u32| -> usize {
                    let start = &data.orders.start;
                    let orders = counting.by_customer.orders(customer).iter();
                    let own = orders.map(|&at| start[at as usize + 1] - start[at as usize]);
                    own.sum::<u32>() as usize
                };
                let filter = LineFilter::new(&data, &window, None);
                let everything = filter.orders == (0..data.orders.minute.len())
                    && (0..data.orders.minute.len()).all(|order| filter.order(order));
                let counted = before..counting.next.saturating_sub(1);
                let read: usize = counted.filter(|&c| filter.customer(c)).map(lines).sum();
                prop_assert!(!everything || read < pace, "{read} lines in a step of {pace}");
                if is_done {
                    break;
                }
            }
            prop_assert_eq!(counting.done(), customers(&data, &window, None));
        }
    }
}
