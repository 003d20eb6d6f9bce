//! What became of an order, from every column that says something of it: states, cancellations, test
//! payments, types of lines.

use rustc_hash::FxHashMap;

use clientele_model::words::{agreeing, counted};

use crate::column::{Column, MISSING, Texts};
use crate::fields::Field;
use crate::pieces::Pieces;
use crate::plain::folded;
use crate::reader::Reader;
use crate::said::{Said, some};
use crate::states::{State, is_return, states};
use crate::tokens::is_no;
use crate::trouble::Trouble;

/// It never became a sale.
pub const UNSOLD: &str = "unsold";
/// It is not a sale yet.
pub const WAITING: &str = "waiting";
/// It was a sale, and nothing is left of it.
pub const BACK: &str = "back";
/// A part of it came back, or was cancelled.
pub const PARTLY: &str = "partly";
/// It is a sale.
pub const SOLD: &str = "sold";

/// Whether nothing of an order counts.
pub fn is_gone(fate: &str) -> bool {
    matches!(fate, UNSOLD | WAITING | BACK)
}

/// How far along an order is: of two files, the one that has it further along is the later one.
pub fn progress(fate: &str) -> u8 {
    match fate {
        WAITING => 0,
        PARTLY => 2,
        BACK | UNSOLD => 3,
        _ => 1,
    }
}

/// Names that payments by a test gateway go by.
const TEST_PAYMENTS: [&str; 8] = [
    "bogus",
    "bogus gateway",
    "for testing bogus gateway",
    "test",
    "test gateway",
    "test payment",
    "dummy",
    "sandbox",
];

/// What became of the order of each line, in the words above; missing where a line does not say it.
///
/// # Errors
/// When a column of states holds no texts.
pub fn of_orders(reader: &Reader<'_>, said: &mut Said) -> Result<Option<Texts>, Trouble> {
    let mut all: Option<Texts> = None;
    for at in reader.reading.all(Field::Status) {
        let Some(texts) = reader.table.columns[at].texts() else {
            return Err(Trouble::WrongType {
                file: reader.table.file.clone(),
                column: reader.table.headings[at].clone(),
                holds: reader.table.columns[at].example(),
                field: Field::Status,
            });
        };
        let states = states(texts.values());
        say(&reader.table.headings[at], &texts, &states, said);
        let words: FxHashMap<String, &str> = texts
            .values()
            .map(str::to_owned)
            .zip(states.iter().map(word))
            .collect();
        worst(
            &mut all,
            texts.rewritten(|text| words.get(text).copied().unwrap_or(SOLD).to_owned()),
        );
    }
    for at in reader.reading.all(Field::CancelledAt) {
        let column = &reader.table.columns[at];
        let texts: Texts = match column {
            Column::Time(values) => values
                .iter()
                .map(|value| if value.is_some() { UNSOLD } else { "" })
                .collect(),
            _ => column
                .texts()
                .unwrap_or_default()
                .rewritten(|text| if is_no(text) { SOLD } else { UNSOLD }.to_owned()),
        };
        worst(&mut all, texts);
    }
    if let Some(at) = reader.reading.find(Field::Payment)
        && let Some(texts) = reader.table.columns[at].texts()
    {
        let test = |text: &str| {
            let plain: String = folded(text).replace(['(', ')', '-', '_'], " ");
            TEST_PAYMENTS.contains(
                &plain
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .as_str(),
            )
        };
        let found: Vec<&str> = texts.values().filter(|text| test(text)).collect();
        if !found.is_empty() {
            let lines = texts
                .codes
                .iter()
                .filter(|&&code| code != MISSING && test(texts.value(code)))
                .count();
            said.say(format!(
                "“{}”: {} {} a test, and nothing was sold ({}).",
                reader.table.headings[at],
                some(&found),
                agreeing(found.len() as u64, "marks", "mark"),
                counted(lines as u64, "line")
            ));
            worst(
                &mut all,
                texts.rewritten(|text| if test(text) { UNSOLD } else { "" }.to_owned()),
            );
        }
    }
    Ok(all)
}

fn word(state: &State) -> &'static str {
    match state {
        State::Unsold => UNSOLD,
        State::Waiting => WAITING,
        State::Back => BACK,
        State::Partly => PARTLY,
        State::Sold | State::Closed | State::Unknown => SOLD,
    }
}

/// Keeps, line by line, what leaves least of the order.
fn worst(all: &mut Option<Texts>, more: Texts) {
    let Some(before) = all else {
        *all = Some(more);
        return;
    };
    let rank = |word: &str| {
        [SOLD, PARTLY, WAITING, BACK, UNSOLD]
            .iter()
            .position(|other| *other == word)
    };
    let mut both = Texts::default();
    for line in 0..before.codes.len() {
        let (a, b) = (before.at(line), more.at(line));
        both.push(if rank(b) > rank(a) { b } else { a });
    }
    *all = Some(both);
}

/// Says which states mean that nothing, or only a part, was sold.
fn say(heading: &str, texts: &Texts, states: &[State], said: &mut Said) {
    for (state, meaning) in [
        (State::Unsold, "never became a sale"),
        (State::Waiting, "is not a sale yet"),
        (
            State::Back,
            "was returned or refunded, and nothing is left of the sale",
        ),
        (State::Partly, "is partly a sale"),
    ] {
        let words: Vec<&str> = texts
            .values()
            .zip(states)
            .filter(|(_, other)| **other == state)
            .map(|(text, _)| text)
            .collect();
        if !words.is_empty() {
            let lines = texts
                .codes
                .iter()
                .filter(|&&code| code != MISSING && states[code as usize] == state)
                .count();
            said.say(format!(
                "“{heading}”: {} {} that an order {meaning} ({}).",
                some(&words),
                agreeing(words.len() as u64, "means", "mean"),
                counted(lines as u64, "line")
            ));
        }
    }
}

/// Lines that a column of types calls returns take pieces back, whatever the sign of their quantity.
pub fn turn_back(reader: &Reader<'_>, pieces: &mut Pieces, said: &mut Said) {
    let Some(at) = reader.reading.find(Field::Kind) else {
        return;
    };
    let Some(texts) = reader.table.columns[at].texts() else {
        return;
    };
    let flags = crate::table::bare(&reader.table.headings[at]).starts_with("is");
    let back: Vec<bool> = texts
        .values()
        .map(|text| {
            if flags {
                !is_no(text)
            } else {
                is_return(text) == Some(true)
            }
        })
        .collect();
    let mut lines = 0_u64;
    for (line, &code) in texts.codes.iter().enumerate() {
        if back.get(code as usize).copied().unwrap_or(false) {
            lines += 1;
            pieces.whole[line] = -pieces.whole[line].saturating_abs();
        }
    }
    if lines > 0 {
        let words: Vec<&str> = texts
            .values()
            .zip(&back)
            .filter(|(_, back)| **back)
            .map(|(text, _)| text)
            .collect();
        said.say(format!(
            "“{}”: {} {} a return ({}).",
            reader.table.headings[at],
            some(&words),
            agreeing(words.len() as u64, "marks", "mark"),
            counted(lines, "line")
        ));
    }
}
