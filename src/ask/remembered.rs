//! The newest complete reports over packs, so that going back is instant.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many reports are remembered.
const REMEMBERED: usize = 16;

/// A report of any kind: what follows from a question is compiled once, not for every kind.
pub(super) type AnyReport = Arc<dyn Any + Send + Sync>;

/// The newest reports by the text of their question, oldest first.
#[derive(Default)]
pub(super) struct Reports(VecDeque<(Vec<u8>, AnyReport)>);

impl Reports {
    /// The report, which becomes the newest.
    pub(super) fn find(&mut self, key: &[u8]) -> Option<AnyReport> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        let entry = self.0.remove(at)?;
        let report = entry.1.clone();
        self.0.push_back(entry);
        Some(report)
    }

    /// Remembers a report as the newest.
    pub(super) fn keep(&mut self, key: Vec<u8>, report: AnyReport) {
        self.0.retain(|(known, _)| *known != key);
        self.0.push_back((key, report));
        if self.0.len() > REMEMBERED {
            self.0.pop_front();
        }
    }

    /// Forgets every report.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
