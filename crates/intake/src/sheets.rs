//! Which sheets of a workbook are read, and their cells in columns.

mod cells;

use std::collections::{BTreeMap, BTreeSet};

use clientele_model::words::counted;

use crate::column::Texts;
use crate::headings::{self, ROWS};
use crate::read_csv::Hints;
use crate::read_workbook::{self, Book, Cell, Kind, Sheet, Value};
use crate::said::{Said, quoted, some};
use crate::spelling::visible;
use crate::table::{Table, bare};
use crate::trouble::Trouble;

pub use crate::sought::Sought;
use cells::{column, text};

/// A sheet, and its row of headings.
struct Headed<'a> {
    sheet: &'a Sheet,
    /// The row, from 0, and how many rows with something in them stand above it.
    row: u32,
    above: usize,
    /// How much of what is sought the headings promise, and how many of them are known.
    rank: (usize, usize),
    /// Columns that have a heading.
    headings: BTreeMap<u32, String>,
}

impl Headed<'_> {
    /// The headings as they are compared, in any order.
    fn compared(&self) -> BTreeSet<String> {
        self.headings.values().map(|text| bare(text)).collect()
    }
}

/// Reads a workbook, as [`tables`] has it.
///
/// # Errors
/// As those, and when the workbook is cut or damaged.
pub fn read(
    bytes: Vec<u8>,
    kind: Kind,
    file: &str,
    hints: Hints<'_>,
) -> Result<Vec<Table>, Trouble> {
    let book = read_workbook::read(bytes, kind, file)?;
    tables(&book, file, hints)
}

/// The sheet with what is sought, and those with the same headings: each is a table.
///
/// # Errors
/// When nothing stands in the sheets, none has a row of headings, or formulas have no results.
pub fn tables(book: &Book, file: &str, hints: Hints<'_>) -> Result<Vec<Table>, Trouble> {
    let filled = || book.sheets.iter().filter(|sheet| !sheet.cells.is_empty());
    if filled().next().is_none() {
        return Err(Trouble::Empty {
            file: file.to_owned(),
        });
    }
    let all: Vec<Headed<'_>> = filled()
        .filter_map(|sheet| headed(sheet, &book.texts, hints))
        .collect();
    // The first of equals.
    let Some(best) = all.iter().rev().max_by_key(|headed| headed.rank) else {
        return Err(Trouble::NoHeadedSheet {
            file: file.to_owned(),
        });
    };
    let wanted = best.compared();
    let same = |headed: &&Headed<'_>| headed.compared() == wanted;
    let taken: Vec<&Headed<'_>> = all.iter().filter(same).collect();
    let is_taken = |sheet: &&Sheet| taken.iter().any(|headed| headed.sheet.name == sheet.name);
    let left: Vec<&str> = filled()
        .filter(|sheet| !is_taken(sheet))
        .map(|sheet| sheet.name.as_str())
        .collect();
    let mut said = Said::default();
    if taken.len() > 1 {
        let names: Vec<&str> = taken.iter().map(|h| h.sheet.name.as_str()).collect();
        said.say(format!(
            "{file}: the sheets {} have the same headings and were read one after the other.",
            quoted(&names)
        ));
    }
    if !left.is_empty() {
        said.say(format!(
            "{file}: {} {} other headings than {} and {} left out.",
            sheets(&left),
            if left.len() == 1 { "has" } else { "have" },
            quoted(&[&best.sheet.name]),
            if left.len() == 1 { "was" } else { "were" }
        ));
    }
    let hidden: Vec<&str> = book.hidden.iter().map(String::as_str).collect();
    if !hidden.is_empty() {
        let (are, were) = if hidden.len() == 1 {
            ("is", "was")
        } else {
            ("are", "were")
        };
        said.say(format!(
            "{file}: {} {are} hidden and {were} left out.",
            sheets(&hidden)
        ));
    }
    taken
        .iter()
        .map(|headed| {
            let name = match taken.len() {
                1 => file.to_owned(),
                _ => format!("{file} ({})", headed.sheet.name),
            };
            table(headed, book, name, std::mem::take(&mut said))
        })
        .collect()
}

fn sheets(names: &[&str]) -> String {
    let noun = if names.len() == 1 { "sheet" } else { "sheets" };
    format!("the {noun} {}", quoted(names))
}

/// The row of a sheet with most known headings; where hardly any is known, the first of nothing but texts.
fn headed<'a>(sheet: &'a Sheet, texts: &Texts, hints: Hints<'_>) -> Option<Headed<'a>> {
    let wanted: Vec<String> = hints.wanted.iter().map(|heading| bare(heading)).collect();
    let rows: Vec<&[Cell]> = rows(sheet).take(ROWS).collect();
    let compared = |row: &[Cell]| -> Vec<String> {
        let cells = row.iter().map(|cell| bare(&text(cell.value, texts)));
        cells.collect()
    };
    let scores: Vec<usize> = rows
        .iter()
        .map(|row| headings::score(&compared(row), &wanted))
        .collect();
    let best = (0..rows.len()).rev().max_by_key(|&at| scores[at])?;
    let of_texts = |&at: &usize| {
        let is_text = |cell: &Cell| matches!(cell.value, Value::Text(_));
        rows[at].len() > 1 && rows[at].iter().all(is_text)
    };
    let above = if scores[best] < 2 {
        (0..rows.len()).find(of_texts)?
    } else {
        best
    };
    let row = rows[above];
    let headings = row
        .iter()
        .map(|cell| (cell.column, visible(&text(cell.value, texts))));
    Some(Headed {
        sheet,
        row: row[0].row,
        above,
        rank: (hints.sought.promised(&compared(row)), scores[above]),
        headings: headings.collect(),
    })
}

/// The cells of a sheet, row by row.
fn rows(sheet: &Sheet) -> impl Iterator<Item = &[Cell]> {
    sheet.cells.chunk_by(|a, b| a.row == b.row)
}

fn table(headed: &Headed<'_>, book: &Book, file: String, mut said: Said) -> Result<Table, Trouble> {
    if headed.above > 0 {
        said.say(headings::below(
            "row",
            u64::from(headed.row) + 1,
            headed.above as u64,
        ));
    }
    let headings: Vec<String> = headed.headings.values().cloned().collect();
    let compared: Vec<String> = headings.iter().map(|heading| bare(heading)).collect();
    let places: BTreeMap<u32, usize> = headed.headings.keys().copied().zip(0..).collect();
    let mut columns: Vec<Vec<Option<Value>>> = vec![vec![]; headings.len()];
    let (mut numbers, mut again, mut beside) = (vec![], vec![], BTreeSet::new());
    for row in rows(headed.sheet).filter(|row| row[0].row > headed.row) {
        let mut line = vec![None; headings.len()];
        for cell in row {
            match places.get(&cell.column) {
                Some(&at) => line[at] = Some(cell.value),
                None => drop(beside.insert(cell.column)),
            }
        }
        if line.iter().all(Option::is_none) {
            continue;
        }
        let says = |at: usize| line[at].map(|value| bare(&text(value, &book.texts)));
        if headings::come_again(&compared, says) {
            again.push(u64::from(row[0].row) + 1);
            continue;
        }
        for (column, value) in columns.iter_mut().zip(line) {
            column.push(value);
        }
        numbers.push(u64::from(row[0].row) + 1);
    }
    if !again.is_empty() {
        said.say(headings::again("row", &again));
    }
    if !beside.is_empty() {
        let letters: Vec<String> = beside.into_iter().map(letters).collect();
        said.say(format!(
            "Cells without a heading above them, in column {}, were left out.",
            some(&letters)
        ));
    }
    for (heading, values) in headings.iter().zip(&columns) {
        let unworked = values
            .iter()
            .filter(|value| **value == Some(Value::Unworked))
            .count();
        if unworked > 0 && unworked == values.iter().flatten().count() {
            return Err(Trouble::NoResults {
                file,
                column: heading.clone(),
            });
        }
        if unworked > 0 {
            said.say(format!(
                "{} in “{heading}” without a saved result: {} as empty.",
                counted(unworked as u64, "formula"),
                if unworked == 1 {
                    "its cell counts"
                } else {
                    "their cells count"
                }
            ));
        }
    }
    Ok(Table {
        file,
        headings,
        columns: columns
            .into_iter()
            .map(|values| column(&values, book))
            .collect(),
        numbers,
        ragged: vec![],
        from_1904: book.from_1904,
        said,
    })
}

/// The letters of a column: A, B, … Z, AA.
fn letters(column: u32) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests;
