//! From a file to columns.

use std::sync::OnceLock;

use crate::File;
use crate::archives;
use crate::kinds::Kind;
use crate::progress::{Progress, Told, nobody};
use crate::read_csv::{self, Hints};
use crate::said::Said;
use crate::table::Table;
use crate::trouble::Trouble;

/// Reads a file into columns: one table, or one for each sheet of a workbook that is read, and for each
/// file of an archive.
///
/// # Errors
/// When it cannot be read, is empty, or is of another kind.
pub fn open(file: File, hints: Hints<'_>, zone: Option<&str>) -> Result<Vec<Table>, Trouble> {
    let mut said = Said::default();
    let mut tables = vec![];
    for file in archives::unpacked(vec![file], &mut said)? {
        tables.extend(open_one(file, hints, zone, &mut nobody())?);
    }
    if let Some(first) = tables.first_mut() {
        said.append(std::mem::take(&mut first.said));
        first.said = said;
    }
    Ok(tables)
}

/// Reads a file that is no archive; `told` hears of the bytes and lines of this file alone.
pub(crate) fn open_one(
    File { name: file, bytes }: File,
    hints: Hints<'_>,
    zone: Option<&str>,
    told: &mut Told<'_>,
) -> Result<Vec<Table>, Trouble> {
    if let Some(kind) = Kind::of(&bytes, &file) {
        return workbook(bytes, kind, file, hints);
    }
    let ends = |ending: &str| file.to_lowercase().ends_with(ending);
    let kind = |what| {
        Err(Trouble::Kind {
            file: file.clone(),
            what,
        })
    };
    let table = match &bytes[..] {
        [] => return Err(Trouble::Empty { file }),
        [b'P', b'A', b'R', b'1', ..] => parquet(bytes, &file, zone)?,
        _ if ends(".parquet") => parquet(bytes, &file, zone)?,
        [b'R', b'a', b'r', b'!', ..] => return kind("a RAR archive"),
        [b'7', b'z', 0xbc, 0xaf, ..] => return kind("a 7z archive"),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => return kind("an XZ archive"),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => return kind("a bzip2 archive"),
        _ if bytes.get(257..262) == Some(b"ustar") => return kind("a TAR archive"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return kind("an Arrow file"),
        [b'%', b'P', b'D', b'F', ..] => return kind("a PDF document"),
        [b'<', b'!' | b'?' | b'h' | b'H', ..] => return kind("a web page or XML"),
        _ if is_json(&bytes) => return kind("JSON"),
        _ => {
            let all = bytes.len() as u64;
            let mut read = |bytes, lines| {
                told(Progress {
                    file: &file,
                    bytes,
                    all,
                    lines,
                });
            };
            read_csv::read_telling(&bytes, &file, hints, &mut read)?
        }
    };
    match table.numbers.len() {
        0 => Err(Trouble::NoLines { file }),
        _ => Ok(vec![table]),
    }
}

/// Reads the sheets of a workbook, given its form, its name and what is sought in it.
pub type ReadWorkbook = fn(Vec<u8>, Kind, &str, Hints<'_>) -> Result<Vec<Table>, Trouble>;

/// The reader of workbooks that came later than the rest of the program.
static WORKBOOKS: OnceLock<ReadWorkbook> = OnceLock::new();

/// The reader of workbooks is here: a program for the browser fetches it when it is first needed.
pub fn plug_workbooks(read: ReadWorkbook) {
    // Plugged in twice, it is the same.
    let _ = WORKBOOKS.set(read);
}

/// The sheets of a workbook that are read.
fn workbook(
    bytes: Vec<u8>,
    kind: Kind,
    file: String,
    hints: Hints<'_>,
) -> Result<Vec<Table>, Trouble> {
    let tables = match WORKBOOKS.get() {
        Some(read) => read(bytes, kind, &file, hints)?,
        #[cfg(feature = "whole")]
        None => crate::sheets::read(bytes, kind, &file, hints)?,
        #[cfg(not(feature = "whole"))]
        None => {
            let what = "a workbook";
            return Err(Trouble::Kind { file, what });
        }
    };
    match tables.iter().all(|table| table.numbers.is_empty()) {
        true => Err(Trouble::NoLines { file }),
        false => Ok(tables),
    }
}

/// Reads the lines of a Parquet file, given its name and the time zone of the shop.
pub type ReadParquet = fn(Vec<u8>, &str, Option<&str>) -> Result<Table, Trouble>;

/// The reader of Parquet that came later than the rest of the program.
static LATER: OnceLock<ReadParquet> = OnceLock::new();

/// The reader of Parquet is here: a program for the browser fetches it when it is first needed.
pub fn plug_parquet(read: ReadParquet) {
    // Plugged in twice, it is the same.
    let _ = LATER.set(read);
}

/// The lines of a Parquet file.
fn parquet(bytes: Vec<u8>, file: &str, zone: Option<&str>) -> Result<Table, Trouble> {
    if let Some(read) = LATER.get() {
        return read(bytes, file, zone);
    }
    #[cfg(feature = "whole")]
    return crate::read_parquet::read(bytes, file, zone);
    #[cfg(not(feature = "whole"))]
    Err(Trouble::Kind {
        file: file.to_owned(),
        what: "a Parquet file",
    })
}

/// Whether a text begins as a list or record of JSON does.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let mut signs = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[' | b'"'))
    )
}
