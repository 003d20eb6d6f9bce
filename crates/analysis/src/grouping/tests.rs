//! Segments of whole shops.

mod claims;
mod moved;
mod shops;

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_model::date;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Lens};

use super::Model;
use super::report::About;
use super::steps::{Grouped, Grouping};
use crate::cluster::{Params, run};
use crate::days::Day;
use crate::plays::Plays;
use crate::rfm::Typical;
use crate::tables::CustomersTable;

/// Numbers by chance: SplitMix64, so that they are the same everywhere.
pub(super) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    fn even(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.even()
    }

    /// Standard normal (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.even(), self.even());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.even()).ln()
    }
}

/// An order of a made-up shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub customer: u32,
    pub day: Day,
    pub money: f64,
    pub discounted: bool,
    pub returned: f64,
}

/// The customers behind orders, as of a day.
pub(super) fn table(orders: &[Order], as_of: Day) -> CustomersTable {
    let mut by: BTreeMap<u32, Vec<Order>> = BTreeMap::new();
    for &order in orders {
        by.entry(order.customer).or_default().push(order);
    }
    let mut table = CustomersTable {
        as_of,
        returns_netted: true,
        has_discounts: orders.iter().any(|order| order.discounted),
        ..CustomersTable::default()
    };
    for (customer, orders) in by {
        let mut days: Vec<Day> = orders.iter().map(|order| order.day).collect();
        days.sort_unstable();
        days.dedup();
        let sum = |value: &dyn Fn(&Order) -> f64| orders.iter().map(value).sum::<f64>();
        table.position.push(table.position.len() as u32);
        table.customer.push(&format!("{customer:08}"));
        table.country.at.push(u32::MAX);
        table.tier.at.push(u32::MAX);
        table.first_ever.push(days[0]);
        table.first.push(days[0]);
        table.last.push(days[days.len() - 1]);
        table.order_days.push(days.len() as u32);
        table.orders.push(orders.len() as u32);
        table.products.push(orders.len() as u32);
        table.gross.push(sum(&|order| order.money));
        table.returned.push(sum(&|order| order.returned));
        table.units.push(orders.len() as f64);
        table.lines.push(orders.len() as u32);
        table.discount.push(0.0);
        let cut = orders.iter().filter(|order| order.discounted);
        table.discounted_lines.push(cut.count() as u32);
        table.online_orders.push(0);
    }
    table
}

/// The segments of a shop, worked out to the end.
pub(super) fn model(table: &CustomersTable, filters: &Filters) -> Result<Arc<Model>, Failure> {
    let about = About {
        period: (date(2022, 1, 1), date(2023, 12, 31)),
        filters: filters.clone(),
        params: Params {
            seed: u64::from(filters.seed),
            k: filters.k,
            ..Params::default()
        },
        plays: Arc::new(Plays::own()),
    };
    let typical = Typical::of(table);
    let mut grouping = Grouping::new(about, Arc::new(table.clone()), typical, false)?;
    loop {
        match grouping.step() {
            Grouped::More { .. } | Grouped::Chosen(_) => {}
            Grouped::Tasks { matrix, tasks } => {
                grouping.supply(tasks.iter().map(|task| run(task, &matrix)).collect());
            }
            Grouped::Done(model) => return Ok(model),
            Grouped::Failed(why) => return Err(why),
            Grouped::Waits => panic!("nothing is missing"),
        }
    }
}

pub(super) fn through(lens: Lens) -> Filters {
    Filters {
        lens,
        ..Filters::default()
    }
}
