//! How each column is read, and why.

use clientele_model::opening::{Doubt, ReadColumn, Sure};
use clientele_model::words::{Piece, counted};

use super::silently;
use crate::column::Column;
use crate::fields::Field;
use crate::guess::{ColumnGuess, Confidence, of_reading};
use crate::lines::Manner;
use crate::numbers::{self, Place, Style};
use crate::recognise::Reading;
use crate::table::{Table, bare};
use crate::usual::names;

/// Every column of a table, in order.
pub(super) fn of(table: &Table, reading: &Reading, doubts: &[Doubt]) -> Vec<ReadColumn> {
    let agrees = total_agrees(table, reading);
    let guesses = of_reading(table, reading).into_iter().enumerate();
    guesses
        .map(|(at, guess)| one(table, at, guess, reading, agrees.as_ref(), doubts))
        .collect()
}

fn one(
    table: &Table,
    at: usize,
    guess: ColumnGuess,
    reading: &Reading,
    agrees: Option<&Agrees>,
    doubts: &[Doubt],
) -> ReadColumn {
    let heading = &table.headings[at];
    let mut roles = guess.role.into_iter().chain(guess.also.iter().copied());
    let field = roles.find(|field| Field::ALL.contains(field));
    let asked = format!("“{heading}”");
    let is_asked = doubts.iter().any(|doubt| doubt.why.contains(&asked));
    let agrees = agrees.filter(|agrees| agrees.columns.contains(&at));
    let mut because = vec![];
    if let Some(field) = field {
        let name = bare(heading);
        let is_usual =
            || names(field).any(|usual| usual == name || table.find_bare(usual) == Some(at));
        if reading.told.contains(&field) {
            because.push("told");
        } else if reading.source.title().is_some() {
            because.push("export");
        } else if is_usual() {
            because.push("heading");
        }
        if pattern(&table.columns[at], field) {
            because.push("pattern");
        }
    }
    if agrees.is_some() {
        because.push("total");
    }
    let sure = match (field, guess.confidence) {
        _ if is_asked => Sure::Asked,
        (_, Confidence::Ask) => Sure::Asked,
        (None, _) => Sure::Unused,
        (Some(_), Confidence::Sure) => Sure::Sure,
        (Some(_), Confidence::Likely) => Sure::Likely,
    };
    let why = std::iter::once(guess.reason).chain(agrees.map(|agrees| agrees.sentence.clone()));
    // What it is, what else it could be, and then all the rest.
    let mut fields: Vec<Field> = field.into_iter().collect();
    for other in guess.others.into_iter().chain(Field::ALL) {
        if !fields.contains(&other) && !other.title().is_empty() {
            fields.push(other);
        }
    }
    let named = |field: Field| (field.key().to_owned(), field.title().to_owned());
    ReadColumn {
        file: table.file.clone(),
        heading: heading.clone(),
        values: values(&table.columns[at]),
        samples: guess.samples,
        field: field.map(|field| field.key().to_owned()),
        fields: fields.into_iter().map(named).collect(),
        why: why.collect::<Vec<_>>().join(" "),
        sure,
        because: because.into_iter().map(str::to_owned).collect(),
    }
}

/// What is in a column.
fn values(column: &Column) -> String {
    let lines = column.len();
    let empty = (0..lines).filter(|&line| !column.holds(line)).count();
    if empty == lines {
        return "empty".to_owned();
    }
    let mut words = vec![match column {
        Column::Text(texts) => different(texts.distinct()),
        other => match other.texts() {
            Some(texts) => different(texts.distinct()),
            None => other.kind().to_owned(),
        },
    }];
    if empty > 0 {
        let share = empty as f64 / lines as f64;
        words.push(format!("{} empty", Piece::Share(share)));
    }
    words.join(", ")
}

fn different(values: usize) -> String {
    format!("{} different", Piece::Count(values as u64))
}

/// Whether the values look like what the heading says: numbers where there should be, several lines to an order.
fn pattern(column: &Column, field: Field) -> bool {
    let Some(texts) = column.texts() else {
        return matches!((column, field), (Column::Time(_), Field::Time));
    };
    let (lines, distinct) = (texts.codes.len(), texts.distinct());
    let most = |fits: &dyn Fn(&str) -> bool| {
        let fitting = texts.values().take(1000).filter(|text| fits(text)).count();
        distinct > 0 && fitting * 10 >= distinct.min(1000) * 9
    };
    match field {
        Field::Order | Field::Customer | Field::Product => distinct > 1 && distinct < lines,
        Field::Time => most(&|text| crate::written::parse(text).is_some()),
        Field::Email => most(&|text| text.contains('@')),
        Field::Quantity | Field::Price | Field::Amount | Field::Gross | Field::Cost => {
            most(&|text| crate::figure::figure(text).is_some())
        }
        Field::Name => distinct > 1 && most(&|text| text.chars().any(char::is_alphabetic)),
        Field::Country | Field::Channel | Field::Category | Field::Tier => {
            distinct > 0 && distinct * 4 < lines
        }
        _ => false,
    }
}

/// Columns whose numbers follow from one another, and the sentence that says so.
struct Agrees {
    columns: [usize; 3],
    sentence: String,
}

/// Whether pieces times price are the total, on nearly all lines where all three stand.
fn total_agrees(table: &Table, reading: &Reading) -> Option<Agrees> {
    let (quantity, price) = (reading.find(Field::Quantity)?, reading.find(Field::Price)?);
    let total = total(table, reading)?;
    let (agree, of) = products(table, [quantity, price, total], &Style::default())?;
    let heading = |at: usize| &table.headings[at];
    (agree * 100 >= of * 99).then(|| Agrees {
        columns: [quantity, price, total],
        sentence: format!(
            "{} × {} gives {} on {} of {}.",
            heading(quantity),
            heading(price),
            heading(total),
            Piece::Count(agree),
            counted(of, "line")
        ),
    })
}

/// A column that is the total of each line by its heading, and is not read as anything else.
pub(super) fn total(table: &Table, reading: &Reading) -> Option<usize> {
    let free = |at: &usize| {
        let fields = reading.columns.iter().filter(|(_, column)| column == at);
        fields.clone().count() == 0
            || fields
                .clone()
                .any(|(field, _)| *field == Field::Amount || *field == Field::Gross)
    };
    [Field::Amount, Field::Gross, Field::Total]
        .into_iter()
        .flat_map(names)
        .filter_map(|name| table.find_bare(name))
        .find(free)
}

/// On how many lines the first column times the second is the third, of how many with all three; nothing where a column holds
/// no numbers, or there is no such line.
pub(super) fn products(table: &Table, columns: [usize; 3], style: &Style) -> Option<(u64, u64)> {
    let read = |at: usize| {
        let place = Place {
            field: Field::Price,
            heading: &table.headings[at],
            file: &table.file,
        };
        silently(|said| numbers::read(&table.columns[at], place, style, said).ok())
            .map(|numbers| numbers.values)
    };
    let [pieces, price, total] = [read(columns[0])?, read(columns[1])?, read(columns[2])?];
    let (mut agree, mut of) = (0, 0);
    for ((pieces, price), total) in pieces.iter().zip(&price).zip(&total) {
        let product = pieces * price;
        if product.is_nan() || total.is_nan() {
            continue;
        }
        of += 1;
        // Rounded to a hundredth, or to a whole piece's hundredth.
        agree += u64::from((product - total).abs() <= 0.0051_f64.max(total.abs() * 1e-9));
    }
    (of > 0).then_some((agree, of))
}

/// The manner with another decimal sign, as a style of numbers.
pub(super) fn style(manner: &Manner) -> Style {
    Style {
        told: manner.decimal,
        ..Style::default()
    }
}
