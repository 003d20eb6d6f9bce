//! The orders of one customer, and their sums by month.

use clientele_model::customer::{Line, Month, Order};

use super::{Told, words};
use crate::dataset::{Dataset, NONE};
use crate::days::{Day, Days, add_months, from_date, of_minute, to_date};
use crate::stats::exact;
use crate::tables::CustomerMonthsTable;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// So many orders are listed at most.
pub(super) const MOST_ORDERS: usize = 200;

/// And so many lines of them, unless the latest order alone has more.
pub(super) const MOST_LINES: usize = 3_000;

/// From lines: what the window lets through, as the customer's figures count it.
pub(super) fn from_lines(dataset: &Dataset, window: &Window, customer: u32) -> Told {
    let filter = LineFilter::new(dataset, window, None);
    let mut months = Months::new(window.days);
    let mut orders: Vec<Order> = Vec::new();
    let (mut all, mut lines) = (0, 0);
    // The latest first.
    for at in filter.orders.clone().rev() {
        if dataset.orders.customer[at] != customer
            || !filter.customer(customer)
            || !filter.order(at)
        {
            continue;
        }
        let day = of_minute(dataset.orders.minute[at]);
        let order = order(&filter, at, day);
        if order.lines.is_empty() {
            continue;
        }
        months.add(day, &order);
        all += 1;
        lines += order.lines.len();
        let fits = orders.len() < MOST_ORDERS && lines <= MOST_LINES;
        if orders.is_empty() || (fits && orders.len() + 1 == all) {
            orders.push(order);
        }
    }
    Told {
        months: months.done(),
        note: words::listed(orders.len(), all),
        orders,
    }
}

fn order(filter: &LineFilter<'_>, at: usize, day: Day) -> Order {
    let dataset = filter.dataset;
    let name = |names: &[String], column: &[u32]| {
        let place = column.get(at).copied().unwrap_or(NONE);
        names.get(place as usize).cloned().unwrap_or_default()
    };
    let mut order = Order {
        day: to_date(day),
        country: name(&dataset.values.countries, &dataset.orders.country),
        channel: name(&dataset.values.channels, &dataset.orders.channel),
        value: 0.0,
        returned: 0.0,
        lines: Vec::new(),
    };
    for line in filter.lines(at) {
        let value = match line.is_return {
            true => -line.paid_back(),
            false => line.value(),
        };
        match line.is_return {
            true => order.returned += line.paid_back(),
            false => order.value += value,
        }
        order.lines.push(Line {
            product: dataset.products.id[line.product as usize].clone(),
            name: dataset.product_name(line.product),
            pieces: line.quantity,
            // Adding zero turns −0 into 0.
            value: exact(value) + 0.0,
        });
    }
    order.value = exact(order.value);
    order.returned = exact(order.returned) + 0.0;
    order
}

/// From everybody's months; empty months stand in between.
pub(super) fn from_months(table: &CustomerMonthsTable, days: Days, id: &str) -> Told {
    let mut months = Months::new(days);
    let who = table.customer.list.iter().position(|name| name == id);
    let rows = (0..table.len()).filter(|&row| {
        let at = table.customer.at.get(row).map(|&at| at as usize);
        at.is_some() && at == who
    });
    for row in rows {
        if let Some(month) = months.of(table.month[row]) {
            month.orders += table.orders[row];
            month.gross += table.gross[row];
            month.returned += table.returned[row];
        }
    }
    Told {
        months: months.done(),
        orders: Vec::new(),
        note: words::not_listed(),
    }
}

/// The calendar months of some days.
struct Months(Vec<Month>);

impl Months {
    fn new(days: Days) -> Self {
        let first = to_date(days.first).first_of_month();
        let months = (0..).map(|at| add_months(from_date(first), at));
        let months = months.take_while(|&month| month <= days.last);
        let month = |month| Month {
            month: to_date(month),
            orders: 0,
            gross: 0.0,
            returned: 0.0,
        };
        Self(months.map(month).collect())
    }

    /// The month of a day.
    fn of(&mut self, day: Day) -> Option<&mut Month> {
        let month = to_date(day).first_of_month();
        let at = self
            .0
            .binary_search_by(|known| known.month.cmp(&month))
            .ok()?;
        self.0.get_mut(at)
    }

    fn add(&mut self, day: Day, order: &Order) {
        let sold = order.lines.iter().any(|line| line.pieces > 0.0);
        if let Some(month) = self.of(day) {
            month.orders += u32::from(sold);
            month.gross += order.value;
            month.returned += order.returned;
        }
    }

    fn done(mut self) -> Vec<Month> {
        for month in &mut self.0 {
            month.gross = exact(month.gross);
            month.returned = exact(month.returned);
        }
        self.0
    }
}
