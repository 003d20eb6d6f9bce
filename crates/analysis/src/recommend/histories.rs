//! What each customer bought, and which products have the same customers.

use crate::baskets::Baskets;
use crate::dataset::{Dataset, NONE};
use crate::order::{sort_by, sort_by_key};

/// Distinct products of each known customer, and distinct customers of each product.
pub struct Histories {
    start: Vec<u32>,
    items: Vec<u32>,
    buyers_start: Vec<u32>,
    buyers: Vec<u32>,
}

/// Products with the same customers, most alike first.
pub type Neighbours = Vec<Neighbour>;

/// A product with the same customers as another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The product.
    pub item: u32,
    /// Customers of both.
    pub both: u32,
    /// Cosine of the two products' customers: both / √(one × other).
    pub cosine: f64,
}

/// Histories being put together: basket by basket, then customer by customer.
pub struct Writing {
    /// Where each customer's items begin, and where the next one goes.
    begin: Vec<u32>,
    fill: Vec<u32>,
    /// The next basket, the next customer whose items are sorted, and the next one whose items are
    /// said to have a buyer.
    basket: usize,
    sorted: usize,
    said: usize,
    /// Items by customer; copies go when they are sorted.
    histories: Histories,
}

/// A basket that is left out, if one is.
pub type Skip<'a> = &'a dyn Fn(usize) -> bool;

impl Writing {
    /// Begins; baskets for which `skip` says so are left out.
    pub fn new(dataset: &Dataset, baskets: &Baskets, skip: Skip<'_>) -> Self {
        let customers = dataset.customers.id.len();
        let mut begin = vec![0_u32; customers + 1];
        for at in 0..baskets.len() {
            if let Some(customer) = customer_of(dataset, baskets, skip, at) {
                begin[customer + 1] += baskets.items(at).len() as u32;
            }
        }
        for at in 0..customers {
            begin[at + 1] += begin[at];
        }
        Self {
            histories: Histories {
                start: vec![0],
                items: vec![0; begin[customers] as usize],
                buyers_start: vec![0; baskets.kinds as usize + 1],
                buyers: Vec::new(),
            },
            fill: begin.clone(),
            begin,
            basket: 0,
            sorted: 0,
            said: 0,
        }
    }

    /// Goes on with about so many items; of what it began with. Returns whether all is done.
    pub fn step(
        &mut self,
        dataset: &Dataset,
        baskets: &Baskets,
        skip: Skip<'_>,
        items: usize,
    ) -> bool {
        let customers = self.begin.len() - 1;
        let mut left = items;
        if self.basket < baskets.len() {
            while self.basket < baskets.len() && left > 0 {
                let own = baskets.items(self.basket);
                left = left.saturating_sub(own.len());
                if let Some(customer) = customer_of(dataset, baskets, skip, self.basket) {
                    let place = self.fill[customer] as usize;
                    self.histories.items[place..place + own.len()].copy_from_slice(own);
                    self.fill[customer] += own.len() as u32;
                }
                self.basket += 1;
            }
            return false;
        }
        if self.sorted < customers {
            while self.sorted < customers && left > 0 {
                left = left.saturating_sub(self.sort());
            }
            if self.sorted == customers {
                self.close();
            }
            return false;
        }
        while self.said < customers && left > 0 {
            left = left.saturating_sub(self.say());
        }
        self.said == customers
    }

    /// Sorts a customer's items and drops the copies; returns how many there were. They move up to
    /// where the ones before end.
    fn sort(&mut self) -> usize {
        let own = self.begin[self.sorted] as usize..self.begin[self.sorted + 1] as usize;
        let histories = &mut self.histories;
        histories.items[own.clone()].sort_unstable();
        let first = *histories.start.last().unwrap_or(&0);
        let mut end = first;
        for at in own.clone() {
            let item = histories.items[at];
            if end == first || histories.items[end as usize - 1] != item {
                histories.items[end as usize] = item;
                histories.buyers_start[item as usize + 1] += 1;
                end += 1;
            }
        }
        histories.start.push(end);
        self.sorted += 1;
        own.len()
    }

    /// Every customer's items are sorted: makes room for the buyers of each item.
    fn close(&mut self) {
        let histories = &mut self.histories;
        let end = *histories.start.last().unwrap_or(&0) as usize;
        histories.items.truncate(end);
        histories.buyers = vec![0; end];
        for at in 1..histories.buyers_start.len() {
            histories.buyers_start[at] += histories.buyers_start[at - 1];
        }
        self.fill = histories.buyers_start.clone();
    }

    /// Puts a customer among the buyers of what they bought; returns how many items these are.
    fn say(&mut self) -> usize {
        let customer = self.said;
        let own =
            self.histories.start[customer] as usize..self.histories.start[customer + 1] as usize;
        for at in own.clone() {
            let slot = &mut self.fill[self.histories.items[at] as usize];
            self.histories.buyers[*slot as usize] = customer as u32;
            *slot += 1;
        }
        self.said += 1;
        own.len()
    }

    /// What was put together.
    pub fn done(self) -> Histories {
        self.histories
    }
}

/// Whose basket it is, where that is known and it is not left out.
fn customer_of(dataset: &Dataset, baskets: &Baskets, skip: Skip<'_>, at: usize) -> Option<usize> {
    let customer = dataset.orders.customer[baskets.order[at] as usize];
    (customer != NONE && !skip(at)).then_some(customer as usize)
}

/// Products that are kept for each one.
const NEIGHBOURS: usize = 100;
/// Fewer customers of both say nothing.
const FEW: u32 = 3;

impl Histories {
    /// From baskets, all at once; those for which `skip` says so are left out.
    pub fn new(dataset: &Dataset, baskets: &Baskets, skip: Skip<'_>) -> Self {
        let mut writing = Writing::new(dataset, baskets, skip);
        while !writing.step(dataset, baskets, skip, usize::MAX) {}
        writing.done()
    }

    /// How many customers there can be.
    pub fn customers(&self) -> usize {
        self.start.len() - 1
    }

    /// How many products there can be.
    pub fn kinds(&self) -> usize {
        self.buyers_start.len() - 1
    }

    /// What a customer bought, ascending.
    pub fn of(&self, customer: u32) -> &[u32] {
        let at = customer as usize;
        &self.items[self.start[at] as usize..self.start[at + 1] as usize]
    }

    /// Who bought a product, ascending.
    pub fn buyers(&self, item: u32) -> &[u32] {
        let at = item as usize;
        &self.buyers[self.buyers_start[at] as usize..self.buyers_start[at + 1] as usize]
    }

    /// How many places are looked at to find the neighbours of a product.
    pub fn places(&self, item: u32) -> usize {
        let of = |&customer: &u32| self.of(customer).len();
        self.kinds() + self.buyers(item).iter().map(of).sum::<usize>()
    }

    /// The hundred products whose customers are most alike to a product's; ties by product.
    pub fn neighbours(&self, item: u32, counts: &mut Vec<u32>) -> Neighbours {
        counts.clear();
        counts.resize(self.kinds(), 0);
        let buyers = self.buyers(item);
        for &customer in buyers {
            for &other in self.of(customer) {
                counts[other as usize] += 1;
            }
        }
        let own = buyers.len() as f64;
        let mut near: Neighbours = (0..self.kinds() as u32)
            .filter(|&other| other != item && counts[other as usize] >= FEW)
            .map(|other| {
                let both = counts[other as usize];
                let theirs = self.buyers(other).len() as f64;
                Neighbour {
                    item: other,
                    both,
                    cosine: f64::from(both) / (own * theirs).sqrt(),
                }
            })
            .collect();
        sort_by(&mut near, |a, b| {
            b.cosine.total_cmp(&a.cosine).then(a.item.cmp(&b.item))
        });
        near.truncate(NEIGHBOURS);
        near
    }

    /// Products by number of customers, most first; ties by product. Products nobody bought are
    /// left out.
    pub fn popular(&self) -> Vec<u32> {
        let mut items: Vec<u32> = (0..self.kinds() as u32)
            .filter(|&item| !self.buyers(item).is_empty())
            .collect();
        sort_by_key(&mut items, |&item| {
            (usize::MAX - self.buyers(item).len(), item)
        });
        items
    }
}

/// Scores of products for somebody with that history: the sum of cosines with what was bought.
/// What was bought is left out. Best first, ties by product; with each the bought product that
/// speaks most for it.
pub fn scored<'a>(
    history: &[u32],
    neighbours: impl Fn(u32) -> std::borrow::Cow<'a, [Neighbour]>,
    scores: &mut [f64],
    most: usize,
) -> Vec<(u32, f64, u32)> {
    let mut touched: Vec<u32> = Vec::new();
    for &bought in history {
        for near in neighbours(bought).iter() {
            let score = &mut scores[near.item as usize];
            if *score == 0.0 {
                touched.push(near.item);
            }
            *score += near.cosine;
        }
    }
    let mut ranked: Vec<(u32, f64)> = touched
        .iter()
        .filter(|item| history.binary_search(item).is_err())
        .map(|&item| (item, scores[item as usize]))
        .collect();
    for item in touched {
        scores[item as usize] = 0.0;
    }
    sort_by(&mut ranked, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(most);
    let mut because: Vec<(u32, f64, u32, f64)> = ranked
        .into_iter()
        .map(|(item, score)| (item, score, u32::MAX, 0.0))
        .collect();
    for &bought in history {
        for near in neighbours(bought).iter() {
            for entry in because.iter_mut().filter(|entry| entry.0 == near.item) {
                if near.cosine > entry.3 {
                    (entry.2, entry.3) = (bought, near.cosine);
                }
            }
        }
    }
    because.into_iter().map(|(a, b, c, _)| (a, b, c)).collect()
}

#[cfg(test)]
mod tests;
