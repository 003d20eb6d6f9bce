//! Apriori (Agrawal and Srikant 1994): the readable reference of the fast miner.

use std::collections::{BTreeMap, BTreeSet};

use super::Baskets;

/// All sets of at most `length` items that stand together in at least `floor` baskets, with the
/// number of baskets, in order of their items.
///
/// Level by level: candidates of k + 1 items are joined from frequent sets of k items that share
/// all but the last; one with an infrequent subset is dropped before anything is counted.
pub fn apriori(baskets: &Baskets, floor: u32, length: u8) -> Vec<(Vec<u32>, u32)> {
    let floor = floor.max(1);
    let rows: Vec<BTreeSet<u32>> = (0..baskets.len())
        .map(|at| baskets.items(at).iter().copied().collect())
        .collect();
    let mut level: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    for &item in rows.iter().flatten() {
        *level.entry(vec![item]).or_default() += 1;
    }
    level.retain(|_, count| *count >= floor);
    let mut all = Vec::new();
    for size in 1..=length {
        let next = (size < length).then(|| candidates(&level));
        all.append(&mut level.into_iter().collect());
        level = next.unwrap_or_default();
        for (set, count) in &mut level {
            let holds = |row: &&BTreeSet<u32>| set.iter().all(|item| row.contains(item));
            *count = rows.iter().filter(holds).count() as u32;
        }
        level.retain(|_, count| *count >= floor);
    }
    all.sort();
    all
}

fn candidates(level: &BTreeMap<Vec<u32>, u32>) -> BTreeMap<Vec<u32>, u32> {
    let mut joined = BTreeMap::new();
    for a in level.keys() {
        for b in level.keys() {
            let last = a.len() - 1;
            if a[..last] != b[..last] || a[last] >= b[last] {
                continue;
            }
            let mut set = a.clone();
            set.push(b[last]);
            let all_frequent = (0..set.len()).all(|without| {
                let mut subset = set.clone();
                subset.remove(without);
                level.contains_key(&subset)
            });
            if all_frequent {
                joined.insert(set, 0);
            }
        }
    }
    joined
}
