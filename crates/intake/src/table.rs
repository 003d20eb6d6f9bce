//! A file in columns, before anybody knows what they mean.

use crate::column::Column;

/// A file in columns, before anybody knows what they mean.
#[derive(Debug)]
pub struct Table {
    /// Name of the file, without its folder.
    pub file: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Columns, one per heading.
    pub columns: Vec<Column>,
    /// Line of the file (CSV) or number of the row (Parquet) of each line, counted from one.
    pub numbers: Vec<u64>,
    /// Lines with more or fewer values than headings: position, and how many values.
    pub ragged: Vec<(usize, usize)>,
}

impl Table {
    /// Position of a heading, without regard to case and punctuation.
    pub fn find(&self, heading: &str) -> Option<usize> {
        let wanted = bare(heading);
        self.headings
            .iter()
            .position(|other| other == heading)
            .or_else(|| self.headings.iter().position(|other| bare(other) == wanted))
    }

    /// Whether the heading of a column stands above another one, too.
    pub fn stands_twice(&self, at: usize) -> bool {
        let same = |other: &&String| **other == self.headings[at];
        self.headings.iter().filter(same).count() > 1
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
}

/// A heading without case, spaces and punctuation: "Order ID" and "order_id" are the same.
pub fn bare(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
