//! The table of plays: names for groups of customers, where they stand, and what to do.
//!
//! The table is data, `plays/plays.txt`; nothing in here knows a name. It is read anew for every
//! report: some 200 lines.

use clientele_model::groups::{RfmGroup, slug};
use clientele_model::segments::Play;

const TABLE: &str = include_str!("plays/plays.txt");

/// A block of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Name that is shown, or words behind a name when `suffix`.
    pub name: String,
    /// Where the typical customer stands among all, 0 weakest to 1 strongest: recency, frequency,
    /// monetary. Present in groups by value.
    pub place: Option<[f64; 3]>,
    /// Palette place.
    pub colour: u8,
    /// Whether most customers must have come a short while ago for the name to be true.
    pub newcomers: bool,
    /// Days for which the typical customer must have been away for the name to be true.
    pub away: f64,
    /// The feature that must stand out, and whether on its high side. Present in names by
    /// behaviour.
    pub when: Option<(String, bool)>,
    /// Whether the words stand behind another name, and the play adds to that one's.
    pub suffix: bool,
    /// What to do.
    pub play: Play,
}

/// The whole table, in its order.
pub fn table() -> Vec<Entry> {
    read(TABLE).unwrap_or_default()
}

/// The play of one of the eleven groups.
pub fn of_group(group: RfmGroup) -> Play {
    table()
        .into_iter()
        .find(|entry| slug(&entry.name) == group.slug())
        .map(|entry| entry.play)
        .unwrap_or_default()
}

/// The play of a name with what the words behind it add.
pub fn combined(base: &Play, suffix: &Play) -> Play {
    let mut play = base.clone();
    play.does.extend(suffix.does.iter().cloned());
    play.donts.extend(suffix.donts.iter().cloned());
    for (own, added) in [
        (&mut play.channel, &suffix.channel),
        (&mut play.offer, &suffix.offer),
        (&mut play.cap, &suffix.cap),
    ] {
        if !added.is_empty() {
            own.clone_from(added);
        }
    }
    play
}

/// Reads a table, or says which line cannot be read.
fn read(text: &str) -> Result<Vec<Entry>, String> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = || format!("line {}: {line}", at + 1);
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            entries.push(Entry {
                name: name.to_owned(),
                ..Entry::default()
            });
            continue;
        }
        let (key, value) = line.split_once(" = ").ok_or_else(wrong)?;
        let entry = entries.last_mut().ok_or_else(wrong)?;
        set(entry, key.trim(), value.trim()).ok_or_else(wrong)?;
    }
    Ok(entries)
}

fn set(entry: &mut Entry, key: &str, value: &str) -> Option<()> {
    let words = value.to_owned();
    match key {
        "place" => {
            let numbers: Vec<f64> = value
                .split(' ')
                .map(|number| number.parse().ok())
                .collect::<Option<_>>()?;
            entry.place = Some(numbers.try_into().ok()?);
        }
        "colour" => entry.colour = value.parse().ok()?,
        "away" => entry.away = value.parse().ok()?,
        "newcomers" => entry.newcomers = yes(value)?,
        "suffix" => entry.suffix = yes(value)?,
        "when" => {
            let (feature, side) = value.split_once(' ')?;
            entry.when = Some((feature.to_owned(), high(side)?));
        }
        "summary" => entry.play.summary = words,
        "persona" => entry.play.persona = words,
        "do" => entry.play.does.push(words),
        "dont" => entry.play.donts.push(words),
        "channel" => entry.play.channel = words,
        "offer" => entry.play.offer = words,
        "cap" => entry.play.cap = words,
        _ => return None,
    }
    Some(())
}

fn yes(value: &str) -> Option<bool> {
    (value == "yes").then_some(true)
}

fn high(side: &str) -> Option<bool> {
    match side {
        "high" => Some(true),
        "low" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_whole_play_its_own_colour_and_place() {
        let table = read(TABLE).unwrap();
        for group in RfmGroup::ALL {
            let entry = table
                .iter()
                .find(|entry| entry.name == group.name())
                .unwrap();
            assert_eq!(entry.colour, group.colour(), "{}", group.name());
            assert!(
                entry
                    .place
                    .is_some_and(|at| at.iter().all(|v| (0.0..=1.0).contains(v)))
            );
            assert_eq!(of_group(group), entry.play);
        }
        for entry in table.iter().filter(|entry| !entry.suffix) {
            let play = &entry.play;
            for text in [
                &play.summary,
                &play.persona,
                &play.channel,
                &play.offer,
                &play.cap,
            ] {
                assert!(!text.is_empty(), "{}", entry.name);
            }
            assert!(
                play.does.len() >= 2 && play.donts.len() >= 2,
                "{}",
                entry.name
            );
            assert!(
                entry.place.is_some() != entry.when.is_some(),
                "{}",
                entry.name
            );
        }
        assert!(
            table
                .iter()
                .all(|entry| !entry.suffix || entry.when.is_some())
        );
        let mut names: Vec<&str> = table.iter().map(|entry| entry.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.len());
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let check = |text: &str, expected: &str| assert_eq!(read(text).unwrap_err(), expected);
        check("summary = early", "line 1: summary = early");
        check("[A]\nplace = 1 2", "line 2: place = 1 2");
        check("[A]\n\nwhen = aov sideways", "line 3: when = aov sideways");
        check("[A]\nnonsense", "line 2: nonsense");
        check("[A]\ncolor = 3", "line 2: color = 3");
    }

    #[test]
    fn words_behind_a_name_add_to_its_play() {
        let base = of_group(RfmGroup::Loyal);
        let online = table()
            .into_iter()
            .find(|entry| entry.name == "online")
            .unwrap();
        let play = combined(&base, &online.play);
        assert_eq!(play.summary, base.summary);
        assert_eq!(play.channel, online.play.channel);
        assert_eq!(play.does.len(), base.does.len() + online.play.does.len());
    }
}
