//! A file in columns, before anybody knows what they mean.

use crate::column::Column;
use crate::plain::folded;
use crate::said::Said;

/// A file in columns, before anybody knows what they mean.
#[derive(Debug)]
pub struct Table {
    /// Name of the file, without its folder.
    pub file: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Columns, one per heading.
    pub columns: Vec<Column>,
    /// Line of the file (CSV), number of the row (Parquet) or row of the sheet of each line, counted from one.
    pub numbers: Vec<u64>,
    /// Lines with more or fewer values than headings: position, and how many values.
    pub ragged: Vec<(usize, usize)>,
    /// Whether numbers that count days count from 1904, as some workbooks do.
    pub from_1904: bool,
    /// What was decided while it was read.
    pub said: Said,
}

impl Table {
    /// Position of a heading, without regard to case and punctuation.
    pub fn find(&self, heading: &str) -> Option<usize> {
        let exact = self.headings.iter().position(|other| other == heading);
        exact.or_else(|| self.find_bare(&bare(heading)))
    }

    /// Position of a heading in its bare form; without what stands in brackets behind it or before a
    /// stroke in it, where none is written in full: "Price (EUR)", "Order Lines/Quantity".
    pub fn find_bare(&self, wanted: &str) -> Option<usize> {
        let whole = self.headings.iter().position(|other| bare(other) == wanted);
        whole.or_else(|| {
            self.headings
                .iter()
                .position(|other| bare(core(other)) == wanted)
        })
    }

    /// Another column under the same heading that says something else.
    pub fn stands_twice(&self, at: usize) -> Option<usize> {
        let wanted = bare(&self.headings[at]);
        let same = |&other: &usize| other != at && bare(&self.headings[other]) == wanted;
        let mut others = (0..self.headings.len()).filter(same);
        others.find(|&other| !self.columns[at].says_the_same(&self.columns[other]))
    }

    /// The headings, for a sentence.
    pub fn listed(&self) -> String {
        const MOST: usize = 40;
        let shown = self.headings.iter().take(MOST).cloned();
        let mut text = shown.collect::<Vec<_>>().join(", ");
        if self.headings.len() > MOST {
            text.push_str(&format!(" and {} more", self.headings.len() - MOST));
        }
        text
    }

    /// Takes lines out; `gone` is ascending.
    pub fn remove(&mut self, gone: &[usize]) {
        if gone.is_empty() {
            return;
        }
        let mut stays = vec![true; self.numbers.len()];
        for &line in gone {
            stays[line] = false;
        }
        for column in &mut self.columns {
            column.keep(&stays);
        }
        let before = |line: usize| gone.partition_point(|&other| other < line);
        self.ragged.retain(|(line, _)| stays[*line]);
        for (line, _) in &mut self.ragged {
            *line -= before(*line);
        }
        let mut keep = stays.iter();
        self.numbers
            .retain(|_| keep.next().copied().unwrap_or(true));
    }
}

/// A heading without what stands in brackets behind it, and before a stroke in it.
pub fn core(heading: &str) -> &str {
    let begin = heading.find(['(', '[']).filter(|&at| at > 0);
    let front = begin.map_or(heading, |at| &heading[..at]);
    front.rsplit('/').next().unwrap_or(front)
}

/// A heading without case, accents, spaces and punctuation: "Order ID" and "order_id" are the same. The
/// percent sign stays, as a word.
pub fn bare(heading: &str) -> String {
    let plain = folded(heading).replace('%', "pct");
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_bare() {
        assert_eq!(bare("Order ID"), bare("order_id"));
        assert_eq!(bare("Rabatt %"), "rabattpct");
        assert_eq!(bare("Prénom"), "prenom");
        assert_eq!(bare(core("Unit Price (EUR)")), "unitprice");
        assert_eq!(bare(core("Order Lines/Quantity")), "quantity");
    }

    #[test]
    fn lines_can_be_taken_out() {
        let mut table = Table {
            file: "x.csv".to_owned(),
            headings: vec!["a".to_owned()],
            columns: vec![Column::Text(["1", "2", "3", "4"].into_iter().collect())],
            numbers: vec![2, 3, 4, 5],
            ragged: vec![(1, 2), (3, 2)],
            from_1904: false,
            said: Said::default(),
        };
        table.remove(&[0, 1]);
        assert_eq!(table.numbers, [4, 5]);
        assert_eq!(table.ragged, [(1, 2)]);
        assert_eq!(table.columns[0].texts().unwrap().at(0), "3");
    }
}
