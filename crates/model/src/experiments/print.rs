//! The reports of experiments in a terminal.

use super::{PlanReport, ResultReport, SplitReport};
use crate::lines::Lines;
use crate::question::Report;
use crate::words::Sentence;

impl Report for PlanReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        for sentence in self.remarks.iter().chain(&self.instead) {
            lines.item(sentence);
        }
        lines.line(&self.year.title);
        lines.line(&self.timeline.title);
        if let Some(break_even) = &self.break_even {
            lines.line(&break_even.title);
        }
        lines.line(&self.waterfall.title);
        lines.line(&self.cells.title);
        lines.line(&self.turned);
    }
}

impl Report for ResultReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        for sentence in &self.remarks {
            lines.item(sentence);
        }
        lines.line(&self.why);
        for reason in &self.reasons {
            lines.item(&reason.title);
        }
        for sentence in &self.next {
            lines.line(sentence);
        }
    }
}

impl Report for SplitReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        for sentence in &self.remarks {
            lines.item(sentence);
        }
        lines.line(&self.balance_title);
    }
}
