//! The made-up sales as lines of an order file, so that they take the way every file takes.

use clientele_intake::column::Texts;
use clientele_intake::dates::day_number;
use clientele_intake::lines::Lines;

use super::habits::{CHANNELS, COUNTRIES, TIERS};
use super::shelf::CATEGORIES;
use super::{FIRST, Order, Retailer};

/// Product code of postage; the service list knows it.
const POSTAGE: &str = "POST";

impl Retailer {
    /// Every line as an order file would hold it. Returns are orders of their own with pieces
    /// below zero; postage is a line of its own.
    pub fn lines(&self) -> Lines {
        let mut rows = Rows {
            lines: Lines::default(),
            columns: Columns::default(),
        };
        let first = i64::from(day_number(FIRST)) * 1440;
        for (at, order) in self.orders.iter().enumerate() {
            let number = if order.is_return {
                format!("R{:07}", at + 1)
            } else {
                format!("{:07}", at + 1)
            };
            let minute = first + i64::from(order.minute);
            let (from, count) = order.lines;
            for line in &self.lines[from as usize..(from + count) as usize] {
                let product = &self.products[line.product as usize];
                let sign = if order.is_return { -1 } else { 1 };
                let category = CATEGORIES[usize::from(product.category)].name;
                rows.product(&product.code, &product.name, category);
                rows.amounts(
                    sign * line.pieces as i32,
                    f64::from(line.cents) / 100.0,
                    f64::from(line.discount) / 100.0,
                    f64::from(product.cost_cents) / 100.0,
                );
                rows.order(&number, minute, order, self);
            }
            if order.postage > 0 {
                rows.product(POSTAGE, "Postage", "");
                rows.amounts(1, f64::from(order.postage) / 100.0, 0.0, f64::NAN);
                rows.order(&number, minute, order, self);
            }
        }
        rows.finish()
    }
}

#[derive(Default)]
struct Columns {
    name: Texts,
    category: Texts,
    country: Texts,
    channel: Texts,
    email: Texts,
    opt_in: Texts,
    tier: Texts,
    discount: Vec<f64>,
    cost: Vec<f64>,
}

struct Rows {
    lines: Lines,
    columns: Columns,
}

impl Rows {
    fn product(&mut self, code: &str, name: &str, category: &str) {
        self.lines.product.push(code);
        self.columns.name.push(name);
        if category.is_empty() {
            self.columns.category.push_missing();
        } else {
            self.columns.category.push(category);
        }
    }

    fn amounts(&mut self, pieces: i32, price: f64, discount: f64, cost: f64) {
        self.lines.quantity.push(pieces);
        self.lines.price.push(price);
        self.columns.discount.push(discount);
        self.columns.cost.push(cost);
    }

    fn order(&mut self, number: &str, minute: i64, order: &Order, retailer: &Retailer) {
        let lines = &mut self.lines;
        lines.order.push(number);
        lines.minute.push(minute);
        lines.numbers.push(lines.minute.len() as u64);
        let columns = &mut self.columns;
        columns
            .country
            .push(COUNTRIES[usize::from(order.country)].0);
        columns.channel.push(CHANNELS[usize::from(order.channel)]);
        match order.person {
            Some(at) => {
                let person = &retailer.people[at as usize];
                lines.customer.push(&person.number.to_string());
                columns.email.push(&person.email);
                columns
                    .opt_in
                    .push(if person.email_opt_in { "yes" } else { "no" });
                columns.tier.push(TIERS[usize::from(person.tier)]);
            }
            None => {
                lines.customer.push_missing();
                columns.email.push_missing();
                columns.opt_in.push_missing();
                columns.tier.push_missing();
            }
        }
    }

    fn finish(self) -> Lines {
        let columns = self.columns;
        Lines {
            name: Some(columns.name),
            category: Some(columns.category),
            country: Some(columns.country),
            channel: Some(columns.channel),
            email: Some(columns.email),
            opt_in: Some(columns.opt_in),
            tier: Some(columns.tier),
            discount: Some(columns.discount),
            cost: Some(columns.cost),
            ..self.lines
        }
    }
}
