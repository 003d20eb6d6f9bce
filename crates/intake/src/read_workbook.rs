//! Workbooks of spreadsheets, as cells.

mod noughts;
mod room;
mod shown;
#[cfg(test)]
pub(crate) mod tests;

use std::io::Cursor;

use calamine::{
    DataType, ExcelDateTime, Ods, OdsError, Reader, Sheet as Listed, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use clientele_model::Date;

use crate::archives::{Bad, NotUnpacked};
use crate::column::Texts;
use crate::dates::at_midnight;
pub use crate::kinds::Kind;
use crate::trouble::Trouble;
use noughts::Noughts;
use shown::{Form, Marks, Shown};

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A text: its position among those of the workbook.
    Text(u32),
    /// A number; also a day number whose cell is not said to be a date.
    Number(f64),
    /// Minutes since 1970-01-01 00:00, wall clock.
    Time(i64),
    /// A formula whose result was never worked out.
    Unworked,
}

/// A cell that is not empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
}

/// A sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells, row by row.
    pub cells: Vec<Cell>,
}

/// A workbook.
#[derive(Debug, Default)]
pub struct Book {
    /// The sheets that a reader sees, in order.
    pub sheets: Vec<Sheet>,
    /// Names of the sheets that are hidden.
    pub hidden: Vec<String>,
    /// The texts of all cells.
    pub texts: Texts,
    /// Whether day numbers count from 1904.
    pub from_1904: bool,
}

/// Why a workbook cannot be read.
enum Broken {
    Locked,
    Damaged,
    /// It holds more than so many bytes.
    TooMuch(u64),
}

/// Each form has an error of its own, all with a case for passwords.
macro_rules! broken {
    ($($error:ident)+) => {$(
        impl From<$error> for Broken {
            fn from(error: $error) -> Self {
                match error {
                    $error::Password => Self::Locked,
                    _ => Self::Damaged,
                }
            }
        }
    )+};
}

broken!(XlsxError XlsbError XlsError OdsError);

/// Reads every sheet that is not hidden.
///
/// # Errors
/// When the workbook is cut or damaged, or protected with a password.
pub fn read(bytes: Vec<u8>, kind: Kind, file: &str) -> Result<Book, Trouble> {
    let length = bytes.len();
    let read = match kind {
        _ if room::exceeds(&bytes) => Err(Broken::TooMuch(room::most(length))),
        // An Excel workbook of today with a password is packed as an old one.
        Kind::Xls if is_encrypted(&bytes) => Err(Broken::Locked),
        Kind::Xls => whole::<Xls<_>>(bytes, kind),
        Kind::Xlsb => whole::<Xlsb<_>>(bytes, kind),
        Kind::Ods => whole::<Ods<_>>(bytes, kind),
        Kind::Xlsx => xlsx(&bytes),
    };
    read.map_err(|broken| match broken {
        Broken::Locked => Trouble::Locked {
            file: file.to_owned(),
        },
        Broken::Damaged => Trouble::NotAWorkbook {
            file: file.to_owned(),
        },
        Broken::TooMuch(most) => Trouble::Archive(NotUnpacked {
            file: file.to_owned(),
            bad: Bad::TooMuch(most),
        }),
    })
}

/// Whether a compound file holds what Office encrypts a workbook into.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// Cell by cell: the size a sheet claims to have costs nothing.
fn xlsx(bytes: &[u8]) -> Result<Book, Broken> {
    let mut file = Xlsx::new(Cursor::new(bytes))?;
    let mut book = Book {
        from_1904: file.has_1904_epoch(),
        ..Book::default()
    };
    let mut shown = Shown::of(bytes);
    let most = room::cells(bytes.len());
    let mut all = 0;
    for name in visible(file.sheets_metadata(), &mut book.hidden) {
        let told = shown.as_mut().filter(|shown| shown.has_forms());
        let marks = told.and_then(|shown| shown.sheet(&name));
        let cells = match cells(&mut file, &name, marks, &mut book.texts, most) {
            // An error that the reader does not know: again, with the places of cells.
            Err(XlsxError::CellError(_)) => {
                let marks = shown.as_mut().and_then(|shown| shown.sheet(&name));
                cells(&mut file, &name, marks, &mut book.texts, most)
            }
            read => read,
        };
        let cells = cells?;
        all += cells.len();
        if all >= room::cells(bytes.len()) {
            return Err(Broken::TooMuch(room::most(bytes.len())));
        }
        book.sheets.push(Sheet { name, cells });
    }
    Ok(book)
}

/// The cells of a sheet, `most` at most; where their marks are told, numbers as they are shown, and errors of any name.
fn cells(
    file: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    mut marks: Option<Marks<'_>>,
    texts: &mut Texts,
    most: usize,
) -> Result<Vec<Cell>, XlsxError> {
    let mut cells = vec![];
    let mut reader = file.worksheet_cells_reader(sheet)?;
    loop {
        let read = reader.next_cell_with_formula_metadata();
        let mark = marks.as_mut().and_then(Marks::next);
        let ((row, column), value) = match (read, mark) {
            (Ok(None), _) => return Ok(cells),
            (Ok(Some(cell)), mark) => {
                let shows = |form: &Form| form.show(cell.value.get_float()?);
                let shown = mark.and_then(|mark| mark.form).and_then(shows);
                let value = match shown {
                    Some(shown) => Some(Value::Text(texts.code(&shown))),
                    None => value(&cell.value, texts),
                };
                let unworked = cell.formula.is_some() && cell.value.is_empty();
                (cell.pos, value.or(unworked.then_some(Value::Unworked)))
            }
            (Err(XlsxError::CellError(error)), Some(mark)) => {
                let value = Value::Text(texts.code(&error));
                ((mark.row, mark.column), Some(value))
            }
            (Err(error), _) => return Err(error),
        };
        cells.extend(value.map(|value| Cell { row, column, value }));
        if cells.len() >= most {
            return Ok(cells);
        }
    }
}

/// The other forms are read a sheet at a time.
fn whole<R: Reader<Cursor<Vec<u8>>>>(bytes: Vec<u8>, kind: Kind) -> Result<Book, Broken>
where
    Broken: From<R::Error>,
{
    let noughts = Noughts::of(&bytes, kind);
    let mut file = R::new(Cursor::new(bytes))?;
    let mut book = Book::default();
    for name in visible(file.sheets_metadata(), &mut book.hidden) {
        let all = file.sheets_metadata();
        let place = all.iter().position(|sheet| sheet.name == name);
        let mut marks = noughts.sheet(place.unwrap_or(usize::MAX));
        let range = file.worksheet_range(&name)?;
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().filter_map(|(row, column, cell)| {
            let (row, column) = (row as u32 + top, column as u32 + left);
            let number = cell
                .get_float()
                .or(cell.get_int().map(|whole| whole as f64));
            let shown = number.and_then(|number| marks.show(row, column, number));
            let value = match shown {
                Some(shown) => Value::Text(book.texts.code(&shown)),
                None => value(cell, &mut book.texts)?,
            };
            Some(Cell { row, column, value })
        });
        let cells = cells.collect();
        book.sheets.push(Sheet { name, cells });
    }
    Ok(book)
}

/// Names of the sheets of cells that a reader sees; those of the hidden ones are set aside.
fn visible(sheets: &[Listed], hidden: &mut Vec<String>) -> Vec<String> {
    let cells = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (seen, unseen): (Vec<_>, Vec<_>) =
        cells.partition(|sheet| sheet.visible == SheetVisible::Visible);
    hidden.extend(unseen.into_iter().map(|sheet| sheet.name.clone()));
    seen.into_iter().map(|sheet| sheet.name.clone()).collect()
}

/// What a cell holds; nothing when it is empty. Errors are texts, such as `#N/A`.
fn value(cell: &impl DataType, texts: &mut Texts) -> Option<Value> {
    let mut text = |text: &str| match text.trim() {
        "" => None,
        text => Some(Value::Text(texts.code(text))),
    };
    let told = cell
        .get_string()
        .or_else(|| cell.get_datetime_iso())
        .or_else(|| cell.get_duration_iso());
    if let Some(told) = told {
        return text(told);
    }
    if let Some(number) = cell.get_float() {
        return Some(Value::Number(number));
    }
    if let Some(number) = cell.get_int() {
        return Some(Value::Number(number as f64));
    }
    if let Some(time) = cell.get_datetime() {
        return Some(minute(&time).map_or(Value::Number(time.as_f64()), Value::Time));
    }
    if let Some(yes) = cell.get_bool() {
        return text(if yes { "true" } else { "false" });
    }
    cell.get_error().and_then(|error| text(&error.to_string()))
}

/// The minute since 1970-01-01 00:00 of a time, whichever year the workbook counts from.
fn minute(time: &ExcelDateTime) -> Option<i64> {
    if !(0.0..3_000_000.0).contains(&time.as_f64()) {
        return None;
    }
    let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Some(at_midnight(date.ok()?) + i64::from(hour) * 60 + i64::from(minute))
}
