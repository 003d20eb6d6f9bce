//! Fingerprints of reports, and the files that keep them.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A part of an answer: its name, and what it says (in full where it is a sentence, else a fingerprint).
pub fn part(name: &str, says: &str) -> String {
    format!("    {name}: {says}")
}

/// The parts of a report, in the order of their names.
pub fn fields(report: &Value) -> Vec<String> {
    let fields = report.as_object().unwrap().iter();
    fields
        .map(|(name, value)| part(name, &print(value)))
        .collect()
}

fn print(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= 60 {
        return text;
    }
    let hash = Sha256::digest(&text);
    let hex = hash.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("{hex} of {} bytes", text.len())
}

/// Answers as they are now.
#[derive(Default)]
pub struct Golden(String);

impl Golden {
    /// Takes down the answer to a link.
    pub fn add(&mut self, link: &str, parts: Vec<String>) {
        let _ = writeln!(self.0, "{link}\n{}", parts.join("\n"));
    }

    /// Compares with the file of this name below `tests`, or writes it when that is asked for.
    #[track_caller]
    pub fn check(&self, file: &str) {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).join(file);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &self.0).unwrap();
            return;
        }
        let before = fs::read_to_string(&path).unwrap_or_default();
        let mut link = "";
        let mut others = Vec::new();
        let mut then = before.lines();
        for now in self.0.lines() {
            if !now.starts_with(' ') {
                link = now;
            }
            let then = then.next().unwrap_or("nothing");
            if then != now && others.len() < 20 {
                others.push(format!(
                    "{link}\n    now   {}\n    before {}",
                    now.trim(),
                    then.trim()
                ));
            }
        }
        assert!(
            others.is_empty() && then.next().is_none(),
            "answers differ from {file} (UPDATE_GOLDEN=1 accepts them):\n{}",
            others.join("\n")
        );
    }
}
