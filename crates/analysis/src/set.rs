//! A set of customers, one bit per position in the data set.

/// A set of customers by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerSet {
    words: Vec<u64>,
}

impl CustomerSet {
    /// Nobody, with room for positions below `customers`.
    pub fn none(customers: usize) -> Self {
        Self {
            words: vec![0; customers.div_ceil(64)],
        }
    }

    /// Adds a customer; there must be room.
    pub fn insert(&mut self, customer: u32) {
        let at = customer as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] |= 1 << (customer % 64);
    }

    /// Whether the customer is in here.
    pub fn contains(&self, customer: u32) -> bool {
        self.words
            .get(customer as usize / 64)
            .is_some_and(|word| word >> (customer % 64) & 1 == 1)
    }

    /// How many customers.
    pub fn len(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether nobody is in here.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Keeps those that are in both.
    pub fn keep(&mut self, other: &Self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// Adds those of the other one.
    pub fn add(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Takes out those that are in the other one.
    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Positions, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            (0..64u32)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at as u32 * 64 + bit)
        })
    }
}

impl FromIterator<u32> for CustomerSet {
    fn from_iter<I: IntoIterator<Item = u32>>(positions: I) -> Self {
        let mut set = Self::default();
        positions.into_iter().for_each(|at| set.insert(at));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set: CustomerSet = [3, 64, 200, 3].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 200]);
        assert_eq!(
            (set.len(), set.contains(64), set.contains(65)),
            (3, true, false)
        );
        assert!(!set.contains(u32::MAX));
        set.keep(&[64, 70].into_iter().collect());
        assert_eq!(set.iter().collect::<Vec<_>>(), [64]);
        assert!(CustomerSet::none(10).is_empty());
    }
}
