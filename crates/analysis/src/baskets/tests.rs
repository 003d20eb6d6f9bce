//! The miner against Apriori, and Apriori against counting every set there is.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::apriori::apriori;
use super::*;
use crate::dataset::Dataset;
use crate::tables::sample;
use crate::window::Window;
use clientele_model::filters::Level as Of;

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
    fn lines_in_any_order_make_the_baskets_that_rows_make(
        rows in some_baskets(), turns in prop::collection::vec(any::<u32>(), 0..300),
    ) {
        let rows: Vec<Vec<u32>> = rows.into_iter().filter(|row| !row.is_empty()).collect();
        let mut lines: Vec<(u32, u32)> = rows.iter().enumerate()
            .flat_map(|(order, row)| row.iter().map(move |&item| (order as u32, item)))
            .collect();
        for (at, turn) in turns.iter().enumerate().take(lines.len()) {
            let other = *turn as usize % lines.len();
            lines.swap(at, other);
        }
        let (orders, items): (Vec<u32>, Vec<u32>) = lines.into_iter().unzip();
        let (found, expected) = (Baskets::of_lines(&orders, &items), made(&rows));
        prop_assert_eq!(&found.start, &expected.start);
        prop_assert_eq!((&found.order, found.kinds), (&expected.order, expected.kinds));
        for at in 0..found.len() {
            let set = |of: &Baskets| of.items(at).iter().copied().collect::<BTreeSet<u32>>();
            prop_assert_eq!(set(&found), set(&expected));
        }
    }

    #[test]
    fn baskets_lose_their_giants_in_place(baskets in some_baskets(), largest in 0..8_u32) {
        let mut all = made(&baskets);
        all.value = (0..all.items.len()).map(|at| at as f64).collect();
        let kept = (0..all.len()).filter(|&at| all.items(at).len() <= largest as usize);
        let kept: Vec<usize> = kept.collect();
        let expected: Vec<_> = kept.iter().map(|&at| {
            (all.order[at], all.items(at).to_vec(), all.value[all.range(at)].to_vec())
        }).collect();
        let left = all.without_giants(largest);
        let found: Vec<_> = (0..left.len()).map(|at| {
            (left.order[at], left.items(at).to_vec(), left.value[left.range(at)].to_vec())
        }).collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!((left.start.len(), left.start[left.len()]), (left.len() + 1, left.items.len() as u32));
    }

    #[test]
    fn frequent_items_are_worth_what_they_are_worth_among_all(
        data in sample::datasets(), filters in sample::filters(), floor in 0..6_u32, category: bool,
    ) {
        let Ok(window) = Window::new(&filters, &data.catalogue) else {
            return Ok(());
        };
        let level = if category { Of::Category } else { Of::Product };
        let all = |data: &Dataset, worth| baskets(data, &window, None, level, worth).baskets;
        let (bare, full) = (all(&data, None), all(&data, Some(Worth::Margin)));
        prop_assert_eq!((&bare.start, &bare.items, &bare.order), (&full.start, &full.items, &full.order));
        prop_assert!(bare.value.is_empty());
        let counts = full.counts();
        let expected: Vec<_> = (0..full.len()).map(|at| {
            let worths = full.range(at).map(|place| (full.items[place], full.value[place]));
            let kept = worths.filter(|(item, _)| counts[*item as usize] >= floor);
            (full.order[at], kept.collect::<Vec<_>>())
        }).filter(|(_, kept)| !kept.is_empty()).collect();
        let cut = frequent(&data, &window, level, Worth::Margin, (&bare.order, &bare.counts(), floor));
        let found: Vec<_> = (0..cut.len()).map(|at| {
            let worths = cut.range(at).map(|place| (cut.items[place], cut.value[place]));
            (cut.order[at], worths.collect::<Vec<_>>())
        }).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_raised_confidence_floor_leaves_out_what_does_not_reach_it(
        baskets in some_baskets(), confidence in 0.0..1.0_f64, most in 0..40_usize,
    ) {
        let all = rules::rules(&mined(&made(&baskets), 1, 3), confidence);
        let mut kept = all.clone();
        let floor = rules::at_most(&mut kept, confidence, most);
        prop_assert!(kept.len() <= most && floor >= confidence);
        prop_assert_eq!(floor > confidence, all.len() > most);
        let reach = |rule: &&rules::Found| {
            f64::from(rule.counts.both) >= floor * f64::from(rule.counts.when)
        };
        let expected: Vec<_> = match floor == confidence {
            true => all.iter().collect(),
            false => all.iter().filter(reach).take(most).collect(),
        };
        prop_assert_eq!(kept.iter().collect::<Vec<_>>(), expected);
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

/// What every set of at most `length` of seven items brought in.
fn brute_force_values(baskets: &Baskets, floor: u32, length: u8) -> Vec<(Vec<u32>, u32, f64)> {
    let mut all = Vec::new();
    for mask in 1..128_u32 {
        let set: Vec<u32> = (0..7).filter(|item| mask >> item & 1 == 1).collect();
        let (mut orders, mut value) = (0, 0.0);
        for at in 0..baskets.len() {
            let inside = |place: &usize| set.contains(&baskets.items[*place]);
            let places: Vec<usize> = baskets.range(at).filter(inside).collect();
            if places.len() == set.len() {
                orders += 1;
                value += places.iter().map(|&p| baskets.value[p]).sum::<f64>();
            }
        }
        if (2..=usize::from(length)).contains(&set.len()) && orders >= floor.max(1) && value > 0.0 {
            all.push((set, orders, value));
        }
    }
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    all
}

proptest! {
    #[test]
    fn sets_of_most_value_are_those_of_weighing_every_set(
        rows in prop::collection::vec(prop::collection::vec(0..7_u32, 0..8), 0..40),
        // Whole numbers, some below zero, so that sums are exact in any order.
        values in prop::collection::vec(-20..100_i32, 320),
        floor in 1..4_u32, length in 2..=5_u8, most in 1..40_usize,
    ) {
        let mut baskets = made(&rows);
        baskets.value = values[..baskets.items.len()].iter().map(|&v| f64::from(v)).collect();
        let mut weighing = Weighing::new(&baskets, floor, length, f64::MIN_POSITIVE, most);
        while !weighing.step() {}
        let found = weighing.found();
        let found: Vec<_> = found.into_iter().map(|s| (s.items, s.orders, s.value)).collect();
        let mut expected = brute_force_values(&baskets, floor, length);
        expected.truncate(most);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn rare_pairs_are_those_below_chance(baskets in some_baskets(), floor in 1..4_u32) {
        let baskets = made(&baskets);
        let rare = Rare { lift: 0.8, expected: 2.0 };
        let miner = Miner::new(&baskets, floor, 3, Budget::default()).with_rare(rare);
        let found = miner.finish().expect("the budget is large");
        let ranks = found.sets.item.len();
        let holds = |at: usize, rank: usize| baskets.items(at).contains(&found.sets.item[rank]);
        let mut expected = Vec::new();
        for one in 0..ranks {
            for other in one + 1..ranks {
                let count = |test: &dyn Fn(usize) -> bool| (0..baskets.len()).filter(|&at| test(at)).count();
                let chance = count(&|at| holds(at, one)) as f64 / baskets.len() as f64
                    * count(&|at| holds(at, other)) as f64;
                let both = count(&|at| holds(at, one) && holds(at, other));
                if chance >= 2.0 && (both as f64) < 0.8 * chance {
                    expected.push((one as u32, other as u32, both as u32));
                }
            }
        }
        let rare: Vec<_> = found.rare.iter().map(|p| (p.one, p.other, p.both)).collect();
        prop_assert_eq!(rare, expected);
    }

    #[test]
    fn rules_are_redundant_when_a_shorter_one_is_as_confident(
        baskets in some_baskets(), floor in 1..4_u32,
    ) {
        let baskets = made(&baskets);
        let mining = mined(&baskets, floor, 4);
        let holds = |at: usize, items: &[u32]| items.iter().all(|i| baskets.items(at).contains(i));
        let count = |items: &[u32]| (0..baskets.len()).filter(|&at| holds(at, items)).count() as u64;
        for rule in rules::rules(&mining, 0.3) {
            let item = |rank: u32| mining.sets.item[rank as usize];
            let when: Vec<u32> = rule.when().map(item).collect();
            let then = item(rule.then());
            let (own, own_then) = (count(&when), {
                let mut all = when.clone();
                all.push(then);
                count(&all)
            });
            prop_assert_eq!((own, own_then), (u64::from(rule.counts.when), u64::from(rule.counts.both)));
            let shorter = (0..(1_u32 << when.len()) - 1).any(|mask| {
                let mut part: Vec<u32> = (0..when.len())
                    .filter(|at| mask >> at & 1 == 1)
                    .map(|at| when[at])
                    .collect();
                let of = count(&part);
                part.push(then);
                count(&part) * own >= own_then * of
            });
            prop_assert_eq!(rule.redundant, shorter);
        }
    }
}

#[test]
fn a_giant_basket_is_named_and_its_cost_estimated() {
    let mut rows: Vec<Vec<u32>> = (0..999).map(|at| vec![at % 7, 7 + at % 5]).collect();
    rows.push((0..400).collect());
    let sizes = Sizes::of(&made(&rows));
    assert_eq!(sizes.giant(), Some(200));
    assert_eq!(sizes.above(200), 1);
    assert!((sizes.faster(200) - (999.0 + 79_800.0) / 999.0).abs() < 1e-9);
    assert_eq!(made(&rows).without_giants(200).len(), 999);
}

#[test]
fn a_budget_ends_the_search() {
    let rows: Vec<Vec<u32>> = (0..9).map(|_| (0..20).collect()).collect();
    let miner = Miner::new(&made(&rows), 1, 6, Budget { itemsets: 100 });
    assert_eq!(miner.finish(), Err(OverBudget));
}

#[test]
fn without_baskets_there_are_no_sets() {
    assert!(mined(&Baskets::of([]), 1, 4).sets.is_empty());
    let ones = made(&[vec![1], vec![1], vec![2, 2]]);
    assert_eq!(
        mined(&ones, 1, 4).sets.listed(),
        [(vec![1], 2), (vec![2], 1)]
    );
    assert_eq!(ones.len(), 3);
}
