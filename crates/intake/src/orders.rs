//! Customers, products and orders as positions: who stands where in the data set.

use clientele_analysis::dataset::{Flags, Lines as Kept, NONE};
use rustc_hash::FxHashMap;

use crate::classify::{Verdict, grouped};
use crate::column::{MISSING, Texts};
use crate::lines::Lines;

/// Positions of the texts that stand on some line, ascending as text.
pub struct Positions {
    /// The texts.
    pub ids: Vec<String>,
    /// Code of each position.
    pub codes: Vec<u32>,
    position: Vec<u32>,
}

impl Positions {
    /// Of the texts on these lines.
    pub fn of(texts: &Texts, lines: &[u32]) -> Self {
        let mut stands = vec![false; texts.distinct()];
        for &line in lines {
            if let Some(stands) = stands.get_mut(texts.codes[line as usize] as usize) {
                *stands = true;
            }
        }
        let mut codes: Vec<u32> = (0..stands.len() as u32)
            .filter(|&code| stands[code as usize])
            .collect();
        codes.sort_unstable_by(|&a, &b| texts.value(a).cmp(texts.value(b)));
        let mut position = vec![NONE; texts.distinct()];
        for (at, &code) in codes.iter().enumerate() {
            position[code as usize] = at as u32;
        }
        Self {
            ids: codes
                .iter()
                .map(|&code| texts.value(code).to_owned())
                .collect(),
            codes,
            position,
        }
    }

    /// The position of a code; [`NONE`] for a missing text.
    pub fn at(&self, code: u32) -> u32 {
        self.position.get(code as usize).copied().unwrap_or(NONE)
    }
}

/// Orders sorted by time, and their lines.
pub struct Sorted {
    /// Code of the order number.
    pub order: Vec<u32>,
    /// Position of the customer, or [`NONE`].
    pub customer: Vec<u32>,
    /// Earliest minute of its lines.
    pub minute: Vec<i64>,
    /// Where its lines begin; one more entry than orders.
    pub start: Vec<u32>,
    /// Lines, by order.
    members: Vec<u32>,
}

impl Sorted {
    /// One order per order number and customer: two customers never share an order. A number may have
    /// several orders.
    pub fn of(lines: &Lines, kept: &[u32], customers: &Positions) -> Self {
        let mut found: FxHashMap<(u32, u32, u32), u32> = FxHashMap::default();
        let mut keys: Vec<(u32, u32, u32)> = vec![];
        let mut last = ((MISSING, MISSING, 0), 0);
        let group_of: Vec<u32> = kept
            .iter()
            .map(|&line| {
                let line = line as usize;
                let (number, part) = lines.order_of(line);
                let key = (number, customers.at(lines.customer.codes[line]), part);
                if key != last.0 {
                    let next = keys.len() as u32;
                    let group = *found.entry(key).or_insert(next);
                    if group == next {
                        keys.push(key);
                    }
                    last = (key, group);
                }
                last.1
            })
            .collect();
        let members = grouped(
            group_of.iter().copied().zip(kept.iter().copied()),
            keys.len(),
        );
        let earliest = |group: usize| {
            members
                .get(group)
                .iter()
                .map(|&line| lines.minute[line as usize])
                .min()
        };
        let mut by_time: Vec<(i64, u32)> = (0..keys.len())
            .map(|group| (earliest(group).unwrap_or(0), group as u32))
            .collect();
        by_time.sort_by(|a, b| {
            let name = |group: u32| {
                (
                    lines.order.value(keys[group as usize].0),
                    keys[group as usize].1,
                    keys[group as usize].2,
                )
            };
            a.0.cmp(&b.0).then_with(|| name(a.1).cmp(&name(b.1)))
        });
        let mut sorted = Self {
            order: Vec::with_capacity(keys.len()),
            customer: Vec::with_capacity(keys.len()),
            minute: Vec::with_capacity(keys.len()),
            start: vec![0],
            members: Vec::with_capacity(kept.len()),
        };
        for (minute, group) in by_time {
            let (order, customer, _) = keys[group as usize];
            sorted.order.push(order);
            sorted.customer.push(customer);
            sorted.minute.push(minute);
            sorted.members.extend(members.get(group as usize));
            sorted.start.push(sorted.members.len() as u32);
        }
        sorted
    }

    /// How many orders.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// The lines of every order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> + '_ {
        self.start
            .windows(2)
            .map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }

    /// The lines as the data set keeps them.
    pub fn lines(&self, lines: &Lines, verdict: &Verdict, products: &Positions) -> Kept {
        let each = || self.members.iter().map(|&line| line as usize);
        let back = |line: usize| {
            lines.quantity[line] < 0 || verdict.cancelled[lines.order.codes[line] as usize]
        };
        Kept {
            product: each()
                .map(|line| products.at(verdict.product.codes[line]))
                .collect(),
            // A cancellation with a quantity above zero still takes goods back.
            quantity: each()
                .map(|line| {
                    f64::from(if back(line) {
                        -lines.quantity[line].saturating_abs()
                    } else {
                        lines.quantity[line]
                    })
                })
                .collect(),
            price: each().map(|line| lines.price[line]).collect(),
            discount: match (&lines.discount, &lines.order_discount) {
                (Some(own), Some(share)) => each().map(|line| own[line] + share[line]).collect(),
                (Some(some), None) | (None, Some(some)) => each().map(|line| some[line]).collect(),
                (None, None) => vec![].into(),
            },
            flags: each()
                .map(|line| {
                    let returned = if back(line) { Flags::RETURN } else { 0 };
                    let copied = if verdict.copy[line] { Flags::COPY } else { 0 };
                    Flags(returned | copied)
                })
                .collect(),
        }
    }
}
