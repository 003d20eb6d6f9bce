//! Tables the aggregator does not make yet, so simply that they are unlikely to be wrong.

use std::collections::{BTreeMap, BTreeSet};

use clientele_analysis::dataset::{Dataset, NONE};
use clientele_analysis::days::{self, Day};
use clientele_analysis::set::CustomerSet;
use clientele_analysis::window::Window;
use clientele_model::filters::{Copies, Level, Returns};

/// A line of goods that the filters let through.
pub struct Sold {
    pub order: usize,
    pub customer: u32,
    pub is_return: bool,
    pub product: usize,
    pub day: Day,
    pub pieces: f64,
    pub value: f64,
}

fn admitted(code: &str, goods: &BTreeSet<String>) -> bool {
    let code = code.to_uppercase();
    goods.iter().any(|wanted| match wanted.to_uppercase() {
        star if star.ends_with('*') => code.starts_with(star.trim_end_matches('*')),
        whole => code == whole,
    })
}

/// Every sale of goods within the filters; with none of them where `all` is asked for.
pub fn sold(data: &Dataset, window: &Window, within: Option<&CustomerSet>, all: bool) -> Vec<Sold> {
    let mut sold = moved(data, window, within, all);
    sold.retain(|line| !line.is_return);
    sold
}

/// Every sale of goods, and every return where these count, below zero.
fn moved(data: &Dataset, window: &Window, within: Option<&CustomerSet>, all: bool) -> Vec<Sold> {
    let name = |names: &[String], column: &[u32], at: usize| -> String {
        let position = column.get(at).copied().unwrap_or(NONE);
        names.get(position as usize).cloned().unwrap_or_default()
    };
    let wanted =
        |set: &BTreeSet<String>, value: String| all || set.is_empty() || set.contains(&value);
    let mut out = vec![];
    for order in 0..data.orders.minute.len() {
        let customer = data.orders.customer[order];
        let known = customer != NONE;
        let day = days::of_minute(data.orders.minute[order]);
        let tier = match known {
            true => name(&data.values.tiers, &data.customers.tier, customer as usize),
            false => String::new(),
        };
        let fits = wanted(
            &window.countries,
            name(&data.values.countries, &data.orders.country, order),
        ) && wanted(
            &window.channels,
            name(&data.values.channels, &data.orders.channel, order),
        ) && wanted(&window.tiers, tier)
            && (all || within.is_none_or(|set| known && set.contains(customer)))
            && day <= window.days.last
            && (all || day >= window.days.first);
        if !fits {
            continue;
        }
        for line in data.orders.start[order] as usize..data.orders.start[order + 1] as usize {
            let product = data.lines.product[line] as usize;
            let flags = data.lines.flags[line];
            let category = name(&data.values.categories, &data.products.category, product);
            let goods = !data.products.service[product]
                || admitted(&data.products.id[product], &window.goods);
            if goods
                && (window.returns == Returns::Netted || !flags.is_return())
                && wanted(&window.categories, category)
                && (window.copies == Copies::Kept || !flags.is_copy())
            {
                out.push(Sold {
                    order,
                    customer,
                    is_return: flags.is_return(),
                    product,
                    day,
                    pieces: data.lines.quantity.at(line),
                    value: data.lines.quantity.at(line) * data.lines.price.at(line)
                        - data.lines.discount.at(line),
                });
            }
        }
    }
    out
}

/// Figures of a product per full period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Steadiness {
    pub periods: u32,
    pub periods_sold: u32,
    pub mean: f64,
    pub deviation: f64,
}

/// Per product code: full periods since its first sale of all, those with a sale, mean and
/// deviation of pieces over all of them.
pub fn steadiness(
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    edges: &[Day],
    end: Day,
) -> BTreeMap<String, Steadiness> {
    let mut first: BTreeMap<usize, Day> = BTreeMap::new();
    for line in sold(data, window, None, true) {
        let day = first.entry(line.product).or_insert(line.day);
        *day = line.day.min(*day);
    }
    let mut pieces: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (product, day, kept) in kept(&moved(data, window, within, false)) {
        let of = pieces
            .entry(product)
            .or_insert_with(|| vec![0.0; edges.len()]);
        if day < end
            && let Some(period) = edges.iter().rposition(|&edge| edge <= day)
        {
            of[period] += kept;
        }
    }
    let steady = |(product, pieces): (usize, Vec<f64>)| {
        let begun = first[&product];
        let from = edges.iter().rposition(|&edge| edge <= begun).unwrap_or(0);
        let counted = if begun < end { &pieces[from..] } else { &[] };
        let count = counted.len() as f64;
        let mean = counted.iter().sum::<f64>() / count;
        let spread = counted.iter().map(|n| (n - mean).powi(2)).sum::<f64>() / count;
        let steadiness = match counted.is_empty() {
            true => Steadiness::default(),
            false => Steadiness {
                periods: counted.len() as u32,
                periods_sold: counted.iter().filter(|&&n| n > 0.0).count() as u32,
                mean,
                deviation: spread.sqrt(),
            },
        };
        (data.products.id[product].clone(), steadiness)
    };
    pieces.into_iter().map(steady).collect()
}

/// What was kept of each purchase: product, day, pieces. First each return takes the latest untouched
/// purchase of its customer and size, then what is left of it the latest there are.
fn kept(moved: &[Sold]) -> Vec<(usize, Day, f64)> {
    let mut own: BTreeMap<(usize, u32), Vec<&Sold>> = BTreeMap::new();
    for line in moved {
        let lines = own.entry((line.product, line.customer)).or_default();
        lines.push(line);
    }
    let mut kept = Vec::new();
    for ((product, _), mut lines) in own {
        // A day's purchases come before its returns.
        lines.sort_by_key(|line| (line.day, line.is_return));
        let size = |at: usize| lines[at].pieces.abs();
        let mut left: Vec<f64> = (0..lines.len()).map(size).collect();
        let returns: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].is_return).collect();
        for &at in &returns {
            let mut before = (0..at).rev().filter(|&other| !lines[other].is_return);
            if let Some(other) =
                before.find(|&other| size(other) == size(at) && left[other] == size(at))
            {
                (left[at], left[other]) = (0.0, 0.0);
            }
        }
        for &at in &returns {
            for other in (0..at).rev().filter(|&other| !lines[other].is_return) {
                let taken = left[other].min(left[at]);
                left[other] -= taken;
                left[at] -= taken;
            }
        }
        let bought = lines.iter().zip(left).filter(|(line, _)| !line.is_return);
        kept.extend(bought.map(|(line, left)| (product, line.day, left)));
    }
    kept
}

/// Items and their orders.
pub type Items = Vec<(String, u32)>;

/// What the items of each set brought in, in each order of so many items that holds exactly this set.
pub type Sets = BTreeMap<(Vec<u32>, u32), Vec<Vec<f64>>>;

/// Items above the share of orders with their orders, most orders first; and how many orders hold
/// exactly which of them.
pub fn baskets(
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    support: f64,
    level: Level,
) -> (Items, Sets) {
    let mut orders: BTreeMap<usize, BTreeMap<&str, f64>> = BTreeMap::new();
    for line in sold(data, window, within, false) {
        let products = &data.products;
        let item = match level {
            Level::Product => &products.id[line.product],
            Level::Category => match products.category.get(line.product) {
                None | Some(&NONE) => continue,
                Some(&at) => &data.values.categories[at as usize],
            },
        };
        let cost = products.unit_cost.get(line.product).copied();
        let cost = cost.filter(|cost| !cost.is_nan()).unwrap_or(0.0);
        let held = orders.entry(line.order).or_default();
        *held.entry(item).or_default() += line.value - cost * line.pieces;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in orders.values().flat_map(BTreeMap::keys) {
        *counts.entry(item).or_default() += 1;
    }
    let floor = (support * orders.len() as f64).max(2.0);
    let mut frequent: Vec<(&str, u32)> = counts.into_iter().collect();
    frequent.retain(|(_, count)| f64::from(*count) >= floor);
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let number: BTreeMap<&str, u32> = (0..).zip(&frequent).map(|(n, &(i, _))| (i, n)).collect();
    let mut sets = Sets::new();
    for held in orders.values() {
        let mut set: Vec<(u32, f64)> = held
            .iter()
            .filter_map(|(item, worth)| Some((*number.get(item)?, *worth)))
            .collect();
        set.sort_unstable_by_key(|(item, _)| *item);
        let items = set.iter().map(|(item, _)| *item).collect();
        let worths = set.into_iter().map(|(_, worth)| worth).collect();
        sets.entry((items, held.len() as u32))
            .or_default()
            .push(worths);
    }
    let named = |(item, count): (&str, u32)| (item.to_owned(), count);
    (frequent.into_iter().map(named).collect(), sets)
}
