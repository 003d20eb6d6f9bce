//! Which products are so alike that one may be bought in place of the other.

use std::collections::HashMap;

use crate::dataset::{Dataset, NONE};
use crate::products::fold;

/// Names are alike when the words they share weigh at least this part of the words of the one that has
/// less of them.
const SHARED: f64 = 0.5;

/// Tells products that may stand in for each other: those of one category; where a category is not
/// known, those whose names are alike.
///
/// Names are compared word by word. A word weighs as much as it tells: ln(products / products with it),
/// as in a search engine, so that RED and SET OF say little.
pub struct Alike<'a> {
    dataset: &'a Dataset,
    /// In how many names each word stands; empty until two names are compared.
    names_with: HashMap<String, u32>,
}

impl<'a> Alike<'a> {
    /// Over the products of a data set.
    pub fn new(dataset: &'a Dataset) -> Self {
        Self {
            dataset,
            names_with: HashMap::new(),
        }
    }

    /// Whether one of these products may be bought in place of the other.
    pub fn are(&mut self, one: u32, other: u32) -> bool {
        let categories = &self.dataset.products.category;
        let category = |product: u32| {
            let at = categories.get(product as usize).copied();
            at.filter(|&at| at != NONE)
        };
        match (category(one), category(other)) {
            (Some(one), Some(other)) => one == other,
            _ => self.are_names(one, other),
        }
    }

    fn are_names(&mut self, one: u32, other: u32) -> bool {
        let names = &self.dataset.products.name;
        if self.names_with.is_empty() {
            for name in names {
                for word in words(name) {
                    *self.names_with.entry(word).or_default() += 1;
                }
            }
        }
        let (one, other) = (words(&names[one as usize]), words(&names[other as usize]));
        let weigh = |words: &mut dyn Iterator<Item = &String>| -> f64 {
            let weight = |word: &String| {
                let with = self.names_with.get(word).copied().unwrap_or(1);
                (names.len() as f64 / f64::from(with)).ln()
            };
            words.map(weight).sum()
        };
        let shared = weigh(&mut one.iter().filter(|word| other.contains(word)));
        let least = weigh(&mut one.iter()).min(weigh(&mut other.iter()));
        shared > 0.0 && shared >= SHARED * least
    }
}

/// The different words of a name, in small letters without accents.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample::dataset;

    #[test]
    fn names_are_alike_by_the_words_that_tell_something() {
        let mut data = dataset(Vec::new());
        let names = [
            "RED RETROSPOT CAKE STAND",
            "BLUE POLKADOT CAKE STAND",
            "RED SPOTTY TOWEL",
            "Red clock",
        ];
        data.products.name = names.map(str::to_owned).into();
        // More names with the same words, which makes these words tell less.
        for at in 0..40 {
            data.products.name.push(format!("RED THING {at}"));
        }
        data.products.category = Vec::new();
        let mut alike = Alike::new(&data);
        assert!(alike.are(0, 1) && alike.are(1, 0));
        assert!(!alike.are(0, 2) && !alike.are(2, 3) && !alike.are(1, 3));
    }

    #[test]
    fn a_category_decides_where_both_have_one() {
        let mut data = dataset(Vec::new());
        data.products.name = ["CUP", "CUP", "PLATE"].map(str::to_owned).into();
        data.products.category = vec![0, 1, 0];
        let mut alike = Alike::new(&data);
        assert!(alike.are(0, 2) && !alike.are(0, 1));
        data.products.category = vec![0, NONE, 0];
        assert!(Alike::new(&data).are(0, 1));
    }
}
