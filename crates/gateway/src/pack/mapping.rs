//! Mappings as they stand on disk: how the files of a pack were read, for those of next month.

use std::fs;
use std::path::Path;

use clientele_intake::mapping::Mapping;

use super::trouble::Trouble;
use super::{file_name, plain};

/// Reads a mapping.
///
/// # Errors
/// When the file cannot be read, or is none.
pub fn open(path: &Path) -> Result<Mapping, Trouble> {
    let text = fs::read_to_string(path).map_err(|error| Trouble::Unopened {
        file: file_name(path),
        detail: plain(&error),
    })?;
    Ok(Mapping::from_json(&text)?)
}

/// Writes a mapping.
///
/// # Errors
/// When it cannot be written; the pack is there by then.
pub fn save(mapping: &Mapping, path: &Path) -> Result<(), Trouble> {
    fs::write(path, mapping.to_json()).map_err(|error| Trouble::MappingUnwritten {
        path: path.display().to_string(),
        detail: plain(&error),
    })
}
