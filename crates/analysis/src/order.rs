//! Sorting that is compiled once for all its uses: the standard library's is five kilobytes for every
//! kind of item and every comparison. For what has thousands of items at most; equals stay in order.

use std::cmp::Ordering;

/// Sorts by a comparison.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    places(&mut order, &|a, b| {
        compare(&items[a as usize], &items[b as usize])
    });
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.iter().filter_map(|&at| taken[at as usize].take()));
}

/// Sorts by a key.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[inline(never)]
fn places(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    places.sort_by(|&a, &b| compare(a, b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn prop_sorted_like_the_standard_library(items in prop::collection::vec((0..9_u8, any::<u32>()), 0..200)) {
            let mut expected = items.clone();
            let compare = |a: &(u8, u32), b: &(u8, u32)| b.0.cmp(&a.0).then((a.1 % 2).cmp(&(b.1 % 2)));
            expected.sort_by(compare);
            let mut sorted = items.clone();
            sort_by(&mut sorted, compare);
            prop_assert_eq!(&sorted, &expected);
            expected.sort_by_key(|item| item.0 % 4);
            sort_by_key(&mut sorted, |item| item.0 % 4);
            prop_assert_eq!(sorted, expected);
        }
    }
}
