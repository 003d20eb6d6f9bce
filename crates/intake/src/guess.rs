//! What every column of a file seems to be, with the reason, how sure that is, and what else it could be:
//! what a person sees, and may change, before anything is made of the file.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::fields::{Field, Mapped};
use crate::known::Source;
use crate::looks::{Looks, samples};
use crate::near::nearly;
use crate::read_csv::Hints;
use crate::recognise::{Reading, is_told_by_values};
use crate::sought::Sought;
use crate::table::{Table, bare};
use crate::trouble::Trouble;
use crate::usual::names;
use crate::{File, open};

/// How sure it is what a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Heading and values say so.
    Sure,
    /// It is taken, and said: the heading is nearly a usual one, or another column could be it as well.
    Likely,
    /// A person has to say: nothing tells, or heading and values say different things.
    Ask,
}

/// What one column of a file seems to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnGuess {
    /// The heading, as it stands.
    pub column: String,
    /// What it is read as; nothing when nothing is read from it.
    pub role: Option<Field>,
    /// What it is read as besides: an address may be the customer, too.
    pub also: Vec<Field>,
    /// Why, in one sentence.
    pub reason: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// Up to three values, each shortened to 40 letters.
    pub samples: Vec<String>,
    /// What else it could be, the likeliest first; four at most.
    pub others: Vec<Field>,
}

/// What a file, or one sheet of a workbook, seems to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGuess {
    /// Name of the file, with that of the sheet where several are read.
    pub file: String,
    /// What its lines are.
    pub holds: Sought,
    /// The export it is known as, such as “a Shopify order export”.
    pub known_as: Option<String>,
    /// How many lines it has.
    pub lines: u64,
    /// Its columns, in their order.
    pub columns: Vec<ColumnGuess>,
    /// What is needed and no column is known to be; a person has to say.
    pub missing: Vec<Field>,
    /// What was decided while it was read.
    pub said: Vec<String>,
}

/// Opens a file and guesses what its columns are; one entry for each table in it. `mapped` was told by hand.
///
/// # Errors
/// When it cannot be read, or a told column is not there.
pub fn guess(file: File, hints: Hints<'_>, mapped: &[Mapped]) -> Result<Vec<FileGuess>, Trouble> {
    let tables = open(file, hints, None)?;
    tables.iter().map(|table| of_table(table, mapped)).collect()
}

/// Guesses what the columns of a table are.
///
/// # Errors
/// When a told column is not there.
pub fn of_table(table: &Table, mapped: &[Mapped]) -> Result<FileGuess, Trouble> {
    let mut said = table.said.clone();
    let reading = Reading::draft(table, mapped, &mut said)?;
    let missing = reading.missing(table);
    let columns = of_reading(table, &reading);
    Ok(FileGuess {
        file: table.file.clone(),
        holds: Sought::of(table, &reading),
        known_as: reading.source.title().map(str::to_owned),
        lines: table.numbers.len() as u64,
        columns,
        missing,
        said: said.into_sentences(),
    })
}

/// What the columns of a table are by a reading of it.
pub(crate) fn of_reading(table: &Table, reading: &Reading) -> Vec<ColumnGuess> {
    let missing = reading.missing(table);
    (0..table.headings.len())
        .map(|at| of_column(table, at, reading, &missing))
        .collect()
}

fn of_column(table: &Table, at: usize, reading: &Reading, missing: &[Field]) -> ColumnGuess {
    let heading = bare(&table.headings[at]);
    let looks = Looks::of(&table.columns[at]);
    let mut roles: Vec<Field> = reading
        .columns
        .iter()
        .filter(|(field, used)| *used == at && *field != Field::Person)
        .map(|(field, _)| *field)
        .collect();
    let role = (!roles.is_empty()).then(|| roles.remove(0));
    let others = others(&heading, &looks, reading, missing, |field| {
        Some(field) == role || roles.contains(&field)
    });
    let (confidence, reason) = match role {
        Some(field) => taken(table, at, field, reading, &looks),
        None => idle(at, reading, &looks, missing, &others),
    };
    ColumnGuess {
        column: table.headings[at].clone(),
        role,
        also: roles,
        reason,
        confidence,
        samples: samples(&table.columns[at]),
        others,
    }
}

/// Why a column has its role.
fn taken(
    table: &Table,
    at: usize,
    field: Field,
    reading: &Reading,
    looks: &Looks,
) -> (Confidence, String) {
    let heading = bare(&table.headings[at]);
    let plain = field.plain();
    if reading.told.contains(&field) {
        return (
            Confidence::Sure,
            format!("You said that it is the {plain}."),
        );
    }
    if !looks.fits(field) {
        let example = samples(&table.columns[at]).into_iter().next();
        return (
            Confidence::Ask,
            format!(
                "Its heading says it is the {plain}, but its values, such as “{}”, do not look like that.",
                example.unwrap_or_default()
            ),
        );
    }
    let usual = names(field).any(|name| name == heading || table.find_bare(name) == Some(at));
    if let Some(title) = reading.source.title() {
        return (Confidence::Sure, format!("It is the {plain} in {title}."));
    }
    let rivals: Vec<usize> = reading.could_be(table, field);
    if usual && let Some(&rival) = rivals.first() {
        return (
            Confidence::Likely,
            format!(
                "Its heading is common for the {plain}, but so is that of “{}”.",
                table.headings[rival]
            ),
        );
    }
    if usual {
        return (
            Confidence::Sure,
            format!("Its heading is common for the {plain}, and its values fit."),
        );
    }
    if is_told_by_values(table, field, at) {
        let what = match field {
            Field::Name | Field::Person => "names",
            _ => "codes",
        };
        return (
            Confidence::Likely,
            format!(
                "Its heading may mean a code or a name; its values are {what}, as expected of the {plain}."
            ),
        );
    }
    match nearly(&heading, field) {
        Some((name, _)) => (
            Confidence::Likely,
            format!("Its heading is spelled much like “{name}”, and its values fit the {plain}."),
        ),
        None => (
            Confidence::Likely,
            format!("No other column can be the {plain}, and its values fit."),
        ),
    }
}

/// Why a column has no role.
fn idle(
    at: usize,
    reading: &Reading,
    looks: &Looks,
    missing: &[Field],
    others: &[Field],
) -> (Confidence, String) {
    if looks.filled == 0.0 {
        return (Confidence::Sure, "It is empty.".to_owned());
    }
    if reading.all(Field::Person).any(|person| person == at) {
        return (
            Confidence::Sure,
            "It is used only to check that customer numbers stand for people.".to_owned(),
        );
    }
    if let Some(field) = others.iter().find(|field| missing.contains(field)) {
        return (
            Confidence::Ask,
            format!(
                "No column is recognised as the {}; the values of this one would fit.",
                field.plain()
            ),
        );
    }
    match others.first() {
        Some(field) if reading.find(*field).is_some() => (
            Confidence::Sure,
            format!(
                "It could be the {}, which another column already is.",
                field.plain()
            ),
        ),
        _ => (
            Confidence::Sure,
            "Its heading is not recognised, and nothing needs it.".to_owned(),
        ),
    }
}

/// What else a column could be: by its heading, by one that is nearly a usual one, and by what is missing.
fn others(
    heading: &str,
    looks: &Looks,
    reading: &Reading,
    missing: &[Field],
    is_it: impl Fn(Field) -> bool,
) -> Vec<Field> {
    const MOST: usize = 4;
    let told = |field: Field| field != Field::Person && !is_it(field) && looks.fits(field);
    let usual = Field::ALL
        .into_iter()
        .filter(|&field| names(field).any(|name| name == heading));
    let near = Field::ALL
        .into_iter()
        .filter(|&field| nearly(heading, field).is_some());
    // Sales are seldom without a value, and what stands on every line is no number of anything.
    let wanted = missing
        .iter()
        .copied()
        .filter(|_| looks.filled > 0.1 && reading.source == Source::Other);
    let mut others: Vec<Field> = vec![];
    for field in usual.chain(near).chain(wanted) {
        if told(field) && !others.contains(&field) {
            others.push(field);
        }
    }
    others.truncate(MOST);
    others
}
