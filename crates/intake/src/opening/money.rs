//! Which currency is counted, where a file has several.

use clientele_model::opening::{Choice, Doubt, RateAsked, Sign, Told};
use clientele_model::words::counted;

use super::silently;
use crate::currency::{Rate, Wanted, meanings};
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
    silently(|said| marks.decide(Wanted::default(), &table.file, said)).err()?;
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
    let (into, _) = *codes.first()?;
    let rate = |code: &str| manner.rates.iter().find(|rate| rate.code == code);
    let choices = codes.iter().map(|&(code, lines)| {
        let others = || codes.iter().filter(move |(other, _)| *other != code);
        // Rates are in the currency that is counted so far.
        let has_rate = |other: &str| code == into && rate(other).is_some();
        let sum = |turned: bool| {
            let of = others().filter(|(other, _)| has_rate(other) == turned);
            of.map(|(_, lines)| lines).sum::<u64>()
        };
        let (turned, aside) = (sum(true), sum(false));
        let mut signs = vec![Sign {
            is_for: true,
            sentence: format!("{} in {code} would be counted.", counted(lines, "line")),
        }];
        if turned > 0 {
            signs.push(Sign {
                is_for: true,
                sentence: format!("{} would be converted.", counted(turned, "line")),
            });
        }
        if aside > 0 {
            signs.push(Sign {
                is_for: false,
                sentence: format!("{} would be left out.", counted(aside, "line")),
            });
        }
        let rates = others().filter(|(other, _)| has_rate(other));
        Choice {
            label: match turned {
                0 => format!("Only {code}"),
                _ => code.to_owned(),
            },
            signs,
            told: Told {
                currency: Some(code.to_owned()),
                rates: rates
                    .filter_map(|(other, _)| rate(other).map(Rate::to_string))
                    .collect(),
                ..told.clone()
            },
        }
    });
    let choices: Vec<Choice> = choices.collect();
    let first = choices.first()?;
    let asked = codes.iter().skip(1).map(|&(code, _)| {
        let mut told = first.told.clone();
        told.rates.retain(|text| !text.starts_with(code));
        RateAsked {
            code: code.to_owned(),
            into: into.to_owned(),
            rate: rate(code).map_or(String::new(), |rate| rate.rate.to_string()),
            told,
        }
    });
    Some(Doubt {
        question: "Which currency should be counted?".to_owned(),
        why: format!(
            "The amounts in {} are in several currencies, which cannot be added up until they are converted.",
            table.file
        ),
        rates: asked.collect(),
        choices,
        taken: chosen.map(|_| 0),
    })
}
