//! Shops to ask about: a real one as a ready-made table, and one made up line by line.

use clientele_model::catalogue::{CONTRACT, Catalogue, File, Has, Ledger, Value};
use clientele_model::date;

use crate::dataset::{Campaigns, Customers, Dataset, Flags, Lines, NONE, Orders, Products, Values};
use crate::days;
use crate::tables::CustomersTable;
use crate::texts::Texts;

pub fn catalogue() -> Catalogue {
    Catalogue {
        contract: CONTRACT,
        slug: "shop".to_owned(),
        title: "Shop".to_owned(),
        about: String::new(),
        attribution: String::new(),
        licence: String::new(),
        currency: "GBP".to_owned(),
        zone: "Europe/London".to_owned(),
        first: date(2009, 12, 1),
        last: date(2011, 12, 9),
        usual: (date(2010, 12, 1), date(2011, 11, 30)),
        columns: Vec::new(),
        has: Has::default(),
        countries: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        orders: 0,
        customers: 0,
        products: 0,
        ledger: Ledger::default(),
        files: ["customers", "lines", "orders", "products"]
            .into_iter()
            .chain(["usual/customers", "usual/overview", "usual/best_sellers"])
            .map(|table| File {
                table: table.to_owned(),
                path: format!("{table}.arrow"),
                bytes: 1,
                rows: 1,
                sha256: String::new(),
            })
            .collect(),
    }
}

/// The customers of `tests/golden/segments.py`.
pub fn real() -> CustomersTable {
    let as_of = days::from_date(date(2011, 12, 1));
    let mut table = CustomersTable {
        as_of,
        returns_netted: true,
        ..CustomersTable::default()
    };
    let text = include_str!("../../../tests/golden/segments_customers.csv");
    for (row, line) in text.lines().skip(1).enumerate() {
        let numbers: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let whole = |at: usize| numbers[at] as i32;
        table.position.push(row as u32);
        table.customer.push(&row.to_string());
        table.country.at.push(NONE);
        table.tier.at.push(NONE);
        table.last.push(as_of - whole(0));
        table.first.push(as_of - whole(1));
        table.first_ever.push(as_of - whole(2));
        table.order_days.push(whole(3) as u32);
        table.orders.push(whole(4) as u32);
        table.products.push(whole(5) as u32);
        table.gross.push(numbers[6]);
        table.returned.push(numbers[7]);
        table.units.push(0.0);
        table.lines.push(whole(5) as u32);
        table.discount.push(0.0);
        table.discounted_lines.push(0);
        table.online_orders.push(0);
    }
    table
}

/// A made-up shop: some buy often and online, some once in the store, some only at a discount.
pub fn made_up(customers: u32) -> Dataset {
    let mut catalogue = catalogue();
    let values = |names: &[&str]| -> Vec<Value> {
        names
            .iter()
            .map(|name| Value {
                name: (*name).to_owned(),
                customers,
            })
            .collect()
    };
    let names = |values: &[Value]| values.iter().map(|value| value.name.clone()).collect();
    catalogue.has = Has {
        country: true,
        channel: true,
        category: true,
        discount: true,
        ..Has::default()
    };
    catalogue.countries = values(&["France", "Spain"]);
    catalogue.channels = values(&["store", "web"]);
    catalogue.categories = values(&["Cups", "Tea"]);
    let mut dice = Dice(7);
    let first = i64::from(days::from_date(catalogue.first));
    let last = i64::from(days::from_date(catalogue.last));
    let mut visits = Vec::new();
    for customer in 0..customers {
        let kind = customer % 4;
        let orders = [12, 5, 1, 3][kind as usize] + dice.below(3);
        let begin = dice.below(300) as i64;
        for _ in 0..orders {
            let span = if kind == 3 { 300 } else { last - first - begin };
            let day = first + begin + dice.below(span as u64) as i64;
            visits.push((day * 1440 + dice.below(1400) as i64, customer, kind));
        }
    }
    visits.extend((0..40).map(|at| ((first + at * 9) * 1440, NONE, 1)));
    visits.sort_unstable();
    let (mut orders, mut lines) = (Orders::default(), Lines::default());
    let (mut quantities, mut prices, mut discounts) = (Vec::new(), Vec::new(), Vec::new());
    for (at, &(minute, customer, kind)) in visits.iter().enumerate() {
        let back = kind == 1 && dice.below(9) == 0;
        orders
            .id
            .push(format!("{}{at:06}", if back { "C" } else { "" }));
        orders.minute.push(minute);
        orders.customer.push(customer);
        orders.country.push(customer % 2);
        orders.channel.push(u32::from(kind == 0));
        orders.start.push(lines.product.len() as u32);
        for _ in 0..1 + dice.below(4) {
            let quantity = 1 + dice.below(6) as i32;
            let price = 1.0 + dice.below(4000) as f64 / 100.0;
            let value = price * f64::from(quantity);
            let product = if kind == 3 {
                dice.below(4)
            } else {
                dice.below(12)
            };
            lines.product.push(product as u32);
            quantities.push(f64::from(if back { -quantity } else { quantity }));
            prices.push(price);
            discounts.push(if kind == 3 && !back {
                (value * 20.0).round() / 100.0
            } else {
                0.0
            });
            lines.flags.push(Flags(u8::from(back)));
        }
    }
    orders.start.push(lines.product.len() as u32);
    (lines.quantity, lines.price) = (quantities.into(), prices.into());
    lines.discount = discounts.into();
    Dataset {
        campaigns: Campaigns::default(),
        values: Values {
            countries: names(&catalogue.countries),
            channels: names(&catalogue.channels),
            categories: names(&catalogue.categories),
            tiers: Vec::new(),
        },
        customers: Customers {
            id: (0..customers).map(|at| format!("{at:05}")).collect(),
            ..Customers::default()
        },
        products: Products {
            id: (0..12).map(|at| format!("P{at:02}")).collect(),
            name: (0..12).map(|at| format!("Product {at}")).collect(),
            category: (0..12).map(|at| u32::from(at >= 4)).collect(),
            unit_cost: Vec::new(),
            service: vec![false; 12],
        },
        catalogue,
        orders,
        lines,
    }
}

/// Numbers that look random and never change.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}

/// The first so many rows.
pub fn few(table: &CustomersTable, rows: usize) -> CustomersTable {
    table.picked(|row| row < rows)
}

/// So many customers who are alike in everything but their number.
pub fn alike(rows: usize) -> CustomersTable {
    let mut table = few(&real(), rows);
    for row in 0..rows {
        table.last[row] = table.as_of - 10;
        table.first[row] = table.as_of - 10;
        table.first_ever[row] = table.as_of - 10;
        table.order_days[row] = 1;
        table.orders[row] = 1;
        table.products[row] = 3;
        table.gross[row] = 20.0;
        table.returned[row] = 0.0;
    }
    table
}

/// An empty list of texts is all a table without customers needs.
pub fn nobody() -> CustomersTable {
    CustomersTable {
        customer: Texts::default(),
        returns_netted: true,
        ..CustomersTable::default()
    }
}
