//! How each column is read, and why.

use clientele_model::opening::{Doubt, ReadColumn, Sure};
use clientele_model::words::{Piece, counted};

use super::silently;
use crate::column::{Column, Texts};
use crate::fields::Field;
use crate::lines::Manner;
use crate::numbers::{self, Place, Style};
use crate::recognise::Reading;
use crate::table::{Table, bare};
use crate::usual::names;
use crate::wrong::shown;

/// Every column of a table, in order; `reading` is absent where the columns do not suffice.
pub(super) fn of(table: &Table, reading: Option<&Reading>, doubts: &[Doubt]) -> Vec<ReadColumn> {
    let agrees = reading.and_then(|reading| total_agrees(table, reading));
    let column = |at: usize| one(table, reading, at, agrees.as_ref(), doubts);
    (0..table.headings.len()).map(column).collect()
}

fn one(
    table: &Table,
    reading: Option<&Reading>,
    at: usize,
    agrees: Option<&Agrees>,
    doubts: &[Doubt],
) -> ReadColumn {
    let heading = &table.headings[at];
    let fields: Vec<Field> = reading
        .iter()
        .flat_map(|reading| &reading.columns)
        .filter(|(field, column)| *column == at && *field != Field::Person)
        .map(|(field, _)| *field)
        .collect();
    let field = fields
        .iter()
        .copied()
        .find(|field| Field::ALL.contains(field));
    let (values, samples) = about(&table.columns[at]);
    let is_asked = doubts
        .iter()
        .any(|doubt| doubt.why.contains(&format!("“{heading}”")));
    let mut because = vec![];
    let mut why = vec![];
    match (reading, field) {
        (Some(reading), Some(field)) => {
            let name = bare(heading);
            if reading.told.contains(&field) {
                why.push("You said so.".to_owned());
                because.push("told");
            } else if let Some(title) = reading.source.title() {
                why.push(format!("That is what it is in {title}."));
                because.push("export");
            } else if names(field).any(|usual| usual == name || table.find_bare(usual) == Some(at))
            {
                why.push(format!("The heading is a usual one for {}.", field.plain()));
                because.push("heading");
            } else {
                why.push("No other column can be it.".to_owned());
            }
        }
        (Some(_), None) => why.push("Nothing is read from it.".to_owned()),
        (None, _) => why.push("What it is read as is not known yet.".to_owned()),
    }
    if let Some(agrees) = agrees
        && agrees.columns.contains(&at)
    {
        why.push(agrees.sentence.clone());
        because.push("total");
    }
    if let Some(field) = field {
        let pattern = pattern(&table.columns[at], field);
        if pattern {
            because.push("pattern");
        }
    }
    let sure = match (field, is_asked) {
        (_, true) => Sure::Asked,
        (None, _) => Sure::Unused,
        (Some(field), _) if reading.is_some_and(|of| of.told.contains(&field)) => Sure::Sure,
        // A second sign must agree with the first.
        (Some(_), _) if because.len() > 1 => Sure::Sure,
        (Some(_), _) => Sure::Likely,
    };
    ReadColumn {
        file: table.file.clone(),
        heading: heading.clone(),
        values,
        samples,
        field: field.map(|field| field.key().to_owned()),
        fields: Field::ALL
            .into_iter()
            .filter(|field| !field.title().is_empty())
            .map(|field| (field.key().to_owned(), field.title().to_owned()))
            .collect(),
        why: why.join(" "),
        sure,
        because: because.into_iter().map(str::to_owned).collect(),
    }
}

/// What is in a column, and three of its values.
fn about(column: &Column) -> (String, Vec<String>) {
    let lines = column.len();
    let empty = (0..lines).filter(|&line| !column.holds(line)).count();
    let mut words = vec![];
    let mut samples: Vec<String> = vec![];
    match column {
        Column::Text(texts) => {
            words.push(different(texts));
            samples.extend(texts.values().take(3).map(shown));
        }
        Column::Time(_) | Column::Other(..) => words.push(column.kind().to_owned()),
        Column::Whole(_) | Column::Number(_) => {
            if let Some(texts) = column.texts() {
                words.push(different(&texts));
                samples.extend(texts.values().take(3).map(shown));
            }
        }
    }
    match (empty, lines) {
        (0, _) => {}
        (empty, lines) if empty == lines => words = vec!["empty".to_owned()],
        (empty, lines) => {
            let share = empty as f64 / lines.max(1) as f64;
            words.push(format!("{} empty", Piece::Share(share)));
        }
    }
    (words.join(", "), samples)
}

fn different(texts: &Texts) -> String {
    format!("{} different", Piece::Count(texts.distinct() as u64))
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
