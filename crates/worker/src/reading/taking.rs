//! Takes the bytes of files that the browser handed over, a piece at a time.

use clientele_intake::File;
use clientele_intake::kinds::Kind;
use clientele_model::opening::ReadingStage;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::FileReaderSync;

use crate::port;

/// Bytes taken at a time.
const PIECE: f64 = (8 << 20) as f64;

/// The most bytes of all files together, on a device with memory enough: lines take about twice their bytes while they are made
/// into a data set, and a page has four gigabytes.
const MOST: f64 = 1e9;

/// Takes them; `tell` hears how far it is, in kilobytes.
///
/// # Errors
/// One sentence, when they are more than the device bears, or one cannot be read.
pub fn take(
    files: &[web_sys::File],
    names: &[String],
    tell: &mut dyn FnMut(ReadingStage, u64, u64),
) -> Result<Vec<File>, String> {
    let all: f64 = files.iter().map(|file| file.size()).sum();
    bears(
        names.first().map_or("The file", String::as_str),
        files.len(),
        all,
    )?;
    let mut taken = Vec::new();
    let mut done = 0.0;
    for (at, file) in files.iter().enumerate() {
        let name = names.get(at).cloned().unwrap_or_else(|| file.name());
        let size = file.size();
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(size as usize).is_err() {
            return Err(too_large(&name, 1, size, size));
        }
        let read = pieces(file, &mut |piece| {
            bytes.extend_from_slice(piece);
            let kilobytes = |bytes: f64| (bytes / 1e3) as u64;
            let done = done + bytes.len() as f64;
            tell(ReadingStage::Taking, kilobytes(done), kilobytes(all));
            Ok(())
        });
        read.map_err(|_| unread(&name))?;
        done += size;
        taken.push(File { name, bytes });
    }
    Ok(taken)
}

/// Hands over the bytes of a file, a piece at a time.
///
/// # Errors
/// When the browser cannot read it, or whoever takes the pieces has enough.
pub fn pieces(
    file: &web_sys::File,
    take: &mut dyn FnMut(&[u8]) -> Result<(), JsValue>,
) -> Result<(), JsValue> {
    let reader = FileReaderSync::new()?;
    let (mut start, size) = (0.0, file.size());
    let mut bytes = Vec::new();
    while start < size {
        let end = (start + PIECE).min(size);
        let piece = file.slice_with_f64_and_f64(start, end)?;
        let piece = Uint8Array::new(&reader.read_as_array_buffer(&piece)?.into());
        bytes.resize(piece.length() as usize, 0);
        piece.copy_to(&mut bytes);
        take(&bytes)?;
        start = end;
    }
    Ok(())
}

/// Whether this device bears so many bytes, of so many files.
///
/// # Errors
/// One sentence, when it does not.
pub fn bears(first: &str, files: usize, bytes: f64) -> Result<(), String> {
    let bears = bearable();
    match bytes > bears {
        true => Err(too_large(first, files, bytes, bears)),
        false => Ok(()),
    }
}

/// Whether a file is Parquet, or an archive that may hold some.
pub fn may_hold_parquet(file: &File) -> bool {
    file.bytes.starts_with(b"PAR1") || names(file, &[".parquet"])
}

/// Whether a file is a workbook, or an archive that may hold one.
pub fn may_hold_workbook(file: &File) -> bool {
    Kind::of(&file.bytes, &file.name).is_some() || names(file, &[".xls", ".ods"])
}

/// Whether a file is called like that, or is a ZIP archive with a file that is, or with another archive: its list of files
/// stands at the end.
fn names(file: &File, endings: &[&str]) -> bool {
    const ARCHIVES: [&str; 4] = [".zip", ".gz", ".zst", ".gzip"];
    const LIST: usize = 64 << 10;
    let name = file.name.to_lowercase();
    if endings.iter().any(|ending| name.contains(ending)) {
        return true;
    }
    if !file.bytes.starts_with(b"PK") {
        return false;
    }
    let end = file.bytes.len().saturating_sub(LIST);
    let list = file.bytes.get(end..).unwrap_or_default();
    endings.iter().chain(&ARCHIVES).any(|ending| {
        let mut parts = list.windows(ending.len());
        parts.any(|of| of.eq_ignore_ascii_case(ending.as_bytes()))
    })
}

/// Bytes that this device bears: a quarter of its memory, where the browser says how much that is.
fn bearable() -> f64 {
    let memory = Reflect::get(&port::scope().navigator(), &"deviceMemory".into());
    let gigabytes = memory.ok().and_then(|memory| memory.as_f64());
    gigabytes.map_or(MOST, |gigabytes| (gigabytes * 0.25e9).min(MOST))
}

fn unread(name: &str) -> String {
    format!(
        "The browser could not read {name}. Nothing was loaded; check that it is still there, and drop it again."
    )
}

fn too_large(first: &str, files: usize, bytes: f64, bears: f64) -> String {
    let what = match files {
        0 | 1 => format!("{first} is"),
        _ => format!("{first} and the other files are"),
    };
    let size = |bytes: f64| match bytes < 1e9 {
        true => format!("{:.0} MB", bytes / 1e6),
        false => format!("{:.1} GB", bytes / 1e9),
    };
    format!(
        "{what} {}, and this device can read about {} in a page. Nothing was loaded; leave out columns that are not needed, save by year or as Parquet, pack it with “clientele pack”, or put it into ClickHouse.",
        size(bytes),
        size(bears)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_of_parquet_is_fetched_for_what_may_hold_some() {
        let file = |name: &str, bytes: &[u8]| File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        assert!(may_hold_parquet(&file("a", b"PAR1...")));
        assert!(may_hold_parquet(&file("a.Parquet.gz", b"..")));
        assert!(may_hold_parquet(&file("a.zip", b"PK..lines.PARQUET..")));
        assert!(!may_hold_parquet(&file("a.zip", b"PK..lines.csv..")));
        assert!(may_hold_parquet(&file("a.zip", b"PK..lines.csv.gz..")));
        assert!(!may_hold_parquet(&file("a.csv", b"order,.parquet")));
    }

    #[test]
    fn the_reader_of_workbooks_is_fetched_for_what_may_hold_one() {
        let file = |name: &str, bytes: &[u8]| File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        assert!(may_hold_workbook(&file("a", b"\xd0\xcf\x11\xe0...")));
        assert!(may_hold_workbook(&file("a.xlsx", b"PK\x03\x04cut")));
        assert!(may_hold_workbook(&file("a.XLSM.gz", b"..")));
        assert!(may_hold_workbook(&file("a.zip", b"PK..lines.ods..")));
        assert!(!may_hold_workbook(&file("a.zip", b"PK..lines.csv..")));
        assert!(!may_hold_workbook(&file("a.csv", b"order,.xls")));
    }

    #[test]
    fn what_is_too_large_is_said_before_it_is_tried() {
        assert_eq!(
            too_large("all-orders.csv", 1, 3.6e9, 1e9),
            "all-orders.csv is 3.6 GB, and this device can read about 1.0 GB in a page. Nothing was loaded; leave out columns that are not needed, save by year or as Parquet, pack it with “clientele pack”, or put it into ClickHouse."
        );
    }
}
