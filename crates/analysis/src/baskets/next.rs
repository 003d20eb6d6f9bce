//! What customers buy next: first purchases of a product, and first purchases of another soon after.
//!
//! Only first purchases within the window count, so that the weekly rhythm of one customer does not
//! speak for all. A customer can be followed from a purchase when the window goes on for long
//! enough after it, and is at risk of buying B when B was not bought up to and with that order.

mod first_purchases;
#[cfg(test)]
mod tests;

use super::fisher;
use super::measures::Counts;
use crate::days::Day;
use crate::inference::multiple::findings;
use crate::order::sort_by;
use crate::stats::wilson;
use first_purchases::FirstPurchases;
pub use first_purchases::{Followed, Gathering};

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
    /// The lower end of what `lift` may be, from Wilson's interval of `customers / of`.
    pub low: f64,
    /// Median of the days between.
    pub gap_days: u32,
    /// Fisher's exact test of these customers against first purchases of whatever product. Several
    /// purchases of one customer are not independent, so it is a guide and no proof.
    pub p: f64,
}

/// Places that are counted in one step, some ten milliseconds.
const PER_STEP: usize = 1_000_000;

/// The search for pairs of items that at least `floor` customers bought one after the other within so
/// many days, more often than after other purchases and beyond what chance explains.
pub struct NextSearch {
    purchases: FirstPurchases,
    buyers: Buyers,
    tally: Tally,
    base: Base,
    candidates: Vec<Follow>,
    /// Pairs less sure cannot stand the test, whatever the others are.
    most_p: f64,
    within: Day,
    floor: u32,
    /// The item whose buyers are followed next.
    first: u32,
}

impl NextSearch {
    /// Begins with the first purchases that were gathered: what was bought within so many days of
    /// another, up to the last day that was looked at.
    pub fn new(gathered: Gathering, last: Day, within: u16, floor: u32) -> Self {
        let (purchases, kinds) = gathered.done();
        let within = Day::from(within);
        let until = last - within;
        Self {
            buyers: Buyers::new(&purchases, kinds, until),
            tally: Tally::new(kinds),
            base: Base::new(&purchases, kinds, until, within),
            candidates: Vec::new(),
            most_p: super::rules::ALPHA,
            within,
            floor: floor.max(1),
            first: 0,
            purchases,
        }
    }

    /// Goes on for a while. Returns whether all buyers were followed.
    pub fn step(&mut self) -> bool {
        let (mut work, (_, kinds)) = (0, self.progress());
        while work < PER_STEP && self.first < kinds {
            work += self.follow(self.first);
            self.first += 1;
        }
        self.first == kinds
    }

    /// Items followed, and how many there are.
    pub fn progress(&self) -> (u32, u32) {
        (self.first, self.buyers.start.len() as u32 - 2)
    }

    /// Follows the buyers of one item; returns how many places were looked at.
    fn follow(&mut self, first: u32) -> usize {
        let visits = self.buyers.visits(first);
        if visits.len() < self.floor as usize {
            return visits.len();
        }
        let mut work = self.tally.after(&self.purchases, visits, self.within);
        let touched = self.tally.touched.iter().copied();
        let able: Vec<u32> = touched
            .filter(|&then| then != first && self.tally.after[then as usize] >= self.floor)
            .collect();
        // Who had it already is counted only where somebody may be listed.
        if !able.is_empty() {
            work += self.tally.before(&self.purchases, visits);
        }
        let of = visits.len() as u32;
        let pairs = able.into_iter().map(|then| self.pair(first, then, of));
        let pairs: Vec<Follow> = pairs.filter(|pair| pair.p <= self.most_p).collect();
        self.candidates.extend(pairs);
        self.tally.clear();
        work
    }

    /// A pair as it was counted.
    fn pair(&self, first: u32, then: u32, visits: u32) -> Follow {
        let at = then as usize;
        let (of, customers) = (visits - self.tally.before[at], self.tally.after[at]);
        // After `then` itself nobody is at risk.
        let all = self.base.total - self.buyers.visits(then).len() as u64 - self.base.risk[at];
        let bought = self.base.bought[at];
        let usual = bought as f64 / all as f64;
        Follow {
            first,
            then,
            of,
            customers,
            lift: f64::from(customers) / f64::from(of) / usual,
            low: wilson(f64::from(customers), f64::from(of)).0 / usual,
            gap_days: 0,
            p: fisher::more(Counts {
                all: all.min(u64::from(u32::MAX)) as u32,
                when: of,
                then: bought.min(u64::from(u32::MAX)) as u32,
                both: customers,
            }),
        }
    }

    /// What stands the test (at most 1 in 100 false: Benjamini–Hochberg over all pairs with `floor`
    /// customers at risk); strongest for sure first, ties by item. Days between are not filled in.
    pub fn found(&mut self) -> Vec<Follow> {
        let able = self.able();
        self.standing(able * able.saturating_sub(1))
    }

    /// What is bought after this one item, tested among its own pairs; else as [`Self::found`]. No
    /// other item is followed, so it is there at once.
    pub fn found_after(&mut self, item: u32) -> Vec<Follow> {
        self.follow(item);
        let others = self.able().saturating_sub(1);
        self.standing(others)
    }

    /// Items with enough customers that can be followed.
    fn able(&self) -> u64 {
        let (_, items) = self.progress();
        let able = |&item: &u32| self.buyers.visits(item).len() >= self.floor as usize;
        (0..items).filter(able).count() as u64
    }

    fn standing(&mut self, looked_at: u64) -> Vec<Follow> {
        let mut kept = significant(std::mem::take(&mut self.candidates), looked_at);
        kept.retain(|follow| follow.lift > 1.0);
        sort_by(&mut kept, |a, b| {
            b.low
                .total_cmp(&a.low)
                .then((a.first, a.then).cmp(&(b.first, b.then)))
        });
        kept
    }

    /// Fills in the median days between of these pairs.
    pub fn gaps(&self, pairs: &mut [Follow]) {
        let purchases = &self.purchases;
        for pair in pairs {
            let gap = |&visit: &u32| {
                let visit = visit as usize;
                let mut later = purchases.later(visit, self.within);
                let then = later.find(|&at| purchases.items(at..at + 1).contains(&pair.then))?;
                Some(purchases.day[then] - purchases.day[visit])
            };
            let visits = self.buyers.visits(pair.first).iter();
            let mut days: Vec<Day> = visits.filter_map(gap).collect();
            days.sort_unstable();
            pair.gap_days = days.get(days.len() / 2).map_or(0, |&day| day as u32);
        }
    }
}

/// What happens after first purchases of whatever product.
struct Base {
    /// First purchases that can be followed.
    total: u64,
    /// Per item: those of other items by somebody who had bought it up to and with that order.
    risk: Vec<u64>,
    /// Per item: those of other items after which it was bought within the days.
    bought: Vec<u64>,
}

impl Base {
    fn new(purchases: &FirstPurchases, kinds: usize, until: Day, within: Day) -> Self {
        let mut base = Self {
            total: 0,
            risk: vec![0; kinds],
            bought: vec![0; kinds],
        };
        for customer in purchases.start.windows(2) {
            let (from, to) = (customer[0] as usize, customer[1] as usize);
            let followed = from + purchases.day[from..to].partition_point(|&day| day <= until);
            base.total += purchases.items(from..followed).len() as u64;
            // First visit within the days before.
            let mut early = from;
            for visit in from..to {
                while purchases.day[visit] - purchases.day[early] > within {
                    early += 1;
                }
                let later = purchases.items(visit..followed.max(visit)).len();
                let risk = (later - usize::from(visit < followed)) as u64;
                let able = visit.min(followed);
                let bought = purchases.items(early.min(able)..able).len() as u64;
                for &item in purchases.items(visit..visit + 1) {
                    base.risk[item as usize] += risk;
                    base.bought[item as usize] += bought;
                }
            }
        }
        base
    }
}

/// Per item, the visits with first purchases of it that can be followed.
struct Buyers {
    start: Vec<u32>,
    visits: Vec<u32>,
}

impl Buyers {
    fn new(purchases: &FirstPurchases, kinds: usize, until: Day) -> Self {
        let mut start = vec![0_u32; kinds + 2];
        let followed = || (0..purchases.day.len()).filter(|&visit| purchases.day[visit] <= until);
        for visit in followed() {
            for &item in purchases.items(visit..visit + 1) {
                start[item as usize + 2] += 1;
            }
        }
        for at in 2..start.len() {
            start[at] += start[at - 1];
        }
        let mut visits = vec![0; start[kinds + 1] as usize];
        for visit in followed() {
            for &item in purchases.items(visit..visit + 1) {
                let fill = &mut start[item as usize + 1];
                visits[*fill as usize] = visit as u32;
                *fill += 1;
            }
        }
        Self { start, visits }
    }

    fn visits(&self, item: u32) -> &[u32] {
        let item = item as usize;
        &self.visits[self.start[item] as usize..self.start[item + 1] as usize]
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

    /// Counts who bought what within the days after, in a later order. Returns the places looked at.
    fn after(&mut self, purchases: &FirstPurchases, visits: &[u32], within: Day) -> usize {
        let mut work = visits.len();
        for &visit in visits {
            let items = purchases.items(purchases.later(visit as usize, within));
            work += items.len();
            for &item in items {
                if self.after[item as usize] == 0 {
                    self.touched.push(item);
                }
                self.after[item as usize] += 1;
            }
        }
        work
    }

    /// Counts who had bought what before or with it. Returns the places looked at.
    fn before(&mut self, purchases: &FirstPurchases, visits: &[u32]) -> usize {
        let mut work = 0;
        for &visit in visits {
            let visit = visit as usize;
            let items = purchases.items(purchases.visits(visit).start..visit + 1);
            work += items.len();
            for &item in items {
                if self.after[item as usize] == 0 && self.before[item as usize] == 0 {
                    self.touched.push(item);
                }
                self.before[item as usize] += 1;
            }
        }
        work
    }

    fn clear(&mut self) {
        for &item in &self.touched {
            self.before[item as usize] = 0;
            self.after[item as usize] = 0;
        }
        self.touched.clear();
    }
}

/// Benjamini and Hochberg at one in a hundred.
fn significant(mut follows: Vec<Follow>, family: u64) -> Vec<Follow> {
    sort_by(&mut follows, |a, b| {
        a.p.total_cmp(&b.p)
            .then((a.first, a.then).cmp(&(b.first, b.then)))
    });
    let p = follows.iter().map(|follow| follow.p);
    follows.truncate(findings(p, family, super::rules::ALPHA));
    follows
}
