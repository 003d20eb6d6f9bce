//! Frequent sets of items, as a tree of prefixes.

/// Frequent sets of items. Items are *ranks* here: positions among the frequent items, rarest first;
/// [`Itemsets::item`] says which item a rank is. A set is a path from the root, ranks ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Itemsets {
    /// Number of baskets the counts are out of.
    pub baskets: u32,
    /// The item of each rank.
    pub item: Vec<u32>,
    /// The sets of each size, from 1.
    pub levels: Vec<Level>,
}

/// The sets of one size; those with the same prefix stand side by side, in order of their last rank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Last rank.
    pub rank: Vec<u32>,
    /// In how many baskets.
    pub count: Vec<u32>,
    /// Where in the next level the sets begin that this one is the prefix of.
    pub child: Vec<u32>,
    /// How many there are.
    pub children: Vec<u32>,
}

impl Level {
    pub(super) fn push(&mut self, rank: u32, count: u32) {
        self.rank.push(rank);
        self.count.push(count);
        self.child.push(0);
        self.children.push(0);
    }

    /// How many sets.
    pub fn len(&self) -> usize {
        self.rank.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rank.is_empty()
    }
}

impl Itemsets {
    /// How many sets, single items included.
    pub fn len(&self) -> usize {
        self.levels.iter().map(Level::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The set of that prefix (a node of level `level`) and a further rank: its node in the next
    /// level.
    pub fn find(&self, level: usize, node: u32, rank: u32) -> Option<u32> {
        let from = self.levels.get(level)?;
        let begin = from.child[node as usize];
        let count = from.children[node as usize];
        let next = self.levels.get(level + 1)?;
        let among = &next.rank[begin as usize..(begin + count) as usize];
        among.binary_search(&rank).ok().map(|at| begin + at as u32)
    }

    /// Calls `each` with every set, as ascending ranks, and its count: prefix before extension.
    pub fn each(&self, each: &mut dyn FnMut(&[u32], u32)) {
        let mut path = Vec::new();
        for node in 0..self.levels.first().map_or(0, Level::len) {
            self.walk(0, node as u32, &mut path, each);
        }
    }

    fn walk(
        &self,
        level: usize,
        node: u32,
        path: &mut Vec<u32>,
        each: &mut dyn FnMut(&[u32], u32),
    ) {
        let at = &self.levels[level];
        let node = node as usize;
        path.push(at.rank[node]);
        each(path, at.count[node]);
        for child in at.child[node]..at.child[node] + at.children[node] {
            self.walk(level + 1, child, path, each);
        }
        path.pop();
    }

    /// All sets as ascending items with their counts, in order of the items: for comparisons.
    pub fn listed(&self) -> Vec<(Vec<u32>, u32)> {
        let mut all = Vec::with_capacity(self.len());
        self.each(&mut |ranks, count| {
            let mut items: Vec<u32> = ranks.iter().map(|&r| self.item[r as usize]).collect();
            items.sort_unstable();
            all.push((items, count));
        });
        all.sort_unstable();
        all
    }
}
