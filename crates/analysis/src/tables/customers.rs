//! One row per known customer with at least one order in the window.

use clientele_model::columns;
use clientele_model::filters::Returns;

use super::line_filter::LineFilter;
use crate::columns::{Names, structure};
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day};
use crate::set::CustomerSet;
use crate::window::Window;

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
        /// Goods sold per category: row-major, one column per entry of `categories`.
        pub category_gross: Vec<f64>,
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
            self.gross[row] - self.returned[row]
        } else {
            self.gross[row]
        }
    }

    /// Average order value: goods sold per order.
    pub fn aov(&self, row: usize) -> f64 {
        self.gross[row] / f64::from(self.orders[row])
    }

    /// Mean days between days with an order; nothing with fewer than two.
    pub fn gap(&self, row: usize) -> Option<f64> {
        let gaps = self.order_days[row].checked_sub(1).filter(|&n| n > 0)?;
        Some(f64::from(self.last[row] - self.first[row]) / f64::from(gaps))
    }

    /// Gross of the row per category, in the order of `categories`.
    pub fn categories_of(&self, row: usize) -> &[f64] {
        let width = self.categories.len();
        &self.category_gross[row * width..(row + 1) * width]
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
            category_gross: rows
                .iter()
                .flat_map(|&row| self.categories_of(row))
                .copied()
                .collect(),
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
        self.gross.push(row.gross);
        self.returned.push(row.returned);
        self.units.push(row.units);
        self.lines.push(row.lines);
        self.products.push(row.products);
        self.discount.push(row.discount);
        self.discounted_lines.push(row.discounted_lines);
        self.online_orders.push(row.online_orders);
    }
}

/// One customer while the lines go by.
#[derive(Default)]
struct Row {
    country: u32,
    first_ever: Day,
    first: Day,
    last: Day,
    orders: u32,
    order_days: u32,
    gross: f64,
    returned: f64,
    units: f64,
    lines: u32,
    products: u32,
    discount: f64,
    discounted_lines: u32,
    online_orders: u32,
}

/// Makes the table. `within` narrows it to a set; the window's spend range is applied last.
///
/// Orders are first laid out by customer, so that everything about one customer, distinct
/// products too, is counted in one go with a stamp per product.
pub fn customers(
    dataset: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) -> CustomersTable {
    let filter = LineFilter::new(dataset, window, within);
    let online = online_channels(&dataset.values.channels);
    let names = &dataset.values;
    let mut table = CustomersTable {
        as_of: window.as_of,
        returns_netted: window.returns == Returns::Netted,
        country: Names::of(&names.countries),
        tier: Names::of(&names.tiers),
        categories: names.categories.clone(),
        has_channels: !dataset.orders.channel.is_empty(),
        has_discounts: !dataset.lines.discount.is_empty(),
        ..CustomersTable::default()
    };
    let width = table.categories.len();
    let mut per_category = vec![0.0; width];
    let mut seen = vec![NONE; dataset.products.id.len()];
    let by_customer = ByCustomer::new(dataset, filter.orders.end);
    for customer in 0..dataset.customers.id.len() as u32 {
        if !filter.customer(customer) {
            continue;
        }
        let orders = by_customer.orders(customer);
        let begin = orders.partition_point(|&order| (order as usize) < filter.orders.start);
        let mut row = Row::default();
        per_category.fill(0.0);
        for &order in &orders[begin..] {
            let order = order as usize;
            if !filter.order(order) {
                continue;
            }
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
                if seen[product] != customer {
                    seen[product] = customer;
                    row.products += 1;
                }
                if let Some(&category) = dataset.products.category.get(product)
                    && category != NONE
                {
                    per_category[category as usize] += value;
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
        if row.orders == 0 || !within_spend(window, &row) {
            continue;
        }
        row.first_ever = orders
            .iter()
            .find(|&&order| filter.sells(order as usize))
            .map_or(row.first, |&order| {
                days::of_minute(dataset.orders.minute[order as usize])
            });
        table.push(dataset, customer, &row);
        table.category_gross.extend_from_slice(&per_category);
    }
    table
}

/// Orders laid out by customer, each customer's in order of time.
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

fn within_spend(window: &Window, row: &Row) -> bool {
    let spend = match window.returns {
        Returns::Netted => row.gross - row.returned,
        Returns::Off => row.gross,
    };
    window.spend.low.is_none_or(|low| spend >= low)
        && window.spend.high.is_none_or(|high| spend <= high)
}
