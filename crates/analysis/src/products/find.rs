//! Products by name or code: small letters without accents, words in any order.

use clientele_model::products::{FoundReport, HITS, Hit};
use clientele_model::words::{Sentence, agreeing, short};

use crate::assortment::Assortment;
use crate::columns::Names;
use crate::dataset::{Dataset, NONE};
use crate::texts::Texts;

/// Names and codes made ready to be looked through: products sold first, most revenue first, then
/// goods that were not sold in the window.
#[derive(Debug, Default)]
pub struct Index {
    ids: Texts,
    names: Texts,
    category: Names,
    revenue: Vec<f64>,
    orders: Vec<u32>,
    /// Codes and names as they are compared.
    folded_ids: Texts,
    folded_names: Texts,
}

impl Index {
    /// Over the products sold, and those of the data set that were not.
    pub fn new(assortment: &Assortment, dataset: Option<&Dataset>) -> Self {
        let table = &assortment.table;
        let mut index = Self {
            category: Names::of(&table.category.list),
            ..Self::default()
        };
        for row in 0..table.len() {
            index.push(table.product.get(row), table.name.get(row));
            index.category.at.push(table.category.at[row]);
            index.revenue.push(table.revenue(row));
            index.orders.push(table.orders[row]);
        }
        let Some(dataset) = dataset else {
            return index;
        };
        let products = &dataset.products;
        let mut is_sold = vec![false; products.id.len()];
        for id in table.product.iter() {
            if let Ok(at) = products.id.binary_search_by(|known| known.as_str().cmp(id)) {
                is_sold[at] = true;
            }
        }
        for at in (0..is_sold.len()).filter(|&at| !is_sold[at] && !products.service[at]) {
            index.push(&products.id[at], &products.name[at]);
            index
                .category
                .at
                .push(products.category.get(at).copied().unwrap_or(NONE));
            index.revenue.push(0.0);
            index.orders.push(0);
        }
        index
    }

    fn push(&mut self, id: &str, name: &str) {
        self.ids.push(id);
        self.names.push(name);
        self.folded_ids.push(&fold(id));
        self.folded_names.push(&fold(name));
    }

    /// How many products.
    pub fn len(&self) -> usize {
        self.revenue.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.revenue.is_empty()
    }

    /// The best matches, best first: the code itself, codes that begin so, names that begin so,
    /// names that go on so after a
    /// space, names with words that begin so, names or codes that hold every word somewhere; among equals
    /// most revenue first.
    pub fn find(&self, text: &str) -> FoundReport {
        let wanted = fold(text);
        let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
        let mut kinds: [Vec<u32>; 6] = Default::default();
        for row in 0..self.len() {
            let (id, name) = (self.folded_ids.get(row), self.folded_names.get(row));
            if let Some(kind) = matches(&wanted, &words, id, name) {
                kinds[kind].push(row as u32);
            }
        }
        let found: usize = kinds.iter().map(Vec::len).sum();
        let best = kinds.iter().flatten().take(HITS);
        FoundReport {
            text: text.to_owned(),
            headline: headline(text, found, self.len()),
            remarks: Vec::new(),
            found: found as u32,
            hits: best.map(|&row| self.hit(row as usize)).collect(),
        }
    }

    fn hit(&self, row: usize) -> Hit {
        let (id, name) = (self.ids.get(row), self.names.get(row));
        Hit {
            id: id.to_owned(),
            name: super::called(id, name).to_owned(),
            category: self.category.get(row).to_owned(),
            revenue: self.revenue[row],
            orders: self.orders[row],
        }
    }
}

fn headline(text: &str, found: usize, all: usize) -> Sentence {
    let short = short(text);
    match found {
        // More than are sold in any period: some only ever came back.
        0 => Sentence::from(format!("None is called “{short}” among the "))
            .counted(all as u64, "product")
            .text(" that were ever sold or came back. Try fewer letters, or the code."),
        _ => Sentence::new()
            .counted(found as u64, "product")
            .text(agreeing(found as u64, " matches", " match"))
            .text(format!(" “{short}”")),
    }
}

/// How well a product matches, 0 is best.
fn matches(wanted: &str, words: &[&str], id: &str, name: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    if id == wanted {
        return Some(0);
    }
    if id.starts_with(wanted) {
        return Some(1);
    }
    if !words
        .iter()
        .all(|word| name.contains(word) || id.contains(word))
    {
        return None;
    }
    if name.starts_with(wanted) {
        return Some(2);
    }
    let inside = |(at, _): (usize, &str)| name[..at].ends_with(' ');
    if name.match_indices(wanted).any(inside) {
        return Some(3);
    }
    let begins = |word: &&str| name.split(' ').any(|own| own.starts_with(word));
    Some(if words.iter().all(begins) { 4 } else { 5 })
}

/// Small letters without accents; signs become one space, apostrophes nothing.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\'' | '’' | '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            'Æ' | 'æ' => out.push_str("ae"),
            'Œ' | 'œ' => out.push_str("oe"),
            'Þ' | 'þ' => out.push_str("th"),
            '\u{c0}'..='\u{17f}' if c.is_alphabetic() => out.push(plain(c)),
            // Greek and Cyrillic capitals stand a fixed way before their small letters.
            'Α'..='Ω' | 'А'..='Я' => out.push(moved(c, 32)),
            'Ѐ'..='Џ' => out.push(moved(c, 80)),
            c if c.is_alphanumeric() => out.push(c),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn moved(c: char, by: u32) -> char {
    char::from_u32(c as u32 + by).unwrap_or(c)
}

/// The letter below the accent of every character from U+00C0 to U+017F; signs are themselves.
const PLAIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
    lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

fn plain(c: char) -> char {
    let at = (c as usize).wrapping_sub(0xc0);
    PLAIN.get(at).map_or(c, |&letter| char::from(letter))
}
