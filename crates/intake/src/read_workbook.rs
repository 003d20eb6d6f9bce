//! Workbooks of spreadsheets, as cells.

mod shown;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use calamine::{
    DataType, ExcelDateTime, Ods, OdsError, Reader, Sheet as Listed, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use clientele_model::Date;

use crate::column::Texts;
use crate::dates::at_midnight;
use crate::trouble::Trouble;
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

/// The form of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// The same in binary.
    Xlsb,
    /// Excel up to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

/// How much of the end of a ZIP archive is looked at for the names of what it holds.
const NAMES: usize = 64 * 1024;

impl Kind {
    /// The form of a workbook, told by what stands in the file and else by its ending; nothing when it is none.
    pub fn of(bytes: &[u8], file: &str) -> Option<Self> {
        let holds =
            |part: &[u8], name: &str| part.windows(name.len()).any(|w| w == name.as_bytes());
        match bytes {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::Xls),
            [b'P', b'K', 3, 4, ..] => {
                let names = &bytes[bytes.len().saturating_sub(NAMES)..];
                let begin = &bytes[..bytes.len().min(200)];
                match () {
                    () if holds(names, "xl/workbook.bin") => Some(Self::Xlsb),
                    () if holds(names, "xl/workbook.xml") => Some(Self::Xlsx),
                    () if holds(begin, "opendocument.spreadsheet") => Some(Self::Ods),
                    () => Self::named(file),
                }
            }
            _ => None,
        }
    }

    fn named(file: &str) -> Option<Self> {
        let file = file.to_lowercase();
        let (_, ending) = file.rsplit_once('.')?;
        match ending {
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "xlsb" => Some(Self::Xlsb),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

/// Why a workbook cannot be read.
enum Broken {
    Locked,
    Damaged,
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
    let read = match kind {
        // An Excel workbook of today with a password is packed as an old one.
        Kind::Xls if is_encrypted(&bytes) => Err(Broken::Locked),
        Kind::Xls => whole::<Xls<_>>(bytes),
        Kind::Xlsb => whole::<Xlsb<_>>(bytes),
        Kind::Ods => whole::<Ods<_>>(bytes),
        Kind::Xlsx => xlsx(&bytes),
    };
    read.map_err(|broken| match broken {
        Broken::Locked => Trouble::Locked {
            file: file.to_owned(),
        },
        Broken::Damaged => Trouble::NotAWorkbook {
            file: file.to_owned(),
        },
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
    for name in visible(file.sheets_metadata(), &mut book.hidden) {
        let told = shown.as_mut().filter(|shown| shown.has_forms());
        let marks = told.and_then(|shown| shown.sheet(&name));
        let cells = match cells(&mut file, &name, marks, &mut book.texts) {
            // An error that the reader does not know: again, with the places of cells.
            Err(XlsxError::CellError(_)) => {
                let marks = shown.as_mut().and_then(|shown| shown.sheet(&name));
                cells(&mut file, &name, marks, &mut book.texts)
            }
            read => read,
        };
        book.sheets.push(Sheet {
            name,
            cells: cells?,
        });
    }
    Ok(book)
}

/// The cells of a sheet; where their marks are told, numbers as they are shown, and errors of any name.
fn cells(
    file: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    mut marks: Option<Marks<'_>>,
    texts: &mut Texts,
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
    }
}

/// The other forms are read a sheet at a time.
fn whole<R: Reader<Cursor<Vec<u8>>>>(bytes: Vec<u8>) -> Result<Book, Broken>
where
    Broken: From<R::Error>,
{
    let mut file = R::new(Cursor::new(bytes))?;
    let mut book = Book::default();
    for name in visible(file.sheets_metadata(), &mut book.hidden) {
        let range = file.worksheet_range(&name)?;
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().filter_map(|(row, column, cell)| {
            Some(Cell {
                row: row as u32 + top,
                column: column as u32 + left,
                value: value(cell, &mut book.texts)?,
            })
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
