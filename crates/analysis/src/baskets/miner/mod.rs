//! The fast miner: prefix classes over ever smaller databases, pairs counted in dense arrays.
//!
//! Items below the floor go first; the others are numbered by rank, rarest first, so that the many
//! rare items have short lists and the frequent ones few partners left. The class of an item is
//! every basket with it, cut to the items after it ([`Grower`] goes on from there): its pairs are
//! counted into one dense row (as LCM does), and only partners that reach the floor enter the
//! class's own small database. Counting all pairs of a database gives two levels at once, so sets of
//! four items need two databases one inside the other.
//!
//! One step is one or more classes; a class never depends on another, and sets come in the order of
//! their ranks, whoever runs them. Apriori is its twin in the tests.

mod grow;

use super::Baskets;
use super::itemsets::{Itemsets, Level};
use crate::order::sort_by_key;
use grow::Grower;

/// How far a miner may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Sets at most. Each takes 16 bytes of tree, and later 56 bytes for each of its rules.
    pub itemsets: usize,
}

impl Default for Budget {
    /// Half a million sets: 8 MB of tree, and at most some 100 MB of rules.
    fn default() -> Self {
        Self { itemsets: 500_000 }
    }
}

/// There are more sets than the budget allows; those found so far are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget;

/// A pair of ranks that stands together in fewer baskets than chance would put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RarePair {
    /// The rarer item, as a rank.
    pub one: u32,
    /// The other, as a rank.
    pub other: u32,
    /// Baskets with both.
    pub both: u32,
}

/// What rare pairs are looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rare {
    /// Only pairs whose lift is below this.
    pub lift: f64,
    /// Only pairs that chance would put into so many baskets or more.
    pub expected: f64,
}

/// What a miner found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mining {
    /// Frequent sets.
    pub sets: Itemsets,
    /// Pairs below chance, when they were asked for: by ranks.
    pub rare: Vec<RarePair>,
    /// Sets of two items and more that were counted, frequent or not, times the rules each could
    /// have made: a set of k items makes k rules with one item on the right.
    pub looked_at: u64,
}

/// Mines baskets step by step.
pub struct Miner {
    grower: Grower,
    /// Items of baskets as ranks, ascending, and where they begin.
    rows: Vec<u32>,
    end: Vec<u32>,
    /// Where in each basket the items after the current class's begin.
    cursor: Vec<u32>,
    /// Baskets of each rank.
    lists: Vec<u32>,
    list_start: Vec<u32>,
    next: u32,
    counts: Vec<u32>,
    local: Vec<u32>,
    rare: Option<Rare>,
    found: Mining,
}

/// Work of one step, in counted pairs: some 20 ms.
const STEP: u64 = 10_000_000;

impl Miner {
    /// Begins to look for sets of at most `length` items in at least `floor` baskets.
    pub fn new(baskets: &Baskets, floor: u32, length: u8, budget: Budget) -> Self {
        let floor = floor.max(1);
        let counts = baskets.counts();
        let mut item: Vec<u32> = (0..baskets.kinds)
            .filter(|&item| counts[item as usize] >= floor)
            .collect();
        sort_by_key(&mut item, |&item| (counts[item as usize], item));
        let mut rank = vec![u32::MAX; counts.len()];
        for (at, &item) in item.iter().enumerate() {
            rank[item as usize] = at as u32;
        }
        let mut level = Level::default();
        let mut list_start = vec![0_u32];
        for (at, &item) in item.iter().enumerate() {
            level.push(at as u32, counts[item as usize]);
            list_start.push(list_start[at] + counts[item as usize]);
        }
        // By rank first, then back by basket: two passes of counting sort, no comparison.
        let mut fill = list_start.clone();
        let mut lists = vec![0_u32; list_start[item.len()] as usize];
        let mut end = Vec::with_capacity(baskets.len());
        let mut cursor = Vec::with_capacity(baskets.len());
        let mut total = 0;
        for at in 0..baskets.len() {
            cursor.push(total);
            for &item in baskets.items(at) {
                let rank = rank[item as usize];
                if rank != u32::MAX {
                    lists[fill[rank as usize] as usize] = at as u32;
                    fill[rank as usize] += 1;
                    total += 1;
                }
            }
            end.push(total);
        }
        let mut rows = vec![0_u32; total as usize];
        let mut into = cursor.clone();
        for rank in 0..item.len() {
            for &basket in &lists[list_start[rank] as usize..list_start[rank + 1] as usize] {
                rows[into[basket as usize] as usize] = rank as u32;
                into[basket as usize] += 1;
            }
        }
        let kinds = item.len();
        let levels = vec![Level::default(); usize::from(length.max(1))];
        let mut sets = Itemsets {
            baskets: baskets.len() as u32,
            item,
            levels,
        };
        sets.levels[0] = level;
        Self {
            grower: Grower::new(floor, usize::from(length), budget.itemsets),
            rows,
            end,
            cursor,
            lists,
            list_start,
            next: 0,
            counts: vec![0; kinds],
            local: vec![0; kinds],
            rare: None,
            found: Mining {
                sets,
                ..Mining::default()
            },
        }
    }

    /// Also collects pairs below chance.
    pub fn with_rare(mut self, rare: Rare) -> Self {
        self.rare = Some(rare);
        self
    }

    /// How many classes are done, and how many there are.
    pub fn progress(&self) -> (u32, u32) {
        (self.next, self.counts.len() as u32)
    }

    /// Mines some classes; true when there are no more.
    ///
    /// # Errors
    /// [`OverBudget`] when there are more sets than allowed.
    pub fn step(&mut self) -> Result<bool, OverBudget> {
        let until = self.grower.work + STEP;
        while (self.next as usize) < self.counts.len() {
            if self.grower.length < 2 {
                self.next = self.counts.len() as u32;
                break;
            }
            self.class(self.next)?;
            self.next += 1;
            if self.grower.work >= until {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Mines one class in `every` and says about how many sets there are in all; the miner is of no
    /// use after that.
    ///
    /// # Errors
    /// [`OverBudget`] when even these have more sets than allowed.
    pub fn sample(&mut self, every: u32) -> Result<usize, OverBudget> {
        let singles = self.counts.len();
        if self.grower.length < 2 {
            return Ok(singles);
        }
        for rank in (every / 2..singles as u32).step_by(every as usize) {
            let list = self.list_start[rank as usize]..self.list_start[rank as usize + 1];
            for at in list {
                let basket = self.lists[at as usize] as usize;
                let row = &self.rows[self.cursor[basket] as usize..self.end[basket] as usize];
                self.cursor[basket] += row.partition_point(|&other| other < rank) as u32;
            }
            self.class(rank)?;
        }
        let sets = self.found.sets.len();
        Ok(singles + (sets - singles) * every as usize)
    }

    /// What was found.
    pub fn found(mut self) -> Mining {
        let levels = &mut self.found.sets.levels;
        while levels.last().is_some_and(Level::is_empty) {
            levels.pop();
        }
        self.found.looked_at = self.grower.looked_at;
        self.found
    }

    /// All of it at once.
    ///
    /// # Errors
    /// [`OverBudget`] when there are more sets than allowed.
    pub fn finish(mut self) -> Result<Mining, OverBudget> {
        while !self.step()? {}
        Ok(self.found())
    }

    fn class(&mut self, rank: u32) -> Result<(), OverBudget> {
        let list =
            self.list_start[rank as usize] as usize..self.list_start[rank as usize + 1] as usize;
        let counts = &mut self.counts[..];
        for &basket in &self.lists[list.clone()] {
            // Classes come in order of rank, so the cursor stands on this rank's own place.
            let cursor = &mut self.cursor[basket as usize];
            *cursor += 1;
            let rest = &self.rows[*cursor as usize..self.end[basket as usize] as usize];
            for &other in rest {
                counts[other as usize] += 1;
            }
            self.grower.work += rest.len() as u64;
        }
        let partners_possible = counts.len() as u64 - u64::from(rank) - 1;
        self.grower.looked_at += 2 * partners_possible;
        self.rare_pairs(rank);
        let sets = &mut self.found.sets;
        let floor = self.grower.floor;
        let child = sets.levels[1].len();
        let mut partners = 0_u32;
        for (other, count) in self.counts.iter_mut().enumerate().skip(rank as usize + 1) {
            self.local[other] = u32::MAX;
            if *count >= floor {
                self.local[other] = partners;
                partners += 1;
                sets.levels[1].push(other as u32, *count);
            }
            *count = 0;
        }
        sets.levels[0].child[rank as usize] = child as u32;
        sets.levels[0].children[rank as usize] = partners;
        if self.grower.length >= 3 && partners >= 2 {
            let mut small = self.grower.take();
            small.begin(partners);
            for &basket in &self.lists[list] {
                let basket = basket as usize;
                let rest = &self.rows[self.cursor[basket] as usize..self.end[basket] as usize];
                small.push(rest.iter().map(|&other| self.local[other as usize]));
            }
            self.grower.grow(&small, 1, child, &mut sets.levels)?;
            self.grower.give_back(small);
        }
        self.grower.within_budget(&sets.levels)
    }

    fn rare_pairs(&mut self, rank: u32) {
        let Some(rare) = self.rare else {
            return;
        };
        let ones = &self.found.sets.levels[0].count;
        let scale = f64::from(ones[rank as usize]) / f64::from(self.found.sets.baskets);
        // Others are more and more frequent: the first that chance would bring often enough.
        let begin = ones.partition_point(|&count| scale * f64::from(count) < rare.expected);
        let first = begin.max(rank as usize + 1);
        for (other, &count) in ones.iter().enumerate().skip(first) {
            let expected = scale * f64::from(count);
            let both = self.counts[other];
            if f64::from(both) < rare.lift * expected {
                self.found.rare.push(RarePair {
                    one: rank,
                    other: other as u32,
                    both,
                });
            }
        }
    }
}
