//! What exposed customers did after a campaign reached them, and in the year before: one row per customer and day with
//! something in it.

use clientele_model::columns;

use super::customers::ByCustomer;
use super::line_filter::LineFilter;
use crate::columns::{Names, structure};
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day};
use crate::stats::exact;
use crate::window::Window;

columns!(responses => structure {
    /// What exposed customers did, day by day.
    pub struct ResponsesTable {}
});

/// Days before an exposure that are told in one row.
pub const DAYS_BEFORE: i64 = 365;

/// Days from an exposure on that are told at most: three years.
pub const MOST_DAYS: u32 = 1096;

impl ResponsesTable {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
    }

    /// Whether the days of each customer stand side by side, in order, and none is after the last one told.
    pub(crate) fn is_sound(&self, days: u32) -> bool {
        let mut begun = vec![false; self.customer.list.len()];
        let mut before = NONE;
        (0..self.len()).all(|row| {
            let customer = self.customer.at[row];
            let is_next = match row.checked_sub(1) {
                Some(above) if customer == before => self.day[above] < self.day[row],
                _ => begun
                    .get_mut(customer as usize)
                    .is_some_and(|begun| !std::mem::replace(begun, true)),
            };
            before = customer;
            is_next && self.day[row] <= days
        })
    }
}

/// Makes the table. `exposed` has the position and day of exposure of each customer who is known, in the order of
/// positions; `days` is how many days from that one on are told. The days of the window do not matter.
pub fn responses(
    dataset: &Dataset,
    window: &Window,
    exposed: &[(u32, Day)],
    days: u32,
) -> ResponsesTable {
    let mut counting = ResponseCounting::new(dataset);
    while !counting.step(dataset, window, exposed, days, usize::MAX) {}
    counting.done()
}

/// The table while customers are counted, one after the other.
#[derive(Default)]
pub struct ResponseCounting {
    table: ResponsesTable,
    by_customer: ByCustomer,
    /// The next of the exposed.
    next: usize,
}

impl ResponseCounting {
    /// Begins.
    pub fn new(dataset: &Dataset) -> Self {
        let mut counting = Self::nameless(dataset);
        counting.table.customer = Names::of(&dataset.customers.id);
        counting
    }

    /// Begins without the customers' own numbers: who knows their positions has no use for a copy of a million of them.
    pub fn nameless(dataset: &Dataset) -> Self {
        Self {
            table: ResponsesTable::default(),
            by_customer: ByCustomer::new(dataset, dataset.orders.minute.len()),
            next: 0,
        }
    }

    /// Counts so many more of the exposed, as [`responses`] does. Returns whether all were counted.
    pub fn step(
        &mut self,
        dataset: &Dataset,
        window: &Window,
        exposed: &[(u32, Day)],
        days: u32,
        customers: usize,
    ) -> bool {
        let filter = LineFilter::new(dataset, window, None);
        let end = exposed.len().min(self.next.saturating_add(customers));
        for &(customer, day) in exposed.get(self.next..end).unwrap_or_default() {
            if filter.customer(customer) {
                self.count(&filter, customer, day, days);
            }
        }
        self.next = end;
        end == exposed.len()
    }

    fn count(&mut self, filter: &LineFilter<'_>, customer: u32, day: Day, days: u32) {
        let mut row = Row::default();
        for &order in self.by_customer.orders(customer) {
            let order = order as usize;
            let after = days::of_minute(filter.dataset.orders.minute[order]) - day;
            let is_told = (-DAYS_BEFORE..i64::from(days)).contains(&i64::from(after));
            if !is_told || !filter.order(order) {
                continue;
            }
            // The days before are told together.
            let at = after.saturating_add(1).max(0) as u32;
            if row.day != at {
                self.table.push(customer, &std::mem::take(&mut row));
                row.day = at;
            }
            row.add(filter, order);
        }
        self.table.push(customer, &row);
    }

    /// The table, once all are counted.
    pub fn done(self) -> ResponsesTable {
        self.table
    }
}

/// Who is known of those exposed to a campaign, with the day of their earliest exposure: what [`responses`] takes.
#[derive(Default)]
pub struct Exposed {
    /// Per customer of the data set; after all days for who was not exposed.
    first: Vec<Day>,
}

impl Exposed {
    /// Nobody of so many customers.
    pub fn nobody(customers: usize) -> Self {
        Self {
            first: vec![Day::MAX; customers],
        }
    }

    /// Adds an exposure of a customer.
    pub fn add(&mut self, customer: u32, day: Day) {
        if let Some(first) = self.first.get_mut(customer as usize) {
            *first = day.min(*first);
        }
    }

    /// Each of them once, in the order of positions.
    pub fn done(self) -> Vec<(u32, Day)> {
        let all = (0..).zip(self.first);
        all.filter(|(_, first)| *first != Day::MAX).collect()
    }
}

/// A day of a customer while the orders go by.
#[derive(Default)]
struct Row {
    day: u32,
    is_there: bool,
    orders: u32,
    gross: f64,
    returned: f64,
    discount: f64,
    units: f64,
    /// Of the pieces kept, NaN where that of one product is not known.
    cost: f64,
}

impl Row {
    fn add(&mut self, filter: &LineFilter<'_>, order: usize) {
        let mut is_sale = false;
        for line in filter.lines(order) {
            self.is_there = true;
            let unit_cost = filter.dataset.products.unit_cost.get(line.product as usize);
            // Pieces that came back are below zero.
            self.cost += line.quantity * unit_cost.copied().unwrap_or(f64::NAN);
            if line.is_return {
                self.returned += line.paid_back();
            } else {
                is_sale = true;
                self.gross += line.value();
                self.discount += line.discount;
                self.units += line.quantity;
            }
        }
        self.orders += u32::from(is_sale);
    }
}

impl ResponsesTable {
    fn push(&mut self, customer: u32, row: &Row) {
        if !row.is_there {
            return;
        }
        self.customer.at.push(customer);
        self.day.push(row.day);
        self.orders.push(row.orders);
        self.gross.push(exact(row.gross));
        self.returned.push(exact(row.returned));
        self.discount.push(exact(row.discount));
        self.units.push(row.units);
        self.margin.push(exact(row.gross - row.returned - row.cost));
    }
}
