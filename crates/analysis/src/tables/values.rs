//! How many known customers each value of a filter has, under all filters but those on its own dimension:
//! as many as would be left if this value alone were chosen.

use std::collections::BTreeSet;

use clientele_model::columns;
use clientele_model::filters::Dimension;
use clientele_model::table::{Filter, Subject};

use super::customers::{ByCustomer, within_spend};
use super::line_filter::{Line, LineFilter, Listed, range};
use crate::columns::structure;
use crate::dataset::{Dataset, NONE};
use crate::order::sort_by;
use crate::set::CustomerSet;
use crate::window::Window;

columns!(values => structure {
    /// Values that have customers, in the order of the names of dimensions, then of values.
    pub struct ValuesTable {}
});

impl ValuesTable {
    /// Dimension and value of each row.
    pub fn names(&self) -> Vec<(&str, &str)> {
        self.dimension.iter().zip(self.value.iter()).collect()
    }
}

/// Makes the table; `within` narrows it to these customers. A range of spend is one of what was spent on
/// the value.
pub fn values(dataset: &Dataset, window: &Window, within: Option<&CustomerSet>) -> ValuesTable {
    let mut counting = Counting::new(dataset, window);
    while !counting.step(dataset, window, within, usize::MAX) {}
    counting.done(dataset)
}

/// How many dimensions there are.
const DIMENSIONS: usize = Dimension::LISTED.len();

/// The table while customers are counted, one after the other. A line counts for every dimension when all
/// filters let it through, and for one alone when only the filter on that one does not.
#[derive(Default)]
pub struct Counting {
    by_customer: ByCustomer,
    /// The next customer.
    next: u32,
    /// Customers per dimension and value.
    customers: [Vec<u32>; DIMENSIONS],
    /// Of one customer per dimension and value; nothing for values that they did not meet.
    sums: [Vec<Sum>; DIMENSIONS],
    /// Dimensions and values that one customer met.
    met: Vec<(usize, usize)>,
}

/// What one customer did with one value.
#[derive(Clone, Copy, Default)]
struct Sum {
    is_met: bool,
    is_sold: bool,
    gross: f64,
    returned: f64,
}

/// One dimension while the lines go by.
struct Values<'a> {
    of: Option<Subject>,
    /// Per order, customer or product its value, or [`NONE`]; empty when the data have none.
    column: &'a [u32],
    /// What the filter on it lets through; everything without one.
    filter: Option<Listed<'a>>,
}

impl Counting {
    /// Begins.
    pub fn new(dataset: &Dataset, window: &Window) -> Self {
        let mut counting = Self {
            by_customer: ByCustomer::new(
                dataset,
                LineFilter::new(dataset, window, None).orders.end,
            ),
            ..Self::default()
        };
        for (at, of) in Dimension::LISTED.into_iter().enumerate() {
            let (names, _) = dataset.dimension(of);
            counting.customers[at] = vec![0; names.len()];
            counting.sums[at] = vec![Sum::default(); names.len()];
        }
        counting
    }

    /// Counts the next customers, with about so many lines; of what it began with. Returns whether all
    /// were counted.
    pub fn step(
        &mut self,
        dataset: &Dataset,
        window: &Window,
        within: Option<&CustomerSet>,
        lines: usize,
    ) -> bool {
        let unlisted = Window {
            countries: BTreeSet::new(),
            channels: BTreeSet::new(),
            categories: BTreeSet::new(),
            tiers: BTreeSet::new(),
            ..window.clone()
        };
        let filter = LineFilter::new(dataset, &unlisted, within);
        let dimensions = Dimension::LISTED.map(|of| Values {
            of: Filter::Listed(of).need().map(|need| need.of),
            column: dataset.dimension(of).1,
            filter: Listed::new(dataset, window, of),
        });
        let all = dataset.customers.id.len() as u32;
        let mut left = lines;
        while self.next < all && left > 0 {
            let customer = self.next;
            self.next += 1;
            if filter.customer(customer) {
                let read = self.meet(&filter, &dimensions, customer);
                self.count(window);
                left = left.saturating_sub(read);
            }
        }
        self.next == all
    }

    /// Reads a customer's lines; returns how many.
    fn meet(&mut self, filter: &LineFilter<'_>, dimensions: &[Values<'_>], customer: u32) -> usize {
        let orders = self.by_customer.orders(customer);
        let begin = orders.partition_point(|&order| (order as usize) < filter.orders.start);
        let mut read = 0;
        for &order in &orders[begin..] {
            read += range(filter.dataset, order as usize).len();
            for line in filter.lines(order as usize) {
                let mut values = [NONE; DIMENSIONS];
                let (mut others, mut kept_out_by) = (0, 0);
                for (at, of) in dimensions.iter().enumerate() {
                    let place = of.place(customer, order, line.product);
                    values[at] = of.column.get(place).copied().unwrap_or(NONE);
                    if of.filter.as_ref().is_some_and(|wanted| !wanted.has(place)) {
                        (others, kept_out_by) = (others + 1, at);
                    }
                }
                let counts_for = match others {
                    0 => 0..DIMENSIONS,
                    1 => kept_out_by..kept_out_by + 1,
                    _ => continue,
                };
                for at in counts_for {
                    let value = values[at] as usize;
                    if let Some(sum) = self.sums[at].get_mut(value) {
                        if !std::mem::replace(&mut sum.is_met, true) {
                            self.met.push((at, value));
                        }
                        sum.add(&line);
                    }
                }
            }
        }
        read
    }

    /// Counts a customer for what they met.
    fn count(&mut self, window: &Window) {
        for (at, value) in self.met.drain(..) {
            let sum = std::mem::take(&mut self.sums[at][value]);
            if sum.is_sold && within_spend(window, sum.gross, sum.returned) {
                self.customers[at][value] += 1;
            }
        }
    }

    /// The table.
    pub fn done(self, dataset: &Dataset) -> ValuesTable {
        let mut rows = Vec::new();
        for (of, customers) in Dimension::LISTED.into_iter().zip(&self.customers) {
            let counted = dataset.dimension(of).0.iter().zip(customers);
            let counted = counted.filter(|(_, customers)| **customers > 0);
            rows.extend(counted.map(|(name, &customers)| (of.one(), name.as_str(), customers)));
        }
        sort_by(&mut rows, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let mut table = ValuesTable::default();
        for (dimension, value, customers) in rows {
            table.dimension.push(dimension);
            table.value.push(value);
            table.customers.push(customers);
        }
        table
    }
}

impl Values<'_> {
    /// Where the value stands in the column.
    fn place(&self, customer: u32, order: u32, product: u32) -> usize {
        let at = match self.of {
            Some(Subject::Customer) => customer,
            Some(Subject::Order) => order,
            // No dimension is of a line.
            Some(Subject::Product | Subject::Line) | None => product,
        };
        at as usize
    }
}

impl Sum {
    fn add(&mut self, line: &Line) {
        if line.is_return {
            self.returned += line.paid_back();
        } else {
            self.is_sold = true;
            self.gross += line.value();
        }
    }
}
