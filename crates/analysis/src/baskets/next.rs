//! What customers buy next: first purchases of a product, and first purchases of another soon after.
//!
//! Only first purchases within the window count, so that the weekly rhythm of one customer does not
//! speak for all. A customer can be followed from a purchase when the window goes on for long
//! enough after it, and is at risk of buying B when B was not bought up to and with that order.

use super::measures::Counts;
use super::{Baskets, fisher};
use crate::dataset::{Dataset, NONE};
use crate::days::{Day, MINUTES};

/// Customers who bought `first` and then bought `then`. Items as in the baskets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Follow {
    /// What was bought.
    pub first: u32,
    /// What was bought for the first time in a later order, within the days.
    pub then: u32,
    /// Customers with `first`, followed long enough, who had not bought `then` up to that order.
    pub of: u32,
    /// Those of them who bought `then` within the days.
    pub customers: u32,
    /// `customers / of` over the same share after first purchases of whatever product.
    pub lift: f64,
    /// Median of the days between.
    pub gap_days: u32,
    /// Fisher's exact test of these customers against first purchases of whatever product. Several
    /// purchases of one customer are not independent, so it is a guide and no proof.
    pub p: f64,
}

/// First purchases of each known customer, in order of time.
struct Firsts {
    start: Vec<u32>,
    /// Item and day, parallel; those of one order share `order`.
    item: Vec<u32>,
    day: Vec<Day>,
    order: Vec<u32>,
}

impl Firsts {
    fn new(dataset: &Dataset, baskets: &Baskets) -> Self {
        let customers = dataset.customers.id.len();
        let mut start = vec![0_u32; customers + 1];
        let known = |at: usize| {
            let customer = dataset.orders.customer[baskets.order[at] as usize];
            (customer != NONE).then_some(customer as usize)
        };
        for customer in (0..baskets.len()).filter_map(known) {
            start[customer + 1] += 1;
        }
        for at in 0..customers {
            start[at + 1] += start[at];
        }
        let mut sorted = vec![0_u32; start[customers] as usize];
        let mut fill = start.clone();
        for at in 0..baskets.len() {
            if let Some(customer) = known(at) {
                sorted[fill[customer] as usize] = at as u32;
                fill[customer] += 1;
            }
        }
        let mut firsts = Self {
            start: vec![0],
            item: Vec::new(),
            day: Vec::new(),
            order: Vec::new(),
        };
        let mut seen = vec![NONE; baskets.kinds as usize];
        for customer in 0..customers {
            for &basket in &sorted[start[customer] as usize..start[customer + 1] as usize] {
                let order = baskets.order[basket as usize];
                let minute = dataset.orders.minute[order as usize];
                for &item in baskets.items(basket as usize) {
                    if seen[item as usize] != customer as u32 {
                        seen[item as usize] = customer as u32;
                        firsts.item.push(item);
                        firsts.day.push(minute.div_euclid(MINUTES) as Day);
                        firsts.order.push(order);
                    }
                }
            }
            firsts.start.push(firsts.item.len() as u32);
        }
        firsts
    }
}

/// Pairs of items that at least `floor` customers bought one after the other within so many days,
/// more often than after other purchases and beyond what chance explains (at most 1 in 100 false:
/// Benjamini–Hochberg over all pairs with `floor` customers at risk); strongest lift first, ties by
/// item. `last` is the last day of the window.
pub fn next_purchases(
    dataset: &Dataset,
    baskets: &Baskets,
    last: Day,
    within: u16,
    floor: u32,
) -> Vec<Follow> {
    let floor = floor.max(1);
    let firsts = Firsts::new(dataset, baskets);
    let kinds = baskets.kinds as usize;
    let buyers = Buyers::new(&firsts, kinds, last - Day::from(within));
    let mut candidates: Vec<Follow> = Vec::new();
    let mut tally = Tally::new(kinds);
    // Per item: at risk and bought, after whatever first purchase.
    let (mut risk, mut bought) = (vec![0_u64; kinds], vec![0_u64; kinds]);
    let mut total = 0_u64;
    for first in 0..kinds as u32 {
        let of = buyers.places(first).len() as u32;
        total += u64::from(of);
        tally.count(&firsts, buyers.places(first), within);
        for &then in &tally.touched {
            let at = then as usize;
            if then == first {
                continue;
            }
            risk[at] += u64::from(tally.before[at]);
            bought[at] += u64::from(tally.after[at]);
            if tally.after[at] >= floor {
                candidates.push(Follow {
                    first,
                    then,
                    of: of - tally.before[at],
                    customers: tally.after[at],
                    lift: 0.0,
                    gap_days: 0,
                    p: 1.0,
                });
            }
        }
        tally.clear();
    }
    let looked_at = tested(&buyers, floor);
    for follow in &mut candidates {
        let at = follow.then as usize;
        // After `then` itself nobody is at risk.
        let all = total - buyers.places(follow.then).len() as u64 - risk[at];
        let base = bought[at] as f64 / all as f64;
        follow.lift = f64::from(follow.customers) / f64::from(follow.of) / base;
        follow.p = fisher::more(Counts {
            all: all.min(u64::from(u32::MAX)) as u32,
            when: follow.of,
            then: bought[at].min(u64::from(u32::MAX)) as u32,
            both: follow.customers,
        });
    }
    let mut kept = significant(candidates, looked_at);
    kept.retain(|follow| follow.lift > 1.0);
    kept.sort_by(|a, b| {
        b.lift
            .total_cmp(&a.lift)
            .then((a.first, a.then).cmp(&(b.first, b.then)))
    });
    kept
}

/// Fills in the median days between of these pairs.
pub fn gaps(dataset: &Dataset, baskets: &Baskets, last: Day, within: u16, pairs: &mut [Follow]) {
    let firsts = Firsts::new(dataset, baskets);
    let buyers = Buyers::new(&firsts, baskets.kinds as usize, last - Day::from(within));
    for pair in pairs {
        let mut days: Vec<Day> = buyers
            .places(pair.first)
            .iter()
            .filter_map(|&(at, end)| {
                let (at, end) = (at as usize, end as usize);
                let then = (at..end).find(|&place| firsts.item[place] == pair.then)?;
                let gap = firsts.day[then] - firsts.day[at];
                (firsts.order[then] != firsts.order[at] && gap <= Day::from(within)).then_some(gap)
            })
            .collect();
        days.sort_unstable();
        pair.gap_days = days.get(days.len() / 2).map_or(0, |&day| day as u32);
    }
}

/// Per item, the first purchases of it that can be followed.
struct Buyers {
    start: Vec<u32>,
    /// Where in the customer's first purchases it stands, and where those end.
    places: Vec<(u32, u32)>,
}

impl Buyers {
    fn new(firsts: &Firsts, kinds: usize, until: Day) -> Self {
        let mut start = vec![0_u32; kinds + 2];
        for (at, &item) in firsts.item.iter().enumerate() {
            if firsts.day[at] <= until {
                start[item as usize + 2] += 1;
            }
        }
        for at in 2..start.len() {
            start[at] += start[at - 1];
        }
        let mut places = vec![(0, 0); start[kinds + 1] as usize];
        for w in firsts.start.windows(2) {
            for at in w[0]..w[1] {
                if firsts.day[at as usize] <= until {
                    let fill = &mut start[firsts.item[at as usize] as usize + 1];
                    places[*fill as usize] = (at, w[1]);
                    *fill += 1;
                }
            }
        }
        Self { start, places }
    }

    fn places(&self, item: u32) -> &[(u32, u32)] {
        let item = item as usize;
        &self.places[self.start[item] as usize..self.start[item + 1] as usize]
    }
}

/// Counts over the buyers of one item.
struct Tally {
    /// Who had bought the item before or with it.
    before: Vec<u32>,
    /// Who bought it within the days after.
    after: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    fn new(kinds: usize) -> Self {
        Self {
            before: vec![0; kinds],
            after: vec![0; kinds],
            touched: Vec::new(),
        }
    }

    fn count(&mut self, firsts: &Firsts, places: &[(u32, u32)], within: u16) {
        for &(at, end) in places {
            let (at, end) = (at as usize, end as usize);
            let (order, day) = (firsts.order[at], firsts.day[at]);
            let begin = firsts.start.partition_point(|&start| start as usize <= at) - 1;
            let mut place = firsts.start[begin] as usize;
            while place < end {
                let is_after = place > at && firsts.order[place] != order;
                if is_after && firsts.day[place] - day > Day::from(within) {
                    break;
                }
                let item = firsts.item[place];
                let slot = item as usize;
                if self.before[slot] == 0 && self.after[slot] == 0 {
                    self.touched.push(item);
                }
                let counts = if is_after {
                    &mut self.after
                } else {
                    &mut self.before
                };
                counts[slot] += 1;
                place += 1;
            }
        }
    }

    fn clear(&mut self) {
        for &item in &self.touched {
            self.before[item as usize] = 0;
            self.after[item as usize] = 0;
        }
        self.touched.clear();
    }
}

/// Pairs that could have reached the floor.
fn tested(buyers: &Buyers, floor: u32) -> u64 {
    let items = buyers.start.len() as u32 - 2;
    let able = (0..items).filter(|&item| buyers.places(item).len() >= floor as usize);
    let able = able.count() as u64;
    able * able.saturating_sub(1)
}

/// Benjamini and Hochberg at one in a hundred.
fn significant(mut follows: Vec<Follow>, family: u64) -> Vec<Follow> {
    follows.sort_by(|a, b| {
        a.p.total_cmp(&b.p)
            .then((a.first, a.then).cmp(&(b.first, b.then)))
    });
    let family = family.max(follows.len() as u64).max(1) as f64;
    let last = (0..follows.len())
        .rev()
        .find(|&at| follows[at].p <= super::rules::ALPHA * (at + 1) as f64 / family);
    follows.truncate(last.map_or(0, |at| at + 1));
    follows
}
