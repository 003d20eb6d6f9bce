//! A report as lines for a terminal: its sentences, one a line, and its most telling figures.

use std::fmt::Display;

use crate::words::Sentence;

/// The lines of a report.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// All of them.
    pub fn text(self) -> String {
        self.0
    }

    /// One line; nothing where there are no words.
    pub fn line(&mut self, words: &impl Display) {
        let words = words.to_string();
        if !words.is_empty() {
            if !self.0.is_empty() {
                self.0.push('\n');
            }
            self.0.push_str(&words);
        }
    }

    /// What stands beside the numbers.
    pub fn remarks(&mut self, remarks: &[Sentence]) {
        for remark in remarks {
            self.line(remark);
        }
    }

    /// One of several.
    pub fn item(&mut self, words: &impl Display) {
        self.line(&format!("- {words}"));
    }

    /// More about the line above it.
    pub fn below(&mut self, words: &impl Display) {
        let words = words.to_string();
        if !words.is_empty() {
            self.line(&format!("  {words}"));
        }
    }

    /// A number and what it is of.
    pub fn count(&mut self, customers: u32, name: impl Display) {
        self.line(&format!("{customers:>8}  {name}"));
    }

    /// A number, a share in whole per cents and what they are of.
    pub fn row(&mut self, customers: u32, share: f64, name: impl Display) {
        let share = match share {
            share if share > 0.0 && share < 0.005 => "<1%".to_owned(),
            share => format!("{:.0}%", share * 100.0),
        };
        self.line(&format!("{customers:>8}  {share:>4}  {name}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_how_little_it_is() {
        let mut lines = Lines::default();
        lines.row(12, 0.003, "Few");
        lines.row(0, 0.0, "None");
        lines.row(3_000, 0.997, "Most");
        assert_eq!(
            lines.text(),
            "      12   <1%  Few\n       0    0%  None\n    3000  100%  Most"
        );
    }
}
