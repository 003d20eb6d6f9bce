//! Which orders and lines a window lets through.

use std::collections::BTreeSet;
use std::ops::Range;

use clientele_model::filters::{Copies, Dimension, Returns};
use clientele_model::table::{Filter, Subject};

use crate::dataset::{Dataset, NONE};
use crate::days::{Days, MINUTES};
use crate::set::CustomerSet;
use crate::window::Window;

/// A window made concrete over a data set: flags per position instead of names.
pub(crate) struct LineFilter<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// Orders within the days.
    pub orders: Range<usize>,
    /// Per product: whether its lines count.
    products: Vec<bool>,
    /// Per product: whether it is goods, whatever its category.
    goods: Vec<bool>,
    /// What is asked of an order.
    of_order: Vec<Listed<'a>>,
    /// What is asked of a customer.
    of_customer: Vec<Listed<'a>>,
    within: Option<&'a CustomerSet>,
    copies: bool,
    returns: bool,
}

impl<'a> LineFilter<'a> {
    pub fn new(dataset: &'a Dataset, window: &Window, within: Option<&'a CustomerSet>) -> Self {
        let goods: Vec<bool> = (0..dataset.products.id.len())
            .map(|at| {
                !dataset.products.service[at]
                    || is_admitted(&dataset.products.id[at], &window.goods)
            })
            .collect();
        let mut filter = Self {
            dataset,
            orders: orders_within(dataset, window.days),
            products: goods.clone(),
            goods,
            of_order: Vec::new(),
            of_customer: Vec::new(),
            within,
            copies: window.copies == Copies::Kept,
            returns: window.returns == Returns::Netted,
        };
        for of in Dimension::LISTED {
            let Some(listed) = Listed::new(dataset, window, of) else {
                continue;
            };
            match Filter::Listed(of).need().map(|need| need.of) {
                Some(Subject::Order) => filter.of_order.push(listed),
                Some(Subject::Customer) => filter.of_customer.push(listed),
                Some(Subject::Product) => {
                    for (at, counts) in filter.products.iter_mut().enumerate() {
                        *counts &= listed.has(at);
                    }
                }
                // No dimension is of a line.
                Some(Subject::Line) | None => {}
            }
        }
        filter
    }

    /// Whether the order's customer is let through; anonymous orders only when nothing is asked of
    /// customers.
    pub fn customer(&self, customer: u32) -> bool {
        if customer == NONE {
            return self.of_customer.is_empty() && self.within.is_none();
        }
        let has = |listed: &Listed<'_>| listed.has(customer as usize);
        self.within.is_none_or(|set| set.contains(customer)) && self.of_customer.iter().all(has)
    }

    /// Whether the order's place and channel are let through.
    pub fn order(&self, order: usize) -> bool {
        self.of_order.iter().all(|listed| listed.has(order))
    }

    /// The order's lines that count, returns included unless they are left out of sight.
    pub fn lines(&self, order: usize) -> impl Iterator<Item = Line> + '_ {
        let lines = &self.dataset.lines;
        range(self.dataset, order).filter_map(move |at| {
            let flags = lines.flags[at];
            let product = lines.product[at];
            let counts = self.products[product as usize]
                && (self.copies || !flags.is_copy())
                && (self.returns || !flags.is_return());
            counts.then(|| Line {
                product,
                quantity: lines.quantity.at(at),
                discount: lines.discount.at(at),
                price: lines.price.at(at),
                is_return: flags.is_return(),
            })
        })
    }

    /// Whether the order sells goods at all, whatever the other filters.
    pub fn sells(&self, order: usize) -> bool {
        let lines = &self.dataset.lines;
        range(self.dataset, order)
            .any(|at| !lines.flags[at].is_return() && self.goods[lines.product[at] as usize])
    }
}

/// Values that are let through.
pub(crate) struct Listed<'a> {
    /// Per value whether it is wanted.
    wanted: Vec<bool>,
    /// Per order, product or customer its value; it may be missing.
    column: &'a [u32],
}

impl<'a> Listed<'a> {
    /// Those of the filter on a dimension; nothing when there is no such filter.
    pub fn new(dataset: &'a Dataset, window: &Window, of: Dimension) -> Option<Self> {
        let wanted = window.listed(of).filter(|wanted| !wanted.is_empty())?;
        let (names, column) = dataset.dimension(of);
        Some(Self {
            wanted: names.iter().map(|name| wanted.contains(name)).collect(),
            column,
        })
    }

    /// Whether the value at a position is wanted.
    pub fn has(&self, at: usize) -> bool {
        let value = self.column.get(at).copied().unwrap_or(NONE);
        self.wanted.get(value as usize).copied().unwrap_or(false)
    }
}

/// A line that counts.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub product: u32,
    /// Pieces, below zero for returns.
    pub quantity: f64,
    pub price: f64,
    pub discount: f64,
    pub is_return: bool,
}

impl Line {
    /// What was paid for a sale.
    pub fn value(&self) -> f64 {
        self.quantity * self.price - self.discount
    }

    /// What was paid back for a return, above zero as a rule.
    pub fn paid_back(&self) -> f64 {
        -self.quantity * self.price - self.discount
    }
}

/// Positions of an order's lines.
pub(crate) fn range(dataset: &Dataset, order: usize) -> Range<usize> {
    let start = &dataset.orders.start;
    start[order] as usize..start[order + 1] as usize
}

/// Orders of these days; orders are sorted by time.
fn orders_within(dataset: &Dataset, days: Days) -> Range<usize> {
    let minutes = &dataset.orders.minute;
    let first = i64::from(days.first) * MINUTES;
    let next = (i64::from(days.last) + 1) * MINUTES;
    minutes.partition_point(|&m| m < first)..minutes.partition_point(|&m| m < next)
}

/// Whether a service code is to count as goods. Codes are compared without regard to case; a star
/// at the end stands for any ending, as in the ledger's list of services.
fn is_admitted(code: &str, goods: &BTreeSet<String>) -> bool {
    goods.iter().any(|wanted| match wanted.strip_suffix('*') {
        Some(start) => code
            .get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start)),
        None => wanted.eq_ignore_ascii_case(code),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_admits_a_family_of_codes() {
        let goods = BTreeSet::from(["dcgs*".to_owned(), "POST".to_owned()]);
        let admitted = |code| is_admitted(code, &goods);
        assert!(admitted("DCGS0003") && admitted("DCGS") && admitted("post"));
        assert!(!admitted("D") && !admitted("POSTAGE") && !admitted("GIFT"));
    }
}
