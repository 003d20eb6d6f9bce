//! One row per product with at least one sale in the window, most revenue first.

use clientele_model::columns;
use clientele_model::filters::Returns;

use super::customers::ByCustomer;
use super::line_filter::LineFilter;
use crate::columns::{Names, structure};
use crate::dataset::{Dataset, NONE};
use crate::order::sort_by;
use crate::set::CustomerSet;
use crate::stats::exact;
use crate::window::Window;

columns!(products => structure {
    /// Products sold, most revenue first.
    pub struct ProductsTable {
        /// How many products were sold; more than rows when only the first are kept.
        pub sold: u32,
        /// Whether revenue is net of returns.
        pub returns_netted: bool,
        /// How steadily each sells; empty where only sums are needed.
        pub steady: Steady,
    }
});

columns!(product_periods => structure {
    /// How steadily products sell: pieces kept over the full periods since the first sale of each.
    pub struct Steady {}
});

columns!(product_course => structure {
    /// The course of each product as it travels, in the order of the table.
    pub struct ProductCourses {}
});

columns!(product => structure {
    /// The days of one product as they travel, in order.
    pub struct ProductDays {}
});

impl ProductsTable {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.gross.len()
    }

    /// Whether nothing was sold.
    pub fn is_empty(&self) -> bool {
        self.gross.is_empty()
    }

    /// Goods sold, less goods returned unless returns are left out of sight.
    pub fn revenue(&self, row: usize) -> f64 {
        if self.returns_netted {
            exact(self.gross[row] - self.returned[row])
        } else {
            self.gross[row]
        }
    }

    /// Pieces sold, less those that came back unless returns are left out of sight.
    pub fn pieces(&self, row: usize) -> f64 {
        self.units[row] - self.units_back[row]
    }

    /// The first rows only; `sold` keeps counting all.
    pub fn first(&self, rows: usize) -> Self {
        let rows: Vec<usize> = (0..rows.min(self.len())).collect();
        let mut first = Self {
            sold: self.sold,
            returns_netted: self.returns_netted,
            ..Self::default()
        };
        first.columns_mut().pick(&self.columns(), &rows);
        first
    }

    fn push(&mut self, dataset: &Dataset, product: usize, row: &Row) {
        let products = &dataset.products;
        self.product.push(&products.id[product]);
        self.name.push(&products.name[product]);
        let category = products.category.get(product).copied();
        self.category.at.push(category.unwrap_or(NONE));
        self.gross.push(exact(row.gross));
        self.returned.push(exact(row.returned));
        self.units.push(row.units);
        self.orders.push(row.orders);
        self.customers.push(row.customers);
        self.units_back.push(row.units_back);
    }
}

/// One product while the lines go by.
#[derive(Clone)]
struct Row {
    gross: f64,
    returned: f64,
    units: f64,
    units_back: f64,
    orders: u32,
    customers: u32,
    /// The order and customer it was last counted for.
    order: u32,
    customer: u32,
}

/// Makes the table; `within` narrows it to orders of these customers. Ties in revenue are broken by
/// product code.
pub fn products(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> ProductsTable {
    let filter = LineFilter::new(dataset, window, within);
    let mut rows = vec![
        Row {
            gross: 0.0,
            returned: 0.0,
            units: 0.0,
            units_back: 0.0,
            orders: 0,
            customers: 0,
            order: NONE,
            customer: NONE,
        };
        dataset.products.id.len()
    ];
    // Customer by customer, so that one stamp per product counts distinct customers.
    let by_customer = ByCustomer::new(dataset, filter.orders.end);
    let start = filter.orders.start as u32;
    for customer in 0..dataset.customers.id.len() as u32 {
        if filter.customer(customer) {
            let orders = by_customer.orders(customer);
            let begin = orders.partition_point(|&order| order < start);
            for &order in &orders[begin..] {
                count(&filter, order, customer, &mut rows);
            }
        }
    }
    if filter.customer(NONE) {
        for order in filter.orders.clone() {
            if dataset.orders.customer[order] == NONE {
                count(&filter, order as u32, NONE, &mut rows);
            }
        }
    }
    let mut table = ProductsTable {
        returns_netted: window.returns == Returns::Netted,
        category: Names::of(&dataset.values.categories),
        ..ProductsTable::default()
    };
    let revenue = |row: &Row| exact(exact(row.gross) - exact(row.returned));
    let mut sold: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].orders > 0).collect();
    sort_by(&mut sold, |&a, &b| {
        revenue(&rows[b])
            .total_cmp(&revenue(&rows[a]))
            .then(a.cmp(&b))
    });
    table.sold = sold.len() as u32;
    for product in sold {
        table.push(dataset, product, &rows[product]);
    }
    table
}

fn count(filter: &LineFilter<'_>, order: u32, customer: u32, rows: &mut [Row]) {
    if !filter.order(order as usize) {
        return;
    }
    for line in filter.lines(order as usize) {
        let row = &mut rows[line.product as usize];
        if line.is_return {
            row.returned += line.paid_back();
            row.units_back -= line.quantity;
            continue;
        }
        row.gross += line.value();
        row.units += line.quantity;
        if row.order != order {
            row.order = order;
            row.orders += 1;
        }
        if customer != NONE && row.customer != customer {
            row.customer = customer;
            row.customers += 1;
        }
    }
}
