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

    /// A number, a share and what they are of.
    pub fn row(&mut self, customers: u32, share: f64, name: impl Display) {
        self.line(&format!("{customers:>8}  {:>3.0}%  {name}", share * 100.0));
    }
}
