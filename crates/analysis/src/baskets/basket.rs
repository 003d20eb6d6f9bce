//! From order lines to baskets of distinct items.

mod filling;

use clientele_model::filters::Level;

use crate::dataset::{Dataset, NONE};
use crate::set::CustomerSet;
use crate::tables::line_filter::{Line, LineFilter};
use crate::window::Window;

use filling::Filling;

/// Baskets of distinct items, in the order of the orders: compressed sparse rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baskets {
    /// Position of a basket's first item; one more entry than baskets.
    pub start: Vec<u32>,
    /// Items, distinct within a basket, in no particular order; below `kinds`.
    pub items: Vec<u32>,
    /// What each item brought in, in currency: parallel to `items`, or empty when nobody asked.
    pub value: Vec<f64>,
    /// The order behind each basket, by its position in the data set.
    pub order: Vec<u32>,
    /// How many items there can be: products or categories of the data set.
    pub kinds: u32,
}

/// Baskets and what did not become part of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// The baskets.
    pub baskets: Baskets,
    /// Lines of products without a category, when categories are looked at.
    pub without_category: u32,
    /// What was paid for each item.
    pub revenue: Vec<f64>,
}

/// What an item is worth to a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// What was paid.
    Revenue,
    /// What was paid, less the cost of the pieces; revenue where the cost is unknown.
    Margin,
}

impl Baskets {
    /// Baskets of these items, without values; copies within a basket are dropped.
    pub fn of<'a>(baskets: impl IntoIterator<Item = &'a [u32]>) -> Self {
        let mut made = Self {
            start: vec![0],
            ..Self::default()
        };
        for (at, basket) in baskets.into_iter().enumerate() {
            let begin = made.items.len();
            for &item in basket {
                if !made.items[begin..].contains(&item) {
                    made.items.push(item);
                    made.kinds = made.kinds.max(item + 1);
                }
            }
            made.start.push(made.items.len() as u32);
            made.order.push(at as u32);
        }
        made
    }

    /// Baskets of order lines: which order, which item; orders and items are numbered from 0, and
    /// stand in whatever order. One pass puts the lines of each order side by side, and copies
    /// within an order are dropped.
    pub fn of_lines(orders: &[u32], items: &[u32]) -> Self {
        let last = |of: &[u32]| of.iter().max().map_or(0, |&most| most as usize + 1);
        let mut begin = vec![0_u32; last(orders) + 1];
        for &order in orders {
            begin[order as usize + 1] += 1;
        }
        for at in 1..begin.len() {
            begin[at] += begin[at - 1];
        }
        let mut sorted = vec![0; items.len()];
        let mut fill = begin.clone();
        for (&order, &item) in orders.iter().zip(items) {
            sorted[fill[order as usize] as usize] = item;
            fill[order as usize] += 1;
        }
        let mut seen = vec![NONE; last(items)];
        let mut made = Self {
            start: Vec::with_capacity(begin.len()),
            order: Vec::with_capacity(begin.len()),
            kinds: seen.len() as u32,
            ..Self::default()
        };
        made.start.push(0);
        // Distinct items move up in place, at or before where they stood.
        let mut end = 0;
        for order in 0..begin.len() - 1 {
            for at in begin[order]..begin[order + 1] {
                let item = sorted[at as usize];
                if seen[item as usize] != order as u32 {
                    seen[item as usize] = order as u32;
                    sorted[end] = item;
                    end += 1;
                }
            }
            if begin[order] < begin[order + 1] {
                made.start.push(end as u32);
                made.order.push(order as u32);
            }
        }
        sorted.truncate(end);
        made.items = sorted;
        made
    }

    /// How many baskets.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Items of the basket at a position.
    pub fn items(&self, at: usize) -> &[u32] {
        &self.items[self.range(at)]
    }

    /// Positions of a basket's items.
    pub fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.start[at] as usize..self.start[at + 1] as usize
    }

    /// In how many baskets each item stands.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.kinds as usize];
        self.items.iter().for_each(|&item| {
            counts[item as usize] += 1;
        });
        counts
    }

    /// The same without the baskets of more than `largest` items; the others move up in place.
    pub fn without_giants(mut self, largest: u32) -> Self {
        let (mut kept, mut end) = (0, 0);
        for at in 0..self.len() {
            let range = self.range(at);
            if range.len() > largest as usize {
                continue;
            }
            self.items.copy_within(range.clone(), end);
            if !self.value.is_empty() {
                self.value.copy_within(range.clone(), end);
            }
            end += range.len();
            // Ranges to come begin where this one ended, at or after it.
            self.order[kept] = self.order[at];
            self.start[kept] = (end - range.len()) as u32;
            kept += 1;
        }
        self.items.truncate(end);
        self.value.truncate(end);
        self.order.truncate(kept);
        self.start.truncate(kept);
        self.start.push(end as u32);
        self
    }
}

/// Makes baskets of the orders that a window lets through; `within` narrows them to orders of these
/// customers. Sales only: returned and cancelled lines are in no basket, nor are services. Orders
/// without a known customer count, unless something is asked of customers. A product that stands in
/// several lines of an order is one item, worth all of them. Without a `worth` there are no values.
pub fn baskets(
    dataset: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    level: Level,
    worth: impl Into<Option<Worth>>,
) -> Made {
    let of = Looked {
        dataset,
        window,
        within,
    };
    let mut making = Making::new(&of, level, worth);
    while !making.step(&of, PER_STEP) {}
    making.done()
}

/// Which orders are looked at.
#[derive(Clone, Copy)]
pub struct Looked<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// What is looked at.
    pub window: &'a Window,
    /// Only orders of these customers; all when absent.
    pub within: Option<&'a CustomerSet>,
}

/// Lines that are read in one step, some twenty milliseconds.
pub const PER_STEP: usize = 500_000;

/// Baskets being made, order by order.
pub struct Making {
    filling: Filling,
    next: usize,
}

impl Making {
    /// Begins.
    pub fn new(of: &Looked<'_>, level: Level, worth: impl Into<Option<Worth>>) -> Self {
        let orders = of.filter().orders;
        let start = |order: usize| of.dataset.orders.start.get(order).copied().unwrap_or(0);
        let lines = start(orders.end) - start(orders.start);
        let mut filling = Filling::new(of.dataset, level, worth.into());
        // Room for all at once: growing by doubling would take up to three times as much.
        filling.made.baskets.items.reserve(lines as usize);
        filling.made.baskets.start.reserve(orders.len());
        filling.made.baskets.order.reserve(orders.len());
        Self {
            filling,
            next: orders.start,
        }
    }

    /// Reads the next orders, with about so many lines; of what it began with. Returns whether all
    /// were read.
    pub fn step(&mut self, of: &Looked<'_>, lines: usize) -> bool {
        let (filter, dataset) = (of.filter(), of.dataset);
        let start = &dataset.orders.start;
        let first = start.get(self.next).copied().unwrap_or(0) as usize;
        while self.next < filter.orders.end && (start[self.next] as usize) < first + lines {
            let order = self.next;
            if filter.customer(dataset.orders.customer[order]) && filter.order(order) {
                self.filling.order(&filter, order, None);
            }
            self.next += 1;
        }
        self.next >= filter.orders.end
    }

    /// What was made.
    pub fn done(mut self) -> Made {
        self.filling.made.baskets.items.shrink_to_fit();
        self.filling.made
    }
}

impl<'a> Looked<'a> {
    fn filter(&self) -> LineFilter<'a> {
        LineFilter::new(self.dataset, self.window, self.within)
    }
}

/// The baskets of these orders, cut to items that stand in at least `floor` of them, with what these
/// brought in; baskets without such an item are left out. `counts` says in how many each stands.
pub fn frequent(
    dataset: &Dataset,
    window: &Window,
    level: Level,
    worth: Worth,
    (orders, counts, floor): (&[u32], &[u32], u32),
) -> Baskets {
    let filter = LineFilter::new(dataset, window, None);
    let wanted: Vec<bool> = counts.iter().map(|&count| count >= floor).collect();
    let items = counts.iter().filter(|&&count| count >= floor);
    let items = items.map(|&count| count as usize).sum();
    let mut filling = Filling::new(dataset, level, Some(worth));
    filling.made.baskets.items.reserve(items);
    filling.made.baskets.value.reserve(items);
    for &order in orders {
        filling.order(&filter, order as usize, Some(&wanted));
    }
    filling.made.baskets
}

/// Items of single orders, distinct, as they stand in a basket.
pub(crate) struct Items<'a> {
    filter: &'a LineFilter<'a>,
    level: Level,
    /// Per item the order it was last seen in.
    seen: Vec<u32>,
    found: Vec<u32>,
}

impl<'a> Items<'a> {
    pub fn new(filter: &'a LineFilter<'a>, level: Level) -> Self {
        Self {
            filter,
            level,
            seen: vec![NONE; Self::kinds(filter.dataset, level)],
            found: Vec::new(),
        }
    }

    /// How many there can be.
    pub fn kinds(dataset: &Dataset, level: Level) -> usize {
        match level {
            Level::Product => dataset.products.id.len(),
            Level::Category => dataset.values.categories.len(),
        }
    }

    /// Those of an order.
    pub fn of(&mut self, order: usize) -> &[u32] {
        self.found.clear();
        for line in self.filter.lines(order).filter(|line| !line.is_return) {
            let item = item(self.filter.dataset, self.level, &line);
            if let Some(seen) = self.seen.get_mut(item as usize)
                && *seen != order as u32
            {
                *seen = order as u32;
                self.found.push(item);
            }
        }
        &self.found
    }
}

/// What a line is about: its product, or that product's category, if it has one.
fn item(dataset: &Dataset, level: Level, line: &Line) -> u32 {
    match level {
        Level::Product => line.product,
        Level::Category => {
            let category = dataset.products.category.get(line.product as usize);
            category.copied().unwrap_or(NONE)
        }
    }
}
