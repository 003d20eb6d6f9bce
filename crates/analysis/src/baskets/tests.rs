//! The miner against Apriori, and Apriori against counting every set there is.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::apriori::apriori;
use super::*;

/// Small random baskets: some empty, some with copies.
pub(super) fn some_baskets() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let dense = prop::collection::vec(prop::collection::vec(0..7_u32, 0..8), 0..40);
    let wide = prop::collection::vec(prop::collection::vec(0..40_u32, 0..12), 0..60);
    prop_oneof![dense, wide]
}

pub(super) fn made(baskets: &[Vec<u32>]) -> Baskets {
    Baskets::of(baskets.iter().map(Vec::as_slice))
}

/// Every set of at most `length` of seven items, counted one by one.
fn brute_force(baskets: &[Vec<u32>], floor: u32, length: u8) -> Vec<(Vec<u32>, u32)> {
    let rows: Vec<BTreeSet<u32>> = baskets
        .iter()
        .map(|b| b.iter().copied().collect())
        .collect();
    let mut all = Vec::new();
    for mask in 1..128_u32 {
        let set: Vec<u32> = (0..7).filter(|item| mask >> item & 1 == 1).collect();
        let holds = |row: &&BTreeSet<u32>| set.iter().all(|item| row.contains(item));
        let count = rows.iter().filter(holds).count() as u32;
        if set.len() <= usize::from(length) && count >= floor.max(1) {
            all.push((set, count));
        }
    }
    all.sort();
    all
}

fn mined(baskets: &Baskets, floor: u32, length: u8) -> Mining {
    let miner = Miner::new(baskets, floor, length, Budget::default());
    miner.finish().expect("the budget is large")
}

proptest! {
    #[test]
    fn the_miner_finds_what_apriori_finds(
        baskets in some_baskets(), floor in 0..8_u32, length in 1..=6_u8,
    ) {
        let baskets = made(&baskets);
        let found = mined(&baskets, floor, length);
        prop_assert_eq!(found.sets.listed(), apriori(&baskets, floor, length));
    }

    #[test]
    fn apriori_finds_what_counting_every_set_finds(
        baskets in prop::collection::vec(prop::collection::vec(0..7_u32, 0..8), 0..40),
        floor in 0..8_u32, length in 1..=6_u8,
    ) {
        let expected = brute_force(&baskets, floor, length);
        prop_assert_eq!(apriori(&made(&baskets), floor, length), expected);
    }

    #[test]
    fn a_larger_set_is_never_more_frequent(baskets in some_baskets(), floor in 1..5_u32) {
        let sets = mined(&made(&baskets), floor, 5).sets;
        for (level, next) in sets.levels.iter().zip(sets.levels.iter().skip(1)) {
            for node in 0..level.len() {
                let children = level.child[node]..level.child[node] + level.children[node];
                for child in children {
                    prop_assert!(next.count[child as usize] <= level.count[node]);
                }
            }
        }
    }
}
