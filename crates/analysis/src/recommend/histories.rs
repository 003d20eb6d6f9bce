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

/// Products that are kept for each one.
const NEIGHBOURS: usize = 100;
/// Fewer customers of both say nothing.
const FEW: u32 = 3;

impl Histories {
    /// From baskets; those for which `skip` says so are left out.
    pub fn new(dataset: &Dataset, baskets: &Baskets, skip: &dyn Fn(usize) -> bool) -> Self {
        let customers = dataset.customers.id.len();
        let mut pairs: Vec<u64> = Vec::new();
        for at in 0..baskets.len() {
            let customer = dataset.orders.customer[baskets.order[at] as usize];
            if customer != NONE && !skip(at) {
                let high = u64::from(customer) << 32;
                pairs.extend(baskets.items(at).iter().map(|&item| high | u64::from(item)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut start = vec![0_u32; customers + 1];
        let mut buyers_start = vec![0_u32; baskets.kinds as usize + 1];
        for &pair in &pairs {
            start[(pair >> 32) as usize + 1] += 1;
            buyers_start[(pair as u32) as usize + 1] += 1;
        }
        for at in 0..customers {
            start[at + 1] += start[at];
        }
        for at in 0..baskets.kinds as usize {
            buyers_start[at + 1] += buyers_start[at];
        }
        let mut fill = buyers_start.clone();
        let mut buyers = vec![0; pairs.len()];
        for &pair in &pairs {
            let slot = &mut fill[(pair as u32) as usize];
            buyers[*slot as usize] = (pair >> 32) as u32;
            *slot += 1;
        }
        Self {
            start,
            items: pairs.iter().map(|&pair| pair as u32).collect(),
            buyers_start,
            buyers,
        }
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
