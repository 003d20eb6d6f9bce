//! Databases of prefix classes, one inside the other.

use super::super::itemsets::Level;
use super::OverBudget;

/// The baskets of a prefix, cut to the items that may follow; items are numbered anew from 0.
#[derive(Default)]
pub(super) struct Small {
    /// How many items there are.
    kinds: u32,
    /// Items of baskets, ascending.
    items: Vec<u32>,
    /// Where each basket begins; one more entry than baskets.
    start: Vec<u32>,
}

impl Small {
    /// Empties it, for so many items.
    pub fn begin(&mut self, kinds: u32) {
        self.kinds = kinds;
        self.items.clear();
        self.start.clear();
        self.start.push(0);
    }

    /// Adds a basket; items that do not follow come as `u32::MAX`. One without a pair is dropped.
    pub fn push(&mut self, items: impl Iterator<Item = u32>) {
        let begin = self.items.len();
        self.items.extend(items.filter(|&item| item != u32::MAX));
        if self.items.len() < begin + 2 {
            self.items.truncate(begin);
        } else {
            self.start.push(self.items.len() as u32);
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.start
            .windows(2)
            .map(|w| &self.items[w[0] as usize..w[1] as usize])
    }

    fn len(&self) -> usize {
        self.start.len() - 1
    }
}

/// Grows prefixes.
pub(super) struct Grower {
    pub floor: u32,
    /// The most items of a set.
    pub length: usize,
    budget: usize,
    /// Pairs counted so far, or as much work.
    pub work: u64,
    pub looked_at: u64,
    /// Memory to be used again.
    pool: Vec<Small>,
    grids: Vec<Grid>,
}

/// Counts of pairs of one database, and what it takes to cut it further.
#[derive(Default)]
struct Grid {
    /// `kinds` × `kinds`, the upper triangle is used.
    pairs: Vec<u32>,
    /// Baskets of each item, by counting sort, as positions of what follows the item.
    after: Vec<(u32, u32)>,
    after_start: Vec<u32>,
    local: Vec<u32>,
    /// One bit per basket and item.
    bits: Vec<u64>,
}

impl Grower {
    pub fn new(floor: u32, length: usize, budget: usize) -> Self {
        Self {
            floor,
            length,
            budget,
            work: 0,
            looked_at: 0,
            pool: Vec::new(),
            grids: Vec::new(),
        }
    }

    pub fn take(&mut self) -> Small {
        self.pool.pop().unwrap_or_default()
    }

    pub fn give_back(&mut self, small: Small) {
        self.pool.push(small);
    }

    pub fn within_budget(&self, levels: &[Level]) -> Result<(), OverBudget> {
        let sets: usize = levels.iter().map(Level::len).sum();
        if sets > self.budget {
            return Err(OverBudget);
        }
        Ok(())
    }

    /// Counts all pairs of a database whose items, numbered from 0, are the nodes of level `level`
    /// from `node` on; adds the frequent ones below them and goes on.
    pub fn grow(
        &mut self,
        small: &Small,
        level: usize,
        node: usize,
        levels: &mut [Level],
    ) -> Result<(), OverBudget> {
        let kinds = small.kinds as usize;
        let mut grid = self.grids.pop().unwrap_or_default();
        grid.count(small, &mut self.work);
        let pairs = kinds as u64 * (kinds as u64 - 1) / 2;
        self.looked_at += pairs * (level as u64 + 2);
        let deeper = level + 2 < self.length;
        if deeper {
            grid.index(small);
        }
        for item in 0..kinds {
            let child = levels[level + 1].len();
            let mut partners = 0_u32;
            let (upper, lower) = levels.split_at_mut(level + 1);
            let (upper, lower) = (&mut upper[level], &mut lower[0]);
            for other in item + 1..kinds {
                let count = grid.pairs[item * kinds + other];
                grid.local[other] = u32::MAX;
                if count >= self.floor {
                    grid.local[other] = partners;
                    partners += 1;
                    lower.push(upper.rank[node + other], count);
                }
            }
            upper.child[node + item] = child as u32;
            upper.children[node + item] = partners;
            if deeper && partners >= 2 {
                let mut inner = self.take();
                inner.begin(partners);
                let span = grid.after_start[item] as usize..grid.after_start[item + 1] as usize;
                for &(from, to) in &grid.after[span] {
                    let rest = &small.items[from as usize..to as usize];
                    self.work += rest.len() as u64 / 2;
                    inner.push(rest.iter().map(|&other| grid.local[other as usize]));
                }
                self.grow(&inner, level + 1, child, levels)?;
                self.give_back(inner);
            }
        }
        self.grids.push(grid);
        self.within_budget(levels)
    }
}

/// One AND and popcount of 64 baskets costs about as much as so many counts of a pair.
const WORD: u64 = 1;

impl Grid {
    /// Counts all pairs, basket by basket or bit by bit, whichever is less work.
    fn count(&mut self, small: &Small, work: &mut u64) {
        let kinds = small.kinds as usize;
        self.pairs.clear();
        self.pairs.resize(kinds * kinds, 0);
        self.local.clear();
        self.local.resize(kinds, 0);
        let by_row: u64 = small
            .rows()
            .map(|row| row.len() as u64 * (row.len() as u64 - 1) / 2)
            .sum();
        let words = small.len().div_ceil(64);
        let by_bit = (kinds * (kinds - 1) / 2 * words) as u64 * WORD + small.items.len() as u64 * 2;
        *work += by_row.min(by_bit) + (kinds * kinds) as u64 / 4;
        if by_row <= by_bit {
            self.by_row(small);
        } else {
            self.by_bit(small, words);
        }
    }

    fn by_row(&mut self, small: &Small) {
        let kinds = small.kinds as usize;
        for row in small.rows() {
            for (at, &item) in row.iter().enumerate() {
                let counts = &mut self.pairs[item as usize * kinds..][..kinds];
                for &other in &row[at + 1..] {
                    counts[other as usize] += 1;
                }
            }
        }
    }

    fn by_bit(&mut self, small: &Small, words: usize) {
        let kinds = small.kinds as usize;
        self.bits.clear();
        self.bits.resize(kinds * words, 0);
        for (basket, row) in small.rows().enumerate() {
            for &item in row {
                self.bits[item as usize * words + basket / 64] |= 1 << (basket % 64);
            }
        }
        for item in 0..kinds {
            let one = &self.bits[item * words..][..words];
            for other in item + 1..kinds {
                let two = &self.bits[other * words..][..words];
                let both = one.iter().zip(two).map(|(a, b)| (a & b).count_ones());
                self.pairs[item * kinds + other] = both.sum();
            }
        }
    }

    /// Where each item's baskets go on after it.
    fn index(&mut self, small: &Small) {
        let kinds = small.kinds as usize;
        self.after_start.clear();
        self.after_start.resize(kinds + 1, 0);
        for &item in &small.items {
            self.after_start[item as usize + 1] += 1;
        }
        for item in 0..kinds {
            self.after_start[item + 1] += self.after_start[item];
        }
        self.after.clear();
        self.after.resize(small.items.len(), (0, 0));
        for w in small.start.windows(2) {
            for at in w[0]..w[1] {
                let fill = &mut self.after_start[small.items[at as usize] as usize];
                self.after[*fill as usize] = (at + 1, w[1]);
                *fill += 1;
            }
        }
        // Filling moved each begin to its end, which is the next one's begin.
        self.after_start.rotate_right(1);
        self.after_start[0] = 0;
    }
}
