//! What exposed customers did after a campaign reached them, and in the year before: one row per customer and day with
//! something in it.

use clientele_model::columns;

use super::customers::ByCustomer;
use super::line_filter::LineFilter;
use crate::columns::{Names, structure};
use crate::dataset::Dataset;
use crate::days::{self, Day};
use crate::stats::exact;
use crate::window::Window;

columns!(responses => structure {
    /// What exposed customers did, day by day.
    pub struct ResponsesTable {}
});

/// Days before an exposure that are told in one row.
pub const DAYS_BEFORE: Day = 365;

impl ResponsesTable {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
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
    let filter = LineFilter::new(dataset, window, None);
    let by_customer = ByCustomer::new(dataset, dataset.orders.minute.len());
    let mut table = ResponsesTable {
        customer: Names::of(&dataset.customers.id),
        ..ResponsesTable::default()
    };
    for &(customer, day) in exposed {
        if !filter.customer(customer) {
            continue;
        }
        let mut row = Row::default();
        for &order in by_customer.orders(customer) {
            let order = order as usize;
            let after = days::of_minute(dataset.orders.minute[order]) - day;
            if !(-DAYS_BEFORE..days as Day).contains(&after) || !filter.order(order) {
                continue;
            }
            // The days before are told together.
            let at = (after + 1).max(0) as u32;
            if row.day != at {
                table.push(customer, &std::mem::take(&mut row));
                row.day = at;
            }
            row.add(&filter, order);
        }
        table.push(customer, &row);
    }
    table
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
