//! One row per known customer with at least one order in the window.

use clientele_model::columns;

use crate::columns::structure;
use crate::dataset::{Dataset, NONE};
use crate::days::Day;
use crate::set::CustomerSet;
use crate::stats::exact;

mod categories;
mod counting;

pub use categories::CategoryGross;
use counting::Row;
pub(crate) use counting::{ByCustomer, within_spend};
pub use counting::{Counting, customers};

columns!(customers => structure {
    /// Known customers, in the order of their position in the data set.
    pub struct CustomersTable {
        /// Recency counts up to this day.
        pub as_of: Day,
        /// Whether spend is net of returns.
        pub returns_netted: bool,
        /// Names of categories, one per column of `category_gross`; empty when the data have none.
        pub categories: Vec<String>,
        /// Whether the data have channels, so that `online_orders` says something.
        pub has_channels: bool,
        /// Whether the data have discounts.
        pub has_discounts: bool,
        /// Position in the data set.
        pub position: Vec<u32>,
        /// Goods sold per category of `categories`.
        pub category_gross: CategoryGross,
    }
});

impl CustomersTable {
    /// How many customers.
    pub fn len(&self) -> usize {
        self.position.len()
    }

    /// Whether nobody is in here.
    pub fn is_empty(&self) -> bool {
        self.position.is_empty()
    }

    /// Whether both tables have the same customers with the same figures that groups by value are
    /// made from; sums may differ by the order in which they were added up.
    pub fn same_figures(&self, other: &Self) -> bool {
        let near = |a: &[f64], b: &[f64]| {
            let mut pairs = a.iter().zip(b);
            a.len() == b.len() && pairs.all(|(a, b)| (a - b).abs() <= 1e-9 * (1.0 + b.abs()))
        };
        self.customer == other.customer
            && self.orders == other.orders
            && self.last == other.last
            && near(&self.gross, &other.gross)
            && near(&self.returned, &other.returned)
    }

    /// Whole days from the last order to the as-of day; zero when that lies earlier.
    pub fn recency(&self, row: usize) -> u32 {
        (self.as_of - self.last[row]).max(0) as u32
    }

    /// Spend: goods sold, less goods returned unless returns are left out of sight.
    pub fn monetary(&self, row: usize) -> f64 {
        if self.returns_netted {
            exact(self.gross[row] - self.returned[row])
        } else {
            self.gross[row]
        }
    }

    /// Average order value: goods sold per order.
    pub fn aov(&self, row: usize) -> f64 {
        self.gross[row] / f64::from(self.orders[row])
    }

    /// Mean days between days with an order; nothing with fewer than two. A table that came without these
    /// days, or without the first of them, takes orders for them.
    pub fn gap(&self, row: usize) -> Option<f64> {
        let times = self.order_days.get(row).unwrap_or(&self.orders[row]);
        let gaps = times.checked_sub(1).filter(|&gaps| gaps > 0)?;
        let days = self.last[row] - *self.first.get(row)?;
        (days > 0).then(|| f64::from(days) / f64::from(gaps))
    }

    /// Goods sold to the row of a category, by its position in `categories`.
    pub fn gross_in(&self, category: usize, row: usize) -> f64 {
        self.category_gross.get(category, row)
    }

    /// Sum of spend.
    pub fn revenue(&self) -> f64 {
        (0..self.len()).map(|row| self.monetary(row)).sum()
    }

    /// Everybody in here, by position in the data set.
    pub fn set(&self) -> CustomerSet {
        self.position.iter().copied().collect()
    }

    /// The rows whose customer is in the set.
    pub fn narrowed(&self, to: &CustomerSet) -> Self {
        self.picked(|row| to.contains(self.position[row]))
    }

    /// The customers of a set who are in another table as well, by their positions there. Both tables
    /// are in order of the customer number, as those of a database are.
    pub fn same(&self, set: &CustomerSet, other: &Self) -> CustomerSet {
        let mut same = CustomerSet::default();
        let mut at = 0;
        for row in (0..self.len()).filter(|&row| set.contains(self.position[row])) {
            let id = self.customer.get(row);
            while at < other.len() && other.customer.get(at) < id {
                at += 1;
            }
            if at < other.len() && other.customer.get(at) == id {
                same.insert(other.position[at]);
            }
        }
        same
    }

    /// The rows a test lets through.
    pub fn picked(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.len()).filter(|&row| keep(row)).collect();
        let mut picked = Self {
            as_of: self.as_of,
            returns_netted: self.returns_netted,
            has_channels: self.has_channels,
            has_discounts: self.has_discounts,
            categories: self.categories.clone(),
            position: rows.iter().map(|&row| self.position[row]).collect(),
            category_gross: self.category_gross.picked(&rows),
            ..Self::default()
        };
        picked.columns_mut().pick(&self.columns(), &rows);
        picked
    }

    fn push(&mut self, dataset: &Dataset, customer: u32, row: &Row) {
        self.position.push(customer);
        self.customer.push(&dataset.customers.id[customer as usize]);
        self.country.at.push(row.country);
        let tier = dataset.customers.tier.get(customer as usize);
        self.tier.at.push(tier.copied().unwrap_or(NONE));
        self.first_ever.push(row.first_ever);
        self.first.push(row.first);
        self.last.push(row.last);
        self.orders.push(row.orders);
        self.order_days.push(row.order_days);
        self.gross.push(exact(row.gross));
        self.returned.push(exact(row.returned));
        self.units.push(row.units);
        self.lines.push(row.lines);
        self.products.push(row.products);
        self.discount.push(row.discount);
        self.discounted_lines.push(row.discounted_lines);
        self.online_orders.push(row.online_orders);
    }
}

/// Per channel whether it is not a store. "Online store" is not one.
pub fn online_channels(channels: &[String]) -> Vec<bool> {
    channels
        .iter()
        .map(|name| {
            let name = name.to_lowercase();
            let store = ["store", "shop floor", "branch", "till", "offline"]
                .iter()
                .any(|word| name.contains(word))
                || name == "pos"
                || name == "shop";
            !store || (name.contains("online") || name.contains("web"))
        })
        .collect()
}
