//! Where a text stands among many.

/// The places of texts, found by what they say.
pub struct Lookup {
    /// Places, each where its text's hash says or in the next free slot; twice as many slots as texts at least.
    slots: Vec<u32>,
}

/// No text.
const FREE: u32 = u32::MAX;

impl Lookup {
    /// Of these texts, all of them different.
    pub fn of(texts: &[String]) -> Self {
        let mut lookup = Self {
            slots: vec![FREE; (texts.len() * 2).next_power_of_two().max(2)],
        };
        for (place, text) in (0..).zip(texts) {
            let slot = lookup.slot(texts, text);
            lookup.slots[slot] = place;
        }
        lookup
    }

    /// The place of a text among the texts that this was made of.
    pub fn find(&self, texts: &[String], text: &str) -> Option<u32> {
        Some(self.slots[self.slot(texts, text)]).filter(|&place| place != FREE)
    }

    /// The slot of a text, or the free one it would be in.
    fn slot(&self, texts: &[String], text: &str) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = hash(text) as usize & last;
        loop {
            match self.slots[slot] {
                FREE => return slot,
                place if texts.get(place as usize).is_some_and(|known| known == text) => {
                    return slot;
                }
                _ => slot = (slot + 1) & last,
            }
        }
    }
}

/// FNV-1a, its upper half folded into the lower one.
fn hash(text: &str) -> u32 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ((fnv >> 32) ^ fnv) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_found_where_it_stands(
            texts in prop::collection::btree_set("[a-c0-9]{0,3}", 0..60),
            other in "[a-c0-9]{0,3}",
        ) {
            let texts: Vec<String> = texts.into_iter().collect();
            let lookup = Lookup::of(&texts);
            for (place, text) in (0..).zip(&texts) {
                prop_assert_eq!(lookup.find(&texts, text), Some(place));
            }
            let is_there = texts.iter().collect::<BTreeSet<_>>().contains(&other);
            prop_assert_eq!(lookup.find(&texts, &other).is_some(), is_there);
        }
    }
}
