//! Every line with everything that belongs to it, filtered by name.

use std::collections::{BTreeMap, BTreeSet};

use clientele_model::filters::{Copies, Returns};

use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day, Days};
use crate::set::CustomerSet;
use crate::window::Window;

/// A line with everything that belongs to it.
pub struct Flat<'a> {
    pub order: usize,
    pub day: Day,
    pub customer: Option<u32>,
    pub country: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub product: usize,
    pub category: Option<&'a str>,
    pub is_return: bool,
    pub quantity: f64,
    pub value: f64,
    pub discount: f64,
}

fn lookup(names: &[String], at: Option<&u32>) -> Option<String> {
    names.get(*at? as usize).cloned()
}

/// Every line that counts within these days.
pub fn flat<'a>(
    data: &'a Dataset,
    window: &Window,
    days: Days,
    within: Option<&CustomerSet>,
) -> Vec<Flat<'a>> {
    let name = |names: &'a [String], at: Option<&u32>| -> Option<&'a str> {
        names.get(*at? as usize).map(String::as_str)
    };
    let mut out = vec![];
    for order in 0..data.orders.minute.len() {
        for line in data.orders.start[order] as usize..data.orders.start[order + 1] as usize {
            let product = data.lines.product[line] as usize;
            let customer = Some(data.orders.customer[order]).filter(|&at| at != NONE);
            let flags = data.lines.flags[line];
            let discount = data.lines.discount.at(line);
            let gross = data.lines.quantity.at(line) * data.lines.price.at(line);
            let one = Flat {
                order,
                day: days::of_minute(data.orders.minute[order]),
                customer,
                country: name(&data.values.countries, data.orders.country.get(order)),
                channel: name(&data.values.channels, data.orders.channel.get(order)),
                product,
                category: name(&data.values.categories, data.products.category.get(product)),
                is_return: flags.is_return(),
                quantity: data.lines.quantity.at(line),
                value: if flags.is_return() {
                    -gross - discount
                } else {
                    gross - discount
                },
                discount,
            };
            let tier = customer
                .and_then(|at| lookup(&data.values.tiers, data.customers.tier.get(at as usize)));
            let in_set = |wanted: &BTreeSet<String>, value: Option<&str>| {
                wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
            };
            let goods = !data.products.service[product]
                || window
                    .goods
                    .contains(&data.products.id[product].to_uppercase());
            if goods
                && days.contains(one.day)
                && in_set(&window.countries, one.country)
                && in_set(&window.channels, one.channel)
                && in_set(&window.categories, one.category)
                && in_set(&window.tiers, tier.as_deref())
                && within.is_none_or(|set| customer.is_some_and(|at| set.contains(at)))
                && (window.copies == Copies::Kept || !flags.is_copy())
                && (window.returns == Returns::Netted || !flags.is_return())
            {
                out.push(one);
            }
        }
    }
    out
}

/// The day of every customer's first order of all.
pub fn first_ever(data: &Dataset, window: &Window) -> BTreeMap<u32, Day> {
    let mut first = BTreeMap::new();
    for order in 0..data.orders.minute.len() {
        for line in data.orders.start[order] as usize..data.orders.start[order + 1] as usize {
            let product = data.lines.product[line] as usize;
            let goods = !data.products.service[product]
                || window
                    .goods
                    .contains(&data.products.id[product].to_uppercase());
            if goods && !data.lines.flags[line].is_return() && data.orders.customer[order] != NONE {
                first
                    .entry(data.orders.customer[order])
                    .or_insert_with(|| days::of_minute(data.orders.minute[order]));
            }
        }
    }
    first
}
