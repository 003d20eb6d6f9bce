//! Binary workbooks of Excel from 2007 on: parts of records in an archive ([MS-XLSB]).

use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;

use super::{Mark, Noughts, Styles, four, two, wide};
use crate::read_workbook::shown::{parts, real_name};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// No record that is looked at has more bytes.
const MOST: u64 = 2048;

/// The forms of all sheets; nothing when the file is damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Noughts> {
    let mut file = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let styles = styles(&mut file)?;
    if styles.forms.is_empty() {
        return None;
    }
    let sheets = sheets(&mut file)?;
    let sheets = sheets
        .iter()
        .map(|part| marks(&mut file, part, &styles).unwrap_or_default());
    let sheets = sheets.collect();
    Some(Noughts {
        forms: styles.forms,
        sheets,
    })
}

/// The forms of the cells' styles.
fn styles(file: &mut Archive<'_>) -> Option<Styles> {
    let mut codes = HashMap::new();
    let (mut styles, mut of_cells) = (Styles::default(), false);
    each(file, "xl/styles.bin", &mut |kind, data| match kind {
        0x002C => codes.extend(two(data, 0).zip(text(data, 2))),
        0x0269 => of_cells = true,
        0x026A => of_cells = false,
        0x002F if of_cells => {
            let code = two(data, 2).and_then(|format| codes.get(&format));
            styles.push(code.map(String::as_str));
        }
        _ => {}
    })?;
    Some(styles)
}

/// Where in the archive the sheets are, in their order.
fn sheets(file: &mut Archive<'_>) -> Option<Vec<String>> {
    let parts = parts(file, "xl/_rels/workbook.bin.rels")?;
    let mut sheets = vec![];
    each(file, "xl/workbook.bin", &mut |kind, data| {
        // A sheet without a part is none.
        if kind == 0x009C && four(data, 8) != Some(u32::MAX) {
            let part = text(data, 8).and_then(|id| parts.get(&id).cloned());
            sheets.push(part.unwrap_or_default());
        }
    })?;
    Some(sheets)
}

/// The cells of a sheet whose style has a form.
fn marks(file: &mut Archive<'_>, part: &str, styles: &Styles) -> Option<Vec<Mark>> {
    let mut marks = vec![];
    let mut row = 0;
    each(file, part, &mut |kind, data| match kind {
        0x0000 => row = four(data, 0).unwrap_or(row),
        // Numbers and what formulas come to.
        0x0002 | 0x0005 | 0x0009 => {
            let style = four(data, 4).map(|style| style & 0x00FF_FFFF);
            let style = style.and_then(|style| usize::try_from(style).ok());
            let place = four(data, 0).zip(style);
            marks.extend(place.and_then(|(column, style)| styles.mark(row, column, style)));
        }
        _ => {}
    })?;
    Some(marks)
}

/// Shows every record of a part, by its number; the first bytes of it.
fn each(file: &mut Archive<'_>, part: &str, show: &mut dyn FnMut(u32, &[u8])) -> Option<()> {
    let part = real_name(file, part)?;
    let mut part = BufReader::new(file.by_name(&part).ok()?);
    let mut data = vec![];
    while let Some(kind) = number(&mut part, 2) {
        let length = u64::from(number(&mut part, 4)?);
        data.clear();
        part.by_ref()
            .take(length.min(MOST))
            .read_to_end(&mut data)
            .ok()?;
        io::copy(
            &mut part.by_ref().take(length.saturating_sub(MOST)),
            &mut io::sink(),
        )
        .ok()?;
        show(kind, &data);
    }
    Some(())
}

/// A number of so many bytes at most, seven bits each; all but its last have the eighth bit set.
fn number(part: &mut impl Read, most: u32) -> Option<u32> {
    let mut number = 0;
    for at in 0..most {
        let mut byte = [0];
        part.read_exact(&mut byte).ok()?;
        let [byte] = byte;
        number |= u32::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text that stands behind its length.
fn text(data: &[u8], at: usize) -> Option<String> {
    let letters = usize::try_from(four(data, at)?).ok()?;
    let start = at.checked_add(4)?;
    let end = letters.checked_mul(2)?.checked_add(start)?;
    Some(wide(data.get(start..end)?))
}
