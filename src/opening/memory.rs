//! What this browser remembers: how files with certain headings were read, and which data sets it keeps.

use clientele_model::opening::{OwnSet, ReadColumn, Reading, Told};
use serde::{Deserialize, Serialize};

use super::LIST;
use crate::state::{store, stored};

const READINGS: &str = "clientele.readings";

/// More readings than these are not kept; the oldest go.
const MOST: usize = 40;

/// The headings of each file, by its name.
pub type Headings = Vec<(String, Vec<String>)>;

/// How files with certain headings were read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// The files and their headings.
    pub headings: Headings,
    /// How they were read.
    pub told: Told,
    /// The data set that was kept of them last, by its name in links.
    #[serde(default)]
    pub set: Option<String>,
}

impl Remembered {
    /// What was read, to be remembered.
    pub fn of(reading: &Reading) -> Self {
        Self {
            headings: headings(&reading.columns),
            told: reading.told.clone(),
            set: None,
        }
    }

    /// What the files were called.
    pub fn names(&self) -> String {
        let names: Vec<_> = self.headings.iter().map(|(name, _)| &**name).collect();
        names.join(", ")
    }

    /// How to read files with the same headings; each is read as the one whose headings it has. Nothing where headings differ.
    pub fn told_of(&self, now: &Headings) -> Option<Told> {
        if now.len() != self.headings.len() {
            return None;
        }
        let mut told = self.told.clone();
        told.kinds.clear();
        let mut left: Vec<_> = self.headings.iter().collect();
        for (name, headings) in now {
            let same = |(_, known): &&(String, Vec<String>)| known == headings;
            // Of several files with the same headings, the one of this name.
            let named = left.iter().position(|old| same(old) && old.0 == *name);
            let at = named.or_else(|| left.iter().position(same))?;
            let (old, _) = left.remove(at);
            let kind = self.told.kinds.iter().find(|(known, _)| known == old);
            told.kinds
                .extend(kind.map(|(_, kind)| (name.clone(), *kind)));
        }
        Some(told)
    }
}

/// The headings of each file, in the order in which they stand there.
pub fn headings(columns: &[ReadColumn]) -> Headings {
    let mut all = Headings::new();
    for column in columns {
        let heading = column.heading.clone();
        match all.iter_mut().find(|(file, _)| *file == column.file) {
            Some((_, known)) => known.push(heading),
            None => all.push((column.file.clone(), vec![heading])),
        }
    }
    all
}

/// How to read files with these headings, as they were read last, and what is remembered of that.
pub fn recall(headings: &Headings) -> Option<(Told, Remembered)> {
    let all = readings().into_iter();
    let mut found = all.filter_map(|old| Some((old.told_of(headings)?, old)));
    found.next()
}

/// Remembers how files were read, in the place of what was remembered for the same headings.
pub fn remember(new: Remembered) -> Option<()> {
    let mut all = readings();
    all.retain(|old| old.told_of(&new.headings).is_none());
    all.insert(0, new);
    all.truncate(MOST);
    write(READINGS, &all)
}

/// Forgets how files with these headings were read.
pub fn forget(headings: &Headings) {
    let mut all = readings();
    let before = all.len();
    all.retain(|old| old.told_of(headings).is_none());
    if all.len() != before {
        // What cannot be written was not remembered either.
        let _ = write(READINGS, &all);
    }
}

fn readings() -> Vec<Remembered> {
    read(READINGS).unwrap_or_default()
}

/// The data sets of this device, as they were listed last.
pub fn sets() -> Vec<OwnSet> {
    read(LIST).unwrap_or_default()
}

/// Writes the list of data sets down; other tabs hear of it.
pub fn list(sets: &[OwnSet]) {
    // Where nothing can be stored the list is asked for each time.
    let _ = write(LIST, &sets);
}

fn read<T: for<'de> Deserialize<'de>>(key: &str) -> Option<T> {
    serde_json::from_str(&stored(key)?).ok()
}

fn write(key: &str, value: &impl Serialize) -> Option<()> {
    store(key, &serde_json::to_string(value).ok()?)
}

#[cfg(test)]
mod tests {
    use clientele_model::opening::{DayMonth, FileKind};

    use super::*;

    fn headings(files: &[(&str, &str)]) -> Headings {
        let split = |text: &str| text.split(' ').map(str::to_owned).collect();
        let files = files.iter();
        files
            .map(|(name, text)| ((*name).to_owned(), split(text)))
            .collect()
    }

    fn remembered() -> Remembered {
        Remembered {
            headings: headings(&[("orders-may.csv", "order date"), ("who.csv", "customer")]),
            told: Told {
                dates: Some(DayMonth::DayFirst),
                kinds: vec![
                    ("orders-may.csv".to_owned(), FileKind::Orders),
                    ("who.csv".to_owned(), FileKind::Customers),
                ],
                ..Told::default()
            },
            set: None,
        }
    }

    #[test]
    fn files_of_the_next_month_are_known_by_their_headings_in_any_order() {
        let now = headings(&[
            ("people.csv", "customer"),
            ("orders-june.csv", "order date"),
        ]);
        let told = remembered().told_of(&now).unwrap();
        assert_eq!(told.dates, Some(DayMonth::DayFirst));
        let kinds = [
            ("people.csv".to_owned(), FileKind::Customers),
            ("orders-june.csv".to_owned(), FileKind::Orders),
        ];
        assert_eq!(told.kinds, kinds);
        assert_eq!(remembered().names(), "orders-may.csv, who.csv");
    }

    #[test]
    fn other_headings_or_other_files_are_not_known() {
        for files in [
            &[("a.csv", "order date")][..],
            &[("a.csv", "order date"), ("b.csv", "client")],
            &[("a.csv", "order date"), ("b.csv", "order date")],
            &[
                ("a.csv", "order date"),
                ("b.csv", "customer"),
                ("c.csv", "x"),
            ],
        ] {
            assert_eq!(remembered().told_of(&headings(files)), None, "{files:?}");
        }
    }
}
