//! Many short texts in one buffer.

use std::fmt;

/// Texts by position, in one buffer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// None so far, with room for so many texts of so many bytes together.
    pub fn with_room(texts: usize, bytes: usize) -> Self {
        Self {
            bytes: String::with_capacity(bytes),
            ends: Vec::with_capacity(texts),
        }
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Adds texts that stand side by side in `all`, each up to one of the ascending `ends`; none
    /// when an end is beyond `all` or within a character.
    pub(crate) fn extend_cut(&mut self, all: &str, ends: &[usize]) -> Option<()> {
        if !ends.iter().all(|&end| all.is_char_boundary(end)) {
            return None;
        }
        let before = self.bytes.len();
        self.bytes.push_str(all);
        self.ends
            .extend(ends.iter().map(|end| (before + end) as u32));
        Some(())
    }

    /// The text at a position, empty beyond the end.
    pub fn get(&self, at: usize) -> &str {
        let Some(&end) = self.ends.get(at) else {
            return "";
        };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..end as usize]
    }

    /// How many texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|text| all.push(text));
        all
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let texts: Texts = ["", "a", "", "ß€"].into_iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["", "a", "", "ß€"]);
        assert_eq!(texts.get(9), "");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let mut texts: Texts = ["x"].into_iter().collect();
        assert_eq!(texts.extend_cut("aß", &[0, 1, 2]), None);
        assert_eq!(texts.extend_cut("aß", &[0, 1, 4]), None);
        assert_eq!(texts.extend_cut("aß", &[0, 1, 3]), Some(()));
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["x", "", "a", "ß"]);
    }
}
