//! Which lines are one order: numbers that begin again, that come back after a long time, and that
//! several stores give.

use std::collections::BTreeSet;

use clientele_model::words::{agreeing, counted};

use crate::classify::grouped;
use crate::column::MISSING;
use crate::dates::NO_TIME;
use crate::lines::Lines;

/// After so many minutes without a sale a number that comes back is another order.
const LONG: i64 = 14 * 1440;

/// Splits the lines of order numbers that several orders share.
pub fn settle(lines: &mut Lines) {
    let placed =
        |line: &usize| lines.order.codes[*line] != MISSING && lines.minute[*line] != NO_TIME;
    let orders = grouped(
        (0..lines.len())
            .filter(placed)
            .map(|line| (lines.order.codes[line], line as u32)),
        lines.order.distinct(),
    );
    let numbers = Numbers::of(lines, orders.iter());
    let every_day = numbers.begin_again();
    let mut part = vec![];
    let (mut came_back, mut in_stores) = (vec![], vec![]);
    for (code, order) in orders
        .iter()
        .enumerate()
        .filter(|(_, order)| order.len() > 1)
    {
        if at_once(lines, order) {
            continue;
        }
        let keys = keys(lines, order, every_day);
        let distinct: BTreeSet<Key> = keys.iter().copied().collect();
        if distinct.len() < 2 {
            continue;
        }
        if part.is_empty() {
            part = vec![0u32; lines.len()];
        }
        let stores: BTreeSet<u32> = distinct.iter().map(|key| key.store).collect();
        let visits: BTreeSet<(u32, i64)> = distinct
            .iter()
            .map(|key| (key.customer, key.visit))
            .collect();
        let customers: BTreeSet<u32> = distinct.iter().map(|key| key.customer).collect();
        if stores.len() > 1 {
            in_stores.push(code as u32);
        } else if visits.len() > customers.len() {
            came_back.push(code as u32);
        }
        for (&line, key) in order.iter().zip(&keys) {
            part[line as usize] =
                distinct.iter().position(|other| other == key).unwrap_or(0) as u32;
        }
    }
    lines.part = part;
    let shown = |codes: &[u32]| {
        codes
            .first()
            .map_or(String::new(), |&code| lines.order.value(code).to_owned())
    };
    let mut sentences = vec![];
    if every_day {
        sentences.push(format!(
            "Order numbers start over ({} of {} appear on several days with no single customer), so each day's numbers count as separate orders.",
            numbers.scattered, numbers.sold
        ));
    } else {
        if !came_back.is_empty() {
            sentences.push(format!(
                "{} {} after more than 14 days and {} counted as another order, such as {}.",
                counted(came_back.len() as u64, "order number"),
                agreeing(came_back.len() as u64, "comes back", "come back"),
                agreeing(came_back.len() as u64, "was", "were"),
                shown(&came_back)
            ));
        }
        if let Some(&code) = numbers.example.as_ref() {
            sentences.push(format!(
                "{} with no single customer {} on several days, such as {}; all lines of one customer under such a number count as one order.",
                counted(numbers.scattered, "order number"),
                agreeing(numbers.scattered, "appears", "appear"),
                lines.order.value(code)
            ));
        }
    }
    if !in_stores.is_empty() {
        sentences.push(format!(
            "{} in several stores and {} counted as one order for each store, such as {}.",
            counted(in_stores.len() as u64, "order number")
                + agreeing(in_stores.len() as u64, " appears", " appear"),
            agreeing(in_stores.len() as u64, "was", "were"),
            shown(&in_stores)
        ));
    }
    sentences
        .into_iter()
        .for_each(|sentence| lines.said.say(sentence));
}

/// Whether all lines are of one customer at one minute in one store: nearly every order is so.
fn at_once(lines: &Lines, order: &[u32]) -> bool {
    let store = |line: usize| {
        lines
            .store
            .as_ref()
            .map_or(MISSING, |store| store.codes[line])
    };
    let facts = |line: u32| {
        (
            lines.minute[line as usize],
            lines.customer.codes[line as usize],
            store(line as usize),
        )
    };
    order.iter().all(|&line| facts(line) == facts(order[0]))
}

/// What makes lines of one number one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    customer: u32,
    visit: i64,
    store: u32,
}

fn keys(lines: &Lines, order: &[u32], every_day: bool) -> Vec<Key> {
    let customer = |line: u32| lines.customer.codes[line as usize];
    let minute = |line: u32| lines.minute[line as usize];
    let store = |line: u32| {
        lines
            .store
            .as_ref()
            .map_or(MISSING, |store| store.codes[line as usize])
    };
    // A known customer at one minute is in one store, whatever the shelf.
    let at_once = order
        .iter()
        .all(|&line| minute(line) == minute(order[0]) && customer(line) == customer(order[0]));
    let one_store = at_once && customer(order[0]) != MISSING;
    let mut keys: Vec<Key> = order
        .iter()
        .map(|&line| Key {
            customer: customer(line),
            visit: if every_day {
                minute(line).div_euclid(1440)
            } else {
                0
            },
            store: if one_store { MISSING } else { store(line) },
        })
        .collect();
    if every_day {
        return keys;
    }
    // Sales far apart are different visits; what comes back later belongs to the visit before it.
    let mut by_time: Vec<usize> = (0..order.len()).collect();
    by_time.sort_by_key(|&at| (keys[at].customer, keys[at].store, minute(order[at]), at));
    let mut before: Option<(usize, i64)> = None;
    let mut visit = 0;
    for at in by_time {
        let (now, sale) = (minute(order[at]), lines.quantity[order[at] as usize] > 0);
        match before {
            Some((other, last))
                if (keys[other].customer, keys[other].store)
                    == (keys[at].customer, keys[at].store) =>
            {
                if sale && now - last > LONG {
                    visit += 1;
                }
                keys[at].visit = visit;
                before = Some((at, if sale { now } else { last }));
            }
            _ => {
                visit = 0;
                before = Some((at, now));
            }
        }
    }
    keys
}

/// How many order numbers there are, and how many are scattered over several days.
struct Numbers {
    sold: u64,
    scattered: u64,
    example: Option<u32>,
}

impl Numbers {
    fn of<'a>(lines: &Lines, orders: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut numbers = Self {
            sold: 0,
            scattered: 0,
            example: None,
        };
        for (code, order) in orders.enumerate() {
            let day = |line: u32| lines.minute[line as usize].div_euclid(1440);
            let mut sold = order
                .iter()
                .copied()
                .filter(|&line| lines.quantity[line as usize] > 0);
            let Some(first) = sold.next() else { continue };
            numbers.sold += 1;
            let customer = |line: u32| lines.customer.codes[line as usize];
            let (mut days, mut one_customer) = (false, customer(first) != MISSING);
            for line in sold {
                days |= day(line) != day(first);
                one_customer &= customer(line) == customer(first);
            }
            if days && !one_customer {
                numbers.scattered += 1;
                numbers.example.get_or_insert(code as u32);
            }
        }
        numbers
    }

    /// Whether numbers begin again: most stand on several days, for nobody or for several customers.
    fn begin_again(&self) -> bool {
        self.scattered >= 2 && self.scattered * 2 >= self.sold
    }
}
