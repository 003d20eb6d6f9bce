//! Archives: gzip, Zstandard and ZIP, told by what stands in them. What is in one comes out as files of its
//! own; how much memory that may take is known before anything is unpacked.

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write, copy, sink};

use clientele_model::words::agreeing;
use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::File;
use crate::kinds::Kind as Workbook;
use crate::said::{Said, quoted};
use crate::trouble::Trouble;
use crate::zstandard::{self, Unfit};

/// What an archive may unpack to, beside a multiple of its own size.
const ALWAYS: u64 = 64 << 20;
/// That multiple.
const TIMES: u64 = 4;
/// How many files an archive may hold.
const FILES: usize = 1000;
/// How deep archives may lie: one, and one within it.
const DEPTH: usize = 2;

/// An archive that cannot be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The archive {file} {bad}.")]
pub struct NotUnpacked {
    /// The archive.
    pub file: String,
    /// Why.
    pub bad: Bad,
}

/// Why an archive is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// It is cut, or what comes out is not what was put in.
    #[error("is incomplete or damaged. Nothing was written; copy or export it again")]
    Damaged,
    /// More comes out than a file of its size may hold.
    #[error(
        "unpacks to more than {} MB, which is too much for its size. Nothing was written; unpack it and use the files themselves",
        .0 >> 20
    )]
    TooMuch(u64),
    /// A file in it is larger or smaller than the archive says.
    #[error("states a wrong size for “{0}”. Nothing was written; make the archive again")]
    Lies(String),
    /// It cannot be opened without a password.
    #[error(
        "is protected with a password. Nothing was written; unpack it and use the files themselves"
    )]
    Locked,
    /// Packed with something else than what is read here.
    #[error(
        "is compressed in a way that is not supported. Nothing was written; unpack it and use the files themselves"
    )]
    Method,
    /// Archives in archives in archives.
    #[error(
        "holds archives inside archives. Nothing was written; unpack it and use the files themselves"
    )]
    Nested,
    /// A heap of files.
    #[error(
        "holds more than {FILES} files. Nothing was written; unpack it and use only the files with orders"
    )]
    Many,
    /// Nothing that is read here.
    #[error("holds no CSV file, workbook or Parquet file. Nothing was written; export it again")]
    Nothing,
}

/// The form of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Gzip,
    Zstd,
    Zip,
}

impl Form {
    /// Told by the first bytes; workbooks of today are ZIP archives, and none here.
    fn of(file: &File) -> Option<Self> {
        match &file.bytes[..] {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
                let workbook = Workbook::of(&file.bytes, &file.name).is_some();
                (!workbook).then_some(Self::Zip)
            }
            _ => None,
        }
    }
}

/// The files that come out of some files: archives are unpacked, also those within one; all else stays as it is.
///
/// # Errors
/// When an archive is damaged, locked, or holds more than 4 × its size and 64 MB.
pub fn unpacked(files: Vec<File>, said: &mut Said) -> Result<Vec<File>, Trouble> {
    let mut all = vec![];
    for file in files {
        if Form::of(&file).is_none() {
            all.push(file);
            continue;
        }
        let name = file.name.clone();
        let most = TIMES.saturating_mul(file.bytes.len() as u64) + ALWAYS;
        let mut room = Room { most, left: most };
        let inside = match inside(file, 1, &mut room, said) {
            Ok(inside) if inside.is_empty() => Err(Bad::Nothing),
            inside => inside,
        };
        let inside = inside.map_err(|bad| NotUnpacked { file: name, bad })?;
        all.extend(inside);
    }
    Ok(all)
}

/// How much may still come out of an archive, in bytes.
struct Room {
    most: u64,
    left: u64,
}

impl Room {
    /// Takes so many bytes.
    fn take(&mut self, bytes: u64) -> Result<usize, Bad> {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or(Bad::TooMuch(self.most))?;
        usize::try_from(bytes).map_err(|_| Bad::TooMuch(self.most))
    }
}

/// What a gzip file holds. It is counted before it is kept, so that a bomb takes no memory and no byte is kept twice.
fn gunzipped(packed: &[u8], room: &mut Room) -> Result<Vec<u8>, Bad> {
    let all = |to: &mut dyn Write, most| {
        let mut held = MultiGzDecoder::new(packed).take(most);
        copy(&mut held, to).map_err(|_| Bad::Damaged)
    };
    let size = all(&mut sink(), room.left + 1)?;
    let mut bytes = Vec::with_capacity(room.take(size)?);
    all(&mut bytes, size)?;
    Ok(bytes)
}

/// What a Zstandard file holds, in the same way.
fn unzstd(packed: &[u8], room: &mut Room) -> Result<Vec<u8>, Bad> {
    let most = room.most;
    let bad = |unfit| match unfit {
        Unfit::Damaged => Bad::Damaged,
        Unfit::TooMuch => Bad::TooMuch(most),
    };
    let size = zstandard::unpack(packed, room.left, &mut sink()).map_err(bad)?;
    let mut bytes = Vec::with_capacity(room.take(size)?);
    zstandard::unpack(packed, size, &mut bytes).map_err(bad)?;
    Ok(bytes)
}

/// What is in a file that may be an archive.
fn inside(file: File, depth: usize, room: &mut Room, said: &mut Said) -> Result<Vec<File>, Bad> {
    let Some(form) = Form::of(&file) else {
        return Ok(vec![file]);
    };
    if depth > DEPTH {
        return Err(Bad::Nested);
    }
    let held = match form {
        Form::Gzip => {
            let bytes = gunzipped(&file.bytes, room)?;
            vec![without(&file.name, &[".gz", ".gzip"], bytes)]
        }
        Form::Zstd => {
            let bytes = unzstd(&file.bytes, room)?;
            vec![without(&file.name, &[".zst", ".zstd"], bytes)]
        }
        Form::Zip => entries(&file, room, said)?,
    };
    // The archive itself is not needed any more.
    drop(file);
    let mut all = vec![];
    for file in held {
        all.extend(inside(file, depth + 1, room, said)?);
    }
    Ok(all)
}

/// The file that was in an archive of one: called like it, without its ending.
fn without(archive: &str, endings: &[&str], bytes: Vec<u8>) -> File {
    let lower = archive.to_ascii_lowercase();
    let ending = endings.iter().find(|ending| lower.ends_with(**ending));
    let length = ending.map_or(0, |ending| ending.len());
    let name = match archive.get(..archive.len() - length) {
        Some(name) if !name.is_empty() => name,
        _ => archive,
    };
    File {
        name: name.to_owned(),
        bytes,
    }
}

/// The files of a ZIP archive that may be read here; what else is in it is named.
fn entries(file: &File, room: &mut Room, said: &mut Said) -> Result<Vec<File>, Bad> {
    let mut archive = ZipArchive::new(Cursor::new(&file.bytes[..])).map_err(bad)?;
    if archive.len() > FILES {
        return Err(Bad::Many);
    }
    let (mut held, mut left_out) = (vec![], vec![]);
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(bad)?;
        let path = entry.name().replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        if entry.is_dir() || is_of_the_system(&path) {
            continue;
        }
        if is_beside(&name) {
            left_out.push(name);
            continue;
        }
        // What it says of its size is made room for, and held to.
        let size = entry.size();
        let mut bytes = Vec::with_capacity(room.take(size)?);
        let read = (&mut entry).take(size + 1).read_to_end(&mut bytes);
        if read.map_err(|_| Bad::Damaged)? as u64 != size {
            return Err(Bad::Lies(name));
        }
        if is_document(&bytes) {
            left_out.push(name);
            continue;
        }
        held.push((path, File { name, bytes }));
    }
    if !left_out.is_empty() {
        let names: Vec<&str> = left_out.iter().map(String::as_str).collect();
        said.say(format!(
            "{}: {} {} left out; {}.",
            file.name,
            quoted(&names),
            agreeing(names.len() as u64, "was", "were"),
            agreeing(
                names.len() as u64,
                "it is not a table",
                "they are not tables"
            ),
        ));
    }
    Ok(told_apart(held))
}

/// Files of the same name in several folders are called with these.
fn told_apart(held: Vec<(String, File)>) -> Vec<File> {
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for (_, file) in &held {
        if !seen.insert(file.name.clone()) {
            twice.insert(file.name.clone());
        }
    }
    let named = held.into_iter().map(|(path, file)| {
        let name = if twice.contains(&file.name) {
            path
        } else {
            file.name
        };
        File { name, ..file }
    });
    named.collect()
}

/// What an operating system puts into archives for itself.
fn is_of_the_system(path: &str) -> bool {
    path.split('/')
        .any(|part| part.starts_with("__MACOSX") || part.starts_with('.') || part == "Thumbs.db")
}

/// Texts that lie beside data, by their names.
fn is_beside(name: &str) -> bool {
    let name = name.to_lowercase();
    ["readme", "license", "licence", "copying"]
        .iter()
        .any(|word| name.starts_with(word))
        || [".md", ".html", ".xsd", ".json"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

/// What is no table, by its first bytes: documents and pictures.
fn is_document(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'%', b'P', b'D', b'F', ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [0xff, 0xd8, 0xff, ..]
            | [b'G', b'I', b'F', b'8', ..]
    )
}

fn bad(error: ZipError) -> Bad {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Bad::Locked,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Bad::Method,
        _ => Bad::Damaged,
    }
}
