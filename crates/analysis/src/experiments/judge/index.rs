//! Who a customer number belongs to, among those of a campaign.

use crate::dataset::NONE;
use crate::texts::Texts;

/// Places of customers by their number: each where its hash says, or in the next free slot.
#[derive(Default)]
pub struct Index {
    slots: Vec<Slot>,
}

/// A place, and the key of its number: that the number is another one, and of short ones that it is the same, is told without
/// a look at the text, which lies elsewhere in memory. A million such looks take longer than all else.
#[derive(Clone, Copy)]
struct Slot {
    key: [u32; 2],
    place: u32,
}

/// Marks the place of a number whose key is only a hash.
const LONG: u32 = 1 << 31;

const FREE: Slot = Slot {
    key: [0; 2],
    place: NONE,
};

/// A number as it is looked for.
struct Sought<'a> {
    text: &'a str,
    key: [u32; 2],
    is_long: bool,
    hash: u64,
}

impl<'a> Sought<'a> {
    fn new(text: &'a str) -> Self {
        let word = |part: &[u8]| {
            part.iter()
                .rev()
                .fold(0, |word, &byte| word << 8 | u64::from(byte))
        };
        let bytes = text.as_bytes();
        // Filled up with noughts, short texts are told apart by this unless they end with one themselves.
        let is_long = bytes.len() > 8 || bytes.last() == Some(&0);
        let key = match is_long {
            false => word(bytes),
            true => bytes
                .chunks(8)
                .fold(bytes.len() as u64, |hash, part| mixed(hash ^ word(part))),
        };
        Self {
            text,
            key: [key as u32, (key >> 32) as u32],
            is_long,
            hash: mixed(key),
        }
    }
}

impl Index {
    /// With room for so many.
    pub fn with_room(customers: usize) -> Self {
        Self {
            slots: vec![FREE; (customers * 2).next_power_of_two().max(2)],
        }
    }

    /// The place of a number, [`NONE`] when it is not there. `rows` says which of the `texts` belongs to each place.
    pub fn find(&self, number: &str, texts: &Texts, rows: &[u32]) -> u32 {
        match self.slots[self.slot(&Sought::new(number), texts, rows)].place {
            NONE => NONE,
            place => place & !LONG,
        }
    }

    /// The place of a number; it takes the next one where it is new.
    pub fn find_or_put(&mut self, number: &str, texts: &Texts, rows: &[u32]) -> u32 {
        let sought = Sought::new(number);
        let slot = self.slot(&sought, texts, rows);
        let slot = &mut self.slots[slot];
        if slot.place == NONE {
            let long = if sought.is_long { LONG } else { 0 };
            *slot = Slot {
                key: sought.key,
                place: rows.len() as u32 | long,
            };
        }
        slot.place & !LONG
    }

    fn slot(&self, sought: &Sought<'_>, texts: &Texts, rows: &[u32]) -> usize {
        let last = self.slots.len() - 1;
        let mut at = sought.hash as usize & last;
        loop {
            let Slot { key, place } = self.slots[at];
            if place == NONE {
                return at;
            }
            // A place that was just given has no row yet, and is not asked for before it has.
            let is_same = key == sought.key
                && (place & LONG != 0) == sought.is_long
                && (!sought.is_long
                    || texts.get(rows[(place & !LONG) as usize] as usize) == sought.text);
            if is_same {
                return at;
            }
            at = (at + 1) & last;
        }
    }
}

/// Every bit reaches those that say which slot.
fn mixed(word: u64) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let word = (word ^ word >> 32).wrapping_mul(MIX);
    let word = (word ^ word >> 29).wrapping_mul(MIX);
    word ^ word >> 32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_has_the_place_it_took_first(
            numbers in prop::collection::vec("[ab\\x00]{0,3}|[0-9]{7,18}", 1..60),
        ) {
            let texts: Texts = numbers.iter().map(String::as_str).collect();
            let mut index = Index::with_room(numbers.len());
            let (mut rows, mut twin) = (Vec::new(), BTreeMap::new());
            for (row, number) in (0u32..).zip(&numbers) {
                let place = index.find_or_put(number, &texts, &rows);
                let next = twin.len() as u32;
                prop_assert_eq!(place, *twin.entry(number).or_insert(next));
                if place as usize == rows.len() {
                    rows.push(row);
                }
            }
            for number in &numbers {
                prop_assert_eq!(index.find(number, &texts, &rows), twin[number]);
            }
            prop_assert_eq!(index.find("nobody", &texts, &rows), NONE);
        }
    }

    #[test]
    fn numbers_that_follow_each_other_are_spread() {
        let all: std::collections::BTreeSet<u64> = (0..100_000u32)
            .map(|at| Sought::new(&format!("C{at:07}")).hash & 0x3_ffff)
            .collect();
        // Of 100,000 into 262,144 slots some 83,000 are taken where chance decides.
        assert!((82_000..84_500).contains(&all.len()), "{}", all.len());
    }
}
