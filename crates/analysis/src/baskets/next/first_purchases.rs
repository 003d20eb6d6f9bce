//! First purchases of each customer, gathered from order lines.

use std::ops::Range;

use clientele_model::filters::Level;

use crate::baskets::basket::Items;
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day};
use crate::set::CustomerSet;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// First purchases of each known customer, in order of time. A visit is an order with some.
pub(super) struct FirstPurchases {
    /// Where each customer's visits begin; one more entry than customers.
    pub start: Vec<u32>,
    /// Per visit, where its items begin; one more entry than visits.
    begin: Vec<u32>,
    /// Per visit.
    pub day: Vec<Day>,
    /// Per visit.
    customer: Vec<u32>,
    item: Vec<u32>,
}

impl FirstPurchases {
    /// Items bought for the first time at these visits, of one customer.
    pub fn items(&self, visits: Range<usize>) -> &[u32] {
        &self.item[self.begin[visits.start] as usize..self.begin[visits.end] as usize]
    }

    /// All visits of whoever made this one.
    pub fn visits(&self, visit: usize) -> Range<usize> {
        let customer = self.customer[visit] as usize;
        self.start[customer] as usize..self.start[customer + 1] as usize
    }

    /// Later visits of whoever made this one, within so many days.
    pub fn later(&self, visit: usize, within: Day) -> Range<usize> {
        let until = self.day[visit].saturating_add(within);
        let end = self.visits(visit).end;
        let days = &self.day[visit + 1..end];
        let near = days.iter().position(|&day| day > until);
        visit + 1..near.map_or(end, |near| visit + 1 + near)
    }
}

/// Whose purchases are followed.
#[derive(Clone, Copy)]
pub struct Followed<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// What is looked at.
    pub window: &'a Window,
    /// Only orders of these customers; all when absent.
    pub customers: Option<&'a CustomerSet>,
    /// Products or categories.
    pub level: Level,
    /// Orders of more distinct items are left out.
    pub largest: u32,
}

/// Lines that are read in one step, some twenty milliseconds.
const PER_STEP: usize = 500_000;

/// First purchases being gathered, customer by customer and straight from the lines: baskets of all
/// items would take half as much memory again.
pub struct Gathering {
    /// Where each customer's orders begin; one more entry than customers.
    start: Vec<u32>,
    /// Orders by customer, and of one customer by time.
    orders: Vec<u32>,
    /// Per item, the customer who was last seen to buy it.
    seen: Vec<u32>,
    purchases: FirstPurchases,
}

impl Gathering {
    /// Begins: puts each customer's orders side by side.
    pub fn new(followed: &Followed<'_>) -> Self {
        let dataset = followed.dataset;
        let filter = followed.filter();
        let customer = |order: usize| dataset.orders.customer[order];
        let passes = |&order: &usize| {
            customer(order) != NONE && filter.customer(customer(order)) && filter.order(order)
        };
        let customers = dataset.customers.id.len();
        let mut start = vec![0_u32; customers + 1];
        let mut lines = 0;
        for order in filter.orders.clone().filter(passes) {
            start[customer(order) as usize + 1] += 1;
            lines += dataset.orders.start[order + 1] - dataset.orders.start[order];
        }
        for at in 0..customers {
            start[at + 1] += start[at];
        }
        let mut orders = vec![0_u32; start[customers] as usize];
        let mut fill = start.clone();
        for order in filter.orders.clone().filter(passes) {
            let place = &mut fill[customer(order) as usize];
            orders[*place as usize] = order as u32;
            *place += 1;
        }
        let mut purchases = FirstPurchases {
            start: Vec::with_capacity(customers + 1),
            begin: Vec::with_capacity(orders.len() + 1),
            day: Vec::with_capacity(orders.len()),
            customer: Vec::with_capacity(orders.len()),
            item: Vec::with_capacity(lines as usize),
        };
        purchases.start.push(0);
        purchases.begin.push(0);
        Self {
            start,
            orders,
            seen: vec![NONE; Items::kinds(dataset, followed.level)],
            purchases,
        }
    }

    /// Goes on for a while; of what it began with. Returns whether all customers were looked at.
    pub fn step(&mut self, followed: &Followed<'_>) -> bool {
        let filter = followed.filter();
        let mut items = Items::new(&filter, followed.level);
        let until = self.purchases.item.len() + PER_STEP;
        let customers = self.start.len() - 1;
        while self.purchases.start.len() <= customers && self.purchases.item.len() < until {
            let customer = self.purchases.start.len() - 1;
            let own = self.start[customer] as usize..self.start[customer + 1] as usize;
            for at in own {
                let order = self.orders[at] as usize;
                let found = items.of(order);
                if found.len() <= followed.largest as usize {
                    let day = days::of_minute(followed.dataset.orders.minute[order]);
                    self.visit(customer as u32, day, found);
                }
            }
            self.purchases.start.push(self.purchases.day.len() as u32);
        }
        self.purchases.start.len() > customers
    }

    /// All at once.
    pub fn whole(followed: &Followed<'_>) -> Self {
        let mut gathering = Self::new(followed);
        while !gathering.step(followed) {}
        gathering
    }

    /// Keeps what the customer had not bought before.
    fn visit(&mut self, customer: u32, day: Day, items: &[u32]) {
        let purchases = &mut self.purchases;
        let before = purchases.item.len();
        for &item in items {
            if self.seen[item as usize] != customer {
                self.seen[item as usize] = customer;
                purchases.item.push(item);
            }
        }
        if purchases.item.len() > before {
            purchases.begin.push(purchases.item.len() as u32);
            purchases.day.push(day);
            purchases.customer.push(customer);
        }
    }

    /// What was gathered, and how many kinds of items there are.
    pub(super) fn done(mut self) -> (FirstPurchases, usize) {
        self.purchases.item.shrink_to_fit();
        (self.purchases, self.seen.len())
    }
}

impl Followed<'_> {
    fn filter(&self) -> LineFilter<'_> {
        LineFilter::new(self.dataset, self.window, self.customers)
    }
}
