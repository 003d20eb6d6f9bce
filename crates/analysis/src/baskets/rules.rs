//! From frequent sets to rules with one item on the right, and which of them tell something.

use clientele_model::filters::MAX_LENGTH;

use super::itemsets::Itemsets;
use super::measures::Counts;
use super::{Mining, fisher};
use crate::inference::multiple::benjamini_hochberg;
use crate::stats::wilson;

/// The share of false discoveries that is put up with.
pub const ALPHA: f64 = 0.01;

/// A rule that reaches both floors. Items are ranks of the [`Itemsets`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Ranks of the whole set, ascending; only the first `size` count.
    ranks: [u32; MAX_LENGTH as usize],
    size: u8,
    /// Position of the right side among them.
    then: u8,
    /// A shorter rule with the same right side is at least as confident.
    pub redundant: bool,
    /// The counts behind it.
    pub counts: Counts,
    /// Chance of as many orders or more without any link (Fisher, one-sided).
    pub p: f64,
    /// The same adjusted for all rules looked at (Benjamini–Hochberg).
    pub q: f64,
}

impl Found {
    /// The right side, as a rank.
    pub fn then(&self) -> u32 {
        self.ranks[usize::from(self.then)]
    }

    /// The left side, as ascending ranks.
    pub fn when(&self) -> impl Iterator<Item = u32> + '_ {
        let all = self.ranks[..usize::from(self.size)].iter().enumerate();
        all.filter(|(at, _)| *at != usize::from(self.then))
            .map(|(_, &rank)| rank)
    }

    /// How many items are on the left.
    pub fn when_len(&self) -> usize {
        usize::from(self.size) - 1
    }

    /// Share of the orders with the left side that hold the right one.
    pub fn confidence(&self) -> f64 {
        f64::from(self.counts.both) / f64::from(self.counts.when)
    }

    /// The lower end of what the confidence may be.
    pub fn low(&self) -> f64 {
        wilson(f64::from(self.counts.both), f64::from(self.counts.when)).0
    }

    /// Orders beyond those that chance would give.
    pub fn extra(&self) -> f64 {
        let counts = self.counts;
        f64::from(counts.both)
            - f64::from(counts.when) * f64::from(counts.then) / f64::from(counts.all)
    }

    /// Whether it is beyond chance.
    pub fn is_significant(&self) -> bool {
        self.q <= ALPHA
    }

    /// Whether it tells something that chance and shorter rules do not.
    pub fn is_telling(&self) -> bool {
        !self.redundant && self.is_significant()
    }
}

/// All rules of at least that confidence, most orders beyond chance first (ties: by item). A rule is
/// redundant when one with fewer items on the left, or none, is at least as confident. The test for
/// chance allows for every rule whose counts were looked at, not only for those that reach the
/// floors.
pub fn rules(mining: &Mining, confidence: f64) -> Vec<Found> {
    let sets = &mining.sets;
    let mut walk = Walk {
        sets,
        confidence,
        ids: [0; MASKS],
        counts: [0; MASKS],
        path: [0; MAX_LENGTH as usize],
        rules: Vec::new(),
    };
    walk.counts[0] = sets.baskets;
    for rank in 0..sets.item.len() as u32 {
        walk.visit(0, rank);
    }
    let mut rules = walk.rules;
    adjust(&mut rules, mining.looked_at);
    let key = |rule: &Found| rule.ranks.map(|rank| sets.item.get(rank as usize).copied());
    rules.sort_by(|a, b| {
        b.extra()
            .total_cmp(&a.extra())
            .then_with(|| key(a).cmp(&key(b)))
            .then(a.then.cmp(&b.then))
    });
    rules
}

/// Raises the confidence floor, a tenth at a time, until no more than `most` rules reach it; at
/// certainty the last ones are left out. Returns the floor.
pub fn at_most(rules: &mut Vec<Found>, mut confidence: f64, most: usize) -> f64 {
    while rules.len() > most {
        confidence = (confidence + 0.1).min(1.0);
        rules
            .retain(|rule| f64::from(rule.counts.both) >= confidence * f64::from(rule.counts.when));
        if confidence >= 1.0 {
            rules.truncate(most);
        }
    }
    confidence
}

const MASKS: usize = 1 << MAX_LENGTH;

struct Walk<'a> {
    sets: &'a Itemsets,
    confidence: f64,
    /// Node and count of each subset of the path, by the mask of its positions.
    ids: [u32; MASKS],
    counts: [u32; MASKS],
    path: [u32; MAX_LENGTH as usize],
    rules: Vec<Found>,
}

impl Walk<'_> {
    fn visit(&mut self, level: usize, node: u32) {
        let at = &self.sets.levels[level];
        let rank = at.rank[node as usize];
        let bit = 1_usize << level;
        self.path[level] = rank;
        for mask in 0..bit {
            let size = mask.count_ones() as usize;
            let id = if mask == bit - 1 {
                Some(node)
            } else if mask == 0 {
                Some(rank)
            } else {
                // Every subset of a frequent set is frequent, so it is there.
                self.sets.find(size - 1, self.ids[mask], rank)
            };
            let id = id.unwrap_or_default();
            self.ids[mask | bit] = id;
            self.counts[mask | bit] = self.sets.levels[size].count[id as usize];
        }
        if level > 0 {
            self.make(2 * bit - 1, level + 1);
        }
        let children =
            at.child[node as usize]..at.child[node as usize] + at.children[node as usize];
        for child in children {
            self.visit(level + 1, child);
        }
    }

    /// The rules of one set.
    fn make(&mut self, full: usize, size: usize) {
        let both = self.counts[full];
        for then in 0..size {
            let left = full ^ (1 << then);
            let counts = Counts {
                all: self.sets.baskets,
                when: self.counts[left],
                then: self.counts[1 << then],
                both,
            };
            if f64::from(both) < self.confidence * f64::from(counts.when) {
                continue;
            }
            self.rules.push(Found {
                ranks: self.path_of(size),
                size: size as u8,
                then: then as u8,
                redundant: self.is_redundant(left, then, counts),
                counts,
                p: fisher::more(counts),
                q: 1.0,
            });
        }
    }

    fn path_of(&self, size: usize) -> [u32; MAX_LENGTH as usize] {
        let mut path = [u32::MAX; MAX_LENGTH as usize];
        path[..size].copy_from_slice(&self.path[..size]);
        path
    }

    fn is_redundant(&self, left: usize, then: usize, counts: Counts) -> bool {
        let mut subset = left;
        while subset != 0 {
            subset = (subset - 1) & left;
            let shorter = u64::from(self.counts[subset | 1 << then]);
            // Cross-multiplied, so that equal confidences are equal.
            if shorter * u64::from(counts.when)
                >= u64::from(counts.both) * u64::from(self.counts[subset])
            {
                return true;
            }
        }
        false
    }
}

/// Adjusts the rules' chances for `family` tests, of which those not at hand count as 1.
fn adjust(rules: &mut [Found], family: u64) {
    let p: Vec<f64> = rules.iter().map(|rule| rule.p).collect();
    for (rule, q) in rules.iter_mut().zip(benjamini_hochberg(&p, family)) {
        rule.q = q;
    }
}
