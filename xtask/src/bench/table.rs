//! The table of docs/benchmarks.md: one row per thing measured, kept until it is measured again.

use std::collections::BTreeMap;
use std::fs;

use crate::step::{Broken, Done, read, root};

const FILE: &str = "docs/benchmarks.md";
const OPEN: &str = "<!-- rows: written by `cargo xtask bench` -->\n";
const CLOSE: &str = "<!-- /rows -->";
const HEAD: &str = "| what | here | peer | ratio | budget | met | note |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n";

/// One thing measured.
pub struct Row {
    what: String,
    ours: f64,
    unit: &'static str,
    peer: Option<(&'static str, f64)>,
    /// Of the ratio when there is a peer, else of our number.
    budget: f64,
    note: String,
}

impl Row {
    /// A number with a budget of its own.
    pub fn plain(what: &str, ours: f64, unit: &'static str, budget: f64) -> Row {
        Row {
            what: what.to_owned(),
            ours,
            unit,
            peer: None,
            budget,
            note: String::new(),
        }
    }

    /// Seconds beside a peer's seconds; the budget is their ratio.
    pub fn against(what: &str, ours: f64, peer: (&'static str, f64), budget: f64) -> Row {
        Row {
            what: what.to_owned(),
            ours,
            unit: "s",
            peer: Some(peer),
            budget,
            note: String::new(),
        }
    }

    /// The same row with a remark.
    pub fn with_note(mut self, note: impl Into<String>) -> Row {
        self.note = note.into();
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.peer.map(|(_, theirs)| self.ours / theirs)
    }

    fn is_met(&self) -> bool {
        self.ratio().unwrap_or(self.ours) <= self.budget
    }

    /// What was found, in words.
    pub fn sentence(&self) -> String {
        let ours = amount(self.ours, self.unit);
        let peer = self.peer.map_or_else(String::new, |(name, theirs)| {
            format!(
                ", {name} {}: a ratio of {:.4}",
                amount(theirs, self.unit),
                self.ours / theirs
            )
        });
        let met = if self.is_met() {
            "within budget"
        } else {
            "over budget"
        };
        format!("{}: {ours}{peer} ({met})", self.what)
    }

    fn line(&self) -> String {
        let peer = self.peer.map_or_else(String::new, |(name, theirs)| {
            format!("{} ({name})", amount(theirs, self.unit))
        });
        let ratio = self
            .ratio()
            .map_or_else(String::new, |r| format!("1/{:.1}", 1.0 / r));
        let budget = match self.peer {
            Some(_) => format!("1/{:.0}", 1.0 / self.budget),
            None => amount(self.budget, self.unit),
        };
        let met = if self.is_met() { "yes" } else { "**no**" };
        format!(
            "| {} | {} | {peer} | {ratio} | {budget} | {met} | {} |",
            self.what,
            amount(self.ours, self.unit),
            self.note
        )
    }
}

/// Puts rows into the table, in place of those of the same name, and the rest stays.
pub fn write(rows: &[Row]) -> Done {
    let text = read(FILE)?;
    let unmarked = || {
        Broken::new(
            format!("{FILE} has lost its markers."),
            "Restore it with `git checkout`.",
        )
    };
    let (before, rest) = text.split_once(OPEN).ok_or_else(unmarked)?;
    let (old, after) = rest.split_once(CLOSE).ok_or_else(unmarked)?;
    let table = merged(old, rows);
    fs::write(
        root().join(FILE),
        format!("{before}{OPEN}{HEAD}{table}{CLOSE}{after}"),
    )
    .map_err(|e| {
        Broken::new(
            format!("{FILE} cannot be written ({e})."),
            "Make room on the disk.",
        )
    })
}

fn merged(old: &str, rows: &[Row]) -> String {
    let name = |line: &str| line.split('|').nth(1).unwrap_or_default().trim().to_owned();
    let mut new: BTreeMap<String, String> =
        rows.iter().map(|r| (r.what.clone(), r.line())).collect();
    let mut lines: Vec<String> = old
        .lines()
        .filter(|line| line.starts_with("| ") && !HEAD.contains(line))
        .map(|line| new.remove(&name(line)).unwrap_or_else(|| line.to_owned()))
        .collect();
    // What is measured for the first time comes last, in the order it was measured.
    lines.extend(rows.iter().filter_map(|row| new.remove(&row.what)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn amount(value: f64, unit: &str) -> String {
    match unit {
        "s" if value < 1.0 => format!("{:.0} ms", value * 1000.0),
        "s" => format!("{value:.2} s"),
        _ => format!("{value:.0} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_replaces_its_namesake_and_new_ones_come_last() {
        let old = format!("{HEAD}| a | 9 s |\n| b | 9 s |\n");
        let rows = [
            Row::plain("c", 0.5, "s", 0.3),
            Row::against("a", 2.0, ("them", 40.0), 0.1).with_note("quick"),
        ];
        assert_eq!(
            merged(&old, &rows),
            "| a | 2.00 s | 40.00 s (them) | 1/20.0 | 1/10 | yes | quick |\n\
             | b | 9 s |\n\
             | c | 500 ms |  |  | 300 ms | **no** |  |\n"
        );
    }
}
