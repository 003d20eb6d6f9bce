//! New months for a data set that was kept: it is made anew from all its files, so that whatever holds for several files that are
//! opened together holds here, and `clientele pack` makes the same of them.

#[cfg(test)]
mod tests;

use std::io::Read;

use clientele_analysis::pack::gzip;
use clientele_model::catalogue::{Catalogue, File as Part};
use clientele_model::opening::{FileKind, Told};
use clientele_model::words::{agreeing, counted};
use flate2::bufread::MultiGzDecoder;
use serde::{Deserialize, Serialize};

use super::Opened;
use crate::File;
use crate::overlap;

/// What a data set was made from. It is kept beside the data set, as JSON, and its files with it; no pack that is handed on has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// The data set that was made from them: the fingerprints of its files.
    pub made: Vec<String>,
    /// The files.
    pub files: Vec<Source>,
    /// How they were read.
    pub told: Told,
}

/// A file that a data set was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its size where it is kept.
    pub packed: u64,
    /// Whether it is kept as it is, as it was packed already.
    pub as_is: bool,
    /// What it is called where it is kept.
    pub path: String,
}

impl Source {
    /// A file that is not kept yet, of those that were read so.
    pub fn new(name: &str, bytes: u64, told: &Told) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind(told, name),
            bytes,
            packed: 0,
            as_is: false,
            path: String::new(),
        }
    }
}

impl Sources {
    /// Whether this data set was made from them.
    pub fn made(&self, catalogue: &Catalogue) -> bool {
        fingerprints(&catalogue.files) == self.made
    }
}

/// The fingerprints of the files of a data set.
pub fn fingerprints(files: &[Part]) -> Vec<String> {
    files.iter().map(|file| file.sha256.clone()).collect()
}

/// A piece of a file as it is kept: packed, unless the file is packed already. Pieces stand one after the other.
pub fn piece(bytes: &[u8], as_is: bool) -> Vec<u8> {
    match as_is {
        true => bytes.to_vec(),
        // It is written while somebody waits for answers: quickly rather than small.
        false => gzip(bytes, 1),
    }
}

/// Whether a file is packed already, by its first bytes: gzip, Zstandard, ZIP and today's workbooks, Parquet.
pub fn is_packed(bytes: &[u8]) -> bool {
    let begins: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK", b"PAR1"];
    begins.into_iter().any(|begin| bytes.starts_with(begin))
}

/// A file as it was before it was kept; nothing when it is not whole.
pub fn unpacked(source: &Source, bytes: Vec<u8>) -> Option<File> {
    if bytes.len() as u64 != source.packed {
        return None;
    }
    let bytes = match source.as_is || bytes.is_empty() {
        true => bytes,
        false => {
            let mut whole = Vec::new();
            whole
                .try_reserve_exact(usize::try_from(source.bytes).ok()?)
                .ok()?;
            let mut held = MultiGzDecoder::new(&bytes[..]).take(source.bytes + 1);
            held.read_to_end(&mut whole).ok()?;
            whole
        }
    };
    let name = source.name.clone();
    (bytes.len() as u64 == source.bytes).then_some(File { name, bytes })
}

/// Files that become one data set.
#[derive(Debug)]
pub struct Together {
    /// The files: those of before, then the new ones, each under a name of its own.
    pub files: Vec<File>,
    /// The same, where those of before are kept; the new ones are not kept yet.
    pub sources: Vec<Source>,
    /// How to read them.
    pub told: Told,
    /// What is to be said of it.
    pub said: Vec<String>,
}

/// Puts new files to those that a data set called `title` was made from. Lists of customers, products and campaigns take the
/// place of earlier ones.
///
/// # Errors
/// One sentence, when they were read in ways that contradict each other, or there is nothing new.
pub fn together(
    title: &str,
    (old, before): (&Sources, Vec<File>),
    (new, files): (&Told, Vec<File>),
) -> Result<Together, String> {
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let names = names.join(", ");
    let is_there = |file: &File| before.iter().any(|old| old.bytes == file.bytes);
    if files.iter().all(is_there) {
        return Err(format!(
            "{title} already contains {names}. Nothing was changed; choose the file with the new months."
        ));
    }
    let told = old.told.with(new).map_err(|what| {
        format!(
            "{names} and the files of {title} are not read in the same way: {what} differs. Nothing was changed; have it read the way it was then, or load it as a separate data set."
        )
    })?;
    let mut all = Together {
        files: vec![],
        sources: vec![],
        told: Told {
            kinds: vec![],
            ..told
        },
        said: vec![],
    };
    for (file, source) in before.into_iter().zip(&old.files) {
        let is_replaced = |other: &&File| kind(new, &other.name) == source.kind;
        let mut by = files.iter().filter(|_| source.kind != FileKind::Orders);
        match by.find(is_replaced) {
            Some(other) => all
                .said
                .push(format!("{} replaced {}.", other.name, source.name)),
            None => all.take(file, source.clone()),
        }
    }
    for file in files {
        let source = Source::new(&file.name, file.bytes.len() as u64, new);
        all.take(file, source);
    }
    Ok(all)
}

impl Together {
    fn take(&mut self, mut file: File, source: Source) {
        let taken = |name: &String| self.files.iter().any(|other| other.name == *name);
        let (stem, ending) = match file.name.find('.') {
            Some(at) if at > 0 => file.name.split_at(at),
            _ => (file.name.as_str(), ""),
        };
        let numbered = (2u32..).map(|number| format!("{stem} ({number}){ending}"));
        let mut names = std::iter::once(file.name.clone()).chain(numbered);
        if let Some(name) = names.find(|name| !taken(name)) {
            file.name = name;
        }
        let name = file.name.clone();
        self.told.kinds.push((name.clone(), source.kind));
        self.sources.push(Source { name, ..source });
        self.files.push(file);
    }
}

/// What a file holds, where that was told or found out.
fn kind(told: &Told, name: &str) -> FileKind {
    let known = told.kinds.iter().find(|(known, _)| known == name);
    known.map_or(FileKind::Orders, |(_, kind)| *kind)
}

/// What became of a data set to which months were added.
pub fn said(before: &Catalogue, now: &Opened) -> Vec<String> {
    let after = &now.dataset.catalogue;
    let more = u64::from(after.orders.saturating_sub(before.orders));
    let mut said = vec![match more {
        0 => format!("No order was added; the data still end on {}.", after.last),
        more => format!(
            "{} {} added; the data now run to {}.",
            counted(more, "order"),
            agreeing(more, "was", "were"),
            after.last
        ),
    }];
    said.extend(overlap::said(now.repeated));
    said
}
