//! Addresses and numbers that were seen before, by the first half of their fingerprints.

/// A set of fingerprints.
#[derive(Default)]
pub struct Seen {
    /// Open addressing, a power of two of places, at most half of them taken; zero is an empty place.
    places: Vec<u128>,
    taken: usize,
}

impl Seen {
    /// Adds a fingerprint; whether it was there before.
    pub fn put(&mut self, digest: &[u8; 32]) -> bool {
        let half = digest.iter().take(16);
        let key = half.fold(0, |key, &byte| key << 8 | u128::from(byte)) | 1;
        if self.places.len() <= self.taken * 2 {
            let more = vec![0; (self.places.len() * 2).max(1024)];
            let old = std::mem::replace(&mut self.places, more);
            for key in old.into_iter().filter(|&key| key != 0) {
                self.place(key);
            }
        }
        let is_new = self.place(key);
        self.taken += usize::from(is_new);
        !is_new
    }

    /// Whether it had to be put in.
    fn place(&mut self, key: u128) -> bool {
        let mask = self.places.len() - 1;
        let mut at = (key >> 64) as usize & mask;
        loop {
            match self.places[at] {
                0 => {
                    self.places[at] = key;
                    return true;
                }
                same if same == key => return false,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::outbound::fingerprint::digest;

    #[test]
    fn it_is_a_set() {
        let (mut seen, mut twin) = (Seen::default(), BTreeSet::new());
        for number in 0..10_000_u32 {
            let text = (number * 7919 % 4000).to_string();
            let digest = digest(text.as_bytes());
            assert_eq!(seen.put(&digest), !twin.insert(text));
        }
    }
}
