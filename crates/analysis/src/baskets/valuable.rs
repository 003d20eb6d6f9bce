//! Sets of items that bring in most when bought together: high-utility itemsets.
//!
//! The utility of a set in a basket that holds all of it is the sum of what its items brought in
//! there; its utility is the sum over such baskets. It is not anti-monotone, so sets are grown over
//! projected baskets with two upper bounds, as in EFIM (Zida et al. 2015): what a basket's prefix
//! and all of its rest bring in bounds every extension (local utility), and what the prefix, an
//! item and the rest after it bring in bounds the sets that begin so (sub-tree utility). Values
//! below zero (sold under cost) count in utilities and not in bounds.

use super::Baskets;
use crate::order::sort_by;

/// A set and what it brought in.
#[derive(Clone, Debug, PartialEq)]
pub struct Valuable {
    /// Items, ascending.
    pub items: Vec<u32>,
    /// Baskets with all of them.
    pub orders: u32,
    /// What the items brought in there.
    pub value: f64,
}

/// The search for the sets of 2 to `length` items that bring in most, a first item at a time.
pub struct Weighing {
    search: Search,
    root: Projected,
    sums: Sums,
    items: Vec<u32>,
    places: Vec<(u32, u32)>,
    /// Largest sets of the rounds to come, the next one last.
    rounds: Vec<usize>,
    /// The first item to go on with.
    at: usize,
}

/// Entries of projected baskets that are added up in one step, some ten milliseconds.
const PER_STEP: u64 = 2_000_000;

impl Weighing {
    /// Begins to look for the `most` sets in at least `floor` baskets, of at least `value`.
    pub fn new(baskets: &Baskets, floor: u32, length: u8, value: f64, most: usize) -> Self {
        let floor = floor.max(1);
        let counts = baskets.counts();
        let mut root = Projected::default();
        root.clear();
        let is_kept = |item: u32| counts[item as usize] >= floor;
        let sizes = (0..baskets.len()).map(|at| {
            let items = baskets.items(at).iter();
            items.filter(|&&item| is_kept(item)).count()
        });
        // One item alone is no set. Room for all at once: growing would take twice as much.
        let (mut rows, mut places) = (0, 0);
        for size in sizes.filter(|&size| size >= 2) {
            (rows, places) = (rows + 1, places + size);
        }
        root.prefix.reserve_exact(rows);
        root.start.reserve_exact(rows);
        root.rest.reserve_exact(places);
        for at in 0..baskets.len() {
            let mut row: Vec<(u32, f64)> = baskets
                .range(at)
                .map(|place| (baskets.items[place], baskets.value.get(place).copied()))
                .filter(|(item, _)| is_kept(*item))
                .map(|(item, value)| (item, value.unwrap_or(0.0)))
                .collect();
            row.sort_unstable_by_key(|(item, _)| *item);
            if row.len() >= 2 {
                root.push(0.0, &row);
            }
        }
        let kinds = counts.len();
        let mut sums = Sums::new(kinds);
        let items = sums.add_up(&root);
        let places = sums.places(&root, &items);
        // Pairs first: the best of them say what a larger set has to bring in.
        let rounds = match usize::from(length) {
            _ if most == 0 => vec![],
            0 | 1 => vec![],
            2 => vec![2],
            length => vec![length, 2],
        };
        let mut weighing = Self {
            search: Search {
                floor,
                length: 0,
                least: value,
                most,
                best: Vec::new(),
                path: Vec::new(),
                pool: Vec::new(),
                kinds,
                work: 0,
            },
            root,
            sums,
            items,
            places,
            rounds,
            at: 0,
        };
        weighing.begin_round();
        weighing
    }

    /// Goes on for a while. Returns whether it is over.
    pub fn step(&mut self) -> bool {
        self.search.work = 0;
        while self.search.length > 0 && self.search.work < PER_STEP {
            let Some(&item) = self.items.get(self.at) else {
                self.begin_round();
                continue;
            };
            self.at += 1;
            let root = (&self.root, &self.places[..]);
            self.search.work += u64::from(self.sums.count[item as usize]);
            self.search.extend(root, &self.sums, item);
        }
        self.search.length == 0
    }

    /// The sets found, most value first, ties by item.
    pub fn found(mut self) -> Vec<Valuable> {
        self.search.tidy();
        self.search.best
    }

    fn begin_round(&mut self) {
        self.search.tidy();
        self.search.length = self.rounds.pop().unwrap_or(0);
        if self.search.length > 0 {
            self.search.best.clear();
            self.search.keep(&mut self.sums, &self.items);
            self.at = 0;
        }
    }
}

/// Baskets that hold a prefix, cut to what may follow.
#[derive(Default)]
struct Projected {
    /// What the prefix brought in, per basket.
    prefix: Vec<f64>,
    start: Vec<u32>,
    rest: Vec<(u32, f64)>,
}

impl Projected {
    fn push(&mut self, prefix: f64, rest: &[(u32, f64)]) {
        if !rest.is_empty() {
            self.prefix.push(prefix);
            self.rest.extend_from_slice(rest);
            self.start.push(self.rest.len() as u32);
        }
    }

    fn clear(&mut self) {
        self.prefix.clear();
        self.rest.clear();
        self.start.clear();
        self.start.push(0);
    }

    fn rest(&self, row: usize) -> &[(u32, f64)] {
        &self.rest[self.start[row] as usize..self.start[row + 1] as usize]
    }
}

/// Sums per item that may follow.
struct Sums {
    count: Vec<u32>,
    value: Vec<f64>,
    local: Vec<f64>,
    sub: Vec<f64>,
    kept: Vec<bool>,
    /// Where the item's places begin.
    begin: Vec<u32>,
}

impl Sums {
    fn new(kinds: usize) -> Self {
        Self {
            count: vec![0; kinds],
            value: vec![0.0; kinds],
            local: vec![0.0; kinds],
            sub: vec![0.0; kinds],
            kept: vec![false; kinds],
            begin: vec![0; kinds],
        }
    }

    fn clear(&mut self, items: &[u32]) {
        for &item in items {
            let item = item as usize;
            self.count[item] = 0;
            self.value[item] = 0.0;
            self.local[item] = 0.0;
            self.sub[item] = 0.0;
            self.kept[item] = false;
        }
    }

    /// Adds everything up; returns the items, ascending.
    fn add_up(&mut self, projected: &Projected) -> Vec<u32> {
        let mut items = Vec::new();
        for row in 0..projected.prefix.len() {
            let (prefix, rest) = (projected.prefix[row], projected.rest(row));
            let mut left: f64 = rest.iter().map(|(_, value)| value.max(0.0)).sum();
            let bound = prefix.max(0.0) + left;
            for &(item, value) in rest {
                let at = item as usize;
                if self.count[at] == 0 {
                    items.push(item);
                }
                self.count[at] += 1;
                self.value[at] += prefix + value;
                self.local[at] += bound;
                self.sub[at] += prefix.max(0.0) + left;
                left -= value.max(0.0);
            }
        }
        items.sort_unstable();
        items
    }

    /// Places of each item, side by side: basket and position.
    fn places(&mut self, projected: &Projected, items: &[u32]) -> Vec<(u32, u32)> {
        let mut total = 0;
        for &item in items {
            self.begin[item as usize] = total;
            total += self.count[item as usize];
        }
        let mut places = vec![(0, 0); total as usize];
        for row in 0..projected.prefix.len() {
            for at in projected.start[row]..projected.start[row + 1] {
                let begin = &mut self.begin[projected.rest[at as usize].0 as usize];
                places[*begin as usize] = (row as u32, at);
                *begin += 1;
            }
        }
        places
    }
}

struct Search {
    floor: u32,
    length: usize,
    /// Only sets of at least this value; it rises as better ones are found.
    least: f64,
    most: usize,
    best: Vec<Valuable>,
    path: Vec<u32>,
    pool: Vec<Sums>,
    kinds: usize,
    /// Entries added up lately.
    work: u64,
}

/// Bounds are sums in another order than values; they may fall short by rounding.
const SLACK: f64 = 1.0 + 1e-9;

impl Search {
    fn grow(&mut self, projected: &Projected) {
        let mut sums = self.pool.pop().unwrap_or_else(|| Sums::new(self.kinds));
        self.work += projected.rest.len() as u64;
        let items = sums.add_up(projected);
        let size = self.path.len() + 1;
        if size >= 2 {
            for &item in &items {
                let (orders, value) = (sums.count[item as usize], sums.value[item as usize]);
                if orders >= self.floor && value >= self.least {
                    self.found(item, orders, value);
                }
            }
        }
        if size < self.length {
            self.keep(&mut sums, &items);
            let places = sums.places(projected, &items);
            for &item in &items {
                self.extend((projected, &places), &sums, item);
            }
        }
        sums.clear(&items);
        self.pool.push(sums);
    }

    /// Marks the items that a set worth listing may still take in.
    fn keep(&self, sums: &mut Sums, items: &[u32]) {
        for &item in items {
            let at = item as usize;
            sums.kept[at] = sums.count[at] >= self.floor && sums.local[at] * SLACK >= self.least;
        }
    }

    /// Grows the sets that go on with this item.
    fn extend(&mut self, (projected, places): (&Projected, &[(u32, u32)]), sums: &Sums, item: u32) {
        let at = item as usize;
        if !sums.kept[at] || sums.sub[at] * SLACK < self.least {
            return;
        }
        let (mut next, mut row) = (Projected::default(), Vec::new());
        next.clear();
        // Filling moved each begin to its end.
        let end = sums.begin[at] as usize;
        for &(basket, place) in &places[end - sums.count[at] as usize..end] {
            let value = projected.rest[place as usize].1;
            let rest = place as usize + 1..projected.start[basket as usize + 1] as usize;
            row.clear();
            row.extend(
                projected.rest[rest]
                    .iter()
                    .filter(|(other, _)| sums.kept[*other as usize]),
            );
            next.push(projected.prefix[basket as usize] + value, &row);
        }
        self.path.push(item);
        self.grow(&next);
        self.path.pop();
    }

    fn found(&mut self, item: u32, orders: u32, value: f64) {
        let mut items = self.path.clone();
        items.push(item);
        self.best.push(Valuable {
            items,
            orders,
            value,
        });
        if self.best.len() >= 2 * self.most + 100 {
            self.tidy();
        }
    }

    /// Keeps the best, and asks no less of later ones.
    fn tidy(&mut self) {
        sort_by(&mut self.best, |a, b| {
            b.value.total_cmp(&a.value).then(a.items.cmp(&b.items))
        });
        self.best.truncate(self.most);
        if self.best.len() == self.most
            && let Some(last) = self.best.last()
        {
            self.least = self.least.max(last.value);
        }
    }
}
