//! Writes a data set as a pack, and lists it beside the others.

use std::fs;
use std::path::{Path, PathBuf};

use clientele_analysis::dataset::Dataset;
use clientele_analysis::pack::contacts::Contacts;
use clientele_intake::packed::{Packed, text};
use clientele_model::catalogue::Catalogue;
use serde::{Deserialize, Serialize};

use super::plain;
use super::trouble::Trouble;

pub use clientele_intake::packed::CATALOGUE;

/// Name of the list of packs in the folder that holds them.
pub const INDEX: &str = "index.json";

/// One pack in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Folder name.
    pub slug: String,
    /// Name that is shown.
    pub title: String,
}

/// Writes the pack into a folder, which is made when it is not there; returns its catalogue. Files
/// of an earlier pack in the same folder are replaced; the catalogue is written last, so that a
/// pack cut short is never taken for a whole one.
///
/// # Errors
/// When the folder cannot be written, or the data set is not well formed.
pub fn write(dataset: &Dataset, out: &Path) -> Result<Catalogue, Trouble> {
    write_with(dataset, None, out)
}

/// The same, with contact details of its customers in a file of their own.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    dataset: &Dataset,
    contacts: Option<&Contacts>,
    out: &Path,
) -> Result<Catalogue, Trouble> {
    let packed = Packed::with(dataset, contacts)?;
    let catalogue_path = out.join(CATALOGUE);
    let _ = fs::remove_file(&catalogue_path);
    for (path, bytes) in &packed.files {
        put(&out.join(path), bytes)?;
    }
    put(&catalogue_path, &text(&packed.catalogue))?;
    Ok(packed.catalogue)
}

/// Adds the pack to the list in the folder above it, in the place it had or at the end.
///
/// # Errors
/// When there is a list that cannot be read, or it cannot be written.
pub fn list(catalogue: &Catalogue, out: &Path) -> Result<PathBuf, Trouble> {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let path = out.parent().unwrap_or(&out).join(INDEX);
    let mut listed: Vec<Listed> = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| Trouble::BadIndex {
            path: path.display().to_string(),
            detail: error.to_string(),
        })?,
        Err(_) => vec![],
    };
    let entry = Listed {
        slug: catalogue.slug.clone(),
        title: catalogue.title.clone(),
    };
    match listed.iter_mut().find(|other| other.slug == entry.slug) {
        Some(other) => *other = entry,
        None => listed.push(entry),
    }
    put(&path, json(&listed, &path)?.as_bytes())?;
    Ok(path)
}

fn json<T: Serialize>(value: &T, path: &Path) -> Result<String, Trouble> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| Trouble::Unwritten {
        path: path.display().to_string(),
        detail: error.to_string(),
    })?;
    text.push('\n');
    Ok(text)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes));
    written.map_err(|error| Trouble::Unwritten {
        path: path.display().to_string(),
        detail: plain(&error),
    })
}
