//! Which currency is counted, where a file has several.

use clientele_model::opening::{Choice, Doubt, Sign, Told};
use clientele_model::words::counted;

use super::silently;
use crate::currency::meanings;
use crate::lines::Manner;
use crate::reader::Reader;
use crate::recognise::Reading;
use crate::table::Table;

/// The question, where amounts of several currencies stand in a table.
pub(super) fn doubt(
    table: &Table,
    reading: &Reading,
    manner: &Manner,
    told: &Told,
) -> Option<Doubt> {
    let marks = Reader::new(table, reading, manner).marks();
    // Nothing is in question where one currency fits all that stands there.
    silently(|said| marks.decide(None, &table.file, said)).err()?;
    let mut codes: Vec<(&'static str, u64)> = vec![];
    for (mark, lines) in marks.counts() {
        let Some(code) = meanings(mark).first().copied() else {
            continue;
        };
        match codes.iter_mut().find(|(known, _)| *known == code) {
            Some((_, sum)) => *sum += lines,
            None => codes.push((code, lines)),
        }
    }
    codes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let chosen = manner.currency.as_deref();
    if let Some(at) = codes.iter().position(|(code, _)| Some(*code) == chosen) {
        codes[..=at].rotate_right(1);
    }
    let all: u64 = codes.iter().map(|(_, lines)| lines).sum();
    let choices = codes.iter().map(|&(code, lines)| Choice {
        label: format!("Only {code}"),
        signs: vec![
            Sign {
                is_for: true,
                sentence: format!("{} in {code} would be counted.", counted(lines, "line")),
            },
            Sign {
                is_for: false,
                sentence: format!("{} would be left aside.", counted(all - lines, "line")),
            },
        ],
        told: Told {
            currency: Some(code.to_owned()),
            ..told.clone()
        },
    });
    Some(Doubt {
        question: "In which currency is to be counted?".to_owned(),
        why: format!(
            "The amounts of {} are in several currencies, which cannot be added up.",
            table.file
        ),
        choices: choices.collect(),
        taken: chosen.map(|_| 0),
    })
}
