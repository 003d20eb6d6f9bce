//! Which cells show noughts in front of their numbers, of the forms of workbooks that are read a sheet at a time.

mod ods;
mod xls;
mod xlsb;

use super::Kind;
use super::shown::Form;

/// The cells that have a form, of every sheet.
#[derive(Debug, Default)]
pub(super) struct Noughts {
    forms: Vec<Form>,
    /// By the place of the sheet among all of the workbook, row by row.
    sheets: Vec<Vec<Mark>>,
}

/// A cell with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    /// Row, from 0.
    row: u32,
    /// Column, from 0.
    column: u32,
    /// Place among the forms.
    form: u32,
}

/// The cells of one sheet, in the order of the reader.
pub(super) struct Marks<'a> {
    forms: &'a [Form],
    ahead: &'a [Mark],
}

impl Noughts {
    /// Reads the number formats of a workbook; what is damaged has none, and its cells stay the numbers they are.
    /// Excel's own before 1993 have none either.
    pub(super) fn of(bytes: &[u8], kind: Kind) -> Self {
        let read = match kind {
            Kind::Xls => xls::read(bytes),
            Kind::Xlsb => xlsb::read(bytes),
            Kind::Ods => ods::read(bytes),
            // Read cell by cell, with its forms beside it.
            Kind::Xlsx => None,
        };
        let mut noughts = read.unwrap_or_default();
        for sheet in &mut noughts.sheets {
            sheet.sort_unstable();
        }
        noughts
    }

    /// The cells with a form of the sheet in that place.
    pub(super) fn sheet(&self, place: usize) -> Marks<'_> {
        Marks {
            forms: &self.forms,
            ahead: self.sheets.get(place).map_or(&[], Vec::as_slice),
        }
    }
}

impl Marks<'_> {
    /// What the cell in that place shows, where that is not its number as it is written anyway; cells are asked for row by row.
    pub(super) fn show(&mut self, row: u32, column: u32, number: f64) -> Option<String> {
        let behind = self
            .ahead
            .partition_point(|mark| (mark.row, mark.column) < (row, column));
        self.ahead = self.ahead.get(behind..)?;
        let mark = self.ahead.first()?;
        let here = (mark.row, mark.column) == (row, column);
        let form = self.forms.get(usize::try_from(mark.form).ok()?)?;
        here.then(|| form.show(number)).flatten()
    }
}

/// The forms of a workbook's styles.
#[derive(Debug, Default)]
struct Styles {
    forms: Vec<Form>,
    /// By the number of the style, the place of its form.
    of: Vec<Option<u32>>,
}

impl Styles {
    /// The next style has this format code.
    fn push(&mut self, code: Option<&str>) {
        let form = code.and_then(Form::of);
        let place = form.and_then(|form| place(&mut self.forms, form));
        self.of.push(place);
    }

    /// The mark of a cell with that style, where it has a form.
    fn mark(&self, row: u32, column: u32, style: usize) -> Option<Mark> {
        let form = (*self.of.get(style)?)?;
        Some(Mark { row, column, form })
    }
}

/// The place of a form among those that are known.
fn place(forms: &mut Vec<Form>, form: Form) -> Option<u32> {
    let known = forms.iter().position(|known| *known == form);
    let place = known.unwrap_or_else(|| {
        forms.push(form);
        forms.len() - 1
    });
    u32::try_from(place).ok()
}

/// Two bytes at that place, the lower one first.
fn two(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// Four bytes at that place, the lowest first.
fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// A text of two bytes a letter.
fn wide(bytes: &[u8]) -> String {
    let letters = bytes.chunks_exact(2).filter_map(|pair| two(pair, 0));
    char::decode_utf16(letters)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests;
