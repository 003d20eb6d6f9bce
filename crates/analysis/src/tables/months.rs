//! One row per known customer and calendar month in which they bought something or something came
//! back. Of the window only: where it begins or ends inside a month, the row of that month holds the days
//! inside the window. A return stands in the month in which it came back.

use clientele_model::columns;

use super::customers::ByCustomer;
use super::line_filter::{Line, LineFilter};
use crate::columns::{Names, structure};
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day};
use crate::set::CustomerSet;
use crate::stats::exact;
use crate::window::Window;

columns!(customer_months => structure {
    /// Known customers, month by month.
    pub struct CustomerMonthsTable {}
});

impl CustomerMonthsTable {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.month.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.month.is_empty()
    }

    /// Days with an order.
    pub fn order_days(&self, row: usize) -> u32 {
        self.days[row].count_ones()
    }

    /// The first day with an order; none where goods only came back.
    pub fn first(&self, row: usize) -> Option<Day> {
        let days = self.days[row];
        (days != 0).then(|| self.month[row] + days.trailing_zeros() as Day)
    }

    /// The last day with an order; none where goods only came back.
    pub fn last(&self, row: usize) -> Option<Day> {
        let days = self.days[row];
        (days != 0).then(|| self.month[row] + days.ilog2() as Day)
    }

    /// Whether the rows of each customer stand side by side with their months in order, each month
    /// by its first day and each day inside it.
    pub(crate) fn is_sound(&self) -> bool {
        let mut begun = vec![false; self.customer.list.len()];
        let mut before = NONE;
        (0..self.len()).all(|row| {
            let (customer, month) = (self.customer.at[row], self.month[row]);
            let is_next = match row.checked_sub(1) {
                Some(above) if customer == before => self.month[above] < month,
                _ => begun
                    .get_mut(customer as usize)
                    .is_some_and(|begun| !std::mem::replace(begun, true)),
            };
            before = customer;
            let date = days::to_date(month);
            is_next
                && (date.day(), days::from_date(date)) == (1, month)
                && u64::from(self.days[row]) >> date.days_in_month() == 0
        })
    }

    fn push(&mut self, customer: u32, row: &Row) {
        self.customer.at.push(customer);
        self.month.push(row.month);
        self.orders.push(row.orders);
        self.days.push(row.days);
        self.gross.push(exact(row.gross));
        self.returned.push(exact(row.returned));
        self.discount.push(exact(row.discount));
        self.units.push(row.units);
        self.margin.push(exact(row.gross - row.returned - row.cost));
    }
}

/// A month of a customer while the lines go by.
#[derive(Default)]
struct Row {
    month: Day,
    orders: u32,
    days: u32,
    gross: f64,
    returned: f64,
    discount: f64,
    units: f64,
    /// Of the pieces kept, NaN where that of one product is not known.
    cost: f64,
}

impl Row {
    fn add(&mut self, line: &Line, unit_cost: f64) {
        // Pieces that came back are below zero.
        self.cost += line.quantity * unit_cost;
        if line.is_return {
            self.returned += line.paid_back();
        } else {
            self.gross += line.value();
            self.discount += line.discount;
            self.units += line.quantity;
        }
    }
}

/// Makes the table; `within` narrows it to these customers.
pub fn customer_months(
    dataset: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) -> CustomerMonthsTable {
    let mut counting = MonthCounting::new(dataset, window, within);
    while !counting.step(dataset, window, within, usize::MAX) {}
    counting.done()
}

/// The table while customers are counted, one after the other.
#[derive(Default)]
pub struct MonthCounting {
    table: CustomerMonthsTable,
    by_customer: ByCustomer,
    /// The next customer.
    next: u32,
}

impl MonthCounting {
    /// Begins.
    pub fn new(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> Self {
        let filter = LineFilter::new(dataset, window, within);
        Self {
            table: CustomerMonthsTable {
                customer: Names::of(&dataset.customers.id),
                ..CustomerMonthsTable::default()
            },
            by_customer: ByCustomer::new(dataset, filter.orders.end),
            next: 0,
        }
    }

    /// Counts the next customers, with about so many orders; of what it began with. Returns whether all were counted.
    pub fn step(
        &mut self,
        dataset: &Dataset,
        window: &Window,
        within: Option<&CustomerSet>,
        orders: usize,
    ) -> bool {
        let filter = LineFilter::new(dataset, window, within);
        let all = dataset.customers.id.len() as u32;
        let mut left = orders;
        while self.next < all && left > 0 {
            let customer = self.next;
            self.next += 1;
            if !filter.customer(customer) {
                continue;
            }
            let orders = self.by_customer.orders(customer);
            let begin = orders.partition_point(|&order| (order as usize) < filter.orders.start);
            left = left.saturating_sub(1 + orders.len() - begin);
            let mut row = None;
            for order in orders[begin..].iter().map(|&order| order as usize) {
                if filter.order(order) {
                    add_order(&filter, order, customer, &mut row, &mut self.table);
                }
            }
            if let Some(row) = row {
                self.table.push(customer, &row);
            }
        }
        self.next == all
    }

    /// The table, once all are counted.
    pub fn done(self) -> CustomerMonthsTable {
        self.table
    }
}

/// Adds an order to its month, and the month before to the table where another begins.
fn add_order(
    filter: &LineFilter<'_>,
    order: usize,
    customer: u32,
    row: &mut Option<Row>,
    table: &mut CustomerMonthsTable,
) {
    let dataset = filter.dataset;
    let mut lines = filter.lines(order).peekable();
    if lines.peek().is_none() {
        return;
    }
    let day = days::of_minute(dataset.orders.minute[order]);
    let in_month = Day::from(days::to_date(day).day()) - 1;
    let month = day - in_month;
    if let Some(before) = row.take_if(|row| row.month != month) {
        table.push(customer, &before);
    }
    let row = row.get_or_insert_with(|| Row {
        month,
        ..Row::default()
    });
    let mut is_sale = false;
    for line in lines {
        is_sale |= !line.is_return;
        let unit_cost = dataset.products.unit_cost.get(line.product as usize);
        row.add(&line, unit_cost.copied().unwrap_or(f64::NAN));
    }
    if is_sale {
        row.orders += 1;
        row.days |= 1 << in_month;
    }
}
