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

/// Places that are counted in one step, some ten milliseconds.
const PER_STEP: usize = 2_000_000;

/// The search for pairs of items that at least `floor` customers bought one after the other within so
/// many days, more often than after other purchases and beyond what chance explains.
pub struct NextSearch {
    firsts: Firsts,
    buyers: Buyers,
    tally: Tally,
    base: Base,
    candidates: Vec<Follow>,
    within: Day,
    floor: u32,
    /// The item whose buyers are followed next.
    first: u32,
}

impl NextSearch {
    /// Begins. `last` is the last day of the window.
    pub fn new(dataset: &Dataset, baskets: &Baskets, last: Day, within: u16, floor: u32) -> Self {
        let firsts = Firsts::new(dataset, baskets);
        let (kinds, within) = (baskets.kinds as usize, Day::from(within));
        let until = last - within;
        Self {
            buyers: Buyers::new(&firsts, kinds, until),
            tally: Tally::new(kinds),
            base: Base::new(&firsts, kinds, until, within),
            candidates: Vec::new(),
            within,
            floor: floor.max(1),
            first: 0,
            firsts,
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
        let places = self.buyers.places(first);
        if places.len() < self.floor as usize {
            return places.len();
        }
        let mut work = self.tally.after(&self.firsts, places, self.within);
        let touched = self.tally.touched.iter().copied();
        let able: Vec<u32> = touched
            .filter(|&then| then != first && self.tally.after[then as usize] >= self.floor)
            .collect();
        // Who had it already is counted only where somebody may be listed.
        if !able.is_empty() {
            work += self.tally.before(&self.firsts, places);
        }
        for then in able {
            let at = then as usize;
            self.candidates.push(Follow {
                first,
                then,
                of: places.len() as u32 - self.tally.before[at],
                customers: self.tally.after[at],
                lift: 0.0,
                gap_days: 0,
                p: 1.0,
            });
        }
        self.tally.clear();
        work
    }

    /// What stands the test (at most 1 in 100 false: Benjamini–Hochberg over all pairs with `floor`
    /// customers at risk); strongest lift first, ties by item. Days between are not filled in.
    pub fn found(&mut self) -> Vec<Follow> {
        let looked_at = tested(&self.buyers, self.floor);
        let mut candidates = std::mem::take(&mut self.candidates);
        for follow in &mut candidates {
            let at = follow.then as usize;
            // After `then` itself nobody is at risk.
            let all =
                self.base.total - self.buyers.places(follow.then).len() as u64 - self.base.risk[at];
            let bought = self.base.bought[at];
            follow.lift =
                f64::from(follow.customers) / f64::from(follow.of) / (bought as f64 / all as f64);
            follow.p = fisher::more(Counts {
                all: all.min(u64::from(u32::MAX)) as u32,
                when: follow.of,
                then: bought.min(u64::from(u32::MAX)) as u32,
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
    pub fn gaps(&self, pairs: &mut [Follow]) {
        let firsts = &self.firsts;
        for pair in pairs {
            let gap = |&(at, customer): &(u32, u32)| {
                let (at, end) = (at as usize, firsts.start[customer as usize + 1] as usize);
                let then = (at..end).find(|&place| firsts.item[place] == pair.then)?;
                let gap = firsts.day[then] - firsts.day[at];
                (firsts.order[then] != firsts.order[at] && gap <= self.within).then_some(gap)
            };
            let places = self.buyers.places(pair.first).iter();
            let mut days: Vec<Day> = places.filter_map(gap).collect();
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
    fn new(firsts: &Firsts, kinds: usize, until: Day, within: Day) -> Self {
        let mut base = Self {
            total: 0,
            risk: vec![0; kinds],
            bought: vec![0; kinds],
        };
        for customer in firsts.start.windows(2) {
            let (from, to) = (customer[0] as usize, customer[1] as usize);
            let followed = from + firsts.day[from..to].partition_point(|&day| day <= until);
            base.total += (followed - from) as u64;
            // First place within the days before, and of the same order.
            let (mut early, mut order) = (from, from);
            for at in from..to {
                while firsts.order[order] != firsts.order[at] {
                    order += 1;
                }
                while firsts.day[at] - firsts.day[early] > within {
                    early += 1;
                }
                let item = firsts.item[at] as usize;
                let later = followed.saturating_sub(order);
                base.risk[item] += (later - usize::from(at < followed)) as u64;
                base.bought[item] += order.min(followed).saturating_sub(early) as u64;
            }
        }
        base
    }
}

/// Per item, the first purchases of it that can be followed.
struct Buyers {
    start: Vec<u32>,
    /// Where among the first purchases it stands, and whose it is.
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
        for (customer, w) in firsts.start.windows(2).enumerate() {
            for at in w[0]..w[1] {
                if firsts.day[at as usize] <= until {
                    let fill = &mut start[firsts.item[at as usize] as usize + 1];
                    places[*fill as usize] = (at, customer as u32);
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

    /// Counts who bought what within the days after, in a later order. Returns the places looked at.
    fn after(&mut self, firsts: &Firsts, places: &[(u32, u32)], within: Day) -> usize {
        let mut work = places.len();
        for &(at, customer) in places {
            let (at, end) = (at as usize, firsts.start[customer as usize + 1] as usize);
            let (order, day) = (firsts.order[at], firsts.day[at]);
            for place in at + 1..end {
                work += 1;
                if firsts.order[place] == order {
                    continue;
                }
                if firsts.day[place] - day > within {
                    break;
                }
                let item = firsts.item[place];
                if self.after[item as usize] == 0 {
                    self.touched.push(item);
                }
                self.after[item as usize] += 1;
            }
        }
        work
    }

    /// Counts who had bought what before or with it. Returns the places looked at.
    fn before(&mut self, firsts: &Firsts, places: &[(u32, u32)]) -> usize {
        let mut work = 0;
        for &(at, customer) in places {
            let (begin, at) = (firsts.start[customer as usize] as usize, at as usize);
            let end = firsts.start[customer as usize + 1] as usize;
            let with = (at + 1..end).take_while(|&place| firsts.order[place] == firsts.order[at]);
            for place in (begin..at).chain(with) {
                work += 1;
                let item = firsts.item[place];
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::baskets::{Worth, baskets};
    use crate::tables::sample;
    use crate::window::Window;
    use clientele_model::filters::Level;

    /// Of, customers, after whatever (at risk and bought), for one pair: counted one by one.
    fn naive(firsts: &Firsts, until: Day, within: Day, pair: (u32, u32)) -> [u64; 4] {
        let mut counts = [0; 4];
        for w in firsts.start.windows(2) {
            let own = w[0] as usize..w[1] as usize;
            let then = own.clone().find(|&at| firsts.item[at] == pair.1);
            for at in own.filter(|&at| firsts.day[at] <= until && firsts.item[at] != pair.1) {
                let later =
                    then.filter(|&then| then > at && firsts.order[then] != firsts.order[at]);
                let at_risk = u64::from(then.is_none() || later.is_some());
                let bought = later.is_some_and(|then| firsts.day[then] - firsts.day[at] <= within);
                let bought = u64::from(bought);
                if firsts.item[at] == pair.0 {
                    counts[0] += at_risk;
                    counts[1] += bought;
                }
                counts[2] += at_risk;
                counts[3] += bought;
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn what_follows_is_what_counting_one_by_one_finds(
            data in sample::datasets(), filters in sample::filters(), within in 1..400_u16,
        ) {
            let Ok(window) = Window::new(&filters, &data.catalogue) else {
                return Ok(());
            };
            let made = baskets(&data, &window, None, Level::Product, Worth::Revenue).baskets;
            let last = window.days.last;
            let mut search = NextSearch::new(&data, &made, last, within, 1);
            while !search.step() {}
            let until = last - Day::from(within);
            for follow in &search.candidates {
                let pair = (follow.first, follow.then);
                let [of, customers, risk, bought] =
                    naive(&search.firsts, until, Day::from(within), pair);
                prop_assert_eq!(u64::from(follow.of), of);
                prop_assert_eq!(u64::from(follow.customers), customers);
                let at = follow.then as usize;
                let own = search.buyers.places(follow.then).len() as u64;
                prop_assert_eq!(search.base.total - own - search.base.risk[at], risk);
                prop_assert_eq!(search.base.bought[at], bought);
            }
            let listed = search.candidates.len();
            let all = (0..made.kinds).flat_map(|a| (0..made.kinds).map(move |b| (a, b)));
            let expected = all.filter(|(a, b)| a != b).filter(|&pair| {
                naive(&search.firsts, until, Day::from(within), pair)[1] > 0
            });
            prop_assert_eq!(listed, expected.count());
        }
    }
}
