//! Who a customer number belongs to, among those of a campaign.

use crate::dataset::NONE;
use crate::texts::Texts;

/// Places of customers by their number: each where its hash says, or in the next free slot.
#[derive(Default)]
pub struct Index {
    slots: Vec<u32>,
}

impl Index {
    /// With room for so many.
    pub fn with_room(customers: usize) -> Self {
        Self {
            slots: vec![NONE; (customers * 2).next_power_of_two().max(2)],
        }
    }

    /// The place of a number, [`NONE`] when it is not there. `rows` says which of the `texts` belongs to each place.
    pub fn find(&self, number: &str, texts: &Texts, rows: &[u32]) -> u32 {
        self.slots[self.slot(number, texts, rows)]
    }

    /// The place of a number; it takes the next one where it is new.
    pub fn find_or_put(&mut self, number: &str, texts: &Texts, rows: &[u32]) -> u32 {
        let slot = self.slot(number, texts, rows);
        if self.slots[slot] == NONE {
            self.slots[slot] = rows.len() as u32;
        }
        self.slots[slot]
    }

    fn slot(&self, number: &str, texts: &Texts, rows: &[u32]) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = hash(number) as usize & last;
        loop {
            match self.slots[slot] {
                NONE => return slot,
                // A place that was just given has no row yet, and is not asked for before it has.
                place if texts.get(rows[place as usize] as usize) == number => return slot,
                _ => slot = (slot + 1) & last,
            }
        }
    }
}

/// Eight bytes at a time, folded by multiplication.
fn hash(text: &str) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = text.len() as u64;
    for part in text.as_bytes().chunks(8) {
        let word = part
            .iter()
            .fold(0, |word: u64, &byte| word << 8 | u64::from(byte));
        let wide = u128::from(hash ^ word).wrapping_mul(u128::from(MIX));
        hash = (wide >> 64) as u64 ^ wide as u64;
    }
    hash
}
